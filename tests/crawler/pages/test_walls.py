"""What stands before a page is told from a page, and from a page that only speaks of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.pages import read
from crawler.reading import Fetched, Locale, Reading
from model.identities import SourceId
from model.visits import PageClass


def reading(body: str, *, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Reading:
    fetched = Fetched(
        url="https://quay.example/", status=status, headers=headers, body=body.encode(), fetched_at=datetime.now(UTC)
    )
    return read(fetched, source=SourceId("quay"), engine=None, locale=Locale())


def page(title: str, body: str) -> str:
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(
            page("Just a moment...", "<script src='/cdn-cgi/challenge-platform/h/b/orchestrate/v1'></script>Wait"),
            403,
            id="Cloudflare",
        ),
        pytest.param(page("Один момент…", "<script>window._cf_chl_opt={}</script>"), 503, id="Cloudflare in Russian"),
        pytest.param(page("Attention Required! | Cloudflare", "<div id='cf-wrapper'>Blocked</div>"), 403, id="blocked"),
        pytest.param(
            page("DDoS-Guard", "<script src='/.well-known/ddos-guard/js-challenge/i.js'></script>"), 200, id="ddos"
        ),
        pytest.param(
            page("Access Queue", "You have been placed in a queue. Estimated entry time: 40 s"), 200, id="queue"
        ),
        pytest.param(page("Verify", "<form><img src='/captcha.png'><input name='captcha'></form>"), 200, id="captcha"),
        pytest.param(page("Verify", "<div class='h-captcha'></div>"), 200, id="widget"),
        pytest.param(page("Checking your browser before accessing", "Please wait 5 seconds"), 503, id="plain words"),
    ],
)
def test_a_challenge_is_no_empty_page(body: str, status: int) -> None:
    assert reading(body, status=status).page_class is PageClass.CHALLENGE


def test_the_answers_header_is_enough() -> None:
    assert reading(page("x", "y"), headers=(("CF-Mitigated", "challenge"),)).page_class is PageClass.CHALLENGE


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(page("Just a moment of your time, please", "<p>Hello. " + "Words. " * 300), id="a title"),
        pytest.param(page("Shop", "<script>__cf = 1</script>" + "<p>We sit behind DDoS-Guard.</p>" * 90), id="a talk"),
        pytest.param(page("Join", "<input type='password'><div class='g-recaptcha'></div>"), id="a form to join"),
        pytest.param(
            page("News", "<p>Police say that the forum was seized.</p>" + "<p>More news.</p>" * 300), id="news"
        ),
    ],
)
def test_a_page_that_speaks_of_walls_is_none(body: str) -> None:
    assert reading(body).page_class is PageClass.UNKNOWN


@pytest.mark.parametrize(
    "body",
    [
        page("This website has been seized", "<p>This domain has been seized by the FBI and Europol.</p>"),
        page("SEIZED", "<img src='/seized_banner.png' alt=''>"),
        page("Saisi", "<p>Ce site a été saisi par la police, parquet de Paris.</p>"),
    ],
)
def test_a_seized_site_is_told(body: str) -> None:
    assert reading(body).page_class is PageClass.SEIZED


@pytest.mark.parametrize("body", ["", " \n "])
def test_an_empty_answer_is_empty(body: str) -> None:
    assert reading(body, status=302).page_class is PageClass.EMPTY


def test_a_picture_is_no_page() -> None:
    found = reading("\x89PNG\r\n\x1a\n" + "\x01\x02" * 100, headers=(("content-type", "image/png"),))
    assert (found.page_class, found.flat) == (PageClass.UNKNOWN, "")


def test_a_bomb_is_read_flat() -> None:
    found = reading("<html><body>" + "<div>" * 50_000 + "Viamedis")
    assert found.page_class is PageClass.UNKNOWN
    assert found.flat == "Viamedis"
    assert "elements deep" in found.reason
