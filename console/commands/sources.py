"""`source add`, `import`, `list`, `pause` and `resume`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from console.commands import imports, source_check, source_try
from console.output import moment, say, table, write, write_json
from console.places import Places, log_level
from model.errors import BadInput, Refused, VigieError
from model.sources import Transport

__all__ = ["verbs"]


def verbs() -> typer.Typer:
    """The group `source`."""
    group = typer.Typer(help="The places that are visited.", rich_markup_mode=None)
    group.command("add")(_add)
    imports.add_sources(group)
    group.command("list")(_list)
    source_check.add_to(group)
    source_try.add_to(group)
    group.command("pause")(_pause)
    group.command("resume")(_resume)
    return group


def _add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="Where its boards are listed, or one board of it.")],
    name: Annotated[str | None, typer.Option("--id", help="What to call it; the host's name by default.")] = None,
    every: Annotated[str, typer.Option("--every", help="How often to visit it.")] = "20m",
    delay: Annotated[str | None, typer.Option("--delay", help="Between two requests; 4s by default.")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Older posts are historic.")] = None,
    zone: Annotated[str | None, typer.Option("--timezone", metavar="ZONE", help="The zone its dates are in.")] = None,
    transport: Annotated[
        Transport | None, typer.Option("--transport", help="The way out; an .onion is always reached as one.")
    ] = None,
    mirrors: Annotated[
        list[str] | None, typer.Option("--mirror", metavar="URL", help="A further address of it; may be repeated.")
    ] = None,
    cookies: Annotated[
        str | None, typer.Option("--cookies", metavar="FILE", help="Cookies of a browser that is signed in there.")
    ] = None,
    unseen: Annotated[bool, typer.Option("--unseen", help="Do not look at it first.")] = False,
) -> None:
    """Add a source by its address, after one look at it that tells its software.

    Example: vigie source add https://forum.example/forumdisplay.php?fid=2 --every 30m
    """
    from storage.catalog_edit import add_source

    places: Places = context.obj
    engine = None if unseen else _seen(places, url, transport)
    account = {"cookies_file": str(Path(cookies).absolute())} if cookies else None
    further = [{"url": mirror} for mirror in mirrors or ()]
    path = add_source(
        places.config,
        url,
        id=name,
        every=every,
        delay=delay,
        since=since,
        board_zone=zone,
        engine=engine,
        transport=transport.value if transport else None,
        mirrors=further,
        account=account,
    )
    write(path.stem)
    say(f"wrote {path}: 'vigie visit {path.stem}' reads it now, 'vigie run' on schedule")


def _seen(places: Places, url: str, transport: Transport | None) -> str:
    """The software at *url*, after one look; says what it saw, and raises when that is nothing to visit."""
    from console.wiring import catalog
    from crawler.log import install
    from crawler.looking import look
    from crawler.tor.places import with_tor
    from crawler.way_out import way_out
    from model.identities import SourceId
    from model.sources import Source
    from model.visits import PageClass

    source_try.must_be_address(url)
    install(level=log_level())
    source = Source(id=SourceId("look"), url=url, transport=transport or Transport.CLEAR)
    if source.is_onion and transport is None:
        source = replace(source, transport=Transport.ONION)
    settings = with_tor(catalog(places.configured).settings, places.home)
    glance = look(source, settings.limits, way_out(source, settings))
    unadded = f"nothing was added; --unseen adds {source.host} all the same"
    if glance.is_refused:
        raise Refused(f"{glance.reason}: {unadded}")
    if glance.page_class is None:
        raise VigieError(f"{glance.reason}: {unadded}")
    if glance.page_class in (PageClass.LOGIN, PageClass.CHALLENGE, PageClass.SEIZED, PageClass.ERROR):
        raise VigieError(f"{source.host}: {glance.page_class.value} ({glance.reason}): {unadded}")
    if glance.engine is None:
        raise VigieError(f"{source.host}: nothing here could be read: {unadded}")
    say(f"{glance.engine}: {glance.boards} boards, {glance.threads} threads, {glance.posts} posts on that page")
    return glance.engine


def _list(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """List the sources and when each is visited.

    Example: vigie source list --json
    """
    from console.wiring import catalog, ledger
    from crawler.schedule import describe

    places: Places = context.obj
    known = catalog(places.configured)
    with ledger(places.home) as book:
        states = {state.id: state for state in book.states()}
    rows = [
        {
            "id": source.id,
            "url": source.url,
            "engine": source.engine,
            "transport": source.transport.value,
            "schedule": describe(source.schedule),
            "paused": bool((state := states.get(source.id)) and state.paused_at),
            "next_due_at": moment(state.next_due_at) if state else None,
        }
        for source in known.sources
    ]
    if as_json:
        write_json({"schema_version": 1, "sources": rows})
        return
    if not rows:
        say(f"no sources in {places.config / 'sources'}: vigie source add https://forum.example/")
        return
    table(
        ("SOURCE", "SOFTWARE", "WAY", "SCHEDULE", "URL"),
        [
            (r["id"], r["engine"] or "?", r["transport"], "paused" if r["paused"] else r["schedule"], r["url"])
            for r in rows
        ],
    )


def _pause(context: typer.Context, source: Annotated[str, typer.Argument(help="The source's id.")]) -> None:
    """Visit a source no more, until 'vigie source resume'.

    Example: vigie source pause forum-example
    """
    _set_pause(context.obj, source, datetime.now(UTC))


def _resume(context: typer.Context, source: Annotated[str, typer.Argument(help="The source's id.")]) -> None:
    """Visit a paused source again.

    Example: vigie source resume forum-example
    """
    _set_pause(context.obj, source, None)


def _set_pause(places: Places, name: str, at: datetime | None) -> None:
    from console.wiring import catalog, ledger

    source = catalog(places.configured).source(name)
    if source is None:
        raise BadInput(f"no source is called {name}: 'vigie source list' shows them")
    with ledger(places.home) as book:
        book.register(source.id, now=datetime.now(UTC))
        book.pause(source.id, at=at)
    say(f"{name} is {'paused' if at else 'visited again'}")
