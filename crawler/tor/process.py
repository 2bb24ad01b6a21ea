"""The Tor that we run: the system's program, with a folder of its own below the home."""

from __future__ import annotations

import ctypes
import os
import re
import select
import shutil
import signal
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Event
from time import monotonic

from crawler.forks import inherited
from crawler.tor.control import opened
from crawler.tor.places import Running, folder, process_began, running
from crawler.tor.states import Bootstrap
from model.errors import AlreadyRunning, Away, BadInput, VigieError
from model.settings import Tor

__all__ = ["OwnTor", "stop"]

_STEP = 0.2  # seconds between two looks
_ENDS_WITHIN = 10.0
_TORRC = """\
# Written anew at each start. What is yours to say (bridges, a proxy, a data limit) goes into torrc of the
# configuration directory, which this overrules.
DataDirectory {data}
SocksPort 127.0.0.1:auto IsolateSOCKSAuth ExtendedErrors
ControlPort 127.0.0.1:auto
ControlPortWriteToFile {control}
CookieAuthentication 1
CookieAuthFile {cookie}
Log notice stdout
ClientOnly 1
RunAsDaemon 0
SafeLogging 1
"""
_TROUBLE = re.compile(r"\[(?:warn|err)\] (.*)")


class OwnTor:
    """A Tor process of ours."""

    def __init__(self, home: Path, process: subprocess.Popen[bytes]) -> None:
        self._folder, self._process = folder(home), process
        self._known: Running | None = None  # None until its control port answers

    @classmethod
    def start(cls, home: Path, *, torrc: Path | None, outlives_us: bool) -> OwnTor:
        """Begin one for *home*, told what *torrc* says besides; raises `AlreadyRunning` and `VigieError`."""
        program = shutil.which("tor")
        if program is None:
            raise VigieError(
                "no tor on this machine: install it (apt install tor), or name one that runs, "
                "tor: socks: … in settings.yaml"
            )
        if (known := running(home)) is not None:
            raise AlreadyRunning(f"Tor runs already, at {known.socks} (process {known.pid}): vigie tor stop ends it")
        place = _prepared(home)
        command = [program, "--defaults-torrc", str(torrc or os.devnull), "-f", str(place / "torrc")]
        with (place / "notices.log").open("wb") as said:
            process = subprocess.Popen(  # noqa: S603 - the program that PATH finds, with arguments of ours
                command,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                env=inherited(os.environ),
                start_new_session=True,
                preexec_fn=None if outlives_us else _end_with_us,  # noqa: PLW1509 - one call of the kernel's
            )
        return cls(home, process)

    @property
    def socks(self) -> str:
        """Where it takes connections; known once it is up."""
        assert self._known is not None
        return self._known.socks

    @property
    def control(self) -> Tor:
        """How it is asked; known once it is up."""
        assert self._known is not None
        return Tor(socks=self._known.socks, control=self._known.control, cookie_file=self._known.cookie_file)

    def wait_until_ready(self, *, told: Callable[[Bootstrap], None], within: timedelta, leaving: Event) -> bool:
        """Tell of each step until circuits can be built; `False` when *leaving* is set before that.

        Raises `VigieError` when it ends or is not ready *within* the time; it then no longer runs.
        """
        until, last = monotonic() + within.total_seconds(), None
        while not leaving.is_set():
            now = self._bootstrap()
            if now is not None and now != last:
                told(now)
                last = now
            if now is not None and now.is_done:
                return True
            if monotonic() > until:
                self.end()
                raise VigieError(f"Tor is not ready after {within.total_seconds():g} s ({_stands(last)}){_HINT}")
            leaving.wait(_STEP)
        return False

    def wait(self, leaving: Event) -> None:
        """Return when *leaving* is set or somebody stopped it; raises `VigieError` when it ended by itself."""
        while not leaving.is_set():
            if self._process.poll() is None:
                leaving.wait(_STEP)
            elif self._process.returncode == 0:
                return
            else:
                raise self._failure()

    def end(self) -> None:
        """End it, and forget where it listened."""
        (self._folder / "running.json").unlink(missing_ok=True)
        if self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(_ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _bootstrap(self) -> Bootstrap | None:
        """`None` until its control port answers."""
        if self._process.poll() is not None:
            raise self._failure()
        try:
            with opened(self._asked()) as control:
                if self._known is None:
                    self._write_down(control.socks())
                return control.bootstrap()
        except (Away, OSError):
            return None

    def _asked(self) -> Tor:
        if self._known is not None:
            return self.control
        port = (self._folder / "control-port").read_text().strip().removeprefix("PORT=")
        return Tor(control=port or None, cookie_file=str(self._folder / "cookie"))

    def _write_down(self, socks: tuple[str, ...]) -> None:
        asked = self._asked()
        began = process_began(self._process.pid)
        if not (socks and asked.control and asked.cookie_file and began is not None):
            return
        known = Running(
            socks=socks[0], control=asked.control, cookie_file=asked.cookie_file, pid=self._process.pid, began=began
        )
        written = self._folder / "running.json.new"
        written.write_text(known.told(), encoding="utf-8")
        written.replace(self._folder / "running.json")
        self._known = known

    def _failure(self) -> VigieError:
        (self._folder / "running.json").unlink(missing_ok=True)
        said = (self._folder / "notices.log").read_text(errors="replace")
        troubles = _TROUBLE.findall(said) or ["it said nothing"]
        why = next((t for t in troubles if "Failed to parse" in t or "Unknown option" in t), troubles[-1])
        if "parse" in why or "Unknown option" in why:
            return BadInput(f"Tor does not take the configuration directory's torrc: {why}")
        return VigieError(f"Tor ended by itself ({why}): its log is {self._folder / 'notices.log'}")


_HINT = ": is this machine on the network, and its clock right? Where Tor is blocked, a torrc with bridges helps"

_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def _end_with_us() -> None:
    """Runs in Tor's process. Tor's own `__OwningControllerProcess` is no way: stem makes it end with a connection."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def stop(home: Path) -> bool:
    """End the Tor that runs for *home*, whoever started it; `False` when none does."""
    known = running(home)
    if known is None:
        return False
    process = os.pidfd_open(known.pid)
    try:
        if process_began(known.pid) != known.began:
            return False  # it ended, and its number is another's
        signal.pidfd_send_signal(process, signal.SIGINT)
        if not select.select([process], [], [], _ENDS_WITHIN)[0]:
            signal.pidfd_send_signal(process, signal.SIGKILL)
    finally:
        os.close(process)
    (folder(home) / "running.json").unlink(missing_ok=True)
    return True


def _prepared(home: Path) -> Path:
    """Its folder, for nobody but us, with nothing left of an earlier run but what Tor itself keeps."""
    place = folder(home)
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.chmod(0o700)
        (place / "data").mkdir(exist_ok=True, mode=0o700)
        for name in ("control-port", "cookie", "running.json"):
            (place / name).unlink(missing_ok=True)
        names = {"data": "data", "control": "control-port", "cookie": "cookie"}
        torrc = _TORRC.format(**{key: _quoted(place.resolve() / name) for key, name in names.items()})
        (place / "torrc").write_text(torrc, encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{error.filename or place}: cannot be used ({error.strerror}): mend it") from error
    return place


def _quoted(path: Path) -> str:
    text = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"' if " " in text or '"' in text or "#" in text else text


def _stands(last: Bootstrap | None) -> str:
    return "its control port does not answer" if last is None else str(last)
