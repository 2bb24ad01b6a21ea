"""Proposes how a new watch is best written: tried on posts that speak of no leak before it wakes anybody."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from matching.matcher import sought
from matching.terms import Mention, Terms
from matching.variants import aliases, domains, initials, misspellings, own_words, sector_of, short_name
from model.identities import WatchId
from model.proposals import Proposal, Trial
from model.watches import Watch

__all__ = ["propose", "tried"]

SHORTEST = 4
"""Letters of a term that is proposed."""
_MOST_MISSPELT = 6
_MOST_EXCLUDED = 20
_OFTEN = 3  # alarms that a phrase must stand behind to be a look-alike
_EXAMPLES = 3
_AROUND = 40  # characters of an example, either side
_WORD = re.compile(r"[^\W_]+")
_TOGETHER = 512  # posts that are gone through together
_FEW = 2  # letters of a name that stands in too many places to be told by itself
_COMMON = 30  # sentences in which a word is met that makes no phrase of its own
_LITTLE = 4  # letters of a word that makes a phrase of its own


def propose(
    given: Watch, *, benign: Sequence[str], everyday: Collection[str] = (), kept: Iterable[str] = ()
) -> Proposal:
    """*given*, completed: other spellings, what is ordinary about it, look-alikes to leave out.

    *benign* are posts in which nobody speaks of it, *everyday* words that mean nobody, *kept* posts that are
    the user's own.
    """
    reasons: dict[str, str] = {}
    watch = _told_apart(given, reasons)
    watch = _weakened(watch, benign, everyday, reasons)
    watch = _with_aliases(watch, benign, everyday, reasons)
    expected = list(dict.fromkeys(misspellings(given.name))) if given.name in watch.terms else []
    unseen = [wrong for wrong in expected if not _sees(watch, wrong)]
    watch = _with_misspellings(watch, unseen, [*benign, *everyday], reasons)
    watch = _with_look_alikes(watch, benign, reasons)
    on_kept = tried(watch, kept)
    return Proposal(
        watch=watch,
        reasons=tuple(reasons.items()),
        guesses=tuple(_guesses(watch)),
        misspellings=len(expected),
        seen=len(expected) - len(unseen),
        as_given=tried(given, benign),
        as_proposed=tried(watch, benign),
        kept=on_kept if on_kept.posts else None,
    )


def tried(watch: Watch, posts: Iterable[str]) -> Trial:
    """In how many of *posts* the *watch* is seen."""
    count = alarms = 0
    examples: list[str] = []
    for text, found in _found(watch, posts):
        count += 1
        alarms += bool(found)
        if found and len(examples) < _EXAMPLES:
            examples.append(_around(text, found[0].start, found[0].end))
    return Trial(posts=count, alarms=alarms, examples=tuple(examples))


def _found(watch: Watch, posts: Iterable[str]) -> Iterator[tuple[str, list[Mention]]]:
    """Each of *posts*, and what of the *watch* is found in it."""
    terms, left = Terms([sought(watch)]), iter(posts)
    while texts := list(islice(left, _TOGETHER)):
        yield from zip(texts, terms.find_all(texts), strict=True)


def _told_apart(watch: Watch, reasons: dict[str, str]) -> Watch:
    if watch.sector is not None or (sector := sector_of(watch.name)) is None:
        return watch
    reasons[sector.value] = "told by its name; others of that name are told apart"
    return replace(watch, sector=sector)


def _weakened(watch: Watch, benign: Sequence[str], everyday: Collection[str], reasons: dict[str, str]) -> Watch:
    """Terms that are ordinary words count in company only."""
    ordinary = []
    for term in watch.terms:
        if (why := _ordinary(term, benign, everyday)) is not None:
            ordinary.append(term)
            reasons[term] = why
    plain = tuple(term for term in watch.terms if term not in ordinary)
    return replace(watch, terms=plain, weak=tuple(dict.fromkeys([*watch.weak, *ordinary])))


def _ordinary(term: str, benign: Sequence[str], everyday: Collection[str]) -> str | None:
    """Why *term* says little by itself; `None`: it says who is meant."""
    if sum(map(str.isalnum, term)) <= _FEW:
        return "too short to be told by itself"
    own = own_words(term)
    if "." not in term and len(own) == 1 and not own.isdisjoint(everyday):
        return "a word that is said every day"
    trial = tried(_only(term), benign)
    return f"an ordinary word, in {trial.alarms} of {trial.posts} benign sentences" if trial.alarms else None


def _with_aliases(watch: Watch, benign: Sequence[str], everyday: Collection[str], reasons: dict[str, str]) -> Watch:
    for alias, why in aliases(watch.name):
        alarms = tried(_only(alias), benign).alarms
        if _sees(watch, alias) or (alarms and watch.name not in watch.weak):
            continue
        if _is_term(alias) and not alarms:
            watch = replace(watch, terms=(*watch.terms, alias))
        elif len(alias) >= max(_FEW + 1, len(watch.name)):
            watch = replace(watch, weak=(*watch.weak, alias))
        else:
            continue
        reasons[alias] = why
    short = short_name(watch.name)
    if short is not None and own_words(short).isdisjoint(everyday) and not _sees(watch, short):
        alarms = tried(_only(short), benign).alarms
        watch = replace(watch, weak=(*watch.weak, short))
        reasons[short] = "its own word alone" + (f", in {alarms} of {len(benign)} benign sentences" if alarms else "")
    return watch


def _with_misspellings(watch: Watch, unseen: Sequence[str], benign: Sequence[str], reasons: dict[str, str]) -> Watch:
    harmless = (wrong for wrong in unseen if _is_term(wrong) and not tried(_only(wrong, fuzzy=True), benign).alarms)
    for wrong, _ in zip(harmless, range(_MOST_MISSPELT), strict=False):
        watch = replace(watch, weak=(*watch.weak, wrong))
        reasons[wrong] = "a misspelling to expect"
    return watch


def _with_look_alikes(watch: Watch, benign: Sequence[str], reasons: dict[str, str]) -> Watch:
    """Phrases that its words stand in every day; they are tried as if no company were wanted."""
    strict = replace(watch, terms=tuple(dict.fromkeys([*watch.terms, *watch.weak])), weak=(), sector=None)
    met = Counter(word for text in benign for word in set(_WORD.findall(text.casefold())))
    joints = frozenset(word for word, often in met.items() if often > max(_COMMON, len(benign) // 100))
    for _ in range(_MOST_EXCLUDED):
        phrases = Counter(phrase for text, found in _found(strict, benign) for phrase in _phrases(text, found, joints))
        if not phrases or (best := min(phrases.items(), key=lambda one: (-one[1], -len(one[0]), one[0])))[1] < _OFTEN:
            break
        phrase, often = best
        strict = replace(strict, exclude=(*strict.exclude, phrase))
        watch = replace(watch, exclude=(*watch.exclude, phrase))
        reasons[phrase] = f"something else, in {often} of {len(benign)} benign sentences"
    return watch


def _phrases(text: str, mentions: Iterable[Mention], joints: Container[str]) -> set[str]:
    """What the *mentions* in *text* are part of: with the word before, and with the one behind; not *joints*."""
    words = [(word.start(), word.end()) for word in _WORD.finditer(text)]
    found = set()
    for mention in mentions:
        before = [start for start, end in words if end <= mention.start]
        behind = [end for start, end in words if start >= mention.end]
        if (start := _first(text, before, mention.start, joints)) is not None:
            found.add(text[start : mention.end].casefold())
        if behind and _is_long(text[mention.end : behind[0]], joints):
            found.add(text[mention.start : behind[0]].casefold())
    return found


def _first(text: str, before: Sequence[int], at: int, joints: Container[str]) -> int | None:
    """Where the word begins that makes a phrase of what stands at *at*; small words are stepped over."""
    for start in reversed(before[-3:]):
        word = _WORD.match(text, start)
        if "." in text[start:at]:
            return None
        if word is not None and len(word[0]) >= _LITTLE - 1 and word[0].casefold() not in joints:
            return start
    return None


def _is_long(text: str, joints: Container[str]) -> bool:
    word = _WORD.search(text)
    if word is None or len(word[0]) < _LITTLE or word[0].casefold() in joints:
        return False
    return text[: word.start()].isspace()


def _guesses(watch: Watch) -> Iterator[tuple[str, str]]:
    letters = initials(watch.name)
    if letters and not _sees(watch, letters):
        yield letters, "its initials: write them under `weak` if it goes by them"
    given = [term for term in watch.terms if re.fullmatch(r"[\w-]+(\.[\w-]+)+", term)]
    for domain in dict.fromkeys(domains(watch.name, given)):
        if domain not in given and not _sees(watch, domain):
            yield domain, "a domain that may be its own: write it under `terms` if it is"


def _sees(watch: Watch, text: str) -> bool:
    """Whether *text*, alone on a page about its trade, is a mention already."""
    whole = replace(watch, terms=(*watch.terms, *watch.weak), weak=(), sector=None)
    found = Terms([sought(whole)]).find(f"leak: {text}")
    return any(mention.start <= 6 and mention.end >= len(text) + 6 for mention in found)


def _only(term: str, *, fuzzy: bool = False) -> Watch:
    return Watch(id=WatchId("trial"), name=term, terms=(term,), fuzzy=fuzzy)


def _is_term(text: str) -> bool:
    return sum(map(str.isalnum, text)) >= SHORTEST


def _around(text: str, start: int, end: int) -> str:
    return " ".join(text[max(0, start - _AROUND) : end + _AROUND].split())
