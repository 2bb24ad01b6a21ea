"""A site that grows and shrinks: what its lists betray is found at once, all else within a round of visits."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from crawler.rereads import ROUND, pages_again
from model.sources import Keep
from tests.crawler.world import World
from tests.servers.board import Said, Talk

SIGHTS = 3
THREADS = 14


@pytest.fixture
def world() -> World:
    """A board of threads between one and six pages, all of which are seen and none of which moves by itself."""
    world = World()
    world.board.per_list = 8
    fid = world.board.board("Databases")
    for n in range(THREADS):
        world.board.talk(fid, f"thread {n}", *(f"words {n} {place}" for place in range(1 + (5 * n) % 23)))
    return world


def kept(world: World) -> dict[str, tuple[str, bool]]:
    return {post.id: (str(post.text), post.gone_at is not None) for post in world.ledger.posts()}


def standing(world: World) -> dict[str, tuple[str, bool]]:
    return {str(said.pid): (said.text, False) for talk in world.board.talks.values() for said in talk.posts}


def edit(said: Said, text: str) -> None:
    said.text = text


def test_ten_visits_of_a_site_that_grows_bring_exactly_what_changed(world: World) -> None:
    """Replies, a bump of an old thread and a reply on a page far behind are found by the very next visit."""
    chance = Random(7)
    world.visit()
    for n in range(10):
        wanted = Counter[str]()
        for tid in chance.sample(sorted(world.board.talks), 3):  # the last of a list, too: a necro reply
            world.board.reply(tid, f"reply {n} in {tid}")
            wanted[str(tid)] += 1
        if n % 3 == 0:
            world.board.talk(2, f"new {n}", f"words of {n}", at=world.now())
            wanted["new"] += 1
        news = sum(wanted.values())
        report = world.visit()
        lists = sum("forumdisplay" in path or "index" in path for path in world.asked)
        assert report.tally.new == news
        assert (report.tally.changed, report.tally.gone, report.health.value if report.health else "") == (0, 0, "ok")
        assert len(world.asked) <= lists + 1.2 * news + report.rereads
        assert report.rereads <= pages_again(60, budget=world.source.budget)
        assert kept(world) == standing(world)


@pytest.mark.parametrize("keep", [Keep.ALL, Keep.MATCHES])
def test_an_edit_that_no_list_betrays_is_found_within_a_round(world: World, keep: Keep) -> None:
    world.keep = keep
    world.board.per_list = THREADS  # what nobody keeps is read again from the first page of its list
    for _ in range(2):
        world.visit()
    for talk in world.board.talks.values():
        edit(talk.posts[len(talk.posts) // 2], f"edited, and names Viamedis {talk.tid}")
    found = Counter[str]()
    for visit in range(3 * ROUND):
        report = world.visit()
        found["changed"] += report.tally.changed
        if keep is Keep.ALL and visit >= ROUND + 2:
            break
    assert found["changed"] == THREADS
    texts = {text for text, _ in kept(world).values()}
    assert {f"edited, and names Viamedis {tid}" for tid in world.board.talks} <= texts


def test_posts_that_are_removed_are_gone_within_a_round_and_two_visits_and_no_other_is(world: World) -> None:
    for _ in range(2):
        world.visit()
    removed = {str(_take_out(talk)) for talk in world.board.talks.values() if len(talk.posts) > 2}
    silently = 0
    for _ in range(ROUND + SIGHTS + 2):
        silently += world.visit().tally.gone
    assert silently == len(removed)
    assert {pid for pid, (_, is_gone) in kept(world).items() if is_gone} == removed
    assert len(kept(world)) == len(standing(world)) + len(removed)


def _take_out(talk: Talk) -> int:
    """Remove one of the posts, so that those behind it move up a page; the list says so by a reply less."""
    return talk.posts.pop(talk.tid % (len(talk.posts) - 1)).pid


def test_a_last_page_that_others_removals_left_short_is_no_alarm(world: World) -> None:
    talk = world.board.talk(2, "long", *(f"words {n}" for n in range(40)))
    world.visit()
    del talk.posts[20:23]
    report = world.visit()
    assert (report.health.value if report.health else "", report.reason) == ("ok", "")


def test_posts_removed_in_the_middle_of_a_long_thread_are_gone_within_fifteen_visits(world: World) -> None:
    talk = world.board.talk(2, "long", *(f"words {n}" for n in range(60)))
    world.visit()
    removed = {str(said.pid) for said in talk.posts[21:23]}
    del talk.posts[21:23]
    assert sum(world.visit().tally.gone for _ in range(15)) == 2
    assert {name for name, (_, is_gone) in kept(world).items() if is_gone} == removed


def test_an_edited_post_has_two_versions(world: World) -> None:
    for _ in range(2):
        world.visit()
    said = world.board.talks[3].posts[0]
    edit(said, "other words")
    for _ in range(ROUND + 2):
        world.visit()
    assert [post.versions for post in world.ledger.posts() if post.id == str(said.pid)] == [2]


def test_threads_that_are_merged_bring_no_post_anew(world: World) -> None:
    for _ in range(2):
        world.visit()
    here, there = world.board.talks[2], world.board.talks.pop(3)
    before = kept(world)
    here.posts = sorted([*here.posts, *there.posts], key=lambda said: said.pid)
    world.board.reply(2, "merged")
    brought = [world.visit().tally for _ in range(ROUND + 4)]
    assert (sum(one.new for one in brought), sum(one.changed for one in brought)) == (1, 0)
    assert sum(one.gone for one in brought) == 0
    assert len(kept(world)) == len(before) + 1


@pytest.mark.parametrize(
    ("pages", "budget", "chosen"),
    [
        pytest.param(0, 200, 3, id="few pages, all of them soon"),
        pytest.param(60, 200, 6, id="a tenth of them"),
        pytest.param(5_000, 200, 50, id="no more than a quarter of the budget"),
        pytest.param(5_000, 2, 1, id="a small budget still reads one again"),
    ],
)
def test_a_visit_reads_a_few_pages_again(pages: int, budget: int, chosen: int) -> None:
    assert pages_again(pages, budget=budget) == chosen
