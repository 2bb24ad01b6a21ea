"""Search over Elasticsearch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import elasticsearch
from elasticsearch import Elasticsearch

from model.errors import Away, BadInput, TookTooLong
from model.ports import Analysis
from model.queries import Answer, Find, Found, Order, Words
from storage.answering import sought
from storage.answers import FACETS, ranked
from storage.elastic.asking import asked, ranking
from storage.elastic.client import spoken
from storage.elastic.cursors import Cursor, searched
from storage.elastic.documents import found, text_of
from storage.elastic.shelves import Shelves
from storage.snippets import snippet

__all__ = ["LIMIT", "ElasticSearch"]

LIMIT = timedelta(seconds=2)
"""How long a search may take."""

_KEPT = "2m"  # how long the state that a page saw stays, for the next page to see the same
_AGAIN = 2  # times
_VALUES = 10_000  # of a facet, at most

_NEWEST = [{"@timestamp": {"order": "desc", "format": "epoch_second"}}, {"event.id": "asc"}]
_SORTS: Mapping[Order, list[Any]] = {
    Order.NEWEST: _NEWEST,
    Order.RELEVANCE: [{"_score": "desc"}, *_NEWEST],
}
_COUNTED = {
    **{name: {"terms": {"field": f"vigie.{name}", "size": _VALUES}} for name in FACETS},
    "days": {
        "date_histogram": {
            "field": "@timestamp", "calendar_interval": "day", "format": "yyyy-MM-dd", "min_doc_count": 1,
        }
    },
}  # fmt: skip


class ElasticSearch:
    """The port `Search`."""

    def __init__(self, client: Elasticsearch, *, alias: str, analysis: Analysis) -> None:
        self._client, self._alias, self._analysis = client, alias, analysis
        self._is_checked = False
        self._quick = client.options(request_timeout=LIMIT.total_seconds())

    def search(self, find: Find, *, now: datetime) -> Answer:
        cursor = Cursor.of(find)
        if not self._is_checked:
            Shelves(self._quick, self._alias, words=self._analysis.version).check()
            self._is_checked = True
        with spoken():
            try:
                said = self._patiently(find, cursor)
            except elasticsearch.ConnectionTimeout as error:
                raise _too_long() from error
            return self._answer(find, said)

    def _patiently(self, find: Find, cursor: Cursor | None) -> Mapping[str, Any]:
        """Ask again when a rebuild takes the index away from under a search: another stands in its place by then."""
        for _ in range(_AGAIN):
            try:
                return self._ask(find, cursor)
            except elasticsearch.ApiError as error:
                if error.status_code not in (404, 503):
                    raise
        return self._ask(find, cursor)

    def _ask(self, find: Find, cursor: Cursor | None) -> Mapping[str, Any]:
        after = None if cursor is None else list(cursor.after)
        if cursor is not None:
            try:
                return self._page(find, cursor.pit, after)
            except elasticsearch.NotFoundError:
                pass  # that state is gone: go on from the same place in the one of now
            except elasticsearch.BadRequestError as error:
                raise BadInput("this cursor is not of this search: ask again without it") from error
        return self._page(find, self._opened(), after)

    def _opened(self) -> str:
        try:
            return str(self._quick.open_point_in_time(index=self._alias, keep_alive=_KEPT)["id"])
        except elasticsearch.NotFoundError as error:
            raise Away(f"Elasticsearch has no index {self._alias} yet: run `vigie index rebuild`") from error

    def _page(self, find: Find, pit: str, after: list[Any] | None) -> Mapping[str, Any]:
        said: Mapping[str, Any] = self._quick.search(
            query=self._query(find),
            pit={"id": pit, "keep_alive": _KEPT},
            sort=_SORTS[find.order],
            search_after=after,
            size=find.limit + 1,
            track_total_hits=True,
            aggs=_COUNTED,
            timeout=f"{LIMIT.total_seconds():.0f}s",
        ).body
        return said

    def _query(self, find: Find) -> dict[str, Any]:
        matching = asked(find.node, self._analysis)
        if find.order is Order.NEWEST:
            return {"bool": {"filter": [matching]}}
        return {"bool": {"filter": [matching], "should": ranking(find.node, self._analysis)}}

    def _answer(self, find: Find, said: Mapping[str, Any]) -> Answer:
        if said["timed_out"]:
            raise _too_long()
        if said["_shards"]["failed"]:
            raise Away("Elasticsearch answered for a part of its index only")
        hits, counted = said["hits"]["hits"], said["aggregations"]
        page, more = hits[: find.limit], len(hits) > find.limit
        wanted = sought(find.node)
        return Answer(
            engine="elasticsearch",
            total=said["hits"]["total"]["value"],
            posts=tuple(self._found(hit["_source"], wanted) for hit in page),
            facets={
                name: ranked((one["key"], one["doc_count"]) for one in counted[name]["buckets"]) for name in FACETS
            },
            days={one["key_as_string"]: one["doc_count"] for one in counted["days"]["buckets"]},
            next=self._next(find, said["pit_id"], page[-1]["sort"] if more else None),
        )

    def _next(self, find: Find, pit: str, after: Sequence[Any] | None) -> str | None:
        if after is not None:
            return str(Cursor(search=searched(find), pit=pit, after=tuple(after)))
        with spoken():
            self._quick.options(ignore_status=404).close_point_in_time(id=pit)
        return None

    def _found(self, source: Mapping[str, Any], wanted: Sequence[Words]) -> Found:
        text, title = text_of(source), source["vigie"]["thread"]["title"]
        shown, marks = snippet(text or title, wanted, self._analysis, lang=source["vigie"].get("lang"))
        return found(source, snippet=shown, marks=marks)


def _too_long() -> TookTooLong:
    return TookTooLong(f"the search took longer than {LIMIT.total_seconds():.0f} s: ask a narrower one")
