"""`watch test`: the examples of watchlists and signatures, for people and for programs."""

from __future__ import annotations

from pathlib import Path

from tests.console.command import vigie

WATCHLIST = """watches:
  - id: teltara
    name: Teltara
    terms: [Teltara]
    examples:
      - {name: named, text: who has the Teltara base, matches: true}
      - {name: not named, text: who has the other base, matches: true}
"""


def test_an_example_that_fails_is_told_and_the_command_with_it(tmp_path: Path) -> None:
    (tmp_path / "c" / "watchlist").mkdir(parents=True)
    (tmp_path / "c" / "watchlist" / "own.yaml").write_text(WATCHLIST)
    done = vigie("watch", "test", "--config", "c", cwd=tmp_path)
    assert done.code == 3
    assert "ok     teltara: named\n" in done.out
    assert "WRONG  teltara: not named  " in done.out

    answer = vigie("watch", "test", "--json", "--config", "c", cwd=tmp_path)
    assert answer.code == 3
    own = [one for one in answer.json["examples"] if one["subject"] == "teltara"]
    assert [(one["example"], one["passed"], one["why"] is None) for one in own] == [
        ("named", True, True),
        ("not named", False, False),
    ]
