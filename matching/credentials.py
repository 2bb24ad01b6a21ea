"""Pairs of login and password, one a line or behind the word for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matching.patterns import Found, pattern
from matching.tables import column_field

__all__ = ["credentials"]

_WORDS = (
    r"password|passwd|passwort|kennwort|passphrase|pwd|pass|pw|mdp|mot de passe|contrase[ñn]a|clave|пароль|пасс|pin|пин"
)
_LOGIN_WORDS = r"login|user(?:name)?|identifiant|utilisateur|usuario|benutzer(?:name)?|логин|юзер"
_VALUE = r"[^\s\"'»,;|<>]*[\pL\pN][^\s\"'»,;|<>]*"
_SAID = pattern(rf"(?i)(?:^|[^\pL\pN])\"?(?:{_WORDS})\"?\s{{0,2}}(?:[:=]|=>|->)[ \t\"'«]{{0,3}}({_VALUE})")
_SAID_LOGIN = pattern(rf"(?i)(?:^|[^\pL\pN])\"?(?:{_LOGIN_WORDS})\"?\s{{0,2}}[:=][ \t\"']{{0,2}}({_VALUE})")
_MAIL_PAIR = pattern(
    r"[^\s<>\[\],;:\"|=&?/\\@()]+@[\pL\pN•](?:[\pL\pN•._-]*[\pL\pN•])?"
    r"[ ]{0,2}([:;|,\t])([ ]{0,2})([^\n]*[\pL\pN][^\n]*)"
)
_LINE_PAIR = pattern(
    r"(?m)^[ \t>*-]{0,4}((?:[a-zA-Z]{3,8}://)?[^\s:;|]+(?::[0-9]{2,5})?(?:/[^\s:;|]*)?)"
    r"([:;|\t])([^\s:;|]+)(?:[:;|\t]([^\s:;|]+))?[ \t]*$"
)
_NOT_LOGINS = frozenset(
    [
        "http",
        "https",
        "ftp",
        "hxxp",
        "hxxps",
        "tg",
        "telegram",
        "xmpp",
        "jabber",
        "tox",
        "session",
        "mailto",
        "tel",
        "ref",
        "prix",
        "price",
    ]
)

Part = tuple[str, int, int]


def credentials(text: str) -> Iterator[Part]:
    """The kind (`login` or `password`), start and end of each part of a pair."""
    said = [("password", match.start(1), match.end(1)) for match in _SAID.finditer(text)]
    yield from said
    if said:
        yield from (("login", match.start(1), match.end(1)) for match in _SAID_LOGIN.finditer(text))
    if "@" in text:
        for match in _MAIL_PAIR.finditer(text):
            yield from _behind_mail(match.start(3), match[1], match[2], match[3])
    yield from _line_pairs(text)


def _behind_mail(start: int, delimiter: str, space: str, rest: str) -> Iterator[Part]:
    """What stands behind an address and a delimiter: all of the line when glued, a word when spaced."""
    words = rest.split()
    first = words[0]
    if "@" in first.strip("@") and "." in first.rpartition("@")[2]:
        return  # a list of addresses
    if not _is_strong(first) and (delimiter == "," or len(words) > 4):
        return  # prose that goes on behind an address
    secret = rest if not space and len(words) <= 3 else first
    if any(sign.isalnum() for sign in secret):
        yield "password", start, start + len(secret)


def _is_strong(word: str) -> bool:
    kinds = sum(any(map(kind, word)) for kind in (str.islower, str.isupper, str.isdigit))
    return len(word) >= 5 and kinds + (not word.isalnum()) >= 2


def _line_pairs(text: str) -> Iterator[Part]:
    streak: list[Found] = []
    for match in _LINE_PAIR.finditer(text):
        login = match[1]
        if login.isdigit() or login.lower() in _NOT_LOGINS or _is_port(login, match[3], match[4]):
            continue
        if streak and match.start() > streak[-1].end() + 2:
            yield from _pairs_of(streak)
            streak = []
        streak.append(match)
    yield from _pairs_of(streak)


def _pairs_of(streak: Sequence[Found]) -> Iterator[Part]:
    for match in streak:
        parts = [match[1], match[3], match[4] or ""]
        if sum(column_field(part) is not None for part in parts) >= 2:
            continue  # the head of a table
        if _is_label(parts[0]) and not _is_secret(parts[1]):
            continue
        if len(streak) < 3 and not _is_secret(parts[2] or parts[1]) and not (parts[2] and _is_address(parts[0])):
            continue
        for group, part in zip((1, 3, 4), parts, strict=True):
            is_place = group == 1 and _is_address(part) and ("@" in part or "://" in part or parts[2])
            if not is_place and any(map(str.isalnum, part)):
                yield "login" if group == 1 else "password", match.start(group), match.end(group)


def _is_port(login: str, behind: str, further: str | None) -> bool:
    """Whether the colon of a pair is the one before an address's port: `http://board.example:8080/thread`."""
    _, marks, host = login.rpartition("://")
    port, slash, _ = behind.partition("/")
    is_host = "/" not in host and (bool(marks) or ("." in host and bool(slash)))
    return is_host and further is None and port.isdecimal() and len(port) <= 5


def _is_label(part: str) -> bool:
    """Whether *part* is rather a word before a colon than a login: `Prix:500€`."""
    return part.isalpha() and part[0].isupper() and part[1:].islower()


def _is_address(part: str) -> bool:
    return "@" in part or "." in part or "://" in part


def _is_secret(word: str) -> bool:
    return len(word) >= 5 and any(map(str.isdigit, word)) and any(map(str.isalpha, word))
