"""Locks below a home: of what must not be done twice at once."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from model.errors import AlreadyRunning, BadInput

__all__ = ["held"]


@contextmanager
def held(home: Path, name: str, *, otherwise: str) -> Iterator[None]:
    """Hold the lock *name* of *home*; the kernel lets go of it when the process ends, however it ends.

    Raises `AlreadyRunning`, saying *otherwise*, when another process holds it, and `BadInput` for an unusable home.
    """
    descriptor = _opened(home, name)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise AlreadyRunning(otherwise) from error
    try:
        yield
    finally:
        os.close(descriptor)


def _opened(home: Path, name: str) -> int:
    locks = home / "locks"
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        locks.mkdir(exist_ok=True, mode=0o700)
        return os.open(locks / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        what = error.filename or home
        raise BadInput(
            f"{what}: cannot be used ({error.strerror}): mend it, or name another home, --home DIR"
        ) from error
