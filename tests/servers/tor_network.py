"""A private Tor network on loopback, of the system's tor: an authority, relays, a client, a host of services."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from time import monotonic

import requests
from stem.control import Controller

from tests.servers.tor_torrc import AUTHORITY, CLIENT, EVERYONE, HOST, MEMBER, RELAY

__all__ = ["Missing", "TorNetwork"]

RELAYS = 4
SERVICES = 3  # made one after the other, until one is reached
PASSWORD = "a password for tests"
_SOCKS = """\
SocksPort 127.0.0.1:{socks} IsolateSOCKSAuth ExtendedErrors
SocksPort unix:{directory}/socks.sock IsolateSOCKSAuth ExtendedErrors
ControlPort 127.0.0.1:{control}
ControlSocket {directory}/control.sock
CookieAuthentication 1
CookieAuthFile {directory}/control_auth_cookie
HashedControlPassword {hashed}
"""
_STRAIGHT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Missing(Exception):
    """The system has no `tor`."""


class TorNetwork:
    """The network; nothing of it listens or connects but on loopback."""

    def __init__(self, root: Path) -> None:
        self._root, self._nodes = root, dict[str, subprocess.Popen[bytes]]()
        self._dirport, self.socks, self.control, self._host, *self._orports = _free_ports(5 + RELAYS)
        self._authority = ""
        self.took = dict[str, float]()
        """Seconds from the start to each step of it."""

    @classmethod
    def start(cls, root: Path, *, within: float = 90.0) -> TorNetwork:
        """A network below *root* that is ready for use; raises `Missing`, and `TimeoutError`."""
        if not (shutil.which("tor") and shutil.which("tor-gencert")):
            raise Missing("no tor here: apt-get install tor")
        network = cls(root)
        try:
            network._begin(within)
        except BaseException:
            network.stop()
            raise
        return network

    @property
    def password(self) -> str:
        """What the client's control port also takes instead of its cookie."""
        return PASSWORD

    @property
    def cookie(self) -> Path:
        """The client's control cookie."""
        return self._root / "client" / "control_auth_cookie"

    @property
    def socks_socket(self) -> Path:
        """Where the client takes connections, as a file."""
        return self._root / "client" / "socks.sock"

    @property
    def control_socket(self) -> Path:
        """The client's control port, as a file."""
        return self._root / "client" / "control.sock"

    @property
    def torrc(self) -> str:
        """What a further client is told, to join."""
        return EVERYONE.format(authority=self._authority) + CLIENT

    @contextmanager
    def service(self, port: int) -> Iterator[str]:
        """The `.onion` name behind whose port 80 stands *port* of loopback, while it is entered.

        It was reached once, without a word being said: where a service is published moves with the hours of a
        network, which are minutes in this one, and what is published at the turn of one may not be found.
        """
        with Controller.from_port(port=self._host) as host:
            host.authenticate()
            for _ in range(SERVICES):
                made = host.create_ephemeral_hidden_service(
                    {80: port}, key_type="NEW", key_content="ED25519-V3", await_publication=True, timeout=60
                )
                onion = f"{made.service_id}.onion"
                if self._comes_within(onion, 40.0):
                    break
                host.remove_ephemeral_hidden_service(made.service_id)
            else:
                raise TimeoutError(f"none of {SERVICES} services could be reached")
            yield onion

    def _comes_within(self, onion: str, seconds: float) -> bool:
        until, step = monotonic() + seconds, Event()
        while not self._connects(onion):
            if monotonic() > until:
                return False
            step.wait(0.5)
        return True

    def _connects(self, onion: str) -> bool:
        """Whether the client's SOCKS port connects to *onion*, over a circuit of its own."""
        login, name = os.urandom(8).hex().encode(), onion.encode()
        try:
            with socket.create_connection(("127.0.0.1", self.socks), timeout=20) as wire:
                wire.sendall(b"\x05\x01\x02")
                wire.recv(2)
                wire.sendall(b"\x01" + bytes([len(login)]) + login + b"\x01x")
                wire.recv(2)
                wire.sendall(b"\x05\x01\x00\x03" + bytes([len(name)]) + name + b"\x00\x50")
                return wire.recv(10)[:2] == b"\x05\x00"
        except OSError:
            return False

    def stop(self) -> None:
        """End every process of it."""
        for node in self._nodes.values():
            node.send_signal(signal.SIGINT)
        for node in self._nodes.values():
            try:
                node.wait(5)
            except subprocess.TimeoutExpired:
                node.kill()
                node.wait()

    def _begin(self, within: float) -> None:
        began = monotonic()
        until = began + within
        self._authority = self._found_authority()
        self._node("authority", AUTHORITY, dirport=self._dirport, orport=self._orports[0])
        for n in range(RELAYS):
            self._node(f"relay{n}", RELAY, orport=self._orports[n + 1])
        self._wait(self._is_complete, "consensus", until)  # earlier, a client would wait for its next attempt
        self.took["consensus"] = monotonic() - began
        self._node("host", HOST, control=self._host)
        hashed = _output("tor", "--hush", "--hash-password", PASSWORD).splitlines()[-1]
        self._node("client", CLIENT + _SOCKS, socks=self.socks, control=self.control, hashed=hashed)
        self._wait(lambda: self._is_up("client") and self._is_up("host"), "bootstrap", until)
        self.took["bootstrap"] = monotonic() - began
        with self.service(self._dirport) as onion:  # the authority's own pages, as an onion service
            self._wait(lambda: self._answers(onion), "first page", until)
        self.took["first page"] = monotonic() - began

    def _found_authority(self) -> str:
        directory = self._root / "authority"
        keys = directory / "keys"
        keys.mkdir(parents=True)
        directory.chmod(0o700)
        keys.chmod(0o700)
        subprocess.run(
            ["tor-gencert", "--create-identity-key", "--passphrase-fd", "0", "-m", "12",
             "-a", f"127.0.0.1:{self._dirport}", "-i", "authority_identity_key",
             "-s", "authority_signing_key", "-c", "authority_certificate"],
            cwd=keys, input=b"x\n", check=True, capture_output=True,
        )  # fmt: skip
        identity = re.search(r"^fingerprint (\w+)", (keys / "authority_certificate").read_text(), re.MULTILINE)
        assert identity is not None
        told = _output(
            "tor", "-f", "/dev/null", "--defaults-torrc", "/dev/null", "--ignore-missing-torrc", "--hush", "--quiet",
            "--DataDirectory", str(directory), "--Nickname", "authority", "--ORPort", str(self._orports[0]),
            "--Address", "127.0.0.1", "--DirAuthority", "x 127.0.0.1:1 " + "F" * 40, "--list-fingerprint",
        )  # fmt: skip
        fingerprint = told.splitlines()[-1].partition(" ")[2].replace(" ", "")
        return (
            f"DirAuthority authority orport={self._orports[0]} no-v2 v3ident={identity[1]} "
            f"127.0.0.1:{self._dirport} {fingerprint}"
        )

    def _node(self, name: str, torrc: str, **values: object) -> None:
        directory = self._root / name
        directory.mkdir(exist_ok=True)
        directory.chmod(0o700)
        (directory / "resolv.conf").write_text("nameserver 127.0.0.1\n")
        text = (EVERYONE + MEMBER + torrc).format(
            directory=directory, name=name, authority=self._authority, **values
        )  # fmt: skip
        (directory / "torrc").write_text(text)
        with (directory / "stdout").open("wb") as said:
            self._nodes[name] = subprocess.Popen(
                ["tor", "--defaults-torrc", "/dev/null", "-f", str(directory / "torrc"), "--hush"],
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _is_complete(self) -> bool:
        """Whether the consensus names every relay, and every relay has it."""
        try:
            with _STRAIGHT.open(
                f"http://127.0.0.1:{self._dirport}/tor/status-vote/current/consensus-microdesc", timeout=2
            ) as answer:
                flags = re.findall(r"^s (.*)$", answer.read().decode("latin-1"), re.MULTILINE)
        except OSError:
            return False
        ready = sum("Running" in each and "HSDir" in each for each in flags)
        return ready > RELAYS and all(self._is_up(f"relay{n}") for n in range(RELAYS))

    def _answers(self, onion: str) -> bool:
        with requests.Session() as session:
            session.trust_env = False
            session.proxies = {"http": f"socks5h://first:page@127.0.0.1:{self.socks}"}
            try:
                return session.get(f"http://{onion}/tor/status-vote/current/consensus", timeout=20).ok
            except requests.RequestException:
                return False

    def _is_up(self, name: str) -> bool:
        return "Bootstrapped 100%" in self._log(name)

    def _log(self, name: str) -> str:
        log = self._root / name / "notice.log"
        return log.read_text(errors="replace") if log.exists() else ""

    def _wait(self, condition: Callable[[], bool], what: str, until: float) -> None:
        step = Event()
        while not condition():
            for name, node in self._nodes.items():
                assert node.poll() is None, f"{name} ended: {self._log(name)[-800:]}"
            if monotonic() > until:
                raise TimeoutError(what)
            step.wait(0.1)


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ).stdout.strip()


def _free_ports(count: int) -> list[int]:
    taken = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    try:
        return [each.getsockname()[1] for each in taken]
    finally:
        for each in taken:
            each.close()
