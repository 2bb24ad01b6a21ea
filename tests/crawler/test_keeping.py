"""What stays of a page: all is analysed, what matches is kept, and masked before it is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from crawler.keeping import Harvest, Scope, harvest, texts
from crawler.reading import Reading
from crawler.recollection import Recollection, fingerprint
from matching.masking import mask
from model.identities import case_key
from model.matches import Intent, Level
from model.posts import Post, Quote
from model.sources import Keep
from model.visits import PostMark, ThreadMark
from tests.crawler.matcher import understand
from tests.crawler.nouns import NOON, PRINTS, mark, post, thread_page

DAY = timedelta(days=1)
MAIL = "anna.nowak@mail.example"
NIR = "2 55 99 99 123 456 17"


def kept(
    *posts: Post,
    keep: Keep = Keep.MATCHES,
    title: str = "a thread",
    known: dict[Post, str] | None = None,
    seen: ThreadMark | None = None,
    page: int = 1,
    next_url: str | None = None,
) -> Harvest:
    """What is kept of a page that holds *posts*; *known* gives the earlier wording of some."""
    reading = thread_page(*posts, title=title, page=page, next_url=next_url)
    assert reading.thread is not None
    marks = {
        one.key: PostMark(fingerprint=fingerprint(replace(one, text=text), PRINTS), is_kept=True, has_text=True)
        for one, text in (known or {}).items()
    }
    return harvest(
        reading,
        reading.thread,
        [(text, understand(text)) for text in texts(reading)],
        scope=Scope(keep=keep, since=NOON - DAY),
        fingerprints=PRINTS,
        mark=seen,
        recalled=Recollection(marks, PRINTS),
    )


def test_a_thread_without_a_match_leaves_ids_times_and_a_keyed_hash() -> None:
    found = kept(post(1, "nice weather"), post(2, "indeed"), title="weather")
    assert [(record.id, record.n, record.posted_at, record.kept) for record in found.posts] == [
        ("1", 1, NOON, None),
        ("2", 2, NOON, None),
    ]
    assert (found.thread.kept, found.sightings, found.is_match) == (None, (), False)
    assert found.posts[0].fingerprint == PRINTS.fingerprint("tofu\0nice weather")


def test_a_match_keeps_the_other_posts_of_its_thread_as_context() -> None:
    found = kept(post(1, "who has Viamedis?"), post(2, "not me", author="miso"))
    assert [record.kept and record.kept.text for record in found.posts] == ["who has Viamedis?", "not me"]
    assert [len(record.kept.matches) for record in found.posts if record.kept] == [1, 0]
    assert found.thread.kept is not None
    assert found.thread.kept.title == "a thread"


def test_a_thread_that_was_kept_stays_kept() -> None:
    found = kept(post(11, "thanks"), seen=mark(is_kept=True, has_match=True), page=2)
    assert found.posts[0].kept is not None
    assert found.thread.kept is not None
    assert not found.is_match


def test_a_match_in_the_title_is_the_first_posts() -> None:
    found = kept(post(1, "see above"), post(2, "see above"), title="Viamedis")
    assert [sighting.post for sighting in found.sightings] == [found.posts[0].key]


def test_a_title_is_not_read_into_the_posts_of_a_later_page() -> None:
    assert not kept(post(11, "thanks"), page=2, title="Viamedis").is_match


@pytest.mark.parametrize(
    ("reading", "titles"),
    [
        pytest.param(thread_page(post(1), post(2)), ["a thread", None], id="places are told"),
        pytest.param(thread_page(post(None, name="a"), post(None, name="b")), ["a thread", None], id="they are not"),
        pytest.param(thread_page(post(None), page=2), [None], id="a later page"),
        pytest.param(thread_page(post(1), page=2), ["a thread"], id="a first post that stands on every page"),
    ],
)
def test_only_the_first_post_of_a_thread_is_read_with_its_title(reading: Reading, titles: list[str | None]) -> None:
    found = texts(reading)
    assert [text.title for text in found] == titles
    assert [text.kind for text in found] == ["thread_start" if title else "reply" for title in titles]


def test_words_of_others_are_read_as_quotes() -> None:
    said = post(2, "lol", quotes=(Quote(author="miso", text="Viamedis leaked"),))
    assert kept(post(1, "hm"), said).is_match


def test_everything_kept_is_masked_first() -> None:
    sold = post(
        1, f"selling Viamedis, write to {MAIL} or {NIR}", author=MAIL, quotes=(Quote(author=MAIL, text=f"by {MAIL}"),)
    )
    found = kept(sold, title=f"Viamedis by {MAIL}", next_url=None)
    assert "anna.nowak" not in repr([_written(found)])
    assert "123 456" not in repr([_written(found)])
    assert found.posts[0].kept is not None
    assert found.posts[0].kept.text == mask(sold.text)


def _written(found: Harvest) -> list[object]:
    whole = [record.kept for record in found.posts]
    return [
        (one.author, one.title, one.permalink, one.text, one.quotes, one.matches, one.assessment.evidence)
        for one in whole
        if one
    ] + [(found.thread.kept.title, found.thread.kept.url, found.thread.kept.author) if found.thread.kept else ()]


def test_a_date_that_could_not_be_read_is_masked_as_well() -> None:
    odd = replace(post(1, "x"), posted_at=None, posted_raw=f"by {MAIL}")
    assert kept(odd).posts[0].posted_raw == mask(f"by {MAIL}")


def test_the_rows_of_a_sample_leave_keyed_hashes() -> None:
    rows = "\n".join(f"Doe;Jo{n};1999" for n in range(3))
    found = kept(post(1, f"selling viamedis\n{rows}"))
    assert found.posts[0].kept is not None
    sample = found.posts[0].kept.sample
    assert sample is not None
    assert (sample.rows, sample.fingerprints[0]) == (3, PRINTS.fingerprint("Doe;Jo0;1999"))


def test_claims_are_kept_without_their_words_when_the_operator_says_so() -> None:
    found = kept(post(1, "selling shop.example dump"), post(2, "thanks"), keep=Keep.CLAIMS, title="dump")
    first, second = (record.kept for record in found.posts)
    assert first is not None
    assert (first.text, first.quotes, first.sample, first.matches) == (None, (), None, ())
    assert (first.author, first.title, first.assessment.intent) == ("tofu", "dump", Intent.SALE)
    assert first.assessment.evidence == ()
    assert (second, found.thread.kept, found.sightings) == (None, None, ())


def test_a_claim_that_matches_is_kept_whole() -> None:
    found = kept(post(1, "selling viamedis"), keep=Keep.CLAIMS)
    assert found.posts[0].kept is not None
    assert found.posts[0].kept.text == "selling viamedis"


def test_everything_is_kept_when_the_operator_says_so() -> None:
    found = kept(post(1, "nice weather"), keep=Keep.ALL)
    assert found.posts[0].kept is not None
    assert found.thread.kept is not None
    assert found.sightings == ()


@pytest.mark.parametrize(
    ("words", "subjects", "matched"),
    [
        pytest.param("viamedis", ["viamedis"], "viamedis", id="a watch"),
        pytest.param("viamedis, almerys", ["almerys", "viamedis"], "almerys viamedis", id="two watches"),
        pytest.param("viamedis fr-2024", ["viamedis"], "fr-2024 viamedis", id="a signature goes with the watch"),
        pytest.param("fr-2024", ["fr-2024"], "fr-2024", id="a signature alone"),
        pytest.param("viamedis noise", [], "", id="of no interest"),
        pytest.param("nothing", [], "", id="nothing"),
    ],
)
def test_a_matching_post_belongs_to_one_case_for_each_watch(words: str, subjects: list[str], matched: str) -> None:
    found = kept(post(1, words))
    assert [sighting.subject for sighting in found.sightings] == subjects
    assert {sighting.matched for sighting in found.sightings} <= {matched}
    key = post(1).key
    assert all(one.post == key and one.level is Level.DIGEST for one in found.sightings)


def test_a_case_is_named_after_its_watch_and_thread() -> None:
    reading = thread_page(post(1, "viamedis"))
    assert reading.thread is not None
    (found,) = kept(post(1, "viamedis")).sightings
    assert found.case == case_key("viamedis", reading.thread.key)


@pytest.mark.parametrize(
    ("said", "is_historic"),
    [
        pytest.param(post(1, "viamedis", at=NOON), False, id="after we began to watch"),
        pytest.param(post(1, "viamedis", at=NOON - 2 * DAY), True, id="before"),
        pytest.param(post(1, "viamedis", at=None, raw="?"), False, id="nobody knows when"),
    ],
)
def test_what_was_posted_before_the_source_was_watched_is_historic(said: Post, is_historic: bool) -> None:
    assert [sighting.is_historic for sighting in kept(said).sightings] == [is_historic]


def test_an_old_post_that_we_saw_change_is_news() -> None:
    old = post(1, "viamedis", at=NOON - 2 * DAY)
    assert [one.is_historic for one in kept(old, known={old: "nice weather"}).sightings] == [False]
    assert [one.is_historic for one in kept(old, known={old: "viamedis"}).sightings] == [True]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(post(1, "words!"), id="its text"),
        pytest.param(post(1, author="miso"), id="its author"),
        pytest.param(post(1, quotes=(Quote(author=None, text="x"),)), id="a quote"),
    ],
)
def test_a_posts_fingerprint_changes_with_what_it_says(other: Post) -> None:
    assert fingerprint(other, PRINTS) != fingerprint(post(1), PRINTS)
    assert fingerprint(post(1, at=None), PRINTS) == fingerprint(post(1), PRINTS)


def test_a_page_tells_how_far_its_thread_was_read() -> None:
    read = kept(post(11), post(12), page=2, next_url="http://board.example/x").thread.read
    assert read is not None
    assert (read.page, read.posts, read.is_last) == (2, 2, False)


def test_an_address_made_of_a_title_loses_what_the_title_loses() -> None:
    first = replace(post(1, "Viamedis for sale"), permalink="https://forum.example/t-anna-nowak-mail-example?pid=1")
    found = kept(first, title=f"{MAIL} Viamedis")
    assert found.posts[0].kept is not None
    assert found.posts[0].kept.permalink == "https://forum.example/t-••••-•••••-mail-example?pid=1"


def test_a_thread_that_was_kept_with_everything_is_not_kept_on_for_that() -> None:
    found = kept(post(11, "thanks"), seen=mark(is_kept=True), page=2)
    assert (found.thread.kept, found.posts[0].kept) == (None, None)
