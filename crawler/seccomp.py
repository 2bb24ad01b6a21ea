"""A filter of system calls: TCP is the only network, so that no name can be looked up and no packet sent past a proxy.

Landlock knows TCP ports; what it does not know (datagrams, and so DNS; raw sockets; io_uring) is closed here.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import socket
import struct
from dataclasses import dataclass

__all__ = ["is_known", "only_tcp"]

_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2  # linux/prctl.h
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | errno.EACCES
_LOAD, _EQUAL, _AT_LEAST, _AND, _RETURN = 0x20, 0x15, 0x35, 0x54, 0x06  # linux/bpf_common.h
_NUMBER, _MACHINE, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
_KIND = 0xF  # the part of socket's second argument that is no flag
_X32 = 0x40000000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Machine:
    """Numbers of one kind of processor."""

    audit: int
    socket: int
    forbidden: tuple[int, ...]
    """io_uring_setup, execve, execveat."""


_MACHINES = {
    "x86_64": _Machine(audit=0xC000003E, socket=41, forbidden=(425, 59, 322)),
    "aarch64": _Machine(audit=0xC00000B7, socket=198, forbidden=(425, 221, 281)),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def is_known() -> bool:
    """Whether there is a filter for this kind of processor."""
    return platform.machine() in _MACHINES and struct.calcsize("P") == 8


def only_tcp(*, unix: bool = False) -> None:
    """Refuse this thread, and those it starts, every socket but TCP's (and Unix ones with *unix*); raises `OSError`."""
    if not is_known():
        raise OSError(f"no filter is known for {platform.machine()}")
    families = (socket.AF_UNIX,) if unix else ()
    steps = _filter(_MACHINES[platform.machine()], families)
    libc = ctypes.CDLL(None, use_errno=True)
    program = _Program(length=len(steps) // 8, steps=steps)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0):
        raise OSError(ctypes.get_errno(), f"seccomp: {os.strerror(ctypes.get_errno())}")


def _filter(machine: _Machine, families: tuple[int, ...]) -> bytes:
    """The program, step by step; jumps are counted from the step after."""
    refuse, allow = _step(_RETURN, _REFUSE), _step(_RETURN, _ALLOW)
    steps = [
        _step(_LOAD, _MACHINE), _step(_EQUAL, machine.audit, 1, 0), refuse,
        _step(_LOAD, _NUMBER), _step(_AT_LEAST, _X32, 0, 1), refuse,
    ]  # fmt: skip
    for number in machine.forbidden:
        steps += [_step(_EQUAL, number, 0, 1), refuse]
    steps += [_step(_EQUAL, machine.socket, 1, 0), allow, _step(_LOAD, _ARGUMENTS)]
    for family in families:
        steps += [_step(_EQUAL, family, 0, 1), allow]
    steps += [
        _step(_EQUAL, socket.AF_INET, 2, 0), _step(_EQUAL, socket.AF_INET6, 1, 0), refuse,
        _step(_LOAD, _ARGUMENTS + 8), _step(_AND, _KIND), _step(_EQUAL, socket.SOCK_STREAM, 1, 0), refuse,
        _step(_LOAD, _ARGUMENTS + 16), _step(_EQUAL, 0, 2, 0), _step(_EQUAL, socket.IPPROTO_TCP, 1, 0), refuse, allow,
    ]  # fmt: skip
    return b"".join(steps)


def _step(code: int, value: int, if_so: int = 0, if_not: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_so, if_not, value)
