"""The command as its users run it: a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["ROOT", "Ran", "vigie"]

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its answer, when that is one JSON document."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Its answers, when they are JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def environment(cwd: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """An environment with nobody's Vigie in it."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("VIGIE_", "XDG_"))}
    return {**kept, "HOME": str(cwd), "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **(more or {})}


def vigie(
    *arguments: str, cwd: Path, stdin: str = "", env: Mapping[str, str] | None = None, timeout: float = 120
) -> Ran:
    """Run `vigie` with *arguments* in *cwd*, which is also its user's home."""
    done = subprocess.run(
        [sys.executable, "-m", "console", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=timeout,
        env=environment(cwd, env),
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
