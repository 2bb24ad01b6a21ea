"""Other generations, styles and languages of forum software than the recorded ones: on pages written by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.pages import page_url
from model.visits import PageClass
from tests.crawler.pages.written import FIXTURES, PAGES, of_post, of_row, reading, utc

SAMPLE = "nom;ville\nFAUXNOM;Nullepart"
PHPBB, SMF = "https://phpbb.example/viewtopic.php", "https://smf.example/index.php"
THREADS = {
    "phpbb/prosilver-30.html": (
        ("42", "Alte Datei", "Datenbanken", f"{PHPBB}?f=7&t=42", 2, 3, f"{PHPBB}?f=7&t=42&start=30"),
        [
            ("311", 16, "Hafenmeister", utc(2, 8, 10, 2), utc(2, 8, 11, 0), f"{PHPBB}?p=311#p311"),
            ("312", 17, "Gast 3", utc(2, 10, 21, 58), None, f"{PHPBB}?p=312#p312"),
        ],
        ["Ja :) Muster:\nname;ort\nFALSCHNAME;Nirgendwo", "danke"],
        [("Möwe 7", "hat jemand die Datei?")],
    ),
    "phpbb/prosilver-33.html": (
        ("42", "Vieux fichier", "Bases de données", f"{PHPBB}?t=42", 1, 1, None),
        [
            ("311", 1, "Écluse 14", utc(2, 8, 10, 2, 3), utc(2, 8, 11, 0), f"{PHPBB}?p=311#p311"),
            ("312", 2, "Compte supprimé", utc(2, 10, 22, 58), None, f"{PHPBB}?p=312#p312"),
        ],
        ["Pas ici. Voir https://long.example/a/very/long/path/to/some/file.html", "merci"],
        [("Môle 7", "quelqu'un a la base ?")],
    ),
    "phpbb/subsilver-thread.html": (
        ("42", "Old file", "Databases", f"{PHPBB}?f=7&t=42", 2, 3, f"{PHPBB}?f=7&t=42&start=30"),
        [
            ("311", 16, "Lock Keeper", utc(2, 8, 10, 2), utc(2, 8, 11, 0), f"{PHPBB}?p=311#p311"),
            ("312", 17, "Evening visitor", utc(2, 10, 21, 58), None, f"{PHPBB}?p=312#p312"),
        ],
        [f"Not here. Sample:\n{SAMPLE}", "thanks"],
        [("gull 7", "does anyone have it?")],
    ),
    "punbb/thread.html": (
        (
            "42",
            "Cherche un vieux fichier",
            "Bases",
            "https://board.example/topic/42/cherche-un-vieux-fichier/",
            2,
            3,
            "https://board.example/topic/42/cherche-un-vieux-fichier/page/3/",
        ),
        [
            ("311", 26, "Écluse 14", utc(2, 8, 12, 40, 11), utc(2, 8, 13, 0), "https://board.example/post/311/#p311"),
            ("312", 27, "Visiteur du soir", utc(2, 10, 23, 59, 59), None, "https://board.example/post/312/#p312"),
        ],
        [f"Pas ici. Échantillon :\n{SAMPLE}", "merci"],
        [("Môle 7", "quelqu'un a la base du 01/02/2020 ?")],
    ),
    "smf/thread-20.html": (
        ("77", "Старый файл", "Базы", f"{SMF}?topic=77.0", 1, 2, f"{SMF}?topic=77.15"),
        [
            ("500", 1, "Каравелла", utc(2, 10, 22, 10), utc(2, 10, 22, 30), f"{SMF}?topic=77.msg500#msg500"),
            ("501", 2, "t.ihiy", utc(2, 11, 8, 58), None, f"{SMF}?topic=77.msg501#msg501"),
        ],
        ["Куплю базу\nпишите", "ещё актуально"],
        [("t.ihiy", "есть всё")],
    ),
    "smf/thread-21.html": (
        ("42", "Old file", "Databases", f"{SMF}?topic=42.0", 2, 3, f"{SMF}?topic=42.40"),
        [
            ("311", 21, "Lock Keeper", utc(2, 8, 11, 40, 11), utc(2, 8, 12, 0), f"{SMF}?topic=42.msg311#msg311"),
            ("312", 22, "Evening visitor", utc(2, 11, 8, 58), None, f"{SMF}?topic=42.msg312#msg312"),
        ],
        [f"Not here. Sample:\n{SAMPLE}\nsee :)", "thanks"],
        [("gull 7", "does anyone have the 2020 file?")],
    ),
    "xenforo/thread.html": (
        (
            "4711",
            "Alte Datei",
            "Datenbanken",
            "https://kai.example/threads/alte-datei.4711/",
            2,
            3,
            "https://kai.example/threads/alte-datei.4711/page-3",
        ),
        [
            (
                "9021",
                21,
                "Hafenmeister",
                utc(2, 8, 10, 2, 3),
                utc(2, 8, 11, 0),
                "https://kai.example/threads/alte-datei.4711/post-9021",
            ),
            (
                "9022",
                22,
                "Gast_3",
                utc(2, 10, 21, 58),
                None,
                "https://kai.example/threads/alte-datei.4711/post-9022",
            ),
        ],
        ["Ja, hier ein Muster :):\nname;ort\nFALSCHNAME;Nirgendwo", "danke"],
        [("Möwe 7", "hat jemand die Datei vom 1.2.2020?")],
    ),
    "nodebb/thread.html": (
        (
            "42",
            "Archivo antiguo",
            "Bases de datos",
            "https://nodebb.example/topic/42/archivo-antiguo",
            1,
            2,
            "https://nodebb.example/topic/42/archivo-antiguo?page=2",
        ),
        [
            ("311", 1, "Esclusa 14", utc(2, 8, 10, 2, 3), utc(2, 8, 11, 0), "https://nodebb.example/post/311"),
            ("312", 2, "Invitado", utc(2, 10, 21, 58), None, "https://nodebb.example/post/312"),
        ],
        ["Aquí no 😄 Muestra:\nnombre;ciudad\nFALSO;Ninguna", "gracias"],
        [("gaviota", "¿alguien tiene el archivo del 01/02/2020?")],
    ),
    "nodebb/thread.json": (
        (
            "42",
            "Archivo antiguo",
            "Bases de datos",
            "https://nodebb.example/api/topic/42/archivo-antiguo",
            2,
            3,
            "https://nodebb.example/api/topic/42/archivo-antiguo?page=3",
        ),
        [
            ("311", 21, "Esclusa 14", utc(2, 8, 10, 2, 3), utc(2, 8, 11, 0), "https://nodebb.example/post/311"),
            ("312", 22, "Invitado", utc(2, 10, 21, 58), None, "https://nodebb.example/post/312"),
        ],
        ["Aquí no.\nnombre;ciudad\nFALSO;Ninguna", "gracias"],
        [],
    ),
    "discourse/thread.html": (
        (
            "42",
            "Old file",
            "Databases",
            "https://locks.example/t/old-file/42",
            1,
            None,
            "https://locks.example/t/old-file/42?page=2",
        ),
        [
            ("1", 1, "lock_keeper", utc(2, 8, 10, 2, 3), None, "https://locks.example/t/old-file/42/1"),
            ("2", 2, "gull", utc(2, 10, 21, 58), None, "https://locks.example/t/old-file/42/2"),
        ],
        [f"Not here :slight_smile:\n{SAMPLE}", "thanks"],
        [("gull", "does anyone have the 2020 file?")],
    ),
    "discourse/thread.json": (
        (
            "42",
            "Old file",
            None,
            "https://locks.example/t/old-file/42.json",
            2,
            3,
            "https://locks.example/t/old-file/42.json?page=3",
        ),
        [
            (
                "21",
                21,
                "lock_keeper",
                utc(2, 8, 10, 2, 3, 123000),
                utc(2, 8, 11, 0),
                "https://locks.example/t/old-file/42/21",
            ),
            ("22", 22, "gull", utc(2, 10, 21, 58), None, "https://locks.example/t/old-file/42/22"),
        ],
        [f"Not here.\n{SAMPLE}", "thanks"],
        [],
    ),
}
FORUMS = ("mybb", "phpbb", "fluxbb", "punbb", "smf", "xenforo", "flaskbb", "django-machina", "nodebb", "discourse")
RULES_AT = utc(2, 10, 23, 15)
LISTS = {
    "phpbb/subsilver-list.html": (
        ("Databases", 1, 2, "https://phpbb.example/viewforum.php?f=7&start=25"),
        [
            ("9", "Rules", f"{PHPBB}?f=7&t=9", "Lock Keeper", 1027, RULES_AT, True, False),
            ("16", "Old dump", f"{PHPBB}?f=7&t=16", "Evening visitor", 0, utc(1, 1, 1, 0), False, True),
        ],
        ("https://phpbb.example/viewforum.php?f=12",),
    ),
    "punbb/list.html": (
        ("Databases", 1, 2, "https://board.example/viewforum.php?id=4&p=2"),
        [
            (
                "9",
                "Rules, 2019-01-01 edition",
                "https://board.example/viewtopic.php?id=9",
                "Lock Keeper",
                1027,
                RULES_AT,
                True,
                False,
            ),
            (
                "15",
                "[WTS] combos",
                "https://board.example/viewtopic.php?id=15",
                "gull 7",
                3,
                utc(2, 11, 8, 50),
                False,
                False,
            ),
            ("3", "Old dump", "https://board.example/viewtopic.php?id=3", "gull 7", None, None, False, True),
        ],
        (),
    ),
    "smf/list-20.html": (
        ("Databases", 1, 2, f"{SMF}?board=4.20"),
        [
            ("9", "Rules", f"{SMF}?topic=9.0", "Lock Keeper", 1027, RULES_AT, True, False),
            ("15", "[WTS] combos", f"{SMF}?topic=15.0", "Evening visitor", 3, utc(2, 11, 8, 50), False, False),
        ],
        (f"{SMF}?board=9.0",),
    ),
    "smf/list-21.html": (
        ("Databases", 1, 2, f"{SMF}?board=4.20"),
        [("9", "Rules", f"{SMF}?topic=9.0", "Lock Keeper", 1027, utc(2, 10, 22, 15), True, False)],
        (),
    ),
    "xenforo/list.html": (
        ("Databases", 1, 18, "https://quay.example/forums/databases.7/page-2"),
        [
            ("12", "Rules", "https://quay.example/threads/rules.12/", "Lock Keeper", 1027, RULES_AT, True, False),
            (
                "15",
                "[WTS] combos",
                "https://quay.example/threads/wts-combos.15/",
                "Guest_12",
                3,
                utc(2, 11, 8, 50),
                False,
                False,
            ),
            ("16", "Old dump", "https://quay.example/threads/old-dump.16/", "gull 7", None, None, False, True),
        ],
        ("https://quay.example/forums/archive.12/",),
    ),
    "nodebb/list.html": (
        ("Databases", 1, 1, None),
        [
            ("9", "Rules", "https://nodebb.example/topic/9/rules", "Lock Keeper", 1027, RULES_AT, True, False),
            (
                "15",
                "[WTS] combos",
                "https://nodebb.example/topic/15/wts-combos",
                "gull 7",
                0,
                utc(2, 11, 8, 50),
                False,
                False,
            ),
        ],
        (),
    ),
    "nodebb/list.json": (
        ("Databases", 1, 2, "https://nodebb.example/api/category/4/databases?page=2"),
        [
            ("9", "Rules", "https://nodebb.example/api/topic/9/rules", "Lock Keeper", 1027, RULES_AT, True, False),
            (
                "15",
                "[WTS] combos & more",
                "https://nodebb.example/api/topic/15/wts-combos",
                "gull 7",
                0,
                utc(2, 11, 8, 50),
                False,
                False,
            ),
        ],
        ("https://nodebb.example/api/category/9/archive",),
    ),
    "discourse/list.html": (
        ("Databases", 1, 2, "https://locks.example/c/databases/4?page=1"),
        [
            ("9", "Rules", "https://locks.example/t/rules/9", "lock_keeper", 1027, None, False, False),
            ("15", "[WTS] combos", "https://locks.example/t/wts-combos/15", "gull", 0, None, False, False),
        ],
        (),
    ),
    "discourse/list.json": (
        (None, 1, None, "https://locks.example/latest.json?no_definitions=true&page=1"),
        [
            ("9", "Rules", "https://locks.example/t/rules/9.json", "lock_keeper", 1027, RULES_AT, True, False),
            (
                "15",
                "[WTS] combos",
                "https://locks.example/t/wts-combos/15.json",
                "gull",
                0,
                utc(2, 11, 8, 50),
                False,
                False,
            ),
        ],
        (),
    ),
}


@pytest.mark.parametrize("name", THREADS)
def test_a_thread_is_read_with_its_posts_their_authors_words_and_times(name: str) -> None:
    around, posts, texts, quotes = THREADS[name]
    found = reading(name)
    assert (found.engine, found.page_class) == (name.partition("/")[0], PageClass.THREAD)
    assert found.thread is not None
    told = (found.thread.id, found.thread.title, found.board, found.thread.url, found.page, found.pages, found.next)
    assert told == around
    assert [of_post(post) for post in found.posts] == posts
    assert [post.text for post in found.posts] == texts
    assert [(quote.author, quote.text) for post in found.posts for quote in post.quotes] == quotes


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_read_with_its_threads_and_boards(name: str) -> None:
    around, rows, boards = LISTS[name]
    found = reading(name)
    assert (found.engine, found.page_class) == (name.partition("/")[0], PageClass.LIST)
    assert (found.board, found.page, found.pages, found.next) == around
    assert [of_row(row) for row in found.rows] == rows
    assert found.boards == boards


def test_every_page_written_by_hand_is_tried() -> None:
    written = {f"{path.parent.name}/{path.name}" for path in FIXTURES.glob("*/*") if path.suffix != ".md"}
    assert written == {*THREADS, *LISTS} == set(PAGES)
    assert all((FIXTURES / name.partition("/")[0] / "about.md").exists() for name in PAGES)


@pytest.mark.parametrize("name", [name for name in THREADS if name.startswith(("smf", "phpbb", "xenforo", "punbb"))])
def test_a_thread_asked_for_by_a_post_is_the_same_thread(name: str) -> None:
    jumps = {
        "phpbb": "https://phpbb.example/viewtopic.php?p=311",
        "smf": "https://smf.example/index.php?topic=42.msg311",
        "xenforo": "https://kai.example/threads/alte-datei.4711/post-9021",
        "punbb": "https://board.example/post/311/",
    }
    found, direct = reading(name, url=jumps[name.partition("/")[0]]), reading(name)
    if name == "smf/thread-20.html":  # whose own number the address above is not
        found = reading(name, url="https://smf.example/index.php?topic=77.msg500")
    assert found.thread is not None
    assert direct.thread is not None
    assert (found.thread.id, [of_post(post)[0] for post in found.posts]) == (
        direct.thread.id,
        [of_post(post)[0] for post in direct.posts],
    )
    assert found.page == direct.page


def test_a_block_that_others_see_is_recorded_and_not_taken_for_the_authors_words() -> None:
    found = reading("xenforo/thread.html")
    assert found.has_hidden
    assert "antworten" not in found.posts[0].text
    assert not reading("phpbb/prosilver-30.html").has_hidden


@pytest.mark.parametrize("name", THREADS)
def test_signatures_are_nobodys_words_in_a_post(name: str) -> None:
    assert not any("Viamedis" in post.text or "Almerys" in post.text for post in reading(name).posts)


@pytest.mark.parametrize(
    ("name", "traces"),
    [
        ("phpbb/prosilver-33.html", [b"phpBB style name"]),
        ("smf/thread-20.html", [b"var smf_theme_url"]),
        ("smf/thread-21.html", [b"var smf_theme_url", b"/Themes/default/"]),
        ("xenforo/thread.html", [b'id="XF"', b"data-xf="]),
        ("discourse/thread.html", [b'name="generator"']),
        ("discourse/list.html", [b'name="generator"']),
        ("nodebb/thread.html", [b"ajaxify-data"]),
        ("punbb/thread.html", [b'id="brd-about"']),
    ],
)
def test_software_without_its_makers_name_is_told_by_its_structure(name: str, traces: list[bytes]) -> None:
    body = (FIXTURES / name).read_bytes()
    for trace in traces:
        body = body.replace(trace, b"x")
    found = reading(name, body=body)
    assert found.engine == name.partition("/")[0]
    assert found.posts or found.rows


@pytest.mark.parametrize("maker", ["Discourse 3.2.0", "phpBB", "MyBB", "vBulletin 4.2", "XenForo"])
def test_a_makers_name_alone_is_no_proof(maker: str) -> None:
    body = f"<html><head><meta name='generator' content='{maker}'></head><body><p>Powered by {maker}</p></body></html>"
    assert reading("phpbb/prosilver-30.html", url="https://quay.example/", body=body.encode()).engine is None


@pytest.mark.parametrize("name", PAGES)
def test_a_page_speaks_for_one_software_only(name: str) -> None:
    for engine in FORUMS:
        assert reading(name, engine=engine).engine == name.partition("/")[0]


@pytest.mark.parametrize(
    ("engine", "url", "page", "per_page", "address"),
    [
        ("phpbb", f"{PHPBB}?f=7&t=42&start=15", 3, 15, f"{PHPBB}?f=7&t=42&start=30"),
        ("phpbb", f"{PHPBB}?f=7&t=42&sid=0a1b", 1, None, f"{PHPBB}?f=7&t=42"),
        ("phpbb", "https://phpbb.example/old-file-t42.html", 2, 10, "https://phpbb.example/old-file-t42-10.html"),
        ("smf", f"{SMF}?topic=42.20", 3, 20, f"{SMF}?topic=42.40"),
        ("smf", f"{SMF}?PHPSESSID=abc&topic=42.20", 1, 20, f"{SMF}?topic=42.0"),
        ("smf", f"{SMF}/topic,42.0.html", 2, 15, f"{SMF}/topic,42.15.html"),
        ("punbb", "https://board.example/topic42.html", 2, None, "https://board.example/topic42-p2.html"),
        ("punbb", "https://board.example/topic/42/a/page/3/", 2, None, "https://board.example/topic/42/a/page/2/"),
        ("fluxbb", "https://b.example/viewtopic.php?id=4&p=3", 2, None, "https://b.example/viewtopic.php?id=4&p=2"),
        ("xenforo", "https://x.example/threads/a.4/page-9", 1, None, "https://x.example/threads/a.4/"),
        (
            "xenforo",
            "https://x.example/index.php?threads/a.4/",
            2,
            None,
            "https://x.example/index.php?threads/a.4/page-2",
        ),
        ("nodebb", "https://n.example/topic/4/a/17", 2, None, "https://n.example/topic/4/a?page=2"),
        ("discourse", "https://d.example/t/a/4/17", 2, None, "https://d.example/t/a/4?page=2"),
        ("flaskbb", "https://f.example/topic/4-a%2Bb?page=2", 3, None, "https://f.example/topic/4-a%2Bb?page=3"),
        (
            "django-machina",
            "https://m.example/forum/b-2/topic/a-4/?post=8",
            2,
            None,
            "https://m.example/forum/b-2/topic/a-4/?page=2",
        ),
    ],
)
def test_any_page_of_a_thread_has_an_address(
    engine: str, url: str, page: int, per_page: int | None, address: str
) -> None:
    assert page_url(engine, url, page, per_page) == address


def test_a_date_behind_a_name_that_reads_like_one_is_the_posts() -> None:
    name = "phpbb/prosilver-30.html"
    body = (FIXTURES / name).read_bytes().replace(b">Hafenmeister<", b">12 Mar 2011, 10:00<")
    post = reading(name, body=body).posts[0]
    assert (post.author, post.posted_at) == ("12 Mar 2011, 10:00", datetime(2024, 2, 8, 10, 2, tzinfo=UTC))
