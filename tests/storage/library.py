"""Posts that every engine is asked about: some written for a question, the others generated around them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from model.cases import PostView
from model.identities import Masked, SourceId, ThreadId
from model.matches import Intent, Level
from model.ports import Frontier
from tests.storage.makers import HOUR, NOON, a_match, a_post, a_signature, a_thread, an_assessment, kept, see

__all__ = ["POSTS", "SOURCES", "WRITTEN", "Written", "fill", "names"]

DAY = timedelta(days=1)
SOURCES = (SourceId("forum"), SourceId("bazaar"), SourceId("den"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A post, with as little said as matters."""

    name: str
    text: str | None
    lang: str = "en"
    title: str = "Talk"
    author: str = "quill"
    board: str | None = "Lounge"
    source: SourceId = SOURCES[0]
    intent: Intent = Intent.DISCUSSION
    level: Level = Level.NONE
    watches: tuple[str, ...] = ()
    signature: bool = False
    sample: bool = False
    at: datetime | None = NOON
    n: int | None = 2


WRITTEN = (
    Written(name="elision", lang="fr", text="L’assurance complémentaire de la mutuelle, à vérifier"),
    Written(name="plural", lang="fr", text="Plusieurs assurances et mutuelles sont touchées", at=NOON - DAY),
    Written(name="ligature", lang="fr", text="C'est une œuvre de cœur", author="Élodie"),
    Written(name="oeuvre", lang="fr", text="une oeuvre sans ligature", at=NOON - 2 * DAY),
    Written(name="accents", lang="fr", text="Des données médicales volées à l’hôpital", title="Fuite de données"),
    Written(name="capitals", lang="fr", text="DONNEES MEDICALES VOLEES", at=NOON - 3 * DAY),
    Written(name="hyphen", lang="fr", text="le tiers-payant des pharmaciens", at=NOON - 4 * DAY),
    Written(name="tiers", lang="fr", text="Le tiers de la somme est payant"),
    Written(name="yo", lang="ru", text="Ёлка стоит в углу", author="Алёна"),
    Written(name="ye", lang="ru", text="елка и ЕЛКИ", at=NOON - 5 * DAY),
    Written(name="baza", lang="ru", text="Продам базу клиентов", intent=Intent.SALE, level=Level.NOW, board="Торговля"),
    Written(name="bazy", lang="ru", text="БАЗЫ данных на продажу", intent=Intent.SALE, at=NOON - 6 * DAY),
    Written(name="mixed", lang="mixed", text="продаю базы, full dumps inside, fresh databases", at=NOON - 7 * DAY),
    Written(name="strasse", lang="de", text="Die STRASSE ist gesperrt", at=NOON - 8 * DAY),
    Written(name="sharp", lang="de", text="Viele Straßen und Häuser, kein Haus"),
    Written(name="haus", lang="de", text="ein Haus", author="Jörg", at=NOON - 9 * DAY),
    Written(name="filtracion", lang="es", text="La filtración de contraseñas", at=NOON - 10 * DAY),
    Written(name="filtraciones", lang="es", text="varias filtraciones en España y datos"),
    Written(name="leaks", lang="en", text="Leaks of databases keep leaking", at=NOON - 11 * DAY),
    Written(name="leak", lang="en", text="a leaked database", title="One leak"),
    Written(
        name="disguised",
        lang="fr",
        title="[REQUEST] V i a m e d i s",
        text="cherche la base V1amed1s complète",
        intent=Intent.REQUEST,
        level=Level.NOW,
        watches=("viamedis",),
        signature=True,
        n=1,
        author="dark_lynx",
        board="Requests & Offers",
    ),
    Written(
        name="plain",
        lang="en",
        title="Viamedis and Almerys",
        text="selling the Viamedis dump, 33M lines, sample inside",
        intent=Intent.SALE,
        level=Level.NOW,
        watches=("viamedis", "almerys"),
        signature=True,
        sample=True,
        n=1,
        author="Dark Lord",
        source=SOURCES[1],
        at=NOON - 12 * DAY,
    ),
    Written(name="cyrillic", lang="ru", text="есть Виамедис?", intent=Intent.REQUEST, watches=("viamedis",), n=None),
    Written(name="claim", text=None, title="Insurer database", intent=Intent.FREE_LEAK, level=Level.DIGEST, n=1),
    Written(name="wordless", text="", title="…", author="***", at=NOON - 13 * DAY),
    Written(name="undated", text="nobody knows when this orchid was posted", at=None),
    Written(name="emoji", text="🔥 fresh 🔥 rhubarb 💀", at=NOON - 14 * DAY),
    Written(name="full width", text="ｆｕｌｌ ｗｉｄｔｈ gooseberry", at=NOON - 15 * DAY),
    Written(name="unseen", text="goose\u200bberry and rhu\u00adbarb", at=NOON - 16 * DAY),
    Written(name="symbols", text='NEAR("a b") AND c* ^d {e} --"quoted" OR f:g', at=NOON - 17 * DAY),
    Written(name="address", text="see https://plum.example/dump?id=1 today", at=NOON - 18 * DAY),
    Written(name="number", text="33 000 000 lines, 12.5 GB, version 2.0.1", at=NOON - 19 * DAY),
    Written(name="long", text="orchard " * 300 + "needle " + "orchard " * 300, at=NOON - 20 * DAY),
    Written(name="endless", text="x" * 3000 + " quince", at=NOON - 21 * DAY),
    Written(name="boardless", text="no board says where the quince is", board=None, source=SOURCES[2]),
    Written(name="ancient", text="an old quince", at=datetime(1969, 7, 20, 20, 17, 40, tzinfo=NOON.tzinfo)),
    Written(name="same second a", text="twin pears", at=NOON - 22 * DAY),
    Written(name="same second b", text="twin pears", at=NOON - 22 * DAY),
    Written(name="same second c", text="twin pears", at=NOON - 22 * DAY + timedelta(milliseconds=500)),
    Written(name="midnight", text="on the stroke of cranberry", at=datetime(2024, 2, 1, tzinfo=NOON.tzinfo)),
    Written(
        name="before midnight", text="just before cranberry", at=datetime(2024, 1, 31, 23, 59, 59, tzinfo=NOON.tzinfo)
    ),
)

_VOCABULARY = {
    "fr": "bonjour je cherche la base complète des clients fuites de fichiers mutuelles santé prix bitcoin merci vendu",
    "en": "hello looking for the whole dump of customers selling access to a server price in bitcoin thanks sold fresh",
    "ru": "привет ищу полную базу клиентов продам доступ к серверу цена в биткоинах спасибо продано свежие дампы",
    "es": "hola busco la base completa de clientes vendo acceso al servidor precio en bitcoin gracias vendida nueva",
    "de": "hallo ich suche die ganze datenbank der kunden verkaufe zugang zum server preis in bitcoin danke verkauft",
    "mixed": "bonjour selling базы fresh dump merci ищу access clientes bitcoin",
}
_AUTHORS = ("quill", "mole", "Dark Knight", "Алёна", "zoë")
_BOARDS = ("Lounge", "Leaks & Dumps", "Торговля", "Requests & Offers")


def _generated(how_many: int) -> Iterator[Written]:
    chance = random.Random(4)
    for number in range(how_many):
        lang = chance.choice(list(_VOCABULARY))
        words = _VOCABULARY[lang].split()
        watched = chance.random() < 0.3
        yield Written(
            name=f"generated {number}",
            lang=lang,
            title=" ".join(chance.choices(words, k=4)).title(),
            text=" ".join(chance.choices(words, k=chance.randrange(3, 40))) if chance.random() < 0.9 else None,
            author=chance.choice(_AUTHORS),
            board=chance.choice(_BOARDS),
            source=chance.choice(SOURCES),
            intent=chance.choice(list(Intent)),
            level=chance.choice(list(Level)),
            watches=("almerys",) if watched else (),
            signature=watched and chance.random() < 0.3,
            sample=chance.random() < 0.1,
            at=None if chance.random() < 0.1 else NOON - chance.randrange(60 * 24 * 60) * timedelta(minutes=1),
            n=chance.choice([1, 2, 3]),
        )


POSTS: Sequence[Written] = (*WRITTEN, *_generated(140))


def fill(ledger: Frontier) -> None:
    """Keep them all, each in a thread of its own."""
    for number, post in enumerate(POSTS, start=1):
        thread = a_thread(ThreadId(str(number)))
        assert thread.kept is not None
        board = None if post.board is None else Masked(post.board)
        told = kept(
            post.text,
            title=Masked(post.title),
            author=Masked(post.author),
            matches=[*map(a_match, post.watches), *([a_signature()] if post.signature else [])],
            assessment=an_assessment(post.intent, post.level, lang=post.lang, has_sample=post.sample),
        )
        see(
            ledger,
            source=post.source,
            at=NOON + number * HOUR / 60,
            threads=[replace(thread, kept=replace(thread.kept, title=Masked(post.title), board=board))],
            posts=[a_post(str(number), thread=thread.id, source=post.source, kept=told, posted_at=post.at, n=post.n)],
        )


def names(views: Sequence[PostView]) -> dict[str, str]:
    """Of each key the name."""
    return {view.key: POSTS[int(view.thread_id) - 1].name for view in views}
