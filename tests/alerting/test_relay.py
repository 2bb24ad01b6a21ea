from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from alerting.relay import Relay
from model.cases import AlertKind, DeliveryState
from model.errors import ChannelDead, TryAgain, Uncertain, Undeliverable
from model.hunting import Definition, Hunt
from model.matches import Level
from model.settings import Alerting
from tests.alerting.books import FakeBooks, FakeClock, FakeNotifier
from tests.alerting.samples import NOON, WATCHLIST, case, health_note, note, post, view

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


class Desk:
    """A relay over fakes, a minute after noon: what was noted at noon is ripe."""

    def __init__(self, *channels: FakeNotifier) -> None:
        self.books = FakeBooks()
        self.clock = FakeClock(NOON + MINUTE)
        self.channels = channels or (FakeNotifier(),)
        self.relay = self.restarted()

    def restarted(self) -> Relay:
        self.relay = Relay(self.books, self.channels, WATCHLIST, Alerting(), self.clock)
        return self.relay

    @property
    def channel(self) -> FakeNotifier:
        return self.channels[0]

    def run(self, span: timedelta, *, every: timedelta = 5 * SECOND) -> int:
        """Step through *span*; returns how many messages went out."""
        end, count = self.clock.now() + span, 0
        while self.clock.now() < end:
            count += self.relay.step()
            self.clock.move(every)
        return count


def test_a_request_is_told_once_on_every_channel() -> None:
    desk = Desk(FakeNotifier("console"), FakeNotifier("telegram"))
    desk.books.add(view(), note())
    assert desk.relay.step() == 2
    assert desk.relay.step() == 0
    assert all("Viamedis" in channel.texts[0] for channel in desk.channels)
    assert desk.books.untold == []


def test_news_in_a_known_case_answers_its_first_alert() -> None:
    desk = Desk()
    desk.books.add(view(), note())
    desk.relay.step()
    known = desk.books.views[case().key]
    desk.books.add(replace(known, posts=(post(), post("p2"))), note(2, about="p2", at=desk.clock.now()))
    assert desk.run(4 * MINUTE) == 0
    assert desk.run(2 * MINUTE) == 1
    first, second = desk.channel.took
    assert (first.alert.kind, second.alert.kind) == (AlertKind.FIRST, AlertKind.UPDATE)
    assert second.answers == "telegram/1"


def test_what_nobody_wants_to_know_is_let_be_with_its_reason() -> None:
    desk = Desk()
    desk.books.add(view(), note(level=Level.NONE))
    assert desk.relay.step() == 0
    assert [reason for _, reason in desk.books.dismissed] == ["nobody wants to know"]


def test_all_of_a_days_digest_is_one_message() -> None:
    desk = Desk()
    desk.books.add_many(30, level=Level.DIGEST)
    assert desk.run(20 * HOUR, every=10 * MINUTE) == 0
    assert desk.run(4 * HOUR, every=10 * MINUTE) == 1
    assert "30 cases · digest (daily)" in desk.channel.texts[0]


def test_an_old_board_is_one_message() -> None:
    desk = Desk()
    desk.books.add_many(300, is_historic=True)
    assert desk.run(10 * MINUTE) == 1
    assert desk.channel.texts[0].startswith("HISTORIC · 300 cases on demo-forum")


def test_a_change_of_health_is_told_at_once() -> None:
    desk = Desk()
    desk.books.untold.append(health_note())
    assert desk.relay.step() == 1
    assert desk.channel.texts[0].startswith("🛠 WATCHING ITSELF")


def test_a_storm_is_ten_messages_in_five_minutes_and_all_of_it_is_told() -> None:
    desk = Desk()
    desk.books.add_many(500)
    assert desk.run(5 * MINUTE) == 10
    assert desk.books.untold == []
    assert {key for alert in desk.books.told for key in alert.cases} == set(desk.books.views)
    assert "digest (many alerts at once)" in desk.channel.texts[-1]


def test_a_storm_that_goes_on_stays_within_ten_messages_in_any_five_minutes() -> None:
    desk = Desk()
    sent: list[int] = []
    for _ in range(240):
        desk.books.add_many(4, at=desk.clock.now() - MINUTE)
        sent.append(desk.relay.step())
        desk.clock.move(5 * SECOND)
    assert max(sum(sent[n : n + 60]) for n in range(len(sent))) <= 10
    desk.run(10 * MINUTE)
    assert desk.books.untold == []


def test_a_health_change_in_a_storm_is_told_with_its_digest() -> None:
    desk = Desk()
    desk.books.add_many(500)
    desk.books.untold.append(health_note(9_999, words="login: the board wants a password"))
    desk.run(MINUTE)
    assert any("login: the board wants a password" in text for text in desk.channel.texts)


def test_a_message_that_did_not_arrive_is_tried_again_without_a_label() -> None:
    desk = Desk(FakeNotifier(script=[TryAgain("refused", after=5 * SECOND)]))
    desk.books.add(view(), note())
    assert desk.relay.step() == 0
    assert desk.run(MINUTE) == 1
    assert not desk.channel.took[0].is_repeat


def test_a_channel_that_asks_for_patience_gets_nothing_before() -> None:
    desk = Desk(FakeNotifier(script=[TryAgain("slow down", after=2 * MINUTE)]))
    desk.books.add_many(3)
    assert desk.relay.step() == 0
    assert desk.run(2 * MINUTE - 5 * SECOND) == 0
    assert len(desk.channel.tried) == 1
    assert desk.run(10 * SECOND) == 3


def test_a_message_that_may_have_arrived_is_repeated_after_a_while_with_a_label() -> None:
    desk = Desk(FakeNotifier(script=[Uncertain("no answer")]))
    desk.books.add(view(), note())
    assert desk.run(30 * SECOND) == 0
    assert desk.run(30 * SECOND) == 1
    assert desk.channel.took[0].is_repeat


def test_a_repeat_keeps_its_label_when_it_does_not_arrive() -> None:
    desk = Desk(FakeNotifier(script=[Uncertain("no answer"), TryAgain("refused", after=SECOND)]))
    desk.books.add(view(), note())
    assert desk.run(5 * MINUTE) == 1
    assert desk.channel.took[0].is_repeat


def test_a_kill_between_sending_and_noting_it_costs_one_labelled_repeat() -> None:
    desk = Desk(FakeNotifier(script=[KeyboardInterrupt()]))  # type: ignore[list-item] # what no handler may catch
    desk.books.add(view(), note())
    with pytest.raises(KeyboardInterrupt):
        desk.relay.step()
    assert desk.books.deliveries[0].state is DeliveryState.SENDING

    assert desk.restarted().start() == 1
    assert desk.run(MINUTE) == 1
    assert desk.channel.took[0].is_repeat
    assert desk.restarted().start() == 0
    assert desk.run(MINUTE) == 0


def test_a_wording_that_is_refused_is_said_in_one_plain_line() -> None:
    desk = Desk(FakeNotifier(script=[Undeliverable("bad entities")]))
    desk.books.add(view(), note())
    assert desk.relay.step() == 1
    assert "\n" not in desk.channel.texts[0]
    assert "Viamedis" in desk.channel.texts[0]


def test_a_message_that_is_refused_twice_is_buried_and_holds_up_no_other() -> None:
    desk = Desk(FakeNotifier(script=[Undeliverable("bad"), Undeliverable("bad")]))
    desk.books.add_many(2)
    assert desk.run(MINUTE) == 1
    assert desk.books.backlog()["dead"] == 1


def test_a_dead_channel_keeps_its_queue_and_is_told_of_on_the_others_once() -> None:
    dead = FakeNotifier("telegram", script=[ChannelDead("channel 'telegram': wrong token")] * 3)
    desk = Desk(dead, FakeNotifier("console"))
    desk.books.add(view(), note())
    desk.run(25 * MINUTE)
    assert len(dead.tried) == 3
    console = desk.channels[1]
    assert len([text for text in console.texts if "channel telegram is dead" in text]) == 1
    assert any("Viamedis" in text for text in console.texts)
    assert desk.run(10 * MINUTE) == 1
    assert "Viamedis" in dead.texts[0]


def test_a_dead_channel_is_tried_rarely() -> None:
    dead = FakeNotifier(script=[ChannelDead("wrong token")] * 100)
    desk = Desk(dead)
    desk.books.add(view(), note())
    desk.run(HOUR)
    assert len(dead.tried) <= 7


def test_six_hours_of_outage_lose_nothing_and_end_in_few_messages() -> None:
    desk = Desk(FakeNotifier(script=[TryAgain("down", after=SECOND)] * 72))
    for _ in range(72):  # the outage lasts as long as the script: a try every five minutes
        desk.books.add_many(5, at=desk.clock.now() - MINUTE)
        desk.run(5 * MINUTE, every=30 * SECOND)
    desk.channel.script.clear()
    assert desk.run(15 * MINUTE) <= 20
    assert {key for sent in desk.channel.took for key in sent.alert.cases} == set(desk.books.views)


def test_an_adapter_that_breaks_costs_no_alert_and_its_words_are_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    desk = Desk(FakeNotifier(script=[RuntimeError("secret leaked row")]))
    desk.books.add(view(), note())
    with caplog.at_level(logging.DEBUG):
        assert desk.run(MINUTE) == 1
    assert "RuntimeError" in caplog.text
    assert "secret leaked row" not in caplog.text
    assert "xk27" not in caplog.text


def test_one_broken_channel_does_not_hold_up_the_others() -> None:
    desk = Desk(FakeNotifier("telegram", script=[Uncertain("no answer")]), FakeNotifier("console"))
    desk.books.add(view(), note())
    assert desk.relay.step() == 1
    assert desk.channels[1].texts


def test_a_case_that_cannot_be_worded_is_told_in_a_few_words(caplog: pytest.LogCaptureFixture) -> None:
    desk = Desk()
    broken = replace(post(), posted_at="yesterday")  # type: ignore[arg-type] # what a damaged row may bring
    desk.books.add(view(None, broken), note())
    assert desk.relay.step() == 1
    assert "vigie alert show A-1" in desk.channel.texts[0]
    assert "could not be worded" in caplog.text


def test_closing_the_relay_closes_its_channels() -> None:
    desk = Desk()
    desk.relay.close()
    assert desk.channel.is_closed


def test_a_relay_that_only_delivers_leaves_what_is_noted_to_another() -> None:
    desk = Desk()
    desk.books.add(view(), note())
    assert desk.relay.deliver() == 0
    assert len(desk.books.untold) == 1
    desk.restarted()
    assert desk.relay.step() == 1


def test_what_a_hunt_found_goes_out_in_one_digest_when_it_has_ended() -> None:
    desk = Desk()
    hunt = Hunt(definition=Definition(subject="boreale", digest="1"), declared_at=NOON, began_at=NOON)
    desk.books.hunting = [hunt]
    for n in range(30):
        desk.books.add(view(case(f"c{n}", number=n, title=f"Thread {n}")), note(n + 1, of=f"c{n}", is_retro=True))
    assert desk.run(MINUTE) == 0

    desk.books.hunting = [replace(hunt, ended_at=NOON)]
    assert desk.run(MINUTE) == 1
    (alert,) = desk.books.told
    assert (alert.kind, len(alert.cases), desk.books.untold) == (AlertKind.DIGEST, 30, [])
    assert alert.text.startswith("RETRO · 30 cases found in what was kept already\nA-1 · ")
