"""How single values are written in configuration: durations, sizes, times, zones, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated
from unicodedata import normalize
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator, BeforeValidator, StringConstraints

__all__ = [
    "Address",
    "Cron",
    "Day",
    "Duration",
    "File",
    "Host",
    "Id",
    "Line",
    "Lines",
    "Moment",
    "OneLine",
    "OneLines",
    "Proxy",
    "Share",
    "Size",
    "TimeOfDay",
    "Zone",
    "is_address",
    "is_onion",
    "nearest",
]

DURATION = re.compile(
    r"(?:(\d{1,5})d)?(?:(\d{1,6})h)?(?:(\d{1,7})m(?!s))?(?:(\d{1,8}(?:\.\d{1,3})?)s)?(?:(\d{1,8})ms)?"
)
SIZE = re.compile(r"(\d{1,12}) ?(B|KiB|MiB|GiB|kB|MB|GB)?")
UNITS = {None: 1, "B": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "kB": 10**3, "MB": 10**6, "GB": 10**9}
HOST = re.compile(r"(?=.{1,253}(?::|$))(?:[\w](?:[\w-]{0,61}[\w])?\.)*[\w](?:[\w-]{0,61}[\w])?(?::(\d{1,5}))?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(DAY.pattern + r"([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?)?")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def nearest(word: str, known: Iterable[str]) -> str:
    """A way out for an unknown *word*: the nearest of *known*, or all of them."""
    choices = sorted(known)
    close = get_close_matches(word.lower(), choices, n=1, cutoff=0.6)
    if close:
        return f"did you mean '{close[0]}'?"
    return f"known are {', '.join(choices)}" if choices else "none is known"


def _duration(value: object) -> timedelta:
    found = DURATION.fullmatch(str(value)) if value else None
    if found is None or not any(found.groups()):
        raise ValueError("is not a duration: write it like 4s, 20m, 2h, 1h30m or 1d")
    days, hours, minutes, seconds, millis = (float(part or 0) for part in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds, milliseconds=millis)


def _size(value: object) -> int:
    found = SIZE.fullmatch(str(value))
    if found is None or int(found[1]) == 0:
        raise ValueError("is not a size: write it like 512KiB, 10MiB or 1GiB")
    return int(found[1]) * UNITS[found[2]]


def _share(value: object) -> float:
    text = str(value)
    try:
        share = float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        share = -1
    if not 0 <= share <= 1:
        raise ValueError("is not a share: write it like 10%, from 0% to 100%")
    return share


def _time(value: object) -> time:
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", str(value))
    if found is None:
        raise ValueError("is not a time of day: write it like 09:00, from 00:00 to 23:59")
    return time(int(found[1]), int(found[2]))


def _day(value: object) -> date:
    try:
        return date.fromisoformat(str(value) if DAY.fullmatch(str(value)) else "")
    except ValueError:
        raise ValueError("is not a day: write it like 2024-02-07") from None


def _moment(value: object) -> datetime:
    """May be naive: the form knows whose wall clock is meant."""
    try:
        moment = datetime.fromisoformat(str(value) if MOMENT.fullmatch(str(value)) else "")
        return moment.astimezone(UTC) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        raise ValueError("is not a date: write it like 2024-02-01 or 2024-02-01T08:00:00Z") from None


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("is not a time zone: write it like Europe/Paris or UTC") from None
    return value


def _cron(value: str) -> str:
    if len(value.split()) != 5:
        raise ValueError('is not a cron line: five fields are wanted, like "*/15 * * * *"')
    try:
        next(CronSim(value, datetime(2024, 1, 1, tzinfo=UTC)))
    except CronSimError as error:
        raise ValueError(f'is not a cron line ({str(error).lower()}): write it like "*/15 * * * *"') from None
    except StopIteration:
        raise ValueError("is a cron line that never comes: check its day and month") from None
    return value


def _address(value: str, *, schemes: tuple[str, ...] = ("http", "https"), like: str = "https://forum.example/") -> str:
    """Never shown in the message: a slug carries a title, and an address may carry a password."""
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise ValueError(f"is not an address: write it like {like}") from None
    if parts.scheme not in schemes or not parts.hostname or port == 0 or re.search(r"\s", value):
        raise ValueError(f"is not an address: write it like {like}")
    return value


def is_address(value: str) -> bool:
    """Whether *value* is the address of a page: whole, of http or https, and without a space."""
    try:
        _address(value)
    except ValueError:
        return False
    return True


def _page_address(value: str) -> str:
    _address(value)
    if "@" in urlsplit(value).netloc:
        raise ValueError("holds a login: logins do not belong in YAML, so leave out what stands before the @")
    return value


def _proxy_address(value: str) -> str:
    return _address(value, schemes=("http", "https", "socks5", "socks5h"), like="socks5://127.0.0.1:9050")


def is_onion(host: str) -> bool:
    """Whether *host* can only be reached through Tor, in whatever letters it is written."""
    plain = normalize("NFKC", host).replace("\u3002", ".")  # as names are read: full-width letters, other dots
    return plain.lower().rstrip(".").endswith(".onion")


def _host(value: str) -> str:
    found = HOST.fullmatch(value)
    if found is None or (found[1] and not 0 < int(found[1]) < 65536):
        raise ValueError("is not a host: write it like forum.example or forum.example:8080, without http://")
    return value.lower()


def _one_line(value: str) -> str:
    if CONTROL.search(value):
        raise ValueError("must be one line of plain text")
    return value


Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
"""Text that is there."""

Lines = Annotated[tuple[Line, ...], BeforeValidator(lambda value: () if value is None else value)]
"""A list of texts; a key with nothing under it is an empty one."""


def _file(value: str) -> str:
    try:
        return str(Path(value).expanduser())
    except RuntimeError:
        raise ValueError("begins with ~ and names nobody whose home is known: write the whole path") from None


OneLine = Annotated[Line, AfterValidator(_one_line)]
OneLines = Annotated[tuple[OneLine, ...], BeforeValidator(lambda value: () if value is None else value)]
"""As `Lines`, of what people are shown within a line."""

File = Annotated[OneLine, AfterValidator(_file)]
"""A file's path, which may begin with `~`."""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Duration = Annotated[timedelta, BeforeValidator(_duration)]
Size = Annotated[int, BeforeValidator(_size)]
Share = Annotated[float, BeforeValidator(_share)]
TimeOfDay = Annotated[time, BeforeValidator(_time)]
Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Zone = Annotated[Line, AfterValidator(_zone)]
Cron = Annotated[Line, AfterValidator(_cron)]
Address = Annotated[Line, AfterValidator(_page_address)]
Proxy = Annotated[Line, AfterValidator(_proxy_address)]
Host = Annotated[Line, AfterValidator(_host)]
