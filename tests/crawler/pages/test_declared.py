"""Odd sites are read by the selectors that their operator declared, and by nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.pages import page_url, read
from crawler.reading import Fetched, Locale, Reading
from model.identities import SourceId
from model.selectors import ListSelectors, Place, Selectors, ThreadSelectors
from model.visits import PageClass

NOW = datetime(2024, 2, 12, 12, tzinfo=UTC)
THREAD = ThreadSelectors(
    post="x-msg",
    id=Place(css=None, attribute="ref"),
    author=Place(css=".w"),
    date=Place(css=".d"),
    body=".t",
    title="h4",
    drop=(".foot",),
    quote=(".q",),
)
LIST = ListSelectors(
    row=".line", link=Place(css="a.go"), author=Place(css=".w"), replies=Place(css=".n"), last=Place(css=".d")
)
SELECTORS = Selectors(list=LIST, thread=THREAD, board=".boards a", next="a.more", date_format="%d.%m.%y/%H%M")
POSTS = """<h4>Who has it</h4>
<x-msg ref="m-17"><i class=w>alba</i><i class=d>08.02.24/1942</i>
<p class=t>who has <b>Viamedis</b>?<u class=foot>sig</u></p></x-msg>
<x-msg ref="m-18"><i class=w>brix</i><i class=d>the other day</i><p class=t><s class=q>who has it?</s>me too</p></x-msg>
<a class=more href="?page=2">more</a>"""
ROWS = """<div class=boards><a href="/b/one">One</a> <a href="/b/two">Two</a> <a href="http://away.example/">Away</a></div>
<div class=line><a class=go href="/x/17-who-has-it">Who has it</a>
<i class=w>alba</i><i class=n>1 234</i><i class=d>08.02.24/1942</i></div>
<div class=line><i class=w>nobody</i></div>"""


def at(body: str, path: str, *, selectors: Selectors = SELECTORS, zone: str = "Europe/Paris") -> Reading:
    html = f"<html><head><title>Odd</title></head><body>{body}</body></html>"
    fetched = Fetched(url=f"http://odd.example{path}", body=html.encode(), fetched_at=NOW)
    locale = Locale(zone=zone)
    return read(fetched, source=SourceId("odd"), engine=None, locale=locale, selectors=selectors)


def test_posts_stand_where_the_operator_says() -> None:
    reading = at(POSTS, "/x/17-who-has-it")
    assert (reading.engine, reading.page_class, reading.next) == (
        "declared",
        PageClass.THREAD,
        "http://odd.example/x/17-who-has-it?page=2",
    )
    first, second = reading.posts
    assert (first.id, first.author, first.text) == ("17", "alba", "who has Viamedis?")
    assert first.posted_at == datetime(2024, 2, 8, 18, 42, tzinfo=UTC)
    assert (second.text, [quote.text for quote in second.quotes]) == ("me too", ["who has it?"])
    assert (second.posted_at, second.posted_raw) == (None, "the other day")
    assert reading.thread is not None
    assert (reading.thread.title, reading.thread.author) == ("Who has it", "alba")


def test_rows_and_boards_stand_where_the_operator_says() -> None:
    reading = at(ROWS, "/index")
    assert reading.page_class is PageClass.LIST
    assert reading.boards == ("http://odd.example/b/one", "http://odd.example/b/two")
    (row,) = reading.rows
    assert (row.title, row.author, row.replies) == ("Who has it", "alba", 1234)
    assert (row.url, row.last_post_at) == (
        "http://odd.example/x/17-who-has-it",
        datetime(2024, 2, 8, 18, 42, tzinfo=UTC),
    )
    thread = at(POSTS, "/x/17-who-has-it").thread
    assert thread is not None
    assert thread.id == row.id


def test_selectors_that_find_nothing_are_no_quiet_success() -> None:
    other = replace(SELECTORS, thread=replace(THREAD, post=".post"))
    reading = at(POSTS, "/x/17-who-has-it", selectors=other)
    assert (reading.page_class, reading.posts) == (PageClass.UNKNOWN, ())
    assert "selectors found neither" in reading.reason


@pytest.mark.parametrize("engine", ["declared", "generic"])
def test_a_thread_of_unknown_addresses_is_read_on_from_its_first_page(engine: str) -> None:
    assert page_url(engine, "http://odd.example/x/17", 4) == "http://odd.example/x/17"
