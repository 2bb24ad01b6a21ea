"""What holds for every file of the project."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

FORBIDDEN = {
    "a path of somebody's machine": re.compile(rb"(?<![\w.$~])/(?:work|home/\w+|root|Users)/\w"),
    "a package registry's address": re.compile(
        rb"--(?:extra-)?index-url|--find-links|--trusted-host|://[^\s/]*@[^\s/]+/simple"
    ),
    # 110201543 is the example of Telegram's own documentation
    "a bot token": re.compile(rb"\b(?!110201543:)\d{8,10}:AA[A-Za-z0-9_-]{33}\b"),
    "a private key": re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "an access key": re.compile(rb"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|glpat-[\w-]{20})\b"),
}
RECORDED = "tests/fixtures/"  # pages as they were served


@pytest.fixture(scope="module")
def tracked(root: Path) -> list[Path]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=root, capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("this is no clone: git does not say which files are the project's")
    names = [name for name in done.stdout.decode().split("\0") if name and not name.startswith(RECORDED)]
    return [root / name for name in names if (root / name).is_file()]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str, tracked: list[Path], root: Path) -> None:
    here = Path(__file__).resolve()
    found = [
        str(path.relative_to(root)) for path in tracked if path != here and FORBIDDEN[what].search(path.read_bytes())
    ]
    assert found == []


def test_imports_point_one_way(root: Path) -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-logo", "--no-cache"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["setup", "run", "test", "check"])
def test_each_script_is_plain_sh_and_runs_from_anywhere(name: str, root: Path) -> None:
    script = root / "script" / name
    assert script.read_text().startswith("#!/bin/sh\n")
    assert subprocess.run(["sh", "-n", str(script)], check=False).returncode == 0
    assert script.stat().st_mode & 0o111


@pytest.mark.parametrize("lock", ["run", "dev"])
def test_every_package_is_pinned_with_its_hashes(lock: str, root: Path) -> None:
    text = (root / f"requirements/{lock}.lock").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert [line.split()[0] for line in lines if "==" not in line or "--hash=sha256:" not in line] == []
