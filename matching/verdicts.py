"""Whether a candidate is a mention: by the words around it, and by the phrases that its watch excludes."""

from __future__ import annotations

from collections.abc import Sequence

from matching.candidates import Candidate, Sought
from matching.exclusions import Exclusions
from matching.likeness import Likeness
from matching.surroundings import Company, Page, Standing
from model.matches import Grade

__all__ = ["Verdicts"]

_SLACK = 16  # characters more than an exclusion is long, on either side: it may be spaced widely
_BARE = 5  # words around a mention below which there is nothing to judge it by
_SHORT = 3  # letters of an acronym, which says nothing of the case around it
_LONG = 7  # letters of a name that is hardly another's when it only sounds like it


class Verdicts:
    """Judges candidates by what is known of what they name."""

    def __init__(self, sought: Sequence[Sought]) -> None:
        self._exclude = [Exclusions(one.exclude) for one in sought]
        companies = {sector: Company(sector) for sector in {one.sector for one in sought}}
        self._is_common = [one.is_common for one in sought]
        self._company = [companies[one.sector] for one in sought]

    def is_mention(self, one: Candidate, page: Page) -> bool:
        """Whether the candidate *one* on *page* is meant as the name, and no exclusion covers it."""
        return self._is_meant(one, page) and not self._is_excluded(one, page)

    def is_at_home(self, subject: int, word: str) -> bool:
        """Whether the folded *word* is of the trade of *subject*, or of leaks."""
        return self._company[subject].is_at_home(word)

    def _is_meant(self, one: Candidate, page: Page) -> bool:
        """Whether the words around let a candidate be a mention."""
        if not one.is_open and one.likeness is None:
            return True
        company = self._company[one.spelling.subject]
        if not company.judges and one.is_plain:
            return True
        standing = page.standing(one.start, one.end, company)
        if one.is_turned:
            return one.grade is Grade.DISGUISED or (standing.is_home and not standing.elsewhere)
        if one.is_split:
            return standing.trade + standing.leaks > 1 and not standing.is_elsewhere
        if one.spelling.is_weak:
            if self._is_common[one.spelling.subject]:
                return _is_no_everyday_word(one, page, company, standing)
            is_sure = one.likeness is None or standing.trade > 1 or not standing.elsewhere
            is_among_dealers = (
                standing.is_home or standing.is_chat or (company.judges and _is_talked_of(one, page, standing))
            )
            return is_among_dealers and not standing.is_elsewhere and is_sure
        if one.likeness is not None:
            return _is_misspelt(one, standing)
        return not standing.is_elsewhere

    def _is_excluded(self, one: Candidate, page: Page) -> bool:
        excluded = self._exclude[one.spelling.subject]
        if not excluded.reach or (one.grade is Grade.DISGUISED and not one.is_open):
            return False
        folded, places = " ", []
        for token, left, right in page.near(one.start, one.end, _SLACK + excluded.reach):
            places.append((len(folded), left, right))
            folded += token + " "
        return any(_covers(folded, places, phrase, one) for phrase in excluded.among(folded.split()))


def _is_talked_of(one: Candidate, page: Page, standing: Standing) -> bool:
    """Whether a name stands in talk of an affair, or is written small as dealers do, and not as an everyday noun."""
    if standing.elsewhere or standing.ordinary:
        return False
    is_small = one.spelling.text[:1].isupper() and page.text[one.start : one.end].islower()
    if is_small and page.is_noun(one.start):
        return False
    return standing.affairs > 0 or (is_small and one.likeness is None)


def _is_no_everyday_word(one: Candidate, page: Page, company: Company, standing: Standing) -> bool:
    """Whether a name that is an everyday word is meant as a name: written as one, or with such a word beside it."""
    is_otherwise = one.is_turned or one.likeness in (Likeness.SAID_ALIKE, Likeness.AT_AN_END)
    if standing.is_elsewhere or (one.is_open and (is_otherwise or _is_accented(one, page))):
        return False
    if page.has_beside(one.start, one.end, company):
        return True
    speaking = standing.leaks + (standing.trade if company.judges else 0)
    return one.likeness is None and _is_named(one, page) and speaking > standing.ordinary + standing.elsewhere


def _is_accented(one: Candidate, page: Page) -> bool:
    """Whether accents that the name lacks make another word of it: Uber is no über."""
    has_more = not page.text[one.start : one.end].isascii() and one.spelling.text.isascii()
    return has_more and one.grade is Grade.FOLDED


def _is_named(one: Candidate, page: Page) -> bool:
    """Whether a word is marked as a name by a capital or a sign where other words bear none."""
    if page.text[max(0, one.start - 1) : one.start] in ("#", "@"):
        return True
    written = page.text[one.start : one.end]
    is_capital = written[0].isupper() and not (
        len(written) > _SHORT and written.isupper() and page.is_shouted(one.start)
    )
    return is_capital and not page.opens_sentence(one.start) and not page.is_german_noun(one.start)


def _is_misspelt(one: Candidate, standing: Standing) -> bool:
    if one.likeness is Likeness.AT_AN_END:
        return standing.is_home and not standing.elsewhere and not standing.is_beside
    if standing.is_home:
        return not standing.is_elsewhere
    is_likely = one.likeness is Likeness.SAID_ALIKE and len(one.spelling.letters) >= _LONG
    return (is_likely or standing.words < _BARE) and not standing.elsewhere and not standing.is_beside


def _covers(folded: str, places: list[tuple[int, int, int]], phrase: str, one: Candidate) -> bool:
    at = folded.find(phrase)
    while at >= 0:
        inside = [(left, right) for place, left, right in places if at < place < at + len(phrase)]
        if any(left < one.end and one.start < right for left, right in inside):
            return True
        at = folded.find(phrase, at + 1)
    return False
