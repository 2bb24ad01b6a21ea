"""A newcomer starts the demo, is alerted, and tries what it says."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console.command import environment, vigie

LAST = "Ctrl-C ends the demo"


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """An environment whose PATH has this vigie."""
    command = tmp_path / "bin" / "vigie"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m console "$@"\n')
    command.chmod(0o755)
    return environment(tmp_path, {"PATH": f"{command.parent}:{os.environ['PATH']}"})


@pytest.fixture
def demo(tmp_path: Path, shell: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """The demo, in a home whose name has a space."""
    command = [str(tmp_path / "bin" / "vigie"), "demo", "--port", "0", "--home", "a home"]
    with (
        (tmp_path / "told").open("w") as told,
        subprocess.Popen(command, cwd=tmp_path, env=shell, stdout=told, stderr=subprocess.PIPE, text=True) as running,
    ):
        yield running
        running.kill()


def test_what_the_demo_says_to_try_works_and_ctrl_c_ends_it(
    demo: subprocess.Popen[str], shell: dict[str, str], tmp_path: Path
) -> None:
    assert demo.stderr is not None
    said: list[str] = []
    for line in demo.stderr:
        said.append(line)
        if LAST in line:
            break
    told = (tmp_path / "told").read_text()
    assert "[REQUEST] Viamedis" in told  # before anybody is told what to try
    commands = [line for line in said if line.startswith("vigie ")]
    assert len(commands) >= 5
    for command in commands:
        done = subprocess.run(
            ["sh", "-c", command], cwd="/", env=shell, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
    demo.send_signal(signal.SIGINT)
    assert demo.wait(timeout=30) == 0
    assert "Traceback" not in demo.stderr.read()


@pytest.mark.parametrize(
    ("given", "code", "says"),
    [
        pytest.param(("--config", "nowhere"), 2, "vigie init --config nowhere", id="no such configuration"),
        pytest.param(("--home", "file"), 2, "--home DIR", id="a file for a home"),
    ],
)
def test_a_demo_that_cannot_begin_says_why(given: tuple[str, ...], code: int, says: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = vigie("demo", "--once", "--port", "0", *given, cwd=tmp_path)
    assert ran.code == code
    assert says in ran.err
    assert len(ran.err.splitlines()) == 1
