"""R2, R3, G-19: of what does not match, and of the identifiers in what does, not a byte is left below the home."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from urllib.parse import unquote

import pytest

from tests.journey.world import World
from tests.servers.board import Answer, Board, serving

THREADS = 125
NOW = datetime(2024, 2, 9, 12, 0, tzinfo=UTC)


def canary(kind: str, n: int) -> str:
    """A word that stands nowhere else, by its kind and number."""
    return f"kanari{kind}{n:04d}q{n * 7919 % 10007:05d}"


class SluggedBoard(Board):
    """A board whose addresses carry its threads' titles."""

    def answer(self, path: str) -> Answer:
        found = re.fullmatch(r"/Thread-([\w-]+?)-t(\d+)(?:\?page=(\d+))?", unquote(path))
        if found:
            path = f"/showthread.php?tid={found[2]}&page={found[3] or 1}"
        usual = super().answer(path)
        body = re.sub(r"showthread\.php\?tid=(\d+)(?:&amp;page=(\d+))?", self._slugged, usual.body)
        return replace(
            usual,
            body=body.replace(
                "</body>", f'<a href="printthread.php?tid={found[2]}">print</a></body>' if found else "</body>"
            ),
        )

    def _slugged(self, link: re.Match[str]) -> str:
        title = self.talks[int(link[1])].title.lower().replace(" ", "-")
        return f"Thread-{title}-t{link[1]}" + (f"?page={link[2]}" if link[2] else "")


def innocent() -> tuple[SluggedBoard, list[str]]:
    """Threads that no watch is about, each with a canary in title (and so in its slug), authors and bodies."""
    board = SluggedBoard(now=NOW, per_list=20, per_page=5)
    fid = board.board("Lounge")
    words = []
    for n in range(THREADS):
        title, author = canary("title", n), canary("author", n)
        bodies = [canary("body", 6 * n + i) for i in range(6)]
        talk = board.talk(fid, f"{title} and other music", at=datetime(2024, 2, 8, 10, n % 60, tzinfo=UTC))
        for body in bodies:
            board.reply(talk.tid, f"I keep listening to {body} all day", author=author)
        words += [title, author, *bodies]
    return board, words


def nir(n: int) -> tuple[str, str]:
    """An impossible person's NIR (month 99) with its right key, compact and as people write it."""
    body = f"1{n % 100:02d}9999{n % 1000:03d}{(n * 7) % 1000:03d}"
    key = f"{97 - int(body) % 97:02d}"
    return f"{body}{key}", f"{body[0]} {body[1:3]} {body[3:5]} {body[5:7]} {body[7:10]} {body[10:13]} {key}"


def iban(n: int) -> str:
    """An IBAN of a bank that does not exist, with right check digits."""
    account = f"99999{n:05d}{n * 31 % 10**11:011d}97"
    check = 98 - int(f"{account}152700") % 97
    return f"FR{check:02d}{account}"


def spaced(text: str, size: int) -> str:
    return " ".join(text[i : i + size] for i in range(0, len(text), size))


def planted() -> list[tuple[str, list[str]]]:
    """1,000 identifiers as they stand in a post, each with the strings that must not survive."""
    found: list[tuple[str, list[str]]] = []
    for n in range(250):
        compact, written = nir(n)
        found.append((compact if n % 2 else written, [compact, written, compact[:13], compact[5:13]]))
        mail = f"jeanne{n:03d}.planted@courriel{n % 7}.example"
        found.append((mail, [mail, f"jeanne{n:03d}"]))
        digits = f"0199{n:06d}"
        phone = [
            spaced(digits, 2),
            digits,
            spaced(digits, 2).replace(" ", "."),
            f"+33 {digits[1]} {spaced(digits[2:], 2)}",
        ][n % 4]
        found.append((phone, [phone, digits] if n > 9 else [phone]))
        account = iban(n)
        found.append(
            (
                [account, spaced(account, 4), account.lower()][n % 3],
                [account, spaced(account, 4), account.lower(), account[4:]],
            )
        )
    return found


def guilty() -> tuple[SluggedBoard, list[str]]:
    """Threads that a watch is about, full of identifiers: in prose, in titles, as authors, in rows."""
    board = SluggedBoard(now=NOW, per_list=20, per_page=5)
    fid = board.board("Databases")
    identifiers = planted()
    for n, chunk in enumerate(identifiers[i : i + 20] for i in range(0, len(identifiers), 20)):
        talk = board.talk(fid, f"Viamedis leak part {n}", at=datetime(2024, 2, 8, 10, n, tzinfo=UTC))
        board.reply(
            talk.tid, "Selling the Viamedis data. " + ", ".join(text for text, _ in chunk[:10]), author="corvid"
        )
        board.reply(
            talk.tid, "more:\n" + "\n".join(f"contact {text} now" for text, _ in chunk[10:]), author=chunk[1][0]
        )
    return board, [word for _, words in identifiers for word in words]


def files(home: Path) -> Iterator[tuple[str, bytes]]:
    for path in home.rglob("*"):
        if path.is_file():
            yield path.name, path.read_bytes()


def left_of(words: Sequence[str], home: Path) -> list[tuple[str, str]]:
    """Which of *words* stand in which file, in whatever case."""
    return [
        (word, name)
        for name, content in files(home)
        for folded in [content.lower()]
        for word in words
        if word.lower().encode() in folded
    ]


@pytest.mark.parametrize("keep", ["matches", "claims"])
def test_of_posts_without_a_match_no_byte_is_kept(keep: str, tmp_path: Path) -> None:
    board, words = innocent()
    chance = random.Random(7)
    with serving(board) as server:
        world = World(root=tmp_path, forum=f"{server.url}/index.php", keep=keep).configure()
        for _ in range(4):  # also while it is being killed
            with world.daemon() as process:
                Event().wait(chance.uniform(1.0, 2.5))
                world.kill(process)
            assert left_of(words, world.home) == []
        world.vigie("visit", "board")
        ran = world.vigie("visit", "board")
        assert ran.code == 0, ran.err
        seen = world.status()["counts"]["posts_seen"]
    assert len(words) == THREADS * 8 == 1000
    assert seen == THREADS * 6
    assert left_of(words, world.home) == []
    log = (tmp_path / "daemon.log").read_bytes().lower()
    assert [word for word in words if word.encode() in log] == []


def test_of_identifiers_in_posts_that_match_no_byte_is_kept(tmp_path: Path) -> None:
    board, words = guilty()
    with serving(board) as server:
        world = World(root=tmp_path, forum=f"{server.url}/index.php").configure()
        ran = world.vigie("visit", "board")
    assert ran.code == 0, ran.err
    posts = world.posts()
    assert len(posts) == 100
    assert all("•" in post["text"] for post in posts)
    assert left_of(words, world.home) == []
    told = ran.err + "".join(str(post) for post in posts)
    assert [word for word in words if word in told] == []
