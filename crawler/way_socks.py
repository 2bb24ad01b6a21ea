"""SOCKS5 (RFC 1928, 1929), as far as a client of names needs it, with what Tor adds to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.way_wire import Broken, Wire

__all__ = ["Login", "NoLogin", "Refusal", "connect", "greet"]

_VERSION = 5
_NONE, _PASSWORD = 0, 2
_NO_METHOD = 0xFF
_CONNECT, _NAME = 1, 3
_LENGTHS = {1: 4, 4: 16}  # of the address in a reply; a name says its own
_LONGEST = 255

_REPLIES = {
    1: "general failure",
    2: "not allowed by its rules",
    3: "the network is unreachable",
    4: "the host is unreachable",
    5: "the connection was refused",
    6: "the time to live expired",
    7: "it knows no CONNECT",
    8: "it takes no names",
    # Tor's, with `ExtendedErrors` on its port: what went wrong with an onion service
    0xF0: "onion service descriptor not found",
    0xF1: "onion service descriptor is invalid",
    0xF2: "onion service introduction failed",
    0xF3: "onion service rendezvous failed",
    0xF4: "onion service wants a client's key that is missing",
    0xF5: "onion service refuses the client's key",
    0xF6: "onion address is invalid",
    0xF7: "onion service introduction timed out",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Whom a proxy is told that we are."""

    user: str
    password: str = field(repr=False)


class NoLogin(Broken):
    """The proxy does not let us in."""


class Refusal(Exception):
    """The proxy answers, and did not reach the host."""

    def __init__(self, code: int) -> None:
        super().__init__(f"{_REPLIES.get(code, 'an error without a name')} (SOCKS {code:#04x})")
        self.code = code


async def greet(wire: Wire, login: Login | None) -> None:
    """Be let in; raises `NoLogin` and `Broken`."""
    method = _NONE if login is None else _PASSWORD
    await wire.send(bytes([_VERSION, 1, method]))
    version, chosen = await wire.take(2)
    if version != _VERSION:
        raise Broken("it does not speak SOCKS5")
    if chosen == _NO_METHOD:
        raise NoLogin("it wants a login" if login is None else "it takes no login, and could not keep sources apart")
    if chosen != method:
        raise Broken("it wants to be let in another way")
    if login is not None:
        await _log_in(wire, login)


async def connect(wire: Wire, host: str, port: int) -> None:
    """Have the proxy connect to *host*, which it gets by name; raises `Refusal` and `Broken`."""
    name = host.encode("ascii")
    if not 0 < len(name) <= _LONGEST:
        raise Broken("the name is too long for it")
    await wire.send(bytes([_VERSION, _CONNECT, 0, _NAME, len(name)]) + name + port.to_bytes(2, "big"))
    version, code, _, kind = await wire.take(4)
    if version != _VERSION:
        raise Broken("it does not speak SOCKS5")
    if code:
        raise Refusal(code)
    length = (await wire.take(1))[0] if kind == _NAME else _LENGTHS.get(kind)
    if length is None:
        raise Broken("its reply is not SOCKS5")
    await wire.take(length + 2)


async def _log_in(wire: Wire, login: Login) -> None:
    user, password = login.user.encode(), login.password.encode()
    if not (0 < len(user) <= _LONGEST and 0 < len(password) <= _LONGEST):
        raise NoLogin("user and password must each be 1 to 255 bytes long")
    await wire.send(bytes([1, len(user)]) + user + bytes([len(password)]) + password)
    _, status = await wire.take(2)
    if status:
        raise NoLogin("it refuses the login")
