"""Cookies: as browsers export them, as they are kept between visits, and in the jar of a visit."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from http.cookiejar import Cookie, CookieJar
from typing import Any
from urllib.parse import urlsplit

from model.errors import BadInput

__all__ = ["exported", "packed", "pour", "trim", "unpacked"]

_HTTP_ONLY = "#HttpOnly_"
_TRUE = "true"
MOST = 180  # cookies; browsers keep as many of one site
LONGEST = 4096  # bytes of one, as browsers (RFC 6265, 6.1)
MOST_BYTES = 16 * 1024  # of all: servers take no longer lines
_FIELDS = ("name", "value", "domain", "path", "secure", "expires")


def exported(text: str, *, url: str, now: datetime) -> list[Cookie]:
    """The cookies for *url* that still hold, out of a `cookies.txt` or a browser's JSON; raises `BadInput`.

    The file may hold those of all sites that somebody was at: they are none of ours, and go no further.
    """
    given = text.removeprefix("\ufeff").strip()
    found = _of_json(given) if given[:1] in ("[", "{") else _of_lines(given)
    host = (urlsplit(url).hostname or "").lower()
    own = [cookie for cookie in found if _is_for(cookie, host)]
    if not own:
        raise BadInput(f"holds no cookie for {host}: export them while signed in there (cookies.txt, or JSON)")
    held = [cookie for cookie in own if not cookie.is_expired(int(now.timestamp()))]
    if not held:
        raise BadInput(f"holds only cookies for {host} that have expired: sign in there and export them anew")
    return held


def packed(jar: Iterable[Cookie]) -> str:
    """The cookies of *jar* as one text."""
    return json.dumps([{name: getattr(cookie, name) for name in _FIELDS} for cookie in jar])


def unpacked(text: str) -> list[Cookie]:
    """What was packed."""
    return [_cookie(**fields) for fields in json.loads(text)]


def pour(cookies: Iterable[Cookie], jar: CookieJar) -> None:
    """Replace what is in *jar*."""
    jar.clear()
    for cookie in cookies:
        jar.set_cookie(cookie)


def trim(jar: CookieJar) -> int:
    """Take out of *jar* what no browser would keep, the latest first; how many cookies that were.

    A server could have each request carry, and each visit keep, more than the one before.
    """
    kept = size = dropped = 0
    for cookie in list(jar):
        length = len(cookie.name) + len(cookie.value or "")
        if length > LONGEST or size + length > MOST_BYTES or kept == MOST:
            jar.clear(cookie.domain, cookie.path, cookie.name)
            dropped += 1
        else:
            kept, size = kept + 1, size + length
    return dropped


def _of_lines(text: str) -> list[Cookie]:
    """Netscape's form: domain, whether its hosts too, path, whether secure, expiry, name, value, tabs between."""
    found = []
    for line in text.splitlines():
        fields = line.removeprefix(_HTTP_ONLY).split("\t")
        if line.startswith("#") and not line.startswith(_HTTP_ONLY):
            continue
        if len(fields) != 7 or not fields[4].lstrip("-").split(".")[0].isdigit():
            continue
        domain, subdomains, path, secure, expires, name, value = fields
        found.append(
            _cookie(
                name=name,
                value=value,
                domain=_domain(domain, is_host=subdomains.lower() != _TRUE),
                path=path,
                secure=secure.lower() == _TRUE,
                expires=_moment(expires),
            )
        )
    return found


def _of_json(text: str) -> list[Cookie]:
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        raise BadInput("is not the JSON that a browser exports cookies as") from None  # its cause would quote it
    rows = read.get("cookies") if isinstance(read, dict) else read
    return [cookie for row in (rows if isinstance(rows, list) else []) if (cookie := _of_row(row)) is not None]


def _of_row(row: Any) -> Cookie | None:  # whatever the file holds
    if not isinstance(row, dict) or not isinstance(row.get("name"), str) or not isinstance(row.get("domain"), str):
        return None
    expires = row.get("expirationDate", row.get("expires"))
    host_only = row.get("hostOnly", not row["domain"].startswith("."))
    return _cookie(
        name=row["name"],
        value=str(row.get("value") or ""),
        domain=_domain(row["domain"], is_host=bool(host_only)),
        path=str(row.get("path") or "/"),
        secure=bool(row.get("secure")),
        expires=_moment(expires),
    )


def _moment(value: object) -> int | None:
    """Seconds since 1970; `None` for a cookie of a session, which some write as 0 or -1."""
    try:
        seconds = int(float(str(value)))
    except (ValueError, OverflowError):
        return None
    seconds = seconds // 1000 if seconds > 10**11 else seconds  # in milliseconds
    return seconds if seconds > 0 else None


def _domain(value: str, *, is_host: bool) -> str:
    plain = value.strip().lower().lstrip(".")
    return plain if is_host else f".{plain}"


def _is_for(cookie: Cookie, host: str) -> bool:
    plain = cookie.domain.lstrip(".")
    return host == plain or (cookie.domain.startswith(".") and host.endswith(cookie.domain))


def _cookie(*, name: str, value: str | None, domain: str, path: str, secure: bool, expires: int | None) -> Cookie:
    return Cookie(
        version=0,
        name=name,
        value=value,
        port=None,
        port_specified=False,
        domain=domain,
        domain_specified=domain.startswith("."),
        domain_initial_dot=domain.startswith("."),
        path=path,
        path_specified=True,
        secure=secure,
        expires=expires,
        discard=expires is None,
        comment=None,
        comment_url=None,
        rest={},
    )
