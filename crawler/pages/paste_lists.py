"""What lists new pastes: Pastebin's scraping interface and GitHub's public gists. And any address of raw text."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from crawler.pages.documents import Document, items, number_of, part, text_of
from crawler.pages.page import Page
from crawler.pages.pastes import Paste, PasteSite, gone, name_of, paste_page, without_text
from crawler.reading import Reading
from model.identities import ThreadId
from model.posts import ThreadRow
from model.visits import PageClass

__all__ = ["GIST", "PASTEBIN", "RAW", "is_raw"]

LIST = ""  # under which name an answer that is a list holds its items


def is_raw(content_type: str) -> bool:
    """Whether an answer is text that nobody marked up, and says so; pages are pasted, too."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind in ("text/plain", "text/csv", "application/sql", "application/x-sql")


def _raw(page: Page) -> Reading:
    if page.fetched.status in (404, 410):
        return gone(page, engine="raw")
    if page.fetched.status >= 400:
        return page.reading(PageClass.ERROR, "an error in plain text", engine="raw")
    return paste_page(page, Paste(id=_id(page.url), text=page.text), engine="raw")


def _id(url: str) -> str:
    asked = parse_qs(urlsplit(url).query)
    return next((asked[name][0] for name in ("i", "id", "key") if name in asked), "") or name_of(url) or "paste"


RAW = PasteSite(name="raw", marks=(), page=_raw)

# --- Pastebin: api_scraping.php lists, api_scrape_item.php gives the text; only machines that it was told of may ask

_REFUSAL = "DOES NOT HAVE ACCESS"


def _pastebin(page: Page) -> Reading:
    if "api_scraping" in page.url:
        if _REFUSAL in page.text[:2_000]:
            why = "the scraping interface does not know this machine: give Pastebin its address"
            return page.reading(PageClass.LOGIN, why, engine="pastebin")
        return page.reading(
            PageClass.MAINTENANCE, "the list of pastes is no list: maintenance, or denied", engine="pastebin"
        )
    if page.text.startswith(("Error, we cannot find this paste", "Error, paste key is not valid")):
        return gone(page, engine="pastebin")
    return paste_page(page, Paste(id=_id(page.url), text=page.text), engine="pastebin")


def _pastebin_list(page: Page, document: Document) -> Reading | None:
    rows = [row for each in items(document, LIST) if (row := _pastebin_row(page, each)) is not None]
    return _listing(page, rows, "pastebin") if rows else None


def _pastebin_row(page: Page, each: Document) -> ThreadRow | None:
    key, url = text_of(each, "key"), page.join(text_of(each, "scrape_url"))
    if not key or url is None:
        return None
    return ThreadRow(
        id=ThreadId(key),
        title=text_of(each, "title"),
        url=url,
        author=text_of(each, "user") or None,
        last_post_at=_at(number_of(each, "date")),
    )


def _at(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds is not None and seconds < 1 << 34 else None


def _listing(page: Page, rows: list[ThreadRow], engine: str) -> Reading:
    return Reading(url=page.url, engine=engine, page_class=PageClass.LIST, rows=tuple(rows))


PASTEBIN = PasteSite(name="pastebin", marks=(), page=_pastebin, data=_pastebin_list)

# --- GitHub's gists: /gists/public lists, /gists/ID gives the files


def _gist(page: Page) -> Reading:
    return without_text(page, engine="gist", reason="a page without a gist")


def _gist_data(page: Page, document: Document) -> Reading | None:
    rows = [row for each in items(document, LIST) if (row := _gist_row(each)) is not None]
    if rows:
        return _listing(page, rows, "gist")
    if text_of(document, "message") == "Not Found" and "documentation_url" in document:
        return gone(page, engine="gist")
    files = [each for each in part(document, "files").values() if isinstance(each, dict)]
    if not files or not text_of(document, "id") or "git_pull_url" not in document:
        return None
    paste = Paste(
        id=text_of(document, "id"),
        text="\n".join(str(file.get("content") or "") for file in files),
        title=text_of(document, "description") or ", ".join(text_of(file, "filename") for file in files),
        author=text_of(part(document, "owner"), "login"),
        posted_at=_moment(text_of(document, "created_at")),
    )
    return paste_page(page, paste, engine="gist")


def _gist_row(each: Document) -> ThreadRow | None:
    name, url = text_of(each, "id"), text_of(each, "url")
    if not name or not url.startswith("https://") or "files" not in each:
        return None
    names = [text_of(file, "filename") for file in part(each, "files").values() if isinstance(file, dict)]
    return ThreadRow(
        id=ThreadId(name),
        title=text_of(each, "description") or ", ".join(names),
        url=url,
        author=text_of(part(each, "owner"), "login") or None,
        last_post_at=_moment(text_of(each, "updated_at", "created_at")),
    )


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


GIST = PasteSite(name="gist", marks=(), page=_gist, data=_gist_data)
