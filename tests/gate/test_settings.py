"""Every setting is explained where people look for it: in the shipped files themselves."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from crawler.pages import ENGINES
from crawler.pages.generic import ENGINE as GENERIC
from model.settings import Settings
from storage.catalog_settings import SettingsForm
from storage.catalog_sources import Engine, SourceForm


def keys(form: type[BaseModel]) -> set[str]:
    """The keys of *form* and of the forms within it."""
    found = set(form.model_fields)
    for field in form.model_fields.values():
        for kind in [field.annotation, *getattr(field.annotation, "__args__", ())]:
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                found |= keys(kind)
    return found


@pytest.mark.parametrize(
    ("form", "file"), [(SettingsForm, "config/settings.yaml"), (SourceForm, "config/sources/example.yaml")]
)
def test_each_key_stands_in_the_shipped_file_s_explanations(form: type[BaseModel], file: str, root: Path) -> None:
    comments = " ".join(line.partition("#")[2] for line in (root / file).read_text().splitlines())
    unexplained = {key for key in keys(form) if key not in comments and key not in STRUCTURE}
    assert not unexplained


STRUCTURE = frozenset({"alerting", "limits", "pages", "opens", "closes"})
"""Keys that only hold others, or whose example says all."""


def test_each_setting_of_the_model_can_be_written() -> None:
    names = {field.name for noun in (Settings, *_parts(Settings)) for field in dataclasses.fields(noun)}
    assert names - {"digest_at", "digest_zone"} <= keys(SettingsForm)


def test_a_source_may_name_each_software_whose_pages_are_read_and_no_other() -> None:
    assert set(get_args(Engine)) == {*ENGINES, GENERIC}


def _parts(noun: type[Settings]) -> list[type]:
    return [
        type(part)
        for part in (getattr(noun(), field.name) for field in dataclasses.fields(noun))
        if dataclasses.is_dataclass(part)
    ]
