"""The channel that is always there: alerts in the terminal."""

from __future__ import annotations

from hashlib import sha256
from typing import TextIO

from alerting.layout import laid_out
from alerting.messages import wording
from model.cases import Delivery, Receipt
from model.errors import ChannelDead

__all__ = ["ConsoleNotifier"]


class ConsoleNotifier:
    """Prints alerts to *stream* as plain text: what is foreign in them cannot steer the terminal."""

    def __init__(self, stream: TextIO, *, channel: str = "console") -> None:
        self._stream = stream
        self._channel = channel

    @property
    def channel(self) -> str:
        return self._channel

    def send(self, delivery: Delivery) -> Receipt:
        words, _ = laid_out(wording(delivery))
        encoding = self._stream.encoding or "utf-8"
        printable = words.encode(encoding, "backslashreplace").decode(encoding)
        try:
            self._stream.write(f"\n{printable}\n")
            self._stream.flush()
        except (OSError, ValueError) as error:  # a pipe that nobody reads, a closed file
            raise ChannelDead("the terminal takes no more output: start Vigie where its output is read") from error
        return Receipt(f"{self._channel}/{sha256(words.encode()).hexdigest()[:12]}")

    def close(self) -> None:
        """The stream stays open: it belongs to whoever gave it."""
