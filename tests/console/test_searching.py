"""What people search for from the terminal."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.console.command import environment, vigie


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the demo kept."""
    place = tmp_path_factory.mktemp("demo")
    assert vigie("demo", "--once", "--port", "0", "--home", "home", cwd=place).code == 0
    return place / "home"


def test_an_answer_in_json_holds_what_the_guide_says(home: Path, tmp_path: Path) -> None:
    typed = ("-nowhere OR viamedis", "--json", "--limit", "200")
    answer = vigie("search", *typed, "--home", str(home), cwd=tmp_path).json

    assert list(answer) == ["engine", "total", "exact", "took_ms", "posts", "facets", "days", "next"]
    assert answer["engine"] == "embedded"
    assert answer["total"] == len(answer["posts"]) == sum(answer["days"].values()) > 3
    assert list(answer["facets"]) == ["source", "intent", "level", "lang", "watch", "signature"]
    post = answer["posts"][0]
    assert post["posted_at"] == max(one["posted_at"] for one in answer["posts"])
    assert "viamedis" in {one["snippet"][start:end].lower() for one in answer["posts"] for start, end in one["marks"]}


def test_disguised_names_are_found_by_their_watch(home: Path, tmp_path: Path) -> None:
    def keys(*words: str) -> set[str]:
        posts = vigie("search", *words, "--json", "--limit", "200", "--home", str(home), cwd=tmp_path).json["posts"]
        return {post["key"] for post in posts}

    assert keys("watch:viamedis", "-viamedis")
    assert keys("org:viamedis") == keys("watch:viamedis")


def test_pages_follow_by_cursor(home: Path, tmp_path: Path) -> None:
    def page(*more: str) -> tuple[list[str], str | None]:
        answer = vigie("search", "", "--limit", "3", "--json", "--home", str(home), *more, cwd=tmp_path).json
        return [post["key"] for post in answer["posts"]], answer["next"]

    first, cursor = page()
    assert cursor is not None
    second, _ = page("--cursor", cursor)
    assert len({*first, *second}) == 6


def test_the_terminal_is_told_how_to_go_on(home: Path, tmp_path: Path) -> None:
    ran = vigie("search", "", "--limit", "1", "--home", str(home), cwd=tmp_path)

    assert "embedded index" in ran.err
    assert "--cursor n" in ran.err
    assert "\x1b" not in ran.out


@pytest.mark.parametrize("typed", ["(viamedis", "viamedis OR", "foo:bar", "after:yesterday", "v*"])
def test_a_mistake_is_one_line_with_its_column(typed: str, home: Path, tmp_path: Path) -> None:
    ran = vigie("search", typed, "--home", str(home), cwd=tmp_path)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("vigie: column ")
    assert ran.err.count("\n") == 1


def test_what_was_found_is_bold_on_a_terminal(home: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    env = {name: value for name, value in environment(tmp_path).items() if name != "NO_COLOR"}
    command = [sys.executable, "-m", "console", "search", "viamedis", "--home", str(home)]
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL, cwd=tmp_path, env=env) as running:
        os.close(theirs)
        shown = b""
        try:
            while read := os.read(ours, 65536):
                shown += read
        except OSError:  # the other end is closed
            pass
        assert running.wait(timeout=60) == 0
    os.close(ours)
    assert b"\x1b[1mviamedis\x1b[22m" in shown.lower()


def test_json_is_one_document_even_for_hostile_text(home: Path, tmp_path: Path) -> None:
    ran = vigie("search", "\x1b[31m viamedis", "--json", "--home", str(home), cwd=tmp_path)

    assert ran.code == 0
    json.loads(ran.out)


@pytest.mark.parametrize("typed", ["-phishing", "-h -viamedis", "-intent:phishing OR hello"])
def test_a_query_may_begin_with_a_dash(typed: str, home: Path, tmp_path: Path) -> None:
    assert vigie("search", typed, "--json", "--home", str(home), cwd=tmp_path).json["total"] > 3


def test_a_bare_h_asks_for_help(tmp_path: Path) -> None:
    assert "Fields:" in vigie("search", "-h", cwd=tmp_path).out
