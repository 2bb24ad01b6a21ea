"""What reaches a terminal cannot steer it, and a terminal that is half there is no reason to fail."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from console.output import visible
from tests.console.command import environment, vigie

HOSTILE = "\x1b]8;;http://x.example\x07 \x9b31m \u202e \u2066 \u200b \x7f viamedis database"


def run_in_shell(line: str, tmp_path: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", line, "sh", sys.executable, "-m", "console"],
        cwd=tmp_path,
        env=environment(tmp_path, env),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_json_holds_foreign_words_whole_and_nothing_that_steers(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>x")
    ran = vigie("extract", "page.html", "--url", f"http://x.example/?{HOSTILE}", cwd=tmp_path)
    assert ran.json["url"].endswith(HOSTILE)
    assert visible(ran.out) == ran.out


def test_a_terminal_that_is_not_utf_8_gets_what_it_can_show(tmp_path: Path) -> None:
    ran = run_in_shell('"$@" watch add "Mutuelle Boréale" --config c && "$@" watch list --config c', tmp_path,
                       PYTHONIOENCODING="ascii")  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "Bor\\xe9ale" in ran.stdout


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        pytest.param('"$@" match --jsonl - <&-', 2, "standard input is closed", id="no stdin"),
        pytest.param('"$@" watch list >&-', 0, "", id="no stdout"),
        pytest.param('"$@" visit nowhere 2>&-', 2, "", id="no stderr"),
        pytest.param('"$@" watch list > /dev/full', 1, "No space left", id="a full disk behind stdout"),
        pytest.param('"$@" --help | head -1', 0, "", id="a reader who leaves"),
    ],
)
def test_missing_streams_are_told_in_one_line(line: str, code: int, says: str, tmp_path: Path) -> None:
    ran = run_in_shell(line, tmp_path)
    assert ran.returncode == code
    assert says in ran.stderr
    assert len(ran.stderr.splitlines()) == (1 if says else 0)


def test_a_group_without_its_verb_shows_its_help_as_it_is(tmp_path: Path) -> None:
    ran = vigie("alert", cwd=tmp_path)
    assert ran.code == 2
    assert ran.out == ""
    assert "\n  ack " in ran.err
