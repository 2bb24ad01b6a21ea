"""The verbs, one module a noun; what a verb needs is imported when it runs, so that `--help` is quick."""

from __future__ import annotations

from functools import cache
from typing import Annotated

import typer

from console.commands import (
    alerts,
    daemon,
    demo,
    doctor,
    indexing,
    post,
    posts,
    searching,
    setup,
    sources,
    tor,
    visits,
    watches,
)
from console.output import write

__all__ = ["application"]

_EPILOG = (
    "Every command takes --home DIR (all state; VIGIE_HOME) and --config DIR (all configuration; VIGIE_CONFIG), "
    "before or after its name."
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        write(f"vigie {version('vigie')}")
        raise typer.Exit


def _root(
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
    _home: Annotated[str | None, typer.Option("--home", metavar="DIR", help="All state.")] = None,
    _config: Annotated[str | None, typer.Option("--config", metavar="DIR", help="All configuration.")] = None,
) -> None:
    """Vigie watches the places where stolen data changes hands, and tells an organisation when it is its turn.

    Try it first: vigie demo
    """


@cache
def application() -> typer.Typer:
    """The command tree."""
    root = typer.Typer(
        name="vigie",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        epilog=_EPILOG,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    root.callback()(_root)
    for module in (demo, setup, doctor, daemon, visits, posts, searching):
        module.add_to(root)
    for name, group in (
        ("source", sources),
        ("post", post),
        ("watch", watches),
        ("alert", alerts),
        ("index", indexing),
        ("tor", tor),
    ):
        root.add_typer(group.verbs(), name=name, no_args_is_help=True)
    root.add_typer(posts.export_verbs(), name="export", no_args_is_help=True)
    return root
