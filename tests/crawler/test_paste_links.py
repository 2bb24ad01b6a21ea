"""Links to pastes in kept posts lead to the paste sites' own sources, once, and nowhere that reading destroys."""

from __future__ import annotations

import pytest

from crawler.paste_links import named, paste_find, paste_finds
from crawler.reading import Reading
from model.identities import SourceId, ThreadId
from model.posts import Post, Thread, ThreadRow
from model.sources import Family, Source
from model.visits import PageClass
from tests.crawler.nouns import NOON

PINS = Source(id=SourceId("pins"), url="https://pin.example/", family=Family.PASTE, engine="pinnwand")
HASTE = Source(id=SourceId("haste"), url="https://haste.example/", family=Family.PASTE, engine="haste")
BIN = Source(id=SourceId("bin"), url="https://bin.example/", family=Family.PASTE, engine="privatebin")
FORUM = Source(id=SourceId("board"), url="https://board.example/")
SITES = [PINS, HASTE, BIN, FORUM]


def post(text: str) -> Post:
    return Post(
        source=FORUM.id,
        thread=ThreadId("1"),
        id="1",
        author="tofu",
        text=text,
        posted_at=None,
        permalink="https://board.example/1",
        seen_at=NOON,
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sample: https://pin.example/A4, enjoy", [("pins", "https://pin.example/A4", "A4")]),
        ("(hxxps://pin[.]example/A4)", [("pins", "https://pin.example/A4", "A4")]),
        ("https://pin.example/raw/DM.", [("pins", "https://pin.example/raw/DM", "DM")]),
        ("https://haste.example/abcdef.txt", [("haste", "https://haste.example/raw/abcdef", "abcdef")]),
        ("samples: pin.example/A4", [("pins", "https://pin.example/A4", "A4")]),
        ("www.pin.example/A4", [("pins", "https://pin.example/A4", "A4")]),
        ("hxxps[://]pin[dot]example/A4", [("pins", "https://pin.example/A4", "A4")]),
        ("[url=https://pin.example/A4]here[/url]", [("pins", "https://pin.example/A4", "A4")]),
        ("**https://pin.example/A4** and more\u2026", [("pins", "https://pin.example/A4", "A4")]),
        ("https://pin.example/A4\u2026", [("pins", "https://pin.example/A4", "A4")]),
        (
            "https://pin.example/A4;https://pin.example/B5|https://pin.example/C6",
            [("pins", f"https://pin.example/{name}", name) for name in ("A4", "B5", "C6")],
        ),
        ("https://elsewhere.example/?to=pin.example/A4", []),
        ("notpin.example/A4, my.pin.example/A4, tofu@pin.example/A4", []),
        ("https://haste.example/abcdef", [("haste", "https://haste.example/raw/abcdef", "abcdef")]),
        (
            "https://bin.example/?c19f01ee31f9fb3c#ACuQpe9KTz",
            [("bin", "https://bin.example/?c19f01ee31f9fb3c#ACuQpe9KTz", "c19f01ee31f9fb3c")],
        ),
        ("https://bin.example/?c19f01ee31f9fb3c#-ACuQpe9KTz", []),
        ("https://pin.example/about", []),
        ("https://pin.example/", []),
        ("https://board.example/showthread.php?tid=1", []),
        ("https://elsewhere.example/A4", []),
        ("https://user@pin.example/A4", []),
        ("https://pin.example:99999/A4", []),
        ("https://[pin.example/A4", []),
        ("https://pin.example/A4 and again https://pin.example/A4", [("pins", "https://pin.example/A4", "A4")]),
    ],
)
def test_links_to_known_paste_sites_are_found(text: str, found: list[tuple[str, str, str]]) -> None:
    assert [(site, find.url, find.thread) for site, find in paste_finds([post(text)], SITES)] == found


def test_a_page_leads_to_twenty_pastes_at_most() -> None:
    text = "\n".join(f"https://pin.example/P{n}" for n in range(1000))
    assert len(paste_finds([post(text)], SITES)) == 20


def test_a_link_is_where_its_text_is_fetched_from() -> None:
    pastebin = Source(id=SourceId("pb"), url="https://pb.example/", family=Family.PASTE, engine="pastebin")
    bepasty = Source(id=SourceId("be"), url="https://be.example/", family=Family.PASTE, engine="bepasty")
    finds = [paste_find("https://pb.example/k3Yk3Y", pastebin), paste_find("https://be.example/k3Yk3Y#L3", bepasty)]
    assert [find.url for find in finds if find] == [
        "https://pb.example/raw/k3Yk3Y",
        "https://be.example/k3Yk3Y/+inline",
    ]


def test_what_only_the_list_told_is_told_of_the_paste() -> None:
    raw = Reading(
        url="https://pb.example/raw/k3Y",
        engine="raw",
        page_class=PageClass.PASTE,
        thread=Thread(source=PINS.id, id=ThreadId("k3Y"), title="", url="https://pb.example/raw/k3Y"),
        posts=(post("who has Viamedis"),),
    )
    row = ThreadRow(id=ThreadId("key"), title="viamedis", url=raw.url, author="miso", last_post_at=NOON)
    told = named(raw, ThreadId("key"), row)
    assert told.thread is not None
    assert (told.thread.id, told.thread.title) == ("key", "viamedis")
    (first,) = told.posts
    assert (first.id, first.thread, first.author, first.posted_at) == ("key", "key", "tofu", NOON)
    assert named(raw, None, None) is raw
