"""NodeBB: its pages in any theme, told by the names of components, and the data behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from selectolax.lexbor import LexborNode

from crawler.pages.documents import Document, flag, fragment, items, number_of, part, replies_of, text_of
from crawler.pages.forum import Forum, Mark
from crawler.pages.lists import SeenRow, board_reading, count, list_reading
from crawler.pages.nesting import is_same, outermost
from crawler.pages.nodebb_addresses import board_address, is_apart, is_sign_in, numbered, thread_address
from crawler.pages.page import Page
from crawler.pages.pagination import Pages, numbered_pages
from crawler.pages.posts import MOST, Around, Seen, thread_reading
from crawler.pages.refusals import verdict
from crawler.pages.said import Wording
from crawler.pages.stamps import Stamp
from crawler.pages.words import classes, words
from crawler.reading import Reading

__all__ = ["NODEBB"]

ENGINE = "nodebb"
_LINKS = "[component='pagination'] a[href], .pagination a[href], link[rel='next'], link[rel='prev']"
_CURRENT = "[component='pagination'] .active, .pagination .active"
_SAID = Wording(drops=frozenset(["plugin-mentions-quote", "link-preview", "post-signature"]))
_MARKS = (
    Mark(2, "component=", re.compile(r"<\w{1,9}[^>]{0,200}\bcomponent=[\"'](?:post|topic|category|categories)[\"'/]")),
    Mark(
        2,
        "component=",
        re.compile(r"<(?:div|li)[^>]{0,200}\bcomponent=[\"'](?:post/content|category/topic|categories/category)[\"']"),
    ),
    Mark(3, "ajaxify-data", re.compile(r"<script[^>]{0,60}\bid=[\"']ajaxify-data[\"']")),
    Mark(1, "component=", re.compile(r"<ul[^>]{0,80}\bcomponent=[\"'](?:topic|category)[\"']")),
    Mark(
        1,
        "component=",
        re.compile(
            r"<\w{1,9}[^>]{0,200}\bcomponent=[\"'](?:pagination|header/avatar|breadcrumb/current|topic/title)[\"']"
        ),
    ),
)


def _thread(page: Page) -> Reading | None:
    own = thread_address(page.url)
    seen = [*_posts(page)]
    if own is None or not seen:
        return None
    title = page.tree.css_first("[component='topic/title'], h1 .topic-title, h1")
    return thread_reading(
        page,
        engine=ENGINE,
        seen=seen,
        around=Around(
            thread=own.key,
            url=own.url,
            title=words(title) or page.title,
            board=_board(page),
            pages=numbered_pages(page, own=own, parse=thread_address, key=own.id, links=_LINKS, current=_CURRENT),
        ),
    )


def _board(page: Page) -> str | None:
    links = page.tree.css(".breadcrumb a[href], .breadcrumbs a[href], .topic-info a[href*='/category/']")
    names = [words(link) for link in links if board_address(page.address(link) or "") and words(link)]
    return names[-1] if names else None


def _posts(page: Page) -> Iterable[Seen]:
    for node in outermost(page.tree.css("[component='post'][data-pid]")[:MOST]):
        body = node.css_first("[component='post/content']")
        id = (node.attributes.get("data-pid") or "").strip()  # noqa: A001
        if body is None or not id:
            continue
        index = node.attributes.get("data-index") or ""
        yield Seen(
            id=id,
            author=_author(node),
            said=_SAID.read(body),
            stamp=_date(node),
            edit=_edit(node),
            n=int(index) + 1 if index.isdecimal() and len(index) < 10 else None,
            permalink=page.join(f"{_root(page)}/post/{id}") or page.url,
        )


def _root(page: Page) -> str:
    """The path below which the forum stands."""
    return page.url.partition("/topic/")[0].removesuffix("/api")


def _author(node: LexborNode) -> str:
    named = next((words(link) for link in node.css("a[data-username], [itemprop='author'] a") if words(link)), "")
    return named or (node.attributes.get("data-username") or "").strip()


def _date(node: LexborNode) -> Stamp:
    published = node.css_first("meta[itemprop='datePublished']")
    shown = node.css_first(".timeago[title], .timeago[datetime]")
    told = published.attributes.get("content") if published is not None else None
    titled = shown.attributes.get("datetime") or shown.attributes.get("title") if shown is not None else None
    return Stamp(words=words(shown), machine=node.attributes.get("data-timestamp") or told or titled, behind=titled)


def _edit(node: LexborNode) -> Stamp | None:
    modified = node.css_first("meta[itemprop='dateModified']")
    told = (modified.attributes.get("content") or "").strip() if modified is not None else ""
    return Stamp(machine=told) if told else None


def _listing(page: Page) -> Reading | None:
    return board_reading(
        page,
        engine=ENGINE,
        rows=_rows(page),
        boards="[component='categories/category'] a[href],"
        " .category-children-item a[href], .subcategory a[href], [component='category/subcategory'] a[href]",
        parse=board_address,
        paged=partial(numbered_pages, links=_LINKS, current=_CURRENT),
        board=words(page.tree.css_first("[component='breadcrumb/current'], .breadcrumb .active, h1")) or None,
    )


def _rows(page: Page) -> Iterable[SeenRow]:
    for row in outermost(page.tree.css("[component='category/topic']")[:MOST]):
        link = next(
            (each for each in row.css("[component='topic/header'] a[href], .title a[href]") if words(each)), None
        )
        address = thread_address(page.address(link) or "")
        if link is None or address is None:
            continue
        posts = _post_count(row)
        last = row.css_first("[component='topic/teaser'] .timeago[title], .teaser .timeago[title]")
        shown = last if last is not None else row.css_first(".timeago[title]")
        yield SeenRow(
            id=(row.attributes.get("data-tid") or "").strip() or str(address.id),
            title=words(link),
            url=address.url,
            author=_starter(row),
            replies=posts - 1 if posts else None,
            last=Stamp(machine=shown.attributes.get("title"), behind=shown.attributes.get("title"))
            if shown is not None
            else None,
            is_sticky="pinned" in classes(row),
        )


def _post_count(row: LexborNode) -> int | None:
    """Votes may stand before posts and views, as alike as they can be."""
    named = row.css_first(".stats-postcount [title], .stats-postcount .human-readable-number")
    if named is not None:
        return count(named.attributes.get("title") or words(named))
    shown = row.css(".stats .human-readable-number")
    place = shown[1] if len(shown) > 2 else shown[0] if shown else None
    return count(place.attributes.get("title") or words(place)) if place is not None else None


def _starter(row: LexborNode) -> str | None:
    teaser = row.css_first("[component='topic/teaser'], .teaser")
    for link in row.css("a[href*='/user/']"):
        if words(link) and not _is_within(link, teaser):
            return words(link)
    shown = row.css_first(".avatar[title]")
    return (shown.attributes.get("title") or "").strip() or None if shown is not None else None


def _is_within(node: LexborNode, other: LexborNode | None) -> bool:
    parent: LexborNode | None = node
    while parent is not None:
        if is_same(parent, other):
            return True
        parent = parent.parent
    return False


def _data(page: Page, document: Document) -> Reading | None:
    """The same from data: a thread's, a list's, or that of all boards."""
    if "tid" in document and items(document, "posts"):
        return _data_of_thread(page, document)
    topics, boards = items(document, "topics"), tuple(_boards_of(page, document))
    if not (topics and "tid" in topics[0]) and not boards:
        return None
    rows = [row for topic in topics if (row := _row_of(page, topic)) is not None]
    return list_reading(
        page,
        engine=ENGINE,
        rows=rows,
        boards=boards,
        board=text_of(document, "name") or None,
        pages=_paged(page, document),
    )


def _paged(page: Page, document: Document) -> Pages:
    paging = part(document, "pagination")
    here, total = number_of(paging, "currentPage") or 1, number_of(paging, "pageCount") or 1
    own = thread_address(page.url) or board_address(page.url)
    first = own.url if own is not None else page.url.partition("?")[0]
    following = with_page(first, here + 1) if here < total else None
    return Pages(page=here, pages=max(here, total), next=following)


def with_page(url: str, page: int) -> str:
    """Page number *page* of the list or thread at *url*."""
    return f"{url}?page={page}"


def _data_of_thread(page: Page, document: Document) -> Reading | None:
    id = text_of(document, "tid")  # noqa: A001
    seen = [each for post in items(document, "posts") if (each := _seen(page, post)) is not None]
    own = thread_address(page.url)
    if not seen:
        return None
    return thread_reading(
        page,
        engine=ENGINE,
        seen=seen,
        around=Around(
            thread=id,
            url=own.url
            if own is not None
            else page.join(f"{_api(page)}/topic/{text_of(document, 'slug') or id}") or page.url,
            title=text_of(document, "titleRaw", "title"),
            board=text_of(part(document, "category"), "name") or None,
            pages=_paged(page, document),
            replies=replies_of(document, "postcount"),
        ),
    )


def _api(page: Page) -> str:
    """The path of the data, whatever path the forum stands below."""
    return page.url.partition("/api")[0] + "/api"


def _seen(page: Page, post: Document) -> Seen | None:
    id, user, index = text_of(post, "pid"), part(post, "user"), number_of(post, "index")  # noqa: A001
    if not id:
        return None
    body = fragment(text_of(post, "content"))
    edited = text_of(post, "editedISO") or text_of(post, "edited")
    return Seen(
        id=id,
        author=text_of(user, "displayname", "username"),
        said=_SAID.read(body),
        stamp=Stamp(machine=text_of(post, "timestampISO", "timestamp") or None),
        edit=Stamp(machine=edited) if edited and edited != "0" else None,
        n=index + 1 if index is not None else None,
        permalink=page.join(f"{page.url.partition('/api')[0]}/post/{id}") or page.url,
    )


def _row_of(page: Page, topic: Document) -> SeenRow | None:
    id, teaser = text_of(topic, "tid"), part(topic, "teaser")  # noqa: A001
    url = page.join(f"{_api(page)}/topic/{text_of(topic, 'slug') or id}")
    if not id or url is None or flag(topic, "deleted"):
        return None
    last = (
        text_of(topic, "lastposttimeISO")
        or text_of(teaser, "timestampISO", "timestamp")
        or text_of(topic, "timestampISO")
    )
    return SeenRow(
        id=id,
        title=text_of(topic, "titleRaw", "title"),
        url=url,
        author=text_of(part(topic, "user"), "displayname", "username") or None,
        replies=replies_of(topic, "postcount"),
        last=Stamp(machine=last or None),
        last_author=text_of(part(teaser, "user"), "displayname", "username") or None,
        is_sticky=flag(topic, "pinned"),
    )


def _boards_of(page: Page, document: Document) -> Iterable[str]:
    for category in [*items(document, "categories"), *items(document, "children")]:
        slug = text_of(category, "slug") or text_of(category, "cid")
        url = page.join(f"{_api(page)}/category/{slug}")
        if url is not None and slug and not text_of(category, "link"):
            yield url
        yield from _boards_of(page, {"children": category.get("children")})


def _wall(page: Page) -> Reading:
    return verdict(
        page,
        engine=ENGINE,
        message=page.tree.css_first(".alert-danger, .alert.alert-warning, [component='maintenance'], .error-page"),
        is_asked=thread_address(page.url) is not None or board_address(page.url) is not None,
        is_empty_list=board_address(page.url) is not None and page.tree.css_first("[component='category']") is not None,
        is_sign_in=is_sign_in(page.url),
    )


def _links_to_itself(page: Page) -> bool:
    found = (page.address(link) for link in page.tree.css("a[href*='/topic/'], a[href*='/category/']")[:20])
    return any(url and page.is_own(url) and (thread_address(url) or board_address(url)) for url in found)


NODEBB = Forum(
    name=ENGINE,
    frame="nav, .header, .breadcrumb, [component='post/signature'], [component='topic/teaser'], footer",
    marks=_MARKS,
    links=_links_to_itself,
    thread=_thread,
    listing=_listing,
    wall=_wall,
    is_apart=is_apart,
    numbered=numbered,
    data=_data,
    cookie=re.compile(r"(?:^|[\s,;])express\.sid="),
)
