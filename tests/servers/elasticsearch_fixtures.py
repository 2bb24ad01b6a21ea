"""Elasticsearch for tests: one server a run, an alias of its own a test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from uuid import uuid4

import pytest

from storage.elastic.client import Elastic, Elasticsearch, connect
from tests.servers.elasticsearch import Cluster
from tests.servers.elasticsearch_kit import Kit, Missing, kit

__all__ = ["alias", "client", "elasticsearch_kit", "elasticsearch_url", "wipe"]

ANOTHER = os.environ.get("VIGIE_TEST_ELASTICSEARCH_URL")  # read before a test's environment is cleaned


@pytest.fixture(scope="session")
def elasticsearch_kit() -> Kit:
    """What nodes are made of."""
    try:
        return kit()
    except Missing as error:
        pytest.skip(f"Elasticsearch's node is not here: {error}")


@pytest.fixture(scope="session")
def elasticsearch_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that all tests share, each with an alias of its own."""
    if ANOTHER:
        yield ANOTHER
        return
    made: Kit = request.getfixturevalue("elasticsearch_kit")
    cluster = Cluster.start(made, tmp_path_factory.mktemp("elasticsearch"))
    yield cluster.urls[0]
    cluster.stop()


@pytest.fixture
def client(elasticsearch_url: str) -> Iterator[Elasticsearch]:
    """A client of the shared server."""
    opened = connect(Elastic(urls=(elasticsearch_url,)))
    yield opened
    opened.close()


@pytest.fixture
def alias(client: Elasticsearch) -> Iterator[str]:
    """An alias that nothing stands behind, before and after the test."""
    name = f"vigie-test-{uuid4().hex[:12]}"
    yield name
    wipe(client, name)


def wipe(client: Elasticsearch, alias: str) -> None:
    """Leave nothing behind *alias*."""
    for index in client.indices.get_alias(index=f"{alias}-*", allow_no_indices=True):
        client.options(ignore_status=404).indices.delete(index=index)
    client.options(ignore_status=404).indices.delete_index_template(name=alias)
