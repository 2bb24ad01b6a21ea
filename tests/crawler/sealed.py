"""A visit over Tor in a network of its own, where every packet is caught: run by `unshare --net`.

`python -m tests.crawler.sealed DIRECTORY`: writes a JSON `Catch` on stdout.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

__all__ = ["Catch", "Packet", "sealed", "why_not"]

_ROOT = Path(__file__).resolve().parents[2]
_ALL, _IPV4, _IPV6 = 0x0003, 0x0800, 0x86DD
_TCP, _UDP = 6, 17
_SYN, _ACK = 0x02, 0x10
_CONTROL = ("203.0.113.9", 443)
_LINKS = ("link set lo up", "route add local 0.0.0.0/0 dev lo", "-6 route add local ::/0 dev lo")
"""Every address there is, is this machine's: whatever is sent anywhere is heard on the one card that there is."""


@dataclass(frozen=True, kw_only=True)
class Packet:
    """The beginning of a connection, or a datagram."""

    kind: str
    host: str
    port: int


@dataclass(kw_only=True)
class Catch:
    """What went over the wires."""

    proxy: int = 0
    """The port that may be spoken to."""
    forum: int = 0
    """The port that only the proxy speaks to."""
    tunnels: int = 0
    """How often it had to."""
    packets: list[Packet] = field(default_factory=list)
    """During the visit."""
    control: list[Packet] = field(default_factory=list)
    """Before it, of a connection and a look-up that were made to be caught."""
    health: str = ""
    new: int = 0


def why_not() -> str | None:
    """What this machine lacks for it; `None` when nothing."""
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        return "unshare and ip (util-linux, iproute2) are not installed"
    tried = subprocess.run(
        ["unshare", "--net", "sh", "-c", " && ".join(f"ip {line}" for line in _LINKS)], capture_output=True, check=False
    )
    return None if tried.returncode == 0 else "this user may not make networks"


def sealed(directory: Path) -> Catch:
    """Visit a forum over a proxy, with all state in *directory*."""
    done = subprocess.run(
        ["unshare", "--net", sys.executable, "-m", "tests.crawler.sealed", str(directory)],
        capture_output=True,
        text=True,
        timeout=150,
        cwd=_ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    for key in ("packets", "control"):
        said[key] = [Packet(**packet) for packet in said[key]]
    return Catch(**said)


@contextmanager
def _caught() -> Iterator[list[Packet]]:
    """Every packet of every card, for as long as this lasts."""
    packets: list[Packet] = []
    with socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.ntohs(_ALL)) as ear:
        ear.settimeout(0.5)
        over = threading.Event()
        thread = threading.Thread(target=_hear, args=(ear, packets, over), daemon=True)
        thread.start()
        yield packets
        over.set()
        thread.join()


def _hear(ear: socket.socket, packets: list[Packet], over: threading.Event) -> None:
    while True:
        try:
            data, (_, protocol, direction, *_) = ear.recvfrom(65535)
        except TimeoutError:
            if over.is_set():
                return
            continue
        if direction == socket.PACKET_OUTGOING and (packet := _packet(data, protocol)) is not None:
            packets.append(packet)


def _packet(data: bytes, protocol: int) -> Packet | None:
    if protocol == _IPV4:
        size, kind, host = (data[0] & 15) * 4, data[9], socket.inet_ntop(socket.AF_INET, data[16:20])
    elif protocol == _IPV6:
        size, kind, host = 40, data[6], socket.inet_ntop(socket.AF_INET6, data[24:40])
    else:
        return None
    if kind == _UDP:
        return Packet(kind="udp", host=host, port=struct.unpack_from("!H", data, size + 2)[0])
    if kind == _TCP and data[size + 13] & (_SYN | _ACK) == _SYN:
        return Packet(kind="tcp", host=host, port=struct.unpack_from("!H", data, size + 2)[0])
    return None


_BAIT = f"""
import contextlib, socket
with contextlib.suppress(OSError):
    socket.create_connection({_CONTROL!r}, timeout=0.3)
with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
    sock.sendto(b"who is it?", ({_CONTROL[0]!r}, 53))
"""


def _main(directory: Path) -> None:
    for line in _LINKS:
        subprocess.run(["ip", *line.split()], check=True)
    from tests.crawler.audited import audited
    from tests.crawler.nouns import NOON
    from tests.crawler.places import Place, clock_at
    from tests.servers.board import Answer, Board, serving
    from tests.servers.socks import socks

    board = Board(now=NOON)
    fid = board.board("Databases")
    for n in range(3):
        board.talk(fid, f"thread {n}", f"words {n}")
    board.odd["/showthread.php?tid=1"] = Answer(status=302, headers=(("Location", "http://clear.example/"),))
    catch = Catch()
    with _caught() as control:
        subprocess.run([sys.executable, "-c", _BAIT], check=True)
    catch.control = control
    with serving(board) as server, socks() as proxy:
        catch.proxy, catch.forum = proxy.port, int(server.url.rpartition(":")[2])
        url = f"http://{'a' * 56}.onion:{catch.forum}/index.php"
        place = Place.made(directory, url, more="robots: obey", clock=clock_at(NOON))
        with (place.config / "settings.yaml").open("a") as file:
            file.write(f"tor: {{socks: '{proxy.address}'}}\n")
        with _caught() as packets:
            audit = audited(place.home, place.config)
        catch.packets, catch.tunnels = packets, len(proxy.asked)
    catch.health, catch.new = audit.health, audit.new
    with suppress(BrokenPipeError):
        os.write(1, json.dumps(asdict(catch)).encode())


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
