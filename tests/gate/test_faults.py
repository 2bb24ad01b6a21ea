"""Each fault that we said we stand has a test of its number, where docs/faults.md says, or a line there why not."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

SECTIONS = ("### 4.1 ", "### 4.2 ")
EXCUSE = "no test: "


@pytest.fixture(scope="module")
def lines(root: Path) -> dict[str, str]:
    """The rows of docs/faults.md, by number."""
    text = (root / "docs" / "faults.md").read_text()
    rows = [line for line in text.splitlines() if re.match(r"\| [HN]\d+ \|", line)]
    found = {row.split("|")[1].strip(): row for row in rows}
    assert len(found) == len(rows)
    return found


def promised() -> list[str]:
    """The numbers in the reference's model of faults."""
    shared = Path(os.environ.get("VIGIE_SHARED") or Path(__file__).resolve().parents[2] / "../shared")
    path = shared / "reference" / "faults.md"
    if not path.is_file():
        pytest.skip(f"../shared/reference is not here: {path} says which faults there are")
    sections = re.split(r"(?m)^(?=### )", path.read_text())
    wanted = [section for section in sections if section.startswith(SECTIONS)]
    assert len(wanted) == len(SECTIONS)
    return [number for section in wanted for number in re.findall(r"(?m)^\| ([A-Z]\d+) \|", section)]


def test_every_fault_has_a_line(lines: dict[str, str]) -> None:
    assert sorted(lines) == sorted(promised())


def test_every_line_s_tests_are_where_it_says(lines: dict[str, str], root: Path) -> None:
    for number, row in lines.items():
        files = re.findall(r"tests/[\w/]+\.py", row)
        assert bool(files) != (EXCUSE in row), f"{number}: either tests or `{EXCUSE}…`"
        lacking = [file for file in files if not re.search(_named(number), (root / file).read_text())]
        assert lacking == [], f"{number} has no test of its name there"


def _named(number: str) -> str:
    return rf"(?m)^(?:async )?def test(?:_[hn]\d+)*_{number.lower()}_"
