"""The whole way of posts, the daemon at rest and the first answer, measured in one run.

Run as `python -m benchmarks.whole_way` in a clone: it crawls a made-up board on loopback with real processes.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from model.clocks import SystemClock
from tests.crawler.places import Place, clock_at
from tests.servers.board import Board, serving

__all__ = ["main"]

THREADS, POSTS = 100, 8  # a page each: MyBB shows ten posts by default
IDLE = 20  # seconds; the memory of a daemon with nothing to do no longer moves after ten
NOON = datetime(2024, 2, 12, 12, 0, tzinfo=UTC)
TALK = "bonjour je cherche la base complète de cette mutuelle dispo en mp paiement crypto seller trusted escrow"


def _text(chance: random.Random) -> str:
    about = "Viamedis 33M lignes, nom, nir, mutuelle. " if chance.random() < 0.1 else ""
    return about + " ".join(chance.choices(TALK.split(), k=chance.randrange(10, 120)))


def _board(chance: random.Random) -> Board:
    board = Board(now=NOON, per_list=20, per_page=10)
    boards = [board.board(name) for name in ("Databases", "Requests", "Lounge")]
    for n in range(THREADS):
        board.talk(chance.choice(boards), f"thread {n}", *(_text(chance) for _ in range(POSTS)))
    return board


def _posts_a_second(keep: str) -> str:
    with TemporaryDirectory() as root, serving(_board(random.Random(1))) as server:
        place = Place.made(Path(root), f"{server.url}/index.php", keep=keep, more="budget: 1000", clock=clock_at(NOON))
        began = time.perf_counter()
        report = place.visit()
        took = time.perf_counter() - began
    pages = sum(report.pages.values())
    speed = f"{report.tally.new / took:.0f} posts/s, {pages / took:.0f} pages/s"
    return f"keep {keep}: {report.tally.new} posts on {pages} pages in {took:.1f} s: {speed}"


def _family(pid: int) -> Iterator[tuple[str, int]]:
    """The command line and resident kilobytes of *pid* and of all below it."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        status = Path(f"/proc/{pid}/smaps_rollup").read_text()
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:  # it ended meanwhile
        return
    yield words, int(status.split("Pss:")[1].split()[0])
    for child in below:
        yield from _family(int(child))


def _daemon_at_rest() -> str:
    with TemporaryDirectory() as root, serving(_board(random.Random(1))) as server:
        place = Place.made(Path(root), f"{server.url}/index.php", keep="matches", clock=SystemClock())
        command = [sys.executable, "-m", "console", "run", "--home", str(place.home), "--config", str(place.config)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as daemon:
            time.sleep(IDLE)
            sizes = [size for _, size in _family(daemon.pid)]
            daemon.terminate()
    return f"daemon at rest: {sizes[0] / 1024:.0f} MB, with its fork server {sum(sizes) / 1024:.0f} MB (PSS)"


def _help() -> str:
    command = [sys.executable, "-m", "console", "--help"]
    times = []
    for _ in range(11):
        began = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - began)
    return f"vigie --help: {median(times) * 1000:.0f} ms, median of {len(times)}"


def main() -> None:
    """Print one line a measure."""
    load = os.getloadavg()[0]
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, load {load:.1f}")
    print(_help())
    for keep in ("matches", "all"):
        print(_posts_a_second(keep))
    print(_daemon_at_rest())


if __name__ == "__main__":
    main()
