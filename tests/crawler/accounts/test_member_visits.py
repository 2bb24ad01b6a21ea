"""A recorded MyBB board, visited as a member: by its login form, and by cookies."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from model.cases import Note, NoteKind
from model.errors import AlreadyRunning
from model.sources import Health
from model.visits import Outcome
from tests.crawler.places import Place, clock_at
from tests.servers.members import MemberReplay, Rules
from tests.servers.replay import Answer, Asked, Hook

HOUR = timedelta(hours=1)
DEADLINE = 60
PRIVATE = {"35", "36"}


@dataclass(frozen=True, kw_only=True)
class Club:
    """The board behind its form, its truth, and a home that has an account there."""

    replay: MemberReplay
    place: Place
    truth: dict[str, Any]

    @property
    def rules(self) -> Rules:
        return self.replay.rules

    def posts(self, place: Place | None = None) -> set[tuple[str, str]]:
        return {(post.thread_id, post.id) for post in (place or self.place).posts()}

    def wanted(self) -> set[tuple[str, str]]:
        return {(thread["id"], post["id"]) for thread in self.truth["threads"] for post in thread["posts"]}

    def alarms(self) -> list[Note]:
        ledger = self.place.ledger()
        try:
            return [note for note in ledger.notes(limit=50) if note.kind is NoteKind.HEALTH]
        finally:
            ledger.close()


def secret(place: Path, name: str, text: str) -> Path:
    path = place / name
    path.write_text(text)
    path.chmod(0o600)
    return path


def by_form(*, or_guest: bool = False) -> str:
    login = "login: {url: 'URL/member.php?action=login', user_file: user, password_file: password}"
    return f"account:\n  {login}\n  or_guest: {str(or_guest).lower()}\n"


@pytest.fixture
def club(shared: Path, tmp_path: Path) -> Iterator[Club]:
    """With a login form."""
    yield from opened(shared, tmp_path, by_form())


def opened(shared: Path, tmp_path: Path, account: str) -> Iterator[Club]:
    folder = shared / "corpus" / "mybb-1.8.37"
    with MemberReplay(folder, port=0) as replay:
        clock = clock_at(replay.captured_at)
        more = account.replace("URL", replay.url)
        place = Place.made(tmp_path, f"{replay.url}/index.php", more=more, clock=clock)
        secret(place.config, "user", "miso\n")
        secret(place.config, "password", "correct horse\n")
        yield Club(replay=replay, place=place, truth=json.loads((folder / "truth.json").read_text()))


def test_a_member_sees_every_post_after_signing_in_once(club: Club) -> None:
    report = club.place.visit()
    assert (report.health, report.reason) == (Health.OK, "")
    assert club.posts() == club.wanted()
    assert len(club.wanted()) == 256
    assert {thread for thread, _ in club.posts()} >= PRIVATE
    assert club.replay.logins == 1
    assert [asked.target for asked in club.replay.requests if asked.method != "GET"] == ["/member.php"]
    assert club.alarms() == []


def test_the_next_visit_goes_on_with_the_session_of_the_last(club: Club) -> None:
    club.place.visit()
    club.replay.forget()
    report = club.place.later(HOUR).visit()
    assert report.health is Health.OK
    assert club.replay.logins == 1
    assert not any("member.php" in target for target in club.replay.targets)


def test_a_session_that_ends_is_renewed_once_and_nobody_is_alarmed(club: Club) -> None:
    club.rules.lasts = 20
    report = club.place.visit()
    assert (report.health, club.replay.logins) == (Health.OK, 2)
    assert club.posts() == club.wanted()
    assert club.alarms() == []


def test_a_login_that_expires_costs_three_requests_and_one_alarm(club: Club) -> None:
    club.rules.lasts = 20
    club.replay.hook = shut(club)
    report = club.place.visit()
    assert club.replay.expired_after is not None
    assert len(club.replay.requests) - club.replay.expired_after <= 3
    assert report.health is Health.WALLED
    assert "are user and password right?" in report.reason
    assert Outcome.WALLED not in report.outcomes
    assert len(club.alarms()) == 1

    club.replay.forget()
    for hours in (1, 23):
        assert club.place.later(hours * HOUR).visit().health is Health.WALLED
    assert club.replay.requests == []
    assert len(club.alarms()) == 1


def test_an_expired_login_works_again_with_another_password_and_loses_nothing(club: Club) -> None:
    club.rules.lasts = 20
    club.replay.hook = shut(club)
    club.place.visit()
    club.replay.hook, club.rules.is_open, club.rules.password = None, True, "battery staple"
    secret(club.place.config, "password", "battery staple")
    assert club.place.later(HOUR).visit().health is Health.OK
    assert club.posts() == club.wanted()


def test_as_a_guest_the_public_boards_go_on_and_the_source_stays_ill(shared: Path, tmp_path: Path) -> None:
    for club in opened(shared, tmp_path, by_form(or_guest=True)):
        club.rules.is_open = False
        report = club.place.visit()
        assert report.health is Health.WALLED
        assert len(club.posts()) == 253
        assert {thread for thread, _ in club.posts()}.isdisjoint(PRIVATE)
        assert len(club.alarms()) == 1
        club.place.later(HOUR).visit()
        assert len(club.alarms()) == 1
        assert [asked.method for asked in club.replay.requests].count("POST") == 1


def test_cookies_of_a_browser_do_as_well_and_are_kept_sealed(shared: Path, tmp_path: Path) -> None:
    for club in opened(shared, tmp_path, "account: {cookies_file: cookies.txt}"):
        key = club.replay.let_in()
        line = (
            f"127.0.0.1\tFALSE\t/\tFALSE\t0\tmybbuser\t{key}\n.other.example\tTRUE\t/\tFALSE\t0\tsid\tsecret-of-other\n"
        )
        secret(club.place.config, "cookies.txt", f"# Netscape HTTP Cookie File\n{line}")
        assert club.place.visit().health is Health.OK
        assert club.posts() == club.wanted()
        assert club.replay.logins == 0
        kept = b"".join(path.read_bytes() for path in club.place.home.rglob("*") if path.is_file())
        assert not any(word.encode() in kept for word in (key, "secret-of-other", "mybbuser"))
        (jar,) = (club.place.home / "accounts").iterdir()
        assert jar.stat().st_mode & 0o077 == 0

        club.replay.forget_sessions()
        club.replay.forget()
        report = club.place.later(HOUR).visit()
        assert "export them anew" in report.reason
        assert len(club.replay.requests) == 1
        assert len(club.alarms()) == 1


def test_two_sources_are_not_visited_with_one_account_at_once(club: Club) -> None:
    club.rules.is_single = True
    beside(club, "quay")
    reached, go_on = hold_at(club, nth=1)
    first = club.place.start()
    assert reached.wait(DEADLINE)
    try:
        with pytest.raises(AlreadyRunning, match="with the account of quay: wait until that visit ends"):
            club.place.visit(source="quay")
        assert [asked.method for asked in club.replay.requests].count("POST") == 1
    finally:
        go_on.set()
    assert first.join(timeout=DEADLINE).health is Health.OK
    assert club.place.visit(source="quay").health is Health.OK
    assert club.place.later(HOUR).visit().health is Health.OK  # its session is gone, and it signs in once more
    assert club.alarms() == []
    assert club.replay.logins == 3


def test_sources_with_accounts_of_their_own_do_not_wait_for_each_other(club: Club) -> None:
    beside(club, "quay", user="other")
    secret(club.place.config, "other", "udon\n")
    reached, go_on = hold_at(club, nth=1)
    first = club.place.start()
    assert reached.wait(DEADLINE)
    try:
        assert "are user and password right?" in club.place.visit(source="quay").reason
    finally:
        go_on.set()
    assert first.join(timeout=DEADLINE).health is Health.OK


def test_a_visit_that_is_killed_while_it_signs_in_costs_one_more_login_and_no_post(club: Club) -> None:
    reached, go_on = hold_at(club, nth=1)
    killed(club.place, reached)
    go_on.set()
    report = club.place.later(HOUR).visit()
    assert (report.health, report.reason) == (Health.OK, "")
    assert club.posts() == club.wanted()
    assert [asked.method for asked in club.replay.requests].count("POST") == 2
    (jar,) = (club.place.home / "accounts").iterdir()
    assert jar.stat().st_mode & 0o077 == 0


def test_a_visit_that_is_killed_whenever_it_signs_in_stops_signing_in(club: Club) -> None:
    for visits in range(3):
        reached, go_on = hold_at(club, nth=1)
        killed(club.place.later(visits * HOUR), reached)
        go_on.set()
    club.rules.at_login = lambda: None
    report = club.place.later(3 * HOUR).visit()
    assert report.health is Health.WALLED
    assert "sent 3 times in a row, and no answer came" in report.reason
    assert [asked.method for asked in club.replay.requests].count("POST") == 3


def beside(club: Club, name: str, *, user: str = "user") -> None:
    """Another source on the same board; of both a few pages are read."""
    sources = club.place.config / "sources"
    mine = (sources / "harbour.yaml").read_text() + "budget: 6\n"
    (sources / "harbour.yaml").write_text(mine)
    theirs = mine.replace("id: harbour", f"id: {name}").replace("user_file: user", f"user_file: {user}")
    (sources / f"{name}.yaml").write_text(theirs)


def hold_at(club: Club, *, nth: int) -> tuple[Event, Event]:
    """Hold the answer to the *nth* login from now on: set when it came, and what lets it go."""
    reached, go_on, came = Event(), Event(), count(1)

    def hold() -> None:
        if next(came) == nth:
            reached.set()
            go_on.wait(DEADLINE)

    club.rules.at_login = hold
    return reached, go_on


def killed(place: Place, reached: Event) -> None:
    """Begin a visit, and kill it when *reached*."""
    visit = place.start()
    assert reached.wait(DEADLINE)
    assert visit.pid is not None
    os.kill(visit.pid, signal.SIGKILL)
    assert visit.join(timeout=DEADLINE).health is Health.CRASHED


def shut(club: Club) -> Hook:
    """After the first session has ended, the form takes nobody."""

    def closed(asked: Asked, answer: Answer) -> None:
        if club.replay.expired_after is not None:
            club.rules.is_open = False

    return closed
