"""Logins and passwords: behind the words for them, in addresses, and one pair a line."""

from __future__ import annotations

from collections.abc import Iterator

from matching.pairs import NOT_LOGINS, Part, is_secret, is_value, pairs
from matching.patterns import pattern

__all__ = ["credentials"]

_WORDS = (
    r"passwords?|passwd|passw|psswd|pswd|psw|passwort|kennwort|passphrase|pwd|pass|pw|mdp|mots? de passe|contrase[ñn]a"
    r"|clave|senha|haslo|hasło|пароль|пасс|pin|пин"
)
_LOGIN_WORDS = r"login|user(?:name)?|identifiant|utilisateur|usuario|benutzer(?:name)?|логин|юзер"
_GIVING = (
    r"creds?|credentials|combo|identifiants?|logins?|connexion|(?:log(?:ged)?|sign(?:ed)?) in with"
    r"|access|acc[eè]s|accounts?|comptes?"
)
_EDGE = r"(?:^|[^\p{Latin}\p{Cyrillic}\p{Greek}\pN])"
_SIGN = r"(?:[^\s\"'`»,;|<>]|,[\pL\pN])"
_VALUE = rf"{_SIGN}*[\pL\pN]{_SIGN}*"
_HAS_WORD = pattern(rf"(?i)(?:{_WORDS})\"?[\s:=>(-]|(?:{_GIVING})[\s:=]")
_SAID = pattern(rf"(?i){_EDGE}\"?(?:{_WORDS})\"?\s{{0,2}}(?:[:=]|=>|->)[ \t\"'«`]{{0,3}}({_VALUE})")
_INSIDE = r"[^\"'`»\n]{0,60}"
_QUOTED = pattern(
    rf"(?i){_EDGE}\"?(?:{_WORDS})\"?\s{{0,2}}(?:[:=]|=>|->)[ \t]{{0,2}}[\"'`«]({_INSIDE}[\pL\pN]\s{_INSIDE})[\"'`»]"
)
_TAGGED = pattern(rf"(?i)<(?:{_WORDS})>([^<\n]{{0,80}}[\pL\pN][^<\n]{{0,80}})</")
_HEADER = pattern(
    r"(?i)\bauthorization\W{1,3}(?:basic|bearer|token)\s([\pL\pN+/=._~-]{6,})|\s(?:-u|--user)\s['\"]?([^\s:'\"]+:[^\s'\"]+)"
)
_SAID_LOGIN = pattern(rf"(?i){_EDGE}\"?(?:{_LOGIN_WORDS})\"?\s{{0,2}}[:=][ \t\"'`]{{0,2}}({_VALUE})")
_TOLD = pattern(
    rf"(?i){_EDGE}(?:{_WORDS})(?:\s(?:(is|are|est|ist|es|c['’]est|=|:)\s)?|\s{{0,2}}[—–-]\s|\s?\(|\s?[:=]\s?\n)"
    rf"[\"'«`]?({_VALUE})"
)
_TOLD_LOGIN = pattern(rf"(?i){_EDGE}(?:(?:{_LOGIN_WORDS})\s|\S+@)({_VALUE})\s{{1,2}}(?:and |et |/ )?(?:{_WORDS})\s")
_GIVEN = pattern(
    rf"(?i){_EDGE}({_GIVING})"
    r"(?:\s{0,2}[:=]\s{0,2}|\s{1,2})([^\s:;|/,]+)(?:[:;\t]|\s?[|/]\s?|(\s[:;]\s))"
    r"((?:[^\s:;|,]|,[\pL\pN])*[\pL\pN](?:[^\s;|,]|,[\pL\pN])*)"
)
_IN_ADDRESS = pattern(r"://([^\s/:@?#]*[\pL\pN][^\s/:@?#]*)(?::([^\s/]+))?@[\pL\pN]")
_BEHIND_ADDRESS = pattern(
    r"(?i)h(?:tt|xx)ps?://[^\s:;|]+(?::[0-9]{2,5})?(?:/[^\s:;|]*)?(?:[:;]|\s?\|\s?)([^\s:;|/]*[\pL\pN][^\s:;|]*)"
    r"(?:[:;]|\s?\|\s?)([^\s;|]+)"
)
_NO_PAIR = frozenset({"and", "or", "et", "ou", "pass", "password", "passwords", "mdp", "user", "mail", "email"})


def credentials(text: str) -> Iterator[Part]:
    """The kind (`login` or `password`), start and end of each part of a pair."""
    return (part for part in _parts(text) if any(map(str.isalnum, text[part[1] : part[2]])))


def _parts(text: str) -> Iterator[Part]:
    if _HAS_WORD.search(text):
        yield from _said(text)
        yield from _told(text)
        yield from _given(text)
    yield from _sent(text)
    yield from _in_addresses(text)
    yield from pairs(text)


def _said(text: str) -> Iterator[Part]:
    """What stands behind `password:`, and then also behind `login:`."""
    found = (match for said in (_SAID, _QUOTED, _TAGGED) for match in said.finditer(text))
    said = [("password", *match.span(1)) for match in found if is_value(match[1].split()[0])]
    yield from said
    if said:
        yield from (("login", *match.span(1)) for match in _SAID_LOGIN.finditer(text) if is_value(match[1]))


def _sent(text: str) -> Iterator[Part]:
    """What a program is told to sign in with: `Authorization: Basic …`, `curl -u jeanne:azerty`."""
    if "uthorization" in text or " -u " in text or " --user " in text:
        for match in _HEADER.finditer(text):
            group = 1 if match.start(1) >= 0 else 2
            yield "password", *match.span(group)


def _in_addresses(text: str) -> Iterator[Part]:
    """The login and the password that an address opens with: `https://jeanne:azerty@portail.example/`."""
    if "://" in text and "@" in text:
        for match in _IN_ADDRESS.finditer(text):
            yield "login", *match.span(1)
            if match[2]:
                yield "password", *match.span(2)
    if "://" in text:
        for match in _BEHIND_ADDRESS.finditer(text):
            if match[1].lower() not in NOT_LOGINS and any(map(str.isalnum, match[2])):
                yield from (("login", *match.span(1)), ("password", *match.span(2)))


def _given(text: str) -> Iterator[Part]:
    """Pairs behind a word that announces one: `creds jeanne:azerty`, `access: jeanne / Soleil2024`."""
    for match in _GIVEN.finditer(text):
        login, secret = match[2], match[4]
        is_name = login.istitle() and secret.istitle() and secret.isalpha()  # `logins: Viamedis / Almerys`
        is_prose = is_name or match.start(3) >= 0 or bool({login.lower(), secret.lower()} & _NO_PAIR)
        if is_secret(secret) or not (
            is_prose or match[1].lower().startswith("acc") or match[1].lower().startswith("compt")
        ):
            yield from (("login", *match.span(2)), ("password", *match.span(4)))


def _told(text: str) -> Iterator[Part]:
    """Passwords that are told in a sentence: `user jeanne pass azerty`, `the password is Soleil2024`."""
    for match in _TOLD_LOGIN.finditer(text):
        if is_value(match[1]):
            yield "login", *match.span(1)
            if (told := _TOLD.search(text[match.end(1) : match.end(1) + 120])) and is_value(told[2]):
                yield "password", match.end(1) + told.start(2), match.end(1) + told.end(2)
    for match in _TOLD.finditer(text):
        is_last = text[match.end() : match.end() + 1] in ("", "\n")
        is_said = bool(match[1]) or (is_last and match[2].isdigit() and len(match[2]) >= 4)
        if is_value(match[2]) and (is_said or is_secret(match[2])):
            yield "password", *match.span(2)
