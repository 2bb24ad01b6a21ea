"""Made-up posts in French, English and Russian, some of which name one of many made-up organisations in a disguise."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

__all__ = ["Post", "name", "posts"]

_SYLLABLES = "bar bel bru cal cor dan del dor fal fen gal gor han hel jor kal kor lan lor mar mel mon nar nel nor pal par pol ran rol san sel sor tal tel tor val vel vor zan".split()  # noqa: E501, SIM905 - a list that is read as one
_ENDS = "dis rys vik tara mond ryl nax lis dra ban kor zel mia nor pex ven".split()  # noqa: SIM905
_TRADES = ("Mutuelle", "Banque", "Clinique", "Groupe", "Assurances", "Transports", "Société", "Portail", "Telecom")

_TALK = (
    """Bonjour à tous, je cherche la base clients complète de cette société, dispo en MP. Paiement crypto uniquement,
    séquestre du forum accepté. Quelqu'un l'a déjà vue passer ? On m'a proposé un échantillon de vingt lignes, mais les
    numéros ne collent pas avec les dates de naissance. — Merci d'avance pour vos retours, même négatifs. J'ai déjà payé
    deux fois pour un fichier recyclé de 2021, donc preuves exigées avant tout virement. 🔥
    L'ancien vendeur ne répond plus depuis mardi et son topic a été fermé par l'équipe, sans explication.""",
    """Selling fresh logs from a European portal, checked this morning, no resellers please. Price is per piece, bulk
    discounts after the third order. I don't do screenshots on request, read the terms in my first post. Escrow is fine,
    the buyer pays the fee. Last time somebody leaked my sample within an hour, so you will get ten masked rows and not
    one more. Contact me here or on the usual messenger, answers within a day; weekends are slow. Thanks for the vouches
    last month, the new batch (about 40k lines) is better: names, dates, policy numbers, no cards, no passwords.""",
    """Всем привет, ищу полную базу этой компании, свежую, не старше полугода. Плачу через гаранта, никаких предоплат.
    Прошлый продавец прислал пустой архив и пропал, поэтому сначала проверка: три строки по моей фамилии. Интересуют
    номера договоров и даты рождения, телефоны не нужны. Если есть доступ в кабинет — пишите в личку, обсудим цену.
    Сегодня видел объявление на соседнем форуме, но там явно перепродажа: те же столбцы, тот же порядок, та же цена.""",
)
_TWINS = str.maketrans("aeopcxyisAEOPCXTMHKB", "аеорсхуіѕАЕОРСХТМНКВ")
_LEET = str.maketrans("aeiost", "4310$7")
_WIDE = {ord("a") + n: 0xFF41 + n for n in range(26)}

_WAYS: tuple[Callable[[str], str], ...] = (
    str,
    str.upper,
    str.lower,
    " ".join,
    ".".join,
    lambda one: one.translate(_TWINS),
    lambda one: one.lower().translate(_LEET),
    lambda one: one.lower().translate(_WIDE),
    "\u200b".join,
    lambda one: one.replace("e", "é").replace("a", "à"),
)

_PASSING = (
    "@{0}_{1}",
    "https://{0}.example/t/{1}",
    "{0}",
    "+rep {0}",
    "#{0}",
    "{1}.{0}@mail.example",
    "« {0} »",
    "{1}",
)
_OTHERS = 6  # handles, addresses and names of others in a post
_NAMED = 0.1  # posts that name one of the watched


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post, and the organisation that it names."""

    text: str = field(repr=False)
    name: str | None  # None: it names nobody


def name(chance: random.Random) -> str:
    """An organisation nobody has heard of; four in ten begin with their trade, as they do."""
    first = "".join(chance.choice(_SYLLABLES) for _ in range(chance.choice((2, 2, 3)))) + chance.choice(_ENDS)
    return f"{chance.choice(_TRADES)} {first.capitalize()}" if chance.random() < 0.4 else first.capitalize()


def _stranger(chance: random.Random) -> str:
    """A name that is watched by nobody."""
    return "".join(
        chance.choice("bcdfghjklmnpqrstvwxz") + chance.choice("aeiouy") for _ in range(chance.choice((3, 4)))
    )


def posts(chance: random.Random, names: Sequence[str], count: int) -> list[Post]:
    """*count* posts of 1 to 2 KB; one in ten names one of *names*."""
    return [_post(chance, names) for _ in range(count)]


def _post(chance: random.Random, names: Sequence[str]) -> Post:
    talk = chance.choice(_TALK)
    sentences = [sentence for _ in range(2) for sentence in chance.sample(talk.split(". "), len(talk.split(". ")))]
    words = " ".join(sentences).split()
    for _ in range(_OTHERS):
        words.insert(
            chance.randrange(len(words)), chance.choice(_PASSING).format(_stranger(chance), chance.randrange(10**6))
        )
    if chance.random() >= _NAMED:
        return Post(text=" ".join(words), name=None)
    named = chance.choice(names)
    words.insert(chance.randrange(len(words)), chance.choice(_WAYS)(named))
    return Post(text=" ".join(words), name=named)
