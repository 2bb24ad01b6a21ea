"""What the README says can be done, in its order."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from tests.console.command import ROOT, environment

_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def _commands() -> list[str]:
    blocks = _BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def test_every_example_of_the_readme_runs(tmp_path: Path) -> None:
    command = tmp_path / "bin" / "vigie"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m console "$@"\n')
    command.chmod(0o755)
    env = environment(tmp_path, {"PATH": f"{command.parent}:{os.environ['PATH']}"})
    commands = _commands()
    assert len(commands) >= 10
    for line in commands:
        done = subprocess.run(
            ["sh", "-c", line], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"


def test_every_command_is_in_the_readme_or_the_operating_guide() -> None:
    from console.commands import application

    told = (ROOT / "README.md").read_text() + (ROOT / "docs/operating.md").read_text()
    names = [c.name or "" for c in application().registered_commands]
    missing = [name for name in names if f"vigie {name}" not in told]
    assert missing == []
