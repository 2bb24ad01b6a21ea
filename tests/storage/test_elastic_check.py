"""The index is held against the ledger, and made anew while people search."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import suppress
from threading import Event, Thread
from time import monotonic
from typing import Any

import pytest

from model.errors import Away, TookTooLong, WrongServer
from model.identities import Fingerprint, PostKey
from model.queries import All, Find
from storage.elastic.check import Rebuild, Wrong, compared
from storage.elastic.client import Elasticsearch
from storage.elastic.documents import digest
from storage.elastic.relay import IndexRelay
from storage.elastic.search import ElasticSearch
from storage.elastic.shelves import Shelves
from storage.ledger import SqliteLedger
from storage.memory import MemoryLedger
from tests.servers.meddling import meddling
from tests.storage.elastic_hands import LATER, Hands, a_client, a_ledger, a_relay, drain, keep, texts, versions, wrong
from tests.storage.library import fill
from tests.storage.makers import NOON, a_post, analysis, kept, see

EVERYTHING = Find(node=All(of=()), limit=1)


def rebuild(ledger: MemoryLedger | SqliteLedger, client: Elasticsearch, alias: str) -> Rebuild:
    return Rebuild(ledger, client, alias=alias, analysis=analysis, wait=lambda _: None)


def damage(client: Elasticsearch, alias: str, keys: Sequence[str]) -> dict[str, Wrong]:
    """Do something else to each of *keys*; says what is then wrong with it."""
    return {key: DAMAGES[number % len(DAMAGES)](client, f"{alias}-v2-2024.02", key) for number, key in enumerate(keys)}


def delete(client: Elasticsearch, index: str, key: str) -> Wrong:
    client.delete(index=index, id=key)
    return Wrong.MISSING


def alter(client: Elasticsearch, index: str, key: str) -> Wrong:
    client.update(index=index, id=key, doc={"message": "altered"})
    return Wrong.ALTERED


def replace(client: Elasticsearch, index: str, key: str) -> Wrong:
    client.index(index=index, id=key, document={"event": {"id": key}}, version=9, version_type="external")
    return Wrong.ALTERED


def rewrite(client: Elasticsearch, index: str, key: str) -> Wrong:
    """Alter the text, and leave version and digests as they were."""
    told = _source(client, index, key)
    words = {"text": "altered", "hash": told["event"]["hash"]}
    return _put(client, index, key, told | {"message": "altered", "words": words})


def forge(client: Elasticsearch, index: str, key: str) -> Wrong:
    """Alter the text, and make the digests anew."""
    told = _source(client, index, key)
    told["message"] = "altered"
    told["event"]["hash"] = digest(told)
    return _put(client, index, key, told | {"words": {"text": "altered", "hash": told["event"]["hash"]}})


def strip(client: Elasticsearch, index: str, key: str) -> Wrong:
    """Write back what the server shows: it is found by no word any more."""
    return _put(client, index, key, _source(client, index, key))


def mark(client: Elasticsearch, index: str, key: str) -> Wrong:
    """Alter nothing but the digest."""
    told = _source(client, index, key)
    held = told["event"]["hash"]
    return _put(client, index, key, told | {"event": told["event"] | {"hash": "0" * 32}, "words": {"hash": held}})


DAMAGES = (delete, alter, replace, rewrite, forge, strip, mark)


def _source(client: Elasticsearch, index: str, key: str) -> dict[str, Any]:
    told: dict[str, Any] = client.get(index=index, id=key)["_source"]
    return told


def _put(client: Elasticsearch, index: str, key: str, told: dict[str, Any]) -> Wrong:
    version = client.get(index=index, id=key)["_version"]
    client.index(index=index, id=key, document=told, version=version, version_type="external_gte")
    assert client.get(index=index, id=key)["_version"] == version
    return Wrong.CHANGED


def test_all_that_was_deleted_or_altered_behind_our_back_is_named_and_mended_while_people_search(
    client: Elasticsearch, alias: str, sqlite: SqliteLedger
) -> None:
    keep(sqlite, *(f"apple {n}" for n in range(2400)))
    drain(a_relay(sqlite, client, alias))
    chosen = {a_post(number).key: number for number in random.Random(1).sample([str(n) for n in range(1, 2401)], 24)}
    done_to = damage(client, alias, list(chosen))

    assert wrong(sqlite, client, alias) == {chosen[PostKey(key)]: what for key, what in done_to.items()}

    totals: list[int] = []
    over = Event()

    def search() -> None:
        engine = ElasticSearch(client, alias=alias, analysis=analysis)
        while not over.is_set():
            with suppress(TookTooLong):  # a busy machine is no bug
                totals.append(engine.search(EVERYTHING, now=NOON).total)

    searching = Thread(target=search)
    searching.start()
    done: list[int] = []
    left = rebuild(sqlite, client, alias).run(now=LATER, told=done.append)
    deadline = monotonic() + 30
    while totals[-1:] != [2400] and searching.is_alive() and monotonic() < deadline:
        over.wait(0.05)
    over.set()
    searching.join(timeout=30)

    assert (left, sum(done)) == ([], 2400)
    assert set(totals) == {2396, 2400}, "a search saw half an index"
    assert totals == sorted(totals)
    assert wrong(sqlite, client, alias) == {}
    assert list(Shelves(client, alias).standing()) == [f"{alias}-v2.2-2024.02"]


def test_a_stranger_and_a_double_are_named(client: Elasticsearch, alias: str) -> None:
    ledger = a_ledger("apple")
    drain(a_relay(ledger, client, alias))
    client.indices.create(index=f"{alias}-v2-2024.03", aliases={alias: {}})
    client.index(index=f"{alias}-v2-2024.03", id=a_post("1").key, document={"event": {"id": a_post("1").key}})
    client.index(index=f"{alias}-v2-2024.03", id="f" * 32, document={"event": {"id": "f" * 32}})

    assert wrong(ledger, client, alias) == {"1": Wrong.DOUBLED, "f" * 32: Wrong.FOREIGN}
    rebuild(ledger, client, alias).run(now=LATER)
    assert wrong(ledger, client, alias) == {}


def test_every_post_of_the_library_comes_back_as_it_was_told(
    client: Elasticsearch, alias: str, sqlite: SqliteLedger
) -> None:
    fill(sqlite)
    drain(a_relay(sqlite, client, alias))

    assert wrong(sqlite, client, alias) == {}


def test_comparing_goes_on_behind_the_block_that_it_ended_with(client: Elasticsearch, alias: str) -> None:
    ledger = a_ledger(*["apple"] * 1200)
    drain(a_relay(ledger, client, alias))
    keys = sorted(a_post(str(n)).key for n in range(1, 1201))
    for key in (keys[3], keys[700], keys[1100]):
        client.delete(index=f"{alias}-v2-2024.02", id=key)
    indices = list(Shelves(client, alias).standing())

    first = next(compared(ledger, client, indices))
    rest = list(compared(ledger, client, indices, after=first.last))

    assert [one.key for one in first.differences] == [keys[3]]
    assert [one.key for block in rest for one in block.differences] == [keys[700], keys[1100]]
    assert first.posts + sum(block.posts for block in rest) == 1200
    assert (first.last is None, rest[-1].last) == (False, None)


def test_a_relay_at_work_makes_no_differences(client: Elasticsearch, alias: str) -> None:
    ledger = a_ledger(*(f"apple {n}" for n in range(1200)))
    relay = a_relay(ledger, client, alias)
    drain(relay)
    blocks = compared(ledger, client, list(Shelves(client, alias).standing()))
    seen = [next(blocks)]

    for n in range(1, 1201):
        see(ledger, posts=[a_post(str(n), kept=kept(f"pear {n}"), fingerprint=Fingerprint("other"))])
    while relay.step():
        pass

    assert [one for block in [*seen, *blocks] for one in block.differences] == []


def test_what_still_waits_to_be_told_is_no_difference(client: Elasticsearch, alias: str) -> None:
    ledger = a_ledger("apple")
    drain(a_relay(ledger, client, alias))
    keep(ledger, "pear", first=2)

    assert wrong(ledger, client, alias) == {}


def test_a_ledger_that_no_index_was_told_of_is_indexed_by_a_rebuild(client: Elasticsearch, alias: str) -> None:
    ledger = a_ledger("apple", "pear")

    assert rebuild(ledger, client, alias).run(now=LATER) == []

    assert texts(client, alias) == {"1": "apple", "2": "pear"}


def test_what_is_kept_during_a_rebuild_is_in_the_new_index(client: Elasticsearch, alias: str) -> None:
    ledger = a_ledger(*["apple"] * 20)
    relay = a_relay(ledger, client, alias)
    drain(relay)

    def meanwhile(_more: int) -> None:
        keep(ledger, "pear", first=21)
        while relay.step():
            pass

    assert rebuild(ledger, client, alias).run(now=LATER, told=meanwhile) == []

    assert texts(client, alias)["21"] == "pear"
    assert wrong(ledger, client, alias) == {}


def test_a_rebuild_that_was_stopped_goes_on_where_it_stopped(
    client: Elasticsearch, alias: str, elasticsearch_url: str
) -> None:
    ledger, clock = a_ledger(*["apple"] * 2400), Hands()
    drain(a_relay(ledger, client, alias, clock))
    with meddling(elasticsearch_url) as meddler, a_client(meddler.url) as through:

        def stop(_more: int) -> None:
            meddler.whole = 503

        with pytest.raises(Away):
            rebuild(ledger, through, alias).run(now=LATER, told=stop)
        begun = [index for index, names in Shelves(client, alias).standing().items() if f"{alias}-next" in names]
        client.indices.refresh(index=begun)
        half = client.count(index=begun)["count"]
        assert 0 < half < 2400
        assert len(texts(client, alias)) == 2400, "people search the old one"

        meddler.whole = None
        assert rebuild(ledger, through, alias).run(now=LATER) == []

    assert list(Shelves(client, alias).standing()) == begun
    assert set(map(tuple, versions(client, alias).values())) == {(1,)}


def test_an_index_of_an_older_schema_is_searched_until_a_rebuild_takes_its_place(
    client: Elasticsearch, alias: str
) -> None:
    ledger = a_ledger("apple")
    client.indices.create(index=f"{alias}-v0-2024.02", aliases={alias: {}})

    assert rebuild(ledger, client, alias).run(now=LATER) == []

    assert list(Shelves(client, alias).standing()) == [f"{alias}-v2-2024.02"]


class Otherwise(type(analysis)):  # type: ignore[misc]  # the class of the plain analysis
    """An analysis of a later Vigie."""

    @property
    def version(self) -> str:
        return "another"


def test_an_index_of_other_words_is_neither_searched_nor_written_to_before_it_is_rebuilt(
    client: Elasticsearch, alias: str
) -> None:
    ledger, later = a_ledger("apple"), Otherwise()
    drain(a_relay(ledger, client, alias))
    keep(ledger, "pear", first=2)
    relay = IndexRelay(ledger, client, alias=alias, analysis=later, clock=Hands())
    engine = ElasticSearch(client, alias=alias, analysis=later)
    for use in (relay.step, lambda: engine.search(EVERYTHING, now=NOON)):
        with pytest.raises(WrongServer, match="vigie index rebuild"):
            use()

    assert Rebuild(ledger, client, alias=alias, analysis=later, wait=lambda _: None).run(now=LATER) == []

    assert engine.search(EVERYTHING, now=NOON).total == 2
    assert wrong(ledger, client, alias) == {}


def test_dead_letters_are_tried_again_by_a_rebuild(client: Elasticsearch, alias: str) -> None:
    ledger = a_ledger("apple", "pear")
    for entry in ledger.index_pending(limit=1, now=LATER):
        ledger.index_buried(entry.mark, reason="refused")

    assert rebuild(ledger, client, alias).run(now=LATER) == []

    assert set(texts(client, alias)) == {"1", "2"}
    assert ledger.index_dead() == []
