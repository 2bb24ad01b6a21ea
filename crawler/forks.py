"""The process that visits are forked from: it imports once what all of them need, and knows no secret.

Of this process's environment it inherits a few variables only, and so do they: a bot's token, a cloud's key or a
proxy's password stands there for others, and a visit reads what strangers write.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext

from crawler.orders import CHILD

__all__ = ["bare", "forks", "inherited", "is_inherited"]

_NAMES = frozenset(
    {
        *("HOME", "LANG", "LANGUAGE", "LOGNAME", "PATH", "TEMP", "TMP", "TMPDIR", "TZ", "TZDIR", "USER"),
        *("LD_LIBRARY_PATH", "LD_PRELOAD", "SSL_CERT_DIR", "SSL_CERT_FILE", "VIRTUAL_ENV"),
        *("VIGIE_CONFIG", "VIGIE_HOME", "VIGIE_LOG", "VIGIE_SHARED"),
    }
)
_KINDS = ("LC_", "MALLOC_", "PYTHON")

_lock = threading.Lock()


def inherited(environ: Mapping[str, str]) -> dict[str, str]:
    """What a process of ours that meets strangers gets of *environ*."""
    return {name: value for name, value in environ.items() if is_inherited(name)}


def is_inherited(name: str) -> bool:
    """Whether a visit's process gets the variable *name*: where things are and how they are written, no more."""
    return name in _NAMES or name.startswith(_KINDS)


def forks() -> ForkServerContext:
    """Where processes are forked from that a page may be read in; begun at the first call, and if it has died."""
    context = multiprocessing.get_context("forkserver")
    with _lock:
        context.set_forkserver_preload(["__main__", CHILD])
        if not _is_up():
            with bare(os.environ):
                forkserver.ensure_running()
    return context


@contextmanager
def bare(environ: os._Environ[str]) -> Iterator[None]:
    """Take out of *environ* what no visit is to know, as long as the block lasts: what is begun in it inherits none."""
    hidden = {name: value for name, value in environ.items() if not is_inherited(name)}
    # The fork server is a Python of its own, which would look for modules in the directory that it is started in,
    # before ours: somebody else's folder called config, model or storage.
    environ["PYTHONSAFEPATH"] = "1"
    for name in hidden:
        del environ[name]
    try:
        yield
    finally:
        environ.update(hidden)


def _is_up() -> bool:
    """Whether it runs already: asked without reaping it, which the module that began it does itself."""
    pid: int | None = getattr(forkserver._forkserver, "_forkserver_pid", None)  # there is no public way to ask
    if pid is None:
        return False
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    except ChildProcessError:
        return False
