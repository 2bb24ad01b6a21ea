"""No alert is lost, and none goes out twice without saying so, whatever the ledger is kept in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pytest

from model.cases import Alert, AlertId, AlertKind, Delivery, DeliveryState, Note, Receipt, Segment, Style
from model.identities import CaseKey
from model.matches import Level
from model.ports import Ledger
from tests.storage.makers import HOUR, NOON, a_match, a_post, a_sighting, a_thread, kept, see

CASE = a_sighting().case


def tell(
    ledger: Ledger,
    *,
    level: Level = Level.NOW,
    cases: Sequence[CaseKey] = (),
    notes: Sequence[Note] = (),
    channels: Sequence[str] = ("console",),
    now: datetime = NOON,
) -> Alert:
    def say(alert: AlertId) -> list[Segment]:
        return [Segment(text=f"A-{alert} ", style=Style.BOLD), Segment(text="says so")]

    kind, subject = AlertKind.FIRST, "viamedis"
    return ledger.tell(
        kind=kind, level=level, subject=subject, segments=say, cases=cases, notes=notes, channels=channels, now=now
    )


def sent(ledger: Ledger, *, channel: str = "console", now: datetime = NOON) -> Delivery:
    delivery = ledger.next_delivery(channel, now=now)
    assert delivery is not None
    return delivery


def state(ledger: Ledger, alert: Alert) -> Delivery:
    told = ledger.alert(alert.id)
    assert told is not None
    return told[1][0]


def open_case(ledger: Ledger, subject: str = "viamedis") -> CaseKey:
    post = a_post(kept=kept(matches=[a_match(subject)]))
    sighting = a_sighting(subject=subject)
    see(ledger, threads=[a_thread()], posts=[post], sightings=[sighting])
    return sighting.case


def test_an_alert_shows_its_own_number(ledger: Ledger) -> None:
    alert = tell(ledger)

    assert (alert.id, alert.text, alert.segments[0].style) == (1, "A-1 says so", Style.BOLD)
    assert ledger.alert(alert.id) == (alert, [state(ledger, alert)])
    assert ledger.alert(AlertId(99)) is None


def test_an_alert_waits_on_each_of_its_channels(ledger: Ledger) -> None:
    alert = tell(ledger, channels=["console", "telegram"])

    told = ledger.alert(alert.id)
    assert told is not None
    assert [(one.channel, one.state, one.attempt, one.is_repeat) for one in told[1]] == [
        ("console", DeliveryState.PENDING, 0, False),
        ("telegram", DeliveryState.PENDING, 0, False),
    ]
    assert ledger.backlog() == {"console": 1, "telegram": 1, "notes": 0, "dead": 0}


def test_a_note_waits_until_an_alert_tells_it(ledger: Ledger) -> None:
    open_case(ledger)
    assert ledger.backlog() == {"notes": 1, "dead": 0}

    tell(ledger, cases=[CASE], notes=ledger.notes(limit=9), now=NOON + HOUR)

    assert ledger.notes(limit=9) == []
    assert ledger.cases(limit=9)[0].told_at == NOON + HOUR


def test_a_note_that_is_dismissed_is_told_to_nobody(ledger: Ledger) -> None:
    open_case(ledger)

    ledger.dismiss(ledger.notes(limit=9), verdict="muted", now=NOON)

    assert ledger.notes(limit=9) == []
    assert ledger.cases(limit=9)[0].told_at is None


def test_an_alert_that_could_not_be_worded_leaves_everything_as_it_was(ledger: Ledger) -> None:
    open_case(ledger)

    def stumble(_: AlertId) -> list[Segment]:
        raise ValueError("no words")

    with pytest.raises(ValueError, match="no words"):
        ledger.tell(
            kind=AlertKind.FIRST,
            level=Level.NOW,
            subject="viamedis",
            segments=stumble,
            cases=[CASE],
            notes=ledger.notes(limit=9),
            channels=["console"],
            now=NOON,
        )

    assert len(ledger.notes(limit=9)) == 1
    assert (ledger.alerts(limit=9), ledger.cases(limit=9)[0].told_at) == ([], None)


def test_alerts_are_told_newest_first(ledger: Ledger) -> None:
    for _ in range(3):
        tell(ledger)

    assert [alert.id for alert, _ in ledger.alerts(limit=2)] == [3, 2]


def test_nothing_is_sent_on_a_channel_that_has_nothing(ledger: Ledger) -> None:
    tell(ledger)

    assert ledger.next_delivery("telegram", now=NOON) is None


def test_what_is_being_sent_is_not_sent_by_another(ledger: Ledger) -> None:
    alert = tell(ledger)

    delivery = sent(ledger)

    assert (delivery.alert, delivery.state, delivery.attempt) == (alert, DeliveryState.SENDING, 1)
    assert (delivery.is_repeat, delivery.answers) == (False, None)
    assert ledger.next_delivery("console", now=NOON) is None
    assert ledger.backlog()["console"] == 1


def test_the_urgent_goes_first_and_then_the_oldest(ledger: Ledger) -> None:
    for level in (Level.DIGEST, Level.NOW, Level.NONE, Level.NOW):
        tell(ledger, level=level)

    assert [sent(ledger).alert.id for _ in range(4)] == [2, 4, 1, 3]


def test_an_alert_that_was_taken_is_sent_for_good(ledger: Ledger) -> None:
    alert = tell(ledger)

    ledger.delivered(sent(ledger), Receipt("chat/42"), now=NOON)

    done = state(ledger, alert)
    assert (done.state, done.receipt, done.next_try_at) == (DeliveryState.SENT, "chat/42", None)
    assert ledger.next_delivery("console", now=NOON + 99 * HOUR) is None
    assert ledger.backlog() == {"notes": 0, "dead": 0}


def test_an_alert_that_did_not_arrive_is_tried_again_when_its_time_comes(ledger: Ledger) -> None:
    alert = tell(ledger)
    ledger.postpone(sent(ledger), until=NOON + HOUR, error="too many requests", uncertain=False)

    waiting = state(ledger, alert)
    assert (waiting.state, waiting.error, waiting.next_try_at) == (
        DeliveryState.PENDING,
        "too many requests",
        NOON + HOUR,
    )
    assert ledger.next_delivery("console", now=NOON) is None
    again = sent(ledger, now=NOON + HOUR)
    assert (again.attempt, again.is_repeat) == (2, False)


def test_an_alert_that_may_have_arrived_is_repeated_as_such(ledger: Ledger) -> None:
    alert = tell(ledger)
    ledger.postpone(sent(ledger), until=NOON + HOUR, error="reset", uncertain=True)

    assert state(ledger, alert).state is DeliveryState.UNCERTAIN
    again = sent(ledger, now=NOON + HOUR)
    assert (again.attempt, again.is_repeat) == (2, True)


def test_what_may_once_have_arrived_stays_a_repeat(ledger: Ledger) -> None:
    tell(ledger)
    ledger.postpone(sent(ledger), until=NOON, error="reset", uncertain=True)
    ledger.postpone(sent(ledger), until=NOON, error="refused", uncertain=False)

    assert sent(ledger).is_repeat


def test_what_a_crash_caught_being_sent_is_repeated_as_such(ledger: Ledger) -> None:
    tell(ledger)
    tell(ledger)
    sent(ledger)

    assert ledger.recover(now=NOON, repeat_at=NOON + HOUR) == 1

    other = sent(ledger)
    assert (other.alert.id, other.is_repeat) == (2, False)
    ledger.delivered(other, Receipt("2"), now=NOON)
    assert ledger.next_delivery("console", now=NOON) is None
    again = sent(ledger, now=NOON + HOUR)
    assert (again.alert.id, again.is_repeat, again.attempt) == (1, True, 2)
    assert ledger.recover(now=NOON, repeat_at=NOON) == 1


def test_an_alert_that_is_given_up_shows_as_dead(ledger: Ledger) -> None:
    alert = tell(ledger)

    ledger.bury(sent(ledger), error="chat not found", now=NOON)

    dead = state(ledger, alert)
    assert (dead.state, dead.error, dead.next_try_at) == (DeliveryState.DEAD, "chat not found", None)
    assert ledger.next_delivery("console", now=NOON + HOUR) is None
    assert ledger.backlog() == {"notes": 0, "dead": 1}


def test_a_later_alert_of_a_case_answers_its_first(ledger: Ledger) -> None:
    open_case(ledger)
    first = tell(ledger, cases=[CASE], channels=["console", "telegram"])
    ledger.delivered(sent(ledger, channel="telegram"), Receipt("chat/1"), now=NOON)

    second = tell(ledger, cases=[CASE], channels=["telegram"])
    third = tell(ledger, cases=[CASE], channels=["telegram"])

    assert (first.reply_to, second.reply_to, third.reply_to) == (None, first.id, first.id)
    assert sent(ledger, channel="telegram").answers == "chat/1"


def test_an_alert_answers_nothing_where_the_first_did_not_go(ledger: Ledger) -> None:
    open_case(ledger)
    tell(ledger, cases=[CASE], channels=["console"])
    tell(ledger, cases=[CASE], channels=["telegram"])

    assert sent(ledger, channel="telegram").answers is None


def test_an_alert_of_several_cases_answers_none(ledger: Ledger) -> None:
    cases = [open_case(ledger), open_case(ledger, "almerys")]
    tell(ledger, cases=cases[:1])

    digest = tell(ledger, cases=cases)

    assert (digest.reply_to, digest.cases) == (None, tuple(cases))
