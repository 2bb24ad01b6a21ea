"""Proof of sight: what a visit saw, held against what the source's own past makes us expect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from crawler.following import Lead
from crawler.reading import Reading
from crawler.template import template_marks
from model.sight import Expectation, Sight
from model.sources import Health
from model.visits import PageClass

__all__ = ["STRIKES", "Glance", "Seen", "emptied", "glance", "is_rewritten", "is_shrunk", "learnt", "verdict"]

STRIKES = 3  # visits that may see another template, all else being well, until it is the source's own
ENOUGH = 3  # items on a page that tell what every item looks like; items of a visit whose fields are judged
PROVEN = 5  # items of the past that make us expect anything
COMMON = 0.8  # the share from which on a field is expected
FALL = 0.4  # by how much its share may be less than expected
DATED = 0.95  # the share from which on every post has a date: one that cannot be read stands there all the same
MOST_MARKS = 4_000  # that are remembered of a kind of page
MOST_ITEMS = 20_000  # after which the past begins to fade


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What one page held, without a word of it."""

    kind: PageClass
    """`LIST` or `THREAD`."""
    items: int
    fields: Mapping[str, int]
    marks: Mapping[int, int]
    is_full: bool = False
    """Whether a further page follows it."""


def glance(reading: Reading, body: bytes) -> Glance | None:
    """What the page with that *body* held; `None` for a page without rows and posts, and for other classes."""
    items: Sequence[object] = reading.rows if reading.page_class is PageClass.LIST else reading.posts
    if reading.page_class not in _FIELDS or not items:
        return None
    fields = {name: sum(_is_said(getattr(item, name)) for item in items) for name in _FIELDS[reading.page_class]}
    return Glance(
        kind=reading.page_class,
        items=len(items),
        fields=fields,
        marks=template_marks(body),
        is_full=reading.next is not None,
    )


_FIELDS = {
    PageClass.LIST: ("author", "replies", "last_post_at", "last_author"),
    PageClass.THREAD: ("author", "posted_at", "text"),
}


def _is_said(value: object) -> bool:
    return value is not None and value != ""


def is_shrunk(items: int, held: int | None) -> bool:
    """Whether a page holds less than half of the *items* that it *held* when it was last read."""
    return held is not None and held > ENOUGH and items * 2 < held


def is_rewritten(known: int, changed: int) -> bool:
    """Whether so many of the *known* posts of a page *changed* at once that it is not their authors who did it."""
    return known >= ENOUGH and changed * 5 >= known * 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """In what the template of all pages of a kind differs from what is expected."""

    pages: int = 0
    items: int = 0
    lacking: frozenset[int] = frozenset()
    """Marks that each item should have, and no page shows often enough."""
    novel: frozenset[int] = frozenset()
    """Marks that each item on every page has, and none had before."""

    def after(self, page: Glance, expected: Sight) -> Other:
        """With one more page."""
        if not page.marks or expected.sampled < ENOUGH:
            return self
        lacking = frozenset(mark for mark in expected.always if page.marks.get(mark, 0) * 2 < page.items)
        novel = _of_each(page) - expected.ever if len(expected.ever) < MOST_MARKS else frozenset[int]()
        if self.pages:
            lacking, novel = self.lacking & lacking, self.novel & novel
        return Other(pages=self.pages + 1, items=self.items + page.items, lacking=lacking, novel=novel)

    @property
    def is_another(self) -> bool:
        """Whether it is another template: what all items lack by chance, such as avatars, has nothing in its place."""
        if self.items < ENOUGH or not self.novel:
            return False
        return bool(self.lacking) or (self.pages > 1 and self.items >= 2 * ENOUGH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a visit saw so far."""

    lists: Sight = field(default_factory=Sight)
    threads: Sight = field(default_factory=Sight)
    other_lists: Other = field(default_factory=Other)
    other_threads: Other = field(default_factory=Other)
    shrunk: int = 0
    leads: Mapping[Lead, int] = field(default_factory=dict)
    engines: frozenset[str] = frozenset()
    per_page: int | None = None  # None: no page but the last ones of threads

    @property
    def has_lost_pages(self) -> bool:
        """Whether most pages that should lead on to another one don't; one count of a list may well be wrong."""
        short = self.leads.get(Lead.SHORT, 0)
        unled = self.leads.get(Lead.LOST, 0) + (short if short > 1 else 0)
        return unled > self.leads.get(Lead.ON, 0)

    def led(self, where: Lead) -> Seen:
        """With one more page of a thread, which leads *where*."""
        return replace(self, leads={**self.leads, where: self.leads.get(where, 0) + 1})

    def after(self, page: Glance | None, expected: Expectation, *, engine: str | None, held: int | None) -> Seen:
        """With one more page, which *held* so many items when it was last read; `None` for one that holds none."""
        seen = replace(self, shrunk=self.shrunk + is_shrunk(page.items if page else 0, held))
        if page is None:
            return seen
        seen = replace(seen, engines=self.engines | {engine} if engine else self.engines)
        if page.kind is PageClass.LIST:
            other = self.other_lists.after(page, expected.lists)
            return replace(seen, lists=_plus(self.lists, page), other_lists=other)
        other = self.other_threads.after(page, expected.threads)
        per_page = page.items if page.is_full else self.per_page
        return replace(seen, threads=_plus(self.threads, page), other_threads=other, per_page=per_page)


def _plus(sight: Sight, page: Glance) -> Sight:
    fields = {name: sight.fields.get(name, 0) + n for name, n in page.fields.items()}
    more = replace(sight, pages=sight.pages + 1, items=sight.items + page.items, fields=fields)
    more = replace(more, ever=_bounded(sight.ever | page.marks.keys()))
    if page.items < ENOUGH or not page.marks:
        return more
    each = _of_each(page)
    return replace(more, sampled=sight.sampled + 1, always=sight.always & each if sight.sampled else each)


def _of_each(page: Glance) -> frozenset[int]:
    """The marks that stand on the page at least once an item."""
    return frozenset(mark for mark, n in page.marks.items() if n >= page.items)


def _bounded(marks: frozenset[int]) -> frozenset[int]:
    return marks if len(marks) <= MOST_MARKS else frozenset(sorted(marks)[:MOST_MARKS])


def verdict(expected: Expectation, seen: Seen) -> tuple[Health, str] | None:
    """What is wrong with what was *seen*, in words; `None` when it is as *expected*."""
    for name, sight, past in (("lists", seen.lists, expected.lists), ("threads", seen.threads, expected.threads)):
        if lost := _lost_fields(sight, past):
            what = "rows of its lists" if name == "lists" else "posts"
            return Health.DRIFTED, f"{' and '.join(lost)} could no longer be read in most {what}"
    if seen.has_lost_pages:
        return Health.DRIFTED, "pages of threads no longer lead to the next ones, which its lists tell of"
    if seen.shrunk:
        pages = "1 page holds" if seen.shrunk == 1 else f"{seen.shrunk} pages hold"
        return Health.DEGRADED, f"{pages} less than half of what could be read there before"
    kinds = (("lists", seen.other_lists), ("threads", seen.other_threads))
    others = [name for name, other in kinds if other.is_another]
    if others:
        return Health.DEGRADED, f"the template of its {' and '.join(others)} changed; all fields can still be read"
    return None


def emptied(expected: Expectation, seen: Seen) -> tuple[Health, str] | None:
    """What is wrong where a list that always held new pastes holds none; a site that never listed any has no list."""
    if expected.lists.items < PROVEN or seen.lists.items:
        return None
    return Health.DRIFTED, "its list of new pastes holds none, and always held some"


_WORDS = {
    "author": "authors",
    "posted_at": "dates",
    "text": "texts",
    "replies": "numbers of replies",
    "last_post_at": "dates",
    "last_author": "last authors",
}


def _lost_fields(sight: Sight, past: Sight) -> list[str]:
    if sight.items < ENOUGH or past.items < PROVEN:
        return []
    expected = ((name, past.share(name)) for name in _WORDS if past.share(name) >= COMMON)
    return [_WORDS[name] for name, share in expected if sight.share(name) < share - _fall(name, share, sight)]


def _fall(name: str, share: float, sight: Sight) -> float:
    """By how much the share of a field may be less than *share*."""
    lost = sight.items - sight.fields.get(name, 0)
    return 0.0 if name == "posted_at" and share >= DATED and lost >= ENOUGH and lost * 10 >= sight.items else FALL


def learnt(expected: Expectation, seen: Seen, *, is_well: bool) -> Expectation:
    """What is expected from now on, after a visit that saw what was *seen*.

    Only visits that were well teach anything. Another template that was seen in `STRIKES` visits, and in which all
    could be read, is from then on the source's own.
    """
    if not is_well:
        return replace(expected, strikes=expected.strikes + 1)
    if expected.strikes >= STRIKES:
        expected = replace(expected, lists=_bare(expected.lists), threads=_bare(expected.threads))
    return Expectation(
        engines=expected.engines | seen.engines,
        visits=expected.visits + 1,
        per_page=seen.per_page or expected.per_page,
        lists=_joined(expected.lists, seen.lists),
        threads=_joined(expected.threads, seen.threads),
    )


def _bare(sight: Sight) -> Sight:
    return replace(sight, sampled=0, always=frozenset(), ever=frozenset())


def _joined(past: Sight, now: Sight) -> Sight:
    half = 2 if past.items > MOST_ITEMS else 1
    fields = {name: past.fields.get(name, 0) // half + now.fields.get(name, 0) for name in {*past.fields, *now.fields}}
    always = past.always & now.always if past.sampled and now.sampled else past.always | now.always
    return Sight(
        pages=past.pages + now.pages,
        items=past.items // half + now.items,
        fields=fields,
        sampled=past.sampled + now.sampled,
        always=always,
        ever=_bounded(past.ever | now.ever),
    )
