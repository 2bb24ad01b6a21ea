"""One process opens a home more than once, beside others: the daemon does, and so does each visit's child."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from storage.ledger import open_ledger
from tests.storage.makers import analysis

OTHER = """
from pathlib import Path
from storage.ledger import open_ledger
from tests.storage.makers import analysis
open_ledger(Path({home!r}), analysis=analysis).close()
"""


def test_opening_a_home_again_keeps_the_locks_of_those_who_have_it_open(home: Path, root: Path) -> None:
    # POSIX lets go of all of a process's locks on a file when it closes any of its descriptors; the next process to
    # leave then takes itself for the last one, and deletes the log under those who still write into it.
    first = open_ledger(home, analysis=analysis)
    first.counts()
    second = open_ledger(home, analysis=analysis)
    second.close()

    subprocess.run([sys.executable, "-c", OTHER.format(home=str(home))], cwd=root, check=True, timeout=60)

    assert (home / "ledger.sqlite3-wal").exists()
    assert first.check() == []
    first.close()
