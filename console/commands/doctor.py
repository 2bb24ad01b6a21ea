"""`doctor`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from console.output import write, write_json
from console.places import Places
from model.findings import Finding

__all__ = ["add_to"]

CHECK_FAILED = 3
_WORDS = {True: "ok", False: "FAILED", None: "unknown"}


def add_to(root: typer.Typer) -> None:
    """Give *root* this verb."""
    root.command("doctor")(_doctor)


def _doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Check every promise, and say how to mend what does not hold; exit code 3 when something does not.

    Where Tor is used, it is proven: there, really Tor, a circuit for each source, no look-up, nothing without it.
    Example: vigie doctor --json
    """
    from console.checks import checked

    places: Places = context.obj
    findings = []
    for finding in checked(places):
        findings.append(finding)
        if not as_json:
            _show(finding)
    failed = [finding for finding in findings if finding.holds is False]
    if as_json:
        rows = [{**asdict(finding), "holds": _WORDS[finding.holds].lower()} for finding in findings]
        write_json({"schema_version": 1, "ok": not failed, "checks": rows})
    if failed:
        raise typer.Exit(CHECK_FAILED)


def _show(finding: Finding) -> None:
    write(f"{_WORDS[finding.holds]:<8}{finding.name}: {finding.said}")
    if finding.fix is not None:
        write(f"{'':<8}-> {finding.fix}")
