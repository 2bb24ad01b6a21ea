"""Identifiers of people who do not exist, in every dress that they are seen in, planted in talk and rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from string import ascii_uppercase, digits

from tests.matching.frames import PROSE, ROWS

__all__ = ["KINDS", "Plant", "planted"]

Parts = Sequence[tuple[str, bool]]
"""Pieces of a text, and whether each must be masked."""

GAPS = (
    *("", " ", " ", " ", ".", "-", "\u00a0", "\u202f", "\u2009", "/", "_", ",", "–", "‑", "—", "·", "  ", "\t", "\n"),
    *("\r\n", " - ", ". ", " / ", "+", "\\", "•", ":", "|", "~", "*", ";", "−", " . ", "…", "=", "\u3000", "、"),
    *("&nbsp;", "&#160;", "[b] [/b]", "<br>", "%20"),
)
PLAIN_GAPS = GAPS[1:8]
UNSEEN = ("\u200b", "\u200d", "\u00ad", "\ufeff", "\u2060", "\u200e", "<wbr>", "&#8203;", "&shy;", "[b]", "</b>")
OTHER_ZEROS = (0xFF10, 0x660, 0x6F0, 0x966, 0x1D7CE, 0x1D7EC, 0x9E6, 0xE50)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """A text, and the places in it that masking must leave no letter and no digit of."""

    text: str = field(repr=False)
    hidden: tuple[tuple[int, int], ...]


def _of(chance: Random, signs: str, count: int) -> str:
    return "".join(chance.choices(signs, k=count))


def _cut(text: str, sizes: Sequence[int], by: str) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(text[at : at + size])
        at += size
    return by.join(part for part in (*parts, text[at:]) if part)


def _in_other_digits(chance: Random, text: str) -> str:
    zero = chance.choice(OTHER_ZEROS)
    return "".join(chr(zero + int(sign)) if sign in digits else sign for sign in text)


def _in_letters(chance: Random, text: str) -> str:
    zero, one = chance.choice("OoО"), chance.choice("lIІ")
    return text.replace("0", zero) if chance.random() < 0.5 else text.replace("1", one)


def _sprinkled(chance: Random, text: str) -> str:
    sign = chance.choice(UNSEEN)
    if len(sign) == 1 and chance.random() < 0.3:
        return sign.join(text)
    at = chance.randrange(1, len(text))
    return text[:at] + sign + text[at:]


def _dressed(chance: Random, raw: str, cuts: Sequence[Sequence[int]], *, letters: bool = True) -> str:
    """*raw* cut as people cut it, or in digits of elsewhere, or with signs between that nobody sees."""
    way = chance.choice(("cut", "cut", "cut", "cut", "digits", "unseen", "letters" if letters else "cut"))
    if way == "unseen":
        return _sprinkled(chance, raw)
    text = _cut(raw, chance.choice(cuts), chance.choice(GAPS if way == "cut" else PLAIN_GAPS))
    if way == "digits":
        return _in_other_digits(chance, text)
    return _in_letters(chance, text) if way == "letters" else text


def _nir(chance: Random) -> Parts:
    month = chance.choice([*range(1, 13), *range(1, 13), 20, 31, 42, 50, 62, 99])
    place = chance.choice(
        (
            f"{chance.randrange(1, 96):02}{chance.randrange(1, 991):03}",
            f"2{chance.choice('AB')}{chance.randrange(1, 365):03}",
            f"97{chance.randrange(1, 9)}{chance.randrange(1, 25):02}",
            f"99{chance.randrange(101, 520)}",
        )
    )
    sex = chance.choice("1212121212123478")
    body = f"{sex}{chance.randrange(100):02}{month:02}{place}{chance.randrange(1, 1000):03}"
    key = 97 - int(body.replace("2A", "19").replace("2B", "18")) % 97
    raw = body if chance.random() < 0.3 else f"{body}{key:02}"
    cuts = (
        (1, 2, 2, 2, 3, 3),
        (1, 2, 2, 5, 3),
        (5, 2, 3, 3),
        (13,),
        (1, 4, 5, 3),
        (1, 2, 2, 8),
        (7, 6),
        (1, 2, 2, 2, 6),
    )
    text = _dressed(chance, raw, cuts)
    return ((text.lower() if chance.random() < 0.1 else text, True),)


def _with_check_digit(body: str) -> str:
    total = 0
    for index, digit in enumerate(reversed(body)):
        value = int(digit) * (2 - index % 2)
        total += value - 9 if value > 9 else value
    return body + str(-total % 10)


def _card(chance: Random) -> Parts:
    length, start = chance.choice(
        (
            *((16, "4"), (16, "51"), (16, "55"), (16, "2221"), (16, "6011"), (16, "35"), (16, "2200"), (16, "62")),
            *((15, "34"), (15, "37"), (14, "36"), (14, "305"), (13, "4"), (19, "4"), (18, "5018"), (17, "5020")),
        )
    )
    raw = _with_check_digit(start + _of(chance, digits, length - len(start) - 1))
    cuts = {13: (4, 3, 3, 3), 14: (4, 6, 4), 15: (4, 6, 5)}.get(length, (4, 4, 4, 4))
    return ((_dressed(chance, raw, (cuts, (length,))), True),)


LENGTHS = """
    AD=24 AE=23 AL=28 AT=20 AZ=28 BA=20 BE=16 BG=22 BH=22 BR=29 BY=28 CH=21 CI=28 CR=22 CY=28 CZ=24 DE=22 DJ=27 DK=18
    DO=28 DZ=26 EE=20 EG=29 ES=24 FI=18 FK=18 FO=18 FR=27 GB=22 GE=22 GI=23 GL=18 GR=27 GT=28 HN=28 HR=21 HU=28 IE=22
    IL=23 IQ=23 IS=26 IT=27 JO=30 KW=30 KZ=20 LB=28 LC=32 LI=21 LT=20 LU=20 LV=21 LY=25 MA=28 MC=27 MD=24 ME=22 MK=19
    ML=28 MN=20 MR=27 MT=31 MU=30 NI=28 NL=18 NO=15 OM=23 PK=24 PL=28 PS=29 PT=25 QA=29 RO=24 RS=22 RU=33 SA=24 SC=31
    SD=18 SE=24 SI=19 SK=24 SM=27 SN=28 SO=23 ST=25 SV=28 TL=23 TN=24 TR=26 UA=29 VA=22 VG=24 XK=20 YE=30
"""


def _iban(chance: Random) -> Parts:
    country, length = chance.choice(LENGTHS.split()).split("=")
    has_letters = chance.random() < 0.3
    account = _of(chance, digits + (ascii_uppercase if has_letters else ""), int(length) - 4)
    number = int("".join(str(int(sign, 36)) for sign in f"{account}{country}00"))
    raw = f"{country}{98 - number % 97:02}{account}"
    cuts = ((4,) * 8, (2, *(4,) * 8)) if has_letters else ((4,) * 8, (4, 5, 5, 11), (2, 2, *(4,) * 8), (2,) * 17)
    text = _dressed(chance, raw, cuts, letters=False)
    return ((text.lower() if chance.random() < 0.3 else text, True),)


FRENCH = ("019900", "063998", "026191", "035301", "046571", "053649")
FRENCH_FORMS = (
    *("{0}", "{1}", "{1}", "{1}", "+33{2}", "+33 {3}", "+33 (0){3}", "+33(0){2}", "0033{2}", "0033 {3}", "00 33 {3}"),
    *("(+33) {3}", "(+33){2}", "(0033) {3}", "33{2}", "+33-{2}", "(33) {3}", "+33 0{2}", "{4}", "{5}", "{6}", "{7}"),
)
ABROAD = (
    *(("32", 3, 2, 2, 2), ("32", 1, 3, 2, 2), ("41", 2, 3, 2, 2), ("352", 3, 3, 3), ("44", 4, 6), ("44", 2, 4, 4)),
    *(("49", 3, 7), ("49", 2, 7), ("49", 3, 3, 2, 2), ("43", 3, 7), ("34", 3, 3, 3), ("34", 3, 2, 2, 2)),
    *(("7", 3, 3, 2, 2), ("380", 2, 3, 2, 2), ("375", 2, 3, 2, 2), ("1", 3, 3, 4), ("212", 3, 6), ("213", 3, 2, 2, 2)),
    *(("216", 2, 3, 3), ("52", 2, 4, 4), ("54", 2, 4, 4), ("57", 3, 7), ("39", 3, 7), ("351", 3, 3, 3)),
)
NATIONAL = (
    *("8 (495) ###-##-##", "8-916-###-##-##", "8916#######", "8 916 ### ## ##", "+7(916)###-##-##", "7 916 ###-##-##"),
    *("030/######", "030 ######", "0151 ########", "0151/########", "(030) ######", "0170 ### ## ##", "07700 900###"),
    *("020 7946 0###", "(020) 7946 0###", "079 ### ## ##", "(212) 555-0###", "212-555-0###", "212.555.0###"),
    *("1-212-555-0###", "0475 ## ## ##", "0475/##.##.##", "02 ### ## ##", "02/###.##.##"),
)


def _phone(chance: Random) -> Parts:
    way = chance.choice(("french", "french", "french", "abroad", "abroad", "national", "dressed"))
    tel = chance.choice(FRENCH) + _of(chance, digits, 4)
    if way == "dressed":
        return ((_dressed(chance, tel, ((2,) * 5, (10,))), True),)
    if way == "national":
        form = chance.choice(NATIONAL)
        return (("".join(chance.choice(digits) if sign == "#" else sign for sign in form), True),)
    return ((_french(chance, tel) if way == "french" else _abroad(chance), True),)


def _french(chance: Random, tel: str) -> str:
    gap = chance.choice(GAPS)
    pairs, rest = _cut(tel, (2,) * 5, gap), _cut(tel[1:], (1, 2, 2, 2, 2), gap)
    odd = (
        _cut(tel, (4, 3), " "),
        _cut(tel, (4, 2, 2, 2), " "),
        f"({tel[:2]}) {_cut(tel[2:], (2,) * 4, ' ')}",
        " ".join(tel),
    )
    return chance.choice(FRENCH_FORMS).format(tel, pairs, tel[1:], rest, *odd)


def _abroad(chance: Random) -> str:
    code, *sizes = chance.choice(ABROAD)
    raw = _of(chance, digits[1:], 1) + _of(chance, digits, sum(map(int, sizes)) - 1)
    gap = chance.choice((" ", "-", ".", "", "\u00a0", "/"))
    first, rest = raw[: int(sizes[0])], _cut(raw[int(sizes[0]) :], [int(size) for size in sizes[1:]], gap)
    form = chance.choice(
        ("+{0}{3}{1}{3}{2}", "+{0}{3}{1}{3}{2}", "00{0}{3}{1}{3}{2}", "(+{0}) {1}{3}{2}", "+{0} ({1}) {2}")
    )
    return form.format(code, first, rest, gap)


FIRST = ("jeanne", "karim", "Zoe", "lise", "ivan", "pedro", "jürgen", "élodie", "иван", "josé", "x", "a1")
LAST = ("dupont", "menhir", "martin56", "petrov", "garcia", "schmidt", "lefèvre", "o'brien", "K")
HOSTS = ("courrier.example", "mail.courrier.example", "x.example", "gmail.com", "orange.fr", "почта.рф", "post.co.uk")
ATS = (
    *("@", "@", "@", "(at)", "[at]", " (at) ", " [at] ", "{at}", " {at} ", "<at>", " @ ", "%40", "&#64;", "&commat;"),
    *("&#x40;", "＠", "﹫", "(a)", "[@]", "(@)", " [@] ", "_at_", "-at-", "[arobase]", " arobase ", "(chez)", "**@**"),
    *(
        "[b]@[/b]",
        "@\u200b",
        "\u200b@",
        "[AT]",
        "(собака)",
        " собака ",
        "(arroba)",
        "@\n",
        " (ät) ",
        "&#064;",
        "&#x0040;",
    ),
    *("\\u0040", "&amp;#64;", "%2540", "@ ", "[ at ]", "( at )", "«at»", "|at|", "@.", "*@*", "[ @ ]", "\\@", "⟨at⟩"),
    *("【at】", "[[at]]"),
)
NAMED_ATS = (" at ", " AT ", " @")
"""Only addresses with a dotted name are told from talk here: `look at viamedis.fr`."""
DOTS = (
    *("[.]", "(.)", "[dot]", "(dot)", " dot ", " [dot] ", "{dot}", " point ", "(point)", "[point]", "&#46;", "%2E"),
    *("。", " . ", "[punto]", " точка ", "(punkt)", " .", "․", "．", "[d0t]", " DOT "),
)


def _mail(chance: Random) -> Parts:
    at, host = chance.choice((*ATS, *NAMED_ATS)), chance.choice(HOSTS)
    if chance.random() < 0.3:
        host = host.replace(".", chance.choice(DOTS))
    if at in NAMED_ATS:
        local = f"{chance.choice(FIRST[:6])}.{chance.choice(LAST[:6])}"
    else:
        local = f"{chance.choice(FIRST)}{chance.choice(('.', '_', '-', '', '+'))}{chance.choice(LAST)}"
        local = f'"{local}"' if chance.random() < 0.1 else local
    if at == "@" and chance.random() < 0.2:
        local = "\u200b".join(local)
    return ((local, True), (at + host, False))


SECRETS = (
    *("Hunter2x", "azerty", "Été2024!", "123456", "p@ss:w0rd", "Soleil$2024", "qwerty123", "S3cr3t#", "пароль1"),
    *("MotDePasse", "x!9", "correct-horse", "abc_DEF-12", "Pa$$w0rd,1", "00000000", "letmein"),
)
LOGINS = ("jeannette", "kdupond", "admin7", "j.dupont", "user_99", "ivan77")
SAID = (
    *(
        "mdp : ",
        "mot de passe: ",
        "password=",
        "Password: ",
        "pass: ",
        "pwd=",
        "пароль: ",
        "contraseña: ",
        "Passwort: ",
    ),
    *(
        "Kennwort = ",
        "PASSWORD : ",
        "pw: ",
        "passwd: ",
        "mdp = ",
        "mdp => ",
        "the password is ",
        "le mot de passe est ",
    ),
    *("das Passwort ist ", "mdp : '", 'password: "', "password: `", "pass -> ", "clave: ", "mdp:", "password： "),
    *("[b]Password:[/b] ", "**password:** ", "<b>mdp</b> : "),
)
PAIRS = (
    *("login: {0}\npassword: {1}", "user={0}&password={1}", "user: {0} pass: {1}", "username: {0}, password: {1}"),
    *("логин: {0} пароль: {1}", "Benutzer: {0} Passwort: {1}", "usuario: {0} contraseña: {1}"),
    *('{{"user":"{0}","pass":"{1}"}}', "POST /login user={0}&pwd={1}", "ssh {0}@10.0.0.1 password {1}"),
    *("creds : {0}:Xk9{1}", "identifiants {0}:Xk9{1}", "creds : {0} | Xk9{1}", "logins {0};Xk9{1}"),
    *(
        "https://portail.example/login:{0}:{1}",
        "https://portail.example/login|{0}|{1}",
        "https://{0}:{1}@portail.example/x",
    ),
    *(
        "{0}@courrier.example:{1}",
        "{0}@courrier.example;{1}",
        "{0}@courrier.example | {1}",
        "{0}@courrier.example\t{1}",
    ),
)


def _login(chance: Random) -> Parts:
    secret = chance.choice(SECRETS)
    if chance.random() < 0.5:
        said = chance.choice(SAID)
        return ((said, False), (secret, True), (said[-1] if said[-1] in "'\"`" else "", False))
    form = chance.choice(PAIRS).replace("{{", "{").replace("}}", "}")
    before, _, behind = form.partition("{0}")
    between, _, rest = behind.partition("{1}")
    if rest.startswith("@") or "|" in before + between:
        secret = "Soleil2024"
    return ((before, False), (chance.choice(LOGINS), True), (between, False), (secret, True), (rest, False))


KINDS: dict[str, Callable[[Random], Parts]] = {
    "nir": _nir,
    "card": _card,
    "iban": _iban,
    "phone": _phone,
    "mail": _mail,
    "login": _login,
}


def planted(chance: Random, kind: str) -> Plant:
    """One of *kind*, somewhere in a text of any of five languages or in rows of any layout."""
    frame = chance.choice(PROSE if kind == "login" or chance.random() < 0.65 else ROWS)
    before, _, behind = frame.partition("{}")
    text, hidden = before, []
    for part, is_hidden in KINDS[kind](chance):
        if is_hidden:
            hidden.append((len(text), len(text) + len(part)))
        text += part
    return Plant(text=text + behind.replace("{}", "x"), hidden=tuple(hidden))
