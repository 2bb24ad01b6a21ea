"""What a visit's process can no longer do, tried in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler import landlock, seccomp
from crawler.confinement import Bounds, bounds
from model.accounts import Account, Login
from model.identities import SourceId
from model.settings import Settings, Tor
from model.sources import Health, Mirror, Proxy, ProxyKind, Source, Transport
from tests.crawler.nouns import NOON
from tests.crawler.places import Place, clock_at
from tests.servers.board import Board, serving
from tests.servers.hostile import trap

ROOT = Path(__file__).resolve().parents[2]
CLEAR = Source(id=SourceId("harbour"), url="https://forum.example:8443/index.php", hosts=("cdn.example:444",))
ONION = Source(id=SourceId("cellar"), url=f"http://{'a' * 56}.onion/", transport=Transport.ONION)

ATTEMPT = """
import errno, json, os, socket, subprocess, sys
from pathlib import Path
from crawler.confinement import Bounds, confine
told = json.loads(sys.stdin.read())
limits = Bounds(
    ports=frozenset(told["ports"]), looks_up=told["looks_up"], unix=False,
    read=tuple(map(Path, told["read"])), home=Path(told["home"]),
)
held = confine(limits)

def tried(what):
    try:
        what()
        return "done"
    except OSError as error:
        return errno.errorcode.get(error.errno, type(error).__name__)

def connect(port, host="127.0.0.1", family=socket.AF_INET):
    with socket.socket(family) as one:
        one.settimeout(5)
        one.connect((host, port))

def send():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.sendto(b"?", ("127.0.0.1", told["sink"]))

def look_up():
    socket.getaddrinfo("forum.example", 80)

def listen():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))

import threading
of_thread = []
thread = threading.Thread(target=lambda: of_thread.append(tried(lambda: connect(told["elsewhere"]))))
thread.start(); thread.join()
print(json.dumps({
    "held": [held.files, held.ports, held.only_tcp],
    "allowed": tried(lambda: connect(told["allowed"])),
    "elsewhere": tried(lambda: connect(told["elsewhere"])),
    "thread": of_thread[0],
    "listen": tried(listen),
    "datagram": tried(send),
    "look_up": tried(look_up),
    "raw": tried(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)),
    "unix": tried(lambda: socket.socket(socket.AF_UNIX)),
    "mptcp": tried(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)),
    "pair": tried(socket.socketpair),
    "run": tried(lambda: subprocess.run(["/bin/true"])),
    "read_secret": tried(lambda: Path(told["secret"]).read_text()),
    "read_own": tried(lambda: Path(told["own"]).read_text()),
    "write_home": tried(lambda: (Path(told["home"]) / "new").write_text("x")),
    "remove_home": tried(lambda: (Path(told["home"]) / "new").unlink()),
    "write_elsewhere": tried(lambda: Path(told["secret"]).with_name("new").write_text("x")),
    "write_nothing": tried(lambda: Path(os.devnull).write_text("x")),
    "environment": tried(lambda: Path(f"/proc/{os.getppid()}/environ").read_bytes()),
    "signal": tried(lambda: os.kill(os.getppid(), 0)),
    "module": tried(lambda: __import__("xml.dom.minidom")),
}))
"""


@pytest.fixture
def attempts(tmp_path: Path) -> dict[str, Any]:
    """What a confined process is told to try."""
    home, secret, own = tmp_path / "home", tmp_path / "elsewhere" / "token", tmp_path / "own"
    home.mkdir()
    secret.parent.mkdir()
    secret.write_text("the bot's")
    own.write_text("the source's")
    read = [str(path) for path in bounds(CLEAR, Settings(), home=home, config=None).read if path != Path("/")]
    return {"home": str(home), "secret": str(secret), "own": str(own), "read": [*read, str(own)], "sink": 9}


def tried(told: dict[str, Any], *, looks_up: bool) -> dict[str, Any]:
    with trap() as allowed, trap() as elsewhere:
        told |= {"ports": [allowed.port], "allowed": allowed.port, "elsewhere": elsewhere.port, "looks_up": looks_up}
        done = subprocess.run(
            [sys.executable, "-c", ATTEMPT],
            input=json.dumps(told),
            capture_output=True,
            text=True,
            timeout=60,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
        )
        assert done.returncode == 0, done.stderr
        answers: dict[str, Any] = json.loads(done.stdout)
        if answers["held"][1]:
            assert elsewhere.caught == 0
        return answers


def needs_landlock() -> None:
    if landlock.version() < landlock.PORTS_SINCE:
        pytest.skip(f"kernel forbids: Landlock {landlock.PORTS_SINCE} is needed, this one has {landlock.version()}")


def test_a_visit_through_tor_reaches_nothing_but_its_proxy(attempts: dict[str, Any]) -> None:
    needs_landlock()
    if not seccomp.is_known():
        pytest.skip("kernel forbids: no filter of system calls is known for this processor")
    answers = tried(attempts, looks_up=False)
    assert answers["held"] == [True, True, True]
    reached = {"allowed": "done", "elsewhere": "EACCES", "thread": "EACCES", "listen": "EACCES"}
    sockets = {"datagram": "EACCES", "raw": "EACCES", "unix": "EACCES", "mptcp": "EACCES", "pair": "done"}
    assert {key: answers[key] for key in reached | sockets} == reached | sockets
    assert answers["look_up"] != "done"
    assert answers["run"] == "EACCES"


def test_a_visit_writes_below_its_home_and_reads_nobody_elses_secrets(attempts: dict[str, Any]) -> None:
    needs_landlock()
    answers = tried(attempts, looks_up=True)
    assert answers["held"] == [True, True, False]
    wanted = {
        "read_secret": "EACCES", "read_own": "done", "write_home": "done", "remove_home": "done",
        "write_elsewhere": "EACCES", "write_nothing": "done", "run": "EACCES", "module": "done", "datagram": "done",
        "environment": "EACCES",
        "signal": "EPERM" if landlock.version() >= 6 else "done",
    }  # fmt: skip
    assert {key: answers[key] for key in wanted} == wanted


def of(source: Source, settings: Settings | None = None) -> Bounds:
    return bounds(source, settings or Settings(), home=Path("/var/lib/vigie"), config=Path("/etc/vigie"))


def test_a_source_through_tor_needs_one_port_and_no_names() -> None:
    needed = of(ONION)
    assert (set(needed.ports), needed.looks_up, needed.unix) == ({9050}, False, False)
    assert of(ONION, Settings(tor=Tor(socks="127.0.0.1:9150"))).ports == frozenset({9150})
    by_file = of(ONION, Settings(tor=Tor(socks="unix:/run/tor/socks")))
    assert (set(by_file.ports), by_file.looks_up, by_file.unix) == (set[int](), False, True)


def test_a_clear_source_needs_the_webs_ports_its_own_and_names() -> None:
    needed = of(CLEAR)
    assert (set(needed.ports), needed.looks_up) == ({53, 80, 443, 444, 8443}, True)


@pytest.mark.parametrize(
    ("host", "looks_up"), [("127.0.0.1", False), ("localhost", False), ("::1", False), ("proxy.example", True)]
)
def test_a_clear_source_behind_a_proxy_needs_that_alone(host: str, looks_up: bool) -> None:
    proxy = Proxy(kind=ProxyKind.SOCKS5, host=host, port=1080)
    for needed in (of(CLEAR, Settings(proxy=proxy)), of(replace(CLEAR, proxy=proxy))):
        assert (set(needed.ports), needed.looks_up) == ({1080}, looks_up)
    assert of(replace(CLEAR, is_direct=True), Settings(proxy=proxy)).looks_up


def test_a_source_with_mirrors_on_both_sides_needs_both_ways() -> None:
    both = replace(ONION, mirrors=(Mirror(url="https://forum.example:8443/", transport=Transport.CLEAR),))
    assert (set(of(both).ports), of(both).looks_up) == ({9050, 53, 80, 443, 8443}, True)


def test_the_configuration_is_not_read_again_and_a_sources_own_secrets_are() -> None:
    login = Login(url="https://forum.example/login", user_file="/etc/vigie/user", password_file="/etc/vigie/password")
    read = of(replace(CLEAR, account=Account(login=login))).read
    assert {Path("/etc/vigie/user"), Path("/etc/vigie/password")} < set(read)
    assert not {Path("/etc"), Path("/etc/vigie")} & set(read)
    assert Path("/etc/hosts") in read


def test_every_visit_is_confined_before_it_asks_for_a_page(tmp_path: Path) -> None:
    needs_landlock()
    board = Board(now=NOON)
    board.talk(board.board("Databases"), "a thread", "some words")
    with serving(board) as server:
        seen: list[str] = []
        place = Place.made(tmp_path, f"{server.url}/index.php", clock=clock_at(NOON))
        server.before = lambda path: seen.append(_status(visit.pid))
        visit = place.start()
        assert visit.join(timeout=120).health is Health.OK
    assert seen
    assert all("NoNewPrivs:\t1\n" in status for status in seen)


def _status(pid: int | None) -> str:
    return Path(f"/proc/{pid}/status").read_text()
