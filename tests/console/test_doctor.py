"""`vigie doctor`: every promise checked, and a fix for what does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler import landlock, seccomp
from tests.console.command import Ran, vigie
from tests.crawler.nouns import NOON
from tests.servers.board import Board, serving
from tests.servers.socks import socks
from tests.servers.tor_network import TorNetwork

SOURCE = "id: cellar\nurl: {url}\n"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration with a watch, and no source yet."""
    config = tmp_path / "config"
    (config / "sources").mkdir(parents=True)
    (config / "watchlist").mkdir()
    (config / "settings.yaml").write_text("keep: matches\n")
    (config / "watchlist" / "w.yaml").write_text("watches:\n  - {id: viamedis, name: Viamedis, terms: [Viamedis]}\n")
    return config


@pytest.fixture
def onion(tor_network: TorNetwork) -> Iterator[str]:
    """A service in the private network."""
    with serving(Board(now=NOON)) as server, tor_network.service(int(server.url.rpartition(":")[2])) as onion:
        yield onion


def asked(config: Path, *words: str) -> Ran:
    return vigie("doctor", *words, "--config", str(config), "--home", str(config.parent / "home"), cwd=config.parent)


def found(ran: Ran) -> dict[str, dict[str, Any]]:
    return {check["name"]: check for check in ran.json["checks"]}


def through(config: Path, url: str, tor: str) -> None:
    (config / "sources" / "cellar.yaml").write_text(SOURCE.format(url=url))
    (config / "settings.yaml").write_text(f"tor: {{{tor}}}\n")


def test_a_fresh_installation_is_well_and_is_told_what_to_do_first(config: Path) -> None:
    ran = asked(config, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json["ok"] is True
    assert found(ran)["there is something to do"]["fix"] == "vigie source add https://forum.example/"
    assert not (config.parent / "home").exists()


def test_a_home_that_others_can_look_into_is_a_failure_with_its_fix(config: Path) -> None:
    home = config.parent / "home"
    home.mkdir(mode=0o755)
    ran = asked(config)
    assert ran.code == 3
    assert "FAILED  home is private" in ran.out
    assert f"        -> chmod 700 {home}\n" in ran.out


def test_a_secret_that_others_can_read_is_a_failure_with_its_fix_and_each_visit_says_so(config: Path) -> None:
    login = config / "proxy.login"
    login.write_text("user:planted\n")
    login.chmod(0o644)
    (config / "settings.yaml").write_text("proxy: {url: 'socks5://127.0.0.1:9', login_file: proxy.login}\n")
    ran = asked(config, "--json")
    assert (ran.code, found(ran)["secrets are private"]["fix"]) == (3, f"chmod 600 {login}")
    assert "planted" not in ran.out + ran.err

    home = str(config.parent / "home")
    visited = vigie("visit", "--due", "--config", str(config), "--home", home, cwd=config.parent)
    assert f"vigie: {login}: others may read it, and it holds the login of a proxy: chmod 600 {login}" in visited.err
    login.chmod(0o600)
    assert found(asked(config, "--json"))["secrets are private"]["holds"] == "ok"


def test_a_configuration_that_cannot_be_read_is_a_failure_with_its_line(config: Path) -> None:
    (config / "settings.yaml").write_text("keep: everything\n")
    ran = asked(config, "--json")
    assert (ran.code, ran.json["ok"]) == (3, False)
    assert "settings.yaml:1" in found(ran)["configuration is valid"]["said"]


def test_a_watch_whose_example_comes_out_otherwise_is_a_failure(config: Path) -> None:
    (config / "watchlist" / "w.yaml").write_text(
        "watches:\n  - id: viamedis\n    name: Viamedis\n    terms: [Viamedis]\n"
        "    examples:\n      - {name: one, text: nothing of the kind, matches: true}\n"
    )
    ran = asked(config, "--json")
    assert ran.code == 3
    check = found(ran)["watches and signatures do as told"]
    assert (check["holds"], check["fix"]) == ("failed", "vigie watch test")
    assert "viamedis" in check["said"]


def test_a_tor_that_is_not_there_is_a_failure_that_says_how_to_start_it(config: Path) -> None:
    through(config, f"http://{'a' * 55}d.onion/", "socks: 127.0.0.1:1")
    ran = asked(config)
    assert ran.code == 3
    assert "FAILED  tor is reachable: Tor at 127.0.0.1:1: nobody listens" in ran.out
    assert "vigie tor start" in ran.out


def test_another_proxy_is_not_taken_for_tor(config: Path) -> None:
    with socks() as server:
        through(config, f"http://{'a' * 55}d.onion/", f"socks: {server.address}")
        ran = asked(config, "--json")
        assert {asked.host for asked in server.asked} == {"192.0.2.77", f"{'a' * 55}d.onion"}
    assert ran.code == 3
    assert found(ran)["the proxy is tor"]["holds"] == "failed"
    assert found(ran)["tor is ready"]["holds"] == "unknown"


def test_a_good_tor_is_proven_whole(config: Path, tor_network: TorNetwork, onion: str) -> None:
    control = f"control: 127.0.0.1:{tor_network.control}"
    through(config, f"http://{onion}/", f"socks: 127.0.0.1:{tor_network.socks}, {control}")
    ran = asked(config, "--json")
    assert ran.code == 0, ran.out
    checks = found(ran)
    assert checks["the proxy is tor"]["said"].startswith("the control port of Tor 0.4.")
    assert checks["sources are kept apart"]["said"] == "two logins to one host took two circuits"
    for name in ("tor is reachable", "tor is ready", "no name is looked up", "without tor nothing leaves"):
        assert checks[name]["holds"] == "ok", checks[name]
    is_held = landlock.version() >= landlock.PORTS_SINCE and seccomp.is_known()
    assert checks["visits are confined"]["holds"] == ("ok" if is_held else "unknown")


def test_a_tor_behind_unix_sockets_is_proven_alike(config: Path, tor_network: TorNetwork, onion: str) -> None:
    socket, control = tor_network.socks_socket, tor_network.control_socket
    through(config, f"http://{onion}/", f"socks: 'unix:{socket}', control: 'unix:{control}'")
    ran = asked(config, "--json")
    assert ran.code == 0, ran.out
    for name in ("the proxy is tor", "sources are kept apart", "no name is looked up", "without tor nothing leaves"):
        assert found(ran)[name]["holds"] == "ok"


def test_without_a_control_port_less_is_told_and_nothing_fails(
    config: Path, tor_network: TorNetwork, onion: str
) -> None:
    through(config, f"http://{onion}/", f"socks: 127.0.0.1:{tor_network.socks}")
    ran = asked(config, "--json")
    assert ran.code == 0, ran.out
    checks = found(ran)
    assert checks["the proxy is tor"]["said"] == "it knows Tor's own command RESOLVE"
    assert {checks[name]["holds"] for name in ("tor is ready", "sources are kept apart")} == {"unknown"}


def test_a_control_port_of_another_kind_is_a_failure(config: Path, tor_network: TorNetwork, onion: str) -> None:
    with socks() as other:
        other.garbage = b"SSH-2.0-OpenSSH\r\n"
        through(config, f"http://{onion}/", f"socks: 127.0.0.1:{tor_network.socks}, control: {other.address}")
        ran = asked(config, "--json")
    assert ran.code == 3
    assert "is no control port" in found(ran)["tor is ready"]["said"]
