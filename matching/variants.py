"""How else a name may be written: short forms, spellings to expect, domains."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from model.watches import Sector

__all__ = ["aliases", "domains", "initials", "latin", "misspellings", "own_words", "plain", "sector_of", "short_name"]

_WORD = re.compile(r"[^\W_]+")
_LEGAL_FORMS = """
    sa sas sasu sarl eurl sci scop gie ag gmbh kg ltd llc llp inc plc corp bv nv ab as oy spa srl sl slu ooo оао ооо зао
"""
_LEGAL = frozenset(_LEGAL_FORMS.split())
_KINDS: tuple[tuple[Sector, str], ...] = (
    (
        Sector.INSURANCE,
        "mutuelle mutuelles mutuel mutua assurance assurances insurance prevoyance versicherung seguros страхование",
    ),
    (Sector.BANK, "banque bancaire bank credit caisse sparkasse banco banca банк"),
    (Sector.HOSPITAL, "hopital hospital chu chru clinique clinic klinikum klinik krankenhaus clinica больница клиника"),
    (Sector.EDUCATION, "universite university lycee ecole school universitat universidad schule университет школа"),
    (Sector.PUBLIC, "mairie ministere prefecture commune departement ville city council rathaus ayuntamiento"),
    (Sector.TELECOM, "telecom telecoms mobile telekom telefonica"),
    (Sector.ENERGY, "energie energies energy electricite gaz solaire stadtwerke energia"),
    (Sector.TRANSPORT, "transport transports airlines rail bahn ferroviaire metro"),
    (Sector.RETAIL, "magasins supermarche store stores markt"),
    (Sector.LODGING, "hotel hotels camping resort"),
    (Sector.MEDIA, "journal presse radio television media zeitung"),
    (Sector.SOFTWARE, "logiciels software informatique systems"),
    (Sector.PAYMENT, "paiement paiements payment payments pay"),
)
_ARTICLES_WORDS = """
    de du des da di la le les l d et and the of und der die das el los las un une del y von
"""
_ARTICLES = frozenset(_ARTICLES_WORDS.split())
_SAYING_WHAT_WORDS = """
    groupe group cabinet societe company compagnie association fondation foundation institut institute centre
    center gruppe grupo gesellschaft stiftung fundacion компания группа фонд институт центр
"""
_SAYING_WHAT = frozenset(_SAYING_WHAT_WORDS.split())
_OF_MANY_WORDS = """
    deutsche deutscher deutsches french francaise francais france nationale national general generale generali
    british american european europeenne europaische international internationale royal royale espanola espanol
    nacional italiana italiano russian российский российская русский swiss suisse belge nederlandse polski polska
    north south east west nord sud est ouest populaire central centrale regional regionale premier premiere grand
    grande new nouvelle union postal postale travail emploi sante social sociale public publique publica agricole pole
"""
_OF_MANY = frozenset(_OF_MANY_WORDS.split())
"""What many names share, and none is known by."""
_PLAIN_WORDS = _ARTICLES | _SAYING_WHAT | _OF_MANY | {"saint", "sainte", "st", "ste"}
_OF = re.compile(r"(?i)^\w+ (?:de|du|des|d['’]|of|von|del|di|da) ?(?:la |l['’]|los |las |les )?")
"""How names begin in which the rest is a place or a thing: `Mairie de Lille`, `Caisse d'Épargne`."""
_SAINTS = frozenset({"saint", "sainte", "st", "ste", "san", "santa"})
_SOUNDS = (
    ("ph", "f"),
    ("qu", "k"),
    ("y", "i"),
    ("i", "y"),
    ("c", "k"),
    ("k", "c"),
    ("z", "s"),
    ("eau", "o"),
    ("au", "o"),
)
_IN_LATIN = "a,b,v,g,d,e,e,zh,z,i,y,k,l,m,n,o,p,r,s,t,u,f,kh,ts,ch,sh,shch,,y,,e,yu,ya,g,e,i,i,u"
_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяґєіїў",
        _IN_LATIN.split(","),
        strict=True,
    )
)
_DOUBLED = "lmnrstp"
_SHORTEST_MISSPELT = 5


def sector_of(name: str) -> Sector | None:
    """What a *name* says of its trade; `None`: nothing."""
    words = _words(name)
    return next((sector for sector, kinds in _KINDS if not words.isdisjoint(kinds.split())), None)


def aliases(name: str) -> Iterator[tuple[str, str]]:
    """Other ways to write the whole *name*, each with why."""
    words = name.split()
    while len(words) > 1 and plain(words[-1]).strip(".,") in _LEGAL:
        words = words[:-1]
    bare = " ".join(words)
    if bare != name:
        yield bare, "without its legal form"
    if any("\u0400" <= sign <= "\u04ff" for sign in bare):
        yield latin(bare), "in Latin letters"
    if re.search(r"\s&\s", bare):
        for joint in ("et", "and"):
            yield re.sub(r"\s&\s", f" {joint} ", bare), "with & written out"
    elif joined := re.search(r"\s(et|and|und)\s", bare):
        yield bare[: joined.start()] + " & " + bare[joined.end() :], "with &"
    for long, short in (("Saint", "St"), ("Sainte", "Ste")):
        if re.search(rf"\b{long}\b", bare):
            yield re.sub(rf"\b{long}\b", short, bare), f"{long} shortened"
    if re.search(r"[\w][-\u2019'][\w]", bare):
        yield re.sub(r"[-\u2019']", " ", bare), "without its hyphens"
        yield re.sub(r"[-\u2019']", "", bare), "in one word"
    if len(words) > 1:
        yield "-".join(words), "with hyphens"
        yield "".join(words), "in one word"


def latin(name: str) -> str:
    """*name*, its Cyrillic letters written in Latin ones as its bearers mostly do."""
    return "".join(_like(sign, _LATIN.get(sign.lower(), sign)) for sign in name)


def short_name(name: str) -> str | None:
    """The word of *name* that is its own, where the others only say what it is; `None`: there is no such one."""
    words = [word for word in _WORD.findall(name) if not _is_plain_word(plain(word))]
    others = _words(name) - _ARTICLES - set(map(plain, words))
    if len(words) != 1 or not others or len(words[0]) < 4 or not _words(name).isdisjoint(_SAINTS) or _OF.match(name):
        return None
    return str(words[0])


def own_words(name: str) -> set[str]:
    """The words of *name*, folded, without articles and its legal form."""
    return _words(name) - _ARTICLES - _LEGAL


def initials(name: str) -> str | None:
    """What *name* may be called by its first letters; `None` where these are too few to be told from others."""
    words = [word for word in _WORD.findall(name) if plain(word) not in _PLAIN_WORDS | _LEGAL]
    return "".join(word[0] for word in words).upper() if len(words) >= 4 else None


def domains(name: str, given: Sequence[str]) -> Iterator[str]:
    """Domains that may be its own too, under the ending of a domain that is."""
    words = [plain(word) for word in _WORD.findall(name) if plain(word) not in _LEGAL]
    for domain in given:
        ending = domain.partition(".")[2]
        for label in ("-".join(words), "".join(words)):
            if label.isascii() and ending:
                yield f"{label}.{ending}"


def misspellings(name: str) -> Iterator[str]:
    """How *name* is likely to be misspelt, the likeliest first; in small letters and without accents."""
    folded = plain(name)
    for word in _WORD.finditer(folded):
        if len(word[0]) >= _SHORTEST_MISSPELT and not _is_plain_word(word[0]):
            for wrong in _misspelt(word[0]):
                if len(wrong) >= _SHORTEST_MISSPELT:
                    yield folded[: word.start()] + wrong + folded[word.end() :]


def _misspelt(word: str) -> Iterator[str]:
    for sound, other in _SOUNDS:
        if sound in word[1:]:
            at = word.index(sound, 1)
            yield word[:at] + other + word[at + len(sound) :]
    for at in range(1, len(word) - 1):
        if word[at] == word[at + 1]:
            yield word[:at] + word[at + 1 :]
        elif word[at] in _DOUBLED and word[at - 1] != word[at]:
            yield word[:at] + word[at] + word[at:]
    for at in range(1, len(word) - 1):
        yield word[:at] + word[at + 1 :]
    for at in range(1, len(word) - 2):
        if word[at] != word[at + 1]:
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _like(sign: str, letters: str) -> str:
    return letters.upper() if sign.isupper() and len(letters) == 1 else letters.title() if sign.isupper() else letters


def _words(name: str) -> set[str]:
    return {plain(word) for word in _WORD.findall(name)}


def _is_plain_word(word: str) -> bool:
    return word in _PLAIN_WORDS or word in _LEGAL or any(word in kinds.split() for _, kinds in _KINDS)


def plain(word: str) -> str:
    """*word* in small letters and without accents."""
    folded = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in folded if not unicodedata.combining(sign))
