"""The names that things go by. Identity comes from what is seen, never from our counter or clock."""

from __future__ import annotations

from hashlib import sha256
from typing import NewType

__all__ = [
    "CaseKey",
    "Fingerprint",
    "Masked",
    "PostKey",
    "SignatureId",
    "SourceId",
    "ThreadId",
    "ThreadKey",
    "VisitId",
    "WatchId",
    "case_key",
    "post_key",
    "thread_key",
]

SourceId = NewType("SourceId", str)
"""The operator's name of a source: `[a-z0-9][a-z0-9-]*`."""

VisitId = NewType("VisitId", int)
"""The ledger's number of a visit."""

ThreadId = NewType("ThreadId", str)
"""The forum's own id of a thread."""

ThreadKey = NewType("ThreadKey", str)
PostKey = NewType("PostKey", str)
CaseKey = NewType("CaseKey", str)
WatchId = NewType("WatchId", str)
SignatureId = NewType("SignatureId", str)

Fingerprint = NewType("Fingerprint", str)
"""A keyed hash: says that two texts are equal, to whoever holds this home's key, and nothing else."""

Masked = NewType("Masked", str)
"""A text in which no personal identifier is left: the only kind of foreign text that is ever written."""


def _key(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def thread_key(source: SourceId, thread: ThreadId) -> ThreadKey:
    """The same thread has the same key on every visit, mirror and page."""
    return ThreadKey(_key("thread", source, thread))


def post_key(source: SourceId, thread: ThreadId, post: str) -> PostKey:
    """The same post has the same key on every visit, mirror and page, edited or not."""
    return PostKey(_key("post", source, thread, post))


def case_key(subject: str, thread: ThreadKey) -> CaseKey:
    """One case per watch (or signature that no watch goes with) and thread; *subject* is its id."""
    return CaseKey(_key("case", subject, thread))
