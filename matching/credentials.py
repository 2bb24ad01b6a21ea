"""Pairs of login and password, one a line or behind the word for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matching.patterns import Found, pattern
from matching.tables import column_field

__all__ = ["credentials"]

_WORDS = (
    r"passwords?|passwd|passw|psswd|pswd|psw|passwort|kennwort|passphrase|pwd|pass|pw|mdp|mots? de passe|contrase[ñn]a"
    r"|clave|senha|haslo|hasło|пароль|пасс|pin|пин"
)
_LOGIN_WORDS = r"login|user(?:name)?|identifiant|utilisateur|usuario|benutzer(?:name)?|логин|юзер"
_EDGE = r"(?:^|[^\p{Latin}\p{Cyrillic}\p{Greek}\pN])"
_SIGN = r"(?:[^\s\"'`»,;|<>]|,[\pL\pN])"
_VALUE = rf"{_SIGN}*[\pL\pN]{_SIGN}*"
_HAS_WORD = pattern(rf"(?i)(?:{_WORDS})\"?[\s:=>(-]")
_SAID = pattern(rf"(?i){_EDGE}\"?(?:{_WORDS})\"?\s{{0,2}}(?:[:=]|=>|->)[ \t\"'«`]{{0,3}}({_VALUE})")
_SAID_LOGIN = pattern(rf"(?i){_EDGE}\"?(?:{_LOGIN_WORDS})\"?\s{{0,2}}[:=][ \t\"'`]{{0,2}}({_VALUE})")
_TOLD = pattern(
    rf"(?i){_EDGE}(?:{_WORDS})(?:\s(?:(is|are|est|ist|es|c['’]est|=|:)\s)?|\s{{0,2}}[—–-]\s|\s?\(|\s?[:=]\s?\n)"
    rf"[\"'«`]?({_VALUE})"
)
_TOLD_LOGIN = pattern(rf"(?i){_EDGE}(?:(?:{_LOGIN_WORDS})\s|\S+@)({_VALUE})\s{{1,2}}(?:and |et |/ )?(?:{_WORDS})\s")
_GIVEN = pattern(
    rf"(?i){_EDGE}(creds?|credentials|combo|identifiants?|logins?|connexion|(?:log(?:ged)?|sign(?:ed)?) in with"
    r"|access|acc[eè]s|accounts?|comptes?)"
    r"(?:\s{0,2}[:=]\s{0,2}|\s{1,2})([^\s:;|/,]+)(?:[:;\t]|\s?[|/]\s?|(\s[:;]\s))"
    r"((?:[^\s:;|,]|,[\pL\pN])*[\pL\pN](?:[^\s;|,]|,[\pL\pN])*)"
)
_IN_ADDRESS = pattern(r"://([^\s/:@?#]*[\pL\pN][^\s/:@?#]*)(?::([^\s/]+))?@[\pL\pN]")
_MAIL_PAIR = pattern(
    r"[^\s<>\[\],;:\"|=&?/\\@()]+@[\pL\pN•](?:[\pL\pN•._-]*[\pL\pN•])?"
    r"[ ]{0,2}([:;|,\t/]|[-=]>|->|[ ][-–—>][ ])([ ]{0,2})([^\n]*[\pL\pN][^\n]*)"
)
_MAIL_AND_WORD = pattern(
    r"(?m)^[ \t]{0,4}(?:[-*•>#]|[0-9]{1,4}[.)])?[ \t]{0,2}"
    r"[^\s<>\[\],;:\"|=&?/\\@()]+@[\pL\pN•_-]+(?:\.[\pL\pN•_-]+)+(?:[ ]{1,4}|,)([^\s@]*[\pL\pN][^\s@]*)[ \t]*$"
)
_SPACED = pattern(r"(?m)^[ \t]{0,4}((?:https?://)?[^\s:/]+\.\pL[^\s]+)[ ]{1,2}([^\s]+)[ ]{1,2}([^\s]+)[ \t]*$")
_BEHIND_ADDRESS = pattern(
    r"(?i)h(?:tt|xx)ps?://[^\s:;|]+(?::[0-9]{2,5})?(?:/[^\s:;|]*)?(?:[:;]|\s?\|\s?)([^\s:;|]*[\pL\pN][^\s:;|]*)"
    r"(?:[:;]|\s?\|\s?)([^\s;|]+)"
)
_SIGN_IN = pattern(r"(?i)login|log-in|signin|sign-in|auth|connexion|account|admin|portal|portail")
_LINE_PAIR = pattern(
    r"(?m)^[ \t>*`-]{0,4}(?:[0-9]{1,4}[.)][ ])?((?:[a-zA-Z]{3,8}://)?[^\s:;|]+(?::[0-9]{2,5})?(?:/[^\s:;|]*)?)"
    r"([:;\t]|[ ]?\|[ ]?)([^\s:;|]+)(?:(?:[:;\t]|[ ]?\|[ ]?)([^\s:;|]+))?[ \t]*$"
)
_ANNOUNCED = pattern(
    r"(?i)\b(?:combos?|combolist|creds?|credentials|logins?|identifiants?|mdp|passwords?|mots? de passe|comptes?"
    r"|accounts?|acc[eè]s|access|stealer|ulp|пароли|логины|zug[aä]nge|cuentas|contrase[ñn]as)\b[^\n]{0,60}\n{1,2}$"
)
_PROSE = """
    a all allowed an and any are as at auf avec be by can ce ces changed check cracked dans das de der des die du e
    el en encrypted es est et field fields file files for free from hash hashed hashes have i in included inside is
    it ist la las le les list los manager me mp my needed never nein no non none not of on only or os ou oui par
    plain plaintext please pls pm por pour private protected que refused required reset sales salted sent si so some
    soon spray spraying strong stuffing sur that the them this through to und une unknown via was wait were will
    with without y yes you your ja да нет no. yes. dehashed in/out oublie oublié perdu perdus visible fort forts qui
    wird sind ok thanks thx merci spasibo danke here deals now dm bcrypt md5 sha1 sha256 sha512 argon2 ntlm
"""  # what stands behind the word for a password without being one
_LABELS = """
    http https ftp hxxp hxxps tg telegram xmpp jabber tox session mailto tel ref prix price format size taille lines
    lignes rows records date dates volume country pays source sources link lien links contact escrow payment
    paiement sample samples fields champs columns total count type year annee année host port ip url site version
    note edit update re fwd tid pid fid uid id page pages thread post posts lang langue language lot budget stock
    delay délai status statut md5 sha1 sha256 sha512 btc eth xmr usdt ltc magnet
"""  # what stands before a colon without being a login
_FAR = 120  # characters before a list of pairs in which something may announce it
_NO_SECRETS = frozenset(_PROSE.split())
_NOT_LOGINS = frozenset(_LABELS.split())
_NO_PAIR = frozenset({"and", "or", "et", "ou", "pass", "password", "passwords", "mdp", "user", "mail", "email"})

Part = tuple[str, int, int]


def credentials(text: str) -> Iterator[Part]:
    """The kind (`login` or `password`), start and end of each part of a pair."""
    return (part for part in _parts(text) if any(map(str.isalnum, text[part[1] : part[2]])))


def _parts(text: str) -> Iterator[Part]:
    if _HAS_WORD.search(text):
        yield from _said(text)
        yield from _told(text)
    yield from _given(text)
    if "@" in text:
        for match in _MAIL_PAIR.finditer(text):
            if match[1] not in ":;|\t" and "." not in match[0].partition("@")[2].partition(match[1])[0]:
                continue  # rather a name in disguise: `VI@MED1S - 33M`
            yield from _behind_mail(match.start(3), match[1], match[2], match[3])
        for match in _MAIL_AND_WORD.finditer(text):
            if _is_value(match[1]) and not (match[1].isalpha() and match[1][0].isupper()):  # rather a name
                yield "password", match.start(1), match.end(1)
    yield from _in_addresses(text)
    yield from _spaced(text)
    yield from _line_pairs(text)


def _said(text: str) -> Iterator[Part]:
    """What stands behind `password:`, and then also behind `login:`."""
    said = [("password", *match.span(1)) for match in _SAID.finditer(text) if _is_value(match[1])]
    yield from said
    if said:
        yield from (("login", *match.span(1)) for match in _SAID_LOGIN.finditer(text) if _is_value(match[1]))


def _in_addresses(text: str) -> Iterator[Part]:
    """The login and the password that an address opens with: `https://jeanne:azerty@portail.example/`."""
    if "://" in text and "@" in text:
        for match in _IN_ADDRESS.finditer(text):
            yield "login", *match.span(1)
            if match[2]:
                yield "password", *match.span(2)
    if "://" in text:
        for match in _BEHIND_ADDRESS.finditer(text):
            if match[1].lower() not in _NOT_LOGINS and any(map(str.isalnum, match[2])):
                yield from (("login", *match.span(1)), ("password", *match.span(2)))


def _given(text: str) -> Iterator[Part]:
    """Pairs behind a word that announces one: `creds jeanne:azerty`, `access: jeanne / Soleil2024`."""
    for match in _GIVEN.finditer(text):
        login, secret = match[2], match[4]
        is_name = login.istitle() and secret.istitle() and secret.isalpha()  # `logins: Viamedis / Almerys`
        is_prose = is_name or match.start(3) >= 0 or bool({login.lower(), secret.lower()} & _NO_PAIR)
        if _is_secret(secret) or not (
            is_prose or match[1].lower().startswith("acc") or match[1].lower().startswith("compt")
        ):
            yield from (("login", *match.span(2)), ("password", *match.span(4)))


def _is_value(word: str) -> bool:
    return word.lower().rstrip(".,:!?)]}") not in _NO_SECRETS and not word.startswith(("[/", "[b]", "**"))


def _told(text: str) -> Iterator[Part]:
    """Passwords that are told in a sentence: `user jeanne pass azerty`, `the password is Soleil2024`."""
    for match in _TOLD_LOGIN.finditer(text):
        if _is_value(match[1]):
            yield "login", *match.span(1)
            if (told := _TOLD.search(text[match.end(1) : match.end(1) + 120])) and _is_value(told[2]):
                yield "password", match.end(1) + told.start(2), match.end(1) + told.end(2)
    for match in _TOLD.finditer(text):
        is_last = text[match.end() : match.end() + 1] in ("", "\n")
        is_said = bool(match[1]) or (is_last and match[2].isdigit() and len(match[2]) >= 4)
        if _is_value(match[2]) and (is_said or _is_secret(match[2])):
            yield "password", *match.span(2)


def _spaced(text: str) -> Iterator[Part]:
    """Lines of an address, a login and a password between spaces."""
    for match in _SPACED.finditer(text):
        if _is_secret(match[3]) or (_SIGN_IN.search(match[1]) and _is_value(match[2]) and _is_value(match[3])):
            yield from (("login", match.start(2), match.end(2)), ("password", match.start(3), match.end(3)))


def _behind_mail(start: int, delimiter: str, space: str, rest: str) -> Iterator[Part]:
    """What stands behind an address and a delimiter: all of the line when glued, a word when spaced."""
    words = rest.split()
    first = words[0]
    if "@" in first.strip("@") and "." in first.rpartition("@")[2]:
        return  # a list of addresses
    if not _is_strong(first) and (delimiter == "," or len(words) > (4 if delimiter in ":;|\t" else 1)):
        return  # prose that goes on behind an address
    secret = rest.rstrip() if not space and len(words) <= 3 else first
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
            yield from _pairs_of(text, streak)
            streak = []
        streak.append(match)
    yield from _pairs_of(text, streak)


def _pairs_of(text: str, streak: Sequence[Found]) -> Iterator[Part]:
    is_list = len(streak) >= 3 or bool(streak and _is_announced(text, streak[0].start()))
    for match in streak:
        parts = [match[1], match[3], match[4] or ""]
        named = sum(column_field(part) is not None for part in parts if not _is_address(part))
        if named >= 2 or (_is_label(parts[0]) and not _is_secret(parts[1])):
            continue  # the head of a table, or a word before a colon
        if not is_list and not _is_secret(parts[2] or parts[1]) and not (parts[2] and _is_address(parts[0])):
            continue
        for group, part in zip((1, 3, 4), parts, strict=True):
            is_place = group == 1 and _is_address(part) and ("@" in part or "://" in part or parts[2])
            if not is_place and any(map(str.isalnum, part)):
                yield "login" if group == 1 else "password", match.start(group), match.end(group)


def _is_announced(text: str, start: int) -> bool:
    return bool(_ANNOUNCED.search(text[max(0, start - _FAR) : start]))


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
