"""Reads the shipped lexicon, watchlists and signatures the short way: storage has the strict one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from model.identities import SignatureId, WatchId
from model.lexicon import Cue, Language, Lexicon
from model.matches import Intent
from model.watches import Example, Field, RowKind, Rows, Sector, Signature, SignatureStatus, Volume, Watch, Watchlist
from storage.catalog_learnt import learnt
from storage.catalog_yaml import File

__all__ = ["lexicon", "six_watches", "watchlist"]

ROOT = Path(__file__).resolve().parents[2]


def _read(path: Path) -> Mapping[str, Any]:
    return YAML(typ="safe").load(path)  # type: ignore[no-any-return]  # checked by the nouns below


def _cue(item: object) -> Cue:
    return Cue(say=item) if isinstance(item, str) else Cue(**item)  # type: ignore[arg-type]


def _language(path: Path) -> Language:
    read = _read(path)
    return Language(
        code=read["language"],
        intents={Intent(key): tuple(map(_cue, items)) for key, items in read["intents"].items()},
        fields={Field(key): tuple(map(str, items)) for key, items in read["fields"].items()},
        stopwords=tuple(map(str, read["stopwords"])),
        samples=tuple(map(str, read["samples"])),
        topics={key: tuple(map(str, says)) for key, says in read["topics"].items()},
    )


def lexicon() -> Lexicon:
    """All shipped languages, and what was learnt beside them."""
    folder = ROOT / "config/lexicon"
    weights = folder / "intents.json.gz"
    return Lexicon(
        languages=tuple(_language(path) for path in sorted(folder.glob("*.yaml"))),
        learnt=learnt(File(name=weights.name, content=weights.read_bytes())),
    )


def _examples(items: list[dict[str, Any]]) -> tuple[Example, ...]:
    return tuple(Example(**item) for item in items)


def _watch(item: dict[str, Any]) -> Watch:
    return Watch(
        id=WatchId(item["id"]),
        name=item["name"],
        terms=tuple(dict.fromkeys([item["name"], *item["terms"]])),
        exclude=tuple(item.get("exclude", ())),
        fuzzy=item.get("fuzzy", True),
        weak=tuple(item.get("weak", ())),
        sector=Sector(item["sector"]) if "sector" in item else None,
        signatures=tuple(SignatureId(one) for one in item.get("signatures", ())),
        examples=_examples(item.get("examples", [])),
    )


def _signature(read: Mapping[str, Any]) -> Signature:
    return Signature(
        id=SignatureId(read["id"]),
        title=read["title"],
        status=SignatureStatus(read["status"]),
        names=tuple(read.get("names", ())),
        must=frozenset(map(Field, read.get("must", ()))),
        may=frozenset(map(Field, read.get("may", ()))),
        must_not=frozenset(map(Field, read.get("must_not", ()))),
        volumes=tuple(Volume(**volume) for volume in read.get("volumes", ())),
        words=tuple(map(str, read.get("words", ()))),
        together=tuple(tuple(map(str, group)) for group in read.get("together", ())),
        parts=tuple(map(str, read.get("parts", ()))),
        rows=Rows(of=RowKind(read["rows"]["of"]), least=read["rows"]["least"]) if "rows" in read else None,
        weights=tuple(read.get("weights", {}).items()),
        threshold=read.get("threshold", 60),
        notice_on=read.get("notice_on"),
        references=tuple(read["references"]),
        false_positives=tuple(read["false_positives"]),
        examples=_examples(read["examples"]),
    )


def watchlist() -> Watchlist:
    """The shipped watches on the French operators, and the shipped signatures."""
    return Watchlist(
        watches=tuple(map(_watch, _read(ROOT / "config/watchlist/health-fr.yaml")["watches"])),
        signatures=tuple(_signature(_read(path)) for path in sorted((ROOT / "config/signatures").glob("*.yaml"))),
    )


def six_watches() -> tuple[Watch, ...]:
    """The watches on the organisations of the labelled posts."""
    return tuple(map(_watch, _read(ROOT / "tests/eval/config/watchlist/watches.yaml")["watches"]))
