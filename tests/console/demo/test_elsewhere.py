"""The directory that a person stands in is not where Vigie's code comes from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.console.command import environment


def test_folders_that_are_called_like_ours_do_not_matter(tmp_path: Path) -> None:
    for name in ("alerting", "config", "console", "crawler", "matching", "model", "storage"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('not ours')\n")
    ran = subprocess.run(
        [sys.executable, "-P", "-c", "from console.cli import main; main()", "demo", "--once", "--port", "0",
         "--home", "home"],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert '"health": "ok"' in ran.stdout
