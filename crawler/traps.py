"""Addresses without end: sessions and sort orders written into links, calendars, paths that grow, lists that repeat.

What is the same page under another address is asked for once. What may be endless is bounded for each visit, and told
when the bound bit. Shapes are learnt from what pages hold, not from what links are called, as far as that can be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlsplit, urlunsplit

from crawler.accounts.shapes import is_sign_in, is_write
from crawler.pages import ENGINES
from crawler.reading import Reading
from model.identities import ThreadId
from model.visits import ErrandKind, Find, PageClass

__all__ = ["Traps", "canonical", "is_beside", "is_endless", "shape"]

MOST_OF_SHAPE = 300  # lists of one shape that a visit takes up; the largest boards of this field have some 80
BARREN = 5  # lists of one shape that show nothing new, until it is taken for a trap
BARREN_SHARE = 0.8  # of those that were read
LONGEST = 1_000  # characters
DEEPEST = 16  # parts of a path
MOST_KEYS = 12  # of a query

_SESSION = re.compile(
    r"(?:php|jsp?|asp\.?net_?|cf)?sess(?:ion)?_?(?:id)?|phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken|oscsid|zenid"
    r"|sid|s|sess|session|token|ssid",
    re.IGNORECASE,
)
_ALWAYS = re.compile(r"phpsessid|jsessionid|aspsessionid\w*|oscsid|zenid|cftoken|utm_\w+|fbclid|gclid", re.IGNORECASE)
_SESSION_VALUE = re.compile(r"[0-9a-f]{16,128}|(?=[^&;]*\d)(?=[^&;]*[a-z])[0-9a-z,_-]{20,128}", re.IGNORECASE)
_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?;]*|/\(S\([0-9a-z]+\)\)", re.IGNORECASE)
_SORT = re.compile(
    r"(?:sort|order|dir|direction|ascending|descending|asc|desc|sort_?(?:by|key|dir|order|field|type)|order_?(?:by|dir)"
    r"|datecut|daysprune|sk|sd|days|pp|per_?page|limit|view_?mode|style|theme|skin|lang|language|highlight|hl)",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"/(?:calendar|search|members|member-?list|who-?is-?online|viewonline|faq|statistics|feeds?|rss|atom|syndication"
    r"|external|extern|print|printthread|printpage|attachments?|contact|login|register|sitemap|privacy|terms|shoutbox)"
    r"(?:\.(?:php|html?|aspx?|xml))?/?(?:\?|$)"
    r"|[?&;](?:action|act|do|mode|view|type)=(?:calendar|search|memberlist|members|print|printpage|rss|feed|online|who"
    r"|stats|help|profile|unread|unreadreplies|recent|getnew|getdaily|egosearch|newposts|active_?topics)(?![\w-])"
    r"|[?&;](?:month|day|week)=\d",
    re.IGNORECASE,
)


def canonical(url: str, *, keep: Collection[str] = (), sorts: bool = True) -> str:
    """*url* without what names a session, nor, unless *sorts*, an order of its list; the same page, one address.

    *keep* are the names in a query that somebody meant. What holds nothing of the kind comes back as it is.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    path = _IN_PATH.sub("", parts.path)
    pieces = re.split(r"([&;])", parts.query)
    dropped = [not _stays(piece, keep, sorts, parts.path) for piece in pieces[::2]]
    if path == parts.path and not any(dropped) and not parts.fragment:
        return url
    query = ""
    for n, piece in enumerate(pieces[::2]):
        if not dropped[n]:
            query += (pieces[2 * n - 1] if query else "") + piece
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


def _stays(piece: str, keep: Collection[str], sorts: bool, path: str) -> bool:
    name, _, value = piece.partition("=")
    if name in keep and not _ALWAYS.fullmatch(name):
        return True
    if _ALWAYS.fullmatch(name) or (_SESSION.fullmatch(name) and _SESSION_VALUE.fullmatch(value)):
        return False
    is_phpbb_days = name == "st" and path.endswith(("viewforum.php", "viewtopic.php"))  # elsewhere it counts posts
    return sorts or not (_SORT.fullmatch(name) or is_phpbb_days)


def is_endless(url: str) -> bool:
    """Whether *url* has grown as only addresses do that are made from themselves."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    steps = [step for step in parts.path.split("/") if step]
    names = [piece.partition("=")[0] for piece in re.split("[&;]", parts.query) if piece]
    return (
        len(url) > LONGEST
        or len(steps) > DEEPEST
        or len(names) > MOST_KEYS
        or any(count > 2 for count in Counter(names).values())
        or _repeats(steps)
    )


def _repeats(steps: list[str]) -> bool:
    """Whether a path walks in circles: a step three times in a row or four times in all, or two steps in turn."""
    if any(a == b == c for a, b, c in zip(steps, steps[1:], steps[2:], strict=False)):
        return True
    if any(count > 3 for count in Counter(step for step in steps if not step.isdigit()).values()):
        return True
    pairs = Counter(pair for pair in pairwise(steps))
    return any(count > 2 for count in pairs.values())


def is_beside(url: str) -> bool:
    """Whether *url* is a calendar, a search or another page of a forum that is no list of it, by its usual names."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    return _BESIDE.search(f"{parts.path}?{parts.query}" if parts.query else parts.path) is not None


def shape(url: str) -> str:
    """What *url* has in common with its like: its path without numbers, and the names in its query."""
    parts = urlsplit(url)
    names = sorted({piece.partition("=")[0] for piece in re.split("[&;]", parts.query)})
    path = re.sub(r"[0-9a-f]{16,}", "#", re.sub(r"\d+", "0", parts.path), flags=re.IGNORECASE)
    return f"{path}?{'&'.join(names)}"


class Traps:
    """What one visit has learnt of its source's addresses."""

    def __init__(self) -> None:
        self._threads: set[ThreadId] = set()
        self._lists: dict[frozenset[ThreadId], str] = {}
        self._boards: set[str] = set()
        self._taken: Counter[str] = Counter()
        self._read: Counter[str] = Counter()
        self._barren: Counter[str] = Counter()
        self._left_out: set[str] = set()

    def cleared(self, reading: Reading, at: Find, *, baits: Collection[str] = ()) -> Reading:
        """*reading* of the page *at*, with one address a page, and without links that lead round in circles.

        *baits* are addresses that nobody is meant to follow.
        """
        keep = _names(at.url)
        baited = {url for url in (*reading.boards, *(row.url for row in reading.rows)) if url in baits}
        self._left_out |= baited
        if baited:
            rows = tuple(row for row in reading.rows if row.url not in baited)
            reading = replace(reading, rows=rows, boards=tuple(url for url in reading.boards if url not in baited))
        reading = replace(
            reading,
            url=canonical(reading.url),
            rows=tuple(replace(row, url=canonical(row.url)) for row in reading.rows if not self._has_grown(row.url)),
            posts=tuple(replace(post, permalink=_permalink(post.permalink)) for post in reading.posts),
            thread=reading.thread and replace(reading.thread, url=canonical(reading.thread.url)),
            next=reading.next and canonical(reading.next, keep=keep, sorts=False),
            boards=tuple(dict.fromkeys(canonical(url, keep=keep, sorts=False) for url in reading.boards)),
        )
        if reading.page_class is not PageClass.LIST:
            return replace(reading, next=self._onward(reading))
        self._learn(reading, at)
        boards = tuple(self._admitted(reading.boards, reading.engine))
        repeats = self._lists.setdefault(frozenset(row.id for row in reading.rows), reading.url) != reading.url
        onward = None if repeats and reading.rows else self._onward(reading)
        return replace(reading, boards=boards, next=onward)

    def bars(self, find: Find) -> bool:
        """Whether *find*, which was queued, is not worth a request: lists of its shape repeat one another."""
        if find.kind is not ErrandKind.LIST or not self._is_closed(shape(find.url)):
            return False
        self._left_out.add(find.url)
        return True

    @property
    def told(self) -> str:
        """What was left out, in words of ours; empty when nothing was."""
        if not self._left_out:
            return ""
        count = len(self._left_out)
        return (
            f"{count} {'address' if count == 1 else 'addresses'} left out: such lists repeat one another or never end"
        )

    def _learn(self, reading: Reading, at: Find) -> None:
        fresh = {row.id for row in reading.rows} - self._threads
        self._threads |= fresh
        is_known = at.kind is not ErrandKind.LIST or (not reading.rows and bool(set(reading.boards) - self._boards))
        if not is_known:
            self._read[shape(at.url)] += 1
            self._barren[shape(at.url)] += not fresh

    def _admitted(self, urls: Iterable[str], engine: str | None) -> Iterable[str]:
        for url in urls:
            kind = shape(url)
            if self._is_closed(kind) or _leads_away(url, engine):
                self._left_out.add(url)
            elif url in self._boards:
                yield url
            elif self._taken[kind] >= MOST_OF_SHAPE:
                self._left_out.add(url)
            else:
                self._boards.add(url)
                self._taken[kind] += 1
                yield url

    def _onward(self, reading: Reading) -> str | None:
        """The next page, unless its address only grows."""
        return None if reading.next is None or self._has_grown(reading.next) else reading.next

    def _has_grown(self, url: str) -> bool:
        if grown := is_endless(url):
            self._left_out.add(url)
        return grown

    def _is_closed(self, kind: str) -> bool:
        return self._barren[kind] >= BARREN and self._barren[kind] >= BARREN_SHARE * self._read[kind]


def _leads_away(url: str, engine: str | None) -> bool:
    """Whether *url* is no list that is worth asking for; what known software calls a board is one by any name."""
    if is_endless(url) or is_write(url):
        return True
    return engine not in ENGINES and (is_beside(url) or is_sign_in(url))


def _names(url: str) -> frozenset[str]:
    """The names in the query of *url*: whoever wrote them there meant them."""
    return frozenset(piece.partition("=")[0] for piece in re.split("[&;]", urlsplit(url).query) if piece)


def _permalink(url: str) -> str:
    """As `canonical`; but the fragment is what makes it one."""
    address, mark, fragment = url.partition("#")
    return f"{canonical(address)}{mark}{fragment}"
