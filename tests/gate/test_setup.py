"""What `script/setup` says on a machine where something is missing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

TOOLS = ("cat", "cksum", "dirname", "flock", "grep", "mkdir", "readlink", "rm", "sh")
OLD = "#!/bin/sh\necho 3.9\n"
BARE = '#!/bin/sh\ncase "$2" in *version_info*) echo 3.12 ;; *) exit 1 ;; esac\n'


@pytest.fixture
def clone(root: Path, tmp_path: Path) -> Path:
    """A clone's bare bones, in a directory with a space in its name."""
    place = tmp_path / "a clone"
    shutil.copytree(root / "script", place / "script")
    return place


def setup(clone: Path, *, python: str | None, arguments: tuple[str, ...] = (), start: str = "setup") -> tuple[int, str]:
    """What setup says where *python* is the only one, called through a link from elsewhere."""
    machine = clone.parent / "bin"
    machine.mkdir()
    for tool in TOOLS:
        (machine / tool).symlink_to(shutil.which(tool) or pytest.skip(f"this machine has no {tool}"))
    if python is not None:
        (machine / "python3").write_text(python)
        (machine / "python3").chmod(0o755)
    link = clone.parent / "link"
    link.symlink_to(clone / "script" / start)
    command = ["sh", str(link), *arguments]
    environment = {"PATH": str(machine)}
    done = subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == ""
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("python", "words"),
    [
        pytest.param(None, "setup: Python 3.11, 3.12 or 3.13 is needed, and none is here. On Debian", id="no Python"),
        pytest.param(
            OLD, "setup: Python 3.11, 3.12 or 3.13 is needed, and none is here. python3 is 3.9.", id="an old one"
        ),
        pytest.param(
            BARE, "setup: Python 3.12 is here, but it cannot make virtual environments.", id="one without venv"
        ),
    ],
)
@pytest.mark.parametrize("start", ["setup", "run", "test", "check"])
def test_what_is_missing_is_said_plainly_with_the_package_to_install(
    clone: Path, python: str | None, words: str, start: str
) -> None:
    code, said = setup(clone, python=python, start=start)
    assert code == 1
    assert said.startswith(words)
    assert "sudo apt-get install" in said
    assert "python3-venv" in said
    assert not (clone / ".venv").exists()


def test_an_unknown_kind_of_setup_is_refused(clone: Path) -> None:
    assert setup(clone, python=None, arguments=("everything",)) == (
        2,
        "setup: unknown 'everything': say 'run' (the default) or 'dev'\n",
    )
