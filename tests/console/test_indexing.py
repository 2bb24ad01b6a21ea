"""Searching in Elasticsearch, from the command line."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

import pytest

from console.verifying import verified
from model.errors import Away
from storage.elastic.client import Elastic, Elasticsearch, connect
from storage.ledger import open_ledger
from tests.console.command import Ran, environment, vigie
from tests.servers.elasticsearch_fixtures import wipe
from tests.servers.meddling import meddling
from tests.storage.elastic_hands import LATER, a_client, a_relay, drain, keep
from tests.storage.makers import analysis

ALIAS = f"vigie-test-{uuid4().hex[:12]}"
SETTINGS = """\
keep: claims
alerting: {{channels: [{{id: console, kind: console}}], group_wait: 1s, group_interval: 5s}}
search: {{engine: elasticsearch, url: "{url}", index: {alias}}}
"""
QUERIES = ("", "viamedis", "watch:viamedis", "intent:request OR intent:sale", "-watch:almerys", "l'assurance*")


def configured(place: Path, url: str, alias: str) -> Path:
    config = place / "config"
    config.mkdir(exist_ok=True)
    (config / "settings.yaml").write_text(SETTINGS.format(url=url, alias=alias))
    return config


def run(place: Path, *arguments: str) -> Ran:
    return vigie("--home", str(place / "home"), "--config", str(place / "config"), *arguments, cwd=place)


def answer(ran: Ran) -> dict[str, Any]:
    assert ran.code == 0, ran.err
    told: dict[str, Any] = ran.json
    return {name: told[name] for name in ("total", "posts", "facets", "days", "exact")}


@pytest.fixture(scope="module")
def demo(elasticsearch_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What the demo leaves, with Elasticsearch configured."""
    place = tmp_path_factory.mktemp("demo")
    configured(place, elasticsearch_url, ALIAS)
    ran = run(place, "demo", "--once", "--port", "0")
    assert ran.code == 0, ran.err
    yield place
    client = connect(Elastic(urls=(elasticsearch_url,)))
    wipe(client, ALIAS)
    client.close()


def test_the_demo_s_posts_are_found_alike_in_both_indices(demo: Path) -> None:
    for typed in QUERIES:
        there = run(demo, "search", "--json", "--", typed)
        here = vigie("search", "--json", "--home", str(demo / "home"), "--", typed, cwd=demo)

        assert (there.json["engine"], here.json["engine"]) == ("elasticsearch", "embedded")
        assert answer(there) == answer(here)


def test_a_search_says_which_engine_answered(demo: Path) -> None:
    assert "elasticsearch index" in run(demo, "search", "viamedis").err


def test_status_says_how_far_the_index_is_behind(demo: Path) -> None:
    index = run(demo, "status", "--json").json["index"]

    assert index == {"engine": "elasticsearch", "waiting": 0, "waiting_since": None, "dead": 0}
    assert "index: elasticsearch" in run(demo, "status").out


def test_what_was_deleted_behind_our_back_is_named_and_a_rebuild_mends_it(demo: Path, client: Elasticsearch) -> None:
    assert run(demo, "index", "verify").code == 0
    hit = client.search(index=ALIAS, size=1)["hits"]["hits"][0]
    client.delete(index=hit["_index"], id=hit["_id"])

    ran = run(demo, "index", "verify", "--json")
    assert ran.code == 3
    assert ran.json["differences"] == [{"key": hit["_id"], "wrong": "missing"}]
    assert f"{hit['_id']}  missing" in run(demo, "index", "verify").out

    assert run(demo, "index", "rebuild").code == 0
    assert run(demo, "index", "verify").code == 0


def test_what_was_altered_behind_our_back_at_its_version_is_named(demo: Path, client: Elasticsearch) -> None:
    hit = client.search(index=ALIAS, size=1, version=True)["hits"]["hits"][0]
    told = hit["_source"] | {"message": "altered"}
    where = {"index": hit["_index"], "id": hit["_id"], "version": hit["_version"], "version_type": "external_gte"}
    client.index(document=told, **where)

    assert run(demo, "index", "verify", "--json").json["differences"] == [
        {"key": hit["_id"], "wrong": "not what the ledger says, though of its version"}
    ]

    assert run(demo, "index", "rebuild").code == 0
    assert run(demo, "index", "verify").code == 0


def test_a_comparison_that_was_stopped_goes_on_where_it_stopped(
    client: Elasticsearch, alias: str, elasticsearch_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done: list[int] = []
    home = tmp_path / "home"
    with closing(open_ledger(home, analysis=analysis)) as book, meddling(elasticsearch_url) as meddler:
        keep(book, *["apple"] * 1200)
        drain(a_relay(book, client, alias))
        keys = sorted(view.key for view in book.posts())
        for key in (keys[3], keys[1100]):
            client.delete(index=f"{alias}-v2-2024.02", id=key)

        def stop(more: int) -> None:
            done.append(more)
            meddler.is_away = len(done) == 2

        with a_client(meddler.url) as through, pytest.raises(Away):
            verified(book, through, alias, home=home, clock=lambda: LATER, told=stop)
        done.clear()
        again = verified(book, client, alias, home=home, clock=lambda: LATER, told=done.append)
        anew = verified(book, client, alias, home=home, clock=lambda: LATER, told=done.append)

    assert [one["key"] for one in again] == [one["key"] for one in anew] == [keys[3], keys[1100]]
    assert done == [500, 500, 200, 0, 500, 500, 200]
    assert "goes on where it was stopped: 500 posts" in capsys.readouterr().err


def test_the_embedded_index_answers_while_elasticsearch_is_away(demo: Path, tmp_path: Path) -> None:
    configured(tmp_path, "http://127.0.0.1:9", "vigie-posts")

    ran = vigie("search", "viamedis", "--json", "--home", str(demo / "home"), "--config",
                str(tmp_path / "config"), cwd=tmp_path)  # fmt: skip

    assert ran.json["engine"] == "embedded"
    assert ran.err == "vigie: Elasticsearch cannot be reached; the embedded index answers instead\n"


def test_the_embedded_index_is_verified_and_rebuilt_by_the_same_commands(demo: Path) -> None:
    home = ("--home", str(demo / "home"))

    assert vigie("index", "rebuild", *home, cwd=demo).code == 0
    ran = vigie("index", "verify", "--json", *home, cwd=demo)
    assert (ran.code, ran.json["engine"], ran.json["differences"]) == (0, "embedded", [])


def test_alerts_go_out_while_the_server_is_away_and_nothing_is_lost(
    elasticsearch_url: str, alias: str, tmp_path: Path
) -> None:
    with meddling(elasticsearch_url) as meddler:
        meddler.is_away = True
        configured(tmp_path, meddler.url, alias)
        ran = run(tmp_path, "demo", "--once", "--port", "0")

        assert ran.code == 0
        assert ran.json["alerts"]["total"] >= 1
        assert "the index was not told: Elasticsearch cannot be reached" in ran.err
        assert run(tmp_path, "status", "--json").json["index"]["waiting"] == ran.json["posts"]["kept"]

        with _daemon(tmp_path) as daemon:
            meddler.is_away = False
            deadline = monotonic() + 60
            while run(tmp_path, "status", "--json").json["index"]["waiting"] and monotonic() < deadline:
                pass
            assert daemon.poll() is None
        assert run(tmp_path, "index", "verify").code == 0


@contextmanager
def _daemon(place: Path) -> Iterator[subprocess.Popen[bytes]]:
    places = ["--home", str(place / "home"), "--config", str(place / "config")]
    command = [sys.executable, "-m", "console", "demo", "--port", "0", *places]
    with (place / "daemon.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=place, env=environment(place), stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
