"""Which addresses a source may be fetched from."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.egress import Egress, is_public
from crawler.failures import Elsewhere, outcome_of, why
from model.errors import Refused
from model.identities import SourceId
from model.sources import Source, Transport
from model.visits import Outcome
from tests.crawler.addresses import METADATA, PRIVATE, disguised


def policy(url: str, *hosts: str, private: bool = False, transport: Transport = Transport.CLEAR) -> Egress:
    return Egress.of(Source(id=SourceId("forum"), url=url, hosts=hosts, private=private, transport=transport))


@pytest.mark.parametrize("url", disguised(8080))
def test_n1_no_spelling_leads_a_public_source_to_a_private_address(url: str) -> None:
    with pytest.raises(Refused) as refused:
        policy("https://forum.example/").check(url)
    assert outcome_of(refused.value) in (Outcome.REFUSED, Outcome.ELSEWHERE)
    assert "\n" not in why(refused.value)


@pytest.mark.parametrize("host", [*PRIVATE, *METADATA, "127.0.0.1", "[::1]", "localhost", "0.0.0.0"])
def test_a_private_host_is_refused_rather_than_called_another_site(host: str) -> None:
    with pytest.raises(Refused) as refused:
        policy("https://forum.example/").check(f"http://{host}/")
    assert outcome_of(refused.value) is Outcome.REFUSED


def test_there_are_as_many_disguises_as_promised() -> None:
    assert len(set(disguised(1))) >= 80


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "192.168.1.20", "[fd00::20]"])
def test_a_source_may_name_a_private_host_and_is_then_fetched_from_that_host_and_port_only(host: str) -> None:
    egress = policy(f"http://{host}:8766/index.php")
    assert egress.check(f"http://{host}:8766/showthread.php?tid=1").port == 8766
    for other in (f"http://{host}/", f"http://{host}:9200/", f"https://{host}/", "http://10.9.8.7:8766/"):
        with pytest.raises(Refused):
            egress.check(other)


@pytest.mark.parametrize("host", ["169.254.169.254", "0.0.0.0", "224.0.0.1", "[fe80::1]", "100.100.100.200", "[::]"])
def test_some_addresses_are_refused_even_where_the_source_names_them(host: str) -> None:
    with pytest.raises(Refused):
        policy(f"http://{host}/").check(f"http://{host}/")


@pytest.mark.parametrize("name", [name for name in METADATA if name.startswith(("meta", "instance"))])
def test_a_machine_s_credentials_are_never_fetched(name: str) -> None:
    with pytest.raises(Refused):
        policy(f"http://{name}/", private=True).check(f"http://{name}/")


def test_a_source_is_fetched_from_its_host_with_and_without_www_and_from_the_hosts_it_names() -> None:
    egress = policy("https://forum.example:8443/", "cdn.example", "mirror.example:8080")
    for url in (
        "https://forum.example:8443/",
        "https://FORUM.example./",
        "http://www.forum.example/x",
        "https://cdn.example/",
        "https://mirror.example:8080/",
    ):
        assert egress.check(url).host in url.lower()
    for url in ("https://forum.example:8080/", "https://cdn.example:8443/"):
        with pytest.raises(Refused):
            egress.check(url)


@pytest.mark.parametrize(
    "host", ["example", "other.example", "forum.example.evil.example", "a.forum.example", "8.8.8.8"]
)
def test_any_other_public_host_is_elsewhere(host: str) -> None:
    with pytest.raises(Elsewhere) as elsewhere:
        policy("https://forum.example/").check(f"https://{host}/the-patients-of-dr-x")
    assert outcome_of(elsewhere.value) is Outcome.ELSEWHERE
    assert why(elsewhere.value).startswith(host)
    assert "patients" not in why(elsewhere.value)


ONION = f"http://{'a' * 56}.onion/"


@pytest.mark.parametrize(
    ("home", "transport", "url"),
    [
        pytest.param("https://forum.example/", Transport.CLEAR, ONION, id="from the clear net to an onion"),
        pytest.param("https://forum.example/", Transport.TOR, ONION, id="from a clear host over Tor to an onion"),
        pytest.param(ONION, Transport.ONION, "https://forum.example/", id="from an onion to the clear net"),
        pytest.param(ONION, Transport.ONION, "http://127.0.0.1/", id="from an onion to this machine"),
        pytest.param(ONION, Transport.ONION, f"{ONION[:-1]}.example/", id="from an onion to one in name only"),
        pytest.param(ONION, Transport.CLEAR, ONION, id="an onion whose source forgot what it is"),
        pytest.param(
            "https://forum.example/", Transport.ONION, "https://forum.example/", id="a clear host as an onion"
        ),
        pytest.param(
            "https://forum.example/", Transport.CLEAR, ONION.upper().replace("HTTP", "http"), id="in capitals"
        ),
        pytest.param("https://forum.example/", Transport.CLEAR, ONION[:-1] + "./", id="with a dot behind it"),
        pytest.param("https://forum.example/", Transport.CLEAR, ONION.replace(".", "。"), id="with a dot of its own"),
    ],
)
def test_n3_no_hop_leaves_the_way_that_its_source_takes(home: str, transport: Transport, url: str) -> None:
    with pytest.raises(Refused) as refused:
        policy(home, "forum.example", transport=transport).check(url)
    assert outcome_of(refused.value) is Outcome.REFUSED


def test_an_onion_source_is_fetched_from_the_onions_that_it_names() -> None:
    other = "b" * 56 + ".onion"
    egress = policy(ONION, other, transport=Transport.ONION)
    assert egress.check(f"http://{other}/x").host == other
    assert egress.check(ONION).port == 80
    with pytest.raises(Elsewhere):
        egress.check(f"http://{'c' * 56}.onion/")


@pytest.mark.parametrize("url", disguised(8080))
@pytest.mark.parametrize("transport", [Transport.TOR, Transport.ONION])
def test_n1_no_spelling_leads_over_tor_to_a_private_address(url: str, transport: Transport) -> None:
    home = ONION if transport is Transport.ONION else "https://forum.example/"
    with pytest.raises(Refused) as refused:
        policy(home, transport=transport).check(url)
    assert outcome_of(refused.value) in (Outcome.REFUSED, Outcome.ELSEWHERE)


@pytest.mark.parametrize("private", ["10.0.0.1", "127.0.0.1", "::1", "169.254.169.254", "fe80::1%eth0", "64:ff9b::1"])
def test_one_private_address_among_public_ones_refuses_a_name(private: str) -> None:
    target = policy("https://forum.example/").check("https://forum.example/")
    assert target.pinned(["93.184.216.34", "2606:2800:220:1::1"])
    with pytest.raises(Refused):
        target.pinned(["93.184.216.34", private])


def test_an_intranet_source_may_have_a_private_address_but_not_a_cloud_s_one() -> None:
    egress = policy("http://forum.intranet/", "cdn.intranet", private=True)
    own = egress.check("http://forum.intranet/")
    assert [str(a) for a in own.pinned(["10.1.2.3"])] == ["10.1.2.3"]
    with pytest.raises(Refused):
        own.pinned(["169.254.169.254"])
    with pytest.raises(Refused, match="private: true"):
        egress.check("http://cdn.intranet/").pinned(["10.1.2.3"])


def test_a_name_without_address_is_refused() -> None:
    with pytest.raises(Refused):
        policy("https://forum.example/").check("https://forum.example/").pinned([])


def test_a_name_in_any_script_is_one_host() -> None:
    target = policy("https://forüm.example/").check("https://xn--form-2ra.example/")
    assert target.host == "xn--form-2ra.example"


def test_what_is_judged_is_what_is_sent() -> None:
    target = policy("https://forum.example/").check("https://forum.example/a%20b?c=%C3%A9&d#e")
    assert (target.path, target.query) == ("/a%20b", "c=%C3%A9&d")


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_in_any_ipv6_clothes_is_never_public(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    for clothes in (
        number,
        0xFFFF << 32 | number,
        0xFFFF << 48 | number,
        0x64FF9B << 96 | number,
        0x2002 << 112 | number << 80,
    ):
        assert not is_public(ipaddress.IPv6Address(clothes))


@given(st.ip_addresses())
def test_what_python_calls_private_is_never_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if not address.is_global or address.is_multicast or address.is_private:
        assert not is_public(address)
