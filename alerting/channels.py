"""Opens the channels that settings name."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TextIO

from alerting.console import ConsoleNotifier
from alerting.secrets import token_of
from model.errors import BadInput
from model.ports import Notifier
from model.settings import Alerting, Channel

__all__ = ["open_notifiers"]

log = logging.getLogger(__name__)


def open_notifiers(
    settings: Alerting, environ: Mapping[str, str], config: Path | None, stream: TextIO
) -> list[Notifier]:
    """A notifier for every channel of *settings*; nothing connects yet. Raises `BadInput` with the way out."""
    return [_open(channel, environ, config, stream) for channel in settings.channels]


def _open(channel: Channel, environ: Mapping[str, str], config: Path | None, stream: TextIO) -> Notifier:
    makers: Mapping[str, Callable[[], Notifier]] = {
        "console": lambda: ConsoleNotifier(stream, channel=channel.id),
        "telegram": lambda: _telegram(channel, environ, config),
    }
    if channel.kind not in makers:
        raise BadInput(f"channel '{channel.id}' is of kind '{channel.kind}': choose one of {', '.join(makers)}")
    return makers[channel.kind]()


def _telegram(channel: Channel, environ: Mapping[str, str], config: Path | None) -> Notifier:
    from alerting.telegram import TelegramNotifier  # half a second that whoever has no bot need not wait

    if channel.chat is None:
        raise BadInput(f"channel '{channel.id}' has no chat: give the number of the chat that the bot writes to")
    token = token_of(channel, environ, config)
    return TelegramNotifier(channel=channel.id, chat=channel.chat, token=token, proxy=channel.proxy, api=channel.api)
