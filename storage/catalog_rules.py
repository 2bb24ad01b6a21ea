"""Patterns and YARA rules of watches: refused where they stand, before anything is matched with them."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import re2
from pydantic import AfterValidator

from model.errors import BadConfig
from model.patterns import branches
from storage.catalog_entries import AnyForm, Entry
from storage.catalog_forms import wrong
from storage.catalog_values import Line

__all__ = ["Pattern", "rules_of"]

MEMORY = 16 << 20  # bytes that one pattern may take; larger ones are hardly meant


def _usable(source: str) -> str:
    options = re2.Options()
    options.max_mem = MEMORY
    options.log_errors = False
    try:
        parts = [re2.compile(branch.source, options) for branch in branches(source)]
    except (re2.error, ValueError) as error:
        raise wrong(f"this pattern cannot be used: {_told(error)}") from error
    if any(part.search("") for part in parts):
        raise wrong("this pattern is found in every text, even in none: make it say something")
    return source


def _told(error: Exception) -> str:
    what = error.args[0] if error.args else error
    told = what.decode("utf-8", "replace") if isinstance(what, bytes) else str(what)
    hint = "; patterns are RE2's, which looks neither ahead nor behind" if "perl operator" in told else ""
    return told + hint


Pattern = Annotated[Line, AfterValidator(_usable)]
"""A regular expression of RE2."""


def rules_of(entry: Entry[AnyForm], name: str, folder: Path) -> str:
    """The YARA rules in the file *name* of *folder*; raises `BadConfig`, at `yara:` of *entry*."""
    path = folder / name
    if Path(name).name != name or not path.is_file():
        raise entry.error(f"no file '{name}' beside this one: `yara:` names a file in {folder.name}/", "yara")
    if find_spec("yara_x") is None:
        raise entry.error("YARA rules need yara-x: pip install 'vigie[yara]'", "yara")
    source = path.read_text("utf-8", "replace")
    import yara_x

    try:
        yara_x.compile(source)
    except yara_x.CompileError as error:
        first, *rest = str(error).splitlines()
        where = next((line.split(":")[1] for line in rest if "-->" in line), None)
        raise BadConfig(path, int(where) if where else None, f"{first}: mend the rule") from error
    return source
