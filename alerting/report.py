"""One case in a few lines: is it us, is it new, how bad, how sure, where, what next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from alerting.layout import bold, quote, text
from alerting.plain import cut, defang, foreign, plain
from alerting.words import DOING, INTENT, amount, countdown, field_word, moment, name_of, replies, sureness
from model.cases import CaseView, PostView, Segment
from model.matches import Assessment, Claim, Match
from model.watches import Field, Signature, Watchlist

__all__ = ["brief", "details", "weightiest"]

TITLE = 200
PERSON = 64
PLACE = 120
ADDRESS = 300
REASON = 160
REASONS = 8
EVIDENCE = 160
SPELLED = 40
EARLIER_CLAIMS = 3
CELL_MARKS = ";|\t"


def weightiest(view: CaseView) -> PostView | None:
    """The first post that says what the case says; `None` for a case of which no post is kept."""
    says_it = [post for post in view.posts if post.assessment and post.assessment.intent is view.case.intent]
    return next(iter([*says_it, *view.posts]), None)


def brief(view: CaseView, watchlist: Watchlist) -> str:
    """A case in one line, for a digest."""
    case, post = view.case, weightiest(view)
    parts = [
        f"C-{case.number}",
        foreign(name_of(case.subject, watchlist), PERSON),
        INTENT[case.intent],
        foreign(case.title, 80),
    ]
    when = post.posted_at if post else None
    return " · ".join([*parts, f"posted {when:%Y-%m-%d}" if when else f"seen {case.opened_at:%Y-%m-%d}"])


def details(view: CaseView, post: PostView, watchlist: Watchlist) -> list[Segment]:
    """All that a first alert says of *post* between its heading and what to do about it."""
    lines = [
        *_claim(post),
        *_proof(post),
        *_signatures(post, watchlist),
        text(f"How sure: {_sure(post, watchlist)}\n"),
        text(f"{_when(post, _notice(post, view.case.subject, watchlist))}\n"),
        text(f"{_where(post)}\n"),
        *_earlier(view.earlier_claims),
        text(f"{replies(view)}\n"),
        text(f"Thread {_address(view)}\n"),
    ]
    return [quote(foreign(view.case.title, TITLE)), text("\n"), *lines]


def _claim(post: PostView) -> Iterator[Segment]:
    said = post.assessment
    if said is None:
        yield text("Not understood yet: read it\n")
        return
    yield bold(_sentence(DOING[said.intent]))
    yield text("".join(f" · {fact}" for fact in _facts(said)) + "\n")


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _facts(said: Assessment) -> Iterator[str]:
    if said.claimed_records is not None:
        yield f"{said.claimed_records:,} records claimed"
    if said.price is not None:
        yield f"price {foreign(amount(said.price), PERSON)}"
    if said.fields:
        yield f"kinds of data: {', '.join(field_word(kind) for kind in said.fields)}"
    if said.has_sample:
        yield "shows a sample (not repeated here)"


def _proof(post: PostView) -> Iterator[Segment]:
    words = _evidence(post)
    if words:
        yield quote(f"“{words}”")
        yield text("\n")


def _evidence(post: PostView) -> str | None:
    """One line of the post that convinces, and no row of data: those hold `•` or separators."""
    found = [*(post.assessment.evidence if post.assessment else ()), *(e for m in post.matches for e in m.evidence)]
    own = sorted((e for e in found if not e.in_quote), key=lambda e: not e.what.startswith("intent:"))
    quotes = [" ".join(e.quote.split()).casefold() for e in own if e.quote.strip()]
    lines = [" ".join(line.split()) for line in (post.text or "").splitlines() if _is_prose(line)]
    for words in quotes:
        for line in lines:
            if words in line.casefold():
                return foreign(_around(line, line.casefold().index(words)), EVIDENCE)
    return None


def _is_prose(line: str) -> bool:
    return "•" not in line and sum(line.count(mark) for mark in CELL_MARKS) < 2 and line.count(",") < 6


def _around(line: str, at: int) -> str:
    start = max(0, at - EVIDENCE // 2)
    return f"…{line[start:]}" if start and len(line) > EVIDENCE else line


def _signatures(post: PostView, watchlist: Watchlist) -> Iterator[Segment]:
    known = {str(signature.id): signature for signature in watchlist.signatures}
    for match in post.matches:
        if match.signature is None:
            continue
        score = f", {match.score}/100" if match.score is not None else ""
        yield text(f"Signature {foreign(match.signature, PLACE)}: {foreign(match.verdict or 'named', PERSON)}{score}\n")
        for reason in _reasons(match, post, known.get(str(match.signature))):
            yield text(f"  – {reason}\n")


def _reasons(match: Match, post: PostView, signature: Signature | None) -> list[str]:
    given = [foreign(reason, REASON) for reason in match.reasons]
    never = signature.must_not if signature else frozenset()
    against = [reason for reason in given if any(_names(kind, reason) for kind in never)]
    for_it = [reason for reason in given if reason not in against]
    return [*_contradictions(given, post, signature), *against, *for_it][:REASONS]


def _contradictions(given: Sequence[str], post: PostView, signature: Signature | None) -> Iterator[str]:
    """What the post offers and the data set never held, where the matcher's reasons leave it out."""
    offered = post.assessment.fields if post.assessment else ()
    for kind in offered:
        if signature and kind in signature.must_not and not any(_names(kind, reason) for reason in given):
            yield f"offers {field_word(kind)}, which is not in this data set"


def _names(kind: Field, reason: str) -> bool:
    return field_word(kind).casefold() in reason.casefold() or kind.value in reason.casefold()


def _sure(post: PostView, watchlist: Watchlist) -> str:
    watched = [match for match in post.matches if match.watch is not None]
    lines = [
        sureness(foreign(name_of(match.subject, watchlist), PERSON), match.grade, _spelled(match))
        for match in watched or post.matches
    ]
    return "; ".join(dict.fromkeys(lines)) or "not said"


def _spelled(match: Match) -> str | None:
    named = [e for e in match.evidence if e.what.startswith(("watch:", "signature:")) and e.quote.strip()]
    best = next((e for e in named if e.grade is match.grade), next(iter(named), None))
    return foreign(best.quote, SPELLED) if best else None


def _notice(post: PostView, subject: str, watchlist: Watchlist) -> date | None:
    """The day of the public notice of the signature that the post, or its watch, goes with."""
    named = [str(match.signature) for match in post.matches if match.signature is not None]
    subjects = {subject, *(match.subject for match in post.matches)}
    linked = [str(s) for watch in watchlist.watches if str(watch.id) in subjects for s in watch.signatures]
    days = {str(signature.id): signature.notice_on for signature in watchlist.signatures}
    return next((day for key in [*named, subject, *linked] if (day := days.get(key)) is not None), None)


def _when(post: PostView, notice: date | None) -> str:
    seen = f"first seen {moment(post.first_seen_at)}"
    if post.posted_at is None:
        return f"Posted: the page does not say · {seen}"
    against = f" ({countdown(post.posted_at, notice)})" if notice else ""
    edited = f" · edited {moment(post.edited_at)}" if post.edited_at else ""
    return f"Posted {moment(post.posted_at)}{against}{edited} · {seen}"


def _where(post: PostView) -> str:
    board = f" · board {foreign(post.board, PLACE)}" if post.board else ""
    return f"Source {foreign(post.source, PLACE)}{board} · author “{foreign(post.author, PERSON)}”"


def _earlier(claims: Iterable[Claim]) -> Iterator[Segment]:
    newest = list(claims)[:EARLIER_CLAIMS]
    if newest:
        yield text("The author's earlier claims here:\n")
    for claim in newest:
        day = f"{claim.posted_at:%Y-%m-%d}" if claim.posted_at else "undated"
        size = f", {claim.claimed_records:,} records" if claim.claimed_records is not None else ""
        yield text(f"  – {day} {INTENT[claim.intent]}: {foreign(claim.title, PLACE)}{size}\n")


def _address(view: CaseView) -> str:
    return cut(defang("".join(plain(view.thread_url).split())), ADDRESS)
