"""What each kind of alert says, in segments that fit every channel."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from alerting.layout import MESSAGE_LIMIT, bold, code, fit, is_whole, text
from alerting.plain import cut, foreign, plain
from alerting.report import brief, details, weightiest
from alerting.words import INTENT, LEVEL, moment, name_of, novelty, replies
from model.cases import Alert, AlertId, CaseView, Delivery, Note, PostView, Segment
from model.identities import PostKey, SourceId
from model.matches import Level
from model.watches import Watchlist

__all__ = [
    "CASES_IN_A_DIGEST",
    "channel_died",
    "digest",
    "first",
    "health",
    "historic",
    "one_line",
    "retro",
    "trial",
    "unworded",
    "update",
    "wording",
]

FRESH_POSTS = 3
CASES_IN_A_DIGEST = 40
LINE = 250
HEALTH_LINE = 400
HEALTH_LINES = 4  # in a digest; `vigie status` has them all
LIST = "vigie alert list"


def first(alert: AlertId, view: CaseView, watchlist: Watchlist, *, level: Level) -> tuple[Segment, ...]:
    """The first alert of a case."""
    case, post = view.case, weightiest(view)
    name = foreign(name_of(case.subject, watchlist), LINE)
    heading = f"{LEVEL[level]} · {name} · NEW {novelty(case.intent)} · {INTENT[case.intent]}"
    body = details(view, post, watchlist) if post else [text(foreign(case.title, LINE) + "\n")]
    return fit([bold(heading), text(f"\nA-{alert} · C-{case.number}\n"), *body], _next_step(alert))


def update(
    alert: AlertId, view: CaseView, fresh: Collection[PostKey], watchlist: Watchlist, *, level: Level
) -> tuple[Segment, ...]:
    """What is new in a case that people know; *fresh* are the posts that they were not told of."""
    case = view.case
    new = [post for post in view.posts if post.key in fresh]
    name = foreign(name_of(case.subject, watchlist), LINE)
    many = f"{len(new)} further posts" if len(new) != 1 else "1 further post"
    before = f" · last told {moment(case.told_at)}" if case.told_at else ""
    body = [
        bold(f"{LEVEL[level]} · {name} · update · {many}"),
        text(f"\nA-{alert} · C-{case.number}{before}\n"),
        text(f"“{foreign(case.title, LINE)}”\n"),
        *(text(f"  – {_fresh(post)}\n") for post in new[:FRESH_POSTS]),
        text(f"  – … and {len(new) - FRESH_POSTS} more\n" if len(new) > FRESH_POSTS else ""),
        text(f"{replies(view)}\n"),
    ]
    return fit(body, _next_step(alert))


def _fresh(post: PostView) -> str:
    intent = INTENT[post.assessment.intent] if post.assessment else "not understood yet"
    when = f"posted {moment(post.posted_at)}" if post.posted_at else f"seen {moment(post.first_seen_at)}"
    return f"{intent} by “{foreign(post.author, 64)}”, {when}"


def _next_step(alert: AlertId) -> list[Segment]:
    return [text("Look after it: "), code(f"vigie alert ack A-{alert}")]


def digest(
    alert: AlertId,
    views: Sequence[CaseView],
    watchlist: Watchlist,
    *,
    why: str,
    level: Level,
    at: datetime,
    unshown: int = 0,
    health: Sequence[Note] = (),
) -> tuple[Segment, ...]:
    """Several cases in one message, with *why* they are told so, and *unshown* ones that are only counted."""
    heading = f"{LEVEL[level]} · {_count(len(views) + unshown)} · digest ({why})"
    head = [bold(heading), text(f"\nA-{alert} · as of {moment(at)}\n"), *map(_health_line, health[:HEALTH_LINES])]
    return _cases(head, [brief(view, watchlist) for view in views], unshown)


def historic(
    alert: AlertId, source: SourceId, views: Sequence[CaseView], watchlist: Watchlist, *, unshown: int = 0
) -> tuple[Segment, ...]:
    """What stood on a source before it was watched."""
    heading = f"HISTORIC · {_count(len(views) + unshown)} on {foreign(source, LINE)} from before it was watched"
    head = [bold(heading), text(f"\nA-{alert} · nothing here is new\n")]
    return _cases(head, [brief(view, watchlist) for view in views], unshown)


def retro(
    alert: AlertId, views: Sequence[CaseView], watchlist: Watchlist, *, at: datetime, unshown: int = 0
) -> tuple[Segment, ...]:
    """What a hunt for new or changed watches found in posts that were kept before."""
    heading = f"RETRO · {_count(len(views) + unshown)} found in what was kept already"
    head = [bold(heading), text(f"\nA-{alert} · as of {moment(at)} · new watches, old posts\n")]
    return _cases(head, [brief(view, watchlist) for view in views], unshown)


def _count(cases: int) -> str:
    return "1 case" if cases == 1 else f"{cases:,} cases"


def _cases(head: Sequence[Segment], lines: Sequence[str], unshown: int) -> tuple[Segment, ...]:
    for shown in range(min(len(lines), CASES_IN_A_DIGEST), -1, -1):
        rest = len(lines) - shown + unshown
        body = [*head, *(text(f"– {cut(line, LINE)}\n") for line in lines[:shown])]
        tail = [text(f"… and {rest:,} more: " if rest else "Look at them: "), code(LIST)]
        if is_whole(body, tail):
            return fit(body, tail)
    return fit(head, [code(LIST)])


def health(alert: AlertId, notes: Sequence[Note]) -> tuple[Segment, ...]:
    """How our own watching goes; looks like no other alert."""
    what = foreign(notes[0].source, LINE) if len(notes) == 1 else f"{len(notes)} changes"
    body = [bold(f"🛠 WATCHING ITSELF · {what}"), text(f"\nA-{alert} · about Vigie's own sight, not about a leak\n")]
    return fit([*body, *map(_health_line, notes)], [text("See: "), code("vigie status")])


def _health_line(note: Note) -> Segment:
    source, changed = foreign(note.source, LINE), foreign(note.text, HEALTH_LINE)
    return text(f"– {source}: {changed} (since {moment(note.created_at)})\n")


def channel_died(alert: AlertId, channel: str, why: str, *, at: datetime) -> tuple[Segment, ...]:
    """That another channel takes nothing any more, told on those that do."""
    body = [
        bold(f"🛠 WATCHING ITSELF · channel {foreign(channel, LINE)} is dead"),
        text(f"\nA-{alert} · since {moment(at)}\n{foreign(why, HEALTH_LINE)}\n"),
        text("Its messages are kept and tried again now and then.\n"),
    ]
    return fit(body, [text("Try it: "), code("vigie alert test")])


def trial(alert: AlertId, *, at: datetime) -> tuple[Segment, ...]:
    """A message that proves that a channel works."""
    return fit([bold("TEST · this channel works"), text(f"\nA-{alert} · {moment(at)} · no leak was seen\n")])


def unworded(alert: AlertId, subject: str) -> tuple[Segment, ...]:
    """An alert that could not be worded: that there is one, and how to see it."""
    body = [bold(f"{LEVEL[Level.NOW]} · {foreign(subject, LINE)}"), text(f"\nA-{alert} · could not be worded here\n")]
    return fit(body, [text("See: "), code(f"vigie alert show A-{alert}")])


def wording(delivery: Delivery) -> tuple[Segment, ...]:
    """What a channel is to show: the alert, labelled when an earlier attempt may have arrived."""
    segments = delivery.alert.segments
    if delivery.is_repeat:
        segments = (text(f"↻ possible repeat of A-{delivery.alert.id}\n"), *segments)
    return fit(segments, limit=MESSAGE_LIMIT)


def one_line(alert: Alert) -> Alert:
    """*alert* as one short unstyled line, for a channel that takes nothing better."""
    lines = [line for line in plain(alert.text).splitlines() if line.strip()]
    heading = foreign(lines[0], LINE) if lines else alert.kind.value
    words = f"{heading} · A-{alert.id} · vigie alert show A-{alert.id}"
    return replace(alert, segments=(text(words),))
