"""Where a source is read, and as whom: what `source check` says of its addresses and its account."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from console.output import moment
from model.accounts import AccountState

if TYPE_CHECKING:
    from model.ports import Mirrors
    from model.sources import Source

__all__ = ["lines", "reached"]


def reached(source: Source, book: Mirrors, *, home: Path) -> dict[str, Any]:
    """What is known of the addresses of *source*, where it has several, and of its account, where it has one."""
    return {"addresses": _addresses(source, book) if source.mirrors else [], "account": _account(source, home)}


def lines(row: dict[str, Any]) -> Iterator[str]:
    """The same for people, a line each."""
    for address in row["addresses"]:
        yield f"  address    {address['name']} ({address['transport']}): {_seen(address)}"
    if (account := row["account"]) is not None:
        yield f"  account    {account['id']}: {account['state']}{_since(account['since'])}"
        if account["reason"]:
            yield f"             {account['reason']}"


def _addresses(source: Source, book: Mirrors) -> list[dict[str, Any]]:
    known = {state.name: state for state in book.mirrors(source.id)}
    declared = [(source.url, source.transport), *((mirror.url, mirror.transport) for mirror in source.mirrors)]
    rows = []
    for url, transport in declared:
        name = urlsplit(url).netloc.lower()
        state = known.get(name)
        rows.append(
            {
                "name": name,
                "transport": transport.value,
                "answered_at": moment(state.answered_at) if state else None,
                "tried_at": moment(state.tried_at) if state else None,
                "down_since": moment(state.down_since) if state else None,
                "reason": state.reason if state else "",
                "posts": state.posts if state else 0,
            }
        )
    return rows


def _account(source: Source, home: Path) -> dict[str, Any] | None:
    from storage.accounts import AccountFile
    from storage.keys import Keyring

    if source.account is None:
        return None
    known = AccountFile(home, source.id, source.account.id, keyring=Keyring.open(home)).state()
    state = "not signed in yet" if known.state is AccountState.NEW else known.state.value
    return {"id": source.account.id, "state": state, "since": moment(known.since), "reason": known.reason}


def _seen(address: dict[str, Any]) -> str:
    if address["tried_at"] is None:
        return "not tried yet"
    posts = f"{address['posts']} posts seen through it"
    if address["down_since"] is not None:
        return f"down since {address['down_since']} ({address['reason']}), {posts}"
    return f"answered {address['answered_at']}, {posts}"


def _since(at: str | None) -> str:
    return f" since {at}" if at else ""
