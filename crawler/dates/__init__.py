"""Dates as boards write them: in seven languages, in either order of day and month, or relative to now."""

from crawler.dates.calendars import Calendar, Telling, Told
from crawler.dates.learning import Lesson, believed, learn, lesson, sent_at
from crawler.dates.walls import Wall, wall, walls
from crawler.dates.zones import named, shown_clock, told_zone, zone_name

__all__ = [
    "Calendar",
    "Lesson",
    "Telling",
    "Told",
    "Wall",
    "believed",
    "learn",
    "lesson",
    "named",
    "sent_at",
    "shown_clock",
    "told_zone",
    "wall",
    "walls",
    "zone_name",
]
