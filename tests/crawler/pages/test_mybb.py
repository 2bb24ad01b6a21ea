"""MyBB in other languages, themes and addresses than the standard ones: on pages written by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.pages import page_url, read
from crawler.reading import Fetched, Locale, Reading
from model.identities import SourceId
from model.visits import PageClass

PAGES = Path(__file__).resolve().parents[2] / "fixtures" / "mybb"
BOARD = "https://board.example/"


def reading(name: str, target: str, sent: datetime, *, body: bytes | None = None, status: int = 200) -> Reading:
    fetched = Fetched(
        url=BOARD + target, status=status, body=body or (PAGES / name).read_bytes(), fetched_at=sent.replace(tzinfo=UTC)
    )
    return read(fetched, source=SourceId("quay"), engine=None, locale=Locale())


def utc(month: int, day: int, hour: int, minute: int, second: int = 0) -> datetime:
    return datetime(2024, month, day, hour, minute, second, tzinfo=UTC)


@pytest.fixture
def french() -> Reading:
    return reading("classic-french.html", "showthread.php?tid=42", utc(2, 10, 11, 30, 10))


@pytest.fixture
def german() -> Reading:
    return reading("sef-german.html", "forum-2-page-2.html", utc(2, 11, 9, 0, 20))


@pytest.fixture
def russian() -> Reading:
    return reading("slug-russian.html", "Thread-kuplyu-bazu?page=2", utc(2, 10, 23, 0, 20))


def test_a_thread_is_read_in_a_french_board_of_the_classic_layout(french: Reading) -> None:
    assert french.page_class is PageClass.THREAD
    assert french.board == "Bases de données"
    thread = french.thread
    assert thread is not None
    assert (thread.id, thread.title, thread.author, thread.replies) == ("42", "Recherche fichier", "Écluse 14", 3)
    assert thread.created_at == utc(2, 3, 20, 17)


def test_authors_without_a_profile_are_named(french: Reading) -> None:
    authors = [post.author for post in french.posts]
    assert authors == ["Écluse 14", "Visiteur du soir", "compte_supprimé", "Écluse 14"]


def test_dates_are_told_in_the_boards_zone_order_and_language(french: Reading) -> None:
    assert [post.posted_at for post in french.posts] == [
        utc(2, 3, 20, 17),
        utc(2, 4, 23, 1),
        utc(2, 9, 12, 40),
        utc(2, 10, 11, 25, 10),
    ]
    assert [post.edited_at for post in french.posts] == [utc(2, 4, 7, 5), None, None, None]


def test_a_posts_text_is_its_authors_own(french: Reading) -> None:
    assert [post.text for post in french.posts] == [
        "Bonjour, je cherche un vieux fichier de 10-11-2022.\nnom;ville\nFAUXNOM;Nullepart\nMerci.",
        "moi aussi",
        "voir https://long.example/a/very/long/path/to/some/file.html\ndedans",
        "un\ndeux",
    ]
    assert [(quote.author, quote.text) for quote in french.posts[1].quotes] == [
        ("Écluse 14", "je cherche"),
        ("Ancien", "plus vieux"),
    ]
    assert french.has_hidden


def test_the_boards_pagination_in_the_breadcrumb_is_not_the_threads(french: Reading) -> None:
    assert (french.page, french.pages, french.next) == (1, 1, None)


def test_a_list_is_read_under_search_friendly_addresses(german: Reading) -> None:
    assert german.page_class is PageClass.LIST
    assert (german.page, german.pages, german.next) == (2, 12, BOARD + "forum-2-page-3.html")
    assert german.boards == (BOARD + "forum-12.html", BOARD + "forum-13.html")
    assert [(row.id, row.url, row.author, row.replies) for row in german.rows] == [
        ("9", BOARD + "thread-9.html", "Hafenmeister", 1027),
        ("15", BOARD + "thread-15.html", "Möwe 7", 3),
        ("16", BOARD + "thread-16.html", "Möwe 7", None),
        ("17", BOARD + "thread-17.html", "Gast_3", 0),
    ]


def test_a_row_says_who_wrote_last_and_when(german: Reading) -> None:
    assert [(row.last_author, row.last_post_at) for row in german.rows] == [
        ("Hafenmeister", utc(2, 10, 23, 15)),
        ("Gast_12", utc(2, 11, 8, 50)),
        ("Möwe 7", utc(2, 7, 9, 0)),
        ("Gast_3", datetime(2023, 12, 3, 22, 10, tzinfo=UTC)),
    ]
    assert [row.is_sticky for row in german.rows] == [True, False, False, False]
    assert [row.is_moved for row in german.rows] == [False, False, True, False]


def test_a_thread_under_a_slug_goes_by_its_number(russian: Reading) -> None:
    assert russian.thread is not None
    assert (russian.thread.id, russian.thread.url) == ("77", BOARD + "Thread-kuplyu-bazu")
    assert russian.next == BOARD + "Thread-kuplyu-bazu?page=3"


def test_a_theme_that_moved_every_wrapper_is_read(russian: Reading) -> None:
    assert [(post.id, post.n, post.author, post.text) for post in russian.posts] == [
        ("311", 11, "Каравелла", "Пишите мне сюда"),
        ("312", 12, "t.ihiy", "ещё актуально"),
    ]
    assert [post.posted_at for post in russian.posts] == [utc(2, 10, 22, 10), utc(2, 10, 22, 58)]


def test_a_thread_whose_pages_never_name_its_number_has_an_id_without_its_title(russian: Reading) -> None:
    body = (PAGES / "slug-russian.html").read_bytes().replace(b"newreply.php?tid=77", b"#")
    found = reading("slug-russian.html", "Thread-kuplyu-bazu?page=2", utc(2, 10, 23, 0), body=body)
    again = reading("slug-russian.html", "Thread-kuplyu-bazu", utc(2, 10, 23, 0), body=body)
    assert found.thread is not None
    assert again.thread is not None
    assert found.thread.id == again.thread.id
    assert "bazu" not in found.thread.id


def test_an_index_names_its_boards_without_categories_and_links_to_elsewhere() -> None:
    index = reading("index-spanish.html", "index.php", utc(2, 10, 23, 0))
    assert index.page_class is PageClass.LIST
    assert index.boards == tuple(f"{BOARD}forumdisplay.php?fid={number}" for number in (2, 5, 3))


@pytest.mark.parametrize(
    ("name", "target", "page_class", "is_gone"),
    [
        ("wall-russian.html", "showthread.php?tid=3", PageClass.LOGIN, False),
        ("wall-form-french.html", "showthread.php?tid=3", PageClass.LOGIN, False),
        ("gone-german.html", "thread-3.html", PageClass.ERROR, True),
        ("empty-french.html", "forumdisplay.php?fid=4", PageClass.EMPTY, False),
    ],
)
def test_a_page_without_posts_says_why(name: str, target: str, page_class: PageClass, is_gone: bool) -> None:
    found = reading(name, target, utc(2, 10, 12, 0))
    assert (found.page_class, found.is_gone, found.posts, found.rows) == (page_class, is_gone, (), ())


def test_a_thread_whose_markup_moved_is_no_empty_thread() -> None:
    body = (PAGES / "classic-french.html").read_bytes().replace(b"pid_", b"x_").replace(b"post_", b"y_")
    found = reading("classic-french.html", "showthread.php?tid=42", utc(2, 10, 11, 30), body=body)
    assert (found.page_class, found.posts) == (PageClass.UNKNOWN, ())
    assert "no post" in found.reason
    assert "FAUXNOM" in found.flat


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.8, 0.9])
def test_a_page_cut_in_its_middle_says_so_and_keeps_its_first_posts(share: float, french: Reading) -> None:
    body = (PAGES / "classic-french.html").read_bytes()
    found = reading("", "showthread.php?tid=42", utc(2, 10, 11, 30, 10), body=body[: int(len(body) * share)])
    assert found.is_cut
    assert not french.is_cut
    assert [post.id for post in found.posts[:-1]] == [post.id for post in french.posts[: max(len(found.posts) - 1, 0)]]


def test_an_unreadable_date_keeps_its_own_words() -> None:
    body = (PAGES / "classic-french.html").read_bytes().replace(b"05.02.2024, 00:01", b"jadis")
    post = reading("", "showthread.php?tid=42", utc(2, 10, 11, 30), body=body).posts[1]
    assert (post.posted_at, post.posted_raw) == (None, "jadis")


@pytest.mark.parametrize(
    ("thread", "page", "address"),
    [
        ("showthread.php?tid=5", 2, "showthread.php?tid=5&page=2"),
        ("showthread.php?tid=5&page=7", 2, "showthread.php?tid=5&page=2"),
        ("showthread.php?tid=5&pid=9#pid9", 1, "showthread.php?tid=5"),
        ("thread-5.html", 3, "thread-5-page-3.html"),
        ("thread-5-page-9.html", 1, "thread-5.html"),
        ("Thread-some-slug", 2, "Thread-some-slug?page=2"),
        ("Thread-some-slug?page=4", 1, "Thread-some-slug"),
    ],
)
def test_any_page_of_a_thread_has_an_address(thread: str, page: int, address: str) -> None:
    assert page_url("mybb", BOARD + thread, page) == BOARD + address
