"""`source try`: what would be read at an address, and what is missing, before anything is saved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.output import say, write, write_json
from console.places import Places, log_level
from model.errors import BadInput, Refused, VigieError
from model.sources import Transport

if TYPE_CHECKING:
    from crawler.looking import Glance
    from model.sources import Source

__all__ = ["add_to", "must_be_address"]

UNREAD = 3  # exit code: nothing that could be read stands there


def add_to(group: typer.Typer) -> None:
    """Give *group* this verb."""
    group.command("try")(_try)


def _try(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="A board index, a board or a thread.")],
    zone: Annotated[str | None, typer.Option("--timezone", metavar="ZONE", help="The zone its dates are in.")] = None,
    transport: Annotated[
        Transport | None, typer.Option("--transport", help="The way out; an .onion is always reached as one.")
    ] = None,
    selectors: Annotated[
        Path | None, typer.Option("--read", metavar="FILE", help="YAML with the selectors to try: a source's `read`.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Fetch one address and show what is read of it and what is missing; nothing is saved.

    Exits with 3 when neither posts nor threads nor boards can be read. Example: vigie source try https://forum.example/
    """
    from console.wiring import catalog
    from crawler.log import install
    from crawler.looking import look
    from crawler.tor.places import with_tor
    from crawler.way_out import way_out
    from storage.catalog_selectors import selectors_in

    places: Places = context.obj
    install(level=log_level())
    source = replace(_source(url, zone, transport), read=selectors_in(selectors) if selectors else None)
    settings = with_tor(catalog(places.configured).settings, places.home)
    glance = look(source, settings.limits, way_out(source, settings))
    if glance.is_refused:
        raise Refused(glance.reason)
    if glance.page_class is None:
        raise VigieError(glance.reason)
    missing = _missing(glance)
    if as_json:
        write_json({"schema_version": 1, "url": url, **_plain(glance), "missing": missing})
    else:
        _tell(source, glance, missing)
    if not (glance.posts or glance.threads or glance.boards):
        raise typer.Exit(UNREAD)


def must_be_address(url: str) -> None:
    """Raise `BadInput` for what no page has as its address, which may be anything, and is not shown."""
    from storage.catalog_values import is_address

    if "://" not in url:
        raise BadInput(f"{url}: write the whole address, such as https://{url}")
    if not is_address(url):
        raise BadInput("that is not the address of a page: write it like https://forum.example/")


def _source(url: str, zone: str | None, transport: Transport | None) -> Source:
    from model.identities import SourceId
    from model.sources import Source

    must_be_address(url)
    source = Source(id=SourceId("try"), url=url, zone=zone, transport=transport or Transport.CLEAR)
    return replace(source, transport=Transport.ONION) if source.is_onion and transport is None else source


def _plain(glance: Glance) -> dict[str, Any]:
    values = asdict(glance)
    del values["is_refused"]
    return {
        **values,
        "page_class": glance.page_class.value if glance.page_class else None,
        "scores": dict(glance.scores),
    }


def _missing(glance: Glance) -> list[str]:
    """What the page does not tell, or we do not read."""
    count = glance.posts or glance.threads
    what = "posts" if glance.posts else "threads"
    shares = {"an author": glance.named, "a date": glance.dated}
    if glance.posts:
        shares["words of their own"] = glance.worded
    elif glance.threads:
        shares["a number of replies"] = glance.numbered
    lacks = [f"{count - told} of {count} {what} without {name}" for name, told in shares.items() if told < count]
    if glance.hides:
        lacks.append("a block that is shown to others only")
    if count and glance.zone is None:
        lacks.append("the board's zone: its dates are taken for UTC unless --timezone says otherwise")
    return lacks


def _tell(source: Source, glance: Glance, missing: list[str]) -> None:
    assert glance.page_class is not None
    known = ", ".join(f"{name} {score}" for name, score in glance.scores[:3]) or "none"
    sure = "" if glance.sureness is None else f", {glance.sureness:.0%} sure"
    write(f"software   {glance.engine or 'not recognised'}{sure} (marks: {known})")
    write(f"page       {glance.page_class.value}{f': {glance.reason}' if glance.reason else ''}")
    write(f"found      {glance.posts} posts, {glance.threads} threads, {glance.boards} boards")
    if count := glance.posts or glance.threads:
        write(f"of these   {glance.named} with author, {glance.dated} with date, of {count}; {glance.quotes} quotes")
    write(f"dates      zone {glance.zone or 'not told'}, {_order(glance.day_first)}")
    write(f"pages      {glance.pages or 'not told'}, {'with' if glance.has_next else 'without'} a next one")
    for lack in missing:
        write(f"missing    {lack}")
    _suggest(source, glance)


def _yaml(source: Source, glance: Glance) -> Iterator[str]:
    """A file for the source, as far as one look tells what belongs into it."""
    yield f"id: {source.host.replace('.', '-')[:40].strip('-') or 'my-source'}"
    yield f"url: {source.url}"
    if glance.engine and source.read is None:
        yield f"engine: {glance.engine}"
    if source.transport is Transport.TOR:
        yield "transport: tor"
    if zone := source.zone or (glance.zone if "/" in (glance.zone or "") else None):
        yield f"board_zone: {zone}"
    if glance.day_first is not None:
        yield f"day_first: {str(glance.day_first).lower()}"
    if source.read is not None:
        yield "read: …  # the selectors that you tried"


def _order(day_first: bool | None) -> str:
    if day_first is None:
        return "order of day and month not told"
    return "day before month" if day_first else "month before day"


def _suggest(source: Source, glance: Glance) -> None:
    if glance.posts or glance.threads or glance.boards:
        zone = f" --timezone {source.zone}" if source.zone else ""
        say(f"nothing was saved; to visit it: vigie source add {source.url}{zone}, which writes a file like this one")
        for line in _yaml(source, glance):
            say(f"    {line}")
    else:
        say("nothing was saved, and nothing here could be read: see docs/operating.md for walls and odd software")
