"""What happens on the demo forum: an invented board in the days after the notice of 7 February 2024.

Members, addresses and numbers are invented; the social-security numbers are of a month 99, so of nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

__all__ = ["BOARDS", "NAME", "SIGNATURES", "THREADS", "Edit", "Entry", "Topic"]

NAME = "Night Pier"
BOARDS = {2: "Databases", 3: "Requests", 4: "Lounge"}
SIGNATURES = {"pelican_9": "no escrow, no deal | ask me about Viamedis jokes"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A post's later wording."""

    at: datetime
    text: str = field(repr=False)
    shown_after: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A post; *text* may hold `[quote=NAME]…[/quote]` and `[code]…[/code]`."""

    author: str
    at: datetime
    text: str = field(repr=False)
    shown_after: timedelta = timedelta(0)
    """How long after the forum's start it appears."""
    edit: Edit | None = None  # None: never edited


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A thread; its first entry opens it."""

    id: int
    board: int
    title: str
    entries: tuple[Entry, ...]
    is_sticky: bool = False


def _at(day: str, time: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{time}:00").replace(tzinfo=UTC)


def _post(author: str, day: str, time: str, text: str, *, after: int = 0, edit: Edit | None = None) -> Entry:
    return Entry(author=author, at=_at(day, time), text=text, shown_after=timedelta(seconds=after), edit=edit)


def _key(number: str) -> str:
    return f"{97 - int(number) % 97:02d}"


def _people(*names: str) -> Iterable[tuple[int, str, str]]:
    return ((n, *name.split(" ", 1)) for n, name in enumerate(names))  # type: ignore[misc]


def _health_rows() -> str:
    rows = ["nom;prenom;date_naissance;nir;cle;telephone;adresse;situation"]
    names = ("FAUXNOM Zébulon", "BIDONNET Capucine", "LAFAUSSE Anatole", "INVENTAUD Philomène", "FICTIFIER Hippolyte")
    for n, last, first in _people(*names):
        nir = f"{1 + n % 2}{60 + n}9999901{n:03d}"
        rows.append(
            f"{last};{first};{10 + n}/13/19{60 + n};{nir};{_key(nir)};06 39 98 01 {10 + n};"
            f"{n + 1} rue du Leurre 99999 Nullepart;{('marié', 'célibataire')[n % 2]}"
        )
    return "\n".join(rows)


def _payer_rows() -> str:
    rows = ["nom;prenom;naissance;nir;cle;mutuelle;garantie"]
    for n, last, first in _people("TESTEUR Clothilde", "SPECIMEN Gontran", "DUMMYER Pétronille"):
        nir = f"{2 - n % 2}{70 + n}9999902{n:03d}"
        rows.append(f"{last};{first};1{n}/13/19{70 + n};{nir};{_key(nir)};Mutuelle Imaginaire;TP{n + 1}")
    return "\n".join(rows)


def _phone_rows() -> str:
    rows = ["nom;telephone;email"]
    for n, last, first in _people("MARTINPASCHER Ursuline", "EXEMPLARD Barnabé", "LAFEINTE Odilon"):
        rows.append(f"{last};01 99 00 22 {30 + n};{first.lower().replace('é', 'e')}.{last.lower()}@courriel.example")
    return "\n".join(rows)


_REQUEST = (
    "Hi all, looking for the Viamedis data that was in the news yesterday, and Amerys too "
    "(French third-party payment, 33 million people).\n"
    "I expect name, birth date, marital status, NIR, insurer and guarantees. Can pay or trade, PM only."
)

_SALE = "Selling the V i a m e d i s base, fresh, 200k lines to begin with."

_COVID_THANKS = (
    ("moulinvert", "2023-07-01", "08:12", "merci beaucoup pour le partage"),
    ("grey_otter", "2023-07-02", "22:40", "thanks man, great work"),
    ("halyard", "2023-07-05", "11:03", "Is the NIR column complete? I count 13 digits plus the key."),
    ("db_quetzal", "2023-07-05", "19:21", "[quote=halyard]Is the NIR column complete?[/quote]Yes, with the key."),
    ("Тихий", "2023-07-19", "03:33", "спасибо, скачал"),
    ("sablon", "2023-08-08", "17:55", "quelqu'un a un miroir ? le lien est mort chez moi"),
    ("grey_otter", "2023-08-09", "09:10", "[quote=sablon]quelqu'un a un miroir ?[/quote]works here, try again"),
    ("pelican_9", "2023-09-30", "14:00", "old stuff repacked if you ask me"),
    ("lumen77", "2023-11-11", "20:20", "ty"),
    ("moulinvert", "2023-12-24", "23:59", "joyeux noël et merci"),
    ("halyard", "2024-01-13", "10:31", "thanks, still the best French sample around"),
)  # fmt: skip

THREADS = (
    Topic(id=1, board=3, title="[REQUEST] Viamedis + Amerys FR, 33M", entries=(
        _post("kestrel_ash", "2024-02-08", "19:42", _REQUEST),
    )),
    Topic(id=2, board=2, title="US registrar and web host Northpine, 1.2M customers, free", entries=(
        _post("kestrel_ash", "2024-01-16", "21:05",
              "Today I leak the customer database of Northpine, a US domain registrar and web host. 1,200,000 lines.\n"
              "Fields: name, email, password hash, domain.\nEnjoy, it is free for everybody.\n"
              "[code]id;name;email;domain\n1;Ann Placeholder;ann@placeholder.example;placeholder.example\n"
              "2;Bob Stand-In;bob@stand-in.example;stand-in.example[/code]"),
        _post("grey_otter", "2024-01-16", "22:30", "thank you very much"),
        _post("lumen77", "2024-01-17", "06:48", "hashes are bcrypt, good luck"),
    )),
    Topic(id=3, board=2, title="France: 500 000 Covid medical records + sample", entries=(
        _post("db_quetzal", "2023-06-30", "14:05",
              "Hello, I share about 500 000 French medical records from a Covid vaccination campaign.\n"
              "CSV, 8 columns: names, phones, addresses, marital status, NIR. Sample:\n"
              f"[code]{_health_rows()}[/code]\nLeave a thank you."),
        *(_post(*thanks) for thanks in _COVID_THANKS),
        _post("nouvel_oeil", "2024-02-10", "16:20",
              "merci ! comment on ouvre le csv, quel logiciel pour 500 000 lignes ?", after=25),
        _post("sablon", "2024-02-10", "23:48", "thanks, with the Viamedis news this one is useful again", after=40),
    )),
    Topic(id=4, board=2, title="V1amed1s dump, fresh, FR", entries=(
        _post("pelican_9", "2024-02-09", "13:30",
              f"{_SALE} Price 900 USD in XMR, escrow ok.\n[code]{_payer_rows()}[/code]",
              edit=Edit(at=_at("2024-02-11", "07:58"), shown_after=timedelta(seconds=30),
                        text=f"{_SALE} Price 700 USD in XMR.\n[code]{_payer_rows()}[/code]")),
        _post("halyard", "2024-02-09", "15:02", "proof or it did not happen. fake?"),
        _post("moulinvert", "2024-02-09", "18:44", "[quote=pelican_9]Price 900 USD[/quote]too much, and I doubt it"),
        _post("pelican_9", "2024-02-11", "08:00", "price is now 700 USD, last call", after=30),
    )),
    Topic(id=5, board=3, title="База Франция, медицина", entries=(
        _post("Тихий", "2024-02-09", "05:50",
              "Всем привет. Ищу базу Виамедис (Франция, 33 млн строк). Куплю, пишите в личку."),
        _post("Каравелла", "2024-02-10", "09:05", "сам ищу, пока ни у кого нет", after=35),
    )),
    Topic(id=6, board=2, title="Viаmеdis 100k phones + mails", entries=(
        _post("quicksale", "2024-02-10", "12:12",
              "Selling Viаmеdis clients: 100 000 phone numbers and emails, postal addresses on request. 300 EUR.\n"
              f"[code]{_phone_rows()}[/code]"),
    )),
    Topic(id=7, board=4, title="[NEWS] CNIL: 33 million people in the French payer breach", entries=(
        _post("lumen77", "2024-02-07", "18:30",
              "The French authority published it today:\n[quote=CNIL]Viamedis and Almerys, two third-party payment "
              "operators, were breached. More than 33 million people. Civil status, date of birth, social security "
              "number, insurer and guarantees. Not bank data, not medical data, not phone, not e-mail.[/quote]"
              "The press says health professionals' logins were phished."),
        _post("sablon", "2024-02-07", "20:15", "33 millions, la moitié du pays..."),
        _post("grey_otter", "2024-02-08", "08:55", "no group has claimed it so far"),
    )),
    Topic(id=8, board=4, title="Cheap flights, via Medina or via Doha?", entries=(
        _post("Каравелла", "2024-01-28", "10:10", "Flying via Medina is cheaper than via Doha, any experience?"),
        _post("nouvel_oeil", "2024-01-28", "12:00", "via Medina, deux fois, rien à dire"),
    )),
    Topic(id=9, board=4, title="Médiathèque de quartier, wifi sans inscription", entries=(
        _post("moulinvert", "2023-12-02", "16:40", "La médiathèque a un wifi ouvert, via media entre bar et bureau."),
        _post("sablon", "2023-12-03", "09:30", "les médias disent le contraire"),
    )),
    Topic(id=10, board=4, title="Quel VPN en 2024 ?", is_sticky=True, entries=(
        _post("sablon", "2024-01-05", "19:00", "Vous utilisez quoi cette année ? Le mien coupe toutes les heures."),
        _post("lumen77", "2024-01-06", "07:20", "self hosted wireguard, nothing else"),
        _post("Тихий", "2024-01-06", "23:10", "свой сервер, и никаких логов"),
        _post("nouvel_oeil", "2024-02-11", "10:00", "pareil, un petit serveur suffit", after=55),
    )),
    Topic(id=11, board=4, title="Какую клавиатуру взять?", entries=(
        _post("Каравелла", "2023-11-20", "14:14", "Нужна тихая механика, что посоветуете?"),
        _post("Тихий", "2023-11-20", "18:01", "коричневые переключатели, не пожалеешь"),
    )),
    Topic(id=12, board=2, title="Spanish telecom 2M lines, sample inside", entries=(
        _post("quicksale", "2024-02-02", "11:45", "Selling 2M lines of a Spanish telecom, name and city. 150 USD."),
        _post("halyard", "2024-02-03", "12:12", "no reply for a week, careful"),
    )),
    Topic(id=13, board=4, title="Board rules, read before you post", entries=(
        _post("harbourmaster", "2023-01-01", "00:00", "No spam, no begging. English, français, русский."),
    )),
)  # fmt: skip
