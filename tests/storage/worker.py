"""A process that writes to a home as fast as it can, and says what is committed: to be killed at any moment."""

from __future__ import annotations

import sys
from pathlib import Path

from model.cases import AlertKind, Receipt, Segment
from model.identities import SourceId, ThreadId
from model.matches import Level
from storage.ledger import SqliteLedger, open_ledger
from tests.storage.makers import (
    NOON,
    WELL,
    a_find,
    a_match,
    a_page,
    a_post,
    a_sighting,
    a_thread,
    analysis,
    kept,
    take,
)

__all__: list[str] = []


def write(ledger: SqliteLedger, source: SourceId, page: int) -> None:
    """A visit, a page with a post that matches, and its alert."""
    thread, number = ThreadId(str(page)), str(page)
    visit = ledger.begin(source, now=NOON, starts=[a_find(f"page-{page}", thread=thread)])
    post = a_post(number, thread=thread, source=source, kept=kept(matches=[a_match()]))
    sighting = a_sighting(number, thread=thread, source=source)
    record = a_page(visit, take(ledger, visit), threads=[a_thread(thread)], posts=[post], sightings=[sighting])
    ledger.record(record)
    say("recorded", post.key)
    ledger.end(visit, WELL)
    tell(ledger, source)


def tell(ledger: SqliteLedger, source: SourceId) -> None:
    """Tell what there is to tell, each alert on a channel of this process."""
    for note in ledger.notes(limit=9):
        if note.source == source and note.case is not None:
            alert = ledger.tell(
                kind=AlertKind.FIRST,
                level=Level.NOW,
                subject="viamedis",
                segments=lambda alert: [Segment(text=f"A-{alert}")],
                cases=[note.case],
                notes=[note],
                channels=[source],
                now=NOON,
            )
            say("told", str(alert.id))
    while (delivery := ledger.next_delivery(source, now=NOON)) is not None:
        ledger.delivered(delivery, Receipt(f"chat/{delivery.id}"), now=NOON)
        say("delivered", str(delivery.alert.id))


def say(what: str, which: str) -> None:
    print(what, which, flush=True)


if __name__ == "__main__":
    home, name, first, last = sys.argv[1:]
    opened = open_ledger(Path(home), analysis=analysis)
    for number in range(int(first), int(last)):
        write(opened, SourceId(name), number)
    opened.close()
