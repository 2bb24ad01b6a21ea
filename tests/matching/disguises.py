"""Made-up posts that name the six watched organisations in disguise, and posts that only seem to, by families."""

from __future__ import annotations

import html
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

__all__ = ["BENIGN", "DISGUISES", "Labelled", "benign", "disguised"]

NAMES = {
    "viamedis": ("Viamedis",),
    "almerys": ("Almerys",),
    "boreale": ("Mutuelle Boréale", "Boréale Santé"),
    "ormond": ("Saint-Ormond",),
    "norvik": ("Norvik Bank", "Norvik"),
    "teltara": ("Teltara", "Teltara Telecom"),
}
HEARD = {
    "viamedis": ("Виамедис", "виамедиса", "Виамедисом", "Виамедису"),
    "almerys": ("Алмерис", "Альмериса", "алмерису"),
    "boreale": ("Мютюэль Бореаль", "мютюэль бореаль"),
    "ormond": ("Сент-Ормон", "Сен-Ормонд", "Сент-Ормонде", "сен ормона"),
    "norvik": ("Норвик", "норвика", "Норвик банк", "Норвиком"),
    "teltara": ("Тельтара", "тельтару", "Тельтарой", "Тельтары"),
}

FRAMES = {
    "fr": (
        "quelqu'un aurait encore le dump {} de mars ? je suis prêt à mettre 200",
        "Vds accès espace pro {} , deux comptes, testés hier soir",
        "le fichier {} tourne depuis lundi, 40k lignes, nom + nir",
        "merci pour {} , tout est propre, vendeur sérieux",
    ),
    "en": (
        "anyone still holding the {} dump from March? will pay",
        "selling {} access, two valid accounts, tested last night",
        "the {} database was posted again, same rows, same order",
        "thanks for {} , all good, trusted seller",
    ),
    "ru": (
        "у кого осталась база {} за март? плачу через гаранта",
        "продам доступ {} , два аккаунта, проверено вчера",
        "слив {} снова лежит на форуме, те же строки",
    ),
    "es": (
        "¿alguien tiene todavía la base de {} de marzo? pago bien",
        "vendo acceso a {} , dos cuentas, probado ayer",
    ),
    "de": (
        "hat noch jemand die Datenbank von {} vom März? zahle gut",
        "verkaufe Zugang zu {} , zwei Konten, gestern geprüft",
    ),
}

_TWINS = dict(zip("aceiopsxyjhAEOPCXTMHKBI", "асеіорѕхујһАЕОРСХТМНКВІ", strict=True))
_GREEK = dict(zip("aiknopuvxyABEHIKMNOPTXYZ", "αικηορυνχγΑΒΕΗΙΚΜΝΟΡΤΧΥΖ", strict=True))
_LEET = dict(zip("aeiostbl", "4310578|", strict=True))
_SIGNS = dict(zip("aisel", "@!$€£", strict=True))


def _swap(table: dict[str, str], name: str, chance: random.Random, share: float) -> str:
    able = [at for at, letter in enumerate(name) if letter in table]
    taken = set(chance.sample(able, max(1, round(share * len(able))))) if able else set()
    return "".join(table[letter] if at in taken else letter for at, letter in enumerate(name))


def _shifted(base: int, name: str) -> str:
    return "".join(chr(base + ord(letter) - 97) if letter.isascii() and letter.isalpha() else letter for letter in name)


def _between(sign: str, name: str) -> str:
    return " ".join(sign.join(word) for word in name.split())


def _plain(name: str) -> str:
    return name.replace("é", "e")


def _zalgo(name: str, chance: random.Random) -> str:
    marks = [chr(code) for code in range(0x0300, 0x0340)]
    return "".join(letter + "".join(chance.sample(marks, chance.randrange(1, 5))) for letter in name)


def _marked(name: str, chance: random.Random) -> str:
    at = chance.randrange(2, len(name) - 2)
    opens, closes = chance.choice((("[i]", "[/i]"), ("<em>", "</em>"), ("**", "**"), ("[color=red]", "[/color]")))
    return f"{name[:at]}{opens}{name[at:]}{closes}"


def _misspelt(name: str, chance: random.Random) -> str:
    word = max(name.split(), key=len)
    at = chance.randrange(2, len(word) - 2)
    wrong = chance.choice((word[:at] + word[at] + word[at:], word[:at] + word[at + 1] + word[at] + word[at + 2 :]))
    return name.replace(word, wrong)


Disguise = Callable[[str, random.Random], str]
DISGUISES: dict[str, Disguise] = {
    "shouted": lambda name, chance: name.upper(),
    "half Cyrillic": lambda name, chance: _swap(_TWINS, name, chance, 0.5),
    "all Cyrillic twins": lambda name, chance: _swap(_TWINS, name, chance, 1.0),
    "Greek twins": lambda name, chance: _swap(_GREEK, name, chance, 0.6),
    "leet": lambda name, chance: _swap(_LEET, name.lower(), chance, 0.7),
    "signs": lambda name, chance: _swap(_SIGNS, name.lower(), chance, 0.6),
    "script letters": lambda name, chance: _shifted(0x1D4EA, _plain(name.lower())),
    "monospace letters": lambda name, chance: _shifted(0x1D68A, _plain(name.lower())),
    "circled letters": lambda name, chance: _shifted(0x24D0, _plain(name.lower())),
    "wide letters": lambda name, chance: _shifted(0xFF41, _plain(name.lower())),
    "spaced by dashes": lambda name, chance: _between(" - ", name),
    "spaced by stars": lambda name, chance: _between("*", name),
    "spaced by middle dots": lambda name, chance: _between("·", name),
    "spaced by emojis": lambda name, chance: _between(chance.choice("🔥💎🩺"), name),
    "zero-width": lambda name, chance: "\u200d".join(name),
    "word joiners": lambda name, chance: "\u2060".join(name),
    "soft hyphens": lambda name, chance: "\u00ad".join(name),
    "zalgo": _zalgo,
    "struck through": lambda name, chance: "".join(letter + "\u0336" for letter in name),
    "entities": lambda name, chance: "".join(f"&#x{ord(letter):x};" for letter in name),
    "decimal entities in part": lambda name, chance: name[:2] + f"&#{ord(name[2])};" + name[3:],
    "named entities": lambda name, chance: html.escape(name.replace("e", "&eacute;", 1)).replace("&amp;", "&"),
    "percent": lambda name, chance: "".join(f"%{ord(letter):02X}" for letter in _plain(name)),
    "percent as browsers do": lambda name, chance: quote(_swap(_TWINS, name, chance, 0.4), safe=" -"),
    "escapes": lambda name, chance: "".join(f"\\u{ord(letter):04x}" for letter in name),
    "mark-up inside": _marked,
    "right to left": lambda name, chance: f"\u202e{name[::-1]}\u202c",
    "misspelt": _misspelt,
    "hashtag": lambda name, chance: "#" + name.replace(" ", "").replace("-", ""),
    "file name": lambda name, chance: name.replace(" ", "_").lower() + "_full_2024.csv",
    "glued to a year": lambda name, chance: name.replace(" ", "") + "2024",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A text and the watch that it speaks of."""

    text: str = field(repr=False)
    watch: str | None  # None: it speaks of nobody


def disguised(family: str) -> Iterator[Labelled]:
    """Posts that name each of the six, disguised as *family* has it, in five languages."""
    chance = random.Random(family)
    for frames in FRAMES.values():
        for watch, names in NAMES.items():
            for frame in chance.sample(frames, 2):
                yield Labelled(text=frame.format(DISGUISES[family](chance.choice(names), chance)), watch=watch)


def heard() -> Iterator[Labelled]:
    """Posts that name each of the six in Cyrillic, as they are heard and bent."""
    for watch, names in HEARD.items():
        for name in names:
            for frame in FRAMES["ru"]:
                yield Labelled(text=frame.format(name), watch=watch)


PLACES = ("plage", "rue", "hôtel", "camping", "gîte", "port", "lycée", "boulangerie", "château", "refuge")
BENIGN: dict[str, tuple[str, ...]] = {
    "animals": (
        "Notre chienne {} a encore mangé une chaussette, le véto est formel : tout va bien",
        "My horse {} refuses every fence since Sunday, any tips from riders?",
        "Кобель {} ищет дом, два года, привит, любит детей и кошек",
        "Mi gata {} duerme dieciocho horas al día, ¿es normal?",
        "Unsere Hündin {} bellt jeden Vogel an, was hilft?",
        "le chiot s'appelle {} , berger australien, 3 mois, il mord les lacets",
    ),
    "games": (
        "where do I find the blacksmith in {} ? the quest log only says north of the dungeon",
        "Le boss de {} au niveau 40 est imbattable sans mage dans la guilde",
        "Кто прошёл рейд {} на сложном? босс ваншотит танка, нужен хил",
        "El jefe final de {} se hace con arco y dos pociones de maná",
        "Der Dungeon {} ist mit drei Elfen machbar, die Quest gibt 200 Gold",
    ),
    "stories": (
        "Chapitre 9 de {} : l'héroïne quitte la tour, j'ai pleuré comme une madeleine",
        "Just finished book two of the {} saga, the dragon dies, sorry for the spoiler",
        "Глава 12, {} идёт к королю эльфов, дальше автор слил сюжет",
        "La segunda temporada de {} es peor que la primera, el personaje del príncipe sobra",
        "In Staffel 3 von {} stirbt die Hexe, das Buch war besser",
    ),
    "music": (
        "Le nouvel album de {} sort vendredi, le batteur a changé et ça s'entend en concert",
        "two tickets for the {} concert, orchestra seats, the cello solo is worth it",
        "Концерт {} в пятницу, барабанщик новый, альбом так себе",
        "El concierto de {} fue corto, tres canciones del disco nuevo",
        "Die neue Platte von {} läuft rauf und runter, das Schlagzeug ist top",
    ),
    "tables": (
        "Le vin {} 2016 tient encore, le 2018 est bouchonné, 22 € la bouteille au domaine viticole",
        "the {} brewery has a stout on tap, not worth the price per pint, nice beer garden though",
        "Пивоварня {} закрылась, а пиво было отличное, особенно тёмное",
        "La receta de la tarta {} lleva tres huevos y harina de almendra",
        "Der Kuchen aus der Bäckerei {} ist trocken, das Rezept von Oma war besser",
    ),
    "travels": (
        "trois jours à la plage de {} , du vent, des touristes et une glace à 5 €",
        "is the trail to {} open in May? we bring snowshoes and two tents",
        "Были на острове {} летом, пляж каменистый, отель у моря чистый",
        "La playa de {} está llena en agosto, mejor la isla en mayo",
        "Wanderung auf den Gletscher bei {} , Hütte war voll, Zelt empfohlen",
    ),
    "goods": (
        "la perceuse {} chauffe au bout de dix minutes, le mandrin est voilé",
        "{} fishing lures on sale at the pier, the green ones catch pike",
        "Спиннинг {} сломался на первой щуке, рыбалка испорчена",
        "zapatillas {} talla 42, usadas dos veces, muy cómodas",
        "Fahrrad {} , 28 Zoll, neue Reifen, Abholung in Kehl",
    ),
    "other firms": (
        "{} Marine Paints AB stops production after a fire in the mixing hall",
        "{} Logistics GmbH sucht Fahrer für die Nachtschicht, Führerschein Klasse CE",
        "{} Shipping AS ordered two ferries, delivery next spring",
    ),
    "people": (
        "mon arrière-grand-père {} était sculpteur, généalogie bloquée en 1840",
        "{} (1891-1954) was a minor Danish cartoonist and painter of harbour scenes",
        "{} pour un garçon c'est joli comme prénom, non ? le bébé arrive en mai",
    ),
}
BEARERS = {
    "boreale": "Boréale",
    "ormond": "Saint-Ormond",
    "norvik": "Norvik",
    "teltara": "Teltara",
    "almerys": "Almerys",
}


def benign(family: str) -> Iterator[Labelled]:
    """Posts in which something else bears a watched name."""
    for name in BEARERS.values():
        for frame in BENIGN[family]:
            yield Labelled(text=frame.format(name), watch=None)
