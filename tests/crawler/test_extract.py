"""`vigie extract` answers about every line that it is given, whatever the line's page is."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.extract import extract, extract_index
from model.errors import BadInput

NOON = datetime(2024, 2, 10, 12, 0, tzinfo=UTC)
SENT = datetime(2024, 2, 10, 11, 30, tzinfo=UTC)
LINE = {"status": 200, "view": "guest", "fetched_at": "2024-02-10T12:00:00Z", "headers": []}


def index_of(directory: Path, *lines: dict[str, object]) -> Path:
    path = directory / "index.jsonl"
    path.write_text("".join(json.dumps({**LINE, **line}) + "\n" for line in lines))
    return path


def test_every_line_has_its_answer_in_order(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\0\1\2\3" * 50)
    (tmp_path / "b.html").write_text("<p>words")
    index = index_of(
        tmp_path,
        {"url": "https://quay.example/1", "file": None, "status": 303},
        {"url": "https://quay.example/2", "file": "a.png", "content_type": "image/png"},
        {"url": "https://quay.example/3", "file": "b.html", "view": "member"},
        {"url": "https://quay.example/4", "file": "missing.html"},
        {"url": "not an address", "file": "../../../../etc/hostname"},
    )
    answers = list(extract_index(index))
    assert [(answer["url"], answer["page_class"], answer["view"]) for answer in answers] == [
        ("https://quay.example/1", "empty", "guest"),
        ("https://quay.example/2", "unknown", "guest"),
        ("https://quay.example/3", "unknown", "member"),
        ("https://quay.example/4", "empty", "guest"),
        ("not an address", "empty", "guest"),
    ]


def test_an_answer_has_every_key_even_when_there_is_nothing_to_say() -> None:
    assert extract(b"", url="https://quay.example/", seen_at=NOON) == {
        "url": "https://quay.example/",
        "engine": None,
        "page_class": "empty",
        "board": None,
        "thread": None,
        "posts": [],
        "threads": [],
        "next": None,
    }


def test_times_are_told_in_utc() -> None:
    page = Path(__file__).resolve().parents[1] / "fixtures" / "mybb" / "classic-french.html"
    answer = extract(page.read_bytes(), url="https://board.example/showthread.php?tid=42", seen_at=SENT)
    assert [post["posted_at"] for post in answer["posts"]][:2] == ["2024-02-03T20:17:00Z", "2024-02-04T23:01:00Z"]


@pytest.mark.parametrize("text", ["{", "[]"])
def test_a_broken_index_is_named_with_its_line(text: str, tmp_path: Path) -> None:
    (tmp_path / "index.jsonl").write_text(f"{json.dumps({**LINE, 'file': None})}\n{text}\n")
    with pytest.raises(BadInput, match=r"index\.jsonl:2"):
        list(extract_index(tmp_path / "index.jsonl"))


def test_a_missing_index_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        list(extract_index(tmp_path / "index.jsonl"))
