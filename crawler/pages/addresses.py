"""What an address says of the page behind it, whatever the software: which thread or board, and where in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

__all__ = ["Address", "number", "query_of", "rebuilt", "slug_id", "split", "with_query", "without_session"]

_SESSION = re.compile(r"[?&;](?:sid|PHPSESSID|phpsessid|s)=[0-9a-zA-Z,-]{3,128}(?=[&;#]|$)")
_NUMBER = re.compile(r"\d{1,12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a thread or a board stands."""

    id: str | None  # None: the address has a slug and no number
    slug: str | None = None  # None: the address has a number
    page: int = 1
    offset: int | None = None  # None where the software counts pages, not posts
    url: str
    """Of the first page, without what only steers the view."""
    jumps: bool = False
    """Whether it asks for a place in the thread (`lastpost`, a post), not for a page."""

    @property
    def key(self) -> str:
        """Equal for all pages of one thread or board."""
        return self.id or f"slug {self.slug}"


def split(url: str) -> SplitResult:
    """The parts of *url*; empty ones where it is no address at all."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def query_of(parts: SplitResult) -> dict[str, str]:
    """The query's fields; of one that is given twice, the last."""
    try:
        fields = parse_qsl(parts.query.replace("&amp;", "&").replace(";", "&"), True, max_num_fields=99)
    except ValueError:
        return {}
    return dict(fields)


def number(text: str | None) -> str | None:
    """*text*, where it is a number that a database may have given."""
    return text if text is not None and _NUMBER.fullmatch(text) else None


def rebuilt(parts: SplitResult, path: str, fields: Iterable[tuple[str, str]] = ()) -> str:
    """The address on the same host with *path* and *fields*, and without a fragment."""
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(list(fields)), ""))


def with_query(url: str, name: str, value: str | None) -> str:
    """*url* with the field *name* set to *value*, or without it; what was there stays as it is written."""
    parts = split(url)
    kept = [field for field in parts.query.split("&") if field and field.partition("=")[0] != name]
    fields = [*kept, *([f"{name}={value}"] if value is not None else [])]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "&".join(fields), ""))


def without_session(url: str) -> str:
    """*url* without the session that a first, cookieless page writes into every link."""
    if not _SESSION.search(url):
        return url
    head, mark, query = url.partition("?")
    query, hash_, fragment = query.partition("#")
    kept = [field for field in re.split(r"[&;]", query) if field and not _SESSION.match(f"&{field}")]
    return f"{head}{mark if kept else ''}{'&'.join(kept)}{hash_}{fragment}"


def slug_id(slug: str) -> str:
    """What stands for the number of a thread whose pages name none: never the slug itself, which carries the title."""
    return "s" + sha256(slug.encode()).hexdigest()[:16]
