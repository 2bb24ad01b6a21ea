"""The zone that a board keeps: by its name, as its footer tells it, or as its own clock shows."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.dates.words import folded

__all__ = ["ABBREVIATIONS", "OFFSET", "named", "offset_of", "shown_clock", "told_zone", "zone_name"]

MOST = timedelta(hours=14)  # Kiritimati
LEAST = -timedelta(hours=12)

ABBREVIATIONS = {
    **dict.fromkeys(("utc", "gmt", "wet", "wez"), 0),
    **dict.fromkeys(("cet", "mez", "bst", "west"), 1),
    **dict.fromkeys(("cest", "mesz", "eet", "oez"), 2),
    **dict.fromkeys(("msk", "мск", "eest", "oesz"), 3),
    "jst": 9,
    "brt": -3,
    "edt": -4,
    "est": -5,
    "cdt": -5,
    "cst": -6,
    "mdt": -6,
    "mst": -7,
    "pdt": -7,
    "pst": -8,
}
"""What people write behind a time, and how many hours it is ahead of UTC."""
OFFSET = r"[+\-−–]\s?\d{1,2}(?:[:.]?\d{2})?"

# Zones with a summer time: who says "all times are CET" means the clock on the wall.
_WALLS = {
    **dict.fromkeys(("cet", "mez", "cest", "mesz"), "Europe/Paris"),
    **dict.fromkeys(("eet", "eest"), "Europe/Helsinki"),
    "msk": "Europe/Moscow",
    "мск": "Europe/Moscow",
    **dict.fromkeys(("eastern time", "est", "edt"), "America/New_York"),
    **dict.fromkeys(("central time", "cst", "cdt"), "America/Chicago"),
    **dict.fromkeys(("mountain time", "mst", "mdt"), "America/Denver"),
    **dict.fromkeys(("pacific time", "pst", "pdt"), "America/Los_Angeles"),
    "bst": "Europe/London",
    "moscow time": "Europe/Moscow",
    "московское": "Europe/Moscow",
}
_LABEL = (
    r"all times are|times are|time ?zone|fuseau horaire|heures? (?:sont )?au format|toutes les heures|zeitzone"
    r"|alle zeiten|alle zeitangaben|zona horaria|franja horaria|todos los horarios|huso horario|часовои пояс"
    r"|время указано|fuso horario|todos os horarios|fuso orario|tutti gli orari|время на форуме"
)
_IANA = r"(?:africa|america|asia|atlantic|australia|europe|indian|pacific)/[a-z_]+(?:/[a-z_]+)?"
_TOLD = re.compile(
    rf"(?<!\w)(?:{_LABEL})(?!\w)[^.|]{{0,40}}?(?:(?P<iana>{_IANA})"
    rf"|(?P<wall>{'|'.join(sorted(_WALLS, key=len, reverse=True))})(?!\w)"
    rf"|(?:utc|gmt|wez)\s?\(?(?P<offset>{OFFSET})?(?P<rest>[^|.\n]{{0,40}}))"
)
_SUMMER = re.compile(r"dst|heure d'ete|sommerzeit|verano|летнее|horario de verao|ora legale")
_CLOCK = re.compile(
    r"(?<!\w)(?:current (?:date/)?time(?: is)?|it is currently|(?:the )?time (?:is )?now(?: is)?|board time|server time"
    r"|forum time|local time|nous sommes (?:actuellement |maintenant )?le|(?:date et )?heure actuelle"
    r"|il est actuellement"
    r"|aktuelle (?:uhr)?zeit|es ist jetzt|aktuelles datum(?: und uhrzeit)?|fecha(?: y hora)? actual|hora actual"
    r"|ahora son las|текущее время|текущая дата(?: и время)?|сеичас(?: на форуме)?|hora atual|data e hora atual"
    r"|(?:data e )?ora (?:attuale|corrente))\s?[:»,]?\s(?P<shown>.{4,60})"
)


@lru_cache(maxsize=256)
def named(name: str | None) -> tzinfo | None:
    """The zone called *name*, such as `Europe/Paris` or `+03:00`; None where there is none of that name."""
    if not name:
        return None
    if found := re.fullmatch(rf"(?:utc|gmt)?\s?({OFFSET})", name.strip(), re.IGNORECASE):
        return offset_of(found.group(1))
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_name(zone: tzinfo) -> str:
    """The name by which `named` finds *zone* again."""
    if isinstance(zone, ZoneInfo):
        return zone.key
    minutes = int((zone.utcoffset(None) or timedelta()).total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def offset_of(written: str) -> tzinfo | None:
    """The zone that *written*, such as `+01:00`, `-5` or `+0530`, stands for; None where no place has it."""
    found = re.fullmatch(r"([+\-−–])\s?(\d{1,2})[:.]?(\d{2})?", written)
    if not found:
        return None
    ahead = timedelta(hours=int(found.group(2)), minutes=int(found.group(3) or 0))
    ahead = ahead if found.group(1) == "+" else -ahead
    return timezone(ahead) if LEAST <= ahead <= MOST else None


def told_zone(text: str) -> tzinfo | None:
    """The zone that a board's own words, such as "All times are UTC+01:00", tell; None where they don't."""
    found = _TOLD.search(folded(text))
    if not found:
        return None
    if found["iana"]:
        return named("/".join(part.title() for part in found["iana"].split("/")))
    if found["wall"]:
        return named(_WALLS[found["wall"]])
    zone = offset_of(found["offset"]) if found["offset"] else UTC
    if zone is None or not _SUMMER.search(found["rest"]):
        return zone
    return timezone((zone.utcoffset(None) or timedelta()) + timedelta(hours=1))


def shown_clock(text: str) -> str | None:
    """What the board's own clock shows, where *text* has words such as "The time now is" before it."""
    found = _CLOCK.search(folded(text))
    return found["shown"] if found else None
