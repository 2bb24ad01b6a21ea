"""Links that people don't see."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.baits import baits
from crawler.reading import Fetched
from crawler.traps import Traps
from model.visits import ErrandKind, Find
from tests.crawler.nouns import HOST, SOURCE, list_page, row

NOON = datetime(2024, 2, 11, 12, 0, tzinfo=UTC)
TRAP = f"{HOST}/trap/1"
LINK = '<a href="/trap/1">x</a>'


def page(body: str) -> Fetched:
    return Fetched(url=f"{HOST}/index.php", body=f"<html><body>{body}</body></html>".encode(), fetched_at=NOON)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param('<a href="/trap/1" style="display: none">x</a>', id="not shown"),
        pytest.param('<a href="/trap/1" hidden>x</a>', id="hidden"),
        pytest.param(f'<div style="visibility:hidden"><p>{LINK}</p></div>', id="around it"),
        pytest.param(f'<div style="position:absolute; left:-9999px">{LINK}</div>', id="off the screen"),
        pytest.param(f'<span style="font-size:0">{LINK}</span>', id="without size"),
        pytest.param(
            f"<style>.a, .hp {{ color: red; display:none }}</style><i class='z hp'>{LINK}</i>", id="style sheet"
        ),
        pytest.param('<a href="/trap/1" rel="nofollow noopener">x</a>', id="nobody is to follow"),
    ],
)
def test_h7_a_link_that_nobody_sees_is_a_bait(body: str) -> None:
    assert baits(page(f'<a href="/board/2">b</a>{body}')) == {TRAP}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"{LINK}<div hidden>{LINK}</div>", id="shown elsewhere"),
        pytest.param(
            f"<tbody style='display:none'>{LINK}<a href='/board/3'>b</a><a href='/board/4'>c</a></tbody>", id="folded"
        ),
        pytest.param('<a rel="nofollow next" href="/trap/1">next</a>', id="the next page"),
        pytest.param(f'<div style="display:block">{LINK}</div><p hidden>words</p>', id="words are no links"),
    ],
)
def test_a_link_that_people_can_reach_is_none(body: str) -> None:
    assert baits(page(f"<table>{body}</table>")) == frozenset()


def test_h7_baits_are_left_out_and_told() -> None:
    traps = Traps()
    shown = list_page(row("1"), boards=(TRAP, f"{HOST}/board/2"), next_url=None)
    start = Find(url=SOURCE.url, kind=ErrandKind.START, rank=0)
    assert traps.cleared(shown, start, baits={TRAP}).boards == (f"{HOST}/board/2",)
    assert traps.told.startswith("1 address left out")


@pytest.mark.parametrize(
    "engine", ["mybb-1.8.37", "phpbb-3.2.2", "fluxbb-1.5.11", "flaskbb-2.0.2", "django-machina-1.3.1"]
)
def test_no_thread_and_no_board_of_a_recorded_list_is_taken_for_a_bait(shared: Path, engine: str) -> None:
    folder = shared / "corpus" / engine
    truth = json.loads((folder / "truth.json").read_text())
    honest = {thread["url"] for thread in truth["threads"]} | {thread["board_url"] for thread in truth["threads"]}
    for line in (folder / "index.jsonl").read_text().splitlines():
        each = json.loads(line)
        if each["file"] and "html" in each["content_type"]:
            body = (folder / each["file"]).read_bytes()
            assert baits(Fetched(url=each["url"], body=body, fetched_at=NOON)).isdisjoint(honest)


def test_h4_of_a_page_of_very_many_links_a_part_is_looked_at() -> None:
    began = datetime.now(UTC)
    assert baits(page('<a href="/trap/1" hidden>x</a>' + '<a href="/b">x</a>' * 20_000))
    assert (datetime.now(UTC) - began).total_seconds() < 20
