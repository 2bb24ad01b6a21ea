"""Hunts through what is kept: nothing twice, nothing lost, whatever the ledger is kept in."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest

from model.hunting import Catch, CaughtCase, Definition, Quarry
from model.identities import SignatureId, ThreadId, case_key, post_key, thread_key
from model.matches import Intent, Level
from model.queries import Find, Is, Key
from storage.hunting import MOST_TEXT
from storage.ledger import SqliteLedger, open_ledger
from tests.storage.conftest import AnyLedger
from tests.storage.makers import (
    FORUM,
    HOUR,
    NOON,
    START,
    THREAD,
    WELL,
    a_match,
    a_post,
    a_sighting,
    a_thread,
    an_assessment,
    analysis,
    kept,
    see,
)

LATER = NOON + HOUR
OLD = Definition(subject="viamedis", digest="1")
NEW = Definition(subject="boreale", digest="1")
CHANGED = Definition(subject="boreale", digest="2")


def caught(quarry: Quarry, *, level: Level = Level.NOW, subject: str = "boreale") -> Catch:
    """What a hunter says who finds *subject* everywhere."""
    post = quarry.post
    thread = thread_key(post.source, quarry.born_in)
    had = [match.subject for match in post.matches]
    return Catch(
        post=post.key,
        source=post.source,
        thread=ThreadId(post.thread_id),
        matches=(a_match(subject, is_retro=True),),
        level=level,
        intent=Intent.SALE,
        matched=" ".join(sorted({subject, *had})),
        cases=(CaughtCase(key=case_key(subject, thread), subject=subject),),
        known_cases=tuple(case_key(one, thread) for one in had),
    )


def everywhere(quarry: Quarry) -> Catch | None:
    return None if "boreale" in quarry.post.watches else caught(quarry)


def nowhere(_quarry: Quarry) -> Catch | None:
    return None


def hunt(ledger: AnyLedger, look: Callable[[Quarry], Catch | None] = everywhere, *, limit: int = 2) -> list[int]:
    """Hunt for what is new to the end; how many posts and finds that were."""
    posts = matches = 0
    for _ in range(100):
        step = ledger.hunt([NEW, CHANGED], look, limit=limit, now=LATER)
        posts, matches = posts + step.posts, matches + step.matches
        if step.is_over:
            return [posts, matches]
    raise AssertionError("the hunt has no end")


def keep_posts(ledger: AnyLedger, many: int, *, first: int = 1) -> None:
    said = an_assessment(Intent.SALE, Level.NONE)
    numbers = [str(n) for n in range(first, first + many)]
    see(ledger, threads=[a_thread()], posts=[a_post(n, kept=kept("a base", assessment=said)) for n in numbers])


def due(ledger: AnyLedger) -> list[str]:
    return [hunt.definition.subject for hunt in ledger.hunts() if hunt.is_due]


def test_what_is_looked_for_before_anything_is_kept_needs_no_hunt(ledger: AnyLedger) -> None:
    ledger.declare([OLD], now=NOON)
    keep_posts(ledger, 2)
    ledger.declare([OLD], now=LATER)
    assert (due(ledger), ledger.unhunted(["viamedis"])) == ([], 0)


def test_what_is_new_or_changed_is_to_be_hunted_and_what_is_gone_is_forgotten(ledger: AnyLedger) -> None:
    ledger.declare([OLD], now=NOON)
    keep_posts(ledger, 3)
    ledger.declare([OLD, NEW], now=NOON)
    assert (due(ledger), ledger.unhunted(["boreale", "viamedis"])) == (["boreale"], 3)

    hunt(ledger)
    ledger.declare([OLD, CHANGED], now=LATER)
    assert due(ledger) == ["boreale"]
    ledger.declare([CHANGED], now=LATER)
    ledger.declare([CHANGED, OLD], now=LATER)
    assert due(ledger) == ["boreale", "viamedis"]


def test_a_hunt_sees_each_kept_post_once_and_ends(ledger: AnyLedger) -> None:
    keep_posts(ledger, 5)
    see(ledger, posts=[a_post("9")])
    ledger.declare([NEW], now=NOON)
    seen: list[str] = []

    def look(quarry: Quarry) -> Catch | None:
        seen.append(quarry.post.id)
        return None

    assert hunt(ledger, look) == [5, 0]
    assert (sorted(seen), due(ledger)) == (["1", "2", "3", "4", "5"], [])
    assert hunt(ledger, look) == [0, 0]


def test_a_find_is_a_match_that_is_marked_and_opens_its_case_with_one_note(ledger: AnyLedger) -> None:
    keep_posts(ledger, 1)
    ledger.declare([NEW], now=NOON)
    hunt(ledger)

    (post,) = ledger.posts()
    assert [(match.subject, match.is_retro) for match in post.matches] == [("boreale", True)]
    assert post.assessment is not None
    assert (post.assessment.level, post.assessment.intent) == (Level.NOW, Intent.SALE)
    (case,) = ledger.cases(limit=9)
    assert (case.subject, case.level, case.posts) == ("boreale", Level.NOW, 1)
    (note,) = ledger.notes(limit=9)
    assert (note.is_retro, note.is_historic, note.post) == (True, False, post.key)


def test_a_find_is_found_in_the_index_and_noted_for_the_one_outside(ledger: AnyLedger) -> None:
    keep_posts(ledger, 2)
    ledger.index_done([entry.mark for entry in ledger.index_pending(limit=9, now=LATER)])
    ledger.declare([NEW], now=NOON)
    hunt(ledger, lambda quarry: everywhere(quarry) if quarry.post.id == "1" else None)

    answer = ledger.search(Find(node=Is(key=Key.WATCH, value="boreale")), now=LATER)
    assert [found.key for found in answer.posts] == [post_key(FORUM, THREAD, "1")]
    assert [entry.mark.key for entry in ledger.index_pending(limit=9, now=LATER)] == [post_key(FORUM, THREAD, "1")]


def test_what_was_known_of_a_post_stays_and_its_cases_raise_nothing(ledger: AnyLedger) -> None:
    before = kept("Viamedis", matches=[a_match(), a_match(None, signature=SignatureId("s"))])
    see(ledger, threads=[a_thread()], posts=[a_post(kept=before)], sightings=[a_sighting()])
    ledger.declare([OLD, NEW], now=NOON)
    hunt(ledger)

    (post,) = ledger.posts()
    assert [match.subject for match in post.matches] == ["viamedis", "s", "boreale"]
    told = {(note.case, note.is_retro) for note in ledger.notes(limit=9)}
    thread = thread_key(FORUM, THREAD)
    assert told == {(case_key("viamedis", thread), False), (case_key("boreale", thread), True)}

    see(ledger, at=LATER, posts=[a_post(kept=before)], sightings=[a_sighting(matched="boreale s viamedis")])
    assert len(ledger.notes(limit=9)) == 2


def test_a_find_that_nobody_wants_to_know_of_opens_no_case(ledger: AnyLedger) -> None:
    keep_posts(ledger, 1)
    ledger.declare([NEW], now=NOON)
    hunt(ledger, lambda quarry: caught(quarry, level=Level.NONE))
    assert (ledger.cases(limit=9), ledger.notes(limit=9), ledger.counts()["matches"]) == ([], [], 1)


def test_a_hunt_that_stopped_goes_on_where_it_was(ledger: AnyLedger) -> None:
    keep_posts(ledger, 5)
    ledger.declare([NEW], now=NOON)
    ledger.hunt([NEW], everywhere, limit=2, now=NOON)
    assert (ledger.unhunted(["boreale"]), [one.is_under_way for one in ledger.hunts()]) == (3, [True])

    ledger.declare([NEW], now=LATER)  # as the next process does
    assert hunt(ledger) == [3, 3]
    assert [one.is_under_way for one in ledger.hunts()] == [False]


def test_hunting_again_finds_nothing_twice(ledger: AnyLedger) -> None:
    keep_posts(ledger, 3)
    ledger.declare([NEW], now=NOON)
    hunt(ledger)
    ledger.hunt_again(["boreale"])
    assert hunt(ledger) == [3, 0]
    assert (ledger.counts()["matches"], len(ledger.notes(limit=9))) == (3, 3)


def test_of_a_watch_that_changed_meanwhile_nothing_is_written(ledger: AnyLedger) -> None:
    keep_posts(ledger, 2)
    ledger.declare([CHANGED], now=NOON)
    step = ledger.hunt([NEW], everywhere, limit=9, now=NOON)
    assert (step.is_over, step.matches, ledger.counts()["matches"], due(ledger)) == (True, 0, 0, ["boreale"])


def test_what_was_not_asked_for_is_not_written(ledger: AnyLedger) -> None:
    keep_posts(ledger, 1)
    ledger.declare([NEW, OLD], now=NOON)
    assert hunt(ledger, lambda quarry: caught(quarry, subject="viamedis")) == [1, 0]
    assert (ledger.counts()["matches"], due(ledger)) == (0, ["viamedis"])


def test_a_visit_that_began_before_keeps_the_hunt_open(ledger: AnyLedger) -> None:
    keep_posts(ledger, 1)
    visit = ledger.begin(FORUM, now=NOON, starts=[START])
    ledger.declare([NEW], now=NOON + timedelta(minutes=1))
    assert ledger.hunt([NEW], nowhere, limit=9, now=LATER).is_early is False
    step = ledger.hunt([NEW], nowhere, limit=9, now=LATER)
    assert (step.is_over, step.is_early, due(ledger)) == (True, True, ["boreale"])

    ledger.end(visit, WELL)
    keep_posts(ledger, 1, first=5)
    assert hunt(ledger) == [1, 1]
    assert due(ledger) == []


def test_long_posts_are_looked_at_few_at_a_time_so_that_visits_can_write(sqlite: SqliteLedger) -> None:
    long = "a base " * (MOST_TEXT // 10)
    for numbers in (range(1, 4), range(4, 10)):
        text = long if numbers[0] == 1 else "short"
        see(sqlite, threads=[a_thread()], posts=[a_post(str(n), kept=kept(text)) for n in numbers])
    see(sqlite, threads=[a_thread()], posts=[a_post("10", kept=kept(2 * long))])
    sqlite.declare([NEW], now=NOON)
    steps = [sqlite.hunt([NEW], nowhere, limit=5, now=NOON).posts for _ in range(7)]
    assert (steps[:3], sum(steps)) == ([1, 1, 5], 10)
    assert due(sqlite) == []


def test_an_error_in_the_middle_of_a_batch_writes_nothing_of_it(sqlite: SqliteLedger) -> None:
    keep_posts(sqlite, 3)
    sqlite.declare([NEW], now=NOON)

    def fails(quarry: Quarry) -> Catch | None:
        if quarry.post.id == "3":
            raise KeyboardInterrupt
        return everywhere(quarry)

    with pytest.raises(KeyboardInterrupt):
        sqlite.hunt([NEW], fails, limit=9, now=NOON)
    assert (sqlite.counts()["matches"], sqlite.unhunted(["boreale"])) == (0, 3)
    assert hunt(sqlite) == [3, 3]


def test_a_hunt_that_is_killed_anywhere_loses_nothing_and_finds_nothing_twice(sqlite: SqliteLedger, home: Path) -> None:
    keep_posts(sqlite, 6)
    sqlite.declare([NEW], now=NOON)
    for posts in (1, 2, 3, 5):
        child = get_context("fork").Process(target=_die_after, args=(home, posts))
        child.start()
        child.join(timeout=60)
        assert child.exitcode == -signal.SIGKILL
    assert hunt(sqlite)[0] > 0
    assert (sqlite.counts()["matches"], len(sqlite.notes(limit=9)), sqlite.check()) == (6, 6, [])


def _die_after(home: Path, posts: int) -> None:
    """Hunt in batches of two, and be killed at the post of that number."""
    ledger = open_ledger(home, analysis=analysis)

    def look(quarry: Quarry) -> Catch | None:
        if quarry.post.id == str(posts):
            os.kill(os.getpid(), signal.SIGKILL)
        return everywhere(quarry)

    hunt(ledger, look)
    os.kill(os.getpid(), signal.SIGKILL)
