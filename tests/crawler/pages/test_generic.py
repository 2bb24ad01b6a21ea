"""Forums of software that nobody wrote a page object for are read by their structure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from crawler.pages import read
from crawler.reading import Fetched, Locale, Reading
from model.identities import SourceId
from model.posts import Post
from model.visits import PageClass

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
LAYOUTS = sorted(path.stem for path in (FIXTURES / "generic").glob("*.html"))
RECORDED = ["mybb-1.8.37", "phpbb-3.2.2", "fluxbb-1.5.11", "flaskbb-2.0.2", "django-machina-1.3.1"]
NOW = datetime(2024, 2, 12, 12, tzinfo=UTC)
SAID = [
    "Looking for the Viamedis base, who has it?",
    "+1, same here",
    "Nobody has it yet. There was a sale of an older dump but it is fake.",
    "ok",
]


def generic(body: bytes, url: str, *, zone: str | None = "UTC", status: int = 200, at: datetime = NOW) -> Reading:
    """What the page says with every page object switched off."""
    fetched = Fetched(url=url, status=status, body=body, fetched_at=at)
    return read(fetched, source=SourceId("quay"), engine=None, locale=Locale(zone=zone), engines=())


def layout(name: str) -> Reading:
    text = (FIXTURES / "generic" / f"{name}.html").read_text(encoding="utf-8")
    return generic(text.encode(), text.partition("<!-- ")[2].partition(" -->")[0])


@pytest.mark.parametrize("name", LAYOUTS)
def test_posts_are_found_in_whatever_they_are_drawn(name: str) -> None:
    reading = layout(name)
    posts = reading.posts[-len(SAID) :]
    assert (reading.engine, reading.page_class) == ("generic", PageClass.THREAD)
    assert reading.is_generic
    assert len(reading.posts) <= len(SAID) + 1  # a page may show the link that is talked about, too
    assert [post.text.removeprefix(">>900\n") for post in posts] == SAID
    if name != "imageboard":  # where everybody is called the same
        assert [post.author for post in posts] == ["alba", "brix", "corvo", "alba"]
    assert len({post.key for post in posts}) == len(SAID)


@pytest.mark.parametrize("name", [name for name in LAYOUTS if name != "without-dates"])
def test_posts_are_dated_in_the_order_of_the_page(name: str) -> None:
    moments = [post.posted_at for post in layout(name).posts[-len(SAID) :]]
    assert all(moments)
    assert moments == sorted(moment for moment in moments if moment)
    assert all(moment and NOW - timedelta(days=5) < moment < NOW for moment in moments)


def test_what_is_quoted_is_told_apart_from_what_is_said() -> None:
    for name in ("vbulletin-3", "vbulletin-4"):
        quotes = [quote for post in layout(name).posts for quote in post.quotes]
        assert [quote.author for quote in quotes] == ["zed"] * 4
        assert all("Viamedis" not in quote.text for quote in quotes)


@pytest.mark.parametrize(
    ("name", "following"),
    [
        ("phpbb-2", "http://b.example/viewtopic.php?t=77&start=15"),
        ("vbulletin-3", "http://b.example/showthread.php?t=77&page=2"),
        ("vbulletin-4", "http://b.example/showthread.php?77-Looking-for-base/page2"),
        ("smf-like", "http://b.example/index.php?topic=77.15"),
        ("without-dates", "http://b.example/d/77-looking-for-base?page=2"),
        ("articles", None),
    ],
)
def test_the_next_page_of_the_same_thread_is_known(name: str, following: str | None) -> None:
    assert layout(name).next == following


PAGES_WITHOUT_POSTS = {
    "a profile": ("/user/alba", "<h1>alba</h1><dl><dt>Joined</dt><dd>12 May 2022</dd><dt>Posts</dt><dd>4</dd></dl>"),
    "a form to sign in": (
        "/showthread.php?tid=3",
        (
            "<h1>Sign in</h1><form action='/login'><table><tr><td>Name</td><td><input name=u></td></tr>"
            "<tr><td>Password</td><td><input type=password name=p></td></tr></table></form>"
        ),
    ),
    "an error": ("/showthread.php?tid=9999", "<h1>Board message</h1><div class=error>No such thread.</div>"),
    "members": (
        "/memberlist",
        "<table>"
        + "".join(
            f"<tr id=user_{n}><td><a href='/user/{n}'>name{n}</a></td><td>{n + 1} Feb 2021</td><td>{n}</td></tr>"
            for n in range(9)
        )
        + "</table>",
    ),
    "a member's posts": (
        "/user/alba/posts",
        "".join(
            f"<div class=post id=p{n}><a href='/user/alba'>alba</a> 0{n + 1} Feb 2024, 10:00 in <a href='/topic/{n}-x'>"
            f"Topic number {n}</a><div class=content>words of {n} here</div></div>"
            for n in range(4)
        ),
    ),
    "boards": (
        "/index.php",
        "<table>"
        + "".join(
            f"<tr><td><h3><a href='/forum/{n}-b'>Board {n}</a></h3>What is board {n} about</td><td>{n}</td>"
            f"<td><a href='/topic/{n}-t'>last one {n}</a> by <a href='/user/x{n}'>x{n}</a> 0{n + 1} Feb 2024, 10:00"
            "</td></tr>"
            for n in range(4)
        )
        + "</table>",
    ),
}


@pytest.mark.parametrize("name", PAGES_WITHOUT_POSTS)
def test_no_post_is_invented(name: str) -> None:
    path, body = PAGES_WITHOUT_POSTS[name]
    page = f"<html><head><title>{name} - Board</title></head><body>{body}</body></html>"
    assert generic(page.encode(), f"http://b.example{path}").posts == ()


def test_boards_are_listed_and_not_their_last_threads() -> None:
    path, body = PAGES_WITHOUT_POSTS["boards"]
    reading = generic(f"<html><body>{body}</body></html>".encode(), f"http://b.example{path}")
    assert reading.page_class is PageClass.LIST
    assert reading.boards == tuple(f"http://b.example/forum/{n}-b" for n in range(4))
    assert reading.rows == ()


def test_a_list_tells_who_opened_a_thread_how_many_answered_and_when_the_last() -> None:
    rows = "".join(
        f"<tr><td><a href='/thread/{n}-t'>Thread title {n}</a> by <a href='/user/a{n}'>a{n}</a></td><td>{n * 3}</td>"
        f"<td>{n * 100}</td><td><a href='/user/z{n}'>z{n}</a><br>{n + 1} Feb 2024, 10:00</td></tr>"
        for n in range(1, 6)
    )
    head = "<tr><th>Topic</th><th>Replies</th><th>Views</th><th>Last post</th></tr>"
    page = f"<html><body><h1>Databases</h1><table>{head}{rows}</table></body></html>"
    reading = generic(page.encode(), "http://b.example/forum/3-databases")
    assert [(row.title, row.author, row.replies, row.last_author) for row in reading.rows] == [
        (f"Thread title {n}", f"a{n}", n * 3, f"z{n}") for n in range(1, 6)
    ]
    assert [row.last_post_at for row in reading.rows] == [datetime(2024, 2, n + 1, 10, tzinfo=UTC) for n in range(1, 6)]


def test_the_cards_of_a_leak_site_are_listed() -> None:
    cards = "".join(
        f"<div class='card mb-3'><h5 class='card-title'>{name}</h5><p>Revenue: $ {n}M. {n} GB of data</p>"
        f"<span class=date>0{n} Feb 2024</span><a class='btn' href='/company/{name.split('.')[0]}'>Read more</a></div>"
        for n, name in enumerate(["acme.example", "brume.example", "corail.example", "dune.example"], start=1)
    )
    page = f"<html><body><nav><a href='/'>Home</a><a href='/contact'>Contact</a></nav><div>{cards}</div></body></html>"
    reading = generic(page.encode(), "http://wall.example/")
    assert reading.page_class is PageClass.LIST
    assert [row.title for row in reading.rows] == ["acme.example", "brume.example", "corail.example", "dune.example"]
    assert reading.rows[1].url == "http://wall.example/company/brume"
    assert len({row.id for row in reading.rows}) == 4


@dataclass(frozen=True)
class Recorded:
    entry: dict[str, object]
    reading: Reading


def recorded(folder: Path, *, zone: str) -> Iterator[Recorded]:
    for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry["view"] == "guest" and str(entry["file"]).endswith(".html"):
            fetched = Fetched(
                url=entry["url"],
                status=entry["status"],
                headers=tuple((name, value) for name, value in entry["headers"]),
                body=(folder / entry["file"]).read_bytes(),
                fetched_at=datetime.fromisoformat(entry["fetched_at"]),
            )
            yield Recorded(
                entry, read(fetched, source=SourceId("q"), engine=None, locale=Locale(zone=zone), engines=())
            )


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", RECORDED)
def test_recorded_boards_are_read_nearly_as_well_as_by_page_objects(name: str, shared: Path) -> None:
    folder = shared / "corpus" / name
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    said = {str(post["id"]): (post, thread) for thread in truth["threads"] for post in thread["posts"]}
    found: dict[str, Post] = {}
    for page in recorded(folder, zone=truth["displayed_timezone"]):
        for post in page.reading.posts:
            assert post.id in said, f"{page.entry['file']} invents a post"
            assert str(said[post.id][1]["id"]) == post.thread, page.entry["file"]
            found.setdefault(post.id, post)
    visible = {id_: post for id_, (post, thread) in said.items() if thread["guest_visible"]}
    assert found.keys() <= visible.keys()
    told = [id_ for id_, post in visible.items() if id_ in found and _is_told(found[id_], post)]
    dated = [id_ for id_, post in visible.items() if id_ in found and _is_dated(found[id_], post)]
    assert len(told) >= 0.99 * len(visible)
    assert len(dated) >= 0.99 * len(visible)


def _is_told(post: Post, truth: dict[str, str]) -> bool:
    mine, theirs = " ".join(post.text.split()), " ".join(truth["text"].split())
    alike = mine == theirs or SequenceMatcher(None, mine, theirs, autojunk=False).ratio() >= 0.98
    return post.author == truth["author"] and alike


def _is_dated(post: Post, truth: dict[str, str]) -> bool:
    wanted = datetime.fromisoformat(truth["posted_at"])
    return post.posted_at is not None and abs(post.posted_at - wanted) <= timedelta(seconds=60)
