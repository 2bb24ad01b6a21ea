"""Pages that were written to cost much, under the marks of every software: none costs more than its length."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from encodings.aliases import aliases
from pathlib import Path
from time import process_time

import pytest

from crawler.pages import read
from crawler.reading import Fetched, Locale, Reading
from model.identities import SourceId
from model.visits import PageClass
from tests.crawler.pages.written import FIXTURES

PAGES = Path(__file__).resolve().parents[3] / "crawler" / "pages"
MEANT = re.compile(r"(?:^|[\s,])(?:\w+|\*)?[.#\[][\w-]")  # what looks like a selector
BUDGET = 4.0  # seconds of this process, on a slow machine that does much else; honest pages take some milliseconds
TERM = "Viamedis"

# What each software's posts are told by, as often as a page can hold it, nested and side by side.
POSTS = {
    "phpbb": (
        "https://q.example/viewtopic.php?f=2&t=3",
        "<body id='phpbb'><a href='ucp.php?mode=login'>x</a>",
        "<div id='p{n}' class='post'><p class='author'><b>a</b> &raquo; 1 Jan 2024, 10:00</p><div class='content'>",
    ),
    "subsilver": (
        "https://q.example/viewtopic.php?f=2&t=3",
        "<a href='ucp.php?mode=login'>x</a><b class='postauthor'>x</b>",
        "<table class='tablebg'><tr><td><a name='p{n}'></a><b class='postauthor'>a</b><div class='postbody'>",
    ),
    "fluxbb": (
        "https://q.example/viewtopic.php?id=3",
        "<div id='punviewtopic' class='pun'><div id='brdheader'></div>",
        "<div id='p{n}' class='blockpost'><h2><a href='#p{n}'>2024-01-01 10:00:00</a></h2><div class='postmsg'>",
    ),
    "punbb": (
        "https://q.example/viewtopic.php?id=3",
        "<div id='brd-wrap'><div class='main-head'>",
        "<div class='post'><div id='p{n}' class='posthead'></div><div class='entry-content'>",
    ),
    "smf": (
        "https://q.example/index.php?topic=3.0",
        "<script>var smf_theme_url = 1;</script><div id='forumposts'>",
        "<div class='post_wrapper'><div class='poster'><h4>a</h4></div><div class='inner' id='msg_{n}'>",
    ),
    "xenforo": (
        "https://q.example/threads/a.3/",
        "<html id='XF' data-template='thread_view'><div class='p-body-inner'>",
        "<article class='message--post' data-content='post-{n}'><div class='message-body'><div class='bbWrapper'>",
    ),
    "flaskbb": (
        "https://q.example/topic/3-a",
        "<div class='flaskbb-layout'><div id='flashed-messages'></div><div class='topic-view'>",
        "<div id='{n}' class='row post-row'><div class='post-meta'></div><div class='post-content' id='pid{n}'>",
    ),
    "django-machina": (
        "https://q.example/forum/forum/b-2/topic/a-3/",
        "<link href='/static/machina.board_theme.css'><div class='post-content-wrapper'></div>",
        "<div id='{n}' class='card post'><h4 class='subject'></h4><div class='post-content'>",
    ),
    "nodebb": (
        "https://q.example/topic/3/a",
        "<script id='ajaxify-data'></script><ul component='topic'>",
        "<li component='post' data-pid='{n}' data-index='{n}'><div component='post/content'>",
    ),
    "discourse": (
        "https://q.example/t/a/3",
        "<body class='crawler'><div id='main-outlet'>",
        "<div id='post_{n}' class='topic-body crawler-post'><div class='post' itemprop='text'>",
    ),
    "mybb": (
        "https://q.example/showthread.php?tid=3",
        "<script>var my_post_key = '1';</script><a href='showthread.php?tid=3'>x</a>",
        "<div class='post' id='post_{n}'><div class='post_body' id='pid_{n}'>",
    ),
}


OF_POSTS: dict[str, Callable[[str, str], str]] = {
    "nested posts": lambda head, post: (
        head + "".join(post.format(n=n) for n in range(1, 60)) + "<i class='b'>x</i>" * 20_000 + TERM
    ),
    "posts side by side": lambda head, post: (
        head + "".join(post.format(n=n) + "x</div></div>" for n in range(1, 3_000)) + TERM
    ),
    "posts without a body": lambda head, post: (
        head + post.partition("<div class='p")[0].format(n=1) * 4_000 + "</div>" * 9 + TERM
    ),
    "nested quotes and hidden boxes": lambda head, post: (
        head + post.format(n=1) + "<blockquote class='hide'><div class='hidden box'>x" * 90 + "y" * 200_000 + TERM
    ),
    "many boxes": lambda head, post: head + post.format(n=1) + "<div class='a b c d'>z</div>" * 30_000 + TERM,
    "many links": lambda head, post: (
        head + post.format(n=1) + "<a href='viewtopic.php?f=2&t=3&start=9'>1</a>" * 20_000 + TERM
    ),
    "a selector bomb": lambda head, post: (
        head + "<div class='a b c pagination navigation post crumbs topic-view'>" * 200 + "<p>x" * 1_000 + TERM
    ),
    "digits": lambda head, post: head + post.format(n=1) + "1" * 500_000 + " " + TERM,
}
OF_ANY: dict[str, Callable[[str], str]] = {
    "300,000 levels": lambda head: head + "<div>" * 300_000 + TERM,
    "a million attributes": lambda head: head + "<p " + "a=b " * 1_000_000 + ">" + TERM,
    "an unclosed comment": lambda head: head + TERM + "<!--" + "x-" * 300_000,
    "unclosed comments": lambda head: head + TERM + "<!-- <!--" * 100_000,
    "nothing but NULs between": lambda head: head + "\0" * 300_000 + TERM,
    "open tags": lambda head: head + "<div " * 100_000 + ">" + TERM,
    "brackets": lambda head: TERM + head + "<" * 500_000,
}


def read_at(url: str, body: bytes, *, charset: str | None = "utf-8") -> Reading:
    headers = (("content-type", f"text/html; charset={charset}" if charset else "text/html"),)
    fetched = Fetched(url=url, headers=headers, body=body, fetched_at=datetime(2024, 2, 11, 9, 0, tzinfo=UTC))
    return read(fetched, source=SourceId("quay"), engine=None, locale=Locale())


def is_cheap_and_loud(url: str, page: str) -> bool:
    """Whether *page* stays within the budget, and its term is found in it or missed aloud."""
    begun = process_time()
    found = read_at(url, page.encode())
    said = [found.flat, *(post.text for post in found.posts)]
    is_told = found.page_class not in (PageClass.LIST, PageClass.THREAD) and bool(found.reason)
    return process_time() - begun < BUDGET and (any(TERM in text for text in said) or is_told)


@pytest.mark.parametrize("shape", OF_POSTS)
@pytest.mark.parametrize("engine", POSTS)
def test_no_softwares_posts_cost_more_than_their_length(engine: str, shape: str) -> None:
    url, head, post = POSTS[engine]
    assert is_cheap_and_loud(url, OF_POSTS[shape](head, post))


@pytest.mark.parametrize("shape", OF_ANY)
def test_no_page_costs_more_than_its_length(shape: str) -> None:
    url, head, _ = POSTS["phpbb"]
    assert is_cheap_and_loud(url, OF_ANY[shape](head))


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "koi8-r", "shift_jis", "nonsense", "cp037"])
def test_h9_a_lying_charset_hides_no_term(charset: str) -> None:
    body = (FIXTURES / "phpbb" / "prosilver-33.html").read_bytes().replace(b"merci", b"Viamedis merci")
    found = read_at("https://phpbb.example/viewtopic.php?t=42", body, charset=charset)
    assert any(TERM in post.text for post in found.posts)


def codecs_of_text() -> list[str]:
    """Every way to write a page that Python knows on this system."""
    return [name for name in sorted(set(aliases.values())) if writes_pages(name)]


def writes_pages(name: str) -> bool:
    try:
        return "<p>".encode(name).decode(name) == "<p>"
    except (LookupError, UnicodeError):  # of another system, or of bytes
        return False


@pytest.mark.parametrize("written", codecs_of_text())
@pytest.mark.parametrize("said", ["what it is", "utf-8", "iso-8859-1", "utf-16", None])
def test_h9_in_any_charset_and_by_any_name_a_term_is_found_or_the_page_is_told(written: str, said: str | None) -> None:
    page = (FIXTURES / "phpbb" / "prosilver-33.html").read_text("utf-8").replace("merci", f"{TERM} merci")
    body = page.encode(written, "xmlcharrefreplace")
    found = read_at("https://phpbb.example/viewtopic.php?t=42", body, charset=written if said == "what it is" else said)
    is_found = any(TERM in post.text for post in found.posts)
    is_told = found.page_class not in (PageClass.LIST, PageClass.THREAD) and bool(found.reason)
    assert is_found or is_told


def test_h5_no_selector_climbs_twice() -> None:
    """Each "somewhere inside" multiplies with the depth of a page: lexbor took minutes on three of them and 20 kB."""
    wide = {
        f"{path.name}: {part}" for path in sorted(PAGES.glob("*.py")) for part in selectors(path) if climbs(part) > 1
    }
    assert wide == set()


def selectors(path: Path) -> Iterator[str]:
    """Every selector that stands in calls and tables of *path*."""
    tree = ast.parse(path.read_text())
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in told:
            continue
        if MEANT.search(node.value) and not any(sign in node.value for sign in ("\\", "(?", "|")):
            yield from (part.strip() for part in node.value.split(","))


def climbs(selector: str) -> int:
    """How often *selector* says "somewhere inside", or "somewhere after"."""
    bare = re.sub(r"\[[^\]]*\]|\([^)]*\)", "", selector)
    steps = re.sub(r"\s*([>+])\s*", r"\1", bare).split()
    return len(steps) - 1 + bare.count("~")
