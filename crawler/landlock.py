"""Landlock: what a Linux process may no longer do, by its own wish; needs no privilege, and cannot be undone."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from stat import S_ISDIR

__all__ = ["PORTS_SINCE", "Allowed", "restrict", "version"]

PORTS_SINCE = 4
"""The version that knows TCP ports."""

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # system calls, the same on every machine
_ASK_VERSION = 1
_BENEATH, _PORT = 1, 2  # kinds of rules
_NO_NEW_PRIVILEGES = 38  # linux/prctl.h

_EXECUTE, _WRITE, _READ, _LIST = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_CHANGE = sum(1 << bit for bit in (4, 5, 7, 8))  # remove and make directories and plain files
_REFER, _TRUNCATE, _DEVICES = 1 << 13, 1 << 14, 1 << 15
_FIRST = (1 << 13) - 1
_BIND, _CONNECT = 1 << 0, 1 << 1
_ABSTRACT_SOCKETS, _SIGNALS = 1 << 0, 1 << 1
_OF_FILES = _EXECUTE | _WRITE | _READ | _TRUNCATE | _DEVICES  # what a rule for a file, not a folder, may name


class _Rules(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("ports", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


class _Port(ctypes.Structure):
    _fields_ = (("allowed", ctypes.c_uint64), ("port", ctypes.c_uint64))


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """What stays allowed; nothing else of its kind does, and no program may be started."""

    read: tuple[Path, ...]
    """Files and folders, with all below them; what is not there is left out."""
    write: tuple[Path, ...]
    """Likewise; they may be read as well."""
    connect: frozenset[int]
    """TCP ports."""


@cache
def version() -> int:
    """What the kernel knows of Landlock; 0 when it does not, or forbids it."""
    return max(0, int(_LIBC.syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(_ASK_VERSION))))


def restrict(allowed: Allowed) -> None:
    """Hold this thread, and those that it starts, to *allowed* for good, as far as the kernel can; raises `OSError`."""
    known = version()
    if known == 0:
        raise OSError("the kernel has no Landlock")
    handled = _handled(known)
    rules = _call(_CREATE, ctypes.byref(handled), ctypes.c_size_t(_size(known)), ctypes.c_uint32(0))
    try:
        for path in allowed.read:
            _allow(rules, path, _READ | _LIST)
        for path in allowed.write:
            _allow(rules, path, (_READ | _LIST | _WRITE | _CHANGE | _REFER | _TRUNCATE) & handled.files)
        if handled.ports:
            _allow_ports(rules, allowed.connect)
        if _LIBC.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "no_new_privs")
        _call(_RESTRICT, ctypes.c_int(rules), ctypes.c_uint32(0))
    finally:
        os.close(rules)


def _handled(known: int) -> _Rules:
    """All that this version can forbid."""
    files = _FIRST
    for since, right in ((2, _REFER), (3, _TRUNCATE), (5, _DEVICES)):
        files |= right if known >= since else 0
    return _Rules(
        files=files,
        ports=_BIND | _CONNECT if known >= PORTS_SINCE else 0,
        scoped=_ABSTRACT_SOCKETS | _SIGNALS if known >= 6 else 0,  # the version that knows scopes
    )


def _size(known: int) -> int:
    """How much of `_Rules` this version has heard of."""
    return 8 if known < PORTS_SINCE else 16 if known < 6 else 24


def _allow(rules: int, path: Path, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # not there, so there is nothing to allow
    try:
        if not S_ISDIR(os.fstat(place).st_mode):
            rights &= _OF_FILES
        rule = _Beneath(allowed=rights, folder=place)
        _call(_ADD, ctypes.c_int(rules), ctypes.c_int(_BENEATH), ctypes.byref(rule), ctypes.c_uint32(0))
    finally:
        os.close(place)


def _allow_ports(rules: int, ports: Iterable[int]) -> None:
    for port in ports:
        rule = _Port(allowed=_CONNECT, port=port)
        _call(_ADD, ctypes.c_int(rules), ctypes.c_int(_PORT), ctypes.byref(rule), ctypes.c_uint32(0))


def _call(number: int, *arguments: object) -> int:
    answer = int(_LIBC.syscall(number, *arguments))
    if answer < 0:
        raise OSError(ctypes.get_errno(), f"Landlock: {os.strerror(ctypes.get_errno())}")
    return answer


_LIBC = ctypes.CDLL(None, use_errno=True)
_LIBC.syscall.restype = ctypes.c_long
