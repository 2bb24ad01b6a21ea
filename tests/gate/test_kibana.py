"""The objects that Kibana imports fit each other, Kibana's forms and our mapping."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, Json


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Reference(Form):
    name: str
    type: Literal["index-pattern", "visualization", "search"]
    id: str


class Query(Form):
    query: str
    language: Literal["kuery"]


class Source(Form):
    query: Query
    filter: list[Any]
    indexRefName: str | None = None  # noqa: N815 - the names are Kibana's


class Meta(Form):
    searchSourceJSON: Json[Source]  # noqa: N815


class DataView(Form):
    title: str
    name: str
    timeFieldName: str  # noqa: N815
    allowHidden: bool  # noqa: N815
    sourceFilters: Json[list[Any]]  # noqa: N815
    fields: Json[list[Any]]
    fieldAttrs: Json[dict[str, Any]]  # noqa: N815
    fieldFormatMap: Json[dict[str, Any]]  # noqa: N815
    runtimeFieldMap: Json[dict[str, Any]]  # noqa: N815


class Aggregation(Form):
    id: str
    enabled: bool
    type: Literal["count", "terms", "date_histogram"]
    params: dict[str, Any]
    place: Literal["metric", "bucket", "segment", "group"] = Field(alias="schema")


class State(Form):
    title: str
    type: Literal["histogram", "table"]
    params: dict[str, Any]
    aggs: list[Aggregation]


class Visualization(Form):
    title: str
    description: str
    uiStateJSON: Json[dict[str, Any]]  # noqa: N815
    version: Literal[1]
    visState: Json[State]  # noqa: N815
    kibanaSavedObjectMeta: Meta  # noqa: N815


class Search(Form):
    title: str
    description: str
    columns: list[str]
    sort: list[tuple[str, Literal["asc", "desc"]]]
    grid: dict[str, Any]
    hideChart: bool  # noqa: N815
    isTextBasedQuery: bool  # noqa: N815
    timeRestore: bool  # noqa: N815
    kibanaSavedObjectMeta: Meta  # noqa: N815


class Grid(Form):
    x: int
    y: int
    w: int
    h: int
    i: str


class Panel(Form):
    type: Literal["visualization", "search"]
    gridData: Grid  # noqa: N815
    panelIndex: str  # noqa: N815
    embeddableConfig: dict[str, Any]  # noqa: N815
    panelRefName: str  # noqa: N815


class Dashboard(Form):
    title: str
    description: str
    version: Literal[1]
    timeRestore: bool  # noqa: N815
    timeFrom: str  # noqa: N815
    timeTo: str  # noqa: N815
    optionsJSON: Json[dict[str, bool]]  # noqa: N815
    panelsJSON: Json[list[Panel]]  # noqa: N815
    kibanaSavedObjectMeta: Meta  # noqa: N815


class Saved(Form):
    id: str
    type: str
    attributes: dict[str, Any]
    references: list[Reference]
    coreMigrationVersion: str  # noqa: N815
    typeMigrationVersion: str  # noqa: N815
    managed: bool


KINDS: dict[str, type[Form]] = {
    "index-pattern": DataView,
    "visualization": Visualization,
    "search": Search,
    "dashboard": Dashboard,
}


TAKEN: dict[str, tuple[str, set[str]]] = {
    "index-pattern": (
        "8.0.0",
        {"title", "name", "type", "typeMeta", "timeFieldName", "allowHidden", "sourceFilters", "fields", "fieldAttrs",
         "fieldFormatMap", "runtimeFieldMap"},
    ),
    "visualization": (
        "8.5.0",
        {"title", "description", "version", "kibanaSavedObjectMeta", "uiStateJSON", "visState", "savedSearchRefName"},
    ),
    "search": (
        "10.5.0",
        {"title", "description", "columns", "sort", "grid", "rowHeight", "rowsPerPage", "hideChart", "breakdownField",
         "kibanaSavedObjectMeta", "isTextBasedQuery", "usesAdHocDataView", "timeRestore", "timeRange",
         "refreshInterval", "viewMode", "hideAggregatedPreview", "hits", "version", "sampleSize", "headerRowHeight",
         "visContext", "density"},
    ),
    "dashboard": (
        "10.2.0",
        {"title", "description", "kibanaSavedObjectMeta", "timeRestore", "timeFrom", "timeTo", "refreshInterval",
         "controlGroupInput", "panelsJSON", "optionsJSON", "hits", "version"},
    ),
}  # fmt: skip
"""Of each kind the version that Kibana 9.2 knows, and all attributes that it takes at that version.

Read in Kibana's own sources: `saved_objects/` of its data_views, visualizations, saved_search and dashboard plugins.
It refuses an import that is newer, or, of searches and dashboards, holds anything else.
"""


@pytest.fixture(scope="module")
def saved(root: Path) -> list[Saved]:
    lines = (root / "docs/kibana/vigie.ndjson").read_text().splitlines()
    return [Saved.model_validate_json(line) for line in lines[:-1]]


def test_each_object_has_the_form_of_its_kind(saved: list[Saved]) -> None:
    for one in saved:
        KINDS[one.type].model_validate(one.attributes)


def test_kibana_knows_each_version_and_takes_each_attribute(saved: list[Saved]) -> None:
    for one in saved:
        version, taken = TAKEN[one.type]
        assert one.typeMigrationVersion == version
        assert one.coreMigrationVersion == "8.8.0"
        assert set(one.attributes) <= taken


def test_the_closing_line_counts_them(saved: list[Saved], root: Path) -> None:
    last = json.loads((root / "docs/kibana/vigie.ndjson").read_text().splitlines()[-1])

    assert (last["exportedCount"], last["missingRefCount"]) == (len(saved), 0)


def test_what_is_referred_to_is_there(saved: list[Saved]) -> None:
    there = {(one.type, one.id) for one in saved}

    assert {(ref.type, ref.id) for one in saved for ref in one.references} <= there


def test_each_panel_finds_what_it_shows(saved: list[Saved]) -> None:
    (dashboard,) = (one for one in saved if one.type == "dashboard")
    panels = Dashboard.model_validate(dashboard.attributes).panelsJSON

    assert {f"{panel.panelIndex}:{panel.panelRefName}" for panel in panels} == {r.name for r in dashboard.references}
    assert all(panel.gridData.x + panel.gridData.w <= 48 for panel in panels)


def test_every_field_that_is_shown_is_in_the_mapping(saved: list[Saved], root: Path) -> None:
    mapping = json.loads((root / "storage/elastic/mapping.json").read_text())["mappings"]
    fields = set(_fields(mapping))
    shown = {column for one in saved for column in one.attributes.get("columns", [])}
    for one in saved:
        aggregations = json.loads(one.attributes.get("visState", '{"aggs": []}'))["aggs"]
        shown |= {aggregation["params"]["field"] for aggregation in aggregations if "field" in aggregation["params"]}

    assert shown <= fields


def _fields(mapping: dict[str, Any], prefix: str = "") -> list[str]:
    found: list[str] = []
    for name, said in mapping["properties"].items():
        found += _fields(said, f"{prefix}{name}.") if "properties" in said else [prefix + name]
    return found
