"""What makes a page that could be read doubtful: it is not what its source was seen to be."""

from __future__ import annotations

from dataclasses import replace

from crawler.reading import Reading
from crawler.recollection import Recollection
from crawler.sight import STRIKES, Seen, is_rewritten, learnt
from model.sight import Expectation
from model.sources import Health, Source
from model.visits import PageClass, VisitEnding

__all__ = ["doubted", "judged"]


def doubted(reading: Reading, recalled: Recollection, *, source: Source, expected: Expectation) -> Reading:
    """*reading*, or no reading at all where it is another software's, or turned what we know into something else.

    Written as it is, a template that moved would look like hundreds of edits and new posts.
    """
    why = _strange(reading, source, expected) or _rewritten(reading, recalled, expected)
    if why is None:
        return reading
    bare = replace(reading, page_class=PageClass.UNKNOWN, posts=(), rows=(), boards=(), thread=None, next=None)
    return replace(bare, reason=why)


def judged(end: VisitEnding, *, expected: Expectation, seen: Seen) -> VisitEnding:
    """*end*, with what the visit teaches; a template that was told of often enough is the source's own from now on."""
    if end.health is Health.DEGRADED and expected.strikes >= STRIKES:
        end = replace(end, health=Health.OK, reason="")
    if not (end.health.is_well or end.health in (Health.DEGRADED, Health.DRIFTED)):
        return end
    return replace(end, expectation=learnt(expected, seen, is_well=end.health.is_well))


def _strange(reading: Reading, source: Source, expected: Expectation) -> str | None:
    if reading.page_class is PageClass.PASTE:
        return "a paste where a forum should be: write `family: paste` if that is so"
    known, now = expected.engines, reading.engine
    if source.engine or not known or now is None or now in known or not (reading.posts or reading.rows):
        return None
    return f"its software was {' or '.join(sorted(known))}, and is read as {now} now: write `engine:` if that is so"


def _rewritten(reading: Reading, recalled: Recollection, expected: Expectation) -> str | None:
    if expected.strikes >= STRIKES:
        return None
    changed = sum(recalled.is_changed(post) for post in reading.posts)
    if not is_rewritten(len(recalled.known), changed):
        return None
    return f"{changed} of {len(recalled.known)} posts that were read before read otherwise now"
