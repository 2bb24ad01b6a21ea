from __future__ import annotations

import asyncio
import json
import logging
import random
import subprocess
import sys
import time
import traceback
import unicodedata
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from alerting import messages
from alerting.relay import Relay
from alerting.secrets import Secret
from alerting.telegram import TelegramNotifier
from model.cases import AlertId, CaseView, Delivery, Receipt, Segment, Style
from model.errors import BadInput, ChannelDead, NotDelivered, TryAgain, Uncertain, Undeliverable
from model.matches import Level
from model.settings import Alerting
from tests.alerting.books import FakeBooks, FakeClock
from tests.alerting.samples import NOON, WATCHLIST, alert, case, delivery, match, note, post, view
from tests.servers.telegram import CHAT, TOKEN, BotApi

PATIENCE, HURRY = timedelta(seconds=20), timedelta(milliseconds=400)
A_12 = AlertId(12)


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as server:
        yield server


def notifier(
    api: BotApi | str, *, token: str = TOKEN, chat: str = CHAT, proxy: str | None = None, timeout: timedelta = PATIENCE
) -> closing[TelegramNotifier]:
    address = api if isinstance(api, str) else api.address
    return closing(
        TelegramNotifier(channel="telegram", chat=chat, token=Secret(token), api=address, proxy=proxy, timeout=timeout)
    )


def test_n7_an_alert_arrives_with_its_styles_previews_off_and_protected(api: BotApi) -> None:
    segments = messages.first(A_12, view(), WATCHLIST, level=Level.NOW)
    with notifier(api) as telegram:
        receipt = telegram.send(delivery(alert(*segments)))
    (message,) = api.taken
    assert receipt == f"{CHAT}/1"
    assert message.text == "".join(segment.text for segment in segments)
    assert json.loads(message.parameters["link_preview_options"]) == {"is_disabled": True}
    assert message.parameters["protect_content"] in ("true", "True")
    assert "parse_mode" not in message.parameters
    styled = [
        message.text.encode("utf-16-le")[2 * each["offset"] : 2 * (each["offset"] + each["length"])].decode("utf-16-le")
        for each in message.entities
    ]
    assert styled[0] == "🔴 NOW · Viamedis · NEW claim · request"
    assert styled[-1] == "vigie alert ack A-12"


def test_a_later_alert_answers_the_earlier_one_and_goes_without_it_when_that_is_gone(api: BotApi) -> None:
    with notifier(api) as telegram:
        first = telegram.send(delivery())
        telegram.send(answering(first))
        telegram.send(answering(Receipt(f"{CHAT}/999")))
    assert [message.reply_to for message in api.taken] == [None, 1, None]


def answering(receipt: Receipt) -> Delivery:
    return replace(delivery(), answers=receipt)


@pytest.mark.parametrize(
    ("answer", "error", "taken"),
    [
        pytest.param("429:7", TryAgain, 0, id="asked to slow down"),
        pytest.param("500", Uncertain, 0, id="server error"),
        pytest.param("502", Uncertain, 0, id="bad gateway"),
        pytest.param("drop", Uncertain, 0, id="closed before"),
        pytest.param("lose", Uncertain, 1, id="closed after"),
        pytest.param("late:1.2", Uncertain, 1, id="answers too late"),
        pytest.param("html", Uncertain, 0, id="a page instead of an answer"),
        pytest.param("302", TryAgain, 0, id="a captive portal"),
        pytest.param("413", TryAgain, 0, id="a proxy that refuses"),
        pytest.param("418", TryAgain, 0, id="something else altogether"),
        pytest.param("400:can't parse entities", Undeliverable, 0, id="entities refused"),
        pytest.param("400:message is too long", Undeliverable, 0, id="too long"),
        pytest.param("400:chat not found", ChannelDead, 0, id="no such chat"),
        pytest.param("400:not enough rights to send text messages to the chat", ChannelDead, 0, id="no rights"),
        pytest.param("401", ChannelDead, 0, id="token withdrawn"),
        pytest.param("403:bot was kicked from the group chat", ChannelDead, 0, id="kicked out"),
        pytest.param("404", ChannelDead, 0, id="not a token"),
    ],
)
def test_what_goes_wrong_is_told_apart_by_what_can_be_done(
    api: BotApi, answer: str, error: type[NotDelivered], taken: int
) -> None:
    api.answers.append(answer)
    with notifier(api, timeout=HURRY if answer.startswith("late") else PATIENCE) as telegram:
        with pytest.raises(error) as raised:
            telegram.send(delivery())
        assert len(api.taken) == taken
        assert_silent(raised.value)
    with notifier(api) as telegram:
        telegram.send(delivery())  # the next one is met as if nothing had been


def assert_silent(error: BaseException) -> None:
    """Neither the token nor an address with it hangs on *error*, shown or hidden."""
    shown = "".join(traceback.format_exception(error)) + repr(error) + str(error)
    assert TOKEN not in shown
    assert TOKEN.partition(":")[2] not in shown
    assert error.__cause__ is None
    assert error.__context__ is None


def test_patience_lasts_as_long_as_telegram_asks(api: BotApi) -> None:
    api.answers.append("429:7")
    with notifier(api) as telegram, pytest.raises(TryAgain) as raised:
        telegram.send(delivery())
    assert raised.value.after == timedelta(seconds=7)


def test_a_wrong_token_gives_one_clear_line(api: BotApi) -> None:
    with notifier(api, token="1:" + "x" * 35) as telegram, pytest.raises(ChannelDead) as raised:
        telegram.check()
    assert str(raised.value) == "channel 'telegram': Telegram does not know the bot token: ask @BotFather for it"


def test_a_right_token_can_be_checked_without_writing_to_anyone(api: BotApi) -> None:
    with notifier(api) as telegram:
        telegram.check()
    assert api.taken == []


def test_an_unknown_chat_is_a_dead_channel(api: BotApi) -> None:
    with notifier(api, chat="-42") as telegram, pytest.raises(ChannelDead, match="no such chat"):
        telegram.send(delivery())


def test_a_group_that_became_a_supergroup_is_followed(api: BotApi) -> None:
    api.answers.append("migrate:-1009")
    with notifier(api) as telegram:
        with pytest.raises(TryAgain, match="set chat: '-1009'"):
            telegram.send(delivery())
        assert telegram.send(delivery()) == "-1009/1"


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("http://127.0.0.1:9", id="refused"),
        pytest.param("http://nowhere.invalid", id="no such name"),
        pytest.param("https://127.0.0.1:9", id="TLS, refused"),
    ],
)
def test_what_cannot_be_reached_was_not_sent(address: str) -> None:
    with notifier(address) as telegram, pytest.raises(TryAgain) as raised:
        telegram.send(delivery())
    assert_silent(raised.value)


def test_a_server_that_speaks_no_tls_was_not_sent_anything(api: BotApi) -> None:
    with notifier(api.address.replace("http:", "https:"), timeout=HURRY) as telegram, pytest.raises(TryAgain):
        telegram.send(delivery())


def test_a_proxy_is_used_when_settings_name_one_and_only_then(api: BotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with notifier(api) as telegram:
        telegram.send(delivery())
    assert api.proxied == 0
    with notifier("http://telegram.example", proxy=api.address) as telegram:
        telegram.send(delivery())
    assert api.proxied == 1


def test_a_proxy_that_is_no_address_is_a_clear_word() -> None:
    with pytest.raises(BadInput, match="give proxy as") as raised:
        notifier("http://127.0.0.1:9", proxy="ftp://user:hunter2@127.0.0.1")
    assert "hunter2" not in str(raised.value)


def test_a_message_can_be_sent_from_within_an_event_loop(api: BotApi) -> None:
    async def inside() -> Receipt:
        return telegram.send(delivery())

    with notifier(api) as telegram:
        assert asyncio.run(inside()) == f"{CHAT}/1"


def wild(chance: random.Random) -> str:
    """Any code points at all, with a liking for those that hurt."""
    pools = (
        "🔴👩‍👩‍👧𝔘𠜎",
        "\u202e\u200b\u2066\ufeff\u00ad",
        "\x00\x1b\x07\r\n\t",
        "\ud800\udfff",
        "e\u0301\u0333\u033f",
        "<b>&*_`[]()",
    )
    signs = [
        chr(chance.randrange(0x110000)) if chance.random() < 0.5 else chance.choice(chance.choice(pools))
        for _ in range(chance.randrange(150))
    ]
    return "".join(signs)


def wild_view(chance: random.Random) -> CaseView:
    evil = post(author=wild(chance), text=wild(chance), matches=(match(quote=wild(chance)),))
    return view(case(title=wild(chance)), evil, url=f"http://forum.example/{wild(chance)}")


def test_a_thousand_random_alerts_are_all_accepted(api: BotApi) -> None:
    chance = random.Random(20240208)
    styles = list(Style)
    with notifier(api) as telegram:
        telegram._bot._rate_limiter = None  # twenty a minute would take an hour
        for n in range(1000):
            segments = messages.first(A_12, wild_view(chance), WATCHLIST, level=Level.NOW)
            if n % 4 == 0:
                segments = (
                    Segment(text="A"),
                    *(Segment(text=wild(chance), style=chance.choice(styles)) for _ in range(20)),
                )
            telegram.send(delivery(alert(*segments), is_repeat=n % 7 == 0))
    assert api.refused == []
    assert len(api.taken) == 1000
    for text in api.texts:
        assert not {unicodedata.category(char) for char in set(text)} & {"Cf", "Cs", "Co"}


def test_the_token_is_in_no_output_at_debug(
    api: BotApi, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    api.answers.extend(["429:1", "500", "drop", "lose", "html", "401", "403", "400:chat not found", "400:bad", "418"])
    books, clock = FakeBooks(), FakeClock(NOON + timedelta(minutes=1))
    books.add(view(), note())
    with caplog.at_level(logging.DEBUG), notifier(api) as telegram:
        relay = Relay(books, [telegram], WATCHLIST, Alerting(), clock)
        for _ in range(40):
            relay.step()
            clock.move(timedelta(minutes=3))
        print(telegram, repr(telegram), vars(telegram))
    captured = capsys.readouterr()
    for output in (caplog.text, captured.out, captured.err):
        assert TOKEN not in output
        assert TOKEN.partition(":")[2] not in output
    assert "xk27" not in caplog.text
    assert api.taken


def test_the_small_bot_api_runs_as_a_process_and_writes_down_what_it_took(tmp_path: Path) -> None:
    log = tmp_path / "taken.jsonl"
    command = [sys.executable, "-m", "tests.servers.telegram", "--port", "0", "--log", str(log)]
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        try:
            with notifier(address) as telegram:
                telegram.send(delivery())
            (line,) = log.read_text().splitlines()
        finally:
            server.kill()
    assert json.loads(line)["text"] == "Viamedis is asked for"


def test_the_small_bot_api_refuses_what_telegram_refuses(api: BotApi) -> None:
    def ask(**parameters: object) -> int:
        body = json.dumps({"chat_id": CHAT, "text": "🔴 hi"} | parameters).encode()
        address = f"{api.address}/bot{TOKEN}/sendMessage"
        request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    bold = {"type": "bold", "offset": 0, "length": 2}
    assert ask() == 200
    assert ask(entities=[bold]) == 200
    assert ask(text=" \n ") == 400
    assert ask(text="🔴" * 2049) == 400
    assert ask(entities=[bold | {"length": 1}]) == 400
    assert ask(entities=[bold | {"offset": 1, "length": 1}]) == 400
    assert ask(entities=[bold | {"length": 6}]) == 400
    assert ask(entities=[bold | {"type": "huge"}]) == 400
    assert ask(text="a" * 300, entities=[{"type": "bold", "offset": n, "length": 1} for n in range(101)]) == 400
    assert ask(chat_id="5") == 400


def test_no_time_is_lost_on_a_channel_that_never_sent() -> None:
    began = time.monotonic()
    with notifier("http://127.0.0.1:9"):
        pass
    assert time.monotonic() - began < 2
