from __future__ import annotations

import io
import logging
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerting.channels import open_notifiers
from alerting.console import ConsoleNotifier
from alerting.secrets import Secret, hush
from model.cases import Segment
from model.errors import BadInput, ChannelDead
from model.ports import Notifier
from model.settings import Alerting, Channel
from tests.alerting.samples import alert, delivery

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"


def opened(*channels: Channel, environ: dict[str, str] | None = None, config: Path | None = None) -> list[Notifier]:
    return open_notifiers(Alerting(channels=channels), environ or {}, config, io.StringIO())


def telegram(token_file: str | None = None, chat: str | None = "-1") -> Channel:
    return Channel(id="oncall", kind="telegram", chat=chat, token_file=token_file)


def test_the_terminal_shows_an_alert_and_gives_a_receipt_by_its_content() -> None:
    stream = io.StringIO()
    console = ConsoleNotifier(stream)
    first, second = console.send(delivery()), console.send(delivery())
    assert "Viamedis is asked for" in stream.getvalue()
    assert first == second
    assert console.send(delivery(is_repeat=True)) != first


@given(text=st.text(st.characters(), min_size=1))
def test_h11_nothing_in_an_alert_steers_the_terminal(text: str) -> None:
    stream = io.StringIO()
    ConsoleNotifier(stream).send(delivery(alert(Segment(text=f"[link=x]\x1b]8;;{text}\x9b31m"))))
    shown = stream.getvalue()
    assert all(char.isprintable() or char == "\n" for char in shown)
    assert "[link=x]" in shown


def test_a_terminal_that_knows_only_ascii_shows_an_alert_too() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    ConsoleNotifier(stream).send(delivery(alert(Segment(text="🔴 Viamédis"))))
    assert b"Viam\\xe9dis" in raw.getvalue()


def test_a_terminal_that_nobody_reads_is_a_dead_channel() -> None:
    stream = io.StringIO()
    stream.close()
    with pytest.raises(ChannelDead):
        ConsoleNotifier(stream).send(delivery())


def test_a_telegram_channel_without_a_token_says_how_to_get_one() -> None:
    with pytest.raises(BadInput, match=r"'oncall' has no bot token: .* token_file, or set VIGIE_TELEGRAM_TOKEN"):
        opened(telegram())


def test_a_telegram_channel_without_a_chat_says_so() -> None:
    with pytest.raises(BadInput, match="'oncall' has no chat"):
        opened(telegram(chat=None), environ={"VIGIE_TELEGRAM_TOKEN": TOKEN})


def test_a_channel_of_an_unknown_kind_names_the_known_ones() -> None:
    with pytest.raises(BadInput, match="choose one of console, telegram"):
        opened(Channel(id="pager", kind="pager"))


def test_the_token_comes_from_the_environment_or_from_a_file_beside_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(TOKEN + "\n")
    file.chmod(0o600)
    found = opened(telegram("token"), config=tmp_path) + opened(telegram(), environ={"VIGIE_TELEGRAM_TOKEN": TOKEN})
    assert [each.channel for each in found] == ["oncall", "oncall"]
    for each in found:
        each.close()


def test_a_token_file_that_others_can_read_is_warned_of(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "token"
    file.write_text(TOKEN)
    file.chmod(0o644)
    for each in opened(telegram("token"), config=tmp_path):
        each.close()
    assert "chmod 600" in caplog.text
    assert TOKEN not in caplog.text


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"my token is 12:ab", id="prose"),
        pytest.param("12:é".encode(), id="not ASCII"),
    ],
)
def test_a_file_that_holds_no_token_is_named_but_not_quoted(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "token").write_bytes(content)
    with pytest.raises(BadInput, match="holds no bot token") as raised:
        opened(telegram("token"), config=tmp_path)
    assert "prose" not in str(raised.value)
    assert "my token" not in str(raised.value)


def test_a_missing_token_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot read its token_file"):
        opened(telegram("nowhere"), config=tmp_path)


def test_a_secret_shows_nowhere() -> None:
    secret = Secret(TOKEN)
    shown = f"{secret} {secret!r} {secret:>10} {[secret]} {secret!s}"
    assert TOKEN not in shown
    assert secret.reveal() == TOKEN
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_libraries_that_log_addresses_have_the_token_taken_out(caplog: pytest.LogCaptureFixture) -> None:
    hush()
    hush()
    with caplog.at_level(logging.DEBUG):
        caplog.set_level(logging.DEBUG, logger="httpx")
        logging.getLogger("httpx").warning("HTTP Request: POST https://api.telegram.example/bot%s/sendMessage", TOKEN)
    assert "bot***/sendMessage" in caplog.text
