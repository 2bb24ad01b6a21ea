"""An onion forum in a private Tor network: read whole through the Tor that we run, and left alone without it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from crawler.tor.control import opened
from crawler.tor.places import found
from model.settings import Tor
from tests.console.command import Ran, vigie
from tests.servers.replay import Answer, Asked, Replay
from tests.servers.tor_network import TorNetwork


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """The MyBB set behind an onion service, and a home that watches it without a word on where Tor is."""

    root: Path
    onion: str
    replay: Replay
    truth: dict[str, Any]

    def asked(self, *words: str) -> Ran:
        """Run `vigie` for that home."""
        places = ("--home", str(self.root / "home"), "--config", str(self.root / "config"))
        return vigie(*words, *places, cwd=self.root, timeout=280)

    def guest_posts(self) -> dict[tuple[str, str], str]:
        """What a guest can see."""
        return {
            (thread["id"], post["id"]): post["text"]
            for thread in self.truth["threads"]
            if thread["guest_visible"]
            for post in thread["posts"]
        }


@pytest.fixture
def hidden(tor_network: TorNetwork, shared: Path, tmp_path: Path) -> Iterator[Hidden]:
    """It, with a Tor that `vigie tor start` began."""
    folder = shared / "corpus" / "mybb-1.8.37"
    with Replay(folder, port=0) as replay, tor_network.service(int(replay.url.rpartition(":")[2])) as onion:

        def at_the_onion(_asked: Asked, answer: Answer) -> Answer:
            here, there = replay.url, f"http://{onion}"
            headers = tuple((name, value.replace(here, there)) for name, value in answer.headers)
            return replace(answer, headers=headers, body=answer.body.replace(here.encode(), there.encode()))

        replay.hook = at_the_onion
        _configure(tmp_path / "config", onion, tor_network.torrc)
        forum = Hidden(root=tmp_path, onion=onion, replay=replay, truth=json.loads((folder / "truth.json").read_text()))
        started = forum.asked("tor", "start", "--detach", "--wait", "90")
        assert started.code == 0, started.err
        yield forum
        forum.asked("tor", "stop")


def _configure(config: Path, onion: str, torrc: str) -> None:
    (config / "sources").mkdir(parents=True)
    (config / "watchlist").mkdir()
    (config / "torrc").write_text(torrc)
    (config / "settings.yaml").write_text("keep: all\nlegal_basis: a test of pages in which nobody real appears\n")
    (config / "sources" / "harbour.yaml").write_text(
        f"id: harbour\nurl: http://{onion}/index.php\ndelay: 0s\nevery: 1s\njitter: 0%\nsince: 2020-01-01\n"
    )
    (config / "watchlist" / "w.yaml").write_text("watches:\n  - {id: viamedis, name: Viamedis, terms: [Viamedis]}\n")


def test_an_onion_forum_is_read_whole_through_tor_and_never_without_it(hidden: Hidden) -> None:
    visited = hidden.asked("visit", "harbour")
    assert visited.code == 0, visited.err
    exported = hidden.asked("export", "posts", "--jsonl")
    posts = [line for line in exported.lines if "text" in line]
    wanted = hidden.guest_posts()
    assert len(wanted) == 253
    assert {_key(post) for post in posts} == wanted.keys()
    assert {asked.method for asked in hidden.replay.requests} == {"GET"}

    with opened(found(Tor(), hidden.root / "home")) as control:
        users = {circuit.user for circuit in control.circuits() if circuit.user}
    assert users == {"vigie-harbour"}

    assert hidden.asked("tor", "stop").code == 0
    hidden.replay.forget()
    blind = hidden.asked("visit", "harbour")
    assert hidden.replay.requests == []
    assert "transport_down" in blind.out + blind.err
    status = hidden.asked("status", "--json").json
    assert status["sources"][0]["state"] == "transport_down"


def _key(post: dict[str, Any]) -> tuple[str, str]:
    return str(post["thread"]["id"]), str(post["id"])
