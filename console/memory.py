"""How much memory this process may use."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from pathlib import Path

__all__ = ["memory"]

CGROUP = Path("/sys/fs/cgroup/memory.max")


@cache
def memory() -> int:
    """Bytes that this machine has, or that its container is held to."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with suppress(OSError, ValueError):  # no container, or one without a limit, which says `max`
        return min(whole, int(CGROUP.read_text()))
    return whole
