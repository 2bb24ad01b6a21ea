"""Looks for new or changed watches and signatures in posts that were kept, masked, before."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from hashlib import sha256
from typing import Any

from matching.intent import Aim, level
from matching.matcher import Matcher
from model.hunting import Catch, CaughtCase, Definition, Quarry
from model.identities import SourceId, ThreadId, case_key, thread_key
from model.matches import Assessment, Level, Match, Text
from model.watches import Signature, Watch, Watchlist

__all__ = ["Hunter", "definitions"]

_SAYS_NOTHING = ("examples", "name", "title", "status", "references", "false_positives", "notice_on")
"""What a watch or signature may say otherwise, and finds the same: a watch's name is among its terms."""
_URGENCY = (Level.NOW, Level.DIGEST, Level.NONE)


def definitions(watchlist: Watchlist) -> tuple[Definition, ...]:
    """Of all that is looked for, a digest that changes when, and only when, what it finds may.

    A signature is told by the names of the watches that go with it, too.
    """
    watches = {watch: _digest(watch) for watch in watchlist.watches}
    named = {
        one.id: [digest for watch, digest in watches.items() if one.id in watch.signatures]
        for one in watchlist.signatures
    }
    return (
        *(Definition(subject=watch.id, digest=digest) for watch, digest in watches.items()),
        *(Definition(subject=one.id, digest=_digest(one, *sorted(named[one.id]))) for one in watchlist.signatures),
    )


class Hunter:
    """Looks for *subjects* in kept posts; *since* says from when on the posts of a source are news."""

    def __init__(self, matcher: Matcher, subjects: Collection[str], since: Mapping[SourceId, datetime]) -> None:
        self._matcher, self._subjects, self._since = matcher, frozenset(subjects), since

    def look(self, quarry: Quarry) -> Catch | None:
        """What is found in *quarry* that was not known of it; `None`: nothing.

        What it was first understood to say stays, because the text that is left hides numbers and names.
        """
        post = quarry.post
        read = self._matcher.understand(_text(quarry))
        had = {match.subject for match in post.matches}
        new = [match for match in read.matches if match.subject in self._subjects - had]
        if not new or post.assessment is None:
            return None
        thread = thread_key(post.source, quarry.born_in)
        everything = [*post.matches, *new]
        return Catch(
            post=post.key,
            source=post.source,
            thread=ThreadId(post.thread_id),
            matches=tuple(replace(match, is_retro=True) for match in new),
            level=_raised(post.assessment, read.assessment),
            intent=post.assessment.intent,
            matched=" ".join(sorted({match.subject for match in everything})),
            cases=tuple(
                CaughtCase(key=case_key(subject, thread), subject=subject)
                for subject in _subjects(everything)
                if subject not in had
            ),
            known_cases=tuple(case_key(subject, thread) for subject in _subjects(post.matches)),
            is_historic=self._is_historic(quarry),
        )

    def _is_historic(self, quarry: Quarry) -> bool:
        since, posted_at = self._since.get(quarry.post.source), quarry.post.posted_at
        return since is not None and posted_at is not None and posted_at < since


def _text(quarry: Quarry) -> Text:
    post = quarry.post
    is_first = post.n == 1
    return Text(
        title=post.thread_title if is_first else None,
        body=post.text or "",
        quotes=quarry.quotes,
        kind="thread_start" if is_first else "reply",
        board=post.board,
    )


def _raised(first: Assessment, now: Assessment) -> Level:
    """The level of a post that something more is recognised in, by what it was first understood to do."""
    holds_data = first.has_sample or bool(first.fields)
    found = (
        now.level
        if now.intent is first.intent
        else level(Aim(intent=first.intent, words=()), is_match=True, is_denied=False, holds_data=holds_data)
    )
    return min(first.level, found, key=_URGENCY.index)


def _subjects(matches: Collection[Match]) -> list[str]:
    """What cases are of: watches, or signatures that no watch goes with."""
    watches = sorted({str(match.watch) for match in matches if match.watch is not None})
    return watches or sorted({str(match.signature) for match in matches if match.signature is not None})


def _digest(one: Watch | Signature, *beside: str) -> str:
    told = {field.name: getattr(one, field.name) for field in fields(one) if field.name not in _SAYS_NOTHING}
    return sha256(json.dumps([_plain(told), *beside], sort_keys=True).encode()).hexdigest()[:32]


def _plain(value: Any) -> Any:  # whatever a watch holds, as JSON that is the same in every process
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(map(_plain, value))
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value.isoformat() if isinstance(value, date) else value
