"""`alert list`, `show`, `ack`, `resend` and `test`."""

from __future__ import annotations

import getpass
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.output import moment, say, table, write, write_json
from console.places import Places
from model.errors import BadInput

if TYPE_CHECKING:
    from model.cases import Alert, AlertId, Case, Delivery
    from storage.ledger import SqliteLedger

__all__ = ["verbs"]


def verbs() -> typer.Typer:
    """The group `alert`."""
    group = typer.Typer(help="What people were told, and what they make of it.", rich_markup_mode=None)
    group.command("list")(_list)
    group.command("show")(_show)
    group.command("ack")(_acknowledge)
    group.command("test")(_test)
    return group


def _list(
    context: typer.Context,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="At most so many.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """List alerts, newest first, with how far each got, and the cases they are about.

    Example: vigie alert list --json
    """
    from console.wiring import ledger

    places: Places = context.obj
    with ledger(places.home) as book:
        told, cases = book.alerts(limit=limit), book.cases(limit=limit)
    if as_json:
        alerts = [_alert(alert, deliveries) for alert, deliveries in told]
        write_json({"schema_version": 1, "alerts": alerts, "cases": [_case(case) for case in cases]})
        return
    table(
        ("ALERT", "AT", "LEVEL", "KIND", "ABOUT", "DELIVERIES"),
        [
            (f"A-{a.id}", moment(a.created_at), a.level.value, a.kind.value, a.subject, _states(deliveries))
            for a, deliveries in told
        ],
    )
    write()
    table(
        ("CASE", "STATE", "LEVEL", "WATCH", "INTENT", "POSTS", "SOURCE", "TITLE"),
        [
            (f"C-{c.number}", c.state.value, c.level.value, c.subject, c.intent.value, c.posts, c.source, c.title)
            for c in cases
        ],
    )


def _show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A-… of an alert or C-… of a case.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Show one alert as it was told, or one case with its posts.

    Example: vigie alert show A-1
    """
    from console.wiring import ledger

    places: Places = context.obj
    with ledger(places.home) as book:
        if name[:1] in "Cc":
            _show_case(book, _case_named(book, name), as_json=as_json)
            return
        alert, deliveries = _alert_named(book, name)
    if as_json:
        write_json({"schema_version": 1, **_alert(alert, deliveries), "text": alert.text})
        return
    write(alert.text)
    write()
    for delivery in deliveries:
        trouble = f": {delivery.error}" if delivery.error else ""
        write(f"{delivery.channel}: {delivery.state.value} (attempt {delivery.attempt}){trouble}")


def _show_case(book: SqliteLedger, case: Case, *, as_json: bool) -> None:
    view = book.case(case.key)
    posts = view.posts if view else ()
    if as_json:
        listed = [
            {
                "key": p.key,
                "author": p.author,
                "posted_at": moment(p.posted_at),
                "text": p.text,
                "permalink": p.permalink,
            }
            for p in posts
        ]
        write_json({"schema_version": 1, **_case(case), "posts": listed})
        return
    write(f"C-{case.number}  {case.subject}  {case.intent.value}  {case.state.value}")
    write(case.title)
    for post in posts:
        write()
        write(f"{moment(post.posted_at) or 'no date'}  {post.author}")
        write(post.text or "(kept without its text)")


def _acknowledge(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A-… of an alert or C-… of a case.")],
    by: Annotated[str | None, typer.Option("--by", help="Who looks after it; you by default.")] = None,
) -> None:
    """Say that somebody looks after it.

    Example: vigie alert ack A-1 --by marie
    """
    from console.wiring import ledger

    places: Places = context.obj
    person = by or getpass.getuser()
    with ledger(places.home) as book:
        keys = (_case_named(book, name).key,) if name[:1] in "Cc" else _alert_named(book, name)[0].cases
        if not keys:
            raise BadInput(f"{name} is about no case, so there is nothing to acknowledge")
        for key in keys:
            case = book.acknowledge(key, by=person, at=datetime.now(UTC))
            say(f"C-{case.number} acknowledged by {case.acknowledged_by} at {moment(case.acknowledged_at)}")


def _test(
    context: typer.Context,
    channel: Annotated[str | None, typer.Option("--channel", help="Only this one.")] = None,
) -> None:
    """Send a test message through every channel, the way alerts go.

    Exits with 3 when one did not take it. Example: vigie alert test --channel telegram
    """
    from console.testing_channels import send_test

    raise typer.Exit(0 if send_test(context.obj, channel) else 3)


def _number(name: str, letter: str) -> int:
    found = re.fullmatch(rf"{letter}?-?(\d{{1,12}})", name, re.IGNORECASE)
    if found is None:
        raise BadInput(f"{name}: alerts are called A-1, cases C-1; 'vigie alert list' shows them")
    return int(found[1])


def _alert_named(book: SqliteLedger, name: str) -> tuple[Alert, list[Delivery]]:
    from model.cases import AlertId

    found = book.alert(AlertId(_number(name, "A")))
    if found is None:
        raise BadInput(f"there is no alert {name}: 'vigie alert list' shows them")
    return found


def _case_named(book: SqliteLedger, name: str) -> Case:
    number = _number(name, "C")
    found = next((case for case in book.cases(limit=1_000_000) if case.number == number), None)
    if found is None:
        raise BadInput(f"there is no case {name}: 'vigie alert list' shows them")
    return found


def _states(deliveries: list[Delivery]) -> str:
    return ", ".join(f"{d.channel} {d.state.value}" for d in deliveries)


def _name(alert: AlertId) -> str:
    return f"A-{alert}"


def _alert(alert: Alert, deliveries: list[Delivery]) -> dict[str, Any]:
    return {
        "id": _name(alert.id),
        "kind": alert.kind.value,
        "level": alert.level.value,
        "subject": alert.subject,
        "created_at": moment(alert.created_at),
        "cases": list(alert.cases),
        "deliveries": [
            {"channel": d.channel, "state": d.state.value, "attempt": d.attempt, "error": d.error} for d in deliveries
        ],
    }


def _case(case: Case) -> dict[str, Any]:
    return {
        "id": f"C-{case.number}",
        "key": case.key,
        "watch": case.subject,
        "source": case.source,
        "title": case.title,
        "level": case.level.value,
        "intent": case.intent.value,
        "state": case.state.value,
        "historic": case.is_historic,
        "posts": case.posts,
        "opened_at": moment(case.opened_at),
        "updated_at": moment(case.updated_at),
        "told_at": moment(case.told_at),
        "acknowledged_by": case.acknowledged_by,
    }
