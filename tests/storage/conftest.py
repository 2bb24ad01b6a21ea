"""The ledgers that one contract holds for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest

from storage.ledger import SqliteLedger, open_ledger
from storage.memory import MemoryLedger
from tests.storage.makers import analysis

AnyLedger = MemoryLedger | SqliteLedger


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that nothing was written to: migrated once, copied for each test."""
    home = tmp_path_factory.mktemp("fresh") / "home"
    open_ledger(home, analysis=analysis).close()
    return home


@pytest.fixture
def home(tmp_path: Path, fresh: Path) -> Path:
    """Where a ledger's files are."""
    return copytree(fresh, tmp_path / "home")


@pytest.fixture(params=["memory", "sqlite"])
def ledger(request: pytest.FixtureRequest, home: Path) -> Iterator[AnyLedger]:
    """Every ledger there is; whatever a test did to it, its own check is clean."""
    opened: AnyLedger = (
        MemoryLedger(analysis=analysis) if request.param == "memory" else open_ledger(home, analysis=analysis)
    )
    yield opened
    assert opened.check() == []
    opened.close()


@pytest.fixture
def sqlite(home: Path) -> Iterator[SqliteLedger]:
    """The ledger on a disk."""
    opened = open_ledger(home, analysis=analysis)
    yield opened
    opened.close()
