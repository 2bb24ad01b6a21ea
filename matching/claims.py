"""What an author claims in numbers: how many records, at which price."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from matching.patterns import pattern
from matching.tokens import fold_word
from model.matches import Price

__all__ = ["Amount", "Asked", "claimed_records", "price"]

_NUMBER = r"[0-9]{1,3}(?:[ \x{a0}\x{202f}.,'’][0-9]{3})+(?:[.,][0-9]{1,2}\b)?|[0-9]+(?:[.,][0-9]+)?"
_SCALE = (
    r"kk|кк|mln|mlns|mill|millions?|millionen|millones|mio|млн|миллион\pL*|лям\pL*|milliards?|billions?|bn|k|к|"
    r"mille|thousand|thousands|тыс\pL*|тысяч\pL*|mil|tausend|m|м|half a million"
)
_VOLUME = pattern(rf"(?i)(?:^|[^\pL\pN.,$€£#/])((?:{_NUMBER}))\s?({_SCALE})?(\+?)(?:[^\pL\pN]|$)")
_THINGS = (
    r"(?:lignes?|enregistrements?|personnes?|assures?|patients?|clients?|contrats?|adherents?|dossiers?|fiches?|comptes|"
    r"francais|gens|noms|tetes|abonnes?|membres?|electeurs?|usagers?|victimes?|contacts?|leads?|actes?|numeros?|"
    r"rows?|records?|lines?|people|persons?|users?|customers?|clients?|members?|entries|subscribers?|policyholders?|"
    r"citizens?|insured|contracts?|emails?|passports?|employees|gamers|players|"
    r"строк\w*|записей|записи|человек|людей|клиентов|застрахованн\w*|договор\w*|абонент\w*|пользовател\w*|поездок|француз\w*|"
    r"registros?|lineas?|personas?|clientes?|asegurad\w*|reservas|abonados?|pacientes?|afectados|"
    r"datensatze\w*|zeilen|personen|kunden|patienten|versicherte\w*|menschen|haushalte\w*|rezepte|adressen)"
)
_AFTER = re.compile(
    rf"^\W{{0,3}}(?:(?:de|d|of|des|von|private|french|full|unique|mails?|fresh|строк)\W+)?(?:\w+\W+)?{_THINGS}\b"
)
_NOT_AFTER = re.compile(
    r"^\W{0,2}(?:gb|go|tb|to|mb|mo|gigas?|gigaoctets?|teraoctets?|гб|тб|eur\w*|€|\$|usd|dollars?|dolares|btc|xmr|eth|credits?|"
    r"руб\w*|р|₽|балл\w*|jours?|days?|heures?|hours?|h|min|minutes?|ans|years?|лет|hosts?|salaries|employees|%|"
    r"pages?|km|m2|habitants|degres|cts|centimes|bucks|баксов|fcfa|balles|piges|hab|mois|months?|weeks?|semaines?)\b"
)
_HALF = re.compile(
    r"\b(?:half a million|half million|un demi[- ]million|demi[- ]?million|medio mill[oó]n|eine halbe million"
    r"|полмиллиона|пол миллиона|пол ляма|полтора миллиона)\b",
    re.IGNORECASE,
)
_CURRENCIES = {
    unit: currency
    for currency, units in {
        "EUR": "€ eur euro euros e balles boules teuros евро",
        "USD": "$ usd usdt dollar dollars dolares dólares bucks уе у.е баксов бакса долларов зелени зеленых",
        "GBP": "£ gbp pounds",
        "RUB": "₽ руб р рублей rub",
        "BTC": "₿ btc bitcoin bitcoins биткоин",
        "XMR": "xmr monero",
        "ETH": "eth ethereum",
        "credits": "credits credit crédits crédit credito creditos créditos кредитов",
        "CHF": "chf",
        "XOF": "fcfa",
    }.items()
    for unit in units.split()
}
_UNIT = "|".join(sorted((re.escape(unit) for unit in _CURRENCIES), key=len, reverse=True))
_PRICE = pattern(
    rf"(?i)(?:^|[^\pL\pN.,])(?:([$€£₿])\s?({_NUMBER})\s?(k|к|m|kk)?"
    rf"|({_NUMBER})\s?(k|к|mil|m|kk|millions?|mln|млн|тыс\.?)?\s?({_UNIT}|у\.\s?е))(?:[^\pL\pN]|$)"
)
_BARE_K = pattern(
    r"(?i)(?:price|start|for|asking|прошу|цена|старт)\s?:?\s{0,2}([0-9]+(?:[.,][0-9]+)?)(k)?(?:[^\pL\pN.,]|$)"
)
_NOT_PRICE = re.compile(
    r"(?:amende|fine|fined|штраф\w*|multa|capital|chiffre d affaires|revenue|turnover|au lieu de|instead of|was)"
    r"\W{0,3}$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number of records, and where it is said."""

    records: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A price, and where it is said."""

    price: Price
    start: int
    end: int


def _value(written: str) -> float:
    """The number written as `33.000.000`, `1,5` or `12 000,50`; 0 for what is longer than any claim."""
    digits = re.sub(r"[ \u00a0\u202f'’]", "", written)
    whole, _, cents = re.sub(r"[.,](?=[^.,]*$)", " ", digits).partition(" ")
    if len(digits) > 20:
        return 0.0
    if len(cents) == 3 and len(whole) <= 3 and whole != "0":
        return float(whole + cents)  # one group of thousands
    if len(cents) == 3 and re.search(r"[.,]", whole):
        return float(re.sub(r"[.,]", "", whole) + cents)
    return float(f"{re.sub(r'[.,]', '', whole)}.{cents or 0}")


def _scale(word: str) -> int:
    low = word.lower()
    if low in ("k", "к", "mille", "mil", "tausend") or low.startswith(("thous", "тыс")):
        return 1_000
    if low.startswith(("milliard", "billion", "bn")):
        return 1_000_000_000
    return 1_000_000 if low else 1


def _volumes(text: str) -> Iterator[tuple[float, bool, bool, int, int]]:
    """Value, whether it bears a scale, whether it names things, start and end of each number."""
    for match in _VOLUME.finditer(text):
        scale = match[2] or ""
        after = " ".join(fold_word(part) for part in text[match.end(3) : match.end(3) + 48].split())
        if _NOT_AFTER.match(after) and not scale.lower().startswith(("mio", "mill", "млн", "лям")):
            continue
        if scale and _NOT_AFTER.match(after):
            continue
        value = _value(match[1]) * _scale(scale)
        yield value, bool(scale), bool(_AFTER.match(after)), match.start(1), match.end(3)


def claimed_records(text: str) -> Amount | None:
    """How many records or people *text* says there are: the first number of things, else the first large one."""
    best: tuple[int, int, Amount] | None = None
    if half := _HALF.search(text):
        records = 1_500_000 if "полтора" in half[0].lower() else 500_000
        best = (0, half.start(), Amount(records=records, start=half.start(), end=half.end()))
    for value, scaled, named, start, end in _volumes(text):
        if value != int(value) or value < (2 if named else 1_000) or value > 20_000_000_000:
            continue
        if not scaled and not named and (value < 5_000 or not _is_grouped(text[start:end])):
            continue
        rank = 0 if named and value >= 100 else 1 if scaled else 2
        if best is None or (rank, start) < best[:2]:
            best = (rank, start, Amount(records=int(value), start=start, end=end))
    return best[2] if best else None


def _is_grouped(written: str) -> bool:
    return len(re.findall(r"[0-9]+", written)) > 1


def price(text: str) -> Asked | None:
    """The first amount of money in *text* that is asked or offered."""
    for match in _PRICE.finditer(text):
        sign, written, scale = (match[1], match[2], match[3]) if match[1] else (match[6], match[4], match[5])
        start, end = (match.start(1), match.end(2)) if match[1] else (match.start(4), match.end(6))
        before = " ".join(fold_word(part) for part in text[max(0, start - 40) : start].split())
        currency = _CURRENCIES.get(re.sub(r"\s", "", sign.lower()), "USD")
        if _NOT_PRICE.search(before) or (sign.lower() == "e" and not _is_cheap_e(text, start, end)):
            continue
        amount = _value(written) * (_scale(scale) if scale else 1)
        return Asked(price=Price(amount=amount, currency=currency), start=start, end=end)
    for match in _BARE_K.finditer(text):
        amount = _value(match[1]) * (1000 if match[2] else 1)
        if amount >= 10:
            return Asked(price=Price(amount=amount, currency="USD"), start=match.start(1), end=match.end(1))
    return None


def _is_cheap_e(text: str, start: int, end: int) -> bool:
    """Whether a number with an `e` behind is euros: `90e`, not `3e arrondissement`."""
    return (
        not re.match(r"\s(?:fois|arrondissement|partie|jour|etage|étage|main|essai|place)", text[end:])
        and int(_value(re.sub(r"[^0-9.,]", "", text[start:end]).strip(".,") or "0")) >= 5
    )
