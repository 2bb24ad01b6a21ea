"""What boards say instead of what was asked for, software by software and in several languages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.pages import read
from crawler.reading import Fetched, Locale, Reading
from model.identities import SourceId
from model.visits import PageClass

# A page of each software in which it speaks to its reader, and the address of a thread and of a board.
PAGES = {
    "mybb": (
        (
            "<script>var my_post_key = '1';</script><a href='showthread.php?tid=9'>x</a>"
            "<table class='tborder'><tr><td class='thead'>!</td></tr><tr><td class='trow1'>{said}</td></tr></table>"
        ),
        "showthread.php?tid=3",
        "forumdisplay.php?fid=2",
    ),
    "phpbb": (
        "<body id='phpbb'><a href='./ucp.php?mode=login'>x</a><div class='panel' id='message'><p>{said}</p></div>",
        "viewtopic.php?t=3",
        "viewforum.php?f=2",
    ),
    "fluxbb": (
        (
            "<div id='punviewtopic' class='pun'><div id='brdheader'></div><div id='msg' class='block'>"
            "<div class='inbox'><p>{said}</p></div></div></div>"
        ),
        "viewtopic.php?id=3",
        "viewforum.php?id=2",
    ),
    "punbb": (
        "<div id='brd-wrap'><div class='main-head'></div><div class='main-message'><p>{said}</p></div></div>",
        "viewtopic.php?id=3",
        "viewforum.php?id=2",
    ),
    "smf": (
        (
            "<script>var smf_theme_url = '';</script><div class='navigate_section'></div>"
            "<div id='fatal_error'><div class='padding'>{said}</div></div>"
        ),
        "index.php?topic=3.0",
        "index.php?board=2.0",
    ),
    "xenforo": (
        "<html id='XF' data-template='error'><div class='p-body-content'><div class='blockMessage'>{said}</div></div>",
        "threads/a.3/",
        "forums/b.2/",
    ),
    "flaskbb": (
        (
            "<div class='flaskbb-layout'><div id='flashed-messages'></div><div class='page-view'></div>"
            "<div class='page-body'><h1>!</h1><p>{said}</p></div></div>"
        ),
        "topic/3-a",
        "forum/2-b",
    ),
    "nodebb": (
        (
            "<script id='ajaxify-data'></script><ol><li component='breadcrumb/current'></li></ol>"
            "<div class='alert alert-danger'>{said}</div>"
        ),
        "topic/3/a",
        "category/2/b",
    ),
    "discourse": (
        (
            "<meta name='generator' content='Discourse 3.2'><body class='crawler'><div id='main-outlet'>"
            "<div class='page-not-found'>{said}</div></div>"
        ),
        "t/a/3",
        "c/b/2",
    ),
}
REFUSALS = [
    "You do not have permission to access this page.",
    "You must be logged in to view this forum.",
    "Vous devez être connecté pour lire ce forum.",
    "Vous n'avez pas l'autorisation de voir ce sujet.",
    "Sie haben keine Berechtigung, dieses Forum zu lesen.",
    "No tiene permiso para ver este tema.",
    "У вас нет прав доступа к этой теме. Войдите или зарегистрируйтесь.",
]
GONE = [
    "The requested topic does not exist.",
    "The requested thread could not be found.",
    "Le sujet demandé n’existe pas.",
    "Das gewählte Thema existiert nicht.",
    "El tema solicitado no existe.",
    "Запрошенная тема не существует.",
]
CLOSED = [
    "Sorry but this board is currently unavailable.",
    "The forum is temporarily down for maintenance.",
    "Le forum est momentanément fermé pour maintenance.",
    "Das Forum ist wegen Wartungsarbeiten nicht verfügbar.",
    "El foro está en mantenimiento.",
    "Форум временно закрыт: технические работы.",
]


def reading(engine: str, said: str, *, is_board: bool = False, status: int = 200) -> Reading:
    body, thread, board = PAGES[engine]
    fetched = Fetched(
        url=f"https://quay.example/{board if is_board else thread}",
        status=status,
        body=body.format(said=said).encode(),
        fetched_at=datetime.now(UTC),
    )
    return read(fetched, source=SourceId("quay"), engine=None, locale=Locale())


@pytest.mark.parametrize("status", [200, 403])
@pytest.mark.parametrize("said", REFUSALS)
@pytest.mark.parametrize("engine", PAGES)
def test_a_refusal_is_a_wall(engine: str, said: str, status: int) -> None:
    found = reading(engine, said, status=status)
    assert (found.engine, found.page_class, found.is_gone) == (engine, PageClass.LOGIN, False)


@pytest.mark.parametrize("status", [200, 404])
@pytest.mark.parametrize("said", GONE)
@pytest.mark.parametrize("engine", PAGES)
def test_what_does_not_exist_is_gone(engine: str, said: str, status: int) -> None:
    found = reading(engine, said, status=status)
    assert (found.engine, found.page_class, found.is_gone) == (engine, PageClass.ERROR, True)


@pytest.mark.parametrize("said", CLOSED)
@pytest.mark.parametrize("engine", PAGES)
def test_a_closed_board_is_in_maintenance(engine: str, said: str) -> None:
    found = reading(engine, said, is_board=True)
    assert (found.engine, found.page_class) == (engine, PageClass.MAINTENANCE)


@pytest.mark.parametrize("engine", PAGES)
def test_no_message_invents_a_post_or_a_row(engine: str) -> None:
    for said in (*REFUSALS, *GONE, *CLOSED):
        found = reading(engine, said, is_board=True)
        assert (found.posts, found.rows, found.next) == ((), (), None)
