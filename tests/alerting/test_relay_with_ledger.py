from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from alerting.console import ConsoleNotifier
from alerting.relay import Relay
from alerting.secrets import Secret
from alerting.telegram import TelegramNotifier
from model.identities import ThreadId
from model.matches import Intent, Level
from model.settings import Alerting
from model.sources import Health
from model.visits import VisitEnding
from storage.ledger import SqliteLedger, open_ledger
from storage.memory import MemoryLedger
from tests.alerting.books import FakeClock
from tests.alerting.samples import WATCHLIST
from tests.servers.telegram import CHAT, TOKEN, BotApi
from tests.storage.makers import (
    FORUM,
    NOON,
    START,
    a_match,
    a_post,
    a_sighting,
    a_signature,
    a_thread,
    an_assessment,
    analysis,
    kept,
    see,
)

MINUTE = timedelta(minutes=1)
PLEA = "Viamedis, looking for it"


@pytest.fixture(params=["memory", "sqlite"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MemoryLedger | SqliteLedger]:
    opened = MemoryLedger(analysis=analysis) if request.param == "memory" else open_ledger(tmp_path, analysis=analysis)
    yield opened
    assert opened.check() == []
    opened.close()


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as server:
        yield server


def ask(
    ledger: MemoryLedger | SqliteLedger, thread: str = "7", *, number: str = "1", is_historic: bool = False
) -> None:
    """Somebody asks for the data in *thread*."""
    of = ThreadId(thread)
    see(
        ledger,
        threads=(a_thread(of),),
        posts=(a_post(number, thread=of, kept=kept(PLEA, matches=(a_match(), a_signature()))),),
        sightings=(a_sighting(number, thread=of, is_historic=is_historic),),
    )


def told(ledger: MemoryLedger | SqliteLedger, *, after: timedelta = MINUTE) -> list[str]:
    """What the terminal says, message by message."""
    stream = io.StringIO()
    relay = Relay(ledger, [ConsoleNotifier(stream)], WATCHLIST, Alerting(), FakeClock(NOON + after))
    relay.start()
    relay.step()
    return [message for message in stream.getvalue().split("\n\n") if message.strip()]


def test_a_request_in_the_ledger_becomes_an_alert(ledger: MemoryLedger | SqliteLedger) -> None:
    ask(ledger)
    (message,) = told(ledger)
    assert "🔴 NOW · Viamedis · NEW claim · request" in message
    assert "T+1 day after the public notice of 2024-02-07" in message
    assert "Signature fr-tiers-payant-2024: consistent, 80/100" in message
    assert told(ledger, after=2 * MINUTE) == []
    assert ledger.backlog()["notes"] == 0


def test_a_second_post_of_a_thread_answers_its_first_alert(ledger: MemoryLedger | SqliteLedger, api: BotApi) -> None:
    clock = FakeClock(NOON + MINUTE)
    with closing(telegram(api.address)) as channel:
        relay = Relay(ledger, [channel], WATCHLIST, Alerting(), clock)
        ask(ledger)
        assert relay.step() == 1
        ask(ledger, number="2")
        clock.move(10 * MINUTE)
        assert relay.step() == 1
    assert [message.reply_to for message in api.taken] == [None, 1]
    assert "update · 1 further post" in api.texts[1]


def test_an_old_board_becomes_one_historic_message(ledger: MemoryLedger | SqliteLedger) -> None:
    for thread in range(1, 30):
        ask(ledger, str(thread), is_historic=True)
    (message,) = told(ledger)
    assert "HISTORIC · 29 cases on forum" in message


def test_what_belongs_into_the_digest_waits_for_it(ledger: MemoryLedger | SqliteLedger) -> None:
    news = an_assessment(Intent.NEWS, Level.DIGEST)
    see(
        ledger,
        threads=(a_thread(),),
        posts=(a_post(kept=kept(PLEA, assessment=news, matches=(a_match(),))),),
        sightings=(a_sighting(intent=Intent.NEWS, level=Level.DIGEST),),
    )
    assert told(ledger) == []
    (message,) = told(ledger, after=timedelta(hours=22))
    assert "🟡 DIGEST · 1 case · digest (daily)" in message


def test_a_source_that_went_blind_is_told_and_so_is_its_recovery(ledger: MemoryLedger | SqliteLedger) -> None:
    blind = VisitEnding(health=Health.WALLED, reason="the board wants a password", at=NOON)
    ledger.end(ledger.begin(FORUM, now=NOON, starts=[START]), blind)
    (message,) = told(ledger)
    assert "WATCHING ITSELF · forum" in message
    assert "the board wants a password" in message
    well = VisitEnding(health=Health.OK, reason="", at=NOON + MINUTE)
    ledger.end(ledger.begin(FORUM, now=NOON + MINUTE, starts=[START]), well)
    assert len(told(ledger, after=10 * MINUTE)) == 1


def telegram(api: str) -> TelegramNotifier:
    return TelegramNotifier(channel="telegram", chat=CHAT, token=Secret(TOKEN), api=api)


@pytest.mark.parametrize("threads", [1, 3])
def test_d2_a_relay_killed_after_sending_repeats_one_message_with_a_label(
    tmp_path: Path, api: BotApi, threads: int
) -> None:
    home = tmp_path / "home"
    with closing(open_ledger(home, analysis=analysis)) as ledger:
        for thread in range(threads):
            ask(ledger, str(thread))
    api.answers.append("late:60")  # the message is taken, and nobody learns of it
    command = [sys.executable, "-m", "tests.alerting.relaying", str(home), api.address]
    with subprocess.Popen(command, cwd=Path(__file__).resolve().parents[2]) as relaying:
        arrived = api.wait_for(1)
        relaying.kill()
    assert arrived

    clock = FakeClock(NOON.replace(year=2040))
    with closing(open_ledger(home, analysis=analysis)) as ledger, closing(telegram(api.address)) as channel:
        relay = Relay(ledger, [channel], WATCHLIST, Alerting(), clock)
        assert relay.start() == 1
        relay.step()
        clock.move(MINUTE)
        relay.step()
        assert ledger.check() == []
    labelled = [text for text in api.texts if text.startswith("↻ possible repeat of A-")]
    assert len(labelled) == 1
    assert len(api.taken) == threads + 1
