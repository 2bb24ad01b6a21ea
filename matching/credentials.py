"""Pairs of login and password, one a line or behind the word for it."""

from __future__ import annotations

from collections.abc import Iterator

from matching.patterns import pattern

__all__ = ["credentials"]

_WORDS = (
    r"password|passwd|passwort|kennwort|passphrase|pwd|pass|pw|mdp|mot de passe|contrase[ñn]a|clave|пароль|пасс|pin|пин"
)
_LOGIN_WORDS = r"login|user(?:name)?|identifiant|utilisateur|usuario|benutzer(?:name)?|логин|юзер|id"
_SAID = pattern(
    rf"(?i)(?:^|[^\pL\pN])\"?(?:{_WORDS})\"?\s{{0,2}}(?:[:=]|=>|->)[ \t\"'«]{{0,3}}([^\s\"'»,;|<>]*[\pL\pN][^\s\"'»,;|<>]*)"
)
_SAID_LOGIN = pattern(
    rf"(?i)(?:^|[^\pL\pN])\"?(?:{_LOGIN_WORDS})\"?\s{{0,2}}[:=][ \t\"']{{0,2}}([^\s\"',;|<>]*[\pL\pN][^\s\"',;|<>]*)"
)
_MAIL_PAIR = pattern(
    r"(?m)([^\s<>\[\],;:\"|=&?/\\@()]+@[\pL\pN•](?:[\pL\pN•._-]*[\pL\pN•])?)[ ]{0,2}([:;|,\t])([ ]{0,2})([^\n]*[\pL\pN][^\n]*)"
)
_LINE_PAIR = pattern(
    r"(?m)^[ \t>*-]{0,4}((?:[a-zA-Z]{3,8}://)?[^\s:;|]+(?::[0-9]{2,5})?(?:/[^\s:;|]*)?)([:;|\t])([^\s:;|]+)(?:([:;|\t])(\S+))?[ \t]*$"
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


def credentials(text: str) -> Iterator[tuple[str, int, int]]:
    """The kind (`login` or `password`), start and end of each part of a pair."""
    for match in _SAID.finditer(text):
        yield "password", match.start(1), match.end(1)
    if any(True for _ in _SAID.finditer(text)):
        for match in _SAID_LOGIN.finditer(text):
            yield "login", match.start(1), match.end(1)
    if "@" in text:
        for match in _MAIL_PAIR.finditer(text):
            yield from _behind_mail(match.start(4), match[3], match[4], match[2])
    yield from _line_pairs(text)


def _behind_mail(start: int, space: str, rest: str, delimiter: str) -> Iterator[tuple[str, int, int]]:
    """What stands behind an address and a delimiter: all of the line when glued, a word when spaced."""
    word = rest.split(None, 1)[0]
    if "@" in word.strip("@") and "." in word.rpartition("@")[2]:
        return  # a list of addresses
    glued = not space and len(rest.split()) <= 3
    if delimiter == "," and (space or not _is_strong(word)):
        return
    if (space or not glued) and len(rest.split()) > 4 and not _is_strong(word):
        return  # prose that goes on behind an address
    secret = rest if glued else word
    if any(sign.isalnum() for sign in secret):
        yield "password", start, start + len(secret)


def _is_strong(word: str) -> bool:
    kinds = (str.islower, str.isupper, str.isdigit)
    return len(word) >= 5 and sum(any(kind(sign) for sign in word) for kind in kinds) + (not word.isalnum()) >= 2


def _line_pairs(text: str) -> Iterator[tuple[str, int, int]]:
    previous_end, streak = -2, []
    for match in _LINE_PAIR.finditer(text):
        if match[1].lower() in _NOT_LOGINS or match[1].isdigit():
            continue
        if match.start() > previous_end + 2:
            yield from _told(text, streak)
            streak = []
        streak.append(match)
        previous_end = match.end()
    yield from _told(text, streak)


def _told(text: str, streak: list) -> Iterator[tuple[str, int, int]]:
    for match in streak:
        has_third = match[5] is not None and match.start(5) >= 0 and match[5] != ""
        secret = match[5] if has_third else match[3]
        if len(streak) < 3 and not _is_secret(secret) and not has_third:
            continue
        if "://" in match[1] or (has_third and "." in match[1]):
            parts = ((3, "login"), (5, "password")) if has_third else ()
        else:
            parts = ((1, "login"), (3, "password"), (5, "password")) if has_third else ((1, "login"), (3, "password"))
        if "@" in match[1]:
            parts = parts[1:] if parts and parts[0][0] == 1 else parts
        for group, kind in parts:
            if any(sign.isalnum() for sign in text[match.start(group) : match.end(group)]):
                yield kind, match.start(group), match.end(group)


def _is_secret(word: str) -> bool:
    return len(word) >= 5 and any(map(str.isdigit, word)) and any(map(str.isalpha, word))
