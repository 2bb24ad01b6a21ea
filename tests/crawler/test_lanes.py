"""Whose turn it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.lanes import AT_ONCE, Turn, admitted, hangs, is_slow, most_at_once
from model.identities import SourceId
from tests.crawler.nouns import SOURCE

GIB = 1024**3
SECOND = timedelta(seconds=1)


def turns(count: int, *, is_prompt: bool = False, does_hang: bool = False, name: str = "s") -> list[Turn]:
    return [Turn(source=SourceId(f"{name}{n}"), is_prompt=is_prompt, hangs=does_hang) for n in range(count)]


def test_as_many_visits_begin_as_may_get_on_side_by_side() -> None:
    assert len(admitted(turns(9, is_prompt=True), [], most=64)) == AT_ONCE


def test_one_place_is_kept_for_sources_that_are_prompt() -> None:
    begun = admitted([*turns(9, name="slow"), *turns(1, is_prompt=True, name="prompt")], [], most=64)
    assert len(begun) == AT_ONCE
    assert begun[-1] == "prompt0"


def test_h3_what_hangs_takes_the_place_of_nobody() -> None:
    hanging = turns(50, does_hang=True)
    assert admitted(turns(1, is_prompt=True, name="prompt"), hanging, most=64) == ["prompt0"]
    assert len(admitted(turns(9, name="new"), hanging, most=64)) == AT_ONCE - 1


def test_h3_however_many_hang_those_that_are_prompt_find_their_places() -> None:
    hanging = turns(60, does_hang=True)
    due = [*turns(99, name="slow"), *turns(9, is_prompt=True, name="prompt")]
    assert admitted(due, hanging, most=64) == [f"prompt{n}" for n in range(AT_ONCE)]


@given(
    st.lists(st.booleans(), max_size=90),
    st.lists(st.tuples(st.booleans(), st.booleans()), max_size=64),
    st.integers(2 * AT_ONCE, 64),
)
def test_there_are_never_more_than_the_machine_may_hold(
    due: list[bool], underway: list[tuple[bool, bool]], most: int
) -> None:
    busy = [Turn(source=SourceId(f"b{n}"), is_prompt=p, hangs=h) for n, (p, h) in enumerate(underway[:most])]
    waiting = [Turn(source=SourceId(f"d{n}"), is_prompt=p) for n, p in enumerate(due)]
    begun = admitted(waiting, busy, most=most)
    getting_on = sum(not turn.hangs for turn in busy)
    assert len(busy) + len(begun) <= most
    assert len(begun) <= max(0, AT_ONCE - getting_on)
    assert begun == [turn.source for turn in waiting if turn.source in begun], (
        "their order is that of who waits longest"
    )


@pytest.mark.parametrize(
    ("silence", "pages", "does_hang"),
    [
        pytest.param(SECOND, 0, False, id="it has just begun"),
        pytest.param(3 * SECOND, 0, True, id="its first page does not come"),
        pytest.param(7 * SECOND, 5, False, id="it keeps the delay that the source asks for"),
        pytest.param(9 * SECOND, 5, True, id="a later page does not come"),
    ],
)
def test_a_visit_hangs_when_its_source_is_silent_for_longer_than_the_delay(
    silence: timedelta, pages: int, does_hang: bool
) -> None:
    assert hangs(replace(SOURCE, delay=4 * SECOND), silence=silence, pages=pages) is does_hang


def test_a_source_that_needs_a_third_of_a_pages_time_is_still_prompt() -> None:
    assert not is_slow(20 * SECOND)
    assert is_slow(31 * SECOND)


@pytest.mark.parametrize(
    ("memory", "most"),
    [
        pytest.param(512 * 1024**2, 8, id="a small machine"),
        pytest.param(4 * GIB, 14, id="a common one"),
        pytest.param(64 * GIB, 64, id="a large one"),
    ],
)
def test_a_quarter_of_the_memory_is_for_visits_that_hang(memory: int, most: int) -> None:
    assert most_at_once(memory) == most
