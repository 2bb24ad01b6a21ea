"""A world to run Vigie in: a home, a configuration, a forum's address and a strict Bot API."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.console.command import Ran, environment, vigie
from tests.servers.telegram import CHAT, TOKEN, BotApi

__all__ = ["World"]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything below *root*; the forum stands at *forum*."""

    root: Path
    forum: str
    bot: BotApi | None = None  # None: people are told on the terminal only
    keep: str = "matches"
    delay: str = "0.001s"
    since: str = "2020-01-01"
    more: str = field(default="")
    """Further lines of the source's file."""

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def config(self) -> Path:
        return self.root / "config"

    def configure(self) -> World:
        """Write the configuration: the shipped watches, one source, and the Bot API as a channel."""
        assert vigie("init", "--config", str(self.config), cwd=self.root).code == 0
        channel = "{id: console, kind: console}"
        if self.bot is not None:
            (self.config / "telegram.token").write_text(TOKEN)
            (self.config / "telegram.token").chmod(0o600)
            channel = (
                f'{{id: cert, kind: telegram, chat: "{CHAT}", token_file: telegram.token, api: {self.bot.address}}}'
            )
        (self.config / "settings.yaml").write_text(
            f"keep: {self.keep}\nlegal_basis: the tests' own board\nalerting:\n  channels:\n    - {channel}\n"
            "  digest: {at: '00:00', zone: UTC}\n  repeat_after: 1s\n  group_wait: 0s\n  group_interval: 0s\n"
        )
        for file in (self.config / "sources").glob("*.yaml"):
            file.unlink()
        (self.config / "sources" / "board.yaml").write_text(
            f"id: board\nurl: {self.forum}\nevery: 1s\njitter: 0%\n"
            f"delay: {self.delay}\nsince: {self.since}\n{self.more}"
        )
        return self

    def vigie(self, *arguments: str) -> Ran:
        """Run one command to its end."""
        return vigie(*arguments, "--home", str(self.home), "--config", str(self.config), cwd=self.root)

    @contextmanager
    def daemon(self) -> Iterator[subprocess.Popen[bytes]]:
        """`vigie run` in a session of its own; killed whole at the end, if it still lives."""
        with (self.root / "daemon.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "console", "run", "--home", str(self.home), "--config", str(self.config)],
                cwd=self.root,
                env=environment(self.root, {"VIGIE_LOG": "INFO"}),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            yield process
        finally:
            self.kill(process)

    @staticmethod
    def kill(process: subprocess.Popen[bytes]) -> None:
        """Kill -9 it and all that it started."""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def posts(self) -> list[dict[str, Any]]:
        """Every kept post."""
        return [json.loads(line) for line in self.vigie("export", "posts", "--jsonl").out.splitlines()]

    def status(self) -> dict[str, Any]:
        """What `vigie status` says."""
        answer: dict[str, Any] = self.vigie("status", "--json").json
        return answer
