"""Pastes: the text to the last space, whatever the site makes of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.pages import read
from crawler.pages.privatebin import is_burnt_by_reading
from crawler.reading import Fetched, Locale, Reading
from model.identities import SourceId
from model.visits import PageClass

NOW = datetime(2024, 2, 10, tzinfo=UTC)
SETS = ("pinnwand-1.5.0", "dpaste-3.5", "privatebin-2.0.6")


def shown(
    body: bytes | str,
    *,
    url: str = "https://paste.example/abc",
    kind: str = "text/html; charset=utf-8",
    status: int = 200,
    engine: str | None = None,
) -> Reading:
    fetched = Fetched(
        url=url,
        status=status,
        headers=(("Content-Type", kind),),
        body=body.encode() if isinstance(body, str) else body,
        fetched_at=NOW,
    )
    return read(fetched, source=SourceId("pastes"), engine=engine, locale=Locale())


def entries(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "index.jsonl").read_text().splitlines()]


def recorded(folder: Path, entry: dict[str, Any], url: str | None = None) -> Reading:
    body = (folder / entry["file"]).read_bytes() if entry["file"] else b""
    return shown(body, url=url or entry["url"], kind=entry["content_type"] or "", status=entry["status"])


@pytest.mark.parametrize("name", SETS)
def test_every_recorded_paste_is_read_as_it_was_pasted(shared: Path, name: str) -> None:
    folder = shared / "corpus" / name
    pastes = json.loads((folder / "truth.json").read_text())["pastes"]
    by_page = {paste["url"]: paste for paste in pastes}
    by_raw = {file["raw_url"]: file["text"] for paste in pastes for file in paste["files"] if file["raw_url"]}
    read_pages = 0
    for entry in entries(folder):
        paste = by_page.get(entry["url"])
        is_encrypted = name.startswith("privatebin") and entry["content_type"].startswith("text/html")
        if paste is not None and not is_encrypted:
            reading = recorded(folder, entry, paste.get("share_url"))
            wanted = "\n".join(file["text"] for file in paste["files"])
            assert [reading.page_class, reading.posts[0].text, reading.posts[0].id] == [
                PageClass.PASTE,
                wanted,
                paste["id"],
            ]
            assert sorted((post.author, post.text) for post in reading.posts[1:]) == sorted(
                (each["author"] or "", each["text"]) for each in paste.get("comments", ())
            )
            read_pages += 1
        elif entry["url"] in by_raw:
            assert recorded(folder, entry).posts[0].text == by_raw[entry["url"]]
    assert read_pages == len(pastes)


@pytest.mark.parametrize("name", SETS)
def test_no_paste_is_invented(shared: Path, name: str) -> None:
    folder = shared / "corpus" / name
    for entry in entries(folder):
        path = entry["url"].split("/", 3)[3]
        if path in ("", "about", "about/", "removal", "expiry", "history/"):
            reading = recorded(folder, entry)
            assert (reading.posts, reading.page_class) == ((), PageClass.EMPTY), path
        if entry["status"] == 404 or path == "?0123456789abcdef":
            reading = recorded(folder, entry)
            assert reading.posts == ()
            assert reading.is_gone or reading.page_class is PageClass.PASTE


def test_an_encrypted_paste_without_its_key_is_a_paste_without_text(shared: Path) -> None:
    folder = shared / "corpus" / "privatebin-2.0.6"
    entry = next(each for each in entries(folder) if each["content_type"] == "application/json")
    reading = recorded(folder, entry)
    assert (reading.page_class, reading.posts, reading.reason) == (PageClass.PASTE, (), "its link carries no key")
    wrong = recorded(folder, entry, entry["url"] + "#9N9gd81jfJjTSwCukD7zDJNVPNq3SCcrSYZuGFFZfgXK")
    assert (wrong.posts, wrong.reason) == ((), "the link's key does not open it, or a password does")


def test_a_paste_that_reading_destroys_is_left_alone(shared: Path) -> None:
    folder = shared / "corpus" / "privatebin-2.0.6"
    paste = json.loads((folder / "truth.json").read_text())["pastes"][0]
    entry = next(
        each for each in entries(folder) if each["content_type"] == "application/json" and each["url"] == paste["url"]
    )
    document = json.loads((folder / entry["file"]).read_bytes())
    document["adata"][3] = 1
    reading = shown(json.dumps(document), url=paste["share_url"], kind="application/json")
    assert (reading.posts, reading.reason) == ((), "it is destroyed by reading: its text is left alone")
    assert is_burnt_by_reading("https://bin.example/?c19f01ee31f9fb3c#-ACuQpe9KTzEog29")
    assert not is_burnt_by_reading(paste["share_url"])


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(
            {"adata": [["!", "!", 100000, 256, 128, "aes", "gcm", "zlib"], "plaintext", 0, 0]}, id="no base64"
        ),
        pytest.param(
            {"adata": [["AA==", "AA==", 10**9, 256, 128, "aes", "gcm", "zlib"], "plaintext", 0, 0]}, id="rounds"
        ),
        pytest.param({"adata": [["AA==", "AA==", 1, 256, 128, "des", "ecb", "zlib"], "plaintext", 0, 0]}, id="cipher"),
        pytest.param({"adata": [[]]}, id="nothing"),
        pytest.param({"ct": 7}, id="a number for a text"),
        pytest.param({"ct": ""}, id="no text"),
    ],
)
def test_what_is_not_encrypted_as_it_should_be_is_not_opened(changes: dict[str, Any]) -> None:
    document = {"status": 0, "id": "c19f01ee31f9fb3c", "meta": [], "v": 2, "ct": "AAAA"} | {
        "adata": [["AA==", "AA==", 1, 256, 128, "aes", "gcm", "zlib"], "plaintext", 0, 0]
    }
    url = "https://bin.example/?c19f01ee31f9fb3c#ACuQpe9KTzEog29HUEeJUiSaChVMpBMTy8CDd2FxnZb9"
    reading = shown(json.dumps(document | changes), url=url, kind="application/json")
    assert (reading.page_class, reading.posts) == (PageClass.PASTE, ())


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://paste.example/raw/abc", "abc"),
        ("https://paste.example/abc/raw", "abc"),
        ("https://paste.example/api_scrape_item.php?i=k3Y", "k3Y"),
        ("https://paste.example/documents/abc", "abc"),
        ("https://paste.example/", "paste"),
    ],
)
def test_raw_text_is_a_paste_even_where_it_is_a_page(url: str, name: str) -> None:
    text = "<!DOCTYPE html>\n<p>who has Viamedis</p>\n"
    reading = shown(text, url=url, kind="text/plain")
    assert (reading.engine, reading.page_class, reading.posts[0].id) == ("raw", PageClass.PASTE, name)
    assert (reading.posts[0].text, reading.posts[0].posted_at, reading.posts[0].author) == (text, None, "")


def test_raw_text_where_a_forum_was_read_is_no_paste() -> None:
    assert shown("who has Viamedis", kind="text/plain", engine="mybb").posts == ()


LIST = [
    {
        "scrape_url": "https://scrape.paste.example/api_scrape_item.php?i=k3Y",
        "full_url": "https://paste.example/k3Y",
        "date": "1707465600",
        "key": "k3Y",
        "size": "890",
        "expire": "0",
        "title": "viamedis",
        "syntax": "text",
        "user": "tofu",
    },
    {"key": "nothing else"},
]


def test_pastebins_list_names_what_is_new() -> None:
    url = "https://scrape.paste.example/api_scraping.php?limit=250"
    reading = shown(json.dumps(LIST), url=url, kind="application/json", engine="pastebin")
    (row,) = reading.rows
    assert (reading.page_class, row.id, row.title, row.author) == (PageClass.LIST, "k3Y", "viamedis", "tofu")
    assert row.last_post_at == datetime(2024, 2, 9, 8, tzinfo=UTC)
    assert row.url == "https://scrape.paste.example/api_scrape_item.php?i=k3Y"


@pytest.mark.parametrize(
    ("body", "page_class"),
    [
        ("YOUR IP: 192.0.2.7 DOES NOT HAVE ACCESS. VISIT: https://paste.example/doc_scraping_api", PageClass.LOGIN),
        ("Under maintenance, back soon", PageClass.MAINTENANCE),
        ("[]", PageClass.MAINTENANCE),
    ],
)
def test_a_list_that_pastebin_denies_is_no_empty_list(body: str, page_class: PageClass) -> None:
    url = "https://scrape.paste.example/api_scraping.php?limit=250"
    assert shown(body, url=url, engine="pastebin").page_class is page_class


def test_a_text_of_pastebin_is_a_paste_even_where_it_is_data() -> None:
    url = "https://scrape.paste.example/api_scrape_item.php?i=k3Y"
    reading = shown('[{"nir": "1"}]', url=url, kind="text/plain", engine="pastebin")
    assert (reading.posts[0].text, reading.posts[0].id) == ('[{"nir": "1"}]', "k3Y")
    assert shown("Error, we cannot find this paste.", url=url, engine="pastebin").is_gone


GIST = {
    "url": "https://api.gist.example/gists/aa11",
    "id": "aa11",
    "git_pull_url": "https://gist.example/aa11.git",
    "files": {
        "a.csv": {"filename": "a.csv", "raw_url": "https://gist.example/raw/a.csv", "content": "nom;nir\n"},
        "b.txt": {"filename": "b.txt", "raw_url": "https://gist.example/raw/b.txt", "content": "who has Viamedis"},
    },
    "created_at": "2024-02-09T08:00:00Z",
    "updated_at": "2024-02-09T09:00:00Z",
    "description": "sample",
    "owner": {"login": "tofu"},
}


def test_a_gist_is_one_paste_with_its_files() -> None:
    listed = shown(json.dumps([GIST]), url="https://api.gist.example/gists/public", kind="application/json")
    assert [(row.id, row.url, row.author) for row in listed.rows] == [("aa11", GIST["url"], "tofu")]
    reading = shown(json.dumps(GIST), url=str(GIST["url"]), kind="application/json")
    (post,) = reading.posts
    assert (reading.engine, post.id, post.author) == ("gist", "aa11", "tofu")
    assert post.text == "nom;nir\n\nwho has Viamedis"
    assert post.posted_at == datetime(2024, 2, 9, 8, tzinfo=UTC)


def test_a_haste_document_is_a_paste() -> None:
    data = {"data": "who has Viamedis\n", "key": "abc"}
    reading = shown(json.dumps(data), url="https://haste.example/documents/abc", kind="application/json")
    assert (reading.engine, reading.posts[0].id, reading.posts[0].text) == ("haste", "abc", "who has Viamedis\n")
    missing = shown(
        '{"message": "Document not found."}', url="https://haste.example/documents/x", kind="application/json"
    )
    assert missing.is_gone


@pytest.mark.parametrize("changes", [{"data": '{"iv":"x","ct":"y"}'}, {"v": 3, "adata": [], "ct": "AAAA"}])
def test_a_paste_of_another_version_of_privatebin_is_told_and_not_dropped(changes: dict[str, Any]) -> None:
    url = "https://bin.example/?c19f01ee31f9fb3c#key"
    body = json.dumps({"status": 0, "id": "c19f01ee31f9fb3c", "meta": {}} | changes)
    reading = shown(body, url=url, kind="application/json", engine="privatebin")
    assert (reading.page_class, reading.reason) == (
        PageClass.UNKNOWN,
        "a paste of another version of PrivateBin than 2",
    )


def test_data_where_raw_text_was_declared_is_a_paste() -> None:
    reading = shown('{"leak": "Viamedis"}', kind="application/json", engine="raw")
    assert reading.posts[0].text == '{"leak": "Viamedis"}'
