"""The files that configuration names for their secrets, and which of them others may read."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from model.settings import Catalog
from model.sources import Proxy

__all__ = ["Exposed", "exposed"]

OTHERS_MAY_READ = stat.S_IRGRP | stat.S_IROTH


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposed:
    """A file with a secret that its group or everybody may read; as a text, one line with the way out."""

    path: Path
    what: str
    """What stands in it."""

    def __str__(self) -> str:
        return f"{self.path}: others may read it, and it holds {self.what}: chmod 600 {quote(str(self.path))}"


def exposed(known: Catalog) -> list[Exposed]:
    """The secrets that *known* names and others may read.

    Bots' tokens are not among them: whoever opens a channel looks at its file.
    """
    files = dict(_files(known))
    return [Exposed(path=path, what=what) for path, what in sorted(files.items()) if _mode(path) & OTHERS_MAY_READ]


def _files(known: Catalog) -> Iterator[tuple[Path, str]]:
    settings = known.settings
    yield from _of_proxy(settings.proxy)
    if settings.tor.password_file is not None:
        yield Path(settings.tor.password_file), "the password of Tor's control port"
    for name in (settings.search.api_key_file, settings.search.password_file) if settings.search else ():
        if name is not None:
            yield Path(name), "a key to Elasticsearch"
    for source in known.sources:
        yield from _of_proxy(source.proxy)
        account = source.account
        login = account.login if account else None
        names = (account.cookies_file if account else None, *((login.user_file, login.password_file) if login else ()))
        yield from ((Path(name), f"the account of source '{source.id}'") for name in names if name is not None)


def _of_proxy(proxy: Proxy | None) -> Iterator[tuple[Path, str]]:
    if proxy is not None and proxy.login_file is not None:
        yield Path(proxy.login_file), "the login of a proxy"


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except OSError:
        return 0  # it is told by whoever needs it
