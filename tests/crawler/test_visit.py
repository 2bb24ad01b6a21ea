"""Visits in processes of their own: limits, locks, deaths, and nothing lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest

from model.errors import AlreadyRunning, BadInput
from model.settings import Limits
from model.sources import Health
from model.visits import Outcome
from tests.crawler.nouns import NOON
from tests.crawler.places import Place, clock_at
from tests.servers.board import Answer, Board, BoardServer, serving

ROOT = Path(__file__).resolve().parents[2]
DEADLINE = 60.0
HOUR = timedelta(hours=1)


@pytest.fixture
def board() -> Board:
    """Some threads, one of them longer than a page."""
    board = Board(now=NOON)
    fid = board.board("Databases")
    for n in range(6):
        board.talk(fid, f"thread {n}", *(f"words {n} {place}" for place in range(1 + n)))
    return board


@pytest.fixture
def server(board: Board) -> Iterator[BoardServer]:
    """The board, on loopback."""
    with serving(board) as server:
        yield server


@pytest.fixture
def place(tmp_path: Path, server: BoardServer) -> Place:
    """A home whose source is the board; everything is kept."""
    return Place.made(tmp_path, f"{server.url}/index.php", clock=clock_at(NOON))


def said(board: Board) -> Counter[str]:
    return Counter(said.text for talk in board.talks.values() for said in talk.posts)


def kept(place: Place) -> Counter[str]:
    return Counter(str(post.text) for post in place.posts())


def wait_for(condition: Callable[[], object]) -> None:
    until = monotonic() + DEADLINE
    step = threading.Event()
    while not condition():
        assert monotonic() < until, "waited too long"
        step.wait(0.02)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_visit_reads_a_board_into_the_ledger(place: Place, board: Board, server: BoardServer) -> None:
    report = place.visit()
    assert (report.health, report.reason, report.tally.new) == (Health.OK, "", 21)
    assert kept(place) == said(board)
    assert place.state().next_due_at is not None
    server.forget()
    again = place.later(HOUR).visit()
    assert server.asked == ["/index.php", "/forumdisplay.php?fid=2"]
    assert (again.tally.new, again.tally.changed) == (0, 0)


def test_a_visit_that_is_killed_is_told_as_crashed_and_the_next_one_goes_on(
    place: Place, board: Board, server: BoardServer
) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def hold(path: str) -> None:
        if path == "/showthread.php?tid=4":
            reached.set()
            go_on.wait(DEADLINE)

    server.before = hold
    visit = place.start()
    assert reached.wait(DEADLINE)
    assert visit.pid is not None
    os.kill(visit.pid, signal.SIGKILL)
    report = visit.join(timeout=DEADLINE)
    assert (report.health, report.reason) == (Health.CRASHED, "its process was killed by SIGKILL")
    assert place.state().next_due_at is not None
    go_on.set()
    server.before = lambda path: None
    assert place.later(HOUR).visit().health is Health.OK
    assert kept(place) == said(board)
    assert all(post.versions == 1 for post in place.posts())


def test_a_source_is_visited_by_one_process_at_a_time(place: Place, server: BoardServer) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def hold(path: str) -> None:
        reached.set()
        go_on.wait(DEADLINE)

    server.before = hold
    first = place.start()
    assert reached.wait(DEADLINE)
    with pytest.raises(AlreadyRunning, match="harbour is being visited already"):
        place.visit()
    assert first.poll() is None
    go_on.set()
    assert first.join(timeout=DEADLINE).health is Health.OK


def test_a_visit_that_is_stopped_does_not_wait_for_a_slow_server(
    place: Place, board: Board, server: BoardServer
) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def hold(path: str) -> None:
        if "showthread" in path:
            reached.set()
            go_on.wait(DEADLINE)

    server.before = hold
    visit = place.start()
    assert reached.wait(DEADLINE)
    visit.stop()
    report = visit.join(timeout=0)
    assert not go_on.is_set()
    assert (report.health, sum(report.outcomes.values())) == (Health.OK, 2)
    go_on.set()
    place.later(HOUR).visit()
    assert kept(place) == said(board)


def test_a_visit_past_its_time_ends_in_order_and_the_next_one_goes_on(
    place: Place, board: Board, server: BoardServer
) -> None:
    pause = threading.Event()

    def dawdle(path: str) -> None:
        pause.wait(0.2)

    server.before = dawdle
    limits = Limits(visit_wall=timedelta(seconds=1))
    report = place.visit(limits=limits)
    assert report.health is Health.OK
    assert sum(report.outcomes.values()) < 8
    pause.set()
    place.later(HOUR).visit()
    assert kept(place) == said(board)


def test_a_visit_that_uses_too_much_processor_is_killed(place: Place, board: Board) -> None:
    for n in range(400):
        board.talk(2, f"long {n}", *(f"many words {n} {place} " * 200 for place in range(4)))
    report = place.visit(limits=Limits(visit_cpu=timedelta(seconds=1)))
    assert report.health is Health.CRASHED
    assert report.reason == "its process used more than 1 s of CPU (limits.visit_cpu)"


def test_a_visit_that_uses_too_much_memory_is_told_so(place: Place, board: Board) -> None:
    huge = board.answer("/showthread.php?tid=1")
    board.odd["/showthread.php?tid=1"] = replace(
        huge, body=huge.body.replace("words", "word <b>word</b> " * 20_000 + "a line of words\n" * 500_000)
    )
    report = place.visit(limits=Limits(visit_memory=340 * 1024 * 1024))
    assert report.health is Health.CRASHED


def test_a_child_dies_with_its_parent(place: Place, server: BoardServer) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def hold(path: str) -> None:
        reached.set()
        go_on.wait(DEADLINE)

    server.before = hold
    script = f"""
from datetime import UTC, datetime
from pathlib import Path
from crawler.visit import start
from model.clocks import SystemClock
if __name__ == "__main__":
    visit = start("harbour", home=Path({str(place.home)!r}), config=Path({str(place.config)!r}), clock=SystemClock())
    print(visit.pid, flush=True)
    visit.join()
"""
    file = place.home.parent / "parent.py"
    file.write_text(script)
    parent = subprocess.Popen(
        [sys.executable, str(file)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert reached.wait(DEADLINE)
        assert is_alive(child)
        parent.kill()
        parent.wait(DEADLINE)
        wait_for(lambda: not is_alive(child))
        assert parent.stdout.read() == ""  # a visit's output is not its parent's
    finally:
        go_on.set()
        parent.kill()
        parent.communicate(timeout=DEADLINE)


def test_the_fork_server_has_no_event_loop_yet() -> None:
    asked = "import sys, crawler.child; print('twisted.internet.reactor' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("more", "source", "error", "words"),
    [
        pytest.param("", "harbor", BadInput, "no source is called 'harbor' (known: harbour)", id="an unknown source"),
        pytest.param("colour: red", "harbour", BadInput, "colour", id="a key that nobody knows"),
    ],
)
def test_what_cannot_be_visited_is_told_in_one_line(
    tmp_path: Path, more: str, source: str, error: type[Exception], words: str
) -> None:
    place = Place.made(tmp_path, "http://127.0.0.1:9/index.php", more=more, clock=clock_at(NOON))
    with pytest.raises(error) as caught:
        place.visit(source=source)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_source_where_nobody_answers_is_unreachable(tmp_path: Path) -> None:
    with serving(Board(now=NOON)) as closed:
        url = closed.url
    report = Place.made(tmp_path, f"{url}/index.php", clock=clock_at(NOON)).visit()
    assert report.health is Health.DOWN
    assert "Connect" in report.reason or "connect" in report.reason
    assert report.outcomes == {Outcome.UNREACHABLE: 1}


def test_a_source_that_answers_with_errors_is_unreachable(place: Place, board: Board) -> None:
    board.odd["/index.php"] = Answer(status=500, body="sorry")
    report = place.visit()
    assert (report.health, report.reason) == (Health.DOWN, "HTTP 500")


def test_redirects_are_followed_within_the_source_only(place: Place, board: Board, server: BoardServer) -> None:
    with serving(Board(now=NOON)) as other:
        here = "/showthread.php?tid=1"
        asks_for_cookie = [Answer(status=302, headers=(("Location", here), ("Set-Cookie", "seen=1; path=/")))]
        board.odd[here] = lambda usual: asks_for_cookie.pop() if asks_for_cookie else usual
        board.odd["/showthread.php?tid=2"] = Answer(status=302, headers=(("Location", f"{other.url}/index.php"),))
        board.odd["/showthread.php?tid=3"] = Answer(status=301, headers=(("Location", "/showthread.php?tid=3"),))
        board.odd["/showthread.php?tid=4"] = Answer(status=307, headers=(("Location", "showthread.php?tid=4&x=1"),))
        board.odd["/showthread.php?tid=4&x=1"] = board.answer("/showthread.php?tid=999")
        report = place.visit()
        assert other.asked == []
    assert server.asked.count(here) == 2
    assert server.asked.count("/showthread.php?tid=3") == 1
    outcomes = report.outcomes
    assert (outcomes[Outcome.ELSEWHERE], outcomes[Outcome.LOOPED], outcomes[Outcome.GONE]) == (1, 1, 1)
    assert report.health is Health.OK


def test_a_page_that_breaks_off_on_the_wire_is_read_next_time(place: Place, board: Board) -> None:
    board.odd["/showthread.php?tid=5"] = lambda usual: replace(usual, length=len(usual.body.encode()) + 500)
    assert place.visit().outcomes[Outcome.CUT] == 1
    board.odd.clear()
    place.later(HOUR).visit()
    assert kept(place) == said(board)


def test_robots_are_obeyed_where_the_operator_says_so(tmp_path: Path, board: Board, server: BoardServer) -> None:
    board.odd["/robots.txt"] = Answer(
        headers=(("Content-Type", "text/plain"),), body="User-agent: *\nDisallow: /showthread.php?tid=2\n"
    )
    place = Place.made(tmp_path, f"{server.url}/index.php", more="robots: obey", clock=clock_at(NOON))
    report = place.visit()
    assert report.outcomes[Outcome.FORBIDDEN] == 1
    assert "/showthread.php?tid=2" not in server.asked


def test_scrapy_itself_can_make_a_visit(place: Place, board: Board) -> None:
    environment = {**os.environ, "VIGIE_HOME": str(place.home), "VIGIE_CONFIG": str(place.config)}
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "forum", "-a", "source=harbour"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=DEADLINE,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert kept(place) == said(board)
