"""What must not be done twice at once on one home."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.errors import AlreadyRunning, BadInput
from storage.locks import held


def test_a_lock_is_held_once_and_let_go(tmp_path: Path) -> None:
    with held(tmp_path / "h", "daemon", otherwise="it runs"):
        with pytest.raises(AlreadyRunning, match="it runs"), held(tmp_path / "h", "daemon", otherwise="it runs"):
            pass
        with held(tmp_path / "h", "source-daemon", otherwise="a source may be called so"):
            pass
    with held(tmp_path / "h", "daemon", otherwise="it runs"):
        assert (tmp_path / "h").stat().st_mode & 0o777 == 0o700


def test_a_home_that_is_a_file_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "h").write_text("")
    with pytest.raises(BadInput, match="--home DIR"), held(tmp_path / "h", "daemon", otherwise=""):
        pass
