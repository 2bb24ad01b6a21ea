from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerting import messages
from alerting.layout import BODY_LIMIT, fit, laid_out
from alerting.plain import cut, defang, foreign, plain, units
from model.cases import AlertId, CaseView, Segment, Style
from model.identities import Masked, PostKey
from model.matches import Claim, Grade, Intent, Level, Match, Price
from model.watches import Field
from tests.alerting.samples import (
    NOON,
    POSTED,
    SIGNATURE,
    SOURCE,
    WATCHLIST,
    alert,
    assessment,
    case,
    delivery,
    health_note,
    match,
    post,
    view,
)

WILD = st.text(st.characters(), max_size=300)  # surrogates, controls and private use included
A_12 = AlertId(12)


def said(segments: tuple[Segment, ...]) -> str:
    return "".join(segment.text for segment in segments)


def first(of: CaseView) -> str:
    return said(messages.first(A_12, of, WATCHLIST, level=Level.NOW))


def test_the_first_lines_say_who_is_meant_whether_it_is_new_and_what_it_is() -> None:
    heading, numbers, title, *_ = first(view()).splitlines()
    assert heading == "🔴 NOW · Viamedis · NEW claim · request"
    assert numbers == "A-12 · C-7"
    assert title == "[REQUEST] Viamedis / Amerys database"


def test_a_request_is_told_apart_from_a_sale() -> None:
    assert "Asks for the data (a request, not a sale)" in first(view())


def test_an_alert_counts_from_the_public_notice() -> None:
    assert "Posted 2024-02-08 21:17 UTC (T+1 day after the public notice of 2024-02-07)" in first(view())


@pytest.mark.parametrize(
    ("days", "words"),
    [
        pytest.param(-1, "T+0, the day of the public notice of 2024-02-07", id="the same day"),
        pytest.param(2, "T+3 days after the public notice of 2024-02-07", id="three days after"),
        pytest.param(-2, "T-1 day before the public notice of 2024-02-07", id="the day before"),
        pytest.param(-223, "T-222 days before the public notice of 2024-02-07", id="long before"),
    ],
)
def test_days_to_the_public_notice_are_counted_both_ways(days: int, words: str) -> None:
    assert words in first(view(None, post(posted_at=POSTED + timedelta(days=days))))


def test_a_post_without_a_date_says_so() -> None:
    assert "Posted: the page does not say" in first(view(None, post(posted_at=None)))


def test_an_alert_says_how_the_name_was_spelled_and_how_sure_that_is() -> None:
    assert "How sure: Almerys spelled 'Amerys': probable" in first(view())


def test_a_claim_that_offers_what_the_data_set_never_held_is_contradicted() -> None:
    signed = Match(signature=SIGNATURE, grade=Grade.EXACT, verdict="contradicts", score=20, reasons=("names 3 fields",))
    offers = post(said=assessment(Intent.SALE, fields=(Field.NIR, Field.PHONE)), matches=(signed,))
    words = first(view(None, offers))
    assert "Signature fr-tiers-payant-2024: contradicts, 20/100" in words
    assert "offers phone, which is not in this data set" in words


def test_a_contradiction_is_said_once() -> None:
    reason = "names phone, which is not in this data set"
    signed = Match(signature=SIGNATURE, grade=Grade.EXACT, verdict="contradicts", score=20, reasons=(reason,))
    words = first(view(None, post(said=assessment(fields=(Field.PHONE,)), matches=(signed,))))
    assert words.count("which is not in this data set") == 1


def test_what_speaks_against_a_claim_comes_before_what_speaks_for_it() -> None:
    reasons = (*(f"reason {n}" for n in range(9)), "names iban, which is not in this data set")
    signed = Match(signature=SIGNATURE, grade=Grade.EXACT, verdict="contradicts", score=5, reasons=reasons)
    words = first(view(None, post(said=assessment(fields=(Field.IBAN,)), matches=(signed,))))
    assert words.index("names iban") < words.index("reason 0")
    assert "reason 8" not in words


def test_an_absence_of_replies_is_stated_as_of_the_time_it_was_read() -> None:
    assert "No public reply as of 2024-02-11 12:00 UTC" in first(view())
    assert "4 replies as of 2024-02-11 12:00 UTC" in first(view(replies=4))


def test_an_absence_of_replies_is_not_stated_of_a_thread_not_read_to_its_end() -> None:
    words = first(view(read_at=None))
    assert "No public reply" not in words
    assert "not read to its end yet" in words


def test_the_authors_earlier_claims_stand_beside_the_alert() -> None:
    earlier = tuple(
        Claim(
            post=PostKey(f"e{n}"),
            title=f"US registrar {n}",
            intent=Intent.FREE_LEAK,
            claimed_records=None,
            posted_at=POSTED - timedelta(days=20 + n),
        )
        for n in range(5)
    )
    words = first(view(earlier=earlier))
    assert "– 2024-01-19 free leak: US registrar 0" in words
    assert "US registrar 2" in words
    assert "US registrar 3" not in words


def test_volume_price_and_kinds_of_data_are_named() -> None:
    offer = replace(assessment(Intent.SALE), price=Price(amount=1500.0, currency="USD"))
    words = first(view(None, post(said=offer)))
    assert "33,000,000 records claimed · price 1,500 USD · kinds of data: NIR, name" in words


def test_an_alert_quotes_one_line_that_convinces() -> None:
    words = first(view())
    assert "“I am looking for the Viamedis and Amerys base, who has it?”" in words
    assert "Hello all" not in words


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("looking for;Dupont;Jeanne;75011", id="semicolons"),
        pytest.param("looking for\tDupont\tJeanne", id="tabs"),
        pytest.param("looking for ••• ••••", id="masked"),
    ],
)
def test_rows_of_data_are_never_quoted(row: str) -> None:
    words = first(view(None, post(text=row)))
    assert "Dupont" not in words
    assert "•" not in words


def test_n8_an_alert_holds_no_live_link() -> None:
    words = first(
        view(
            case(title="get it at https://evil.example/x or t.me/leaker or 10.1.2.3, ask @leaker or /start"),
            post(author="www.evil.example"),
            url="https://user:pw@forum.example:8080/thread-7.html",
        )
    )
    assert "://evil" not in words.replace("hxxps://evil", "")
    assert not re.search(r"\w\.(example|me|html)\b", words)
    assert "10[.]1[.]2[.]3" in words
    assert not re.search(r"(?<!\S)[@/]\w", words)
    assert "hxxps://user:pw[@]forum[.]example:8080/thread-7[.]html" in words


def test_an_alert_says_how_to_acknowledge_it() -> None:
    segments = messages.first(A_12, view(), WATCHLIST, level=Level.NOW)
    assert segments[-1] == Segment(text="vigie alert ack A-12", style=Style.CODE)


def test_a_case_without_a_kept_post_is_told_all_the_same() -> None:
    assert "Viamedis" in first(replace(view(), posts=()))


def test_an_update_tells_only_what_is_new() -> None:
    known, fresh = post("p1"), post("p2", author="thankful", said=assessment(Intent.REACTION))
    words = said(
        messages.update(A_12, view(case(told_at=NOON), known, fresh), {PostKey("p2")}, WATCHLIST, level=Level.NOW)
    )
    assert "update · 1 further post" in words.splitlines()[0]
    assert "– reaction by “thankful”" in words
    assert "xk27" not in words


def test_a_digest_has_a_line_a_case_and_counts_the_rest() -> None:
    views = [view(case(f"c{n}", number=n, title=f"Thread {n}")) for n in range(200)]
    words = said(messages.digest(A_12, views, WATCHLIST, why="daily", level=Level.DIGEST, at=NOON))
    lines = [line for line in words.splitlines() if line.startswith("– ")]
    rest = re.search(r"… and (\d+) more: vigie alert list", words)
    assert rest
    assert len(lines) + int(rest[1]) == 200
    assert len(lines) >= 20
    assert "Thread 0" in lines[0]


def test_a_historic_digest_says_that_nothing_in_it_is_new() -> None:
    words = said(messages.historic(A_12, SOURCE, [view()], WATCHLIST))
    assert words.startswith("HISTORIC · 1 case on demo-forum from before it was watched")
    assert "nothing here is new" in words


def test_a_health_alert_looks_like_no_other() -> None:
    words = said(messages.health(A_12, [health_note(words="login: the board wants a password")]))
    assert words.startswith("🛠 WATCHING ITSELF · demo-forum")
    assert "login: the board wants a password" in words


def test_a_test_message_says_that_it_is_one() -> None:
    words = said(messages.trial(A_12, at=NOON))
    assert words.startswith("TEST · this channel works\nA-12")
    assert words.endswith("no leak was seen\n")


def test_a_message_that_may_be_a_repeat_says_so() -> None:
    assert said(messages.wording(delivery(is_repeat=True))).startswith("↻ possible repeat of A-12\n")
    assert "repeat" not in said(messages.wording(delivery()))


def test_a_message_can_be_said_in_one_plain_line() -> None:
    line = messages.one_line(alert(*messages.first(A_12, view(), WATCHLIST, level=Level.NOW)))
    assert "\n" not in line.text
    assert line.segments[0].style is Style.PLAIN
    assert "Viamedis" in line.text


def test_identifiers_that_slipped_through_are_masked_once_more() -> None:
    words = first(view(case(title="call 06 39 98 12 34 or mail jeanne.martin@mail.example")))
    assert "06 39 98" not in words
    assert "jeanne.martin" not in words


def wild_view(title: str, author: str, board: str, text: str) -> CaseView:
    evil = replace(
        post(text=text, author=author, matches=(match(quote=title), match(quote=board, grade=Grade.DISGUISED))),
        board=Masked(board),
    )
    claim = Claim(post=PostKey("e"), title=text, intent=Intent.SALE, claimed_records=10**18, posted_at=None)
    return view(case(title=title), evil, earlier=(claim,) * 4, url=f"http://{author}/{title}")


@settings(max_examples=150, deadline=None)
@given(title=WILD, author=WILD, board=WILD, text=WILD)
def test_no_text_breaks_the_limits_of_a_message(title: str, author: str, board: str, text: str) -> None:
    evil = wild_view(title, author, board, text)
    for segments in (
        messages.first(A_12, evil, WATCHLIST, level=Level.NOW),
        messages.update(A_12, evil, {PostKey("p1")}, WATCHLIST, level=Level.NOW),
        messages.digest(A_12, [evil] * 50, WATCHLIST, why="daily", level=Level.DIGEST, at=NOON),
        messages.health(A_12, [health_note(words=text)] * 30),
    ):
        words, spans = laid_out(segments)
        assert 0 < len(words.encode("utf-16-le")) // 2 <= BODY_LIMIT
        assert len(spans) <= 100
        assert all(span.offset >= 0 and span.offset + span.length <= units(words) for span in spans)


@settings(max_examples=300, deadline=None)
@given(text=WILD, limit=st.integers(1, 400))
def test_foreign_words_are_one_short_harmless_line(text: str, limit: int) -> None:
    words = foreign(text, limit)
    assert units(words) <= limit + 60  # a dot that is defanged at the very end may be cut, never doubled
    assert words.isprintable() or not words


@given(text=WILD)
def test_making_text_plain_twice_changes_nothing(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(text=WILD, limit=st.integers(1, 100))
def test_cutting_never_passes_the_limit(text: str, limit: int) -> None:
    assert units(cut(text, limit)) <= limit


@given(parts=st.lists(WILD, max_size=60), style=st.sampled_from(Style))
def test_what_fits_is_cut_between_segments(parts: list[str], style: Style) -> None:
    body = [Segment(text=part, style=style) for part in parts]
    kept = fit(body, [Segment(text="tail")], limit=500)
    assert units(said(kept)) <= 500
    assert said(kept).endswith("tail")


@pytest.mark.parametrize(
    ("url", "harmless"),
    [
        pytest.param("http://a.example/x.php", "hxxp://a[.]example/x[.]php", id="http"),
        pytest.param("HTTPS://A.example", "hxxps://A[.]example", id="upper case"),
        pytest.param("tg://resolve?domain=x", "tg[://]resolve?domain=x", id="telegram's own"),
        pytest.param("http://127.0.0.1:8766/", "hxxp://127[.]0[.]0[.]1:8766/", id="address"),
        pytest.param("hxxp://a[.]example", "hxxp://a[.]example", id="defanged already"),
    ],
)
def test_addresses_are_defanged(url: str, harmless: str) -> None:
    assert defang(url) == harmless
