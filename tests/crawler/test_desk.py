"""A visit without its network: errands taken, pages filed, nothing lost and nothing twice."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from operator import eq

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.desk import Desk
from model.cases import NoteKind
from model.sources import Health, Keep
from model.visits import Outcome
from tests.crawler.matcher import understand
from tests.crawler.nouns import SOURCE
from tests.crawler.world import HOUR, MINUTE, Dead, World
from tests.servers.board import Answer


@pytest.fixture
def world() -> World:
    """Three lists of threads, some longer than a page."""
    world = World()
    fid = world.board.board("Databases")
    for n in range(12):
        world.board.talk(fid, f"thread {n}", *(f"words {n} {place}" for place in range(1 + n % 7)))
    return world


def test_a_first_visit_reads_everything_once(world: World) -> None:
    report = world.visit()
    assert (report.health, report.reason) == (Health.OK, "")
    assert world.texts() == world.said()
    assert [path for path, times in Counter(world.asked).items() if times > 1] == []


def test_a_second_visit_of_an_unchanged_board_reads_one_page_of_its_list(world: World) -> None:
    world.visit()
    report = world.visit()
    assert world.asked == ["/index.php", "/forumdisplay.php?fid=2"]
    assert (report.health, report.tally.new, report.tally.changed) == (Health.OK, 0, 0)


def test_one_new_reply_costs_the_list_and_that_threads_last_page(world: World) -> None:
    world.visit()
    world.board.reply(7, "one more")
    report = world.visit()
    assert world.asked == ["/index.php", "/forumdisplay.php?fid=2", "/showthread.php?tid=7&page=2"]
    assert report.tally.new == 1
    assert world.texts() == world.said()


def test_a_reply_that_begins_a_page_costs_that_page_alone(world: World) -> None:
    talk = world.board.talk(2, "full", *(f"full {n}" for n in range(4)))
    world.visit()
    world.board.reply(talk.tid, "one more")
    world.visit()
    assert [path for path in world.asked if "showthread" in path] == [f"/showthread.php?tid={talk.tid}&page=2"]
    world.board.reply(talk.tid, "and more")
    report = world.visit()
    threads = [path for path in world.asked if "showthread" in path]
    assert threads[0] == f"/showthread.php?tid={talk.tid}&page=2"
    assert len(threads) == 1 + report.rereads


def test_posts_are_not_jumped_over_when_others_were_removed(world: World) -> None:
    talk = world.board.talk(2, "long", *(f"long {n}" for n in range(13)))
    world.visit()
    del talk.posts[1:4]
    for n in range(13, 18):
        world.board.reply(talk.tid, f"long {n}")
    world.visit()
    assert not world.said() - world.texts()


def test_a_new_thread_is_found_on_the_next_visit(world: World) -> None:
    world.visit()
    world.board.talk(2, "fresh", "fresh words", at=world.now())
    assert world.visit().tally.new == 1


def test_what_a_budget_does_not_reach_is_read_on_the_next_visits(world: World) -> None:
    world.source = replace(SOURCE, budget=6)
    reports = [world.visit() for _ in range(8)]
    assert all(report.health is Health.OK for report in reports)
    assert world.texts() == world.said()
    assert max(sum(report.outcomes.values()) for report in reports) == 6


def test_the_first_match_on_a_later_page_brings_its_whole_thread(world: World) -> None:
    world.keep = Keep.MATCHES
    talk = world.board.talk(
        2, "long", *(f"long {n}" for n in range(6)), "who has Viamedis?", *(f"more {n}" for n in range(6))
    )
    world.visit()
    assert world.texts() == Counter(said.text for said in talk.posts)
    assert len(list(world.ledger.cases(limit=9))) == 1


def test_a_match_in_a_reply_brings_the_context_that_was_read_long_ago(world: World) -> None:
    world.keep = Keep.MATCHES
    talk = world.board.talk(2, "long", *(f"long {n}" for n in range(10)))
    world.visit()
    assert not world.texts()
    world.board.reply(talk.tid, "selling viamedis")
    world.visit()
    assert world.texts() == Counter(said.text for said in talk.posts)


def test_an_old_board_is_told_as_history(world: World) -> None:
    world.keep = Keep.MATCHES
    talk = world.board.talk(2, "old", "selling viamedis")
    world.visit()
    world.board.reply(talk.tid, "viamedis again")
    world.visit()
    assert [note.is_historic for note in world.ledger.notes(limit=9)] == [True, False]


def test_a_page_that_fails_is_tried_again_and_told_by_nobody(world: World) -> None:
    world.board.odd["/showthread.php?tid=3"] = Answer(status=500)
    report = world.visit()
    assert (report.health, report.outcomes[Outcome.HTTP_ERROR]) == (Health.OK, 1)
    assert world.texts() != world.said()
    del world.board.odd["/showthread.php?tid=3"]
    world.visit()
    assert world.texts() == world.said()


def test_a_page_that_fails_for_a_week_is_read_when_it_comes_back(world: World) -> None:
    world.board.odd["/showthread.php?tid=3"] = Answer(status=500)
    for _ in range(7):
        world.visit(after=timedelta(days=1))
    del world.board.odd["/showthread.php?tid=3"]
    world.visit(after=timedelta(days=1))
    assert world.texts() == world.said()


def test_a_page_that_is_cut_loses_no_post(world: World) -> None:
    def halved(answer: Answer) -> Answer:
        return replace(answer, body=answer.body[: len(answer.body) * 2 // 3])

    world.board.odd["/showthread.php?tid=7"] = halved
    assert world.visit().outcomes[Outcome.CUT] == 1
    del world.board.odd["/showthread.php?tid=7"]
    world.visit()
    assert world.texts() == world.said()
    assert all(post.versions == 1 for post in world.ledger.posts())


def test_a_board_that_never_ends_its_pages_is_read_all_the_same(world: World) -> None:
    def endless(answer: Answer) -> Answer:
        return replace(answer, body=answer.body.replace("</body></html>", ""))

    for path in ("/showthread.php?tid=6", "/showthread.php?tid=6&page=2"):
        world.board.odd[path] = endless
    for _ in range(7):
        world.visit()
    assert world.texts() == world.said()


def test_a_source_that_is_down_costs_one_page_a_visit_and_loses_nothing(world: World) -> None:
    world.visit()
    world.board.reply(3, "one more")
    world.down = True
    reports = [world.visit() for _ in range(5)]
    assert {(report.health, report.reason) for report in reports} == {
        (Health.DOWN, "board.example: no connection (Connection refused)")
    }
    assert len(world.asked) == 1
    world.down = False
    assert world.visit().health is Health.OK
    assert world.texts() == world.said()


def test_a_source_that_breaks_down_on_the_way_is_left_in_peace(world: World) -> None:
    def breaks(answer: Answer) -> Answer:
        return Answer(status=502) if len(world.asked) > 4 else answer

    world.board.odd |= {f"/showthread.php?tid={tid}": breaks for tid in range(1, 13)}
    report = world.visit()
    assert (report.health, report.reason) == (Health.DOWN, "the source stopped answering: HTTP 502")
    assert report.outcomes[Outcome.HTTP_ERROR] == 3
    world.board.odd.clear()
    world.visit()
    assert world.texts() == world.said()


def test_n5_a_way_out_that_is_down_costs_one_request_a_visit_is_told_once_and_loses_nothing(world: World) -> None:
    world.way_is_down = True
    for n in range(12):  # more often than any page is tried
        report = world.visit(after=MINUTE)
        assert (report.health, report.outcomes) == (Health.TRANSPORT_DOWN, {Outcome.TRANSPORT_DOWN: 1})
        (state,) = world.ledger.states()
        assert state.next_due_at is not None
        assert state.next_due_at - world.now() == max(timedelta(seconds=30), min(n * MINUTE, 20 * MINUTE))
    assert [note.kind for note in world.ledger.notes(limit=9)] == [NoteKind.HEALTH]
    world.way_is_down = False
    assert world.visit(after=MINUTE).health is Health.OK
    assert world.texts() == world.said()


def test_n5_a_way_out_that_goes_down_in_mid_visit_takes_no_page_with_it(world: World) -> None:
    desk = Desk(source=world.source, keep=world.keep, ledger=world.ledger, understand=understand, clock=world)
    for _ in range(4):
        errand = desk.take()
        assert errand is not None
        desk.file(errand, world.fetch(errand.find.url))
    world.way_is_down = True
    errand = desk.take()
    assert errand is not None
    desk.file(errand, world.fetch(errand.find.url))
    assert desk.take() is None
    assert desk.close(chance=0.0).health is Health.TRANSPORT_DOWN
    world.way_is_down = False
    assert world.visit(after=MINUTE).health is Health.OK
    assert world.texts() == world.said()
    assert all(post.versions == 1 for post in world.ledger.posts())


def test_n10_a_server_that_asks_for_time_is_not_visited_before(world: World) -> None:
    world.board.odd["/showthread.php?tid=9"] = Answer(status=429, headers=(("Retry-After", "7200"),))
    report = world.visit()
    assert report.reason == "the source asks us to come back later: HTTP 429"
    (state,) = world.ledger.states()
    assert state.next_due_at == world.now() + 2 * HOUR


def test_the_source_is_due_again_by_its_schedule(world: World) -> None:
    world.visit()
    (state,) = world.ledger.states()
    assert state.next_due_at == world.now() + 20 * MINUTE


@pytest.mark.parametrize(
    ("walled", "health"),
    [pytest.param(True, Health.WALLED, id="every board"), pytest.param(False, Health.OK, id="one of two")],
)
def test_a_login_wall_is_an_alarm_when_nothing_else_is_left(walled: bool, health: Health) -> None:
    world = World()
    world.board.board("VIP", is_walled=True)
    world.board.talk(world.board.board("Databases", is_walled=walled), "a thread", "words")
    report = world.visit()
    assert report.health is health
    assert report.outcomes[Outcome.WALLED] == 1 + walled


def test_a_template_that_drifts_is_an_alarm_on_the_first_visit(world: World) -> None:
    def drifted(answer: Answer) -> Answer:
        return replace(answer, body=answer.body.replace('class="post', 'class="utterance').replace('id="pid', 'id="u'))

    world.board.talk(2, "about Viamedis", "selling viamedis")
    world.board.odd["/showthread.php?tid=13"] = drifted
    report = world.visit()
    assert report.health is Health.DRIFTED
    assert report.reason == "a watched name stands on a page, and in no post that could be read of it"
    del world.board.odd["/showthread.php?tid=13"]
    world.visit()
    assert world.texts() == world.said()


def test_a_thread_that_is_gone_is_no_alarm(world: World) -> None:
    world.board.odd["/showthread.php?tid=2"] = world.board.answer("/showthread.php?tid=999")
    report = world.visit()
    assert (report.health, report.outcomes[Outcome.GONE]) == (Health.OK, 1)


def test_a_thread_whose_every_page_holds_the_same_posts_is_left(world: World) -> None:
    whole = world.board.answer("/showthread.php?tid=1")
    for page in range(1, 60):
        turn = (
            f'<div class="pagination"><span class="pagination_current">{page}</span>'
            f'<a href="showthread.php?tid=1&amp;page={page + 1}" class="pagination_next">Next</a></div>'
        )
        path = "/showthread.php?tid=1" + (f"&page={page}" if page > 1 else "")
        world.board.odd[path] = replace(whole, body=whole.body.replace('<div id="posts">', f'{turn}<div id="posts">'))
    world.visit()
    assert [path for path in world.asked if "tid=1&" in path] == ["/showthread.php?tid=1&page=2"]


@settings(max_examples=25, deadline=None)
@given(steps=st.lists(st.integers(0, 40), max_size=6))
def test_a_process_that_dies_anywhere_loses_no_post_and_reads_none_twice(steps: list[int]) -> None:
    world = World(keep=Keep.MATCHES)
    fid = world.board.board("Databases")
    for n in range(6):
        world.board.talk(fid, f"thread {n}", *(f"words {n} {place} viamedis" for place in range(1 + n)))
    for step in steps:
        with suppress(Dead):
            world.visit(after=MINUTE, dies=partial(eq, step))
    world.visit()
    world.visit()
    assert world.texts() == world.said()
    assert all(post.versions == 1 for post in world.ledger.posts())
    told = [note.post for note in world.ledger.notes(limit=999) if note.kind is NoteKind.CASE]
    assert Counter(told) == Counter(post.key for post in world.ledger.posts())
