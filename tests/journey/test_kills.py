"""D1, D2, G-1: kill -9 at random moments of crawl, match and alert loses no post and no alert."""

from __future__ import annotations

import difflib
import json
import os
import random
import re
import signal
import subprocess
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from matching.masking import mask
from matching.stems import SnowballAnalysis
from storage.ledger import open_ledger
from tests.journey.world import World
from tests.servers.replay import Replay
from tests.servers.telegram import BotApi

KILLS = 30


def children(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes that belong to the daemon's group, itself left out."""
    group = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != process.pid:
            try:
                if os.getpgid(int(entry.name)) == process.pid:
                    group.append(int(entry.name))
            except ProcessLookupError:
                continue
    return group


def strike(process: subprocess.Popen[bytes], chance: random.Random) -> None:
    """Kill all of it, only the daemon, or only one of what it started."""
    match chance.choice(["all", "all", "all", "daemon", "one"]):
        case "all":
            World.kill(process)
        case "daemon":
            process.kill()
            process.wait()
        case _:
            for pid in chance.sample(group := children(process), min(1, len(group))):
                os.kill(pid, signal.SIGKILL)
            Event().wait(0.2)  # the daemon sees it, or is struck while it does


def settle(world: World) -> None:
    """Visit until nothing waits any more, then a day later, when the digest is due; then everything is told."""
    for _ in range(20):
        world.vigie("visit", "board")
        status = world.status()
        if status["sources"][0]["pages_waiting"] == 0 and not _undelivered(status):
            break
        Event().wait(1.1)  # what may have arrived is repeated after a second
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    world.vigie("visit", "board", "--at", tomorrow.isoformat())
    assert not any(world.status()["backlog"].values()), world.status()


def _undelivered(status: dict[str, Any]) -> int:
    return sum(n for name, n in status["backlog"].items() if name != "notes")


@pytest.mark.timeout(900)
def test_kill_9_at_thirty_random_moments_loses_no_post_and_no_alert(mybb: Path, tmp_path: Path) -> None:
    chance = random.Random(2024)
    with Replay(mybb, port=0) as forum, BotApi(answers=["late:1"] * 3) as bot:
        world = World(root=tmp_path, forum=f"{forum.url}/index.php", bot=bot, keep="all", delay="0.15s").configure()
        for _ in range(KILLS):
            with world.daemon() as process:
                Event().wait(chance.uniform(0.3, 3.5))
                strike(process, chance)
        settle(world)
        told = list(bot.texts)

    assert_all_posts(mybb, world)
    assert_all_told(world, told)
    assert {asked.method for asked in forum.requests} == {"GET"}
    ledger = open_ledger(world.home, analysis=SnowballAnalysis())
    try:
        assert ledger.check() == []
    finally:
        ledger.close()


def assert_all_posts(mybb: Path, world: World) -> None:
    """Every post that a guest sees is kept, once, as it was written."""
    truth = json.loads((mybb / "truth.json").read_text())
    expected = {p["id"]: p for t in truth["threads"] if t["guest_visible"] for p in t["posts"]}
    kept = world.posts()
    assert sorted(post["id"] for post in kept) == sorted(expected)
    for post in kept:
        wanted = expected[post["id"]]
        assert post["author"] == wanted["author"]
        is_, should = " ".join(post["text"].split()), " ".join(mask(wanted["text"]).split())
        assert difflib.SequenceMatcher(None, is_, should, autojunk=False).ratio() >= 0.99


def assert_all_told(world: World, told: list[str]) -> None:
    """Every case was told, and nothing twice but what is labelled so."""
    cases = world.vigie("alert", "list", "--json", "--limit", "1000").json["cases"]
    assert len(cases) >= 5
    for case in cases:
        assert case["told_at"] is not None, case["id"]
        assert any(re.search(rf"\b{case['id']}\b", text) for text in told), case["id"]
    first = [text for text in told if "possible repeat" not in text]
    numbers = Counter(match[0] for text in first if (match := re.search(r"\bA-\d+\b", text)))
    assert [number for number, n in numbers.items() if n > 1] == []
    repeats = Counter(
        match[0] for text in told if "possible repeat" in text and (match := re.search(r"\bA-\d+\b", text))
    )
    assert sum(repeats.values()) <= KILLS
