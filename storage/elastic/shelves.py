"""The indices behind one alias: one a month of first sight, a generation a rebuild, a name of its own each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import elasticsearch
from elasticsearch import Elasticsearch

from model.errors import WrongServer
from model.indexing import IndexMark
from storage.elastic.client import spoken

__all__ = ["SCHEMA", "Generation", "Shelves"]


@cache
def _mapping() -> Mapping[str, Any]:
    text = files("storage.elastic").joinpath("mapping.json").read_text(encoding="utf-8")
    said: Mapping[str, Any] = json.loads(text)
    return said


SCHEMA = int(_mapping()["version"])
"""Changes with the mapping; an index of another schema is rebuilt."""

_NAME = re.compile(r"v(?P<schema>\d+)(?:\.(?P<build>\d+))?-(?P<month>\d{4}\.\d\d)")


@dataclass(frozen=True, slots=True, order=True)
class Generation:
    """All indices that one rebuild made, or the relay from the start."""

    schema: int = SCHEMA
    build: int = 1

    def __str__(self) -> str:
        return f"v{self.schema}" if self.build == 1 else f"v{self.schema}.{self.build}"


class Shelves:
    """What stands behind the alias, asked of the server each time: other processes change it."""

    def __init__(self, client: Elasticsearch, alias: str, *, words: str | None = None) -> None:
        self._client, self.alias = client, alias
        self._words = words
        """The version of the analysis that makes words and stems; `None`: of no matter here."""
        self.next = f"{alias}-next"
        """The alias of what a rebuild fills: it is written to, and not searched."""

    def prepare(self) -> None:
        """Let an index that is made unasked have the right mapping all the same."""
        template = {name: _mapping()[name] for name in ("settings", "mappings")}
        with spoken():
            self._client.indices.put_index_template(
                name=self.alias, index_patterns=[f"{self.alias}-v{SCHEMA}*"], template=template, version=SCHEMA
            )

    def standing(self) -> dict[str, set[str]]:
        """Every index of ours with its aliases."""
        with spoken():
            said = self._client.indices.get_alias(index=f"{self.alias}-v*", allow_no_indices=True)
        ours = {name: set(one["aliases"]) for name, one in said.items() if self.generation(name) is not None}
        return dict(sorted(ours.items()))

    def generation(self, index: str) -> Generation | None:
        """The generation of *index*; `None` when it is not one of ours."""
        name = _NAME.fullmatch(index.removeprefix(f"{self.alias}-"))
        return None if name is None else Generation(int(name["schema"]), int(name["build"] or 1))

    def index(self, generation: Generation, mark: IndexMark) -> str:
        """The index that holds the post of *mark*."""
        return f"{self.alias}-{generation}-{mark.filed_at.astimezone(UTC):%Y.%m}"

    def targets(self) -> dict[Generation, str]:
        """What is to be written to, each with its alias: what is searched, and what a rebuild fills."""
        standing = self.standing()
        served, building = self._newest(standing, self.alias), self._newest(standing, self.next)
        if served is None and building is None:
            return {Generation(): self.alias}
        other = self._of_other_words()
        named = ((served, self.alias), (building, self.next))
        chosen: dict[Generation, str] = {}
        for one, alias in named:
            if one is not None and one.schema == SCHEMA and one not in other:
                chosen.setdefault(one, alias)
        if not chosen:
            raise self._outdated()
        return chosen

    def check(self) -> None:
        """Raise `WrongServer` when what is searched was made with other words than queries are: it would lie."""
        if self.served() in self._of_other_words():
            raise self._outdated()

    def ensure(self, indices: Mapping[str, str]) -> None:
        """Make those of *indices* that are not there, each behind its alias."""
        standing = self.standing()
        for index, alias in indices.items():
            if alias not in standing.get(index, ()):
                self._make(index, alias)

    def begin(self, month: datetime) -> Generation:
        """The generation that a rebuild fills: the one that was begun, else a new one."""
        standing = self.standing()
        begun = self._newest(standing, self.next)
        if begun is not None and begun.schema == SCHEMA and begun not in self._of_other_words():
            return begun
        self.drop(index for index, aliases in standing.items() if self.alias not in aliases)
        builds = [one.build for name in standing if (one := self.generation(name)) and one.schema == SCHEMA]
        fresh = Generation(SCHEMA, max(builds, default=0) + 1)
        self._make(f"{self.alias}-{fresh}-{month.astimezone(UTC):%Y.%m}", self.next)
        return fresh

    def swap(self, generation: Generation) -> None:
        """Let *generation* be searched and no other, from one moment to the next; drop the others."""
        standing = self.standing()
        new = [index for index in standing if self.generation(index) == generation]
        shown = [{"add": {"index": index, "alias": self.alias}} for index in new]
        hidden = [{"remove": {"index": index, "alias": self.next, "must_exist": False}} for index in new]
        old = [index for index, aliases in standing.items() if index not in new and self.alias in aliases]
        gone = [{"remove": {"index": index, "alias": self.alias}} for index in old]
        with spoken():
            self._client.indices.update_aliases(actions=[*shown, *hidden, *gone])
        # dropped apart: a node closes an index before it forgets that the alias named it, and searches would fail
        self.drop(index for index in self.standing() if self.generation(index) != generation)

    def drop(self, indices: Iterable[str]) -> None:
        """Delete *indices*, whether or not they are there."""
        with spoken():
            for index in indices:
                self._client.options(ignore_status=404).indices.delete(index=index)

    def refresh(self) -> None:
        """Let what was written be found now."""
        with spoken():
            for index in self.standing():
                self._client.options(ignore_status=404).indices.refresh(index=index)

    def of(self, generation: Generation) -> Sequence[str]:
        """The indices of *generation*."""
        return [index for index in self.standing() if self.generation(index) == generation]

    def searched(self) -> Sequence[str]:
        """The indices behind the alias."""
        return [index for index, aliases in self.standing().items() if self.alias in aliases]

    def served(self) -> Generation | None:
        """The generation that is searched; `None` when there is none."""
        return self._newest(self.standing(), self.alias)

    def _of_other_words(self) -> set[Generation | None]:
        """The generations that another analysis made."""
        if self._words is None:
            return set()
        with spoken():
            said = self._client.indices.get_mapping(index=f"{self.alias}-v*", allow_no_indices=True)
        made = {index: one["mappings"].get("_meta", {}).get("analysis") for index, one in said.items()}
        return {self.generation(index) for index, words in made.items() if words != self._words} - {None}

    def _outdated(self) -> WrongServer:
        return WrongServer(f"the index {self.alias} was made by another version of Vigie: run `vigie index rebuild`")

    def _newest(self, standing: Mapping[str, set[str]], alias: str) -> Generation | None:
        some = (self.generation(index) for index, aliases in standing.items() if alias in aliases)
        return max((one for one in some if one is not None), default=None)

    def _make(self, index: str, alias: str) -> None:
        said = {name: _mapping()[name] for name in ("settings", "mappings")}
        said["mappings"] = {**said["mappings"], "_meta": {"analysis": self._words}}
        with spoken():
            try:
                self._client.indices.create(index=index, **said)
            except elasticsearch.BadRequestError as error:
                if error.error != "resource_already_exists_exception":
                    raise
            self._client.indices.put_alias(index=index, name=alias)  # only now: it answers from its first moment
