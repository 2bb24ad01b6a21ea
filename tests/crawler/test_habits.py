"""What one page proves of a board's dates helps to read the pages that prove nothing."""

from __future__ import annotations

from datetime import UTC, datetime

from crawler.pages import read
from crawler.reading import Fetched, Locale, Reading
from model.identities import SourceId
from model.sources import Habits, Source

NOW = datetime(2024, 2, 12, 12, tzinfo=UTC)
SOURCE = Source(id=SourceId("quay"), url="http://quay.example/")


def page(*dates: str, foot: str = "", habits: Habits | None = None, source: Source = SOURCE) -> Reading:
    posts = "".join(
        f"<div class=post id=p{n}><a href='/user/u{n}'>u{n}</a> <span class=date>{date}</span>"
        f"<div class=content>words number {n}</div></div>"
        for n, date in enumerate(dates, start=1)
    )
    body = f"<html><body><h1>Title</h1>{posts}<p>{foot}</p></body></html>".encode()
    fetched = Fetched(url="http://quay.example/thread/5", body=body, fetched_at=NOW)
    return read(fetched, source=source.id, engine=None, locale=Locale.of(source, habits or Habits()))


def test_a_date_that_may_be_two_days_is_kept_in_its_own_words() -> None:
    (post,) = page("03/02/2023 10:00").posts
    assert (post.posted_at, post.posted_raw) == (None, "03/02/2023 10:00")


def test_the_order_proved_by_one_page_reads_the_next() -> None:
    proved = page("03/02/2023 10:00", "25/02/2023 11:00").habits
    assert proved == Habits(day_first=True)
    (post,) = page("03/02/2023 10:00", habits=proved).posts
    assert post.posted_at == datetime(2023, 2, 3, 10, tzinfo=UTC)


def test_the_zone_that_a_footer_names_reads_pages_without_one() -> None:
    proved = page("3 Feb 2024, 10:00", foot="All times are UTC+03:00").habits
    assert proved == Habits(zone="+03:00")
    (post,) = page("3 Feb 2024, 10:00", habits=proved).posts
    assert post.posted_at == datetime(2024, 2, 3, 7, tzinfo=UTC)


def test_what_the_operator_declared_counts_before_what_other_pages_proved() -> None:
    declared = Source(id=SourceId("quay"), url="http://quay.example/", zone="Europe/Paris", day_first=False)
    (post,) = page("03/02/2023 10:00", habits=Habits(zone="+03:00", day_first=True), source=declared).posts
    assert post.posted_at == datetime(2023, 3, 2, 9, tzinfo=UTC)


def test_news_outweigh_what_was_known_and_leave_the_rest() -> None:
    known = Habits(zone="+03:00", day_first=True)
    assert known.with_news(Habits(zone="Europe/Moscow")) == Habits(zone="Europe/Moscow", day_first=True)
    assert known.with_news(Habits(day_first=False)) == Habits(zone="+03:00", day_first=False)
