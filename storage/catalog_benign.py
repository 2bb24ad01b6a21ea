"""Sentences in which nobody speaks of a leak, as they come with the program; `training.benign` makes them."""

from __future__ import annotations

from storage.catalog_files import shipped

__all__ = ["benign"]


def benign() -> list[str]:
    """The sentences, in five languages."""
    return (shipped() / "lexicon" / "benign.txt").read_text(encoding="utf-8").splitlines()
