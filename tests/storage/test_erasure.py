"""Words that are found no more leave no byte behind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, text

from model.identities import Fingerprint, Masked
from storage.database import Database
from storage.keys import LEDGER
from storage.ledger import SqliteLedger
from storage.schema import embedded_index, entries, matches, post_versions
from storage.scouring import scour
from storage.words import forget_words
from tests.storage.makers import a_post, a_thread, kept, see

SAME = Fingerprint("same")


def contents(home: Path) -> bytes:
    """All that is in the ledger's files."""
    return b"".join(path.read_bytes() for path in sorted(home.glob(f"{LEDGER}*")))


def name(ledger: SqliteLedger, title: str, posts: int = 60) -> None:
    """Let a thread of so many *posts* be called *title*, as nobody edits them."""
    thread = a_thread()
    assert thread.kept is not None
    told = kept(title=Masked(title))
    see(
        ledger,
        threads=[replace(thread, kept=replace(thread.kept, title=Masked(title)))],
        posts=[a_post(str(n), kept=told, fingerprint=SAME) for n in range(1, posts + 1)],
    )


def test_words_that_were_replaced_are_in_no_file(sqlite: SqliteLedger, home: Path) -> None:
    name(sqlite, "rosebuds elephants")
    name(sqlite, "tulips")

    sqlite.scour()

    assert b"tulip" in contents(home)
    for gone in (b"rosebud", b"elephant", b"osebu"):
        assert gone not in contents(home)
    assert sqlite.check() == []


def test_words_that_were_replaced_are_gone_when_the_visit_ends(sqlite: SqliteLedger, home: Path) -> None:
    name(sqlite, "rosebuds")
    name(sqlite, "tulips")

    assert b"rosebud" not in contents(home)


@pytest.mark.parametrize("few", [5_000, 0], ids=["at once", "in steps"])
@pytest.mark.parametrize("erased", [1, 59])
def test_words_of_posts_that_were_erased_are_in_no_file(
    sqlite: SqliteLedger, home: Path, erased: int, few: int
) -> None:
    posts = [a_post(str(n), kept=kept(f"common secret{n:03}word")) for n in range(1, 61)]
    see(sqlite, threads=[a_thread()], posts=posts)
    database = Database(home / LEDGER)
    with database.writing() as connection:  # as an erasure does
        gone = entries.c.post <= erased
        numbers = connection.execute(entries.select().where(gone)).scalars().all()
        forget_words(connection, numbers)
        connection.execute(delete(matches).where(matches.c.post <= erased))
        connection.execute(delete(post_versions).where(post_versions.c.post <= erased))
        connection.execute(text("UPDATE posts SET is_kept = 0, versions = 0 WHERE id <= :n"), {"n": erased})
    assert scour(database, at_once=True, few=few)
    assert not scour(database, at_once=True)
    database.close()

    left = contents(home)
    assert b"secret060word" in left
    assert [n for n in range(1, erased + 1) if f"ecret{n:03}wor".encode() in left] == []


def test_a_large_index_waits_until_it_is_worth_it(sqlite: SqliteLedger, home: Path) -> None:
    see(sqlite, threads=[a_thread()], posts=[a_post(str(n), kept=kept()) for n in range(1, 301)])
    database = Database(home / LEDGER)

    def stale(how_many: int) -> bool:
        with database.writing() as connection:
            connection.execute(embedded_index.update().values(stale=how_many))
        return scour(database, few=10)

    assert [stale(n) for n in (0, 1, 2, 3)] == [False, False, False, True]
    assert sqlite.check() == []
    database.close()
