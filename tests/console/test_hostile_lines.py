"""`vigie match` answers each line of a file that nobody vouches for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.console.command import vigie

CLAIM = "Viamedis database for sale, 33M"


def answers(tmp_path: Path, *posts: Any, code: int = 0) -> list[Any]:
    ran = vigie("match", "--jsonl", "-", cwd=tmp_path, stdin="".join(json.dumps(post) + "\n" for post in posts))
    assert ran.code == code, ran.err
    assert "fault of ours" not in ran.err
    return ran.lines


ODD: dict[str, dict[str, Any]] = {
    "half a character": {"body": "\ud800 " + CLAIM + " \udfff"},
    "half a character in its title": {"body": CLAIM, "title": "\udc80"},
    "NUL": {"body": CLAIM + "\0\0"},
    "right to left": {"body": "\u202e" + CLAIM[::-1] + "\u202c " + CLAIM, "title": "\u0645\u0631"},
    "signs beyond the first plane": {"body": "\U0001f600" * 500 + CLAIM},
    "numbers for words": {"body": CLAIM, "title": 5, "kind": 7, "board": [1], "author": {}},
    "a list for a body": {"body": [CLAIM]},
    "\ud800 for an id": {"body": CLAIM},
}


def test_odd_posts_are_still_understood(tmp_path: Path) -> None:
    lines = answers(tmp_path, *({"id": name, **post} for name, post in ODD.items()))
    assert {line["id"]: line["watches"] for line in lines} == {name: ["viamedis"] for name in ODD}


def test_posts_without_words_are_noise(tmp_path: Path) -> None:
    bodies: list[Any] = [None, "", 12345, {}]
    lines = answers(tmp_path, *({"id": 7, "body": body} for body in bodies))
    assert [(line["id"], line["watches"], line["alert"]) for line in lines] == [(7, [], "none")] * 4


def test_there_is_one_answer_a_line_in_their_order(tmp_path: Path) -> None:
    lines = answers(tmp_path, {"id": "1", "body": CLAIM}, [], None, {"body": CLAIM}, {"id": "2"}, code=2)
    assert [line["id"] for line in lines] == ["1", None, None, None, "2"]
    assert ["error" in line for line in lines] == [False, True, True, False, False]


def test_offsets_count_in_title_newline_body(tmp_path: Path) -> None:
    titles = (None, "", "Selling: Almerys", "\U0001f600 e\u0301")
    body = "\U0001f600 v\u200biamedis e\u0301 database 33M, 500 EUR"
    lines = answers(tmp_path, *({"id": "1", "title": title, "body": body} for title in titles))
    for title, line in zip(titles, lines, strict=True):
        text = f"{title or ''}\n{body}"
        assert line["evidence"]
        for one in line["evidence"]:
            assert text[one["start"] : one["end"]] == one["quote"]
