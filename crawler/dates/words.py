"""The words of dates, folded: months, days and units of time in the languages that boards speak."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

__all__ = ["AGO", "DAYS", "MOMENTS", "MONTH", "ONE", "UNITS", "WEEKDAY", "folded", "month", "weekday"]

_SHORTEST = 3  # letters of a month's name that boards leave of it


def folded(text: str) -> str:
    """*text* as the patterns of this package expect it: no accents, no capitals, no invisible signs, single spaces."""
    if text.isascii():
        return " ".join(text.casefold().split())
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("º", "°")).casefold()
    return " ".join("".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cf")).split())


_MONTHS = (
    "january janvier januar janner enero janeiro gennaio января январь januari",
    "february fevrier februar febrero fevereiro febbraio февраля февраль februari",
    "march mars marz marzo marco марта март maart mrz mrt maerz",
    "april avril abril aprile апреля апрель",
    "may mai mayo maio maggio мая май mei",
    "june juin juni junio junho giugno июня июнь",
    "july juillet juli julio julho luglio июля июль",
    "august aout agosto августа август augustus",
    "september septembre septiembre setembro settembre сентября сентябрь",
    "october octobre oktober octubre outubro ottobre октября октябрь",
    "november novembre noviembre novembro ноября ноябрь",
    "december decembre dezember diciembre dezembro dicembre декабря декабрь",
)
_WEEKDAYS = (
    "monday lundi montag lunes segunda lunedi понедельник maandag",
    "tuesday mardi dienstag martes terca martedi вторник dinsdag",
    "wednesday mercredi mittwoch miercoles quarta mercoledi среда среду woensdag",
    "thursday jeudi donnerstag jueves quinta giovedi четверг donderdag",
    "friday vendredi freitag viernes sexta venerdi пятница пятницу vrijdag",
    "saturday samedi samstag sonnabend sabado sabato суббота субботу zaterdag",
    "sunday dimanche sonntag domingo domenica воскресенье zondag",
)


def _names(rows: tuple[str, ...]) -> dict[str, int]:
    """The number of each name; of its beginnings too, where no other name begins so."""
    found: dict[str, set[int]] = {}
    for number, row in enumerate(rows, start=1):
        for name in (folded(name) for name in row.split()):
            for end in range(min(_SHORTEST, len(name)), len(name) + 1):
                found.setdefault(name[:end], set()).add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}


def _either(names: dict[str, int]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_MONTH_NUMBERS = _names(_MONTHS)
_WEEKDAY_NUMBERS = {name: number for name, number in _names(_WEEKDAYS).items() if name not in _MONTH_NUMBERS} | {
    "tues": 2,
    "thur": 4,
    "пн": 1,
    "вт": 2,
    "ср": 3,
    "чт": 4,
    "пт": 5,
    "сб": 6,
    "вс": 7,
}

MONTH = _either(_MONTH_NUMBERS)
"""An alternation of every name of a month, and of its abbreviations."""
WEEKDAY = _either(_WEEKDAY_NUMBERS)
"""An alternation of every name of a day of the week."""


def month(name: str) -> int:
    """The number of the month that `MONTH` found."""
    return _MONTH_NUMBERS[name]


def weekday(name: str) -> int:
    """The number of the day that `WEEKDAY` found: Monday is one."""
    return _WEEKDAY_NUMBERS[name]


DAYS = (
    (
        (
            r"the day before yesterday|avant-?\s?hier|vorgestern|anteayer|antes de ayer|antier|позавчера|anteontem"
            r"|l'altro ieri|ieri l'altro|eergisteren"
        ),
        -2,
    ),
    (r"yesterday|hier|gestern|ayer|вчера|ontem|ieri|gisteren", -1),
    (r"today|aujourd.?\s?hui|heute|hoy|сегодня|hoje|oggi|vandaag", 0),
)
"""Words for days near the present one, and how far from it they are; the longest first."""

UNITS: tuple[tuple[str, timedelta | int], ...] = (
    (r"s|sec|secs|seconds?|secondes?|sek|sekunden?|seg|segundos?|secondi|сек|секунд[аыу]?|с", timedelta(seconds=1)),
    (r"m|min|mins|minutes?|minuten?|minutos?|minut[oi]|мин|минут[аыу]?", timedelta(minutes=1)),
    (r"h|hrs?|hours?|heures?|std|stunden?|horas?|or[ae]|ч|час(?:а|ов)?", timedelta(hours=1)),
    (r"d|days?|j|jours?|tage?n?|dias?|giorn[oi]|дн|дн(?:я|еи)|день", timedelta(days=1)),
    (r"w|wks?|weeks?|sem|semaines?|wochen?|semanas?|settiman[ae]|нед|недел[яиюь]", timedelta(weeks=1)),
    (r"mo|mos|mons?|months?|mois|monate?n?|mes|meses|mesi|mese|мес|месяц(?:а|ев)?", 1),
    (r"y|yrs?|years?|ans?|annees?|jahre?n?|anos?|ann[oi]|г|год(?:а)?|лет", 12),
)
"""Words for lengths of time; those of no fixed length in months."""

ONE = r"an?|one|une?|ein(?:e[rnm]?)?|una|uno?|uma?|od(?:in|nu)|один|одну"
AGO = r"ago|il y a|vor|hace|назад|ha|atras|fa|geleden|earlier|depuis|seit"
MOMENTS = (
    r"just now|right now|moments? ago|a moment ago|seconds ago|now|a l'instant|il y a (?:un instant|quelques instants)"
    r"|maintenant|gerade eben|soeben|vor einem (?:augenblick|moment)|jetzt"
    r"|ahora(?: mismo)?|hace un (?:momento|instante)"
    r"|только что|сеичас|agora(?: mesmo)?|ha um momento|adesso|proprio ora|poco fa"
)
