"""Patterns and YARA rules of watches: refused where they stand, before anything is matched with them."""

from __future__ import annotations

import string
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import re2
from pydantic import AfterValidator

from model.errors import BadConfig
from model.patterns import branches, shortened
from storage.catalog_entries import AnyForm, Entry
from storage.catalog_forms import wrong
from storage.catalog_values import Line

__all__ = ["Pattern", "rules_of"]

SHOWN = 160  # characters of what is wrong with a pattern
TRIAL = ("a" * 50_000, "\0" * 50_000, "ab " * 20_000)  # texts on which rules that take too long do so
PATIENCE = 2  # seconds
SIGNS = f"{string.ascii_letters}{string.digits} .éя"  # some of them stand in every post
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
    if any(part.search(sign) for part in parts for sign in SIGNS):
        raise wrong("this pattern is found in nearly every text, as one letter is enough: make it say something")
    return source


def _told(error: Exception) -> str:
    what = error.args[0] if error.args else error
    told = shortened(what.decode("utf-8", "replace") if isinstance(what, bytes) else str(what), SHOWN)
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
    try:
        source = path.read_text("utf-8", "replace")
    except OSError as error:
        raise BadConfig(path, None, f"cannot be read ({error.strerror}): check its rights") from error
    import yara_x

    try:
        rules = yara_x.compile(source)
        _try(yara_x.Scanner(rules))
    except yara_x.TimeoutError as error:
        raise entry.error(
            f"the rules in '{name}' take longer than {PATIENCE} s on a small text: mend them", "yara"
        ) from error
    except yara_x.CompileError as error:
        first, *rest = str(error).splitlines()
        where = next((line.split(":")[1] for line in rest if "-->" in line), None)
        raise BadConfig(path, int(where) if where else None, f"{first}: mend the rule") from error
    if not list(rules):
        raise entry.error(f"'{name}' holds no rule: write one, or delete `yara:`", "yara")
    if always := [rule.identifier for rule in rules.scan(b"").matching_rules]:
        raise entry.error(f"rule '{always[0]}' in '{name}' holds for every text: make it say something", "yara")
    return source


def _try(scanner: Any) -> None:  # of yara_x, which has no types
    scanner.set_timeout(PATIENCE)
    scanner.max_matches_per_pattern(100)
    for text in TRIAL:
        scanner.scan(text.encode())
