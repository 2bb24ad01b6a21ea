"""Tor for tests: a private network for each module, since a day of its is some minutes of ours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers.tor_network import Missing, TorNetwork

__all__ = ["tor_network"]


@pytest.fixture(scope="module")
def tor_network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TorNetwork]:
    """The network that the tests of a module share, each with onion services of its own."""
    try:
        network = TorNetwork.start(tmp_path_factory.mktemp("tor"))
    except Missing as error:
        pytest.skip(str(error))
    yield network
    network.stop()
