"""Pages: bytes in, threads and posts out; one module per software, told apart by marks in the markup."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from selectolax.lexbor import LexborHTMLParser

from crawler.html import decode, flat_text, is_cut, overload
from crawler.pages import generic
from crawler.pages.declared import ENGINE as DECLARED
from crawler.pages.declared import declared
from crawler.pages.discourse import DISCOURSE
from crawler.pages.documents import Document, parsed, words_of
from crawler.pages.flaskbb import FLASKBB
from crawler.pages.fluxbb import FLUXBB
from crawler.pages.machina import MACHINA
from crawler.pages.mybb import MyBB
from crawler.pages.nodebb import NODEBB
from crawler.pages.page import Page
from crawler.pages.paste_lists import GIST, PASTEBIN, RAW, is_raw
from crawler.pages.paste_sites import BEPASTY, DPASTE, HASTE, PINNWAND
from crawler.pages.phpbb import PHPBB
from crawler.pages.privatebin import PRIVATEBIN
from crawler.pages.punbb import PUNBB
from crawler.pages.smf import SMF
from crawler.pages.walls import Signs, challenge, signs, wall
from crawler.pages.xenforo import XENFORO
from crawler.reading import Fetched, Locale, Reading
from model.identities import SourceId
from model.selectors import Selectors
from model.visits import PageClass

__all__ = ["ENGINES", "FORUMS", "Engine", "page_url", "read", "scores"]

SURE = 4  # points from which a page is taken for a software's; each mark gives one to three
HINTED = 2  # points that do when the source's software is known


class Engine(Protocol):
    """A forum or paste software: knows its own pages, and reads them."""

    @property
    def name(self) -> str:
        """The word by which sources name it."""
        ...

    @property
    def frame(self) -> str:
        """A selector of what stands around and beside the content: menus, boxes, signatures."""
        ...

    def score(self, page: Page) -> int:
        """How much in *page* speaks for this software; one mark alone never reaches `SURE`."""
        ...

    def read(self, page: Page) -> Reading:
        """What *page* says; without `flat` and `is_cut`, which are the same for all."""
        ...

    def read_data(self, page: Page, document: Document) -> Reading | None:
        """What *document*, the answer of an interface for programs, says; None where it is not this software's."""
        ...

    def page_url(self, thread_url: str, page: int, per_page: int | None = None) -> str:
        """The address of page number *page* of the thread at *thread_url*, of whose posts *per_page* stand on one."""
        ...


_FORUMS: tuple[Engine, ...] = (MyBB(), PHPBB, FLUXBB, PUNBB, SMF, XENFORO, FLASKBB, MACHINA, NODEBB, DISCOURSE)
_PASTES: tuple[Engine, ...] = (PINNWAND, DPASTE, PRIVATEBIN, BEPASTY, HASTE, PASTEBIN, GIST, RAW)
ENGINES: dict[str, Engine] = {engine.name: engine for engine in (*_FORUMS, *_PASTES)}
_BY_NEXT = frozenset((generic.ENGINE, DECLARED))  # nothing is known of their addresses but what each page links to
FORUMS = frozenset(engine.name for engine in _FORUMS)


def read(
    fetched: Fetched,
    *,
    source: SourceId,
    engine: str | None,
    locale: Locale,
    engines: Iterable[Engine] | None = None,
    selectors: Selectors | None = None,
) -> Reading:
    """What the page turned out to be, and the threads and posts on it.

    *engine* is a hint: a page that doesn't look like that software is not forced into it. *engines* are those that may
    be recognised, `ENGINES` unless it says otherwise; what none of them knows is read by its structure alone. Where an
    operator declared *selectors*, they alone are asked. Never raises for what stands in a page; what cannot be told is
    `PageClass.UNKNOWN`, with its flat text.
    """
    known = ENGINES if engines is None else {each.name: each for each in engines}
    text = decode(fetched.body, headers=fetched.headers, charset=fetched.charset)
    if not text.strip():
        return Reading(url=fetched.url, engine=None, page_class=PageClass.EMPTY, reason="nothing was sent")
    if not _is_text(fetched, text):
        return Reading(url=fetched.url, engine=None, page_class=PageClass.UNKNOWN, reason="not a text")
    if engine not in FORUMS and (raw := _raw(fetched, text, engine)) is not None:
        return raw.read(Page(fetched=fetched, source=source, locale=locale, text=text, tree=LexborHTMLParser("")))
    if _is_feed(text):
        reason = "a feed, which repeats what the pages show"
        flat = flat_text(text)
        return Reading(url=fetched.url, engine=None, page_class=PageClass.UNKNOWN, flat=flat, reason=reason)
    if (document := parsed(text)) is not None:
        page = Page(fetched=fetched, source=source, locale=locale, text=text, tree=LexborHTMLParser(""))
        return replace(_of_data(page, document), flat=words_of(document))
    if why := overload(text):
        flat, cut = flat_text(text), is_cut(text)
        return Reading(
            url=fetched.url,
            engine=None,
            page_class=PageClass.UNKNOWN,
            flat=flat,
            is_cut=cut,
            reason=f"not parsed: {why}",
        )
    page = Page(fetched=fetched, source=source, locale=locale, text=text, tree=LexborHTMLParser(text))
    found = _recognised(page, engine, known) if selectors is None else None
    reading = found.read(page) if found else _by_structure(page) if selectors is None else declared(page, selectors)
    reading = replace(reading, habits=page.habits())
    if reading.posts or ((reading.rows or reading.boards) and not reading.is_generic):
        return replace(reading, flat=_flat(page, found.frame if found else None), is_cut=is_cut(text))
    marks = signs(page)
    flat = _flat(page, None)
    return replace(_behind_walls(reading, marks, flat), flat=flat, is_cut=is_cut(text))


def scores(fetched: Fetched, source: SourceId) -> tuple[tuple[str, int], ...]:
    """How much in the page speaks for each software that anything speaks for, the most first."""
    text = decode(fetched.body, headers=fetched.headers, charset=fetched.charset)
    if overload(text):
        return ()
    page = Page(fetched=fetched, source=source, locale=Locale(), text=text, tree=LexborHTMLParser(text))
    found = ((name, engine.score(page)) for name, engine in ENGINES.items())
    return tuple(sorted((each for each in found if each[1] > 0), key=lambda each: -each[1]))


def page_url(engine: str, thread_url: str, page: int, per_page: int | None = None) -> str:
    """The address of page number *page* of the thread at *thread_url*, which may be any page of it.

    *per_page* is how many posts stand on a full page: some software counts posts in its addresses, not pages. Where
    nothing is known of the software, a thread is read on from its first page.
    """
    return thread_url if engine in _BY_NEXT else ENGINES[engine].page_url(thread_url, page, per_page)


def _raw(fetched: Fetched, text: str, engine: str | None) -> Engine | None:
    """What reads an answer that is no page: text as it was pasted; None for pages, and for lists of pastes."""
    kind = next((value for name, value in fetched.headers if name.lower() == "content-type"), "")
    if engine == PASTEBIN.name:
        return PASTEBIN if parsed(text) is None or "api_scraping" not in fetched.url else None
    if engine == RAW.name and parsed(text) is not None and not _is_file(fetched):
        return RAW  # what was pasted may be data itself
    return RAW if is_raw(kind) and not _is_file(fetched) else None


def _of_data(page: Page, document: Document) -> Reading:
    for engine in ENGINES.values():
        if (found := engine.read_data(page, document)) is not None:
            return found
    return page.reading(PageClass.UNKNOWN, "data of a software that was not recognised")


def _by_structure(page: Page) -> Reading:
    found = generic.generic(page)
    return found if found is not None else page.reading(PageClass.UNKNOWN, "the software was not recognised")


def _recognised(page: Page, hint: str | None, engines: dict[str, Engine]) -> Engine | None:
    """The software whose marks the page bears; none when two have as many, or the best too few."""
    if hint in engines and engines[hint].score(page) >= HINTED:
        return engines[hint]
    scores = {name: engine.score(page) for name, engine in engines.items()}
    best = max(scores, key=scores.__getitem__, default=None)
    if best is None:
        return None
    is_alone = sum(score == scores[best] for score in scores.values()) == 1
    return engines[best] if scores[best] >= SURE and is_alone else None


def _behind_walls(reading: Reading, marks: Signs, flat: str) -> Reading:
    """*reading*, which holds nothing; a forum's own forms hold captchas too, so only a header outweighs its marks."""
    if reading.engine is None or reading.is_generic:
        if (found := wall(marks, flat)) is None:
            return reading
        page_class, why = found
        return Reading(url=reading.url, engine=None, page_class=page_class, reason=why)
    if marks.says_challenge and (why := challenge(marks, flat) or ""):
        return replace(reading, page_class=PageClass.CHALLENGE, reason=why)
    return reading


def _is_file(fetched: Fetched) -> bool:
    """Whether the server sends it as something to keep, such as what was attached to a post."""
    told = (value for name, value in fetched.headers if name.lower() == "content-disposition")
    return any(value.strip().lower().startswith("attachment") for value in told)


def _is_text(fetched: Fetched, text: str) -> bool:
    kind = next((value for name, value in fetched.headers if name.lower() == "content-type"), "").lower()
    if kind.startswith(("image/", "audio/", "video/", "font/", "application/zip", "application/pdf")):
        return False
    head = text[:2_000]
    return sum(not char.isprintable() and not char.isspace() for char in head) <= len(head) // 10


def _is_feed(text: str) -> bool:
    """Whether it is XML for programs, not a page that is written as strictly as XML."""
    head = text[:1_000].lstrip("\ufeff \t\r\n").lower()
    return head.startswith(("<?xml", "<rss", "<feed", "<rdf:rdf")) and "<html" not in head


def _flat(page: Page, frame: str | None) -> str:
    """Cut from the tree once it was read: scripts go, and what the page hides stays.

    Where the page was understood its frame goes too: a signature that names a watch is no sign of a moved template.
    """
    for node in page.tree.css(frame) if frame else ():
        node.decompose()
    page.tree.strip_tags(["script", "style", "noscript", "template", "head"])
    body = page.tree.body or page.tree.root
    return body.text(deep=True, separator="\n", strip=True) if body is not None else ""
