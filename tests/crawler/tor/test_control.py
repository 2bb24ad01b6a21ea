"""Tor's control port, asked in a private network."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
import requests

from crawler.tor.control import Control, opened
from crawler.tor.states import Descriptor
from model.errors import Away, BadInput, WrongServer
from model.settings import Tor
from tests.servers.hostile import Hostile, hostile
from tests.servers.tor_network import TorNetwork

NOBODY = "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion"


@pytest.fixture
def tor(tor_network: TorNetwork) -> Tor:
    """The network's client."""
    return Tor(socks=f"127.0.0.1:{tor_network.socks}", control=f"127.0.0.1:{tor_network.control}")


@pytest.fixture
def control(tor: Tor) -> Iterator[Control]:
    """Its control port, open."""
    with opened(tor) as control:
        yield control


@pytest.fixture
def server() -> Iterator[Hostile]:
    """Something to stand behind a service."""
    with hostile() as server:
        yield server


def fetched(tor: Tor, url: str, *, user: str) -> int:
    with requests.Session() as session:
        session.trust_env = False
        session.proxies = {"http": f"socks5h://{user}:x@{tor.socks}"}
        return session.get(url, timeout=30).status_code


def test_the_network_serves_its_first_page_within_a_minute(tor_network: TorNetwork) -> None:
    is_busy = os.getloadavg()[0] > (os.cpu_count() or 1)
    assert tor_network.took["first page"] <= (90 if is_busy else 60), tor_network.took


def test_a_control_port_tells_how_its_tor_is(control: Control, tor: Tor) -> None:
    assert control.version().startswith("0.4")
    assert (control.bootstrap().percent, control.bootstrap().is_done) == (100, True)
    assert str(control.bootstrap()) == "100 %: done"
    assert control.has_circuits()
    assert control.socks()[0] == tor.socks
    assert control.socks()[1].startswith("unix:")
    assert control.isolates()


def test_each_login_has_circuits_of_its_own(tor: Tor, control: Control, server: Hostile) -> None:
    for user in ("north", "south"):
        assert fetched(tor, f"http://forum.test:{server.port}/", user=user) == 200
    of_north, of_south = ({c.id for c in control.circuits() if c.user == user} for user in ("north", "south"))
    assert of_north
    assert of_south
    assert not of_north & of_south


def test_a_source_that_gets_a_new_circuit_leaves_others_theirs(tor: Tor, control: Control, server: Hostile) -> None:
    for user in ("dropped", "kept"):
        fetched(tor, f"http://forum.test:{server.port}/", user=user)
    kept = {c.id for c in control.circuits() if c.user == "kept"}
    old = {c.id for c in control.circuits() if c.user == "dropped"}
    assert control.drop("dropped") == len(old)
    assert fetched(tor, f"http://forum.test:{server.port}/", user="dropped") == 200
    assert not old & {c.id for c in control.circuits() if c.user == "dropped" and c.is_built}
    assert kept <= {c.id for c in control.circuits() if c.user == "kept"}


def test_new_circuits_are_waited_for_when_tor_puts_them_off(tor: Tor, control: Control, server: Hostile) -> None:
    fetched(tor, f"http://forum.test:{server.port}/", user="moving")
    old = {c.id for c in control.circuits() if c.user == "moving"}
    control.renew()
    assert control.renew() > timedelta(seconds=2)  # Tor obeys one in ten seconds
    fetched(tor, f"http://forum.test:{server.port}/", user="moving")
    assert {c.id for c in control.circuits() if c.user == "moving"} - old


def test_a_service_is_told_from_one_that_is_gone(
    tor_network: TorNetwork, tor: Tor, control: Control, server: Hostile
) -> None:
    with tor_network.service(server.port) as onion:
        assert control.descriptor(onion) is Descriptor.FOUND
        assert fetched(tor, f"http://{onion}/", user="guest") == 200
    assert control.descriptor("a" * 55 + "d.onion") is Descriptor.NO_ADDRESS  # its check digits are wrong
    assert control.descriptor("forum.example") is Descriptor.NO_ADDRESS
    assert control.descriptor(NOBODY) is Descriptor.NOT_FOUND


def test_a_control_port_opens_by_file_by_password_and_by_a_named_cookie(
    tor_network: TorNetwork, tor: Tor, tmp_path: Path
) -> None:
    secret = tmp_path / "password"
    secret.write_text(f"{tor_network.password}\n")
    for way in (
        Tor(control=f"unix:{tor_network.control_socket}"),
        Tor(control=tor.control, password_file=str(secret)),
        Tor(control=tor.control, cookie_file=str(tor_network.cookie)),
    ):
        with opened(way) as control:
            assert control.bootstrap().is_done
            assert control.descriptor("forum.example") is Descriptor.NO_ADDRESS
            assert not control.descriptor(NOBODY).is_found  # told by events, which only those who are let in hear


def test_a_wrong_password_or_cookie_is_one_line_that_names_the_setting(
    tor_network: TorNetwork, tor: Tor, tmp_path: Path
) -> None:
    wrong = tmp_path / "password"
    wrong.write_text("guessed\n")
    cookie = tmp_path / "cookie"
    cookie.write_bytes(b"\0" * 32)
    with (
        pytest.raises(WrongServer, match=r"refuses our cookie: mend tor: cookie_file$"),
        opened(Tor(control=tor.control, cookie_file=str(cookie))),
    ):
        pass
    with (
        pytest.raises(BadInput, match="cannot be read"),
        opened(Tor(control=tor.control, password_file=str(tmp_path / "none"))),
    ):
        pass
    with (
        pytest.raises(WrongServer, match=r"refuses our password: mend tor: password_file$"),
        opened(Tor(control=f"unix:{tor_network.control_socket}", password_file=str(wrong))),
    ):
        pass


@contextmanager
def saying(answer: bytes) -> Iterator[int]:
    """A port where one caller hears *answer*."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:

        def serve() -> None:
            caller, _ = listener.accept()
            with caller:
                caller.sendall(answer)
                caller.recv(1000)

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(5)


def test_what_is_no_control_port_is_told(tmp_path: Path) -> None:
    with (
        saying(b"SSH-2.0-OpenSSH\r\n") as port,
        pytest.raises(WrongServer, match="is no control port"),
        opened(Tor(control=f"127.0.0.1:{port}")),
    ):
        pass
    with pytest.raises(Away, match="nobody listens"), opened(Tor(control=f"unix:{tmp_path}/none")):
        pass
    with pytest.raises(Away, match="name no control port"), opened(Tor()):
        pass


@pytest.mark.parametrize("place", ["192.0.2.1:9051", "tor.example:9051", "[::1]:9051", "127.0.0.1", "127.0.0.1:no"])
def test_a_control_port_is_on_this_machine_or_not_used(place: str) -> None:
    with pytest.raises(BadInput, match="is not on this machine"), opened(Tor(control=place)):
        pass
