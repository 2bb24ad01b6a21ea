"""Elasticsearch follows the ledger, whatever happens to either."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Lock, Thread

import pytest

from model.errors import Away, WrongServer
from model.identities import Fingerprint
from model.indexing import IndexEntry, IndexMark
from model.ports import Ledger
from storage.elastic.bulk import write
from storage.elastic.check import Wrong
from storage.elastic.client import Elastic, Elasticsearch, connect
from storage.elastic.documents import Document, document
from storage.elastic.relay import rest
from storage.elastic.shelves import Generation, Shelves
from storage.ledger import SqliteLedger
from tests.servers.elasticsearch import Cluster, Node
from tests.servers.elasticsearch_kit import Kit
from tests.servers.meddling import Meddler, meddling
from tests.storage.elastic_hands import LATER, Hands, a_client, a_ledger, a_relay, drain, keep, texts, versions, wrong
from tests.storage.makers import NOON, a_post, analysis, kept, see


@pytest.fixture
def meddler(elasticsearch_url: str) -> Iterator[Meddler]:
    """What stands between the relay and the server."""
    with meddling(elasticsearch_url) as opened:
        yield opened


@pytest.fixture
def through(meddler: Meddler) -> Iterator[Elasticsearch]:
    """A client that sees the server through the meddler."""
    opened = connect(Elastic(urls=(meddler.url,)))
    yield opened
    opened.close()


def revisions(ledger: Ledger) -> dict[str, list[int]]:
    return {mark.key: [mark.revision] for mark in ledger.index_marks(after=None, limit=100_000)}


def test_what_is_kept_is_found(client: Elasticsearch, alias: str) -> None:
    ledger = a_ledger("apple", "pear")

    drain(a_relay(ledger, client, alias))

    assert texts(client, alias) == {"1": "apple", "2": "pear"}
    assert ledger.index_backlog().waiting == 0
    assert wrong(ledger, client, alias) == {}


def test_posts_stand_in_the_month_of_their_first_sight(client: Elasticsearch, alias: str) -> None:
    ledger = a_ledger("apple")
    see(ledger, posts=[a_post("2", kept=kept("pear"))], at=NOON.replace(month=3))

    drain(a_relay(ledger, client, alias, Hands(NOON.replace(month=4))))

    assert list(Shelves(client, alias).standing()) == [f"{alias}-v2-2024.02", f"{alias}-v2-2024.03"]


def test_a_post_that_changed_takes_the_place_of_its_older_version(client: Elasticsearch, alias: str) -> None:
    ledger = a_ledger("apple")
    relay = a_relay(ledger, client, alias)
    drain(relay)

    see(ledger, posts=[a_post("1", kept=kept("pear"), fingerprint=Fingerprint("other"))])
    drain(relay)

    assert texts(client, alias) == {"1": "pear"}
    assert versions(client, alias) == revisions(ledger)


def test_a_late_write_does_not_undo_a_newer_one(client: Elasticsearch, alias: str) -> None:
    ledger = a_ledger("apple")
    (late,) = ledger.index_pending(limit=1, now=LATER)
    see(ledger, posts=[a_post("1", kept=kept("pear"), fingerprint=Fingerprint("other"))])
    drain(a_relay(ledger, client, alias))

    (outcome,) = write(client, Shelves(client, alias), [late], {Generation(): alias}, _made)

    assert outcome.fate.value == "done"
    assert texts(client, alias) == {"1": "pear"}


def test_a_late_write_does_not_bring_back_what_was_erased(client: Elasticsearch, alias: str) -> None:
    ledger = a_ledger("apple")
    (late,) = ledger.index_pending(limit=1, now=LATER)
    drain(a_relay(ledger, client, alias))
    shelves, target = Shelves(client, alias), {Generation(): alias}
    erased = IndexEntry(mark=_next(late), post=None)

    fates = [write(client, shelves, [entry], target, _made)[0].fate.value for entry in (erased, late, erased)]

    assert fates == ["done"] * 3
    assert texts(client, alias) == {}


def test_poison_is_listed_with_its_reason_and_holds_nobody_up(client: Elasticsearch, alias: str) -> None:
    ledger = a_ledger(*["apple"] * 300)
    bad = {a_post(str(n)).key for n in (7, 107, 207)}

    def make(entry: IndexEntry) -> Document:
        return _made(entry) | ({"leaked": "apple"} if entry.mark.key in bad else {})

    drain(a_relay(ledger, client, alias, make=make))

    assert {letter.key for letter in ledger.index_dead()} == bad
    reasons = {letter.reason for letter in ledger.index_dead()}
    assert reasons == {"strict_dynamic_mapping_exception (400) at leaked"}
    assert len(texts(client, alias)) == 297
    assert wrong(ledger, client, alias) == {"7": Wrong.DEAD, "107": Wrong.DEAD, "207": Wrong.DEAD}


def test_a_post_that_no_document_can_be_made_of_is_poison(client: Elasticsearch, alias: str) -> None:
    ledger = a_ledger("apple", "pear")

    def make(entry: IndexEntry) -> Document:
        if entry.mark.key == a_post("1").key:
            raise KeyError("apple")
        return _made(entry)

    drain(a_relay(ledger, client, alias, make=make))

    assert [letter.reason for letter in ledger.index_dead()] == ["no document could be made of it (KeyError)"]
    assert texts(client, alias) == {"2": "pear"}


def test_items_that_a_busy_server_refuses_are_tried_again(
    meddler: Meddler, through: Elasticsearch, client: Elasticsearch, alias: str
) -> None:
    ledger, clock = a_ledger(*["apple"] * 1200), Hands()
    meddler.busy = 0.4

    drain(a_relay(ledger, through, alias, clock), clock)

    assert meddler.refused > 400
    assert versions(client, alias) == revisions(ledger)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_that_is_too_busy_is_left_in_peace_for_a_while(
    meddler: Meddler, through: Elasticsearch, client: Elasticsearch, alias: str, status: int
) -> None:
    ledger, clock = a_ledger("apple"), Hands()
    relay = a_relay(ledger, through, alias, clock)
    meddler.whole = status

    with pytest.raises(Away):
        relay.step()
    assert (relay.step(), relay.rests_until is not None) == (0, True)

    meddler.whole = None
    drain(relay, clock)
    assert versions(client, alias) == revisions(ledger)


def test_more_than_a_server_takes_at_once_is_sent_in_parts(
    meddler: Meddler, through: Elasticsearch, client: Elasticsearch, alias: str
) -> None:
    ledger = a_ledger(*["apple"] * 40)
    meddler.largest = 20_000

    drain(a_relay(ledger, through, alias))

    assert versions(client, alias) == revisions(ledger)


def test_a_post_that_is_larger_than_a_server_takes_is_a_dead_letter(
    meddler: Meddler, through: Elasticsearch, client: Elasticsearch, alias: str
) -> None:
    ledger = a_ledger("apple", "pear " * 20_000)
    meddler.largest = 50_000

    drain(a_relay(ledger, through, alias))

    assert [letter.reason for letter in ledger.index_dead()] == ["larger than the server takes (413)"]
    assert texts(client, alias) == {"1": "apple"}


def test_a_server_that_was_away_is_caught_up_with(
    meddler: Meddler, through: Elasticsearch, client: Elasticsearch, alias: str
) -> None:
    ledger, clock = a_ledger("apple"), Hands()
    relay = a_relay(ledger, through, alias, clock)
    meddler.is_away = True
    for _ in range(3):
        with pytest.raises(Away, match="cannot be reached"):
            relay.step()
        assert relay.rests_until is not None
        clock.time = relay.rests_until
    keep(ledger, "pear", first=2)

    meddler.is_away = False
    drain(relay, clock)

    assert texts(client, alias) == {"1": "apple", "2": "pear"}


@pytest.mark.parametrize("block", ["write", "read_only", "read_only_allow_delete"])
def test_a_read_only_index_loses_nothing(client: Elasticsearch, alias: str, block: str) -> None:
    ledger, clock = a_ledger("apple"), Hands()
    relay = a_relay(ledger, client, alias, clock)
    drain(relay)
    client.indices.put_settings(index=f"{alias}-*", settings={f"index.blocks.{block}": True})
    keep(ledger, "pear", first=2)

    assert relay.step() == 0
    assert ledger.index_dead() == []
    client.indices.put_settings(index=f"{alias}-*", settings={f"index.blocks.{block}": None})
    drain(relay, clock)

    assert texts(client, alias) == {"1": "apple", "2": "pear"}


def test_an_index_that_was_deleted_is_made_again_as_it_was(client: Elasticsearch, alias: str) -> None:
    ledger = a_ledger("apple")
    relay = a_relay(ledger, client, alias)
    drain(relay)
    client.indices.delete(index=f"{alias}-v2-2024.02")
    keep(ledger, "pear", first=2)

    drain(relay)

    assert texts(client, alias) == {"2": "pear"}
    assert wrong(ledger, client, alias) == {"1": Wrong.MISSING}


def test_an_index_of_another_schema_is_not_written_to(client: Elasticsearch, alias: str) -> None:
    ledger = a_ledger("apple")
    client.indices.create(index=f"{alias}-v0-2024.02", aliases={alias: {}})

    with pytest.raises(WrongServer, match="vigie index rebuild"):
        a_relay(ledger, client, alias).step()

    assert ledger.index_backlog().waiting == 1


def test_waiting_grows_and_is_bounded() -> None:
    waits = [rest(tries, chance=0.999).total_seconds() for tries in range(40)]

    assert waits == sorted(waits)
    assert (rest(0, chance=0.0).total_seconds(), max(waits) <= 60) == (0.5, True)


@contextmanager
def killed_at_its_next_bulk(cluster: Cluster) -> Iterator[tuple[Elasticsearch, list[Meddler], list[Node]]]:
    """A client by which the node that gets the next bulk request is killed while it has it; with who was killed."""
    killed: list[Node] = []
    alone = Lock()

    def kill(node: Node) -> None:
        with alone:
            if not killed:
                node.kill()
                killed.append(node)

    with ExitStack() as stack:
        meddlers = [stack.enter_context(meddling(url)) for url in cluster.urls]
        for meddler, node in zip(meddlers, cluster.nodes, strict=True):
            meddler.on_bulk = partial(kill, node)
        client = connect(Elastic(urls=tuple(meddler.url for meddler in meddlers)))
        stack.callback(client.close)
        yield client, meddlers, killed


def test_a_node_that_is_killed_while_it_is_told_has_all_of_it_after_its_restart(
    elasticsearch_kit: Kit, tmp_path: Path, sqlite: SqliteLedger
) -> None:
    keep(sqlite, *["apple"] * 3000)
    cluster, clock = Cluster.start(elasticsearch_kit, tmp_path / "nodes"), Hands()
    try:
        with a_client(cluster.urls[0]) as client:
            assert a_relay(sqlite, client, "vigie-posts", clock).step()
        with killed_at_its_next_bulk(cluster) as (through, meddlers, killed):
            telling = Thread(target=drain, args=(a_relay(sqlite, through, "vigie-posts", clock), clock))
            telling.start()
            while telling.is_alive() and not killed:
                telling.join(timeout=0.05)
            cluster.nodes[0].start()
            cluster.nodes[0].wait()
            telling.join(timeout=120)
            assert not telling.is_alive()
        with a_client(cluster.urls[0]) as client:
            assert versions(client, "vigie-posts") == revisions(sqlite)
    finally:
        cluster.stop()
    assert sum(meddler.cut for meddler in meddlers) >= 1, "no bulk was under way"


def test_one_of_three_nodes_is_killed_while_it_is_told_and_nothing_is_lost(
    elasticsearch_kit: Kit, tmp_path: Path, sqlite: SqliteLedger
) -> None:
    keep(sqlite, *["apple"] * 2500)
    cluster, clock = Cluster.start(elasticsearch_kit, tmp_path / "nodes", size=3), Hands()
    try:
        with a_client(cluster.urls[0]) as client:
            assert a_relay(sqlite, client, "vigie-posts", clock).step()
        cluster.nodes[0].wait(nodes=3, status="green")  # the replica is there: a single node may go
        with killed_at_its_next_bulk(cluster) as (through, meddlers, killed):
            drain(a_relay(sqlite, through, "vigie-posts", clock), clock)
        (left, *_) = [node for node in cluster.nodes if node not in killed]
        with a_client(left.url) as client:
            assert versions(client, "vigie-posts") == revisions(sqlite)
            assert wrong(sqlite, client, "vigie-posts") == {}
    finally:
        cluster.stop()
    assert len(killed) == 1
    assert sum(meddler.cut for meddler in meddlers) >= 1, "no bulk was under way"


def _made(entry: IndexEntry) -> Document:
    return document(entry, analysis)


def _next(entry: IndexEntry) -> IndexMark:
    return replace(entry.mark, revision=entry.mark.revision + 1)
