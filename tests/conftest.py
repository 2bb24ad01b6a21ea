"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.servers.elasticsearch_fixtures import alias, client, elasticsearch_kit, elasticsearch_url
from tests.servers.tor_fixtures import tor_network

__all__ = [
    "alias",
    "clean_environment",
    "client",
    "elasticsearch_kit",
    "elasticsearch_url",
    "root",
    "shared",
    "tor_network",
]

ROOT = Path(__file__).resolve().parents[1]
# A busy machine is no bug: laws are about answers, and what must be quick says so in a test of its own.
settings.register_profile("vigie", deadline=None)
settings.load_profile("vigie")

OURS = frozenset({"VIGIE_SHARED", "VIGIE_TEST_REQUIRE"})


@pytest.fixture(scope="session")
def root() -> Path:
    """The clone that is tested."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """What stands beside the clone on our own machines: recorded boards and labelled posts."""
    place = Path(os.environ.get("VIGIE_SHARED") or ROOT / "../shared").resolve()
    if not (place / "corpus").is_dir():
        pytest.skip("../shared/corpus is not here: set VIGIE_SHARED to where it is")
    return place


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the settings of whoever runs it, but where the recorded boards are and what is required."""
    for name in list(os.environ):
        if name.startswith("VIGIE_") and name not in OURS:
            monkeypatch.delenv(name)
