"""Messages as segments: kept within what every channel takes, and laid out for those that style by offsets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from alerting.plain import cut, plain, units
from model.cases import Segment, Style

__all__ = ["BODY_LIMIT", "MESSAGE_LIMIT", "Span", "bold", "code", "fit", "is_whole", "laid_out", "quote", "text"]

MESSAGE_LIMIT = 4096  # Bot API: UTF-16 code units after entity parsing
BODY_LIMIT = 4000  # leaves room for the label of a repeat
SPANS = 100  # Bot API: entities per message
MORE = Segment(text="\n…")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A styled stretch of a message; *offset* and *length* count UTF-16 units."""

    style: Style
    offset: int
    length: int


def text(words: str) -> Segment:
    """Words of ours, unstyled."""
    return Segment(text=words)


def bold(words: str) -> Segment:
    """Words that are seen first."""
    return Segment(text=words, style=Style.BOLD)


def code(words: str) -> Segment:
    """Something to copy."""
    return Segment(text=words, style=Style.CODE)


def quote(words: str) -> Segment:
    """Somebody else's words."""
    return Segment(text=words, style=Style.QUOTE)


def fit(body: Iterable[Segment], tail: Sequence[Segment] = (), *, limit: int = BODY_LIMIT) -> tuple[Segment, ...]:
    """As much of *body* as leaves room for *tail*, cut between segments with `…`; *tail* always stays."""
    clean = [segment for segment in map(_clean, body) if segment.text]
    end = [segment for segment in map(_clean, tail) if segment.text]
    room = limit - sum(units(segment.text) for segment in end)
    if sum(units(segment.text) for segment in clean) <= room:
        return tuple(_few_spans([*clean, *end]))
    kept = list(_within(clean, room - units(MORE.text)))
    if not kept and clean:  # not even its first segment fits: a part of it says more than nothing
        kept = [replace(clean[0], text=cut(clean[0].text, max(room - units(MORE.text), 1)))]
    return tuple(_few_spans([*kept, MORE, *end]))


def is_whole(body: Iterable[Segment], tail: Sequence[Segment] = (), *, limit: int = BODY_LIMIT) -> bool:
    """Whether `fit` would leave nothing of *body* out."""
    return sum(units(_clean(segment).text) for segment in [*body, *tail]) <= limit


def _clean(segment: Segment) -> Segment:
    return replace(segment, text=plain(segment.text))


def _within(segments: Iterable[Segment], room: int) -> Iterator[Segment]:
    for segment in segments:
        room -= units(segment.text)
        if room < 0:
            return
        yield segment


def _few_spans(segments: Iterable[Segment]) -> Iterator[Segment]:
    styled = 0
    for segment in segments:
        styled += segment.style is not Style.PLAIN
        yield segment if styled <= SPANS else replace(segment, style=Style.PLAIN)


def laid_out(segments: Iterable[Segment]) -> tuple[str, tuple[Span, ...]]:
    """The whole text, and where its styles lie; no span begins or ends in white space, as Telegram wants it."""
    whole: list[str] = []
    spans: list[Span] = []
    offset = 0
    for segment in segments:
        inner = segment.text.strip()
        if segment.style is not Style.PLAIN and inner:
            lead = units(segment.text[: segment.text.index(inner)])
            spans.append(Span(style=segment.style, offset=offset + lead, length=units(inner)))
        whole.append(segment.text)
        offset += units(segment.text)
    return "".join(whole), tuple(spans)
