"""What a new watch is tried on, as it comes with the program; `training.benign` and `training.everyday` make it."""

from __future__ import annotations

from storage.catalog_files import shipped

__all__ = ["benign", "everyday"]


def benign() -> list[str]:
    """Sentences in five languages in which nobody speaks of a leak."""
    return (shipped() / "lexicon" / "benign.txt").read_text(encoding="utf-8").splitlines()


def everyday() -> frozenset[str]:
    """Words that people who deal in leaks say every day, in small letters and without accents."""
    return frozenset((shipped() / "lexicon" / "everyday.txt").read_text(encoding="utf-8").splitlines())
