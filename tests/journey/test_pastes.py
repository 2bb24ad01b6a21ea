"""From a post that is kept to the paste that it links to: fetched once, by the paste site's own source."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from tests.journey.world import World
from tests.servers.board import Answer, Board, serving

NOW = datetime(2024, 2, 9, 12, 0, tzinfo=UTC)
PLAIN = (("Content-Type", "text/plain; charset=utf-8"),)
DATA = (("Content-Type", "application/json"),)
FORM = """<html><head><link href="/static/pinnwand.css"></head>
<body><form action="/create" class="paste-create"></form></body></html>"""


def a_board(*texts: str) -> Board:
    board = Board(now=NOW)
    board.talk(board.board("Databases"), "who has it", *texts)
    return board


def with_pastes(world: World, url: str, **more: str) -> World:
    world.configure()
    lines = {"id": "pastes", "url": url, "family": "paste", "every": "1h", "delay": "0.001s", "private": "true"} | more
    path = world.config / "sources" / "pastes.yaml"
    path.write_text("".join(f"{name}: {value}\n" for name, value in lines.items()))
    return world


def test_a_paste_that_a_kept_post_links_to_is_read_once_and_alerted(tmp_path: Path) -> None:
    site = Board(now=NOW)
    site.odd["/"] = Answer(body=FORM)
    site.odd["/raw/DM"] = Answer(headers=PLAIN, body="Viamedis / tiers payant, sample, rest for sale, 33M lines\n")
    site.odd["/raw/XX"] = Answer(headers=PLAIN, body="nobody's business")
    with serving(site) as pastes:
        board = a_board(f"Viamedis sample: {pastes.url}/raw/DM", "thanks")
        board.talk(2, "cats", f"my cat {pastes.url}/raw/XX")
        with serving(board) as forum:
            world = with_pastes(World(root=tmp_path, forum=f"{forum.url}/index.php", keep="matches"), pastes.url + "/")
            assert world.vigie("visit", "board").code == 0
            assert pastes.asked == []
            for _ in range(3):
                done = world.vigie("visit", "pastes")
                assert done.code == 0, done.err
                world.vigie("visit", "board")
            posts = [post for post in world.posts() if post["source"] == "pastes"]
    assert pastes.asked.count("/raw/DM") == 1
    assert "/raw/XX" not in pastes.asked  # the post that links to it is not kept
    (paste,) = posts
    assert (paste["thread"]["id"], paste["watches"], paste["posted_at"]) == ("DM", ["viamedis"], None)
    assert paste["first_seen_at"] is not None


def test_a_paste_whose_key_stands_in_the_link_is_decrypted(tmp_path: Path, shared: Path) -> None:
    folder = shared / "corpus" / "privatebin-2.0.6"
    truth = json.loads((folder / "truth.json").read_text())["pastes"][0]
    lines = [json.loads(line) for line in (folder / "index.jsonl").read_text().splitlines()]
    entry = next(each for each in lines if each["url"] == truth["url"] and each["content_type"] == "application/json")
    site = Board(now=NOW)
    site.odd["/"] = Answer(
        body='<html><head><title>PrivateBin</title><script src="js/privatebin.js"></script></head><body></body></html>'
    )
    site.odd[f"/?{truth['id']}"] = Answer(headers=DATA, body=(folder / entry["file"]).read_text())
    with (
        serving(site) as pastes,
        serving(a_board("Viamedis: {}/?{}#{}".format(pastes.url, truth["id"], truth["key"]))) as forum,
    ):
        world = with_pastes(
            World(root=tmp_path, forum=f"{forum.url}/index.php", keep="all"), pastes.url + "/", engine="privatebin"
        )
        world.vigie("visit", "board")
        done = world.vigie("visit", "pastes")
        posts = [post for post in world.posts() if post["source"] == "pastes"]
    assert done.code == 0, done.err
    assert [post["watches"] for post in posts] == [["viamedis"]]
    assert not any("#" in path for path in pastes.asked)  # the key is never sent


def test_a_list_of_new_pastes_is_read_and_its_words_about_each_are_kept(tmp_path: Path) -> None:
    site = Board(now=NOW)
    with serving(site) as pastes:
        row = {"key": "k3Y", "title": "data", "user": "miso", "date": "1707465600"}
        row["scrape_url"] = f"{pastes.url}/api_scrape_item.php?i=k3Y"
        site.odd["/api_scraping.php?limit=250"] = Answer(headers=DATA, body=json.dumps([row]))
        site.odd["/api_scrape_item.php?i=k3Y"] = Answer(headers=PLAIN, body="selling the Viamedis database, 33M")
        with serving(a_board("hello")) as forum:
            world = with_pastes(
                World(root=tmp_path, forum=f"{forum.url}/index.php", keep="matches"),
                f"{pastes.url}/api_scraping.php?limit=250",
                engine="pastebin",
            )
            done = world.vigie("visit", "pastes")
            assert done.code == 0, done.err
            world.vigie("visit", "pastes")
            (post,) = world.posts()
            assert (post["id"], post["author"], post["posted_at"]) == ("k3Y", "miso", "2024-02-09T08:00:00Z")
            assert pastes.asked.count("/api_scrape_item.php?i=k3Y") == 1
            site.odd["/api_scraping.php?limit=250"] = Answer(body="YOUR IP: 192.0.2.7 DOES NOT HAVE ACCESS")
            denied = world.vigie("visit", "pastes")
    assert denied.code == 1
    assert "does not know this machine" in denied.out
