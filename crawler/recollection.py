"""What the ledger knows of the posts on one page: asked for once, and compared once."""

from __future__ import annotations

from collections.abc import Mapping

from model.identities import Fingerprint, PostKey
from model.ports import Fingerprints
from model.posts import Post
from model.visits import PostMark

__all__ = ["Recollection", "fingerprint"]


def fingerprint(post: Post, fingerprints: Fingerprints) -> Fingerprint:
    """Of all that makes two versions of *post* equal, before masking."""
    quotes = [part for quote in post.quotes for part in (quote.author or "", quote.text)]
    return fingerprints.fingerprint("\0".join([post.author, post.text, *quotes]))


class Recollection:
    """What is *known* of a page's posts, and how these read now."""

    def __init__(self, known: Mapping[PostKey, PostMark], fingerprints: Fingerprints) -> None:
        self.known, self._fingerprints = known, fingerprints
        self._prints: dict[Post, Fingerprint] = {}

    def fingerprint(self, post: Post) -> Fingerprint:
        """Of *post* as it reads now."""
        if post not in self._prints:
            self._prints[post] = fingerprint(post, self._fingerprints)
        return self._prints[post]

    def is_changed(self, post: Post) -> bool:
        """Whether *post* was seen before, and read otherwise."""
        mark = self.known.get(post.key)
        return mark is not None and mark.fingerprint != self.fingerprint(post)
