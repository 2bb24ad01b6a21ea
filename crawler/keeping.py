"""What stays of a page: everything is analysed, what matches is kept, and masked before it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from crawler.reading import Reading
from crawler.recollection import Recollection
from matching.masking import mask, mask_url, masked
from model.identities import Fingerprint, Masked, case_key, thread_key
from model.matches import Assessment, Level, Sample, Text, Understanding
from model.ports import Fingerprints
from model.posts import Post, Thread
from model.records import KeptPost, KeptSample, KeptThread, PageRead, PostRecord, Sighting, ThreadRecord
from model.sources import Keep
from model.visits import PostMark, ThreadMark

__all__ = ["Harvest", "Scope", "harvest", "texts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What of a source is kept, and from when on it is news."""

    keep: Keep
    since: datetime
    """Posts from before are historic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """What a page of a thread leaves."""

    thread: ThreadRecord
    posts: tuple[PostRecord, ...]
    sightings: tuple[Sighting, ...]
    is_match: bool
    """Whether a watch or signature was recognised on this page."""


def texts(reading: Reading) -> tuple[Text, ...]:
    """What the matcher is to read of each post: only the thread's first one is its title's author."""
    return tuple(
        _text(reading, post, is_first=_is_first(reading, place, post)) for place, post in enumerate(reading.posts)
    )


def harvest(
    reading: Reading,
    thread: Thread,
    read: Sequence[tuple[Text, Understanding]],
    *,
    scope: Scope,
    fingerprints: Fingerprints,
    mark: ThreadMark | None,
    recalled: Recollection,
) -> Harvest:
    """What is written of *reading*, a page of *thread*, whose posts were understood as *read* says, in order."""
    is_match = any(understanding.is_match for _, understanding in read)
    whole = scope.keep is Keep.ALL or is_match or (mark is not None and mark.has_match)
    posts = [
        _Seen(post=post, text=text, said=said, print=recalled.fingerprint(post), mark=recalled.known.get(post.key))
        for post, (text, said) in zip(reading.posts, read, strict=True)
    ]
    return Harvest(
        thread=ThreadRecord(
            id=thread.id,
            read=PageRead(page=reading.page, posts=len(reading.posts), is_last=reading.next is None),
            kept=_kept_thread(reading, thread) if whole else None,
            replies=thread.replies,
        ),
        posts=tuple(seen.record(_kept(seen, thread, scope.keep, fingerprints, whole=whole)) for seen in posts),
        sightings=tuple(sighting for seen in posts for sighting in _sightings(seen, thread, scope)),
        is_match=is_match,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    post: Post
    text: Text
    said: Understanding
    print: Fingerprint
    mark: PostMark | None  # None: never seen before

    @property
    def is_edited(self) -> bool:
        """Whether its author changed it since we saw it."""
        return self.mark is not None and self.mark.fingerprint != self.print

    def record(self, kept: KeptPost | None) -> PostRecord:
        post = self.post
        return PostRecord(
            key=post.key,
            thread=post.thread,
            id=post.id,
            n=post.n,
            posted_at=post.posted_at,
            posted_raw=None if post.posted_raw is None else mask(post.posted_raw),
            edited_at=post.edited_at,
            fingerprint=self.print,
            kept=kept,
            born_in=post.born_in,
        )


def _is_first(reading: Reading, place: int, post: Post) -> bool:
    return post.n == 1 if post.n is not None else (reading.page, place) == (1, 0)


def _text(reading: Reading, post: Post, *, is_first: bool) -> Text:
    thread = reading.thread
    return Text(
        title=thread.title if is_first and thread is not None else None,
        body=post.text,
        quotes=tuple(quote.text for quote in post.quotes),
        kind="thread_start" if is_first else "reply",
        board=reading.board or (thread.board if thread else None),
    )


def _kept_thread(reading: Reading, thread: Thread) -> KeptThread:
    return KeptThread(
        title=mask(thread.title),
        url=mask_url(thread.url, title=thread.title),
        board=_mask(thread.board or reading.board),
        author=_mask(thread.author),
        created_at=thread.created_at,
    )


def _kept(seen: _Seen, thread: Thread, keep: Keep, fingerprints: Fingerprints, *, whole: bool) -> KeptPost | None:
    if whole:
        return _whole(seen, thread, fingerprints)
    if keep is Keep.CLAIMS and seen.said.assessment.intent.is_claim:
        return _claim(seen, thread)
    return None


def _whole(seen: _Seen, thread: Thread, fingerprints: Fingerprints) -> KeptPost:
    said = masked(seen.said, seen.text)
    return KeptPost(
        author=mask(seen.post.author),
        title=mask(thread.title),
        permalink=mask_url(seen.post.permalink, title=thread.title),
        text=mask(seen.post.text),
        quotes=tuple((_mask(quote.author), mask(quote.text)) for quote in seen.post.quotes),
        sample=_sample(seen.said.sample, fingerprints),
        assessment=said.assessment,
        matches=said.matches,
    )


def _claim(seen: _Seen, thread: Thread) -> KeptPost:
    return KeptPost(
        author=mask(seen.post.author),
        title=mask(thread.title),
        permalink=mask_url(seen.post.permalink, title=thread.title),
        text=None,
        assessment=_wordless(seen.said.assessment),
    )


def _wordless(assessment: Assessment) -> Assessment:
    return replace(assessment, evidence=())  # its quotes are words of a body that is not kept


def _sample(sample: Sample | None, fingerprints: Fingerprints) -> KeptSample | None:
    if sample is None:
        return None
    return KeptSample(
        rows=sample.rows,
        columns=tuple(mask(column) for column in sample.columns),
        shape=mask(sample.shape),
        fingerprints=tuple(dict.fromkeys(fingerprints.fingerprint(row) for row in sample.cells)),
    )


def _sightings(seen: _Seen, thread: Thread, scope: Scope) -> list[Sighting]:
    assessment = seen.said.assessment
    if not seen.said.is_match or assessment.level is Level.NONE:
        return []
    matches = seen.said.matches
    everything = " ".join(sorted({match.subject for match in matches}))
    watches = sorted({str(match.watch) for match in matches if match.watch is not None})
    signatures = sorted({str(match.signature) for match in matches if match.signature is not None})
    return [
        Sighting(
            case=case_key(subject, thread_key(seen.post.source, seen.post.born_in or thread.id)),
            subject=subject,
            thread=thread.id,
            post=seen.post.key,
            matched=everything,
            intent=assessment.intent,
            level=assessment.level,
            is_historic=_is_historic(seen, scope),
        )
        for subject in watches or signatures
    ]


def _is_historic(seen: _Seen, scope: Scope) -> bool:
    posted_at = seen.post.posted_at
    return posted_at is not None and posted_at < scope.since and not seen.is_edited


def _mask(text: str | None) -> Masked | None:
    return None if text is None else mask(text)
