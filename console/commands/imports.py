"""`watch import` and `source import`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console.output import say, write, write_json
from console.places import Places
from model.errors import BadInput

if TYPE_CHECKING:
    from storage.catalog_import import Table

__all__ = ["add_sources", "add_watches"]

MOST = 50
"""Wrong lines that are told; the rest are counted."""

_File = Annotated[Path, typer.Argument(help="A CSV file; its first line names the keys.", show_default=False)]
_Check = Annotated[bool, typer.Option("--check", help="Say what is wrong with it, and write nothing.")]
_Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


def add_watches(group: typer.Typer) -> None:
    """Give *group* the import of watches."""
    group.command("import")(_watches)


def add_sources(group: typer.Typer) -> None:
    """Give *group* the import of sources."""
    group.command("import")(_sources)


def _watches(context: typer.Context, file: _File, check: _Check = False, as_json: _Json = False) -> None:
    """Add many watches from a CSV file: all of them, or none when a line is wrong.

    Its first line names keys as in YAML: name, and id, terms, exclude, weak, sector, fuzzy, patterns, signatures as
    you like. Cells are set apart by ; or , and the values of a list by |. Exits with 2 when a line is wrong.

    Example: vigie watch import clients.csv --check
    """
    from storage.catalog_import import WATCHES

    _import(context.obj, file, WATCHES, check=check, as_json=as_json)


def _sources(context: typer.Context, file: _File, check: _Check = False, as_json: _Json = False) -> None:
    """Add many sources from a CSV file, without a look at them: all of them, or none when a line is wrong.

    Its first line names keys as in YAML: url, and id, engine, every, delay, since, transport, proxy, hosts and others
    as you like; window.opens stands for a key under a key. Cells are set apart by ; or , and the values of a list
    by |. Exits with 2 when a line is wrong.

    Example: vigie source import forums.csv --check
    """
    from storage.catalog_import import SOURCES

    _import(context.obj, file, SOURCES, check=check, as_json=as_json)


def _import(places: Places, file: Path, table: Table, *, check: bool, as_json: bool) -> None:
    from storage.catalog_import import read_table

    read = read_table(file, table, places.config)
    for problem in read.problems[:MOST]:
        say(f"{problem}")
    written = None if check or read.problems else str(read.write())
    if as_json:
        wrong = [{"line": problem.line, "what": problem.what} for problem in read.problems]
        write_json({"schema_version": 1, table.plural: list(read.ids), "problems": wrong, "written": written})
    if read.problems:
        more = f", {len(read.problems) - MOST} of which are not shown" if len(read.problems) > MOST else ""
        problems = "1 thing is wrong" if len(read.problems) == 1 else f"{len(read.problems)} things are wrong"
        raise BadInput(f"{file}: {problems}{more}: nothing was written")
    if not as_json:
        for name in read.ids:
            write(name)
    if check:
        right = "1 entry is right" if len(read.ids) == 1 else f"{len(read.ids):,} entries are right"
        say(f"{right}; nothing was written")
    else:
        say(f"wrote {written}: {_NEXT[table.plural]}")


_NEXT = {
    "watches": "they count from the next visit on, 'vigie watch retro' looks back",
    "sources": "'vigie source try URL' shows what is read there, 'vigie visit --due' reads them now",
}
