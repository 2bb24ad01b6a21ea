"""What a trial of the way through Tor is judged by."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.tor.leaks import judge
from crawler.tor.trial import NAME, Account, Part
from model.findings import Finding

PORT = 4711
TO_PROXY: list[object] = ["127.0.0.1", PORT]
HEARD = [b"\x05\x01\x02" + NAME.encode()] * 2


def account() -> Account:
    """Of a process that did all as it should."""
    return Account(
        held="files, TCP ports",
        elsewhere="EACCES",
        through=[Part(came_of_it="refused", connected=[TO_PROXY]) for _ in range(2)],
        without=[Part(came_of_it="down", connected=[TO_PROXY]) for _ in range(2)],
    )


def judged(told: Account, heard: list[bytes]) -> dict[str, Finding]:
    return {finding.name: finding for finding in judge(told, port=PORT, heard=heard)}


def test_a_process_that_knows_only_its_proxy_is_well() -> None:
    assert [finding.holds for finding in judged(account(), HEARD).values()] == [True, True, True]


@pytest.mark.parametrize(
    ("leak", "said"),
    [
        (Part(came_of_it="refused", looked_up=[NAME]), "asked a resolver"),
        (Part(came_of_it="refused", connected=[TO_PROXY, ["192.0.2.1", 80]]), "connected past the proxy"),
        (Part(came_of_it="refused", connected=[["127.0.0.1", PORT + 1]]), "connected past the proxy"),
        (Part(came_of_it="refused", sent=["('192.0.2.53', 53)"]), "sent a datagram"),
    ],
    ids=["look-up", "straight", "another port", "datagram"],
)
@pytest.mark.parametrize("client", [0, 1], ids=["ours", "requests"])
@pytest.mark.parametrize("is_there", [True, False], ids=["with Tor", "without Tor"])
def test_every_leak_of_either_client_is_found_and_not_repeated(
    leak: Part, said: str, client: int, is_there: bool
) -> None:
    told = account()
    parts = list(told.through if is_there else told.without)
    parts[client] = leak
    told = replace(told, through=parts) if is_there else replace(told, without=parts)
    finding = judged(told, HEARD)["no name is looked up" if is_there else "without tor nothing leaves"]
    assert finding.holds is False
    assert said in finding.said
    assert NAME not in finding.said


def test_a_proxy_that_did_not_get_the_name_proves_nothing() -> None:
    assert judged(account(), HEARD[:1])["no name is looked up"].holds is False


def test_a_client_that_goes_on_without_its_proxy_is_found() -> None:
    told = account()
    told.without[0].came_of_it = "200"
    assert judged(told, HEARD)["without tor nothing leaves"].holds is False


def test_a_kernel_that_confines_no_ports_is_said_and_is_no_failure() -> None:
    told = replace(account(), elsewhere="connected", held="files")
    finding = judged(told, HEARD)["visits are confined"]
    assert (finding.holds, finding.said) == (None, "this kernel holds a visit to: files")
