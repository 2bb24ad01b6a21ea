"""Posts by somebody who had not seen the matcher are understood nearly as well as those it was made with."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from benchmarks.understanding import Judged, judged, macro
from matching.matcher import Matcher
from model.matches import Intent, Level
from model.watches import Field
from storage.catalog import load

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "tests/eval/own"
KINDS = {"thread_start", "reply", "paste", "channel_message", "leaksite_entry"}
LANGUAGES = {"fr", "en", "ru", "es", "de", "mixed"}
CURRENCIES = {"EUR", "USD", "GBP", "CHF", "CAD", "RUB", "BGN", "BTC", "ETH", "XMR", "credits"}


def _posts(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (OWN / f"{name}.jsonl").read_text("utf-8").splitlines()]


@lru_cache(maxsize=1)
def _results() -> tuple[Judged, ...]:
    catalog = load(ROOT / "tests/eval/config")
    return tuple(judged([*_posts("fresh"), *_posts("second")], Matcher(catalog.watchlist, catalog.lexicon)))


def _shares(what: str, results: Iterable[Judged]) -> tuple[float, float]:
    """Recall and precision of lists of *what*."""
    right = wanted = told = 0
    for one in results:
        label, said = one.pairs(what)
        right, wanted, told = right + len(label & said), wanted + len(label), told + len(said)
    return right / wanted, right / told


def _alert(post: dict[str, Any]) -> str:
    """The least that a post's labels call for."""
    if post["intent"] == "noise" or not (post["watches"] or post["signatures"]):
        return "none"
    return "any" if post["intent"] in ("how_to_use", "sale") else "digest" if _is_talk(post) else "now"


def _is_talk(post: dict[str, Any]) -> bool:
    return post["intent"] in ("reaction", "news", "discussion")


@pytest.mark.parametrize("name", ["fresh", "second", "stranger", "kept"])
def test_labels_are_such_as_the_schema_has(name: str) -> None:
    catalog = load(ROOT / "tests/eval/config")
    watches = {str(watch.id) for watch in catalog.watchlist.watches}
    signatures = {str(signature.id) for signature in catalog.watchlist.signatures}
    posts = _posts(name)
    assert len({post["id"] for post in posts}) == len(posts) >= 100
    for post in posts:
        assert post["kind"] in KINDS
        assert post["lang"] in LANGUAGES
        assert post["intent"] in {intent.value for intent in Intent}
        assert set(post["watches"]) <= watches
        assert set(post["signatures"]) <= signatures
        assert set(post["fields"]) <= {kind.value for kind in Field}
        assert post["price"] is None or post["price"]["currency"] in CURRENCIES
        assert post["alert"] in {level.value for level in Level}
        assert datetime.fromisoformat(post["posted_at"]).tzinfo is not None


@pytest.mark.parametrize("name", ["fresh", "second", "stranger", "kept"])
def test_alerts_follow_from_the_other_labels(name: str) -> None:
    for post in _posts(name):
        least = _alert(post)
        assert post["alert"] == least or (least == "any" and post["alert"] in ("now", "digest")), post["id"]
        assert post["intent"] != "noise" or post["fields"] == []


@pytest.mark.parametrize(
    ("what", "recall", "precision"), [("watches", 0.95, 0.98), ("signatures", 0.85, 0.95), ("fields", 0.82, 0.9)]
)
def test_names_signatures_and_kinds_of_data_are_found(what: str, recall: float, precision: float) -> None:
    found, right = _shares(what, _results())
    assert found >= recall
    assert right >= precision


def test_intents_levels_and_numbers_are_told() -> None:
    results = _results()
    assert macro(list(results)) >= 0.9
    swapped = [one for one in results if {one.label["intent"], one.said["intent"]} == {"request", "sale"}]
    assert len(swapped) <= 4
    woken = [one for one in results if one.label["alert"] == "none" and one.said["alert"] == "now"]
    assert len(woken) <= 2
    for what in ("claimed_records", "price"):
        stated = [one for one in results if one.label[what] is not None]
        assert sum(one.label[what] == one.said[what] for one in stated) >= 0.82 * len(stated)
