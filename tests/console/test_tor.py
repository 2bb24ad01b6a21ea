"""`vigie tor`: the system's Tor, run in a private network."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from crawler.tor.places import process_began, running
from tests.console.command import Ran, environment, vigie
from tests.servers.socks import socks
from tests.servers.tor_network import TorNetwork


@pytest.fixture
def config(tmp_path: Path, tor_network: TorNetwork) -> Path:
    """A configuration whose torrc joins the private network."""
    config = tmp_path / "config dir"
    config.mkdir()
    (config / "settings.yaml").write_text("keep: matches\n")
    (config / "torrc").write_text(tor_network.torrc)
    return config


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home whose Tor is ended with the test."""
    home = tmp_path / "a home"
    yield home
    vigie("tor", "stop", "--home", str(home), cwd=tmp_path)


def wait_for_end(pid: int, began: int) -> None:
    until, step = monotonic() + 20, Event()
    while process_began(pid) == began:
        assert monotonic() < until, "it runs on"
        step.wait(0.05)


def asked(home: Path, config: Path, *words: str) -> Ran:
    return vigie("tor", *words, "--home", str(home), "--config", str(config), cwd=config.parent)


def test_a_tor_of_our_own_is_started_looked_at_renewed_and_stopped(home: Path, config: Path) -> None:
    started = asked(home, config, "start", "--detach", "--wait", "60")
    assert started.code == 0, started.err
    assert "Tor: 100 %: done" in started.err
    known = running(home)
    assert known is not None
    assert started.err.splitlines()[-1] == f"Tor is ready at {known.socks}"
    assert started.out == ""
    assert {stat.S_IMODE(each.stat().st_mode) for each in (home / "tor", home / "tor" / "data")} == {0o700}

    status = asked(home, config, "status", "--json")
    assert status.code == 0, status.err
    assert status.json["socks"] == known.socks
    assert (status.json["ready"], status.json["bootstrap"], status.json["network"]) == (True, 100, True)
    assert status.json["circuits"] > 0

    again = asked(home, config, "start", "--detach")
    assert (again.code, again.err.count("\n")) == (5, 1)
    assert "vigie tor stop ends it" in again.err

    assert asked(home, config, "renew").code == 0
    unknown = asked(home, config, "renew", "nowhere")
    assert (unknown.code, unknown.err.count("\n")) == (2, 1)

    assert asked(home, config, "stop").code == 0
    wait_for_end(known.pid, known.began)
    assert running(home) is None
    assert "nothing was done" in asked(home, config, "stop").err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_tor_in_the_foreground_ends_with_its_command(home: Path, config: Path, number: signal.Signals) -> None:
    with _in_foreground(home, config) as command:
        known = _once_ready(command, home)
        command.send_signal(number)
        assert command.wait(20) == (-number if number is signal.SIGKILL else 0)
    wait_for_end(known[0], known[1])
    assert running(home) is None


def test_a_tor_that_dies_is_told_by_its_command(home: Path, config: Path) -> None:
    with _in_foreground(home, config) as command:
        pid, _ = _once_ready(command, home)
        os.kill(pid, signal.SIGKILL)
        assert command.wait(20) == 1
        assert command.stderr is not None
        assert "Tor ended by itself" in command.stderr.read()


def test_a_torrc_that_tor_refuses_is_told_in_one_line(home: Path, config: Path) -> None:
    (config / "torrc").write_text("UseBridgez 1\n")
    ran = asked(home, config, "start")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "torrc: " in ran.err
    assert "UseBridgez" in ran.err


def test_a_tor_without_a_network_says_how_far_it_came(home: Path, config: Path) -> None:
    (config / "torrc").write_text(
        "TestingTorNetwork 1\n"
        "DirAuthority nobody orport=9 no-v2 v3ident=0000000000000000000000000000000000000001 "
        "127.0.0.1:9 0000000000000000000000000000000000000001\n"
    )
    ran = asked(home, config, "start", "--wait", "3")
    assert ran.code == 1
    assert "Tor is not ready after 3 s" in ran.err.splitlines()[-1]
    assert running(home) is None


def test_without_the_program_one_line_says_how_to_get_it(tmp_path: Path) -> None:
    ran = vigie("tor", "start", cwd=tmp_path, env={"PATH": "/nowhere"})
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1
    assert "apt install tor" in ran.err


def test_the_state_of_a_tor_that_is_not_there_is_a_failed_check(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.mkdir()
    (config / "settings.yaml").write_text("tor: {socks: 127.0.0.1:1}\n")
    ran = vigie("tor", "status", "--json", "--config", str(config), cwd=tmp_path)
    assert ran.code == 3
    assert ran.json == {
        "schema_version": 1,
        "socks": "127.0.0.1:1",
        "ready": False,
        "reason": "Tor at 127.0.0.1:1: nobody listens",
    }


def test_a_proxy_without_a_control_port_is_taken_as_it_is(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.mkdir()
    with socks() as server:
        (config / "settings.yaml").write_text(f"tor: {{socks: {server.address}}}\n")
        ran = vigie("tor", "status", "--config", str(config), cwd=tmp_path)
    assert ran.code == 0
    assert "no control port is named, so its state is not known" in ran.out


def _in_foreground(home: Path, config: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "console", "tor", "start", "--home", str(home), "--config", str(config)],
        cwd=config.parent,
        env=environment(config.parent),
        stderr=subprocess.PIPE,
        text=True,
    )


def _once_ready(command: subprocess.Popen[str], home: Path) -> tuple[int, int]:
    assert command.stderr is not None
    for line in command.stderr:
        if line.startswith("Tor is ready at "):
            break
    known = running(home)
    assert known is not None
    return known.pid, known.began
