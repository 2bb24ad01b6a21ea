"""Tor for tests: one private network a run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers.tor_network import Missing, TorNetwork

__all__ = ["tor_network"]


@pytest.fixture(scope="session")
def tor_network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TorNetwork]:
    """The network that all tests share, each with onion services of its own."""
    try:
        network = TorNetwork.start(tmp_path_factory.mktemp("tor"))
    except Missing as error:
        pytest.skip(str(error))
    yield network
    network.stop()
