"""Nothing of a source that needs Tor leaves but through Tor: whole visits, every socket call written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.crawler.audited import Audit, audited
from tests.crawler.nouns import NOON
from tests.crawler.places import Place, clock_at
from tests.servers.board import Answer, Board, BoardServer, serving
from tests.servers.hostile import Trap, trap
from tests.servers.socks import NAME, Socks, socks

ONION = "a" * 56 + ".onion"
THREADS = 6


@dataclass
class Scene:
    """A forum behind a proxy, and a trap beside it."""

    root: Path
    board: Board
    server: BoardServer
    proxy: Socks
    bait: Trap

    def place(self, name: str = "one", *, host: str = ONION, more: str = "") -> Place:
        """A home whose source is the forum, reached by *host*."""
        port = self.server.url.rpartition(":")[2]
        place = Place.made(self.root / name, f"http://{host}:{port}/index.php", more=more, clock=clock_at(NOON))
        with (place.config / "settings.yaml").open("a") as file:
            file.write(f"tor: {{socks: '{self.proxy.address}', timeout: 20s}}\n")
        return place

    def visit(self, place: Place, **environment: str) -> Audit:
        """One visit, which may only have spoken with the proxy."""
        audit = audited(place.home, place.config, environment=environment)
        assert {tuple(address) for address in audit.connected} <= {("127.0.0.1", self.proxy.port)}
        assert (audit.looked_up, audit.sent_to) == ([], [])
        assert self.bait.caught == 0
        assert all(asked.kind == NAME for asked in self.proxy.asked)
        return audit


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    board = Board(now=NOON)
    fid = board.board("Databases")
    for n in range(THREADS):
        board.talk(fid, f"thread {n}", f"words {n}")
    with serving(board) as server, socks() as proxy, trap() as bait:
        yield Scene(root=tmp_path, board=board, server=server, proxy=proxy, bait=bait)


def thread(n: int) -> str:
    return f"/showthread.php?tid={n}"


def moved(location: str, *, status: int = 302) -> Answer:
    return Answer(status=status, headers=(("Location", location),))


def test_n4_a_whole_forum_is_read_by_name_whatever_proxies_the_environment_names(scene: Scene) -> None:
    bait = f"http://127.0.0.1:{scene.bait.port}"
    proxies = {"http_proxy": bait, "HTTPS_PROXY": bait, "all_proxy": bait, "SOCKS_PROXY": bait}
    audit = scene.visit(scene.place(), **proxies)
    assert (audit.health, audit.new) == ("ok", THREADS)
    assert {asked.host for asked in scene.proxy.asked} == {ONION}
    for word in (".onion", "showthread", "words"):
        assert word not in audit.log
    assert "page filed" in audit.log


def test_n4_a_clear_host_over_tor_is_read_by_name_even_where_no_proxy_is_wanted(scene: Scene) -> None:
    audit = scene.visit(scene.place(host="forum.example", more="transport: tor"), no_proxy="*", NO_PROXY="*")
    assert (audit.health, audit.new) == ("ok", THREADS)
    assert {asked.host for asked in scene.proxy.asked} == {"forum.example"}


def test_n6_two_sources_have_two_circuits_and_one_source_has_one(scene: Scene) -> None:
    config = scene.place().config
    more = (config / "sources" / "harbour.yaml").read_text().replace("id: harbour", "id: lagoon")
    (config / "sources" / "lagoon.yaml").write_text(more)
    for source in ("harbour", "lagoon"):
        audited(scene.root / "one" / "home", config, source)
    logins = {asked.login for asked in scene.proxy.asked}
    assert Counter(user for user, _ in logins) == {"vigie-harbour": 1, "vigie-lagoon": 1}


def test_n4_robots_txt_is_asked_through_the_proxy_and_not_where_it_moved_off_to(scene: Scene) -> None:
    scene.board.odd["/robots.txt"] = moved(f"http://127.0.0.1:{scene.bait.port}/robots.txt")
    audit = scene.visit(scene.place(more="robots: obey"))
    assert "/robots.txt" in scene.server.asked
    assert (audit.health, audit.new) == ("ok", THREADS)
    assert {asked.host for asked in scene.proxy.asked} == {ONION}


@pytest.mark.parametrize("host", [ONION, "forum.example"], ids=["onion", "tor"])
def test_n3_no_redirect_leads_out_of_tor(scene: Scene, host: str) -> None:
    bait = scene.bait.port
    away = (
        f"http://127.0.0.1:{bait}/x",
        "http://clear.example/x" if host == ONION else f"http://{ONION}/x",
        "file:///etc/hostname",
        f"//localhost:{bait}/x",
        f"http://{host}@127.0.0.1:{bait}/",
        f"http://2130706433:{bait}/",
    )
    for n, location in enumerate(away, start=1):
        scene.board.odd[thread(n)] = moved(location, status=301 + n % 2)
    audit = scene.visit(scene.place(host=host, more="" if host == ONION else "transport: tor"))
    assert audit.new == THREADS - len(away)
    assert sum(audit.outcomes.get(outcome, 0) for outcome in ("elsewhere", "refused")) == len(away)
    assert {asked.host for asked in scene.proxy.asked} == {host}
    assert audit.opened == []


def test_n3_a_start_page_that_sends_us_to_the_clear_net_is_told_and_not_followed(scene: Scene) -> None:
    scene.board.odd["/index.php"] = moved("https://clear.example/index.php")
    audit = scene.visit(scene.place())
    assert audit.health in ("refused", "moved")
    assert "from Tor to the clear net" in audit.reason
    assert {asked.host for asked in scene.proxy.asked} == {ONION}


def with_body(more: str) -> Callable[[Answer], Answer]:
    return lambda usual: replace(usual, body=usual.body.replace("<head>", f"<head>{more}").replace("</body>", more))


def test_n7_pictures_feeds_styles_and_refreshes_of_a_page_are_not_fetched(scene: Scene) -> None:
    bait = f"http://127.0.0.1:{scene.bait.port}"
    scene.board.odd[thread(1)] = with_body(
        f'<meta http-equiv="refresh" content="0;url={bait}/r"><link rel=stylesheet href="{bait}/c.css">'
        f'<link rel=alternate type="application/rss+xml" href="{bait}/feed"><link rel=preconnect href="{bait}">'
        f'<link rel=dns-prefetch href="//clear.example"><link rel=icon href="/favicon.ico">'
    )
    scene.board.odd[thread(2)] = with_body(
        f'<img src="{bait}/i.png"><img src="/own.png"><iframe src="{bait}"></iframe><script src="{bait}/s.js"></script>'
        f'<video src="{bait}/v.mp4"></video><object data="{bait}/o"></object><a href="{bait}/a">a</a>'
        f'<a href="attachment.php?aid=1">b</a><svg><image href="{bait}/s.svg"/></svg>'
    )
    audit = scene.visit(scene.place())
    assert (audit.health, audit.new) == ("ok", THREADS)
    assert {asked.host for asked in scene.proxy.asked} == {ONION}
    odd = [path for path in scene.server.asked if not path.startswith(("/index", "/forumdisplay", "/showthread"))]
    assert odd == []


def test_n4_the_first_cookie_of_a_fresh_installation_asks_nobody_for_a_list(
    scene: Scene, tmp_path_factory: pytest.TempPathFactory
) -> None:
    scene.board.odd["/index.php"] = lambda usual: replace(
        usual, headers=(*usual.headers, ("Set-Cookie", f"sid=1; Path=/; Domain={ONION}"))
    )
    audit = scene.visit(scene.place(), TLDEXTRACT_CACHE=str(tmp_path_factory.mktemp("suffixes")))
    assert (audit.health, audit.new) == ("ok", THREADS)


def test_n5_a_proxy_that_is_killed_in_mid_visit_stops_everything(scene: Scene) -> None:
    def kill(path: str) -> None:
        if path == thread(4):
            scene.proxy.die()

    scene.server.before = kill
    place = scene.place()
    audit = scene.visit(place)
    assert audit.health == "transport_down"
    assert audit.outcomes["transport_down"] == 1
    assert f"Tor at {scene.proxy.address}" in audit.reason
    scene.server.before = lambda path: None
    asked = len(scene.server.asked)
    assert scene.visit(place).outcomes == {"transport_down": 1}
    assert len(scene.server.asked) == asked  # nothing left while Tor was away
    scene.proxy.start()
    assert scene.visit(place).health == "ok"
    assert Counter(str(post.text) for post in place.posts()) == Counter(f"words {n}" for n in range(THREADS))
