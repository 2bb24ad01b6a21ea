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

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
RECORDED = ["django-machina-1.3.1", "dpaste-3.5", "flaskbb-2.0.2", "fluxbb-1.5.11", "phpbb-3.2.2", "pinnwand-1.5.0"]


@pytest.mark.parametrize("name", ["pinnwand", "dpaste"])
def test_unknown_software_yields_no_invented_post(name: str) -> None:
    for answer in extract_index(FIXTURES / name / "index.jsonl"):
        assert (answer["engine"], answer["page_class"]) == (None, "unknown")
        assert (answer["posts"], answer["threads"], answer["thread"], answer["next"]) == ([], [], None, None)


@pytest.mark.parametrize("name", RECORDED)
def test_no_recorded_page_of_other_software_is_taken_for_mybb(name: str, shared: Path) -> None:
    answers = list(extract_index(shared / "corpus" / name / "index.jsonl"))
    assert answers
    assert "mybb" not in {answer["engine"] for answer in answers}


@pytest.mark.parametrize(
    ("name", "words"),
    [("dpaste", "FAUXNOM"), ("pinnwand", "FAUXNOM")],
)
def test_the_words_of_unknown_software_are_read_flat(name: str, words: str) -> None:
    flats = []
    for path in sorted((FIXTURES / name / "pages").iterdir()):
        fetched = Fetched(url="https://quay.example/", body=path.read_bytes(), fetched_at=datetime.now(UTC))
        found = read(fetched, source=SourceId("quay"), engine="mybb", locale=Locale())
        assert found.page_class is PageClass.UNKNOWN
        flats.append(found.flat)
    assert any(words in flat for flat in flats)
