"""A thread of which a list tells more than its pages lead to was not read to its end."""

from __future__ import annotations

import pytest

from crawler.following import Lead, lead
from crawler.reading import Reading
from crawler.sight import Seen
from model.visits import ThreadMark
from tests.crawler.nouns import mark, post, thread_page


def page(posts: int, *, number: int = 1, leads_on: bool = False) -> Reading:
    return thread_page(*(post(n) for n in range(1, posts + 1)), page=number, next_url="next" if leads_on else None)


KNOWN = mark(posts=25, per_page=10, last_page=3)


@pytest.mark.parametrize(
    ("reading", "known", "replies", "where"),
    [
        pytest.param(page(10, leads_on=True), KNOWN, 24, Lead.ON, id="a next page"),
        pytest.param(page(10), KNOWN, 24, Lead.LOST, id="no next page any more, and as many posts"),
        pytest.param(page(10), KNOWN, 9, Lead.NOWHERE, id="all that followed was removed"),
        pytest.param(page(10), KNOWN, None, Lead.NOWHERE, id="no list told of it"),
        pytest.param(page(5, number=3), KNOWN, 24, Lead.NOWHERE, id="the last page"),
        pytest.param(page(7), KNOWN, 24, Lead.NOWHERE, id="a page that is not full"),
        pytest.param(page(10), None, 24, Lead.SHORT, id="a new thread that ends early"),
        pytest.param(page(10), None, 12, Lead.NOWHERE, id="a count that is a little too high"),
    ],
)
def test_a_page_leads_on_while_its_list_tells_of_more(
    reading: Reading, known: ThreadMark | None, replies: int | None, where: Lead
) -> None:
    assert lead(reading, known, replies=replies, per_page=10) is where


@pytest.mark.parametrize(
    ("leads", "is_lost"),
    [
        pytest.param([Lead.LOST], True, id="one that led on"),
        pytest.param([Lead.SHORT], False, id="one wrong count"),
        pytest.param([Lead.SHORT, Lead.SHORT], True, id="many new threads that end early"),
        pytest.param([Lead.LOST, Lead.ON, Lead.NOWHERE], False, id="others lead on as ever"),
        pytest.param([], False, id="none"),
    ],
)
def test_most_pages_that_should_lead_on_tell_a_lost_way(leads: list[Lead], *, is_lost: bool) -> None:
    seen = Seen()
    for where in leads:
        seen = seen.led(where)
    assert seen.has_lost_pages is is_lost
