"""Through a SOCKS server, as Tor is spoken to: names only, circuits of one's own, and no other way."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from scrapy import Request

from model.settings import Settings, Tor
from model.sources import Source
from model.visits import Outcome
from tests.crawler.fetches import Came, fetched, over_tor
from tests.servers.hostile import PAGE, Hostile, hostile, trap
from tests.servers.socks import NAME, Socks, socks

ONION = "http://" + "a" * 56 + ".onion"


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    with hostile() as server:
        yield server


@pytest.fixture
def proxy() -> Iterator[Socks]:
    with socks() as proxy:
        yield proxy


def reach(proxy: Socks, server: Hostile, *paths: str, name: str = "the-source", time: float = 20.0) -> list[Came]:
    home = f"http://forum.example:{server.port}"
    return fetched(*over_tor(proxy.address, f"{home}/", name=name, time=time), [home + path for path in paths])


def test_a_page_comes_and_the_proxy_was_asked_for_a_name(proxy: Socks, server: Hostile) -> None:
    (came,) = reach(proxy, server, "/")
    assert came.body == PAGE
    assert [(asked.kind, asked.host, asked.port) for asked in proxy.asked] == [(NAME, "forum.example", server.port)]


def test_an_onion_is_asked_for_by_its_name(proxy: Socks, server: Hostile) -> None:
    home = f"{ONION}:{server.port}/"
    (came,) = fetched(*over_tor(proxy.address, home), [home])
    assert came.body == PAGE
    assert [(asked.kind, asked.host) for asked in proxy.asked] == [(NAME, "a" * 56 + ".onion")]


@pytest.mark.parametrize("host", ["8.8.8.8", "[2606:4700::1111]"])
def test_even_an_address_is_given_as_a_name_so_that_tor_alone_decides_what_it_means(
    host: str, proxy: Socks, server: Hostile
) -> None:
    home = f"http://{host}:{server.port}/"
    (came,) = fetched(*over_tor(proxy.address, home), [home])
    assert came.body == PAGE
    assert [(asked.kind, asked.host) for asked in proxy.asked] == [(NAME, host.strip("[]"))]


def test_replies_may_come_byte_by_byte(proxy: Socks, server: Hostile) -> None:
    proxy.splits = True
    assert reach(proxy, server, "/gzip")[0].body == PAGE


def test_tor_may_listen_on_a_unix_socket(proxy: Socks, server: Hostile, tmp_path: Path) -> None:
    path = tmp_path / "socks"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        threading.Thread(target=_bridged, args=(listener, proxy.port), daemon=True).start()
        home = f"http://forum.example:{server.port}/"
        (came,) = fetched(*over_tor(f"unix:{path}", home), [home])
        listener.shutdown(socket.SHUT_RDWR)
    assert came.body == PAGE


def _bridged(listener: socket.socket, port: int) -> None:
    with suppress(OSError):
        near, _ = listener.accept()
        far = socket.create_connection(("127.0.0.1", port))
        ends = ((near, far), (far, near))
        threads = [threading.Thread(target=_copied, args=pair, daemon=True) for pair in ends]
        for thread in threads:
            thread.start()


def _copied(source: socket.socket, sink: socket.socket) -> None:
    with source, suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_RDWR)


def test_n6_a_source_keeps_its_circuit_and_shares_it_with_no_other(proxy: Socks, server: Hostile) -> None:
    for name in ("one", "two", "one"):
        reach(proxy, server, "/", "/gzip", name=name)
    logins = [asked.login for asked in proxy.asked]
    first, second, third = logins[:2], logins[2:4], logins[4:]
    assert len(set(first)) == len(set(second)) == len(set(third)) == 1
    assert len({*first, *second, *third}) == 3  # another visit, another circuit
    assert [login[0] for login in logins] == ["vigie-one"] * 2 + ["vigie-two"] * 2 + ["vigie-one"] * 2


def test_n5_a_new_circuit_is_taken_on_demand(proxy: Socks, server: Hostile) -> None:
    home = f"http://forum.example:{server.port}/"
    again = Request(home, meta={"new_circuit": True})
    fetched(*over_tor(proxy.address, home), [home, again, home])
    before, after, then = (asked.login for asked in proxy.asked)
    assert before != after == then


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (0x01, "general failure"),
        (0x02, "not allowed"),
        (0x04, "host is unreachable"),
        (0x05, "connection was refused"),
        (0x06, "time to live expired"),
        (0xF0, "descriptor not found"),
        (0xF1, "descriptor is invalid"),
        (0xF2, "introduction failed"),
        (0xF3, "rendezvous failed"),
        (0xF4, "client's key that is missing"),
        (0xF5, "refuses the client's key"),
        (0xF6, "onion address is invalid"),
        (0xF7, "introduction timed out"),
        (0x99, "an error without a name"),
    ],
)
def test_what_tor_says_of_a_host_it_did_not_reach_is_told_in_words(
    code: int, words: str, proxy: Socks, server: Hostile
) -> None:
    proxy.replies["forum.example"] = code
    first, second = reach(proxy, server, "/", "/")
    assert (first.outcome, second.outcome) == (Outcome.UNREACHABLE, Outcome.UNREACHABLE)
    assert words in first.why
    assert first.why.startswith("forum.example: Tor at 127.0.0.1:")
    assert proxy.asked[0].login != proxy.asked[1].login  # it tried another circuit


def test_n5_a_tor_without_network_is_no_fault_of_the_source(proxy: Socks, server: Hostile) -> None:
    proxy.replies["forum.example"] = 0x03
    assert reach(proxy, server, "/")[0].outcome is Outcome.TRANSPORT_DOWN


def dead(proxy: Socks) -> None:
    proxy.die()


def silent(proxy: Socks) -> None:
    proxy.garbage = b"\0"


def other(proxy: Socks) -> None:
    proxy.garbage = b"HTTP/1.1 400 Bad Request\r\n\r\n"


def refusing(proxy: Socks) -> None:
    proxy.refuses_login = True


def without_logins(proxy: Socks) -> None:
    proxy.takes_no_login = True


@pytest.mark.parametrize(
    ("state", "words"),
    [
        pytest.param(dead, "nobody listens", id="nobody"),
        pytest.param(silent, "it hung up", id="somebody who hangs up"),
        pytest.param(other, "it does not speak SOCKS5", id="a web server"),
        pytest.param(refusing, "it refuses the login", id="one that refuses us"),
        pytest.param(without_logins, "could not keep sources apart", id="one that isolates nobody"),
    ],
)
def test_n5_where_tor_is_not_there_nothing_leaves(state: object, words: str, proxy: Socks, server: Hostile) -> None:
    assert callable(state)
    state(proxy)
    asked = len(server.asked)
    with trap() as bait:
        proxy.names["forum.example"] = "127.0.0.1"
        came = reach(proxy, server, "/", "/gzip")
        assert bait.caught == 0
    assert [one.outcome for one in came] == [Outcome.TRANSPORT_DOWN] * 2
    assert all(words in one.why and "nothing goes round it" in one.why for one in came)
    assert len(server.asked) == asked
    assert proxy.asked == []


def test_n5_a_tor_that_takes_connections_and_never_answers_is_left_in_time(
    proxy: Socks, server: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy.is_mute = True
    (came,) = reach(proxy, server, "/", time=1)
    assert came.outcome in (Outcome.TIMED_OUT, Outcome.TRANSPORT_DOWN)


def test_n5_a_tor_that_dies_while_a_page_comes_is_to_blame_for_it(proxy: Socks, server: Hostile) -> None:
    for path in ("/", "/chunked", "/until-closed"):
        proxy.dies_after = 300
        first, second = reach(proxy, server, path, "/gzip")
        assert (first.outcome, second.outcome) == (Outcome.TRANSPORT_DOWN, Outcome.TRANSPORT_DOWN), path
        proxy.dies_after = None
        proxy.start()
    assert reach(proxy, server, "/")[0].body == PAGE


def test_a_page_that_the_server_itself_cuts_is_the_server_s_fault(proxy: Socks, server: Hostile) -> None:
    cut, until_closed, hung_up = reach(proxy, server, "/chunks-cut", "/until-closed", "/hangs-up")
    assert (cut.outcome, hung_up.outcome) == (Outcome.CUT, Outcome.UNREACHABLE)
    assert until_closed.body == PAGE


def test_h3_the_building_of_circuits_counts_towards_the_time_of_a_page(proxy: Socks, server: Hostile) -> None:
    dripped, came = reach(proxy, server, "/drip", "/", time=0.7)
    assert dripped.outcome is Outcome.TIMED_OUT
    assert came.body == PAGE
    assert proxy.asked[0].login != proxy.asked[1].login  # it was perhaps the circuit


def test_a_source_that_needs_tor_is_never_given_another_way(server: Hostile) -> None:
    source, settings = over_tor("127.0.0.1:1", f"http://forum.example:{server.port}/")
    clear = Source(id=source.id, url=source.url)
    asked = len(server.asked)
    (came,) = fetched_as(source, clear, settings)
    assert came.outcome is Outcome.REFUSED
    assert len(server.asked) == asked


def fetched_as(source: Source, planned: Source, settings: Settings) -> list[Came]:
    """Fetch as *source*, by the way that was made for *planned*."""
    import asyncio

    from scrapy import Spider
    from scrapy.crawler import Crawler

    from crawler.handler import OneWayOut, outcome_of, why
    from crawler.scrapy_settings import crawl_settings
    from crawler.way_out import way_out
    from model.errors import Refused
    from model.settings import Limits

    async def fetch() -> list[Came]:
        handler = OneWayOut(Crawler(Spider, crawl_settings(source, Limits(), way_out(planned, settings))))
        try:
            await handler.download_request(Request(source.url))
        except Refused as error:
            return [Came(outcome=outcome_of(error), why=why(error))]
        return [Came()]

    return asyncio.run(fetch())


def test_where_nothing_is_said_tor_is_where_it_usually_is() -> None:
    from crawler.way_out import way_out

    source, _ = over_tor("", f"{ONION}/")
    assert str(way_out(source).gate) == "Tor at 127.0.0.1:9050"
    assert str(way_out(source, Settings(tor=Tor(socks="[::1]:9150"))).gate) == "Tor at ::1:9150"
