"""Where state and configuration are looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.places import Places, split
from model.errors import BadInput


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["--home", "/h", "search", "x"], id="before the verb"),
        pytest.param(["search", "x", "--home", "/h"], id="after the verb"),
        pytest.param(["search", "--home=/h", "x"], id="with an equals sign"),
    ],
)
def test_the_home_is_taken_wherever_it_stands(words: list[str]) -> None:
    assert split(words) == ({"home": "/h"}, ["search", "x"])


def test_words_after_a_bare_double_dash_are_left_alone() -> None:
    assert split(["search", "--", "--home", "/h"]) == ({}, ["search", "--", "--home", "/h"])


@pytest.mark.parametrize("words", [["--home"], ["--home", "--json"], ["--config="]])
def test_a_flag_without_its_directory_says_what_it_needs(words: list[str]) -> None:
    with pytest.raises(BadInput, match=r"needs a directory: --(home|config) DIR"):
        split(words)


def test_a_flag_wins_over_the_environment_and_that_over_the_usual_place() -> None:
    environ = {"HOME": "/u", "VIGIE_HOME": "/env"}
    assert Places.of(home="/flag", config=None, environ=environ).home == Path("/flag")
    assert Places.of(home=None, config=None, environ=environ).home == Path("/env")
    assert Places.of(home=None, config=None, environ={"HOME": "/u"}).home == Path("/u/.local/share/vigie")
    assert Places.of(home=None, config=None, environ={"HOME": "/u"}).config == Path("/u/.config/vigie")


@pytest.mark.parametrize("flag", ["home", "config"])
def test_a_home_of_nobody_is_told_in_one_line(flag: str) -> None:
    given = {"home": None, "config": None, flag: "~nobody-of-this-name/x"}
    with pytest.raises(BadInput, match=f"--{flag} ~nobody-of-this-name/x: .* write the whole path"):
        Places.of(home=given["home"], config=given["config"], environ={})


def test_without_a_configuration_the_shipped_one_stands_in(tmp_path: Path) -> None:
    assert Places.of(home=None, config=None, environ={"HOME": str(tmp_path)}).configured is None
    assert Places.of(home=None, config=str(tmp_path), environ={}).configured == tmp_path
