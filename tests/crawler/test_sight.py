"""A template that moves is told at the first visit that meets it; a board that only lives is not."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.desk import Desk, Missed
from crawler.hops import is_redirect
from crawler.reading import Fetched
from crawler.sight import Glance, Seen, emptied, is_rewritten, is_shrunk, learnt, verdict
from crawler.template import template_marks
from matching.stems import SnowballAnalysis
from model.cases import NoteKind
from model.identities import SourceId
from model.sight import Expectation, Sight
from model.sources import Health, Keep, Source
from model.visits import Outcome, PageClass, VisitReport
from storage.memory import MemoryLedger
from tests.crawler.matcher import understand
from tests.crawler.world import World
from tests.servers.board import Answer as Sent
from tests.servers.replay import MISSING, Answer, Key, answers_of, key_of

HOUR = timedelta(hours=1)
ANALYSIS = SnowballAnalysis()
STARTS = {
    "mybb-1.8.37": "/index.php",
    "phpbb-3.2.2": "/index.php",
    "fluxbb-1.5.11": "/index.php",
    "flaskbb-2.0.2": "/",
    "django-machina-1.3.1": "/forum/",
}
Mutation = Callable[[bytes], bytes]


@dataclass(slots=True)
class Recorded:
    """A recorded board, visited without a network."""

    answers: dict[Key, Answer]
    source: Source
    now_: datetime
    ledger: MemoryLedger = field(default_factory=lambda: MemoryLedger(analysis=ANALYSIS))
    mutation: Mutation = bytes
    asked: int = 0

    def now(self) -> datetime:
        return self.now_

    def visit(self) -> VisitReport:
        self.now_ += HOUR
        desk = Desk(source=self.source, keep=Keep.ALL, ledger=self.ledger, understand=understand, clock=self)
        while (errand := desk.take()) is not None:
            desk.file(errand, self._fetch(errand.find.url))
        return desk.close(chance=0.0)

    def alarms(self) -> list[str]:
        return [note.text for note in self.ledger.notes(limit=99) if note.kind is NoteKind.HEALTH]

    def _fetch(self, url: str) -> Fetched | Missed:
        parts = urlsplit(url)
        answer = self.answers.get(key_of(f"{parts.path}?{parts.query}" if parts.query else parts.path), MISSING)
        if is_redirect(answer.status):
            to = next(value for name, value in answer.headers if name.lower() == "location")
            if to != url:
                return self._fetch(to)
        if answer is MISSING:
            return Missed(outcome=Outcome.GONE, reason="HTTP 404", status=404)
        return Fetched(
            url=url,
            status=answer.status,
            headers=answer.headers,
            body=self.mutation(answer.body),
            fetched_at=self.now_,
        )


def recorded(shared: Path, name: str) -> Recorded:
    folder = shared / "corpus" / name
    index = (folder / "index.jsonl").read_text().splitlines()
    base, at = re.search(r'"url": "(http://[^/"]+)', index[0]), re.search(r'"fetched_at": "([^"]+)', index[0])
    assert base is not None
    assert at is not None
    source = Source(id=SourceId("recorded"), url=base[1] + STARTS[name], private=True)
    return Recorded(answers=answers_of(folder, "guest"), source=source, now_=datetime.fromisoformat(at[1]))


def put(old: str, new: str) -> Mutation:
    """Each *old* becomes *new*; both are patterns."""
    return lambda body: re.sub(old.encode(), new.encode(), body, flags=re.DOTALL)


MUTATIONS: dict[str, dict[str, Mutation]] = {
    "mybb-1.8.37": {
        "posts' class": put(r'class="post ?(classic)?', r'class="message-cell \1'),
        "bodies' class": put(r"post_body", "msg__content"),
        "date's class": put(r'class="post_date"', 'class="msg-time"'),
        "a wrapper around each body": put(r'(<div class="post_body[^>]*>)', r'<section class="skin-inner">\1'),
        "a wrapper around each author": put(r'(<div class="author_information">)', r'<div class="user-card">\1'),
        "no authors": put(r'<div class="author_information">.*?</div>', "<div></div>"),
        "dates in an attribute": put(r'<span class="post_date">(.*?)<', r'<span class="post_date" data-at="\1"><'),
        "lists' rows": put(r"inline_row", "topic-row"),
        "threads' links": put(r'id="tid_(\d+)"', r'data-topic="\1"'),
        "every class": put(r'class="', 'class="x-'),
        "no way to further pages": put(r'<div class="pagination">.*?</div>', ""),
        "posts' ids": put(r'id="post_(\d+)"', r'id="msg-\1"'),
        "day before month": put(r'(<span class="post_date">)(\d\d)-(\d\d)-(\d{4}),', r"\1\3/\2/\4,"),
        "words that come by script": put(r'(<div class="post_body[^>]*>).*?(</div>)', r"\1Loading\2"),
    },
    "phpbb-3.2.2": {
        "posts' class": put(r'class="post ', 'class="message '),
        "bodies' class": put(r'class="content"', 'class="post-text"'),
        "a wrapper around each body": put(r'(<div class="content">)', r'<div class="clip"><div>\1'),
        "no authors": put(r'<p class="author">.*?</p>|<dl class="postprofile".*?</dl>', ""),
        "dates before the author's line": put(
            r"&raquo; </span>([^<]*)\s*</p>", r'</span></p><time class="when">\1</time>'
        ),
        "lists' rows": put(r'class="topictitle"', 'class="topic-link"'),
        "no last posts": put(r'<dd class="lastpost">.*?</dd>', ""),
        "lists are tables": put(r"<(/?)(?:ul|li|dl|dt|dd)\b", r"<\1div"),
    },
    "fluxbb-1.5.11": {
        "posts' class": put(r"blockpost", "post-block"),
        "bodies' class": put(r'class="postmsg"', 'class="post-message"'),
        "a wrapper around each body": put(r'(<div class="postmsg">)', r'<article class="m">\1'),
        "no authors": put(r"<dt><strong>.*?</strong></dt>", "<dt></dt>"),
        "dates moved to the foot": put(r'(<a href="viewtopic\.php\?pid=\d+#p\d+">)[^<]*</a>', r"\1link</a>"),
        "lists' rows": put(r'class="tclcon"', 'class="topic-cell"'),
        "no numbers of replies": put(r'<td class="tc2">.*?</td>', ""),
        "every class": put(r'class="', 'class="n-'),
    },
    "flaskbb-2.0.2": {
        "posts' class": put(r"post-row", "message-row"),
        "bodies' class": put(r"post-content", "message-body"),
        "a wrapper around each body": put(r'(<div class="post-content)', r'<div class="well">\1'),
        "no authors": put(r'<div class="author-name">.*?</div>', ""),
        "dates in a tooltip": put(r'(<a href="/post/\d+")>\s*[^<]*<', r"\1 title='when'>#<"),
        "lists' rows": put(r"topic-row|topic-name", "subject-cell"),
    },
    "django-machina-1.3.1": {
        "posts' class": put(r'card post"', 'card message"'),
        "a wrapper around each body": put(r'(<div class="post-content">)', r'<div class="prose">\1'),
        "no authors": put(r"By: <a [^>]*>[^<]*</a>", "By: "),
        "lists' rows": put(r"topic-name|topic-row", "subject-row"),
    },
}
CASES = [pytest.param(name, what, id=f"{name}: {what}") for name, each in MUTATIONS.items() for what in each]


@pytest.fixture
def world() -> World:
    """A board of twelve threads, some longer than a page."""
    world = World()
    fid = world.board.board("Databases")
    for n in range(12):
        world.board.talk(fid, f"thread {n}", *(f"words {n} {place}" for place in range(1 + n % 7)))
    return world


@pytest.fixture(scope="module")
def known() -> dict[str, Recorded]:
    """Boards that two visits saw well, by name; each test takes a copy."""
    return {}


def _known(shared: Path, known: dict[str, Recorded], name: str) -> Recorded:
    """A copy of the board after two visits that were well."""
    if name not in known:
        known[name] = recorded(shared, name)
        assert [known[name].visit().health for _ in range(2)] == [Health.OK, Health.OK]
        assert known[name].alarms() == []
    return deepcopy(known[name], {id(ANALYSIS): ANALYSIS})


@pytest.mark.parametrize(("name", "what"), CASES)
def test_a_template_that_moved_is_told_at_the_first_visit(
    shared: Path, known: dict[str, Recorded], name: str, what: str
) -> None:
    board = _known(shared, known, name)
    kept = {post.key: post.text for post in board.ledger.posts()}

    board.mutation = MUTATIONS[name][what]
    report = board.visit()

    assert report.health in (Health.DRIFTED, Health.DEGRADED), report.reason
    assert len(board.alarms()) == 1
    now = {post.key: post.text for post in board.ledger.posts()}
    assert now.keys() == kept.keys()
    assert sum(now[key] != kept[key] for key in kept) <= len(kept) // 20
    assert [(post.key, post.gone_at) for post in board.ledger.posts() if post.gone_at] == []
    board.visit()
    assert len(board.alarms()) <= 2  # told once, unless it turns out worse


@pytest.mark.parametrize("name", STARTS)
def test_a_board_that_stays_as_it_is_raises_no_alarm(shared: Path, name: str) -> None:
    board = recorded(shared, name)
    for _ in range(6):
        report = board.visit()
        assert (report.health, report.reason, report.tally.changed, report.tally.gone) == (Health.OK, "", 0, 0)
    assert board.alarms() == []


ALIVE: dict[str, Mutation] = {
    "everybody went": put(r"author-online(.*?)online", r"author-offline\1offline"),
    "a dark theme": put(r"<body", '<body class="night dark"'),
    "an advertisement": put(r"(<body[^>]*>)", r'\1<div class="sponsor"><ins class="ad" id="ad-1"></ins></div>'),
    "members who wrote more": put(r"Posts: (\d)", r"Posts: 1\1"),
}


@pytest.mark.parametrize("what", ALIVE)
@pytest.mark.parametrize("name", ["mybb-1.8.37", "flaskbb-2.0.2"])
def test_a_board_that_only_lives_raises_no_alarm(
    shared: Path, known: dict[str, Recorded], name: str, what: str
) -> None:
    board = _known(shared, known, name)
    board.mutation = ALIVE[what]
    report = board.visit()
    assert (report.health, report.reason, report.tally.changed, report.tally.gone) == (Health.OK, "", 0, 0)


def test_posts_of_further_pages_are_not_gone_when_the_way_there_is(shared: Path, known: dict[str, Recorded]) -> None:
    board = _known(shared, known, "mybb-1.8.37")
    board.mutation = MUTATIONS["mybb-1.8.37"]["no way to further pages"]
    reports = [board.visit() for _ in range(6)]
    assert [report.tally.gone for report in reports] == [0] * 6
    assert reports[0].health is Health.DRIFTED
    assert "pages of threads no longer lead to the next ones" in reports[0].reason
    board.mutation = bytes
    back = board.visit()
    assert (back.health, back.tally.new, back.tally.changed, back.tally.gone) == (Health.OK, 0, 0, 0)


def test_a_board_that_loses_most_of_its_threads_is_told(world: World) -> None:
    for _ in range(2):
        world.visit()
    world.board.odd["/forumdisplay.php?fid=2"] = _without_most_rows
    report = world.visit()
    assert (report.health, report.reason) == (
        Health.DEGRADED,
        "1 page holds less than half of what could be read there before",
    )


def _without_most_rows(usual: Sent) -> Sent:
    head, *rows = usual.body.split('<tr class="inline_row">')
    return Sent(headers=usual.headers, body='<tr class="inline_row">'.join([head, rows[-1]]))


def test_a_board_that_closes_is_told_and_one_that_was_always_closed_is_not(world: World) -> None:
    closed = world.board.board("VIP", is_walled=True)
    open_ = world.board.board("Lounge")
    world.board.talk(open_, "hello", "words")
    assert [world.visit().health for _ in range(2)] == [Health.OK, Health.OK]
    world.board.walled.add(open_)
    report = world.visit()
    assert closed != open_
    assert (report.health, report.reason) == (
        Health.WALLED,
        "1 page of boards that could be read now ask for a login",
    )


def test_pages_whose_posts_all_read_otherwise_are_not_written(world: World) -> None:
    for _ in range(2):
        world.visit()
    kept = sorted(world.texts())
    for talk in world.board.talks.values():
        for said in talk.posts:
            said.text += " and what a moved template adds"
    report = world.visit()
    assert report.health is Health.DRIFTED
    assert "that were read before read otherwise now" in report.reason
    short = {said.text for talk in world.board.talks.values() for said in talk.posts if len(talk.posts) < 3}
    assert set(world.texts()) - short <= set(kept)


def test_a_source_that_is_another_software_now_is_told_and_not_read_as_it(world: World) -> None:
    for _ in range(2):
        world.visit()
    state = world.ledger.register(world.source.id, now=world.now())
    assert state.expectation is not None
    world.ledger._state.sources[world.source.id].expectation = Expectation(engines=frozenset({"phpbb"}), visits=2)
    report = world.visit()
    assert report.health is Health.DRIFTED
    assert "its software was phpbb, and is read as mybb now: write `engine:` if that is so" in report.reason
    world.source = Source(id=world.source.id, url=world.source.url, private=True, engine="mybb")
    assert world.visit().health is Health.OK


def test_another_template_in_which_all_can_be_read_is_told_and_in_time_becomes_the_sources_own(world: World) -> None:
    for n in range(30):
        world.board.talk(2, f"more {n}", "words", "and words")
    for _ in range(3):
        world.visit()
    _skin(world)
    healths = [world.visit().health for _ in range(6)]
    assert healths == [Health.DEGRADED] * 3 + [Health.OK] * 3
    notes = [note.text for note in world.ledger.notes(limit=9999) if note.kind is NoteKind.HEALTH]
    assert notes == ["degraded: the template of its lists changed; all fields can still be read", "ok"]


def _skin(world: World) -> None:
    usual = world.board.answer

    def skinned(path: str) -> Sent:
        sent = usual(path)
        return Sent(headers=sent.headers, body=sent.body.replace('class="subject_new"', 'class="subject_new skin-b"'))

    world.board.answer = skinned  # type: ignore[method-assign]  # the board is the test's own


ROWS = {"author": 20, "replies": 20, "last_post_at": 20, "last_author": 20}
POSTS = {"author": 40, "posted_at": 40, "text": 39}
PAST = Expectation(
    engines=frozenset({"mybb"}),
    visits=2,
    lists=Sight(pages=2, items=20, fields=ROWS),
    threads=Sight(pages=9, items=40, fields=POSTS),
)


@pytest.mark.parametrize(
    ("kind", "items", "fields", "reason"),
    [
        pytest.param(PageClass.THREAD, 10, POSTS | {"author": 10, "posted_at": 10, "text": 10}, None, id="as ever"),
        pytest.param(
            PageClass.THREAD,
            10,
            {"author": 2, "posted_at": 10, "text": 10},
            "authors could no longer be read in most posts",
            id="no authors",
        ),
        pytest.param(
            PageClass.THREAD,
            10,
            {"author": 10, "posted_at": 0, "text": 1},
            "dates and texts could no longer be read in most posts",
            id="neither dates nor texts",
        ),
        pytest.param(
            PageClass.LIST,
            10,
            {"author": 10, "replies": 10, "last_post_at": 0, "last_author": 10},
            "dates could no longer be read in most rows of its lists",
            id="lists without dates",
        ),
        pytest.param(PageClass.THREAD, 2, {"author": 0, "posted_at": 0, "text": 0}, None, id="too few to tell"),
        pytest.param(
            PageClass.THREAD, 10, {"author": 7, "posted_at": 10, "text": 10}, None, id="a few guests without a name"
        ),
    ],
)
def test_fields_that_could_always_be_read_are_missed(
    kind: PageClass, items: int, fields: dict[str, int], reason: str | None
) -> None:
    page = Glance(kind=kind, items=items, fields=fields, marks={})
    seen = Seen().after(page, PAST, engine="mybb", held=None)
    assert verdict(PAST, seen) == (None if reason is None else (Health.DRIFTED, reason))
    assert verdict(Expectation(), seen) is None


def test_a_list_of_new_pastes_that_holds_none_any_more_is_told() -> None:
    page = Glance(kind=PageClass.LIST, items=1, fields={}, marks={})
    assert emptied(PAST, Seen()) == (Health.DRIFTED, "its list of new pastes holds none, and always held some")
    assert emptied(PAST, Seen().after(page, PAST, engine="gist", held=None)) is None
    assert emptied(Expectation(), Seen()) is None  # a site that only links lead to


def test_only_visits_that_were_well_teach_anything() -> None:
    page = Glance(kind=PageClass.THREAD, items=4, fields={"author": 4}, marks={1: 4}, is_full=True)
    seen = Seen().after(page, PAST, engine="mybb", held=None)
    assert learnt(PAST, seen, is_well=False) == replace(PAST, strikes=1)
    taught = learnt(PAST, seen, is_well=True)
    assert (taught.visits, taught.threads.items, taught.threads.fields["author"], taught.per_page) == (3, 44, 44, 4)


@pytest.mark.parametrize(
    ("items", "held", "is_less"), [(5, 10, False), (4, 10, True), (0, 3, False), (0, None, False), (30, 10, False)]
)
def test_a_page_with_less_than_half_of_what_it_held_is_shrunk(items: int, held: int | None, *, is_less: bool) -> None:
    assert is_shrunk(items, held) is is_less


@pytest.mark.parametrize(
    ("known", "changed", "is_drift"), [(10, 1, False), (10, 7, False), (10, 8, True), (3, 3, True), (2, 2, False)]
)
def test_edits_of_nearly_all_posts_at_once_are_none(known: int, changed: int, *, is_drift: bool) -> None:
    assert is_rewritten(known, changed) is is_drift


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"<" * 1_000_000, id="openings without an end"),
        pytest.param(b"<a class=" + b"x" * 1_000_000, id="a class without an end"),
        pytest.param(b"<a " + b"b=c " * 250_000 + b"class=x>", id="250,000 attributes"),
        pytest.param(b"<div class='a'>" * 100_000, id="100,000 levels"),
        pytest.param(b"<p class=\xff\x00>" * 1_000, id="no text"),
    ],
)
def test_a_hostile_page_has_few_marks(body: bytes) -> None:
    marks = template_marks(body)
    assert len(marks) <= 3
    assert sum(marks.values()) <= 60_000
