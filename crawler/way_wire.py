"""A connected socket on which a proxy is spoken to, before anything else goes over it."""

from __future__ import annotations

import asyncio
import socket

__all__ = ["Broken", "Wire"]


class Broken(Exception):
    """The other side hung up, or says what its protocol does not know; in words of ours."""


class Wire:
    """Sends and reads exactly what it is asked to: what follows belongs to whoever takes the socket."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._loop = asyncio.get_running_loop()

    async def send(self, data: bytes) -> None:
        """Send all of *data*."""
        await self._loop.sock_sendall(self._socket, data)

    async def take(self, count: int) -> bytes:
        """The next *count* bytes, in however many pieces they come."""
        taken = b""
        while len(taken) < count:
            more = await self._loop.sock_recv(self._socket, count - len(taken))
            if not more:
                raise Broken("it hung up")
            taken += more
        return taken

    async def take_until(self, mark: bytes, *, most: int) -> bytes:
        """All that comes up to and with *mark*, byte by byte, so that nothing behind it is swallowed."""
        taken = b""
        while not taken.endswith(mark):
            if len(taken) == most:
                raise Broken("it says too much")
            taken += await self.take(1)
        return taken
