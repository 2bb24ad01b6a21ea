"""Runs the demo: the forum, a home, the daemon (or one visit), and a summary."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

from console.demo.forum import DemoForum
from console.indexing import index_now
from console.output import say
from console.telling import tell_now
from console.wiring import catalog, held, ledger
from model.cases import DeliveryState
from model.clocks import Clock
from model.errors import BadInput
from model.identities import SourceId
from model.matches import Level
from model.visits import VisitReport

__all__ = ["live", "once"]

SOURCE = SourceId("demo")
STORY = timedelta(minutes=2)  # all of it has appeared by then, and the minute has begun

TOLD_BY = 20.0  # seconds; then the guide comes all the same
BEAT = 0.2  # seconds
TRY = (
    ("find what was kept", "search viamedis"),
    ("what people were told, and what they make of it", "alert list"),
    ("say that you look after it", "alert ack A-1"),
    ("how the source fares", "status"),
    ("everything that was kept, as JSON lines", "export posts --jsonl"),
)

_SETTINGS = """\
# The demo's settings: also keeps, without its text, what anyone claims to leak, so that an alert
# can show what its author claimed before.
keep: claims
alerting:
  channels:
    - {id: console, kind: console}
  digest: {at: "%(digest)s", zone: UTC}   # a real one comes once a day; the demo's soon
  group_wait: 1s
  group_interval: 5s
"""

_SOURCE = """\
id: demo
url: %(url)s
engine: mybb
every: 10s
jitter: 0%%
delay: 20ms
since: 2024-02-01   # the story's time: what was posted before is told as history, in one digest
"""


@contextmanager
def _forum(port: int, clock: Clock) -> Iterator[DemoForum]:
    try:
        forum = DemoForum(port=port, clock=clock)
    except OSError as error:
        raise BadInput(f"port {port} is taken ({error.strerror}): vigie demo --port 0 takes any free one") from error
    with forum:
        yield forum


def _configure(home: Path, given: Path | None, url: str, clock: Clock) -> Path:
    """Write the demo's configuration below *home*; what *given* configures is taken over."""
    config = home / "demo-config"
    if given is not None:
        catalog(given)  # what is wrong there is told as theirs, and not as the demo's
        shutil.copytree(given, config, dirs_exist_ok=True)
    else:
        config.mkdir(parents=True, exist_ok=True)
        digest_at = clock.now().astimezone(UTC) + STORY
        (config / "settings.yaml").write_text(_SETTINGS % {"digest": f"{digest_at:%H:%M}"})
    shutil.rmtree(config / "sources", ignore_errors=True)
    (config / "sources").mkdir()
    (config / "sources" / "demo.yaml").write_text(_SOURCE % {"url": url})
    if not (config / "watchlist").is_dir():
        _ship(config / "watchlist")
    return config


def _ship(directory: Path) -> None:
    from importlib.resources import files

    directory.mkdir()
    for file in files("config").joinpath("watchlist").iterdir():
        if file.name.endswith(".yaml"):
            (directory / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")


def once(home: Path, given: Path | None, *, port: int, clock: Clock) -> tuple[dict[str, Any], bool]:
    """One visit of the demo forum, told on stderr; what came of it, and whether all went well."""
    from crawler.visit import start

    _claim(home)
    with held(home, "daemon", otherwise=f"a daemon runs on {home}: give the demo another --home"):
        with _forum(port, clock) as forum:
            config = _configure(home, given, forum.url, clock)
            report = start(SOURCE, home=home, config=config, clock=clock).join()
            tell_now(home, catalog(config), config=config, clock=clock)
            index_now(home, catalog(config).settings, clock=clock)
        return _summary(home, report), report.health is not None and report.health.is_well


def live(home: Path, given: Path | None, *, port: int, clock: Clock, stop: Event) -> None:
    """The demo forum and a daemon that watches it, until *stop* is set."""
    from console.daemon import Daemon

    _claim(home)
    with _forum(port, clock) as forum:
        say(f"A forum of invented people is at {forum.url}")
        say("(this machine only). Vigie reads it now; alerts follow in a few seconds.")
        config = _configure(home, given, forum.url, clock)
        guide = _Guide(home, config, forum.url)
        Daemon(home=home, config=config, clock=clock, stream=sys.stdout, stop=stop, told=guide.told).run()


def _claim(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadInput(f"{home}: cannot be made ({error.strerror}): name another with --home DIR") from error


class _Guide:
    """Says what visits brought, and once the first alerts are told where to look."""

    def __init__(self, home: Path, config: Path, url: str) -> None:
        self._home = home
        self._flags = shlex.join(["--home", str(home.resolve()), "--config", str(config.resolve())])
        self._url, self._visits = url, 0

    def told(self, report: VisitReport) -> None:
        self._visits += 1
        tally = report.tally
        if self._visits == 1 or tally.new or tally.changed:
            posts = "1 new post" if tally.new == 1 else f"{tally.new} new posts"
            say(f"visit {self._visits} of {report.source}: {posts}, {tally.changed} changed, {tally.matches} matches")
        if self._visits == 1:
            Thread(target=self._guide, daemon=True).start()  # the visits go on meanwhile

    def _guide(self) -> None:
        deadline = monotonic() + TOLD_BY
        while not _is_told(self._home) and monotonic() < deadline:
            sleep(BEAT)
        say("")
        say("Those were the first alerts. For a minute posts go on appearing at")
        say(f"{self._url} and later alerts follow here.")
        say("Try in another terminal:")
        for what, command in TRY:
            say("")
            say(f"# {what}")
            say(f"{_vigie()} {command} {self._flags}")
        say("")
        say("Ctrl-C ends the demo; its state stays in that home until you delete it.")


def _is_told(home: Path) -> bool:
    """Whether all that wakes people is told; what waits for the digest is left out."""
    with ledger(home) as book:
        cases = book.cases(limit=100)
        alerts = book.alerts(limit=100)
    urgent = [case for case in cases if case.level is Level.NOW and not case.is_historic]
    sent = all(delivery.state is DeliveryState.SENT for _, deliveries in alerts for delivery in deliveries)
    return bool(alerts) and sent and all(case.told_at is not None for case in urgent)


def _vigie() -> str:
    name = Path(sys.argv[0])
    return shlex.quote(str(name.absolute())) if name.name == "vigie" and name.exists() else "vigie"


def _summary(home: Path, report: VisitReport) -> dict[str, Any]:
    with ledger(home) as book:
        counts = dict(book.counts())
        cases = book.cases(limit=10_000)
        watches = Counter(match.subject for view in book.posts() for match in view.matches)
        alerts = [alert for alert, _ in book.alerts(limit=10_000)]
    told = [case for case in cases if case.told_at is not None]
    return {
        "schema_version": 1,
        "home": str(home),
        "health": report.health.value if report.health else None,
        "pages": {page_class.value: n for page_class, n in report.pages.items()},
        "posts": {"seen": counts.get("posts_seen", report.tally.new), "kept": counts.get("posts_kept", 0)},
        "matches": {"total": sum(watches.values()), "by_subject": dict(sorted(watches.items()))},
        "alerts": {
            "total": len(alerts),
            "by_kind": dict(sorted(Counter(alert.kind.value for alert in alerts).items())),
            "by_intent": dict(sorted(Counter(case.intent.value for case in told).items())),
        },
        "cases": len(cases),
    }
