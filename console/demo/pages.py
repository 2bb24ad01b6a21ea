"""The demo forum's pages, in the shape that MyBB's have: what the crawler reads there, it reads on real boards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape

from console.demo.story import BOARDS, NAME, SIGNATURES, Entry, Topic

__all__ = ["PER_PAGE", "Shown", "index", "message", "profile", "thread", "threads"]

PER_PAGE = 10

Shown = tuple[int, Entry, datetime | None]
"""A post's number, its present wording, and when it was edited; None: it was not."""

_QUOTE = re.compile(r"\[quote=([^\]]+)\](.*?)\[/quote\]", re.DOTALL)
_CODE = re.compile(r"\[code\](.*?)\[/code\]", re.DOTALL)


def stamp(moment: datetime) -> str:
    """A date as the board writes it."""
    return moment.astimezone(UTC).strftime("%m-%d-%Y, %I:%M %p")


def _page(title: str, crumbs: str, content: str, now: datetime) -> str:
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{escape(title)}</title>
<style>
body {{ font: 14px/1.5 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; }}
table {{ border-collapse: collapse; width: 100%; }} td {{ border: 1px solid #8886; padding: .4em .6em; }}
.post {{ border: 1px solid #8886; margin: 1em 0; padding: .6em; }} .post_head, .smalltext, #footer {{ opacity: .7; }}
blockquote {{ border-left: 3px solid #8886; margin: .5em 0; padding-left: 1em; }}
</style>
<script>var my_post_key = "demo";</script>
</head>
<body>
<div id="container">
<div id="header"><a href="index.php">{escape(NAME)}</a></div>
<div id="content">
<div class="navigation">{crumbs}<span class="active">{escape(title)}</span></div>
{content}
</div>
<div id="footer"><span id="current_time"><strong>Current time:</strong> {stamp(now)}</span>
<span class="smalltext">A demonstration. Everything on it is invented.</span></div>
</div>
</body>
</html>
"""


def _crumbs(board: int | None = None) -> str:
    crumbs = f'<a href="index.php">{escape(NAME)}</a> &rsaquo; '
    if board is None:
        return crumbs
    return f'{crumbs}<a href="forumdisplay.php?fid={board}">{escape(BOARDS[board])}</a> &rsaquo; '


def index(topics: Sequence[tuple[Topic, Sequence[Shown]]], *, now: datetime) -> str:
    """The boards."""
    rows = []
    for board, name in BOARDS.items():
        held = [posts for topic, posts in topics if topic.board == board]
        counts = f'<td align="center">{len(held)}</td><td align="center">{sum(map(len, held))}</td>'
        rows.append(
            f'<tr><td class="trow1"><span class="forum_status forum_on" id="mark_read_{board}"></span></td>'
            f'<td class="trow1"><strong><a href="forumdisplay.php?fid={board}">{escape(name)}</a></strong></td>'
            f"{counts}</tr>"
        )
    head = '<tr><td class="thead" colspan="4"><strong>Boards</strong></td></tr>'
    return _page(NAME, "", f'<table class="tborder">{head}{"".join(rows)}</table>', now)


def threads(board: int, topics: Sequence[tuple[Topic, Sequence[Shown]]], *, now: datetime) -> str:
    """The threads of *board*, sticky ones first, then by their last post."""
    ordered = sorted(topics, key=lambda each: (each[0].is_sticky, each[1][-1][1].at), reverse=True)
    rows = "".join(_row(topic, posts) for topic, posts in ordered)
    head = (
        f'<tr><td class="thead" colspan="3"><strong>{escape(BOARDS[board])}</strong></td></tr>'
        f'<tr><td class="tcat"><a href="forumdisplay.php?fid={board}&amp;sortby=subject">Thread</a> / Author</td>'
        '<td class="tcat">Replies</td><td class="tcat">Last Post</td></tr>'
    )
    return _page(BOARDS[board], _crumbs(), f'<table class="tborder clear">{head}{rows}</table>', now)


def _row(topic: Topic, posts: Sequence[Shown]) -> str:
    kind = "forumdisplay_sticky" if topic.is_sticky else "forumdisplay_regular"
    first, last = posts[0][1], posts[-1][1]
    return f"""
<tr class="inline_row">
<td class="trow1 {kind}"><div><span class="subject_new" id="tid_{topic.id}">\
<a href="showthread.php?tid={topic.id}">{escape(topic.title)}</a></span>
<div><span class="author smalltext">{_member(first.author)}, </span>\
<span class="thread_start_datetime smalltext">{stamp(first.at)}</span></div></div></td>
<td align="center" class="trow1 {kind}"><a href="misc.php?action=whoposted&amp;tid={topic.id}">{len(posts) - 1}</a></td>
<td class="trow1 {kind}"><span class="lastpost smalltext">{stamp(last.at)}<br>
<a href="showthread.php?tid={topic.id}&amp;action=lastpost">Last Post</a>: {_member(last.author)}</span></td>
</tr>"""


def thread(topic: Topic, posts: Sequence[Shown], page: int, *, now: datetime) -> str:
    """Page number *page* of *topic*; the last one for a page past the end."""
    pages = max(1, -(-len(posts) // PER_PAGE))
    page = min(max(page, 1), pages)
    first = (page - 1) * PER_PAGE
    shown = "".join(
        _post(topic, post, place) for place, post in enumerate(posts[first : first + PER_PAGE], start=first + 1)
    )
    links = _pagination(topic, page, pages)
    content = (
        f'{links}<table class="tborder tfixed clear"><tr><td class="thead"><div><strong>{escape(topic.title)}</strong>'
        f'</div></td></tr><tr><td id="posts_container"><div id="posts">{shown}</div></td></tr></table>{links}'
    )
    return _page(topic.title, _crumbs(topic.board), content, now)


def _pagination(topic: Topic, page: int, pages: int) -> str:
    if pages == 1:
        return ""
    address = f"showthread.php?tid={topic.id}"
    links = [
        f'<span class="pagination_current">{n}</span>'
        if n == page
        else f'<a href="{address}{f"&amp;page={n}" if n > 1 else ""}" class="pagination_page">{n}</a>'
        for n in range(1, pages + 1)
    ]
    if page < pages:
        links.append(f'<a href="{address}&amp;page={page + 1}" class="pagination_next">Next &raquo;</a>')
    return f'<div class="pagination"><span class="pages">Pages ({pages}):</span> {" ".join(links)}</div>'


def _post(topic: Topic, post: Shown, place: int) -> str:
    number, entry, edited_at = post
    note = f"(This post was last modified: {stamp(edited_at)} by {_member(entry.author)}.)" if edited_at else ""
    signature = SIGNATURES.get(entry.author)
    return f"""
<a id="pid{number}"></a>
<div class="post" id="post_{number}">
<div class="post_author"><div class="author_information"><strong><span class="largetext">{_member(entry.author)}</span>\
</strong></div></div>
<div class="post_content">
<div class="post_head"><div class="float_right"><strong>\
<a href="showthread.php?tid={topic.id}&amp;pid={number}#pid{number}">#{place}</a></strong></div>
<span class="post_date">{stamp(entry.at)} <span class="post_edit" id="edited_by_{number}">\
{f'<span class="edited_post">{note}</span>' if note else ""}</span></span></div>
<div class="post_body scaleimages" id="pid_{number}">{_markup(entry.text)}</div>
{f'<div class="signature scaleimages">{escape(signature)}</div>' if signature else ""}
</div>
</div>"""


def _member(name: str) -> str:
    number = sum(name.encode()) % 900 + 1
    return f'<a href="member.php?action=profile&amp;uid={number}">{escape(name)}</a>'


def _markup(text: str) -> str:
    """The board's markup of *text*, in which nothing but its own two tags means anything."""
    safe = escape(text)
    safe = _QUOTE.sub(r'<blockquote class="mycode_quote"><cite>\1 Wrote:</cite>\2</blockquote>', safe)
    safe = _CODE.sub(
        r'<div class="codeblock"><div class="title">Code:</div><div class="body" dir="ltr"><code>\1</code></div></div>',
        safe,
    )
    return safe.replace("\n", "<br />\n")


def profile(*, now: datetime) -> str:
    """What stands where a member's profile would."""
    return _page("Profile", _crumbs(), "<p>Members of this forum are invented; they have no profiles.</p>", now)


def message(said: str, *, now: datetime) -> str:
    """The board speaks to its reader instead of showing what was asked for."""
    head = f'<tr><td class="thead"><strong>{escape(NAME)}</strong></td></tr>'
    table = f'<table class="tborder">{head}<tr><td class="trow1">{escape(said)}</td></tr></table>'
    return _page("Board Message", _crumbs(), table, now)
