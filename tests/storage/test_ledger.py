"""The ledger on a disk: killed, reopened, shared, and what its files hold."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.errors import Broken
from model.identities import Masked, SourceId, ThreadId
from model.ports import Ledger
from model.records import PageRead, ThreadRecord
from model.visits import ErrandKind, Listing, Outcome
from storage.keys import LEDGER
from storage.ledger import SqliteLedger, open_ledger
from storage.memory import MemoryLedger
from tests.storage.makers import (
    FORUM,
    NOON,
    START,
    THREAD,
    a_find,
    a_match,
    a_page,
    a_post,
    a_sighting,
    a_thread,
    analysis,
    kept,
    see,
    take,
)

CHANNEL = "forum"


@pytest.fixture
def work(root: Path, home: Path) -> Iterator[Worker]:
    """Starts processes that write to the home; none outlives its test."""
    worker = Worker(root, home)
    yield worker
    worker.stop()


class Worker:
    """Starts processes that write to one home."""

    def __init__(self, root: Path, home: Path) -> None:
        self._root, self._home = root, home
        self._started: list[subprocess.Popen[str]] = []

    def start(self, source: str, first: int, last: int) -> subprocess.Popen[str]:
        """A process that writes pages *first* to *last* of *source*."""
        command = [sys.executable, "-m", "tests.storage.worker", str(self._home), source, str(first), str(last)]
        process = subprocess.Popen(command, cwd=self._root, stdout=subprocess.PIPE, text=True)
        self._started.append(process)
        return process

    def stop(self) -> None:
        """End what is still running."""
        for process in self._started:
            process.kill()
            process.communicate(timeout=60)


def test_reopening_a_home_finds_everything_again(home: Path) -> None:
    first = open_ledger(home, analysis=analysis)
    post = a_post(kept=kept(matches=[a_match()]))
    see(first, threads=[a_thread()], posts=[post], sightings=[a_sighting()], finds=[a_find("later")])
    before = (list(first.posts()), first.cases(limit=9), first.notes(limit=9), first.states(), first.fingerprint("a"))
    first.close()

    again = open_ledger(home, analysis=analysis)

    after = (list(again.posts()), again.cases(limit=9), again.notes(limit=9), again.states(), again.fingerprint("a"))
    assert before == after
    assert take(again, again.begin(FORUM, now=NOON, starts=[])).find == a_find("later")
    again.close()


def test_nobody_else_may_read_a_home(tmp_path: Path) -> None:
    home = tmp_path / "deep" / "home"
    ledger = open_ledger(home, analysis=analysis)
    see(ledger, posts=[a_post(kept=kept())])

    assert home.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o077 for path in home.iterdir()} == {0}
    ledger.close()


def test_two_processes_make_one_home_and_write_to_it(root: Path, tmp_path: Path) -> None:
    home = tmp_path / "new"
    work = Worker(root, home)
    both = [work.start(source, 1, 16) for source in ("forum", "other")]

    assert [(process.communicate(timeout=120), process.returncode)[1] for process in both] == [0, 0]

    ledger = open_ledger(home, analysis=analysis)
    assert (ledger.counts()["posts_kept"], ledger.counts()["alerts"], ledger.check()) == (30, 30, [])
    ledger.close()


@pytest.mark.parametrize("seed", range(6))
def test_a_process_killed_at_any_moment_loses_nothing_it_said_was_written(work: Worker, home: Path, seed: int) -> None:
    process = work.start("forum", 1, 10_000)
    assert process.stdout is not None
    lines = [process.stdout.readline().split() for _ in range(random.Random(seed).randint(1, 40))]
    process.send_signal(signal.SIGKILL)
    lines += [line.split() for line in process.stdout if line.endswith("\n")]

    ledger = open_ledger(home, analysis=analysis)
    assert ledger.check() == []
    said = {what: {which for kind, which in lines if kind == what} for what in ("recorded", "told", "delivered")}
    assert said["recorded"] <= {view.key for view in ledger.posts()}
    assert said["told"] <= {str(alert.id) for alert, _ in ledger.alerts(limit=99_999)}
    everything_is_told(ledger)
    ledger.close()


def everything_is_told(ledger: Ledger) -> None:
    """Every case is in an alert or noted; every alert is sent, or comes again."""
    ledger.recover(now=NOON, repeat_at=NOON)
    noted = {note.case for note in ledger.notes(limit=9)}
    told = {key for alert, _ in ledger.alerts(limit=99_999) for key in alert.cases}
    assert {case.key for case in ledger.cases(limit=99_999)} <= noted | told
    waiting = sum(one.receipt is None for _, deliveries in ledger.alerts(limit=99_999) for one in deliveries)
    assert waiting <= 1
    assert (ledger.next_delivery(CHANNEL, now=NOON) is not None) == bool(waiting)


def test_a_reader_sees_one_state_while_another_writes(home: Path) -> None:
    writer, reader = open_ledger(home, analysis=analysis), open_ledger(home, analysis=analysis)
    see(writer, posts=[a_post(str(n), kept=kept()) for n in range(1, 1101)])

    told = reader.posts()
    first = next(told)
    see(writer, posts=[a_post("2000", kept=kept())])

    assert len({view.key for view in chain([first], told)}) == 1100
    assert reader.counts()["posts_kept"] == 1101
    writer.close()
    reader.close()


def test_threads_share_a_ledger(sqlite: SqliteLedger) -> None:
    failures: Queue[BaseException] = Queue()

    def write(name: str) -> None:
        try:
            for number in range(1, 9):
                source = SourceId(name)
                see(sqlite, source=source, posts=[a_post(str(number), source=source, kept=kept())])
        except BaseException as error:  # noqa: BLE001 - told by the assertion below
            failures.put(error)

    threads = [Thread(target=write, args=(name,)) for name in ("asp", "lynx", "zebra")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert failures.empty()
    assert (sqlite.counts()["posts_kept"], sqlite.check()) == (24, [])


# What the files hold


def contents(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file())


def test_nothing_of_threads_without_a_match_is_in_any_byte(sqlite: SqliteLedger, home: Path) -> None:
    canaries = [f"canary{number}x" for number in range(60)]
    urls, dates = canaries[:40], canaries[40:]
    visit = sqlite.begin(FORUM, now=NOON, starts=[a_find(urls[0], kind=ErrandKind.START)])
    sqlite.record(a_page(visit, take(sqlite, visit), finds=[a_find(slug) for slug in urls[1:]]))
    for number, date in enumerate(dates, start=1):
        page = ThreadRecord(id=THREAD, read=PageRead(page=1, posts=1, is_last=True))
        post = a_post(str(number), posted_raw=Masked(date))
        sqlite.record(a_page(visit, take(sqlite, visit), threads=[page], posts=[post]))

    assert sqlite.states()[0].pages_waiting == 19
    for when in ("open", "closed"):
        held = contents(home)
        assert [canary for canary in canaries if canary.encode() in held] == [], when
        sqlite.close()


def test_the_address_of_a_finished_errand_is_gone(sqlite: SqliteLedger, home: Path) -> None:
    visit = sqlite.begin(FORUM, now=NOON, starts=[START])
    retried = a_page(visit, take(sqlite, visit), outcome=Outcome.TIMED_OUT, page_class=None, retry_at=NOON)
    sqlite.record(retried)
    assert sealed(home) == 1

    sqlite.record(a_page(visit, take(sqlite, visit)))

    assert sealed(home) == 0


def sealed(home: Path) -> int:
    with closing(sqlite3.connect(home / LEDGER)) as connection:
        count: int = connection.execute("SELECT count(*) FROM errands WHERE sealed IS NOT NULL").fetchone()[0]
        return count


def test_a_full_transaction_or_none(sqlite: SqliteLedger) -> None:
    visit = sqlite.begin(FORUM, now=NOON, starts=[START])
    errand = take(sqlite, visit)
    listing = Listing(replies=1, last_post_at=None, last_author=None)
    broken = a_page(
        visit,
        errand,
        threads=[a_thread(listing=listing)],
        finds=[a_find()],
        posts=[a_post(kept=kept())],
        sightings=[a_sighting("404")],
    )

    with pytest.raises(Exception, match="never recorded"):
        sqlite.record(broken)

    assert sqlite.marks(FORUM, [THREAD]) == {}
    assert (sqlite.counts()["posts_seen"], sqlite.states()[0].pages_waiting) == (0, 0)
    assert sqlite.record(a_page(visit, errand)).new == 0
    assert sqlite.report(visit).outcomes == {Outcome.READ: 1}


# Damage


def test_a_file_that_is_no_ledger_is_named(home: Path) -> None:
    (home / LEDGER).write_bytes(b"not a database, " * 999)

    with pytest.raises(Broken, match=LEDGER):
        open_ledger(home, analysis=analysis)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        pytest.param("UPDATE errands SET state = 'taken'", "taken by no open visit", id="a stray errand"),
        pytest.param("UPDATE errands SET outcome = NULL", "without an outcome", id="an unexplained end"),
        pytest.param("DELETE FROM entries", "0 posts can be found, 1 are kept", id="lost words"),
        pytest.param("DELETE FROM sightings", "a case has no post", id="an empty case"),
        pytest.param("DELETE FROM notes", "a sighting raised no note", id="a lost note"),
        pytest.param("UPDATE notes SET settled_at = '2024-01-01 00:00:00'", "settled by nothing", id="nobody told"),
        pytest.param("UPDATE matches SET post = 404", "matches: a row names one that is not there", id="a stray match"),
    ],
)
def test_the_check_says_what_is_wrong(sqlite: SqliteLedger, home: Path, damage: str, said: str) -> None:
    post = a_post(kept=kept(matches=[a_match()]))
    see(sqlite, threads=[a_thread()], posts=[post], sightings=[a_sighting()])
    assert sqlite.check() == []

    with closing(sqlite3.connect(home / LEDGER)) as connection:
        connection.execute(damage)
        connection.commit()

    assert any(said in line for line in sqlite.check())


def test_an_error_never_shows_what_was_written(sqlite: SqliteLedger, home: Path) -> None:
    with closing(sqlite3.connect(home / LEDGER)) as connection:
        connection.execute("DROP TABLE post_versions")
        connection.commit()
    visit = sqlite.begin(FORUM, now=NOON, starts=[START])
    page = a_page(visit, take(sqlite, visit), posts=[a_post(kept=kept("a canary"))])

    with pytest.raises(Broken) as raised:
        sqlite.record(page)

    assert "canary" not in f"{raised.value!r} {raised.value.__cause__!r} {raised.value.__cause__}"


# A law


def pages() -> list[dict[str, Any]]:
    """Two threads, three pages each, of which neighbours share a post."""
    told = []
    for thread in ("7", "8"):
        for page in range(3):
            numbers = range(page * 2 + 1, page * 2 + 4)
            posts = [
                a_post(str(n), thread=ThreadId(thread), kept=kept(f"post {n}") if n % 2 else None) for n in numbers
            ]
            sightings = [a_sighting(str(numbers[0]), thread=ThreadId(thread))]
            told.append({"threads": [a_thread(ThreadId(thread))], "posts": posts, "sightings": sightings})
    return told


@settings(max_examples=12, deadline=None)
@given(order=st.permutations(range(6)), repeated=st.lists(st.integers(0, 5), max_size=3))
def test_any_order_of_pages_stores_the_same_posts(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], repeated: list[int]
) -> None:
    home = tmp_path_factory.mktemp("order")
    straight, turned = MemoryLedger(analysis=analysis), open_ledger(home, analysis=analysis)
    for page in pages():
        see(straight, **page)
    for number in [*order, *repeated]:
        see(turned, **pages()[number])

    assert list(turned.posts()) == list(straight.posts())
    assert turned.counts() == straight.counts()
    assert turned.check() == []
    turned.close()


def test_a_second_opening_in_one_process_leaves_the_first_its_hold_on_the_file(home: Path) -> None:
    first = open_ledger(home, analysis=analysis)
    see(first, posts=[a_post(kept=kept())])
    second = open_ledger(home, analysis=analysis)

    look = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT count(*) FROM posts'); c.close()"
    subprocess.run([sys.executable, "-c", look, str(home / LEDGER)], check=True)

    # whoever closes the file last takes its log away: a stranger is only last when our hold is lost
    assert (home / f"{LEDGER}-wal").exists()
    for ledger in (first, second):
        assert ledger.check() == []
        ledger.close()
