"""What a person gets wrong is answered by one clear line and the right exit code, and nothing is lost."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.console.command import Ran, vigie
from tests.servers.telegram import CHAT, BotApi


def one_line(ran: Ran) -> str:
    """The only line on stderr."""
    lines = [line for line in ran.err.splitlines() if line.strip()]
    assert len(lines) == 1, ran.err
    assert "Traceback" not in ran.err
    return lines[0]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    assert vigie("init", "--config", "c", cwd=tmp_path).code == 0
    return tmp_path / "c"


def source(config: Path, **more: str) -> None:
    lines = {"id": "s", "url": "http://127.0.0.1:9/", "engine": "mybb", "delay": "1ms", **more}
    (config / "sources").mkdir(exist_ok=True)
    (config / "sources" / "s.yaml").write_text("".join(f"{k}: {v}\n" for k, v in lines.items()))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(("serch", "x"), "Did you mean 'search'", id="an unknown command"),
        pytest.param(("visit",), "vigie visit SOURCE", id="a visit of nothing"),
        pytest.param(("visit", "nowhere"), "vigie source list", id="an unknown source"),
        pytest.param(("search", '"never closed'), "quot", id="an unbalanced quote"),
        pytest.param(("alert", "show", "A-99"), "vigie alert list", id="an unknown alert"),
        pytest.param(("alert", "show", "bogus"), "A-1", id="not an alert's name"),
        pytest.param(("extract", "nowhere.html", "--url", "http://x.example/"), "no such file", id="a missing page"),
        pytest.param(("match", "--jsonl", "nowhere.jsonl"), "no such file", id="a missing file of posts"),
        pytest.param(("search", "x", "--home", "/dev/null"), "--home DIR", id="a home that is no folder"),
        pytest.param(("match", "--jsonl", "."), "is a directory", id="a directory of posts"),
        pytest.param(("extract", "-", "--url", "nonsense"), "the whole address", id="an address that is none"),
        pytest.param(("extract", "-", "--url", ""), "the whole address", id="an empty address"),
        pytest.param(
            ("extract", "-", "--url", "http://x.example/", "--charset", "base64"), "windows-1251", id="no charset"
        ),
        pytest.param(("search", "--home"), "--home DIR", id="a flag without its directory"),
        pytest.param(("search", "x", "--limit", "many"), "--limit", id="not a number"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(arguments: tuple[str, ...], says: str, tmp_path: Path) -> None:
    ran = vigie(*arguments, cwd=tmp_path)
    assert ran.code == 2
    assert ran.out == ""
    assert says in one_line(ran)


def test_a_wrong_key_is_told_with_file_and_line(config: Path, tmp_path: Path) -> None:
    source(config, evry="20m")
    ran = vigie("source", "list", "--config", "c", cwd=tmp_path)
    assert ran.code == 2
    assert "c/sources/s.yaml:5:" in one_line(ran)
    assert "every" in ran.err


def test_a_duplicate_id_names_both_places(config: Path, tmp_path: Path) -> None:
    source(config)
    (config / "sources" / "t.yaml").write_text("id: s\nurl: http://127.0.0.1:9/\n")
    ran = vigie("source", "list", "--config", "c", cwd=tmp_path)
    assert ran.code == 2
    assert "s.yaml" in one_line(ran)
    assert "t.yaml" in ran.err


def test_a_configuration_that_is_not_there_says_how_to_make_it(tmp_path: Path) -> None:
    ran = vigie("run", "--config", "nowhere", cwd=tmp_path)
    assert ran.code == 2
    assert "vigie init --config nowhere" in one_line(ran)


def test_a_line_that_is_not_json_is_named_in_its_place_and_the_others_are_answered(tmp_path: Path) -> None:
    good = '{"id": "1", "title": null, "body": "looking for the Viamedis database"}\n'
    ran = vigie("match", "--jsonl", "-", cwd=tmp_path, stdin=good + "{oops\n" + good.replace('"1"', '"2"'))
    assert ran.code == 2
    assert [line["id"] for line in ran.lines] == ["1", None, "2"]
    assert "not JSON" in ran.lines[1]["error"]
    assert "stdin:2" in ran.err
    assert "Traceback" not in ran.err


def test_a_line_that_names_its_text_otherwise_is_told_how_to_name_it(tmp_path: Path) -> None:
    ran = vigie("match", "--jsonl", "-", cwd=tmp_path, stdin='{"id": "1", "text": "Viamedis database"}\n')
    assert ran.code == 2
    assert [line["id"] for line in ran.lines] == [None]
    assert "under body" in ran.lines[0]["error"]
    assert "stdin:1" in ran.err


def test_an_unreachable_source_is_told_in_words(config: Path, tmp_path: Path) -> None:
    with _closed_port() as port:
        source(config, url=f"http://127.0.0.1:{port}/")
        ran = vigie("visit", "s", "--config", "c", "--home", "h", cwd=tmp_path)
    assert ran.code == 1
    assert "s: down" in ran.out
    assert "refused" in ran.out
    assert "Traceback" not in ran.err
    again = vigie("status", "--json", "--config", "c", "--home", "h", cwd=tmp_path)
    assert again.json["sources"][0]["state"] == "down"


def test_n5_an_onion_is_not_reached_by_any_other_way_than_tor(config: Path, tmp_path: Path) -> None:
    with _closed_port() as port:
        (config / "settings.yaml").write_text(f"tor: {{socks: '127.0.0.1:{port}'}}\n")
        source(config, url=f"http://{'a' * 56}.onion/")
        ran = vigie("visit", "s", "--config", "c", "--home", "h", cwd=tmp_path)
    assert ran.code == 1
    assert f"Tor at 127.0.0.1:{port}: nobody listens, and nothing goes round it" in ran.out
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("url", "more", "code", "words"),
    [
        pytest.param(f"http://{'a' * 56}.onion/", (), 1, "nobody listens", id="an onion, while Tor is away"),
        pytest.param("http://a.example/", ("--transport", "tor"), 1, "nobody listens", id="Tor asked for, and away"),
        pytest.param("http://a.example/", ("--transport", "onion"), 6, "no .onion", id="a clear host as an onion"),
        pytest.param(f"http://{'a' * 56}.onion/", ("--transport", "clear"), 6, "transport: onion", id="the reverse"),
        pytest.param("http://169.254.169.254/", (), 6, "not public", id="a cloud's credentials"),
    ],
)
def test_an_address_that_cannot_be_looked_at_is_not_added(
    url: str, more: tuple[str, ...], code: int, words: str, config: Path, tmp_path: Path
) -> None:
    with _closed_port() as port:
        (config / "settings.yaml").write_text(f"tor: {{socks: '127.0.0.1:{port}'}}\n")
        ran = vigie("source", "add", url, *more, "--id", "new", "--config", "c", cwd=tmp_path)
    assert ran.code == code
    assert words in one_line(ran)
    assert not (config / "sources" / "new.yaml").exists()


@pytest.mark.parametrize("kind", ["a pipe", "a folder", "a broken link"])
def test_what_is_no_file_among_the_sources_is_told_and_not_waited_for(kind: str, config: Path, tmp_path: Path) -> None:
    place = config / "sources" / "odd.yaml"
    match kind:
        case "a pipe":
            os.mkfifo(place)
        case "a folder":
            place.mkdir()
        case _:
            place.symlink_to("nowhere")
    ran = vigie("source", "list", "--config", "c", cwd=tmp_path)
    assert ran.code == 2
    assert "c/sources/odd.yaml: " in one_line(ran)


def test_a_visit_that_cannot_hold_its_lock_is_told_in_one_line(config: Path, tmp_path: Path) -> None:
    source(config)
    assert vigie("search", "x", "--home", "h", cwd=tmp_path).code == 0
    (tmp_path / "h" / "locks").write_text("")
    ran = vigie("visit", "s", "--config", "c", "--home", "h", cwd=tmp_path)
    assert ran.code in (1, 2)
    assert "locks" in one_line(ran)


def test_a_channel_without_its_token_says_where_to_put_it(config: Path, tmp_path: Path) -> None:
    (config / "settings.yaml").write_text(
        "alerting:\n  channels:\n    - {id: cert, kind: telegram, chat: '1', token_file: nowhere.token}\n"
    )
    ran = vigie("alert", "test", "--config", "c", "--home", "h", cwd=tmp_path)
    assert ran.code == 2
    assert "nowhere.token" in one_line(ran)


def test_a_wrong_token_is_told_in_one_line_and_never_shown(config: Path, tmp_path: Path) -> None:
    token = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsXXX"
    with BotApi() as api:
        (config / "settings.yaml").write_text(
            f"alerting:\n  channels:\n    - {{id: cert, kind: telegram, chat: '{CHAT}', api: '{api.address}'}}\n"
        )
        ran = vigie("alert", "test", "--config", "c", "--home", "h", cwd=tmp_path, env={"VIGIE_TELEGRAM_TOKEN": token})
    assert ran.code == 3
    assert "@BotFather" in one_line(ran)
    assert token.partition(":")[2] not in ran.err + ran.out


def test_a_home_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = vigie("search", "x", "--home", "file/home", cwd=tmp_path)
    assert ran.code in (1, 2)
    assert "file" in one_line(ran)


@contextmanager
def _closed_port() -> Iterator[int]:
    with socket.socket() as held:  # bound and not listening: connections are refused, and nobody else takes it
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]
