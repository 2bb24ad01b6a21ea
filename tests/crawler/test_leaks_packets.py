"""What a visit over Tor puts on the wire, seen from the wire."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.crawler.sealed import sealed, why_not


def test_n4_not_one_packet_of_a_visit_over_tor_goes_anywhere_but_to_the_proxy(tmp_path: Path) -> None:
    if lack := why_not():
        pytest.skip(f"no network namespace can be made here: {lack}")
    catch = sealed(tmp_path)
    assert {(packet.kind, packet.port) for packet in catch.control} == {("tcp", 443), ("udp", 53)}  # it does catch
    assert (catch.health, catch.new) == ("ok", 2)
    assert [packet for packet in catch.packets if packet.kind == "udp"] == []
    began = Counter((packet.host, packet.port) for packet in catch.packets)
    assert set(began) == {("127.0.0.1", catch.proxy), ("127.0.0.1", catch.forum)}
    assert began["127.0.0.1", catch.forum] == catch.tunnels  # of the proxy itself
