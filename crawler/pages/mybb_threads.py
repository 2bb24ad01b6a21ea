"""The threads of MyBB: one page of one thread, post by post."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborNode

from crawler.dates import Calendar
from crawler.pages.hidden import hides
from crawler.pages.mybb_addresses import Address, slug_id, thread_address
from crawler.pages.mybb_body import quotes_of, text_of
from crawler.pages.mybb_parts import ENGINE, Pages, board_name, clock, inside, pagination, profile
from crawler.pages.nesting import is_same, outermost
from crawler.pages.page import Page, date_of
from crawler.pages.words import classes, readable, words
from crawler.reading import Reading
from model.identities import ThreadId
from model.posts import Post, Thread
from model.visits import PageClass

__all__ = ["thread"]

_BODY_ID = re.compile(r"pid_(\d+)")
_POST_ID = re.compile(r"post_(\d+)")
_PLACE = re.compile(r"#?\s?(\d{1,3}(?:[., ]\d{3}){1,2}|\d{1,9})")
_OWN_TID = re.compile(
    r"(?:newreply|printthread|sendthread|ratethread|showthread|polls)\.php\?(?:[\w=-]+&(?:amp;)?)*?tid=(\d+)"
    r"|\bid=[\"']rating_thread_(\d+)|archive/index\.php(?:\?|/)thread-(\d+)"
)
MAX_LINKS = 5_000
_DATE_CLASS = "[class*='date'], [class*='time'], .post_head, .smalltext"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """A post's element, found."""

    id: str
    container: LexborNode
    body: LexborNode


def thread(page: Page) -> Reading | None:
    """The page as one of a thread; None when it holds no post."""
    items = _items(page)
    if not items:
        return None
    own = thread_address(page.url)
    tid = _thread_id(page, own, items)
    among = own.key if own and own.id is None else tid
    pages = _by_number(page, own, among, tid)
    heads = [_date_node(item) for item in items]
    raws = [_date_text(node) for node in heads]
    calendar = _calendar(page, heads, raws)
    is_threaded = page.tree.css_first("a[href*='mode=linear']") is not None
    posts = tuple(
        _post(page, item, ThreadId(tid), calendar, head, raw, own)
        for item, head, raw in zip(items, heads, raws, strict=True)
    )
    if is_threaded:  # every post is number one in that view
        posts, pages = tuple(replace(post, n=None) for post in posts), Pages()
    return Reading(
        url=page.url,
        engine=ENGINE,
        page_class=PageClass.THREAD,
        board=board_name(page),
        thread=_thread(page, ThreadId(tid), own, posts, pages, is_threaded),
        posts=posts,
        page=pages.page,
        pages=pages.pages,
        next=pages.next,
        has_hidden=any(hides(item.body) for item in items),
    )


def _by_number(page: Page, own: Address | None, among: str, tid: str) -> Pages:
    by_slug = pagination(page, own, thread_address, among=among)
    return by_slug if by_slug.next or among == tid else pagination(page, own, thread_address, among=tid)


def _items(page: Page) -> list[_Item]:
    """Every post's container and body; the body's id is what themes leave alone."""
    items: dict[str, _Item] = {}
    for body in outermost(page.tree.css("[id^='pid_']")):
        if (found := _BODY_ID.fullmatch(body.id or "")) and found.group(1) not in items:
            id = found.group(1)  # noqa: A001
            items[id] = _Item(id=id, container=_container(body, id), body=body)
    if items:
        return list(items.values())
    for container in outermost(page.tree.css("[id^='post_']")):
        found, inner = _POST_ID.fullmatch(container.id or ""), container.css_first(".post_body")
        if found and inner is not None:
            items[found.group(1)] = _Item(id=found.group(1), container=container, body=inner)
    return list(items.values())


def _container(body: LexborNode, id: str) -> LexborNode:  # noqa: A002
    """The element that is the whole post: by its id, else the widest that holds no other post."""
    best: LexborNode = body
    parent = body.parent
    while parent is not None and parent.tag not in ("body", "html"):
        if parent.id == f"post_{id}":
            return parent
        if len(parent.css("[id^='pid_']")) > 1:
            break
        best = parent
        parent = parent.parent
    return best


def _post(
    page: Page, item: _Item, tid: ThreadId, calendar: Calendar, head: LexborNode | None, raw: str, own: Address | None
) -> Post:
    posted_at = date_of(calendar, raw, head)
    edit = item.container.css_first(".edited_post, .post_edit")
    place = _place_link(page, item)
    return Post(
        source=page.source,
        thread=tid,
        id=item.id,
        author=_author(page, item),
        text=text_of(page, item.body),
        quotes=quotes_of(page, item.body),
        n=_place(place),
        posted_at=posted_at,
        posted_raw=None if posted_at else raw or None,
        edited_at=date_of(calendar, _without_names(edit), edit) if edit is not None else None,
        permalink=page.address(place) or _permalink(page, item, tid, own),
        seen_at=page.fetched.fetched_at,
    )


def _author(page: Page, item: _Item) -> str:
    """The name as it is shown; guests and the deleted have one without a link. Empty where the theme shows none."""
    for box in (".author_information .largetext", ".post_author .largetext", ".largetext"):
        for node in item.container.css(box):
            if not _is_said(item, node) and (name := words(node)):
                return name
    for link in item.container.css("a[href]"):
        if not _is_said(item, link) and profile(page, link):
            return words(link)
    for box in (".author_information strong", ".post_author strong", "[class*='author'] strong", "[class*='username']"):
        for node in item.container.css(box):
            if not _is_said(item, node) and (name := words(node)):
                return name
    return ""


def _is_said(item: _Item, node: LexborNode) -> bool:
    """Whether *node* belongs to what members write, or to a note about it."""
    return inside(
        node, lambda each: is_same(each, item.body) or not classes(each).isdisjoint(_SAID), until=item.container
    )


_SAID = frozenset(["signature", "post_edit", "edited_post", "post_meta", "author_statistics", "thread_tools"])


def _date_node(item: _Item) -> LexborNode | None:
    for selector in (".post_date", _DATE_CLASS):
        for node in item.container.css(selector):
            if not _is_said(item, node) and node.css_first(f"#pid_{item.id}") is None and _date_text(node):
                return node
    return None


def _date_text(node: LexborNode | None) -> str:
    """The words of *node* without the note of an edit, which holds a second date, and without links."""
    if node is None:
        return ""
    return _spoken(node, lambda each: each.tag == "a" or not classes(each).isdisjoint(("post_edit", "edited_post")))


def _without_names(node: LexborNode) -> str:
    """An edit's note without the name and the reason, which may read like dates."""
    return _spoken(node, lambda each: each.tag in ("a", "em"))


def _spoken(node: LexborNode, skip: Callable[[LexborNode], bool]) -> str:
    return " ".join(readable(node, skip=skip).split())


def _calendar(page: Page, heads: Sequence[LexborNode | None], raws: Sequence[str]) -> Calendar:
    behind = [node.css_first("span[title]") if node is not None else None for node in heads]
    titles = [node.attributes.get("title") or "" if node is not None else "" for node in behind]
    shown = [title or raw for title, raw in zip(titles, raws, strict=True)]
    notes = [_without_names(node) for node in page.tree.css(".edited_post")]
    return page.calendar(clock=clock(page), dates=[*shown, *notes], rising=shown, habit=False)


def _place_link(page: Page, item: _Item) -> LexborNode | None:
    """The link `#7` that stands in a post's head and leads to it."""
    for link in item.container.css(f"a[href$='#pid{item.id}']"):
        if not inside(link, lambda each: is_same(each, item.body), until=item.container) and _PLACE.fullmatch(
            words(link)
        ):
            return link
    return None


def _place(link: LexborNode | None) -> int | None:
    found = _PLACE.fullmatch(words(link)) if link is not None else None
    return int(re.sub(r"\D", "", found.group(1))) if found else None


def _permalink(page: Page, item: _Item, tid: str, own: Address | None) -> str:
    if own is not None:
        glue = "&" if "?" in own.url else "?"
        return f"{own.url}{glue}pid={item.id}#pid{item.id}"
    return page.join(f"showthread.php?tid={tid}&pid={item.id}#pid{item.id}") or page.url


def _thread_id(page: Page, own: Address | None, items: Sequence[_Item]) -> str:
    """The number that the address or the page's own tools name; a slug only stands in where none does."""
    if own is not None and own.id is not None:
        return own.id
    if found := _OWN_TID.search(_tools(page, items)):
        return next(number for number in found.groups() if number)
    return slug_id(own.slug if own is not None and own.slug else page.url)


def _tools(page: Page, items: Sequence[_Item]) -> str:
    """The addresses and ids of the page's own, one a line: links that members wrote are not asked."""
    bodies = {item.body.mem_id for item in items}
    lines = [
        link.attributes.get("href") or ""
        for link in page.tree.css("a[href], form[action]")[:MAX_LINKS]
        if not inside(link, lambda each: each.mem_id in bodies or "signature" in classes(each))
    ]
    ratings = [f'id="{node.id}"' for node in page.tree.css("[id^='rating_thread_']")]
    fields = [f"showthread.php?tid={node.attributes.get('value')}" for node in page.tree.css("input[name='tid']")]
    return "\n".join([*ratings, *fields, *lines])


def _thread(
    page: Page, tid: ThreadId, own: Address | None, posts: Sequence[Post], pages: Pages, is_threaded: bool
) -> Thread:
    first = next((post for post in posts if post.n == 1), None)
    if first is None and pages.page == 1 and not is_threaded and posts[0].n is None:
        first = posts[0]
    is_last = pages.pages is not None and pages.page >= pages.pages and not is_threaded
    places = [post.n for post in posts if post.n is not None]
    return Thread(
        source=page.source,
        id=tid,
        title=_title(page),
        url=own.url if own is not None else page.join(f"showthread.php?tid={tid}") or page.url,
        board=board_name(page),
        author=first.author if first else None,
        created_at=first.posted_at if first else None,
        replies=max(places) - 1 if is_last and places else None,
    )


def _title(page: Page) -> str:
    active = page.tree.css_first(".navigation .active, .breadcrumb .active, .breadcrumbs .active")
    if title := words(active):
        return title
    for node in page.tree.css("td.thead strong, .thead strong, h1"):
        if node.css_first("a") is None and not inside(node, lambda each: each.id == "quick_login") and words(node):
            return words(node)
    return page.title
