"""What boards say instead of what was asked for, in the languages of this field: told by what they say and where."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from crawler.pages.page import Page
from crawler.pages.words import classes, words
from crawler.reading import Reading
from model.visits import PageClass

__all__ = ["GONE", "MAINTENANCE", "REFUSED", "asks_to_sign_in", "verdict"]

SAID = 1_500  # characters of a message that are looked at

# Without one of these words a message is no refusal.
REFUSED = re.compile(
    r"permission|not (?:allowed|authori[sz]ed)|authori[sz]ed? (?:to|users)|autoris|berechtigung|befugnis|erlaubnis"
    r"|permiso"
    r"|autoriza|разрешен|прав[ао]? |доступ|logged[ -]?in|must log ?in|please (?:log|sign) ?in|connecté|connectez"
    r"|identifi"
    r"|angemeldet|anmelden|iniciar sesión|identificar|авториз|войд(?:ите|ти)|uprawnie|permess|toestemming"
    r"|only registered"
    r"|registered (?:users|members)|members only|forbidden|off limits",
    re.IGNORECASE,
)
GONE = re.compile(
    r"does(?: no|n'|n’)t exist|not exist|no longer (?:exists|available)|invalid (?:thread|topic|forum|board|post|link)"
    r"|n['’]existe (?:pas|plus)|inexistant|invalide|introuvable|existiert nicht|nicht (?:vorhanden|gefunden)|ungültig"
    r"|no existe|inválid|inexistente|no (?:se )?(?:ha )?(?:podido )?(?:fue )?encontrad|не существует|не найден"
    r"|недействит|неверн|удал[её]н|nie istnieje|non esiste|bestaat niet|not (?:be )?found|incorrect or outdated"
    r"|(?:has|have) been (?:deleted|removed)|been moved or deleted|missing or off limits|could not load",
    re.IGNORECASE,
)
MAINTENANCE = re.compile(
    r"maintenance|(?:board|forum|site|community|boards)\b[^.!?]{0,40}\b(?:unavailable|disabled|closed|offline|down for)"
    r"|temporarily (?:closed|unavailable|offline|disabled|down)|(?:be )?(?:right )?back (?:soon|shortly|later)"
    r"|(?:forum|site)\b[^.!?]{0,40}\b(?:fermé|indisponible|hors ligne)|momentanément|wartung|(?:forum|seite"
    r"|board)\b[^.!?]{0,40}"
    r"(?:geschlossen|nicht verfügbar|nicht erreichbar|deaktiviert)|mantenimiento|(?:foro|sitio)\b[^.!?]{0,40}"
    r"(?:cerrado|no disponible|desactivado)|техническ\w+ (?:работ|обслуж|перерыв)|обслуживани|профилактик"
    r"|(?:форум|сайт|конференция)\b[^.!?]{0,40}(?:закрыт|отключ|недоступ)",
    re.IGNORECASE,
)
_FRAMES = re.compile(
    r"^(?:header|page-header|brdheader|quick_?login|login-?(?:box|dropdown|menu|panel)|navbar|top-?bar|toolbar|panel"
    r"|sidebar|userbar|user-?menu"
    r"|headerbar|modal|dropdown(?:-menu|-contents)?|top_info|upper_section|guest_form|headerspace|footer|brd-head"
    r"|brd-visit|p-nav)$",
    re.IGNORECASE,
)


def verdict(
    page: Page,
    *,
    engine: str,
    message: LexborNode | None,
    is_asked: bool,
    is_empty_list: bool = False,
    is_sign_in: bool = False,
    board: str | None = None,
) -> Reading:
    """What a page of *engine* is that holds neither post nor row.

    *message* is where this software speaks to its reader, *is_asked* whether the address is of a thread or board,
    *is_empty_list* whether the head of a list stands there, *is_sign_in* whether the address is of the form to sign in.
    """
    said = words(message)[:SAID]
    if message is not None and not is_empty_list and MAINTENANCE.search(said) and not GONE.search(said):
        return page.reading(PageClass.MAINTENANCE, "the board says that it is closed for a while", engine=engine)
    if is_sign_in or asks_to_sign_in(page):
        return page.reading(PageClass.LOGIN, "the board asks to sign in", engine=engine)
    status = page.fetched.status
    if message is not None and REFUSED.search(said) and not GONE.search(said):
        return page.reading(PageClass.LOGIN, "shown to members only", engine=engine)
    if message is None and status in (401, 403) and is_asked:
        return page.reading(PageClass.LOGIN, "shown to members only", engine=engine)
    if is_empty_list and status < 400:
        return Reading(url=page.url, engine=engine, page_class=PageClass.EMPTY, board=board, reason="an empty list")
    if status >= 400 or message is not None:
        is_gone = is_asked and (status in (404, 410) or GONE.search(said) is not None)
        reason = "the board says that there is no such thing" if is_gone else "the board shows a message instead"
        return Reading(url=page.url, engine=engine, page_class=PageClass.ERROR, is_gone=is_gone, reason=reason)
    lack = "an address of a thread or board, and neither posts nor list" if is_asked else "neither list nor thread"
    return page.reading(PageClass.UNKNOWN, f"a page of the forum: {lack}", engine=engine)


def asks_to_sign_in(page: Page) -> bool:
    """Whether the page's content is a form to sign in: one password, and not in what surrounds every page."""
    fields = page.tree.css("input[type='password']")[:10]
    content = [field for field in fields if not _is_framed(field)]
    forms = {form.mem_id for field in fields if (form := _form(field)) is not None}
    return bool(content) and len(fields) <= len(forms or content)


def _form(node: LexborNode) -> LexborNode | None:
    parent: LexborNode | None = node
    while parent is not None and parent.tag != "form":
        parent = parent.parent
    return parent


def _is_framed(node: LexborNode) -> bool:
    parent: LexborNode | None = node
    while parent is not None:
        if (parent.id and _FRAMES.match(parent.id)) or any(_FRAMES.match(name) for name in classes(parent)):
            return True
        if parent.tag in ("header", "footer", "nav"):
            return True
        parent = parent.parent
    return False
