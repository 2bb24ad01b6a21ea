"""Amounts of money in a text, and the one that its author asks or offers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matching.amounts import Number
from matching.currencies import CENTS, NOTES, UNITS
from matching.tokens import plain
from model.matches import Intent, Price

__all__ = ["Asked", "money", "price"]

_THOUSANDS = frozenset({"тыр", "т.р", "тр", "косарей", "косаря", "косарь"})
_BEHIND = re.compile(
    r"\s{0,2}(?:(?:d['’]|de |des |of |von |US |us |in |an? )\s?)?"
    r"(R\$|US\$|C\$|CA\$|NZ\$|AU\$|\$\s?CA\b|[€$£₽₴₸₺₹₿¥]|у\.\s?е\b|т\.\s?р\b|[^\W\d_]{1,10})(\s?CA\b)?",
)
_BEFORE = re.compile(
    r"(R\$|US\$|CA\$|C\$|NZ\$|AU\$|A\$|[€$£₿₽₹¥]|\b(?:EUR|USD|USDT|CHF|CAD|AUD|NZD|GBP|PLN|BTC|XMR|ETH|INR|UAH"
    r"|BGN))\s?$",
    re.IGNORECASE,
)
_CENTS = re.compile(r"\d\d(?!\d)")
_EACH = re.compile(r" (?:l unite|la piece|piece|chacun|chacune|prix|seulement|la ligne|la fiche) $")
_WORDS = re.compile(r"[^\W\d_]+")
_NOTE = re.compile(
    rf"(?i)(?<![^\W_])(?:(a|an|one|ein|eine|einen|nen|n|un|una|один|одна|одну)\s)?({'|'.join(NOTES)})(?![^\W_])"
    r"(\sand a half)?(?:\s(баксов|бакс\w*|долл\w*|зел[её]н\w*|\$))?"
)
_RANGE = re.compile(r"\s{0,2}(?:[-–—/]|to|à|bis|до|a)\s{0,2}$")
_ADULT = frozenset(
    [
        "fois",
        "arrondissement",
        "partie",
        "jour",
        "etage",
        "étage",
        "main",
        "essai",
        "place",
        "an",
        "année",
        "annee",
        "lot",
        "siècle",
        "siecle",
    ]
)
_NOT_ASKED = re.compile(
    r" (?:balances?|balance of|баланс\w*|avec solde|solde de|saldo de|con saldo|kontostand|guthaben"
    r"|amende|amendes|fine|fined|fines|штраф\w*|multa|multas|capital|chiffre d affaires|ca|revenue|revenues|rev"
    r"|turnover"
    r"|выручк\w*|ревенью|оборот\w*|umsatz|facturacion|jahresumsatz|au lieu|instead|was|statt|вместо|en vez|brut|salaire"
    r"|salary|gehalt|зарплат\w*|assur\w+ (?:pour|jusqu)|insured (?:for|up to)|инсуранс\w*|полис на|versichert (?:mit"
    r"|bis)"
    r"|offered|proposait|proposaient|a propose|bot nur|remboursement|refund|invoice|facture|votre|your|rechnung"
    r"|cheque|unpaid|toll of|prelevement|coute|coutait|quoted|charges|verdient|budget fur|condenados|budget de l"
    r"|deposit of"
    r"|earn|earns|earned|made|gagn\w+|заработ\w*|ganar|ganas|limit|limite|plafond|under|below|sous|unter|лимит"
    r"|bail|bailed|caution|kaution|fianza|damages|dommages|losses|pertes?|ущерб\w*|schaden|indemn\w*"
    r"|depot de|залог|депозит)(?: (?:\w+|м[ыа]|de|d|of|is|pour|for|est|von|auf|на)){0,3} $"
)
_NOT_ASKED_BEHIND = re.compile(
    r"^ (?:fine|penalty|settlement|damages|compensation|bail|in fines|d amende|de caution|de dommages"
    r"|d indemnites|штраф\w*|залога|de multa|de fianza|strafe|bussgeld|schadenersatz|turnover"
    r"|revenue|de chiffre d affaires) "
)
_UNIT_OF_TIME = re.compile(
    r"^\s?(?:€|eur\w*|\$|leva|lev|lv)?\s?(?:par|/|per|a|pro|al|в)\s?(?:mois|month|monat|mes|месяц|h\b|heure|stunde"
    r"|hora)"
)
_ASKS = re.compile(
    r" (?:price|prix|preis|precio|цена|прайс|start|старт|starting|asking|ask|прошу|budget|бюджет|budget max|for|pour"
    r"|fur|za|за|по"
    r"|paie|paye|jpaye|pay|paying|offre|biete|zahle|pago|плачу|даю|tarif|cost|costs|cout|makes|mise a prix|je met"
    r"|je mets"
    r"|cost is|prices?|cost makes|i take|we take|taking|je demande|je prends|pido|ich nehme|ich will|хочу|беру|depart"
    r"|rent|month|1 month|от|from|ab|desde|fix|fixed|flat|выкуп|отдам|отдаю|stuck|stk|0|je|pieza|la|max|up to"
    r"|offers? over|what i want|met at|vb|l unite|price drop|price now|reduced to"
    r"|down to|baisse a|jetzt nur|скинул до|снизил до|rebajado a) $"
)
_ASKS_BEHIND = re.compile(
    r"^ (?:each|start|starting|obo|flat|firm|ferme|negotiable|fur alles|pour l ensemble|pour tout|pour le tout|vb"
    r"|festpreis|per line|per row|per record|per piece|pro zeile|por linea|por ficha|за строку|за штуку|за все"
    r"|and it s yours|la fiche|la ligne|la piece|l unite|piece|pieces|le lot|le pack"
    r"|le tout|shipping|par mois|per month|direct|cada una|cada uno|das stuck|pro stuck|a month|a piece|a row"
    r"|an account|за|блиц|blitz"
    r"|l ensemble|la part|a pop|a throw|apiece|upfront|up front|por todo|for all|for the lot|the lot|tout compris"
    r"|все вместе|zusammen|im paket|per head|par tete"
    r"|max|step|шаг|ono|самовывоз|торг|escrow|гарант|takes it) "
)
_ADVERTISES = re.compile(
    r" (?:vends|vend|vendre|vds|loue|louer|a louer|brade|cede|cherche|recherche|achete|reprise|visite|prix ferme"
    r"|sell|selling"
    r"|sale|rent|wts|wtb|looking for|buy|buying|shipping|f2f|face to face|продам|продаю|продается|куплю|сдам|сдаю"
    r"|отдам|торг"
    r"|самовывоз|ищу|verkaufe|verkaufen|biete|suche|vermiete|abzugeben|zu haben|vb|versand|vendo|alquilo|compro"
    r"|busco|vende"
    r"|se vende|for hire|осмотр|each|pick up|cheap|cc|piece|нужна|нужен|за все|коллекция|platze|mitfahr\w+|vip|вип"
    r"|for the month|per night|a night|negotiable|obo|ono|firm"
    r"|ticket|tickets|billet|place|places|lot de|prestation|recompense) "
)
_DEMANDED = re.compile(
    r" (?:paye\w*|pagaron|pago|pagado|gezahlt|bezahlt\w*|zahlt\w*|uberwies\w*|заплат\w*"
    r"|ran[cs]on|ransom|asked|asking|asks|demand\w*|reclam\w*|exig\w*|requir\w*|price|prix|prices|prise|affich\w*"
    r"|vente|vendu\w*|wants|want|listed|advertis\w*|auction\w*|enchere\w*|выставл\w*|ask"
    r"|sold|selling|sale|paie\w*|paid|pay|verse|versement|payer|rescate|pedian|piden|pide|precio|vend\w+|losegeld"
    r"|fordern|fordert"
    r"|forderung|verlang\w*|verhandel\w*|preis|выкуп\w*|просят|прос\w+|требу\w*|цен\w*|прода\w*|offer\w*|bitcoin) "
)
_TRADES = frozenset({Intent.SALE, Intent.ACCESS_SALE, Intent.PHISHING, Intent.REQUEST, Intent.HOW_TO_USE})
_NEAR = 48
_TURNOVER = 5_000_000  # from here on an amount in an entry is rather what the victim earns
_ALONE = re.compile(r"(?:^|[.!?;:,\n–—-])\s{0,2}$")
_ALONE_BEHIND = re.compile(
    r"^\s?(?:[.,;!\n]|$|for\b|pour\b|per\b|за\b|für\b|por\b|firm|obo|flat|only|escrow)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A price, and where it is said."""

    price: Price
    start: int
    end: int


def money(text: str, found: Sequence[Number]) -> list[Asked]:
    """All amounts of *text* that bear a currency."""
    amounts = []
    for place, number in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else None
        if (one := _with_unit(text, number) or _in_range(text, number, after)) is not None:
            amounts.append(one)
    notes = _notes(text, found)
    return sorted([*amounts, *notes], key=lambda one: one.start) if notes else amounts


def _notes(text: str, found: Sequence[Number]) -> list[Asked]:
    """Amounts that are told in notes: `nen Zehner`, `two grand`, `3 куска`, `сотка баксов`."""
    if NOTES.keys().isdisjoint(_WORDS.findall(text.lower())):
        return []
    amounts = []
    before = {number.end: number for number in found}
    for match in _NOTE.finditer(text):
        worth, currency = NOTES[match[2].lower()]
        number = before.get(match.start(2) - 1)
        is_green = match[4] is not None and match[4].lower() != "р"
        if number is None and not match[1] and not is_green:
            continue
        if match[2][0].lower() == "ш" and not is_green:
            continue  # `3 штуки` are three pieces
        times = (number.value if number else 1.0) + (0.5 if match[3] else 0.0)
        start = number.start if number else match.start()
        amounts.append(_asked(worth * times, "USD" if is_green else currency, start, match.end()))
    return amounts


def _with_unit(text: str, number: Number) -> Asked | None:
    if before := _BEFORE.search(text[max(0, number.start - 8) : number.start]):
        currency = UNITS.get(before[1].lower(), "USD")
        behind = re.match(r"\s?(?:CA|CAD)\b", text[number.end : number.end + 5])
        start = number.start - len(before[0])
        return _asked(number.value, "CAD" if behind and currency == "USD" else currency, start, number.end)
    behind = _BEHIND.match(text[number.end : number.end + 24])
    if behind is None:
        return None
    unit = behind[1].lower().replace(" ", "")
    end = number.end + behind.end()
    if unit == "€" and (cents := _CENTS.match(text[end : end + 3])):
        return _asked(number.value + int(cents[0][:2]) / 100, "EUR", number.start, end + 2)  # `2€50`
    if unit in CENTS and (len(unit) > 1 or text[number.end : number.end + 1] == unit):
        currency = "EUR" if unit in ("cent", "cents") and _is_european(plain(text[:1500])) else CENTS[unit]
        return _asked(number.value / 100, currency, number.start, end)
    if unit not in UNITS or (unit in ("e", "р") and not _is_glued_unit(text, number, end)):
        return None
    if unit in _THOUSANDS:
        is_green = re.match(r"\s?(?:зелен|бакс|долл|\$)", text[end : end + 8])
        return _asked(number.value * 1_000, "USD" if is_green else "RUB", number.start, end)
    currency = "CAD" if behind[2] and UNITS[unit] == "USD" else UNITS[unit]
    return _asked(number.value, currency, number.start, end)


def _asked(amount: float, currency: str, start: int, end: int) -> Asked:
    return Asked(price=Price(amount=round(amount, 8), currency=currency), start=start, end=end)


def _is_glued_unit(text: str, number: Number, end: int) -> bool:
    """Whether a number with an `e` behind is euros: `90e`, not `3e arrondissement`."""
    word = plain(text[end : end + 24]).split(" ")[1:2]
    before = plain(text[max(0, number.start - 12) : number.start])
    is_enough = number.value >= 4 or bool(_EACH.search(before))
    return is_enough and not number.is_spelled and (not word or word[0] not in _ADULT)


def _in_range(text: str, number: Number, after: Number | None) -> Asked | None:
    """The lower of two amounts of which only the higher bears the currency: `2 000 — 3 000 $`."""
    if after is None or not _RANGE.fullmatch(text[number.end : after.start]):
        return None
    higher = _with_unit(text, after)
    if higher is None:
        return None
    scale = 1_000 if after.is_scaled and not number.is_scaled and number.value < after.value / 100 else 1
    return _asked(number.value * scale, higher.price.currency, number.start, number.end)


def price(text: str, found: Sequence[Number], paid: Sequence[Asked], intent: Intent | None = None) -> Asked | None:
    """The first amount of *text* that is asked or offered; what is one depends on the *intent*, where it is known."""
    if not (found or paid) or intent in (Intent.REACTION, Intent.DISCUSSION):
        return None
    amounts = [one for one in paid if _is_asked(text, one) and not _is_cited(text, one)]
    if intent is Intent.NOISE and not _ADVERTISES.search(plain(text[:1500])):
        return None
    if intent is Intent.NEWS and not _DEMANDED.search(plain(text[:4000])):
        return None
    if intent is Intent.RANSOM_CLAIM:  # an entry tells the victim's turnover before what is asked of it
        amounts = [one for one in amounts if one.price.amount < _TURNOVER or _DEMANDED.search(_around(text, one))]
    if intent is Intent.FREE_LEAK:
        amounts = [one for one in amounts if one.price.currency == "credits"]
    if not amounts and (intent is None or intent in _TRADES or intent is Intent.NOISE):
        return next(_bare(text, found, is_only=True), None)
    bare = next(_bare(text, found, is_only=False), None) if intent in _TRADES else None
    first = amounts[0] if amounts else None
    return (
        bare if bare and first and bare.start < first.start and text[bare.end : first.start].count("\n") == 0 else first
    )


def _around(text: str, one: Asked) -> str:
    return plain(text[max(0, one.start - 80) : one.end + 40])


def _is_cited(text: str, one: Asked) -> bool:
    """Whether the amount stands in a message that is shown: `« frais de port : 1,95 € »`."""
    opened = text.rfind("«", max(0, one.start - 200), one.start)
    return opened >= 0 and text.find("»", opened, one.start) < 0 and text.find("»", one.end, one.end + 200) >= 0


def _is_asked(text: str, one: Asked) -> bool:
    sentence = re.split(r"[.!?;,\n]\s|\n", text[max(0, one.start - _NEAR) : one.start])[-1]
    behind = re.split(r"[.!?;,\n]", text[one.end : one.end + _NEAR], maxsplit=1)[0]
    return not (_NOT_ASKED.search(plain(sentence)) or _NOT_ASKED_BEHIND.match(plain(behind)))


def _bare(text: str, found: Sequence[Number], *, is_only: bool) -> Iterator[Asked]:
    """Amounts without a currency, where traders leave it out; `500`, standing alone, is one if it *is_only*."""
    for number in found:
        is_year = 1_900 <= number.value <= 2_039 and not number.is_grouped and not number.is_scaled
        tail = text[number.end : number.end + 16]
        if higher := _HIGHER.match(tail):
            tail = tail[higher.end() :]
        if number.value > 1_000_000 or number.is_spelled or is_year or _BEHIND_IS_THING.match(tail):
            continue
        before = plain(text[max(0, number.start - 24) : number.start])
        behind = plain(text[number.end : number.end + 24])
        line = text[text.rfind("\n", 0, number.start) + 1 : number.start]
        is_alone = (
            is_only
            and number.is_scaled
            and number.value <= 100_000
            and _ALONE_BEHIND.match(text[number.end : number.end + 10])
        )
        is_asked = (
            (is_only and _is_last(text, number))
            or _EVERY_MONTH.match(text[number.end : number.end + 12])
            or (is_alone and _ALONE.search(text[max(0, number.start - 4) : number.start]))
            or (_ASKS.search(before) and (number.value >= 20 or number.is_scaled))
            or _ASKS_BEHIND.match(behind)
        )
        if is_asked and not _NOT_ASKED.search(plain(_SENTENCE.split(line)[-1])):
            yield _asked(number.value, _bare_currency(text), number.start, number.end)


def _is_last(text: str, number: Number) -> bool:
    """Whether a round amount ends the text, as a seller's last word: `vpn, fresh, 300`."""
    is_round = 20 <= number.value <= 50_000 and number.value % 10 == 0
    return (
        is_round and _END.match(text[number.end : number.end + 8]) is not None and text[: number.start].endswith(", ")
    )


_SENTENCE = re.compile(r"[.!?;]\s")
_LAST = re.compile(r"[^\d\s][,.;:] $")
_END = re.compile(r"\s{0,3}[.!]?\s{0,3}$")
_HIGHER = re.compile(r"\s?[-–—]\s?\d+k?(?![-/:\d]|\.\d)", re.IGNORECASE)  # `budget 200-400`
_EVERY_MONTH = re.compile(r"\s?/\s?(?:month|mois|monat|mes|мес|week|semaine)\b", re.IGNORECASE)
_BEHIND_IS_THING = re.compile(
    r"\s?(?:%|€|(?:gb|go|tb|to|гб|тб)\b|lignes|rows|lines|строк|запис|шт|stück|people|hosts|days|jours|дней|h\b|км|km"
    r"|[-/.]\d|x\d|years|ans|лет|records|млн"
    r"|fiches?|comptes|personnes|dossiers|pieces? d|adherents|assures|mails?|emails?|номер|строч|аккаунт|карт|клиент"
    r"|logs|pcs|numbers|users|zeilen|líneas|lineas|filas|mois|months|accounts|comptes|clients|million|octobre"
    r"|\w+ (?:19|20)\d\d\b)",
    re.IGNORECASE,
)


def _bare_currency(text: str) -> str:
    """A trader's own money: English and Russian traders mean dollars, others who leave it out think in euros."""
    low = plain(text[:1500])
    if _is_european(low):
        return "EUR"
    return "RUB" if _AT_HOME.search(low) else "USD"


def _is_european(low: str) -> bool:
    return bool(_EUROPEAN_TRADE.search(low)) or len(set(_EUROPEAN.findall(low))) >= 2


_EUROPEAN_TRADE = re.compile(
    r" (?:prix|mise a prix|depart|ferme|la part|tout compris|vb|por todo"
    r"|le lot|le tout|l ensemble|pour tout|je demande|je prends|fur"
    r"|mois|monat|mes|l unite|la piece|la fiche|la ligne|vends|preis|verkaufe"
    r"|festpreis|stuck|pro zeile|precio|vendo|pido|cada una|cada uno) "
)
_EUROPEAN = re.compile(
    r"(?<= )(?:je|les|des|pour|avec|une|est|pas|jpaye|la|le|du|j|en|und|mit|fur|der|die|das|ich|nicht|ein|eine|los"
    r"|las|con|para|una"
    r"|el|euros?|eur|y|por|hab|pro|noch|oder|auf|ou|sur|chez|tengo|hay|del)(?= )"
)
_AT_HOME = re.compile(
    r" (?:руб\w*|самовывоз|товариществ\w*|москв\w*|московск\w*|област\w*|район\w*|нужна курсовая|курсовая) "
)
