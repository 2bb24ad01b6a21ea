"""What leaves the machine during a crawl, and what the log says of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from crawler.scrapy_settings import crawl_settings
from model.identities import SourceId
from model.settings import Limits
from model.sources import Source
from tests.crawler.addresses import disguised
from tests.crawler.audited import audited
from tests.crawler.nouns import NOON
from tests.crawler.places import Place, clock_at
from tests.crawler.walker import Account, Order, walk
from tests.servers.board import Answer, Board, serving
from tests.servers.hostile import hostile, trap
from tests.servers.socks import socks

PUBLIC = "93.184.216.34"


def has_ipv6() -> bool:
    try:
        with trap("::1"):
            return True
    except OSError:
        return False


def reached(account: Account) -> set[str]:
    return {str(address[0]) for address in account.connected}


def test_n1_no_spelling_of_a_private_address_is_ever_connected_to() -> None:
    with trap() as bait, trap("::1" if has_ipv6() else "127.0.0.2") as bait6:
        spellings = [url for port in (bait.port, bait6.port) for url in disguised(port)]
        account = walk(Order(source="https://forum.example/", urls=spellings, names={}))
        assert (bait.caught, bait6.caught) == (0, 0)
    assert account.connected == []
    assert account.looked_up == []
    assert {visited.outcome for visited in account.visited.values()} <= {"refused", "elsewhere"}


def refreshing(url: str, location: str) -> Callable[[Answer], Answer]:
    """The usual page, which asks to be left for *url*."""

    def refreshed(usual: Answer) -> Answer:
        body = usual.body.replace("<head>", f'<head><meta http-equiv="refresh" content="0;url={url}">')
        return replace(usual, headers=(*usual.headers, ("Refresh", f"0;url={location}")), body=body)

    return refreshed


def test_n1_no_redirect_and_no_refresh_of_any_spelling_leads_a_visit_to_a_private_address(tmp_path: Path) -> None:
    board = Board(now=NOON, per_list=200)
    fid = board.board("Databases")
    with serving(board) as server, trap() as bait:
        away = [url for url in disguised(bait.port) if "\n" not in url]
        for n, url in enumerate(away):
            talk = board.talk(fid, f"thread {n}", f"words {n}")
            location = url.encode().decode("latin-1")  # as it goes over the wire
            moved = Answer(status=301 + n % 2, headers=(("Location", location),))
            board.odd[f"/showthread.php?tid={talk.tid}"] = moved if n % 3 else refreshing(url, location)
        place = Place.made(tmp_path, f"{server.url}/index.php", more="budget: 900", clock=clock_at(NOON))
        audit = audited(place.home, place.config)
        assert bait.caught == 0
    assert len(away) >= 80
    assert {tuple(address) for address in audit.connected} == {("127.0.0.1", int(server.url.rpartition(":")[2]))}
    assert (audit.looked_up, audit.sent_to, audit.opened) == ([], [], [])
    assert audit.new == len(range(0, len(away), 3))  # a page that asks to be left for another is read as it is
    assert audit.outcomes["elsewhere"] >= 80
    # `http:/x/` is a path of the board itself
    assert set(audit.outcomes) <= {"read", "elsewhere", "gone", "http error", "looped"}


def test_n1_a_source_on_loopback_opens_no_other_port_of_it() -> None:
    with hostile() as server, trap() as bait:
        account = walk(Order(source=server.url(), urls=[server.url(), *disguised(bait.port)]))
        assert bait.caught == 0
    assert {tuple(address) for address in account.connected} == {("127.0.0.1", server.port)}


def test_n1_a_name_that_turns_private_is_refused() -> None:
    with trap() as bait:
        home = f"http://forum.example:{bait.port}"
        account = walk(
            Order(
                source=home,
                urls=[f"{home}/first", f"{home}/second"],
                names={"forum.example": [[PUBLIC], ["127.0.0.1"]]},
                fetch_seconds=0.5,
            )
        )
        assert bait.caught == 0
    assert reached(account) <= {PUBLIC}
    assert account.visited[f"{home}/first"].outcome in ("unreachable", "timed out")
    assert account.visited[f"{home}/second"].outcome == "refused"


def test_n1_a_name_with_one_private_address_is_refused() -> None:
    with trap() as bait:
        home = f"http://forum.example:{bait.port}/"
        account = walk(Order(source=home, urls=[home], names={"forum.example": [[PUBLIC, "127.0.0.1"]]}))
        assert bait.caught == 0
    assert account.connected == []
    assert "private: true" in (account.visited[home].why or "")


def test_an_intranet_source_is_fetched_by_name_at_the_address_that_was_approved() -> None:
    with hostile() as server:
        home = f"http://forum.example:{server.port}/"
        account = walk(Order(source=home, urls=[home], private=True, names={"forum.example": [["127.0.0.1"]]}))
        assert server.asked[0][1]["Host"] == f"forum.example:{server.port}"
    assert account.visited[home].status == 200
    assert account.looked_up == []


@pytest.mark.parametrize("transport", ["tor", "onion"])
def test_n4_nothing_is_looked_up_or_fetched_where_tor_is_not_there(transport: str) -> None:
    url = "http://vwxyz234.onion/" if transport == "onion" else "http://forum.example/"
    with socks() as proxy:
        proxy.die()
        account = walk(Order(source=url, urls=[url], transport=transport, socks=proxy.address))
    assert account.looked_up == []
    assert account.connected == [["127.0.0.1", proxy.port]]
    assert account.visited[url].outcome == "transport_down"


def test_the_environment_s_proxies_are_not_used() -> None:
    with hostile() as server, trap() as proxy:
        address = f"http://127.0.0.1:{proxy.port}"
        account = walk(
            Order(source=server.url(), urls=[server.url()]),
            environment={"http_proxy": address, "HTTP_PROXY": address, "all_proxy": address, "HTTPS_PROXY": address},
        )
        assert proxy.caught == 0
    assert account.visited[server.url()].status == 200


def test_the_first_cookie_of_a_fresh_installation_asks_nobody_for_a_list(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with hostile() as server:
        home = f"http://forum.example:{server.port}"
        account = walk(
            Order(
                source=home, urls=[f"{home}/cookie", f"{home}/"], private=True, names={"forum.example": [["127.0.0.1"]]}
            ),
            environment={"TLDEXTRACT_CACHE": str(tmp_path_factory.mktemp("suffixes"))},
        )
        assert server.asked[1][1]["Cookie"] == "sid=1"
    assert account.looked_up == []
    assert reached(account) == {"127.0.0.1"}


def test_certificates_that_nobody_checks_are_told_once_a_visit() -> None:
    with hostile() as server:
        urls = [server.url(), server.url("/gzip"), server.url().replace("http:", "https:")]
        account = walk(Order(source=server.url(), urls=urls, certificates="ignore", log_level="INFO"))
    assert account.log.count("certificates are not checked") == 1


def test_nothing_listens() -> None:
    with hostile() as server:
        account = walk(Order(source=server.url(), urls=[server.url()]))
    # urllib3, which tldextract brings, tries at import whether this machine has IPv6
    assert [address for address in account.bound if address[:2] != ["::1", 0]] == []
    assert account.bound.count(["::1", 0]) <= 1


def test_robots_txt_is_asked_through_the_same_way_and_obeyed() -> None:
    with hostile() as server:
        account = walk(Order(source=server.url(), urls=[server.url(), server.url("/members/list")], obey_robots=True))
        assert [path for path, _ in server.asked] == ["/robots.txt", "/"]
        assert server.asked[0][1]["User-Agent"].startswith("Mozilla/5.0 ")
    assert account.visited[server.url("/members/list")].outcome == "robots.txt"
    assert {tuple(address) for address in account.connected} == {("127.0.0.1", server.port)}


def test_robots_txt_is_obeyed_where_it_has_moved_to_but_not_fetched_elsewhere() -> None:
    with hostile() as server, trap() as bait:
        server.moved["/robots.txt"] = "/rules"
        account = walk(Order(source=server.url(), urls=[server.url("/gzip")], obey_robots=True))
        assert account.visited[server.url("/gzip")].outcome == "robots.txt"

        server.moved["/robots.txt"] = f"http://127.0.0.1:{bait.port}/"
        account = walk(Order(source=server.url(), urls=[server.url("/gzip")], obey_robots=True))
        assert account.visited[server.url("/gzip")].status == 200
        assert bait.caught == 0


def test_robots_txt_that_leads_to_a_link_to_sign_out_is_not_followed_there() -> None:
    with hostile() as server:
        server.moved["/robots.txt"] = "/member.php?action=logout&logoutkey=1f"
        account = walk(Order(source=server.url(), urls=[server.url("/gzip")], obey_robots=True))
        assert [path for path, _ in server.asked] == ["/robots.txt", "/gzip"]
    assert account.visited[server.url("/gzip")].status == 200


def test_robots_txt_is_not_asked_where_the_source_says_so() -> None:
    with hostile() as server:
        walk(Order(source=server.url(), urls=[server.url("/members/list")]))
        assert [path for path, _ in server.asked] == ["/members/list"]


@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
def test_the_log_holds_no_address_title_or_text(level: str) -> None:
    slug = "thread-dossiers-de-jean-dupont"
    with hostile() as server:
        paths = [f"/{slug}", "/gzip", "/pdf-as-html", "/not-http", "/moved", "/raises", "/long-header", "/drip"]
        urls = [server.url(f"{path}?{slug}") for path in paths]
        urls += [f"https://elsewhere.example/{slug}", f"http://10.0.0.1/{slug}", f"file:///{slug}"]
        account = walk(Order(source=server.url(), urls=urls, log_level=level, obey_robots=True, fetch_seconds=1))
    assert account.log
    for word in ("dossiers", "dupont", "http://", "gzip", "Société", "aaaa", "OpenSSH", "Traceback"):
        assert word not in account.log
    assert (
        'event="spider failed" logger=scrapy.core.scraper source=the-source errand=5 because=ValueError' in account.log
    )


def test_n10_the_delay_holds_between_any_two_requests_whatever_the_host() -> None:
    with hostile() as server:
        home, other = f"http://forum.example:{server.port}/", f"http://127.0.0.1:{server.port}/"
        order = Order(
            source=home,
            urls=[home, other, home],
            hosts=[f"127.0.0.1:{server.port}"],
            private=True,
            names={"forum.example": [["127.0.0.1"]]},
            delay_seconds=0.4,
        )
        walk(order)
    assert all(after - before >= 0.19 for before, after in pairwise(server.times))


def test_n2_no_handler_but_ours_is_ever_loaded() -> None:
    settings = crawl_settings(Source(id=SourceId("forum"), url="https://forum.example/"), Limits())
    settings.setdict(
        {"DOWNLOAD_HANDLERS": {"file": "scrapy.core.downloader.handlers.file.FileDownloadHandler"}}, "spider"
    )
    handlers = {scheme: path for scheme, path in settings.getwithbase("DOWNLOAD_HANDLERS").items() if path}
    assert handlers == dict.fromkeys(("http", "https"), "crawler.handler.OneWayOut")


def test_nothing_is_fetched_while_no_source_is_set() -> None:
    with trap() as bait:
        url = f"http://127.0.0.1:{bait.port}/"
        account = walk(Order(source="", urls=[url]))
        assert bait.caught == 0
    assert "no source is set" in (account.visited[url].why or "")
