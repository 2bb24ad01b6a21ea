"""Redirects, followed by us and never by the framework: each hop is a decision."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit, urlunsplit

from crawler.egress import Egress
from crawler.walk import is_ours
from model.sources import Source
from model.visits import Outcome

__all__ = ["MOST_HOPS", "crosses", "is_redirect", "next_hop"]

MOST_HOPS = 5
_STATUSES = frozenset({301, 302, 303, 307, 308})


def is_redirect(status: int) -> bool:
    """Whether an answer sends us on; `300` and `304` don't, and a page's own refresh never does."""
    return status in _STATUSES


def next_hop(source: Source, chain: Sequence[str], location: str, *, sets_cookie: bool) -> str | Outcome:
    """Where a redirect from the last of *chain* leads, or how the errand ends instead.

    One to an address of the chain itself is followed once, and only if it came with a cookie: boards ask so
    whether cookies are kept.
    """
    if not location.strip():
        return Outcome.HTTP_ERROR
    target = _joined(chain[-1], location.strip())
    if target is None or not is_ours(source, target):
        return Outcome.ELSEWHERE
    if urlsplit(chain[-1]).scheme == "https" and urlsplit(target).scheme == "http":
        return Outcome.ELSEWHERE  # a way without locks
    if len(chain) > MOST_HOPS or chain.count(target) > (1 if sets_cookie else 0):
        return Outcome.LOOPED
    return target


def crosses(source: Source, chain: Sequence[str], location: str) -> bool:
    """Whether such a redirect leads from Tor to the clear net, where it would unmask us, or the reverse."""
    target = _joined(chain[-1], location.strip())
    return target is not None and Egress.of(source).crosses(target)


def _joined(base: str, location: str) -> str | None:
    try:
        parts = urlsplit(urljoin(base, location))
    except ValueError:
        return None
    return urlunsplit(parts._replace(fragment=""))
