"""`watch add`: what is proposed is written with its reasons, and nothing is asked without a terminal."""

from __future__ import annotations

from pathlib import Path

from model.identities import Masked
from storage.catalog import load
from storage.ledger import open_ledger
from tests.console.command import vigie
from tests.storage.makers import a_post, a_thread, analysis, kept, see


def test_a_watch_is_completed_tried_and_written_with_a_comment_for_each_proposal(tmp_path: Path) -> None:
    done = vigie("watch", "add", "Mutuelle Boréale", "--term", "boreale.example", "--config", "c", cwd=tmp_path)
    assert done.code == 0, done.err
    assert "  weak     Boréale (its own word alone, in " in done.out
    assert "misspellings to expect are seen without being listed" in done.out
    assert "wrote c/watchlist/mutuelle-boreale.yaml" in done.err

    written = (tmp_path / "c" / "watchlist" / "mutuelle-boreale.yaml").read_text(encoding="utf-8")
    assert "      - aurore boréale  # something else, in " in written
    assert "    # mutuelle-boreale.example: a domain that may be its own" in written
    (watch,) = load(tmp_path / "c").watchlist.watches
    assert (watch.terms, watch.weak) == (("Mutuelle Boréale", "boreale.example"), ("Boréale",))
    assert "aurore boréale" in watch.exclude


def test_a_name_that_is_an_ordinary_word_is_written_as_weak(tmp_path: Path) -> None:
    done = vigie("watch", "add", "Aurore", "--json", "--config", "c", cwd=tmp_path)
    assert (done.json["terms"], done.json["weak"]) == ([], ["Aurore"])
    assert done.json["benign"]["as_given"]["alarms"] > 10
    assert done.json["kept"] is None
    (watch,) = load(tmp_path / "c").watchlist.watches
    assert (watch.terms, watch.weak) == ((), ("Aurore",))


def test_it_is_tried_on_what_is_kept_too_and_nothing_of_that_is_written(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "home", analysis=analysis)
    texts = ["the Norvik Bank base, who has it", "nothing of the sort"]
    posts = [a_post(str(n), kept=kept(Masked(text))) for n, text in enumerate(texts, 2)]
    see(ledger, threads=[a_thread()], posts=posts)
    ledger.close()

    done = vigie("watch", "add", "Norvik Bank", "--config", "c", "--home", "home", "--json", cwd=tmp_path)
    assert done.json["kept"] == {"posts": 2, "alarms": 1, "rate": 0.5, "examples": [texts[0]]}
    assert "who has it" not in (tmp_path / "c" / "watchlist" / "norvik-bank.yaml").read_text()


def test_what_cannot_be_written_is_told_before_anything_is_tried(tmp_path: Path) -> None:
    assert vigie("watch", "add", "Almerys", "--plain", "--config", "c", cwd=tmp_path).code == 0
    again = vigie("watch", "add", "Almerys", "--config", "c", cwd=tmp_path)
    assert (again.code, again.out) == (2, "")
    assert again.err.startswith("vigie: c/watchlist/almerys.yaml exists already")
    for name in ("X", "7&7", "🦊", ": # - *"):
        short = vigie("watch", "add", name, "--config", "c", cwd=tmp_path)
        assert (short.code, len(short.err.splitlines()), "write the name in full" in short.err) == (2, 1, True)


def test_a_name_is_one_line_of_plain_text(tmp_path: Path) -> None:
    for name in ("Acme\nWare", "Acme\x1b[31mWare"):
        done = vigie("watch", "add", name, "--config", "c", cwd=tmp_path)
        assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
        assert "must be one line of plain text" in done.err


def test_initials_can_be_watched(tmp_path: Path) -> None:
    for name in ("EDF", "МТС", "XY"):
        done = vigie("watch", "add", name, "--config", "c", cwd=tmp_path)
        assert done.code == 0, done.err
    watches = {watch.name: watch for watch in load(tmp_path / "c").watchlist.watches}
    assert set(watches) == {"EDF", "МТС", "XY"}
    assert watches["XY"].weak == ("XY",)


def test_any_name_is_read_back_as_it_was_given(tmp_path: Path) -> None:
    for name in ("no: yes", "# hash", "'quoted'", "Тельтара", "a - dash # x"):
        done = vigie("watch", "add", name, "--config", "c", cwd=tmp_path)
        assert done.code == 0, done.err
    names = {watch.name for watch in load(tmp_path / "c").watchlist.watches}
    assert names == {"no: yes", "# hash", "'quoted'", "Тельтара", "a - dash # x"}
