"""How fast kept posts are indexed and found, and what the index costs, on generated posts of 1 KB.

Run as `python -m benchmarks.search [POSTS] [DIRECTORY [ELASTICSEARCH]]`: a directory that was filled before is searched
again; an Elasticsearch's address has it told and asked, too, under the alias `vigie-benchmark`.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import quantiles
from tempfile import mkdtemp
from typing import Any

from sqlalchemy import Connection, insert, select

from benchmarks.library import SOURCES, Library
from matching.stems import SnowballAnalysis
from model.cases import PostView
from model.clocks import SystemClock
from model.errors import TookTooLong
from model.identities import thread_key
from model.ports import Search
from model.queries import Find, Order
from model.sources import Health
from storage.catching_up import catch_up
from storage.database import Database
from storage.elastic.client import Elastic, connect
from storage.elastic.relay import IndexRelay
from storage.elastic.search import ElasticSearch
from storage.index_notes import note_posts
from storage.keys import LEDGER
from storage.ledger import SqliteLedger, open_ledger
from storage.queries import parse
from storage.schema import index_marks, matches, post_versions, posts, sources, threads
from storage.words import write_words

__all__ = ["main"]

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ANALYSIS = SnowballAnalysis()
_ASKED = 60  # queries of each kind
_LONG = 500  # characters of a text that comes again
_SPARED = 20_000  # posts in an index for which nothing is spared: its rate is the true one

Ask = Callable[[random.Random], str]


class _Remembering(SnowballAnalysis):
    """Reads a text that comes again only once, so that a large index is filled in time."""

    def __init__(self) -> None:
        super().__init__()
        self._words: dict[str, Sequence[tuple[str, int, int]]] = {}

    def words(self, text: str) -> Sequence[tuple[str, int, int]]:
        if len(text) < _LONG:
            return super().words(text)
        if text not in self._words:
            self._words[text] = super().words(text)
        return self._words[text]


def main() -> None:
    """Fill an index and ask it; print a table."""
    how_many = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    home = Path(sys.argv[2] if len(sys.argv) > 2 else mkdtemp(prefix="vigie-search-"))
    library = Library()
    print(f"{how_many:,} posts in {home}", flush=True)
    if not (home / LEDGER).exists():
        _fill(home, library, how_many)
    size = sum(path.stat().st_size for path in home.glob(f"{LEDGER}*"))
    print(f"disk: {size / 1e9:.2f} GB, {size / how_many:,.0f} bytes a post", flush=True)
    ledger = open_ledger(home, analysis=ANALYSIS)
    _ask(ledger, library)
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB at most, in this process")
    if len(sys.argv) > 3:
        _ask_elsewhere(ledger, Database(home / LEDGER), sys.argv[3], library)
    ledger.close()


def _ask(engine: Search, library: Library) -> None:
    print(f"{'':34}{'p50 ms':>8}{'p95 ms':>8}{'most ms':>9}{'found':>9}{'given up':>10}")
    for name, (ask, how) in _questions(library).items():
        chance = random.Random(3)
        finds = [Find(node=parse(ask(chance), analysis=ANALYSIS, now=NOW), **how) for _ in range(_ASKED)]
        answers = [_answered(engine, find) for find in finds]
        taken = [1000 * seconds for seconds, _ in answers]
        found = sorted(total for _, total in answers if total is not None)
        cuts = quantiles(taken, n=20)
        middle = found[len(found) // 2] if found else 0
        late = len(answers) - len(found)
        print(f"{name:34}{cuts[9]:8.1f}{cuts[18]:8.1f}{max(taken):9.1f}{middle:9,}{late:10}", flush=True)


def _answered(engine: Search, find: Find) -> tuple[float, int | None]:
    """How many seconds the answer took, and what it counts; `None` when the search was given up."""
    began = time.perf_counter()
    try:
        total = engine.search(find, now=NOW).total
    except TookTooLong:
        return time.perf_counter() - began, None
    return time.perf_counter() - began, total


def _ask_elsewhere(ledger: SqliteLedger, database: Database, url: str, library: Library) -> None:
    with database.writing() as connection:
        missing = select(posts.c.id).where(posts.c.key.not_in(select(index_marks.c.key)))
        note_posts(connection, connection.execute(missing).scalars().all(), at=NOW)
    database.close()
    client, alias = connect(Elastic(urls=(url,))), "vigie-benchmark"
    relay = IndexRelay(ledger, client, alias=alias, analysis=ANALYSIS, clock=SystemClock())
    began, told = time.perf_counter(), 0
    while more := relay.step():
        told += more
    relay.show()
    if told:
        print(f"told: {told / (time.perf_counter() - began):,.0f} posts/s", flush=True)
    size = client.indices.stats(index=alias, metric="store")["_all"]["primaries"]["store"]["size_in_bytes"]
    print(f"disk: {size / 1e9:.2f} GB in Elasticsearch", flush=True)
    _ask(ElasticSearch(client, alias=alias, analysis=ANALYSIS), library)
    client.close()


def _questions(library: Library) -> Mapping[str, tuple[Ask, dict[str, Any]]]:
    latin = library.words["latin"]

    def source(chance: random.Random) -> str:
        return f"source:{chance.choice(SOURCES)}"

    def word(chance: random.Random, first: int, last: int) -> str:
        return latin[chance.randrange(first, last)]

    def month(chance: random.Random) -> str:
        return f"after:{chance.randrange(2023, 2026)}-{chance.randrange(1, 13):02}"

    relevance = {"order": Order.RELEVANCE}
    return {
        "rare word": (lambda c: word(c, 20_000, 60_000), {}),
        "common word": (lambda c: word(c, 0, 200), {}),
        "two common words": (lambda c: f"{word(c, 0, 200)} {word(c, 0, 200)}", {}),
        "phrase": (lambda c: f'"{word(c, 0, 40)} {word(c, 0, 40)}"', {}),
        "beginning": (lambda c: f"{word(c, 0, 9_000)[:4]}*", {}),
        "beginning of two letters": (lambda c: f"{word(c, 0, 9_000)[:2]}*", {}),
        "everything": (lambda c: "", {}),
        "filter": (source, {}),
        "two filters": (lambda c: f"{source(c)} intent:sale", {}),
        "filter + common word": (lambda c: f"{source(c)} {word(c, 0, 200)}", {}),
        "filter + rare word": (lambda c: f"{source(c)} {word(c, 20_000, 60_000)}", {}),
        "rare filter": (lambda c: f"watch:watch-{c.randrange(200)}", {}),
        "rare filter + common word": (lambda c: f"watch:watch-{c.randrange(200)} {word(c, 0, 200)}", {}),
        "filter + since": (lambda c: f"{source(c)} {month(c)}", {}),
        "filter + word + not + since": (lambda c: f"lang:fr {word(c, 0, 200)} -{source(c)} {month(c)}", {}),
        "not + since": (lambda c: f"-{source(c)} {month(c)}", {}),
        "time within OR": (lambda c: f"{word(c, 200, 2_000)} (before:2023-02 OR {source(c)})", {}),
        "common word, by relevance": (lambda c: word(c, 0, 200), relevance),
        "filter + word, by relevance": (lambda c: f"{source(c)} {word(c, 0, 2_000)}", relevance),
    }


def _fill(home: Path, library: Library, how_many: int) -> None:
    open_ledger(home, analysis=ANALYSIS).close()
    database = Database(home / LEDGER)
    with database.writing() as connection:
        connection.execute(insert(sources), [_source(name) for name in SOURCES])
    kept = library.posts(how_many)
    if how_many <= _SPARED:
        _measured(database, kept)
    else:
        _at_once(database, kept, how_many)
    database.close()


def _measured(database: Database, kept: Iterator[PostView]) -> None:
    """As Vigie catches up with what is kept."""
    began, how_many = time.perf_counter(), 0
    for first, batch in _batches(kept):
        with database.writing() as connection:
            _keep(connection, first, batch)
        how_many += len(batch)
    stored = time.perf_counter()
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE embedded_index SET is_whole = 0")
    catch_up(database, ANALYSIS, lambda _done, _of: None)
    indexed = time.perf_counter()
    print(f"stored: {how_many / (stored - began):,.0f} posts/s", flush=True)
    print(f"indexed: {how_many / (indexed - stored):,.0f} posts/s", flush=True)


def _at_once(database: Database, kept: Iterator[PostView], how_many: int) -> None:
    """In few transactions, each text read once, so that a large index is there in time: no rate is measured."""
    analysis = _Remembering()
    for first, batch in _batches(kept):
        with database.writing() as connection:
            _keep(connection, first, batch)
            write_words(connection, range(first, first + len(batch)), analysis)
        if first % 50_000 == 1:
            print(f"  {first - 1:,} of {how_many:,} {time.strftime('%H:%M:%S')}", file=sys.stderr, flush=True)


def _batches(kept: Iterator[PostView]) -> Iterator[tuple[int, list[PostView]]]:
    """Posts to be written together, with the number of the first."""
    first = 1
    while batch := list(islice(kept, 5_000)):
        yield first, batch
        first += len(batch)


def _source(name: str) -> dict[str, Any]:
    return {"id": name, "added_at": NOW, "health": Health.OK, "health_since": NOW, "health_reason": ""}


def _keep(connection: Connection, first: int, batch: list[PostView]) -> None:
    rows = dict(enumerate(batch, start=first))
    connection.execute(insert(threads), [_thread(row, view) for row, view in rows.items()])
    connection.execute(insert(posts), [_post(row, view) for row, view in rows.items()])
    connection.execute(insert(post_versions), [_version(row, view) for row, view in rows.items()])
    if found := list(_matches(rows)):
        connection.execute(insert(matches), found)


def _thread(row: int, view: PostView) -> dict[str, Any]:
    native = f"{view.thread_id}-{row}"
    said = {"id": row, "key": thread_key(view.source, native), "source": view.source, "native": native}  # type: ignore[arg-type]
    told = {"is_listed": False, "last_page": 1, "is_kept": True, "title": view.thread_title, "board": view.board}
    return said | told | {"url": view.thread_url}


def _post(row: int, view: PostView) -> dict[str, Any]:
    assert view.assessment is not None
    times = {"posted_at": view.posted_at, "first_seen_at": view.first_seen_at, "last_seen_at": view.last_seen_at}
    said = {"id": row, "key": view.key, "source": view.source, "thread": row, "native": view.id, "n": view.n}
    kept = {"fingerprint": view.key, "kept_fingerprint": view.key, "is_kept": True, "has_text": True, "versions": 1}
    return said | times | kept | {"sorted_at": view.at, "author": view.author, "intent": view.assessment.intent}


def _version(row: int, view: PostView) -> dict[str, Any]:
    said = {"post": row, "number": 1, "seen_at": view.first_seen_at, "fingerprint": view.key, "author": view.author}
    texts = {"title": view.thread_title, "permalink": view.permalink, "text": view.text, "quotes": ()}
    return said | texts | {"assessment": view.assessment}


def _matches(rows: Mapping[int, PostView]) -> Iterator[dict[str, Any]]:
    for row, view in rows.items():
        for place, match in enumerate(view.matches):
            yield {"post": row, "place": place, "watch": match.watch, "signature": match.signature, "match": match}


if __name__ == "__main__":
    main()
