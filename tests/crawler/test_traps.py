"""Addresses without end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.accounts.shapes import is_sign_in, is_sign_out, is_write
from crawler.traps import BARREN, MOST_OF_SHAPE, Traps, canonical, is_beside, is_endless, shape
from crawler.walk import is_ours
from model.sources import Health
from model.visits import ErrandKind, Find, Outcome
from tests.crawler.nouns import HOST, SOURCE, list_page, row
from tests.crawler.places import Place, clock_at
from tests.servers.board import serving
from tests.servers.maze import Maze

NOON = datetime(2024, 2, 11, 12, 0, tzinfo=UTC)
ROOT = HOST
SID = "0123456789abcdef0123456789abcdef"
START = Find(url=SOURCE.url, kind=ErrandKind.START, rank=0)


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        pytest.param(f"/viewtopic.php?t=4&sid={SID}", "/viewtopic.php?t=4", id="phpBB"),
        pytest.param(f"/viewtopic.php?sid={SID}&t=4", "/viewtopic.php?t=4", id="first of a query"),
        pytest.param(f"/index.php?PHPSESSID={SID};topic=1.0", "/index.php?topic=1.0", id="SMF"),
        pytest.param("/index.php?PHPSESSID=short&topic=1.0", "/index.php?topic=1.0", id="PHP's own, of any form"),
        pytest.param(f"/showthread.php?s={SID}&t=9", "/showthread.php?t=9", id="vBulletin"),
        pytest.param(f"/forum.jsp;jsessionid={SID}?id=1", "/forum.jsp?id=1", id="Java"),
        pytest.param("/(S(abcdefabcdef))/board/1", "/board/1", id="ASP.NET"),
        pytest.param("/board/1?utm_source=x", "/board/1", id="what tells where we come from"),
        pytest.param("/board/1#latest", "/board/1", id="fragment"),
        pytest.param("/search?s=viamedis", "/search?s=viamedis", id="a word is no session"),
        pytest.param("/t?s=7&token=new", "/t?s=7&token=new", id="nor a number"),
        pytest.param(
            "/b?fid=2&sort=replies&order=asc", "/b?fid=2&sort=replies&order=asc", id="orders of a thread stay"
        ),
    ],
)
def test_h7_a_page_has_one_address_whatever_session_stands_in_it(url: str, plain: str) -> None:
    assert canonical(ROOT + url) == ROOT + plain
    assert canonical(canonical(ROOT + url)) == canonical(ROOT + url)


def test_h7_a_list_is_followed_in_the_order_in_which_it_was_shown() -> None:
    assert canonical(f"{ROOT}/b?fid=2&sortby=replies&order=asc&page=2", sorts=False) == f"{ROOT}/b?fid=2&page=2"
    meant = canonical(f"{ROOT}/b?sort=new&page=2", keep={"sort"}, sorts=False)
    assert meant == f"{ROOT}/b?sort=new&page=2"


@given(st.text(max_size=80))
def test_h7_what_holds_no_session_keeps_its_address(text: str) -> None:
    url = f"{ROOT}/board/{text.encode().hex()[:14]}?id={len(text)}"
    assert canonical(url) == url


@pytest.mark.parametrize(
    "path",
    [
        "/a/a/a/list",
        "/x/y/x/y/x/y/z",
        "/deeper/1/deeper/2/deeper/3/deeper/4",
        "/list?" + "&".join(f"k{n}=1" for n in range(20)),
        "/list?a=1&a=2&a=3",
        "/" + "a" * 1200,
        "/" + "/".join("abcdefghijklmnopqrst"),
    ],
)
def test_h7_addresses_that_grow_out_of_themselves_are_seen(path: str) -> None:
    assert is_endless(ROOT + path)


@pytest.mark.parametrize(
    "path",
    [
        "/forum/forum/databases-2/topic/a-title-5/?page=2",
        "/threads/a-title.123/page-7",
        "/index.php?topic=12.20",
        "/showthread.php?tid=4&page=3",
        "/2024/02/07/2024/",
    ],
)
def test_h7_addresses_of_forums_are_not_taken_for_such(path: str) -> None:
    assert not is_endless(ROOT + path)
    assert is_ours(SOURCE, ROOT + path)


WRITES = [
    "/member.php?action=logout&logoutkey=1",
    "/ucp.php?mode=logout&sid=1",
    "/login.php?action=out&id=2&csrf_token=1",
    "/index.php?action=logout;sesc=1",
    "/auth/logout",
    "/logout/?t=1",
    "/login.php?do=logout",
    "/accounts/sign_out",
    "/member.php?action=l%6Fgout",
    "/misc.php?action=markread",
    "/viewtopic.php?f=1&t=2&watch=topic",
    "/viewforum.php?f=2&mark=topics",
    "/newreply.php?tid=2",
    "/posting.php?mode=reply&t=2",
    "/ratethread.php?tid=2&rating=5",
    "/threads/title.12/reply",
    "/posts/12/like",
    "/post/12/report",
    "/index.php?action=deletemsg;msg=1",
    "/index.php?topic=1.0;action=notify",
    "/topic/2-title/post/new",
    "/forum/topic/35/subscribe/",
    "/thread/1?my_post_key=1",
    "/?logout",
    "/index.php?logout=1",
    "/?page=logout",
    "/index.php?route=account/logout",
    "/like/5",
    "/forum/posts/vote/5",
    "/delete/5",
    "/thread/delete?id=5",
    "/upvote?sid=a1&post_id=3",
    "/mark_read/3",
    "/topics/mark_read",
]


@pytest.mark.parametrize("path", WRITES)
def test_links_that_change_something_or_sign_out_are_never_followed(path: str) -> None:
    assert is_write(ROOT + path)
    assert not is_ours(SOURCE, ROOT + path)


@pytest.mark.parametrize(
    "path",
    [
        "/showthread.php?tid=4",
        "/t/logout-problems/123",
        "/t/report/123",
        "/t/vote/123",
        "/topic/delete/123",
        "/?p=logout-problems",
        "/tag/delete?page=2",
        "/vote/",
        "/?page=out",
        "/threads/how-to-delete.12/",
        "/forums/watch.7/",
        "/topic/12-vote-for-us",
        "/viewtopic.php?t=4&start=10",
        "/index.php?topic=12.0",
        "/forumdisplay.php?fid=2&page=2",
        "/board/reply-to-all/",
    ],
)
def test_titles_that_speak_of_such_things_are(path: str) -> None:
    assert not is_write(ROOT + path)
    assert is_ours(SOURCE, ROOT + path)


def test_signing_in_is_not_signing_out() -> None:
    assert is_sign_in(f"{ROOT}/member.php?action=login")
    assert is_sign_in(f"{ROOT}/login/?next=/")
    assert is_sign_in(f"{ROOT}/?page=login")
    assert not is_sign_in(f"{ROOT}/login.php?action=out&id=1")
    assert is_sign_out(f"{ROOT}/login.php?action=out&id=1")


@pytest.mark.parametrize(
    "path", ["/calendar.php?month=1", "/search/", "/memberlist.php", "/f?month=3&year=2031", "/feed"]
)
def test_h7_calendars_and_searches_are_no_boards(path: str) -> None:
    shown = replace(list_page(row("1"), boards=(ROOT + path, f"{ROOT}/board/2"), next_url=None), engine=None)
    traps = Traps()
    assert is_beside(ROOT + path)
    assert traps.cleared(shown, START).boards == (f"{ROOT}/board/2",)
    assert traps.told.startswith("1 address left out")


def test_a_board_of_known_software_may_be_called_calendar() -> None:
    board = f"{ROOT}/category/5/calendar"
    shown = replace(list_page(row("1"), boards=(board,), next_url=None), engine="nodebb")
    assert Traps().cleared(shown, START).boards == (board,)


def a_list(n: int) -> Find:
    return Find(url=f"{ROOT}/view?order_no={n}", kind=ErrandKind.LIST, rank=1)


def test_h7_ten_thousand_orders_of_one_list_cost_a_few_requests() -> None:
    traps, fetched = Traps(), 0
    links = tuple(a_list(n).url for n in range(10_000))
    shown = list_page(*(row(str(n)) for n in range(20)), boards=links, next_url=None)
    queue = [Find(url=url, kind=ErrandKind.LIST, rank=1) for url in traps.cleared(shown, START).boards]
    assert len(queue) == MOST_OF_SHAPE
    for find in queue:
        if not traps.bars(find):
            fetched += 1
            traps.cleared(replace(shown, url=find.url), find)
    assert fetched == BARREN
    assert "addresses left out" in traps.told
    assert ROOT not in traps.told


def test_h7_boards_with_threads_of_their_own_are_all_read() -> None:
    traps = Traps()
    for n in range(50):
        find = Find(url=f"{ROOT}/board/{n}", kind=ErrandKind.LIST, rank=1)
        assert not traps.bars(find)
        traps.cleared(list_page(row(str(n)), url=find.url, next_url=None), find)
    assert traps.told == ""


def test_h7_a_list_that_repeats_itself_has_no_next_page() -> None:
    traps = Traps()
    first = list_page(row("1"), row("2"), url=f"{ROOT}/b?page=1", next_url=f"{ROOT}/b?page=2")
    again = replace(first, url=f"{ROOT}/b?page=2", next=f"{ROOT}/b?page=3")
    assert traps.cleared(first, a_list(1)).next is not None
    assert traps.cleared(again, a_list(2)).next is None


def test_a_shape_has_no_numbers() -> None:
    assert shape(f"{ROOT}/board/12/page-3?b=1&a=2") == "/board/0/page-0?a&b"


@pytest.mark.parametrize("traps", ["sessions grown next", "boards calendar"])
def test_h7_a_maze_costs_a_bounded_visit_and_hides_no_thread(traps: str, tmp_path: Path) -> None:
    maze = Maze(now=NOON, traps=frozenset(traps.split()))
    for name in ("Market", "Lounge"):
        fid = maze.board(name)
        for n in range(6):
            maze.talk(fid, f"{name} {n}", "first", "second", "third", "fourth", "fifth")
    with serving(maze) as server:
        place = Place.made(tmp_path, f"{server.url}/index.php", clock=clock_at(NOON))
        report = place.visit()
        honest = 1 + 2 * 2 + 12 * 2
        assert len(server.asked) <= honest + 25
        assert report.health is Health.OK
        assert {post.thread_id for post in place.posts()} == {str(tid) for tid in maze.talks}
        assert len(place.posts()) == 12 * 5
        if "boards" in traps:
            assert "left out" in report.reason
            assert report.outcomes[Outcome.TRAPPED] > 0
        if "sessions" in traps:
            again = place.visit()
            assert (again.tally.new, again.health) == (0, Health.OK)
            assert len(server.asked) <= 2 * (honest + 25)
