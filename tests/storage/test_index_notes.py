"""An index outside the ledger is told of what changed: once, however often it is seen, and never too little."""

from __future__ import annotations

from datetime import timedelta

from model.identities import Fingerprint, Masked, SourceId, ThreadId
from model.indexing import IndexEntry, IndexMark
from model.records import KeptThread
from tests.storage.conftest import AnyLedger
from tests.storage.makers import HOUR, NOON, a_match, a_post, a_thread, kept, see

LATER = NOON + 240 * HOUR


def pending(ledger: AnyLedger) -> list[IndexEntry]:
    return ledger.index_pending(limit=99, now=LATER)


def settle(ledger: AnyLedger) -> None:
    ledger.index_done([entry.mark for entry in pending(ledger)])


def mark(ledger: AnyLedger, number: str = "1") -> IndexMark:
    (entry,) = ledger.index_entries([a_post(number).key])
    return entry.mark


def test_what_is_kept_waits_until_the_index_is_told(ledger: AnyLedger) -> None:
    see(ledger, posts=[a_post("1", kept=kept()), a_post("2")])
    (entry,) = pending(ledger)
    assert (entry.mark.key, entry.mark.revision, entry.post is not None) == (a_post("1").key, 1, True)

    ledger.index_done([entry.mark])

    assert pending(ledger) == []
    assert ledger.index_backlog().waiting == 0


def test_a_post_that_is_seen_again_unchanged_is_not_told_again(ledger: AnyLedger) -> None:
    see(ledger, posts=[a_post(kept=kept())])
    settle(ledger)

    see(ledger, posts=[a_post(kept=kept())], at=NOON + HOUR)

    assert pending(ledger) == []


def test_every_change_that_can_be_found_makes_a_new_revision(ledger: AnyLedger) -> None:
    same = Fingerprint("same")
    changes = [
        a_post(kept=kept("apple"), fingerprint=Fingerprint("first")),
        a_post(kept=kept("pear"), fingerprint=same),
        a_post(kept=kept("pear", matches=[a_match("almerys")]), fingerprint=same),
        a_post(kept=kept("pear", matches=[a_match("almerys")]), fingerprint=same, edited_at=NOON),
    ]
    for revision, change in enumerate(changes, start=1):
        see(ledger, posts=[change])
        assert mark(ledger).revision == revision


def test_several_changes_are_one_note(ledger: AnyLedger) -> None:
    see(ledger, posts=[a_post(kept=kept("apple"))])
    see(ledger, posts=[a_post(kept=kept("pear"))], at=NOON + HOUR)

    (entry,) = pending(ledger)
    assert entry.mark.revision == 2
    assert ledger.index_backlog().oldest_at == NOON


def test_another_title_of_a_thread_is_told_of_all_its_posts(ledger: AnyLedger) -> None:
    see(ledger, threads=[a_thread()], posts=[a_post(str(n), kept=kept()) for n in range(1, 4)])
    settle(ledger)
    renamed = KeptThread(
        title=Masked("other"), url=Masked("http://forum.example/other"), board=None, author=None, created_at=None
    )

    see(ledger, threads=[a_thread(kept=renamed)], posts=[])

    assert len(pending(ledger)) == 3


def test_what_changes_while_it_is_told_is_told_again(ledger: AnyLedger) -> None:
    see(ledger, posts=[a_post(kept=kept("apple"))])
    (before,) = pending(ledger)
    see(ledger, posts=[a_post(kept=kept("pear"))])

    ledger.index_done([before.mark])
    ledger.index_postponed([before.mark], until=LATER + HOUR)
    ledger.index_buried(before.mark, reason="refused")

    (after,) = pending(ledger)
    assert (after.mark.revision, after.tries) == (2, 0)


def test_what_is_postponed_waits_and_counts_its_tries(ledger: AnyLedger) -> None:
    see(ledger, posts=[a_post(kept=kept())])
    (entry,) = pending(ledger)

    ledger.index_postponed([entry.mark], until=LATER)

    assert ledger.index_pending(limit=9, now=LATER - HOUR) == []
    assert pending(ledger)[0].tries == 1
    assert ledger.index_backlog().waiting == 1


def test_a_dead_letter_is_listed_with_its_reason_until_the_post_changes_or_it_is_revived(ledger: AnyLedger) -> None:
    see(ledger, posts=[a_post("1", kept=kept("apple")), a_post("2", kept=kept("apple"))])
    for entry in pending(ledger):
        ledger.index_buried(entry.mark, reason="refused (400)")
    assert {letter.reason for letter in ledger.index_dead()} == {"refused (400)"}
    assert (ledger.index_backlog().waiting, ledger.index_backlog().dead) == (0, 2)

    see(ledger, posts=[a_post("1", kept=kept("pear"))])
    assert [entry.mark.key for entry in pending(ledger)] == [a_post("1").key]

    assert ledger.index_revive(now=LATER) == 1
    assert len(pending(ledger)) == 2


def test_a_post_stays_in_the_month_of_its_first_sight(ledger: AnyLedger) -> None:
    see(ledger, posts=[a_post(kept=kept("apple"))])
    see(ledger, posts=[a_post(kept=kept("pear"))], at=NOON - timedelta(days=60))

    assert mark(ledger).filed_at == NOON


def test_what_must_stand_in_an_index_is_read_in_blocks(ledger: AnyLedger) -> None:
    posts = [a_post(str(n), thread=ThreadId(str(n)), kept=kept()) for n in range(7)]
    see(ledger, posts=[*posts, a_post("8")])

    first = ledger.index_marks(after=None, limit=4)
    rest = ledger.index_marks(after=first[-1].key, limit=4)

    assert [one.key for one in [*first, *rest]] == sorted(post.key for post in posts)
    assert not any(one.is_settled for one in first)


def test_posts_that_were_never_noted_are_not_given(ledger: AnyLedger) -> None:
    assert ledger.index_entries([a_post(source=SourceId("other")).key]) == []
