"""Real Elasticsearch nodes on loopback, one or three of them, that can be killed and started again."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.elasticsearch_kit import Kit

__all__ = ["Cluster", "Node"]

_PATIENCE = 120.0  # seconds until a node must answer, on a busy machine
_BEAT = 0.1


@dataclass(slots=True, kw_only=True)
class Node:
    """One server process; its data stays where it is when it is killed."""

    kit: Kit
    name: str
    data: Path
    port: int
    transport: int
    settings: Sequence[str]
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Begin, without waiting until it answers."""
        self.data.mkdir(parents=True, exist_ok=True)
        with (self.data.parent / f"{self.name}.log").open("ab") as log:
            self._process = subprocess.Popen(self._command(), stdout=log, stderr=subprocess.STDOUT, cwd=self.data)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as an operator would."""
        self._end(signal.SIGTERM)

    def pause(self) -> None:
        """Let it hold still: connections stay open and nothing answers."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def wait(self, *, nodes: int = 1, status: str = "yellow") -> None:
        """Wait until it sees *nodes* and all its indices are at least *status*."""
        deadline = time.monotonic() + _PATIENCE
        question = f"{self.url}/_cluster/health?wait_for_nodes=>={nodes}&wait_for_status={status}&timeout=1s"
        while time.monotonic() < deadline:
            if self._process is not None and self._process.poll() is not None:
                raise RuntimeError(f"node {self.name} ended with {self._process.returncode}: {self._last_words()}")
            if _is_well(question):
                return
            time.sleep(_BEAT)
        raise TimeoutError(f"node {self.name} does not answer: {self._last_words()}")

    def _end(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)
            self._process.send_signal(signal.SIGCONT)
            try:
                self._process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def _command(self) -> list[str]:
        home, modules = self.kit.home, ["--add-modules=jdk.net,ALL-MODULE-PATH", "--module-path"]
        places = [f"-Des.path.home={home}", f"-Des.path.conf={home / 'config'}"]
        heap = ["-Xms512m", "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        run = [*modules, str(home / "lib"), "-cp", str(self.kit.classes), "TestNode", str(home)]
        ports = [f"http.port={self.port}", f"transport.port={self.transport}", "network.host=127.0.0.1"]
        here = [f"path.data={self.data}", f"path.logs={self.data.parent}", f"node.name={self.name}"]
        # the disk of a test machine may be nearly full: that is not what the tests are about
        rest = ["cluster.name=vigie-tests", "cluster.routing.allocation.disk.threshold_enabled=false"]
        return [str(self.kit.java), *heap, *places, *run, *here, *ports, *rest, *self.settings]

    def _last_words(self) -> str:
        log = self.data.parent / f"{self.name}.log"
        return log.read_text(errors="replace")[-2000:] if log.exists() else "it said nothing"


@dataclass(slots=True, kw_only=True)
class Cluster:
    """Nodes that know each other."""

    nodes: list[Node]

    @classmethod
    def start(cls, kit: Kit, place: Path, *, size: int = 1) -> Cluster:
        """A cluster of *size* nodes with its data below *place*, ready to answer."""
        ports = _free_ports(2 * size)
        names = [f"n{number + 1}" for number in range(size)]
        seeds = ",".join(f"127.0.0.1:{port}" for port in ports[size:])
        several = [f"discovery.seed_hosts={seeds}", f"cluster.initial_master_nodes={','.join(names)}"]
        settings = several if size > 1 else ["discovery.type=single-node"]
        nodes = [
            Node(kit=kit, name=name, data=place / name, port=http, transport=inner, settings=settings)
            for name, http, inner in zip(names, ports[:size], ports[size:], strict=True)
        ]
        cluster = cls(nodes=nodes)
        try:
            for node in nodes:
                node.start()
            for node in nodes:
                node.wait(nodes=size)
        except BaseException:
            cluster.stop()
            raise
        return cluster

    @property
    def urls(self) -> list[str]:
        """Where its nodes answer."""
        return [node.url for node in self.nodes]

    def stop(self) -> None:
        """End every node."""
        for node in self.nodes:
            node.stop()


def _free_ports(count: int) -> list[int]:
    """Ports that nothing listens on now; a node that is started again keeps its own."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]
    finally:
        for one in sockets:
            one.close()


def _is_well(question: str) -> bool:
    try:
        with urllib.request.urlopen(question, timeout=5) as answer:
            return not json.load(answer)["timed_out"]
    except (urllib.error.URLError, OSError, ValueError):
        return False
