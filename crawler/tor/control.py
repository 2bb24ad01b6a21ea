"""Tor's control port; the only module that knows stem."""

from __future__ import annotations

import logging
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any

import stem
import stem.connection
from stem.control import Controller, EventType

from crawler.tor.states import Bootstrap, Circuit, Descriptor
from model.errors import Away, BadInput, WrongServer
from model.settings import Tor

__all__ = ["Control", "opened"]

# what stem logs holds addresses and answers
logging.getLogger("stem").setLevel(logging.CRITICAL)

_PATIENCE = 5.0  # seconds for an answer of a process on this machine
_RENEWED_WITHIN = timedelta(seconds=15)  # Tor obeys one NEWNYM in ten seconds, and puts off what comes sooner
_ONION = re.compile(r"[a-z2-7]{56}")  # of version 3
_REASONS = {
    "NOT_FOUND": Descriptor.NOT_FOUND,
    "BAD_DESC": Descriptor.BAD,
    "QUERY_REJECTED": Descriptor.REFUSED,
    "QUERY_RATE_LIMITED": Descriptor.REFUSED,
    "QUERY_NO_HSDIR": Descriptor.NO_DIRECTORY,
}


@contextmanager
def opened(tor: Tor) -> Iterator[Control]:
    """The control port that *tor* names, until left; raises `Away`, `WrongServer` and `BadInput`."""
    if tor.control is None:
        raise Away("settings name no control port: tor: control: 127.0.0.1:9051")
    place = _Place(tor.control)
    place.probe()
    with _told(place), place.controller() as controller:
        _let_in(controller, tor)
        yield Control(controller, place)


class Control:
    """A control port that has let us in; its methods raise `Away` when Tor goes."""

    def __init__(self, controller: Controller, place: _Place) -> None:
        self._controller, self._place = controller, place

    def version(self) -> str:
        """Of the Tor behind it."""
        return str(self._asked("version")).partition(" ")[0]

    def bootstrap(self) -> Bootstrap:
        """How far it has come."""
        said = str(self._asked("status/bootstrap-phase"))
        found = dict(re.findall(r'(\w+)=("[^"]*"|\S+)', said))
        warning = found.get("WARNING", "").strip('"') or None
        return Bootstrap(
            percent=int(found.get("PROGRESS", 0)), summary=found.get("SUMMARY", "").strip('"'), warning=warning
        )

    def has_circuits(self) -> bool:
        """Whether it can carry streams now."""
        return str(self._asked("status/circuit-established")) == "1"

    def has_network(self) -> bool:
        """Whether it believes that the network can be reached."""
        return str(self._asked("network-liveness")) == "up"

    def circuits(self) -> tuple[Circuit, ...]:
        """Every circuit there is."""
        with _told(self._place):
            return tuple(_circuit(each) for each in self._controller.get_circuits())

    def socks(self) -> tuple[str, ...]:
        """Where it takes SOCKS: `127.0.0.1:9050`, `unix:/run/tor/socks`."""
        return tuple(re.findall(r'"([^"]*)"', str(self._asked("net/listeners/socks"))))

    def isolates(self) -> bool:
        """Whether each of its SOCKS ports keeps streams of different logins apart."""
        with _told(self._place):
            lines = self._controller.get_conf("SocksPort", multiple=True)
        return not any("noisolatesocksauth" in str(line).lower() for line in lines)

    def renew(self, *, within: timedelta = _RENEWED_WITHIN) -> timedelta:
        """Have new streams take new circuits, and wait until Tor obeys: at once, or when ten seconds are over."""
        began = monotonic()
        with self._events(EventType.SIGNAL) as heard:
            with _told(self._place):
                self._controller.signal(stem.Signal.NEWNYM)
            if not any(each.signal == stem.Signal.NEWNYM for each in _until(heard, began + within.total_seconds())):
                raise Away(f"{self._place} has not taken new circuits in {within.total_seconds():g} s: try again")
        return timedelta(seconds=monotonic() - began)

    def drop(self, user: str) -> int:
        """Close the circuits of streams that logged in as *user*, or as an account of it; how many there were."""
        found = [circuit for circuit in self.circuits() if circuit.user and f"{circuit.user}/".startswith(f"{user}/")]
        for circuit in found:
            try:
                self._controller.close_circuit(circuit.id)
            except stem.InvalidArguments:
                continue  # it closed by itself meanwhile
            except stem.ControllerError as error:
                raise Away(f"{self._place}: {_words(error)}") from error
        return len(found)

    def descriptor(self, onion: str, *, within: timedelta = timedelta(seconds=60)) -> Descriptor:
        """What the network knows of the service at *onion*, asked for anew."""
        address = _ONION.fullmatch(onion.lower().removesuffix(".onion").rpartition(".")[2])
        if address is None:
            return Descriptor.NO_ADDRESS
        until = monotonic() + within.total_seconds()
        with self._events(EventType.HS_DESC) as heard:
            with _told(self._place):
                answer = str(self._controller.msg(f"HSFETCH {address[0]}"))
            if not answer.startswith("OK"):
                return Descriptor.NO_ADDRESS
            return _descriptor(address[0], _until(heard, until))

    def _asked(self, key: str) -> Any:
        with _told(self._place):
            return self._controller.get_info(key)

    @contextmanager
    def _events(self, kind: str) -> Iterator[SimpleQueue[Any]]:
        heard: SimpleQueue[Any] = SimpleQueue()
        listener: Callable[[Any], None] = heard.put
        with _told(self._place):
            self._controller.add_event_listener(listener, kind)
        try:
            yield heard
        finally:
            with _told(self._place):
                self._controller.remove_event_listener(listener)


class _Place:
    """Where a control port is: on this machine, or nowhere."""

    def __init__(self, written: str) -> None:
        self._written = written
        self._path = written.removeprefix("unix:") if written.startswith("unix:") else None
        self._host, _, port = written.rpartition(":")
        self._host = "127.0.0.1" if self._host == "localhost" else self._host.strip("[]")
        self._port = int(port) if port.isdigit() else 0
        if self._path is None and not (self._port and _is_loopback(self._host)):
            raise BadInput(
                f"tor: control: '{written}' is not on this machine: whoever reads the way to it commands that Tor. "
                "Name 127.0.0.1:9051 or unix:/run/tor/control"
            )

    def __str__(self) -> str:
        return f"Tor's control port at {self._written}"

    def probe(self) -> None:
        """See that somebody answers there as Tor does: stem would wait forever."""
        try:
            with self._connected() as sock:
                sock.sendall(b"PROTOCOLINFO 1\r\n")
                heard = sock.recv(4)
        except TimeoutError as error:
            raise Away(f"{self}: no answer in {_PATIENCE:g} s") from error
        except OSError as error:
            raise Away(f"{self}: {_cause(error)}") from error
        if not heard.startswith(b"250"):
            raise WrongServer(f"{self}: what listens there is no control port: name the one of torrc's ControlPort")

    def controller(self) -> Controller:
        """stem's."""
        if self._path is not None:
            return Controller.from_socket_file(self._path)
        return Controller.from_port(self._host, self._port)

    def _connected(self) -> socket.socket:
        if self._path is None:
            return socket.create_connection((self._host, self._port), timeout=_PATIENCE)
        sock = socket.socket(socket.AF_UNIX)
        try:
            sock.settimeout(_PATIENCE)
            sock.connect(self._path)
        except BaseException:
            sock.close()
            raise
        return sock


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback and ":" not in host  # stem takes no IPv6
    except ValueError:
        return False


def _let_in(controller: Controller, tor: Tor) -> None:
    password = _secret(tor.password_file) if tor.password_file else None
    try:
        known = stem.connection.get_protocolinfo(controller)
        if password is not None:
            known.auth_methods = (stem.connection.AuthMethod.PASSWORD,)
        elif tor.cookie_file:
            known.auth_methods, known.cookie_path = (stem.connection.AuthMethod.SAFECOOKIE,), tor.cookie_file
        # by the controller's own method, without which it would listen to no event
        controller.authenticate(password=password, protocolinfo_response=known)
    except stem.connection.UnreadableCookieFile as error:
        raise WrongServer(
            f"Tor's control port at {tor.control}: its cookie file cannot be read: "
            "add this user to the group of Tor's (usermod -aG debian-tor …), or name tor: cookie_file"
        ) from error
    except stem.connection.MissingPassword as error:
        raise WrongServer(
            f"Tor's control port at {tor.control} wants a password: name a file with it, tor: password_file"
        ) from error
    except (stem.connection.AuthenticationFailure, stem.ControllerError) as error:
        which = "password" if tor.password_file else "cookie"
        raise WrongServer(f"Tor's control port at {tor.control} refuses our {which}: mend tor: {which}_file") from error


def _secret(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read: mend it, or what tor: password_file names") from error


@contextmanager
def _told(place: _Place) -> Iterator[None]:
    """Tell stem's failures in ours."""
    try:
        yield
    except stem.SocketError as error:
        raise Away(f"{place}: it hung up") from error
    except stem.ControllerError as error:
        raise Away(f"{place}: {_words(error)}") from error


def _words(error: stem.ControllerError) -> str:
    return type(error).__name__  # its text may quote what we asked for


def _cause(error: OSError) -> str:
    if isinstance(error, ConnectionRefusedError | FileNotFoundError):
        return "nobody listens"
    return (error.strerror or type(error).__name__).lower()


def _circuit(told: Any) -> Circuit:
    return Circuit(
        id=str(told.id),
        is_built=told.status == stem.CircStatus.BUILT,
        purpose=str(told.purpose),
        user=told.socks_username,
        relays=tuple(str(fingerprint) for fingerprint, _ in told.path),
    )


def _until(heard: SimpleQueue[Any], until: float) -> Iterator[Any]:
    """Events as they come, to the end of the time."""
    while (left := until - monotonic()) > 0:
        try:
            yield heard.get(timeout=left)
        except Empty:
            return


def _descriptor(address: str, events: Iterator[Any]) -> Descriptor:
    """What the directories said, which are asked at the same time: one that has it is enough."""
    asked, worst = set[str](), Descriptor.UNKNOWN
    for event in events:
        if event.address != address:
            continue
        if event.action == stem.HSDescAction.RECEIVED:
            return Descriptor.FOUND
        if event.action == stem.HSDescAction.REQUESTED:
            asked.add(str(event.directory))
        if event.action == stem.HSDescAction.FAILED:
            worst = _REASONS.get(str(event.reason), Descriptor.UNKNOWN)
            asked.discard(str(event.directory))
            if not asked:
                return worst
    return worst
