"""What the journeys share."""

from __future__ import annotations

from pathlib import Path

import pytest

__all__ = ["mybb"]


@pytest.fixture(scope="session")
def mybb(shared: Path) -> Path:
    """The recorded MyBB board."""
    return shared / "corpus" / "mybb-1.8.37"
