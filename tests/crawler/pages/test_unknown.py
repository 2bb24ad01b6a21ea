"""Software that no page object knows is never taken for one that it does; its words are read all the same."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.extract import extract_index
from crawler.pages import read
from crawler.reading import Fetched, Locale
from model.identities import SourceId
from model.visits import PageClass

RECORDED = ["django-machina-1.3.1", "dpaste-3.5", "flaskbb-2.0.2", "fluxbb-1.5.11", "phpbb-3.2.2", "pinnwand-1.5.0"]


def page(body: str) -> Fetched:
    text = f"<html><head><title>Prices</title></head><body>{body}</body></html>"
    return Fetched(url="https://quay.example/prices", body=text.encode(), fetched_at=datetime.now(UTC))


@pytest.mark.parametrize("hint", [None, "mybb", "phpbb", "discourse"])
def test_unknown_software_yields_no_invented_post_and_its_words_are_read_flat(hint: str | None) -> None:
    body = "<div><p>Berths cost 12 a day.</p><p>Ask for Viamedis at the lock.</p><a href='/about'>about</a></div>"
    found = read(page(body), source=SourceId("quay"), engine=hint, locale=Locale())
    assert (found.engine, found.page_class) == (None, PageClass.UNKNOWN)
    assert (found.posts, found.rows, found.thread, found.next) == ((), (), None, None)
    assert "Viamedis" in found.flat


@pytest.mark.parametrize("name", RECORDED)
def test_no_recorded_page_of_other_software_is_taken_for_mybb(name: str, shared: Path) -> None:
    answers = list(extract_index(shared / "corpus" / name / "index.jsonl"))
    assert answers
    assert "mybb" not in {answer["engine"] for answer in answers}


@pytest.mark.parametrize("kind", ["text/csv", "text/plain"])
def test_a_file_attached_to_a_post_is_no_paste(kind: str) -> None:
    headers = (("content-type", kind), ("content-disposition", "attachment; filename=sample.csv"))
    fetched = Fetched(
        url="https://quay.example/attachment/1/",
        headers=headers,
        body=b"nom;ville\nA;B\n",
        fetched_at=datetime.now(UTC),
    )
    found = read(fetched, source=SourceId("quay"), engine=None, locale=Locale())
    assert (found.page_class, found.posts) == (PageClass.UNKNOWN, ())
