"""Clear sources through a proxy: by name, with its login, guarded all the same, and by no other way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.way_out import way_out
from model.errors import BadInput
from model.identities import SourceId
from model.settings import Settings
from model.sources import Proxy, ProxyKind, Source
from model.visits import Outcome
from tests.crawler.addresses import disguised
from tests.crawler.fetches import Came, Names, fetched, through
from tests.servers.connect import Connect, connect
from tests.servers.hostile import PAGE, Hostile, hostile, trap
from tests.servers.socks import NAME, Socks, socks


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    with hostile() as server:
        yield server


@pytest.fixture
def by_socks() -> Iterator[Socks]:
    with socks() as proxy:
        yield proxy


@pytest.fixture
def by_http() -> Iterator[Connect]:
    with connect() as proxy:
        yield proxy


def the(proxy: Socks | Connect, *, login_file: Path | None = None) -> Proxy:
    kind = ProxyKind.SOCKS5 if isinstance(proxy, Socks) else ProxyKind.HTTP
    return Proxy(kind=kind, host="127.0.0.1", port=proxy.port, login_file=str(login_file) if login_file else None)


def reach(proxy: Proxy, server: Hostile, *paths: str) -> list[Came]:
    home = f"http://forum.example:{server.port}"
    return fetched(*through(proxy, f"{home}/"), [home + path for path in paths])


@pytest.fixture
def login_file(tmp_path: Path) -> Path:
    path = tmp_path / "proxy.login"
    path.write_text("me:hunter:2\n")
    return path


def test_a_socks_proxy_gets_the_name_and_no_login(by_socks: Socks, server: Hostile) -> None:
    assert reach(the(by_socks), server, "/")[0].body == PAGE
    (asked,) = by_socks.asked
    assert (asked.kind, asked.host, asked.login) == (NAME, "forum.example", (None, None))


def test_a_socks_proxy_gets_the_login_of_its_file(by_socks: Socks, server: Hostile, login_file: Path) -> None:
    by_socks.wants_login = True
    assert reach(the(by_socks, login_file=login_file), server, "/")[0].body == PAGE
    assert by_socks.asked[0].login == ("me", "hunter:2")


def test_an_http_proxy_is_asked_to_connect_by_name_and_sees_nothing_of_the_page(
    by_http: Connect, server: Hostile
) -> None:
    assert [came.body for came in reach(the(by_http), server, "/", "/gzip")] == [PAGE, PAGE]
    assert set(by_http.asked) == {(f"forum.example:{server.port}", None)}
    assert all("User-Agent" not in head and "/gzip" not in head for head in by_http.heads)


def test_an_http_proxy_gets_the_login_of_its_file(by_http: Connect, server: Hostile, login_file: Path) -> None:
    by_http.login = "me:hunter:2"
    assert reach(the(by_http, login_file=login_file), server, "/")[0].body == PAGE
    assert "Proxy-Authorization" not in str(server.asked[-1][1])


@pytest.mark.parametrize(
    ("says", "outcome", "words"),
    [
        (b"HTTP/1.1 407 Who are you?\r\n\r\n", Outcome.TRANSPORT_DOWN, "wants a login"),
        (b"HTTP/1.1 403 Forbidden\r\n\r\n", Outcome.UNREACHABLE, "it answers 403 to CONNECT"),
        (b"HTTP/1.1 502 Bad Gateway\r\n\r\nsorry", Outcome.UNREACHABLE, "it answers 502 to CONNECT"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", Outcome.TRANSPORT_DOWN, "it hung up"),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", Outcome.TRANSPORT_DOWN, "does not speak HTTP"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 20_000, Outcome.TRANSPORT_DOWN, "says too much"),
        (b"HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/\r\n\r\n", Outcome.UNREACHABLE, "it answers 301"),
    ],
)
def test_what_an_http_proxy_answers_instead_is_told(
    says: bytes, outcome: Outcome, words: str, by_http: Connect, server: Hostile
) -> None:
    by_http.says = says
    (came,) = reach(the(by_http), server, "/")
    assert came.outcome is outcome
    assert words in came.why
    assert f"the proxy at 127.0.0.1:{by_http.port}" in came.why


@pytest.mark.parametrize("kind", list(ProxyKind))
def test_n5_where_the_proxy_is_not_there_nothing_leaves(kind: ProxyKind, server: Hostile) -> None:
    with trap() as gone:
        pass
    asked = len(server.asked)
    (came,) = reach(Proxy(kind=kind, host="127.0.0.1", port=gone.port), server, "/")
    assert came.outcome is Outcome.TRANSPORT_DOWN
    assert len(server.asked) == asked


def test_of_all_names_only_the_proxy_s_own_is_looked_up_here(by_socks: Socks, server: Hostile) -> None:
    home = f"http://forum.example:{server.port}/"
    names = Names({"gate.example": "127.0.0.1"})
    proxy = replace(the(by_socks), host="gate.example")
    assert fetched(*through(proxy, home), [home], names=names)[0].body == PAGE
    assert set(names.asked) == {"gate.example"}


def test_n5_a_proxy_whose_name_has_no_address_is_down(by_socks: Socks, server: Hostile) -> None:
    (came,) = reach(replace(the(by_socks), host="nowhere.example"), server, "/")
    assert came.outcome is Outcome.TRANSPORT_DOWN
    assert "the proxy at nowhere.example" in came.why


def test_n1_no_spelling_of_a_private_address_is_handed_to_a_proxy(by_socks: Socks, by_http: Connect) -> None:
    with trap() as bait:
        urls = [url for url in disguised(bait.port) if url.startswith(("http://", "https://"))]
        for proxy in (by_socks, by_http):
            came = fetched(*through(the(proxy), "https://forum.example/"), urls)
            assert {one.outcome for one in came} <= {Outcome.REFUSED, Outcome.ELSEWHERE}
        assert bait.caught == 0
    assert len(urls) >= 80
    assert (by_socks.accepted, by_http.asked) == (0, [])


def test_n1_a_proxy_is_asked_for_the_source_s_hosts_and_ports_only(by_socks: Socks, server: Hostile) -> None:
    home = f"http://forum.example:{server.port}/"
    urls = ["http://other.example/", "http://forum.example:9200/", f"http://{'a' * 56}.onion/", "http://8.8.8.8/"]
    came = fetched(*through(the(by_socks), home), urls)
    assert {one.outcome for one in came} == {Outcome.ELSEWHERE, Outcome.REFUSED}
    assert by_socks.accepted == 0


def test_a_source_s_own_proxy_goes_before_that_of_settings_and_none_is_none(
    by_socks: Socks, by_http: Connect, server: Hostile
) -> None:
    home, settings = f"http://127.0.0.1:{server.port}/", Settings(proxy=the(by_http))
    own = Source(id=SourceId("own"), url=home, proxy=the(by_socks))
    direct = Source(id=SourceId("direct"), url=home, is_direct=True)
    usual = Source(id=SourceId("usual"), url=home)
    for source in (own, direct, usual):
        assert fetched(source, settings, [home])[0].body == PAGE
    assert (len(by_socks.asked), len(by_http.asked)) == (1, 1)


@pytest.mark.parametrize("content", [None, b"", b"me", b"me:", b":secret", b"me:hunter2\nmore", b"\xff:\xfe"])
def test_a_login_that_cannot_be_read_is_told_in_one_line_that_does_not_show_it(
    content: bytes | None, tmp_path: Path
) -> None:
    path = tmp_path / "proxy.login"
    if content is not None:
        path.write_bytes(content)
    proxy = Proxy(kind=ProxyKind.HTTP, host="proxy.example", port=3128, login_file=str(path))
    with pytest.raises(BadInput) as told:
        way_out(Source(id=SourceId("forum"), url="https://forum.example/"), Settings(proxy=proxy))
    assert str(told.value).startswith(f"{path}: ")
    assert "user:password" in str(told.value)
    assert "\n" not in str(told.value)
    assert "hunter2" not in str(told.value)


def test_a_login_is_not_in_what_is_shown_of_a_way(login_file: Path) -> None:
    proxy = Proxy(kind=ProxyKind.HTTP, host="proxy.example", port=3128, login_file=str(login_file))
    out = way_out(Source(id=SourceId("forum"), url="https://forum.example/"), Settings(proxy=proxy))
    assert out.login is not None
    assert "hunter" not in repr(out) + repr(out.login)
