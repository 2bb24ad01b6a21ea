"""A name with a wrong letter is found where leaks are spoken of, whichever letter it is."""

from __future__ import annotations

from string import ascii_lowercase

import pytest

from matching.terms import Sought, Terms

TERMS = Terms([Sought(terms=("Viamedis",)), Sought(terms=("Almerys",))])


@pytest.mark.parametrize("letter", ascii_lowercase)
def test_any_letter_may_be_wrong_inside(letter: str) -> None:
    assert [mention.quote for mention in TERMS.find(f"la base via{letter}edis, 20k lignes")] == [f"via{letter}edis"]
    assert [mention.quote for mention in TERMS.find(f"la base alm{letter}rys, 20k lignes")] == [f"alm{letter}rys"]


@pytest.mark.parametrize("written", ["viarnedis", "Viannedis", "alnnerys"])
def test_two_letters_may_be_drawn_for_one(written: str) -> None:
    assert [mention.quote for mention in TERMS.find(f"la base {written}, 20k lignes")] == [written]
