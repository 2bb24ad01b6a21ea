"""Where a source may be fetched from: decided per address, before anything is sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from crawler.failures import CrossesOver, Elsewhere
from model.errors import Refused
from model.sources import Source, Transport

__all__ = ["Address", "Egress", "Place", "Target", "is_public", "literal"]

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_PORTS = {"http": 80, "https": 443}
_LOCALHOST = "localhost"
_ONION = ".onion"


def _networks(*texts: str) -> tuple[Network, ...]:
    return tuple(ip_network(text) for text in texts)


# What `is_global` of some Python counts as public, and is not, or leads to somewhere else.
_NOT_PUBLIC = _networks(
    "100.64.0.0/10",  # carriers' NAT
    "192.0.0.0/24",  # protocol assignments
    "192.88.99.0/24",  # 6to4 relays
    "224.0.0.0/3",  # multicast, reserved, broadcast
    "2001::/23",  # Teredo, ORCHID and other protocols
    "2001:db8::/32",  # documentation
    "2002::/16",  # 6to4: an IPv4 address in disguise
    "3fff::/20",  # documentation
)
_UNICAST6 = IPv6Network(
    "2000::/3"
)  # all else (mapped, compatible, NAT64, site-local, ULA, multicast) is no public host

# What a source may name itself: this machine and private networks; never link-local, where clouds keep credentials.
_NAMEABLE = _networks(
    "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1/128", "fc00::/7"
)  # fmt: skip
_METADATA_ADDRESSES = frozenset(ip_address(a) for a in ("100.100.100.200", "fd00:ec2::254", "fd20:ce::254"))
_METADATA_NAMES = frozenset(
    {"metadata", "metadata.google.internal", "metadata.goog", "instance-data", "instance-data.ec2.internal"}
)


def _within(address: Address, networks: Iterable[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)


def is_public(address: Address) -> bool:
    """Whether *address* belongs to a host of the public internet, and leads nowhere else."""
    if not address.is_global or address.is_multicast or _within(address, _NOT_PUBLIC):
        return False
    return isinstance(address, IPv4Address) or address in _UNICAST6


def _is_nameable(address: Address) -> bool:
    return _within(address, _NAMEABLE) and address not in _METADATA_ADDRESSES


_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


def _canonical(host: str) -> str:
    """*host* as it is compared: lower case, ASCII, without its last dot; raises `Refused` for what is no host."""
    if ":" in host:
        return str(_literal6(host))
    if len(host) > 253:
        raise Refused("the address names no valid host")
    try:
        name = host.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        raise Refused("the address names no valid host") from None
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise Refused("the address names no valid host")
    if _NUMBER.fullmatch(labels[-1]) and literal(name) is None:
        raise Refused("the address writes a number where a host belongs")
    return name


def _literal6(host: str) -> IPv6Address:
    try:
        address = IPv6Address(host)
    except ValueError:
        raise Refused("the address names no valid host") from None
    if address.scope_id is not None:
        raise Refused("the address names a network card")
    return address


def literal(host: str) -> Address | None:
    """The IP address that *host* is, in its one plain spelling; `None` for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A host that a source may be fetched from."""

    host: str
    ports: frozenset[int]
    """Beside 80 and 443."""
    may_be_private: bool
    """Whether its *name* may have an address that is not public."""

    def opens(self, port: int) -> bool:
        """Whether *port* is one of its own; what is not public has no other."""
        if is_local(self.host):
            return port in self.ports
        return port in self.ports or port in _PORTS.values()


def is_local(host: str) -> bool:
    """Whether *host* itself says that it is not public: `localhost` or such an address."""
    address = literal(host)
    return host == _LOCALHOST if address is None else not is_public(address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address that may be fetched, taken apart once, so that nobody reads it differently later."""

    scheme: str
    host: str
    port: int
    path: str = field(repr=False)
    query: str = field(repr=False)
    """As it goes over the wire; empty when there is none."""
    place: Place

    @property
    def known(self) -> tuple[Address, ...]:
        """Where the host is, when that needs no look-up; else empty."""
        if self.host == _LOCALHOST:
            return (IPv4Address("127.0.0.1"), IPv6Address("::1"))
        address = literal(self.host)
        return () if address is None else (address,)

    def pinned(self, addresses: Sequence[str]) -> tuple[Address, ...]:
        """The *addresses* that its name has, if every one of them may be connected to."""
        found = tuple(a for a in map(literal, addresses) if a is not None)
        if not found or len(found) < len(addresses):
            raise Refused(f"{self.host}: its name leads to no usable address")
        if not all(is_public(a) or (self.place.may_be_private and _is_nameable(a)) for a in found):
            raise Refused(f"{self.host}: its name leads to an address that is not public; {_WAY_OUT}")
        return found


_WAY_OUT = "if that is meant, say `private: true` in the source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Egress:
    """What one source may fetch."""

    transport: Transport
    places: tuple[Place, ...]

    @classmethod
    def of(cls, source: Source) -> Egress:
        """The policy of *source*: its own host, with and without `www.`, and the hosts it names."""
        scheme, own, port = _apart(source.url)
        places = [Place(host=own, ports=frozenset({port}), may_be_private=source.private)]
        if literal(own) is None and "." in own:
            other = own.removeprefix("www.") if own.startswith("www.") else f"www.{own}"
            places.append(Place(host=other, ports=frozenset({port}), may_be_private=False))
        for entry in source.hosts:
            _, host, further = _apart(f"{scheme}://{entry}/")
            places.append(Place(host=host, ports=frozenset({further}), may_be_private=False))
        return cls(transport=source.transport, places=tuple(places))

    def check(self, url: str) -> Target:
        """Take *url* apart if it may be fetched; raises `Refused`, or `Elsewhere` for another public host."""
        scheme, host, port = _apart(url)
        self._stays(host)
        if host in _METADATA_NAMES:
            raise Refused(f"{host}: keeps credentials of machines, and is never fetched")
        place = self._place(host, port)
        parts = urlsplit(url)
        return Target(scheme=scheme, host=host, port=port, path=parts.path or "/", query=parts.query, place=place)

    def crosses(self, url: str) -> bool:
        """Whether *url* would be reached by another way than this source's."""
        try:
            _, host, _ = _apart(url)
            self._stays(host)
        except CrossesOver:
            return True
        except Refused:
            return False
        return False

    def _stays(self, host: str) -> None:
        """Raise for a host that no way of this transport leads to: nothing that a page says changes it."""
        is_onion = host.endswith(_ONION)
        if is_onion and self.transport is not Transport.ONION:
            raise CrossesOver(f"{host}: is reached by sources with `transport: onion` only")
        if self.transport is Transport.ONION and not is_onion:
            raise CrossesOver(f"{host}: is no .onion, and this source never leaves them")

    def _place(self, host: str, port: int) -> Place:
        named = [place for place in self.places if place.host == host]
        address = literal(host)
        if is_local(host) and (not named or (address is not None and not _is_nameable(address))):
            raise Refused(f"{host}: is not public, and not what the source names")
        if not named:
            raise Elsewhere(f"{host}: is not the source's; if it should be, add it to the source's `hosts`")
        if not any(place.opens(port) for place in named):
            raise Refused(f"{host}:{port}: is not a port that the source names")
        return named[0]


def _apart(url: str) -> tuple[str, str, int]:
    parts = _split(url)
    if "@" in parts.netloc:
        raise Refused("the address carries a user name")
    if "%" in parts.netloc:
        raise Refused("the address hides its host behind escapes")
    try:
        port = parts.port
    except ValueError:
        raise Refused("the address names no valid port") from None
    if not parts.hostname or port == 0:
        raise Refused("the address names no host" if not parts.hostname else "the address names no valid port")
    return parts.scheme, _canonical(parts.hostname), port or _PORTS[parts.scheme]


def _split(url: str) -> SplitResult:
    # urlsplit drops tabs and line breaks, browsers read \ as /: neither may stand in an address
    if any(c <= " " or c == "\\" or c == "\x7f" for c in url):
        raise Refused("the address holds characters that no address has")
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Refused("the address names no valid host") from None
    if parts.scheme not in _PORTS:
        raise Refused("only http and https are fetched")
    return parts
