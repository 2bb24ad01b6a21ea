"""Links to pastes in posts that are kept: each is followed once, by the rules of the paste site's own source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from crawler.pages.pastes import name_of
from crawler.pages.privatebin import is_burnt_by_reading
from crawler.reading import Reading
from model.identities import SourceId, ThreadId
from model.posts import Post, ThreadRow
from model.sources import Family, Source
from model.visits import ErrandKind, Find

__all__ = ["named", "paste_find", "paste_finds"]

MOST = 20  # links of one page of a thread that are followed
LONGEST = 300
# as written, or defanged: hxxps://paste[.]example/abc
_LINK = re.compile(r"(?i)\b(?:h(?:tt|xx)ps?)(?:://|\[:\]//)[^\s<>\"'`]{4,400}")
_TAIL = ".,;:!?)]}»\u201d"
_WORD = re.compile(r"[A-Za-z0-9_-]{2,64}")
_NOT_PASTES = frozenset(
    {"about", "archive", "api", "login", "signup", "register", "terms", "privacy", "help", "faq", "new", "create"}
    | {"history", "removal", "expiry", "tools", "doc"}
)


def paste_finds(posts: Iterable[Post], sites: Sequence[Source]) -> tuple[tuple[SourceId, Find], ...]:
    """The pastes that *posts* link to on *sites*, as addresses of those sources, in order and each once."""
    hosts = {site.host: site for site in sites if site.family is Family.PASTE}
    found: dict[tuple[SourceId, str], Find] = {}
    for url in _links(posts) if hosts else ():
        site = hosts.get((urlsplit(url).hostname or "").lower())
        find = paste_find(url, site) if site is not None else None
        if site is not None and find is not None and len(found) < MOST:
            found.setdefault((site.id, find.url), find)
    return tuple((site, find) for (site, _), find in found.items())


def _links(posts: Iterable[Post]) -> Iterable[str]:
    for post in posts:
        for link in _LINK.findall(post.text):
            url = link.replace("[.]", ".").replace("[:]", ":").rstrip(_TAIL)
            url = re.sub(r"(?i)^hxxp", "http", url)
            if len(url) <= LONGEST and _is_address(url):
                yield url


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and "@" not in parts.netloc and (parts.port or 1) > 0
    except ValueError:
        return False


def named(reading: Reading, thread: ThreadId | None, row: ThreadRow | None) -> Reading:
    """*reading*, a paste, with what only its list or link told: its id, title, author and date."""
    if reading.thread is None or not reading.posts or thread is None:
        return reading
    is_bare = reading.engine in ("raw", "pastebin")  # any address of raw text tells an id of its own
    name = thread if is_bare else reading.thread.id
    title = reading.thread.title or (row.title if row else "")
    author = reading.posts[0].author or (row.author or "" if row else "")
    posted_at = reading.posts[0].posted_at or (row.last_post_at if row else None)
    first, *others = (replace(post, thread=name) for post in reading.posts)
    first = replace(first, id=name if is_bare else first.id, author=author, posted_at=posted_at)
    told = replace(reading.thread, id=name, title=title, author=author or None, created_at=posted_at)
    return replace(reading, thread=told, posts=(first, *others))


def paste_find(url: str, site: Source) -> Find | None:
    """Where the text of the paste at *url* is fetched from; `None` where reading destroys it, or none is there."""
    name = name_of(url)
    if is_burnt_by_reading(url) or not _WORD.fullmatch(name) or name.lower() in _NOT_PASTES:
        return None
    return Find(url=_text_of(url, name, site.engine), kind=ErrandKind.THREAD, rank=1.5, thread=ThreadId(name))


def _text_of(url: str, name: str, engine: str | None) -> str:
    parts = urlsplit(url)
    path = {"pastebin": f"/raw/{name}", "haste": f"/raw/{name}", "bepasty": f"/{name}/+inline"}.get(engine or "")
    if path is not None:
        return urlunsplit((parts.scheme, parts.netloc, path, "", ""))
    # the key of an encrypted paste stands behind the #, and is never sent
    fragment = parts.fragment if engine == "privatebin" else ""
    return urlunsplit((parts.scheme, parts.netloc, parts.path, parts.query, fragment))
