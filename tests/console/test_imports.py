"""`watch import` and `source import`."""

from __future__ import annotations

from pathlib import Path

from tests.console.command import vigie


def test_a_table_is_tried_and_then_written(tmp_path: Path) -> None:
    assert vigie("init", "--config", "config", cwd=tmp_path).code == 0
    (tmp_path / "clients.csv").write_text("name;terms\nMutuelle Boréale;boreale.example\n", encoding="utf-8-sig")

    tried = vigie("watch", "import", "clients.csv", "--check", "--config", "config", cwd=tmp_path)
    assert (tried.code, tried.out) == (0, "mutuelle-boreale\n")
    assert tried.err == "1 entry is right; nothing was written\n"

    done = vigie("watch", "import", "clients.csv", "--json", "--config", "config", cwd=tmp_path)
    assert done.json == {
        "schema_version": 1,
        "watches": ["mutuelle-boreale"],
        "problems": [],
        "written": "config/watchlist/clients.yaml",
    }
    assert "mutuelle-boreale" in vigie("watch", "list", "--config", "config", cwd=tmp_path).out


def test_wrong_lines_are_told_each_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "forums.csv").write_text("url,every\nhttps://a.example/,often\nb.example,1h\n")
    done = vigie("source", "import", "forums.csv", "--config", "config", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [
        "forums.csv:2: 'every' is not a duration: write it like 4s, 20m, 2h, 1h30m or 1d",
        "forums.csv:3: 'url' is not an address: write it like https://forum.example/",
        "vigie: forums.csv: 2 things are wrong: nothing was written",
    ]
    assert not (tmp_path / "config" / "sources").exists()
