"""A pattern or a YARA rule that cannot be used is told with its file, its line and a way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.errors import BadConfig
from storage.catalog import load

WATCH = """watches:
  - id: acme
    name: Acmeware
    terms: [Acmeware]
"""


def _config(place: Path, lines: str) -> Path:
    (place / "watchlist").mkdir()
    (place / "watchlist/a.yaml").write_text(WATCH + lines, "utf-8")
    return place


def test_patterns_and_rules_come_with_their_watch(tmp_path: Path) -> None:
    pytest.importorskip("yara_x", reason="yara-x is not installed: pip install 'vigie[yara]'")
    config = _config(tmp_path, "    sector: bank\n    weak: [Acme]\n    patterns: ['AC-\\d+']\n    yara: acme.yar\n")
    (tmp_path / "watchlist/acme.yar").write_text('rule a { strings: $a = "x" condition: $a }', "utf-8")
    [watch] = load(config).watchlist.watches
    assert watch.patterns == (r"AC-\d+",)
    assert watch.weak == ("Acme",)
    assert watch.yara is not None
    assert "rule a" in watch.yara


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        ("(?=a)b", "neither ahead nor behind"),
        ("(a", "missing"),
        ("a*", "found in every text"),
        (r"\w+", "one letter is enough"),
        (r".{0,900}z", "one letter is enough"),
        (r"AC-\d+|\b[A-Z]\b", "one letter is enough"),
        (r"(?:\bone|two\b)", "ends of an alternative"),
        ("[" * 1_900, "missing ]"),
        ("a" * 100_000, "100,000 characters"),
        ("|".join(f"w{n}" for n in range(300)), "300 alternatives"),
        (r"[\w\d]{900}", "too large"),
    ],
)
def test_a_bad_pattern_is_told_where_it_stands(tmp_path: Path, pattern: str, what: str) -> None:
    config = _config(tmp_path, f"    patterns:\n      - 'fine'\n      - '{pattern}'\n")
    with pytest.raises(BadConfig, match=r"a\.yaml:7: ") as told:
        load(config)
    assert what in str(told.value)
    assert len(str(told.value)) < 400


def test_a_rule_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    config = _config(tmp_path, "    yara: ../secret.yar\n")
    with pytest.raises(BadConfig, match=r"a\.yaml:5: no file"):
        load(config)


def test_a_yara_rule_is_told_with_its_own_line(tmp_path: Path) -> None:
    pytest.importorskip("yara_x", reason="yara-x is not installed: pip install 'vigie[yara]'")
    config = _config(tmp_path, "    yara: acme.yar\n")
    (tmp_path / "watchlist/acme.yar").write_text("rule fine { condition: true }\nrule a { condition: $b }", "utf-8")
    with pytest.raises(BadConfig, match=r"acme\.yar:2: "):
        load(config)


def test_an_unknown_sector_is_told_with_those_there_are(tmp_path: Path) -> None:
    config = _config(tmp_path, "    sector: banc\n")
    with pytest.raises(BadConfig, match=r"a\.yaml:5: .*bank"):
        load(config)


@pytest.mark.parametrize(
    ("key", "length"), [("terms", 121), ("terms", 100_000), ("weak", 200), ("exclude", 100_000)], ids=str
)
def test_a_phrase_of_endless_length_is_told_where_it_stands(tmp_path: Path, key: str, length: int) -> None:
    (tmp_path / "watchlist").mkdir()
    phrase = "a" * length
    other = "weak" if key == "terms" else "terms"
    text = f"watches:\n  - id: acme\n    name: Acmeware\n    {key}: [Acmeware, {phrase}]\n    {other}: [Acmew]\n"
    (tmp_path / "watchlist/a.yaml").write_text(text, "utf-8")
    with pytest.raises(BadConfig, match=rf"a\.yaml:4: .*'acme' has {length:,} characters") as told:
        load(tmp_path)
    assert len(str(told.value)) < 400


def test_yara_rules_that_take_too_long_are_refused(tmp_path: Path) -> None:
    pytest.importorskip("yara_x", reason="yara-x is not installed: pip install 'vigie[yara]'")
    config = _config(tmp_path, "    yara: acme.yar\n")
    rule = "rule bomb { condition: for all i in (1..filesize) : (for all j in (1..filesize) : (i * j > 0)) }"
    (tmp_path / "watchlist/acme.yar").write_text(rule, "utf-8")
    with pytest.raises(BadConfig, match=r"a\.yaml:5: .*longer than 2 s"):
        load(config)


@pytest.mark.parametrize(
    ("rules", "what"),
    [
        ("// none yet\n", "holds no rule"),
        ("rule every { condition: true }", "rule 'every' in 'acme.yar' holds for every text"),
        ('rule but { strings: $a = "x" condition: not $a }', "rule 'but'"),
    ],
)
def test_yara_rules_that_hold_never_or_always_are_refused(tmp_path: Path, rules: str, what: str) -> None:
    pytest.importorskip("yara_x", reason="yara-x is not installed: pip install 'vigie[yara]'")
    config = _config(tmp_path, "    yara: acme.yar\n")
    (tmp_path / "watchlist/acme.yar").write_text(rules, "utf-8")
    with pytest.raises(BadConfig, match=r"a\.yaml:5: ") as told:
        load(config)
    assert what in str(told.value)
