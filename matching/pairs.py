"""Lines that give a login and its password: `jeanne@courrier.example:azerty`, `https://portail.example|jeanne|azerty`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from matching.patterns import pattern
from matching.tables import column_field

__all__ = ["NOT_LOGINS", "Part", "is_secret", "is_value", "pairs"]

Part = tuple[str, int, int]
"""The kind (`login` or `password`), start and end."""

_NO_MAIL = frozenset(' \t<>[],;:"|=&?/\\@()')
_BEHIND_MAIL = re.compile(
    r"@((?:[^\W_]|•)(?:[\w•.-]*(?:[^\W_]|•))?)[ ]{0,2}([:;|,\t/]|[-=]>|[ ][-–—>][ ])([ ]{0,2})(.*)"
)
_ADDRESS = re.compile(r"[^\s@:;|]++@[\w-]++(?:\.[\w-]++)++(?:[:;|,]|[.!?]?$)")
_MAIL_AND_WORD = re.compile(
    r"[ \t]{0,4}(?:[-*•>#]|[0-9]{1,4}[.)])?[ \t]{0,2}"
    r"[^\s<>\[\],;:\"|=&?/\\@()]++@[\w•-]++(?:\.[\w•-]++)++(?:[ ]{1,4}+|,)([^\s@]++)[ \t]*+"
)
_THREE_WORDS = re.compile(r"[ \t]{0,4}+(\S++)[ ]{1,2}+(\S++)[ ]{1,2}+(\S++)[ \t]*+")
_HOST = re.compile(r"(?:https?://)?[^\s:/]+\.[^\W\d_]\S")
_SIGN_IN = re.compile(r"(?i)login|log-in|signin|sign-in|auth|connexion|account|admin|portal|portail")
_GLUE = r"(?:[:;\t]|[ ]?\|[ ]?)"
_PAIR = re.compile(
    r"[ \t>*`-]{0,4}(?:[0-9]{1,4}[.)][ ])?((?:[a-zA-Z]{3,8}://)?[^\s:;|]++(?::[0-9]{2,5}(?:/[^\s:;|]*+)?)?)"
    rf"{_GLUE}([^\s:;|]++)(?:{_GLUE}([^\s:;|]++))?[ \t]*+"
)
_ANNOUNCED = pattern(
    r"(?i)\b(?:combos?|combolist|creds?|credentials|logins?|identifiants?|mdp|passwords?|mots? de passe|comptes?"
    r"|accounts?|acc[eè]s|access|stealer|ulp|пароли|логины|zug[aä]nge|cuentas|contrase[ñn]as)\b[^\n]{0,60}\n{1,2}$"
)
_FAR = 120  # characters before a list of pairs in which something may announce it
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
_NO_SECRETS = frozenset(_PROSE.split())
NOT_LOGINS = frozenset(_LABELS.split())

_Pair = tuple[int, int, re.Match[str]]  # where its line begins and ends


def is_value(word: str) -> bool:
    """Whether *word*, behind the word for a password, may be one."""
    return word.lower().rstrip(".,:!?)]}") not in _NO_SECRETS and not word.startswith(("[/", "[b]", "**"))


def is_secret(word: str) -> bool:
    """Whether *word* looks like a password by itself."""
    return len(word) >= 5 and any(map(str.isdigit, word)) and any(map(str.isalpha, word))


def pairs(text: str) -> Iterator[Part]:
    """Each part of the pairs in *text* that stand one a line."""
    streak: list[_Pair] = []
    start = 0
    for line in text.split("\n"):
        if "@" in line:
            yield from _moved(_behind_mail(line), start)
        if "." in line and (words := _THREE_WORDS.fullmatch(line)):
            yield from _moved(_spaced(words), start)
        if (pair := _PAIR.fullmatch(line)) and _may_be_pair(pair):
            if streak and start > streak[-1][1] + 2:
                yield from _pairs_of(text, streak)
                streak = []
            streak.append((start, start + len(line), pair))
        start += len(line) + 1
    yield from _pairs_of(text, streak)


def _moved(parts: Iterator[Part], by: int) -> Iterator[Part]:
    return ((kind, start + by, end + by) for kind, start, end in parts)


def _behind_mail(line: str) -> Iterator[Part]:
    at = line.find("@")
    while at >= 0:
        if at and line[at - 1] not in _NO_MAIL and (match := _BEHIND_MAIL.match(line, at)):
            # without a dot it is rather a name in disguise: `VI@MED1S - 33M`
            if match[4].strip() and (match[2] in ":;|\t" or "." in match[1]):
                yield from _secret_behind(match.start(4), match[2], match[3], match[4])
            break
        at = line.find("@", at + 1)
    if (match := _MAIL_AND_WORD.fullmatch(line)) and is_value(match[1]) and not _is_name(match[1]):
        yield "password", *match.span(1)


def _is_name(word: str) -> bool:
    return word.isalpha() and word[0].isupper()


def _secret_behind(start: int, delimiter: str, space: str, rest: str) -> Iterator[Part]:
    """What stands behind an address and a delimiter: all of the line when glued, a word when spaced."""
    words = rest.split(None, 5)
    first = words[0]
    if _ADDRESS.match(first):
        return  # a list of addresses
    is_glued = delimiter in ":;|\t" and not space
    if not (is_glued or _is_strong(first)) and (delimiter == "," or len(words) > (4 if delimiter in ":;|\t" else 1)):
        return  # prose that goes on behind an address
    secret = rest.rstrip() if not space and len(words) <= 3 else first
    yield "password", start, start + len(secret)


def _is_strong(word: str) -> bool:
    kinds = sum(any(map(kind, word)) for kind in (str.islower, str.isupper, str.isdigit))
    return len(word) >= 5 and kinds + (not word.isalnum()) >= 2


def _spaced(words: re.Match[str]) -> Iterator[Part]:
    """An address, a login and a password between spaces."""
    if not _HOST.match(words[1]):
        return
    if is_secret(words[3]) or (_SIGN_IN.search(words[1]) and is_value(words[2]) and is_value(words[3])):
        yield from (("login", *words.span(2)), ("password", *words.span(3)))


def _may_be_pair(match: re.Match[str]) -> bool:
    login = match[1]
    return not (login.isdigit() or login.lower() in NOT_LOGINS or _is_port(login, match[2], match[3]))


def _pairs_of(text: str, streak: Sequence[_Pair]) -> Iterator[Part]:
    is_list = len(streak) >= 3 or bool(streak and _is_announced(text, streak[0][0]))
    for start, _, match in streak:
        parts = [match[1], match[2], match[3] or ""]
        if sum(map(_is_head, parts)) >= 2 or (_is_label(parts[0]) and not is_secret(parts[1])):
            continue  # the head of a table, or a word before a colon
        if not is_list and not is_secret(parts[2] or parts[1]) and not (parts[2] and _is_address(parts[0])):
            continue
        for group, part in enumerate(parts, 1):
            is_place = group == 1 and _is_address(part) and ("@" in part or "://" in part or parts[2])
            if part and not is_place:
                yield "login" if group == 1 else "password", start + match.start(group), start + match.end(group)


def _is_head(part: str) -> bool:
    """Whether *part* is rather what heads a column than what stands in it."""
    return part[:1].isalpha() and not _is_address(part) and column_field(part) is not None


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
