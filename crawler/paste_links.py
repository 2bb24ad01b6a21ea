"""Links to pastes in posts that are kept: each is followed once, by the rules of the paste site's own source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
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
# As written, without its scheme, or defanged: hxxps://paste[.]example/abc, paste[dot]example/abc
_DOT = r"(?:\.|\[\.\]|\(\.\)|\[dot\]|\(dot\))"
_LINK = re.compile(
    r"(?i)(?<![\w@./\[:-])(h(?:tt|xx)ps?(?:://|\[:\]//|\[://\]))?"
    rf"([a-z0-9-]{{1,63}}(?:{_DOT}[a-z0-9-]{{1,63}}){{1,4}})(:[0-9]{{1,5}})?"
    r"([/?][^\s<>\"'`|;,*\[\]{}\\\u2026\u3001\u3002\uff08\uff09\u00ab\u00bb\u201c-\u201e\u200b-\u200f\ufeff]{1,300})"
)
_TAIL = ".:!?)~"
_WORD = re.compile(r"[A-Za-z0-9_-]{2,64}")
_NOT_PASTES = frozenset(
    {"about", "archive", "api", "login", "signup", "register", "terms", "privacy", "help", "faq", "new", "create"}
    | {"history", "removal", "expiry", "tools", "doc"}
)


def paste_finds(posts: Iterable[Post], sites: Sequence[Source]) -> tuple[tuple[SourceId, Find], ...]:
    """The pastes that *posts* link to on *sites*, as addresses of those sources, in order and each once."""
    hosts = {site.host: site for site in sites if site.family is Family.PASTE}
    found: dict[tuple[SourceId, str], Find] = {}
    for url in _links(posts, hosts) if hosts else ():
        site = hosts[urlsplit(url).hostname or ""]
        find = paste_find(url, site)
        if find is not None and len(found) < MOST:
            found.setdefault((site.id, find.url), find)
    return tuple((site, find) for (site, _), find in found.items())


def _links(posts: Iterable[Post], hosts: Mapping[str, Source]) -> Iterable[str]:
    """The addresses in *posts* that lead to one of *hosts*."""
    for post in posts:
        for scheme, name, port, path in _LINK.findall(post.text):
            written = re.sub(_DOT, ".", name, flags=re.IGNORECASE).lower()
            host = written if written in hosts else written.removeprefix("www.")
            if host not in hosts:
                continue
            own = "https" if scheme.lower().startswith(("https", "hxxps")) else "http"
            url = f"{own if scheme else urlsplit(hosts[host].url).scheme}://{host}{port}{path.rstrip(_TAIL)}"
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
    if site.engine == "haste":
        name = name.partition(".")[0]  # what follows names the language that its words are coloured in
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
