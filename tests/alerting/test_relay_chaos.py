from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

import pytest

from alerting.relay import Relay
from model.cases import Delivery, DeliveryState, Receipt
from model.errors import ChannelDead, TryAgain, Uncertain
from model.settings import Alerting
from tests.alerting.books import FakeBooks, FakeClock
from tests.alerting.samples import NOON, WATCHLIST

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


class Killed(BaseException):
    """The process is gone: nothing may catch it."""


class Flaky:
    """Refuses, is unsure, breaks and is killed, by chance; knows what really arrived."""

    channel = "telegram"

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.is_calm = False
        self.arrived: list[Delivery] = []
        self.doubts = 0

    def send(self, delivery: Delivery) -> Receipt:
        dice = 1.0 if self.is_calm else self._chance.random()
        if dice < 0.30:
            raise TryAgain("slow down", after=5 * SECOND)
        if dice < 0.35:
            raise ChannelDead("kicked out for a while")
        if dice < 0.45:
            raise Uncertain("server error, and it did not arrive")
        self.arrived.append(delivery)
        if dice < 0.60:
            self.doubts += 1
            raise Uncertain("it arrived, and the answer did not") if dice < 0.52 else Killed
        return Receipt(f"chat/{len(self.arrived)}")

    def close(self) -> None:
        """Nothing to let go of."""


@pytest.mark.parametrize("seed", range(8))
def test_g10_whatever_fails_no_alert_is_lost_and_every_second_one_says_so(seed: int) -> None:
    chance = random.Random(seed)
    books, clock, channel = FakeBooks(), FakeClock(NOON + MINUTE), Flaky(chance)
    relay = Relay(books, [channel], WATCHLIST, Alerting(), clock)
    for round_ in range(3000):
        channel.is_calm = round_ > 2000
        if round_ < 1500 and chance.random() < 0.05:
            books.add_many(chance.randrange(1, 4), at=clock.now() - MINUTE)
        try:
            relay.step()
        except Killed:
            relay = Relay(books, [channel], WATCHLIST, Alerting(), clock)
            relay.start()
        clock.move(15 * SECOND)

    assert books.untold == []
    assert {delivery.state for delivery in books.deliveries} == {DeliveryState.SENT}
    assert {key for each in channel.arrived for key in each.alert.cases} == set(books.views)
    times = Counter(each.alert.id for each in channel.arrived)
    assert sum(count - 1 for count in times.values()) <= channel.doubts
    plain = Counter(each.alert.id for each in channel.arrived if not each.is_repeat)
    assert max(plain.values()) == 1
