"""What links of any forum lead to, told by their addresses: members, threads, boards, posts, or something to do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import unquote

from crawler.pages.addresses import query_of, slug_id, split

__all__ = ["Address", "Kind", "address", "is_session", "prefers_suffix"]


class Kind(Enum):
    """What stands behind an address."""

    PROFILE = "profile"
    THREAD = "thread"
    POST = "post"  # one post, or the thread at it
    BOARD = "board"
    ACTION = "action"  # to sign in, to reply, to search: nothing to read
    OTHER = "other"


_DEEDS = (
    r"log_?-?(?:in|out)|sign_?-?(?:in|up|out)|register|registration|auth|account|search|find(?:user|posts|post)?|reply"
    r"|new_?-?(?:reply|thread|topic|post|poll)|add_?-?reply|posting|post_?-?reply|compose|edit(?:post)?|delete|quote|report"
    r"|print(?:thread|page|able|topic|erfriendly)?|send(?:thread|topic|message|page)?|rss|feeds?|atom|syndication|extern"
    r"|attachments?|dlattach|downloads?|vote|like|thanks?|react(?:ions?)?|rate(?:thread)?|ratethread|(?:un)?subscri\w+|watch"
    r"|bookmark|notify|mark_?-?(?:read|forums?)|markasread|whoposted|reputation|karma|private|pms?|sendpm|inbox"
    r"|conversations?|contact(?:us|-us)?|faq|help|rules|terms|tos|privacy(?:-policy)?|cookies|calendar|stats|statistics"
    r"|online|who|whos_?online|portal|warn\w*|ban|moderation|modcp|admincp|usercp|ucp|profile_?edit|showteam|team|groups?"
    r"|memberlist|userlist|members_?list|mlist|tags|style|theme|lang(?:uage)?|share|cdn-cgi|recent|unread|unanswered"
    r"|whats_?-?new|hide|flag|collapse|archive|misc|go(?:to)?|redirect|out|jump|reset-password|lost_?-?password|forgot\w*"
)
_ACTION = re.compile(
    rf"(?:^|/)(?:{_DEEDS})(?:\.\w{{2,5}})?(?:/|$|\?)|[?&;](?:action|mode|do|act|op|page|app|module|view)=(?:{_DEEDS}|post)(?:$|[&;/])"
)
_LISTS = re.compile(r"/(?:topics|posts|threads|replies|messages|activity|comments|followers|submitted|all)/?$")
_PROFILE_PATH = re.compile(
    r"(?:^|/)(?:users?|u|members?|profiles?|author|authors|people|membre|utilisateur|mitglied|benutzer|usuario|miembro)"
    r"(?:/(?:profile|view|show|id))?[/-](?P<who>[^/?]+)|/@(?P<at>[^/]+)$|/~(?P<tilde>[^/]+)/?$"
    r"|(?:^|/)(?:user|u|profile|viewprofile|userinfo|member)(?:\.\w{2,4})?$"
)
_PROFILE_FIELDS = (
    "uid",
    "u",
    "user",
    "userid",
    "user_id",
    "username",
    "member",
    "memberid",
    "showuser",
    "profile",
    "author",
)
_THREAD_PATH = re.compile(
    r"(?:^|/|_)(?:show|view|read)?(?:threads?|topics?|discussions?|d|t|sujet|thema|temat?|тема|conversa|res|post|fred)"
    r"(?:\.\w{2,5})?(?=$|[/?.-])"
    r"|/comments(?=/)|^/?item$"
)
_THREAD_FIELDS = (
    "tid",
    "t",
    "topic",
    "thread",
    "threadid",
    "topicid",
    "topic_id",
    "thread_id",
    "showtopic",
    "num",
    "discussionid",
)
_POST_PATH = re.compile(r"(?:^|/)(?:posts?|comments?|p|message|msg)[/-](?P<id>\d+)|/post-(?P<id2>\d+)")
_POST_FIELDS = ("pid", "post", "postid", "post_id", "msg", "comment", "cid", "mid")
_FRAGMENT = re.compile(
    r"(?:p|pid|post|post-|post_|msg|message|c|comment|comment-|comment_|r|findcomment-|entry|js-post-)?(\d+)"
)
_BOARD_PATH = re.compile(
    r"(?:^|/)(?:view|show)?(?:forum(?:display)?s?|boards?|categor(?:y|ies)|cat|c|f|r|section|rubrique|foro|foren|раздел|форум|kategorie)"
    r"(?:\.\w{2,5})?(?=$|[/?.-])"
)
_BOARD_FIELDS = ("fid", "f", "forum", "forumid", "board", "boardid", "showforum", "category", "cat")
_PAGE_PATH = re.compile(
    r"/(?:page|seite|pagina|p)[-/]?(\d{1,6})(?=/|$|\.html?$)|[-_,]page[-_]?(\d{1,6})(?=\.html?$|/|$)"
)
_PAGE_FIELDS = ("page", "pg", "pagenumber", "paged", "pagenum", "seite", "pagina", "page_num", "p")
_OFFSET_FIELDS = ("start", "st", "offset", "from", "begin", "o")
_SESSION = re.compile(r"^(?:s|sid|phpsessid|sess\w*|session\w*|token|csrf\w*|hash|highlight|sort\w*|order\w*|dir)$")
_NAMED_QUERY = re.compile(r"\d+-[^=&]*$")
_NUMBERS = re.compile(r"\d{1,15}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What an address tells of the page behind it."""

    url: str = field(repr=False)
    kind: Kind
    key: str = field(default="", repr=False)
    """Equal for all addresses of one thread, board or member."""
    page: int | None = None  # None: it names none, so it is the first
    offset: int | None = None  # None: it counts pages, or names none
    post: str | None = None  # None: it leads to no post
    thread: str | None = None  # of a post's address; None where it does not say
    base: str = field(default="", repr=False)
    """The address without its page, session and fragment: equal for all pages of one thing."""

    @property
    def id(self) -> str:
        """What stands for the thread or board: its number, or a name that carries nothing of its title."""
        return self.key if self.key.isdecimal() else slug_id(self.key)


def is_session(name: str) -> bool:
    """Whether the field *name* of a query only tells whose visit it is, or how to sort."""
    return _SESSION.match(name) is not None


def address(url: str, *, by_suffix: bool = False) -> Address:
    """What *url* leads to; *by_suffix* says that names end in their number instead of beginning with it."""
    parts = split(url)
    path = unquote(parts.path).lower()
    if _NAMED_QUERY.match(parts.query):  # showthread.php?12-Title/page2
        path = f"{path}/{unquote(parts.query).lower()}"
    fields = {name.lower(): value for name, value in query_of(parts).items()}
    bare, page = _without_page(path)
    offset = None
    for name in _OFFSET_FIELDS:
        if fields.get(name, "").isdecimal():
            offset = int(fields.pop(name)[:9])
    fragment = _FRAGMENT.fullmatch(parts.fragment.lower())
    post = fragment.group(1) if fragment else None
    for name in _PAGE_FIELDS:
        value = fields.get(name, "")
        if value.isdecimal() and page is None and not (name == "p" and (value == post or len(fields) == 1)):
            page = int(fields.pop(name)[:9])
    bare, fields, offset = _smf(bare, fields, offset)
    kept = {name: value for name, value in fields.items() if not is_session(name)}
    base = f"{parts.netloc.lower()}{bare.rstrip('/')}?{'&'.join(f'{n}={v}' for n, v in sorted(kept.items()))}"
    kind, key, post, thread = _kind(bare, kept, post, parts.query.lower(), by_suffix)
    return Address(
        url=url, kind=kind, key=key, page=page, offset=offset, post=post, thread=thread, base=base.rstrip("?")
    )


def prefers_suffix(urls: Iterable[str]) -> bool:
    """Whether the last parts of *urls*, which lead to threads, end in numbers rather than begin with them."""
    ends = begins = 0
    for url in urls:
        last = _without_page(split(url).path)[0].rstrip("/").rpartition("/")[2].removesuffix(".html")
        head, tail = re.match(r"\d+(?=[-._]|$)", last) is not None, re.search(r"[-._]\d+$", last) is not None
        ends += tail and not head
        begins += head and not tail
    return ends > begins


def _without_page(path: str) -> tuple[str, int | None]:
    found = _PAGE_PATH.search(path)
    if not found:
        return path, None
    return path[: found.start()] + path[found.end() :], int(found.group(1) or found.group(2))


def _smf(path: str, fields: dict[str, str], offset: int | None) -> tuple[str, dict[str, str], int | None]:
    """`topic=12.40` and `num=12/40` name the thread and how many posts are before."""
    for name in ("topic", "board", "num"):
        head, glue, tail = (fields.get(name) or "").replace("/", ".").partition(".")
        if head.isdecimal() and (not glue or tail.isdecimal()):
            fields = {**fields, name: head}
            offset = int(tail[:9]) if glue and tail else offset
        elif head.isdecimal() and (found := re.match(r"msg(\d+)", tail)):
            fields = {**fields, name: head, "msg": found.group(1)}
    return path, fields, offset


def _kind(
    path: str, fields: dict[str, str], post: str | None, query: str, by_suffix: bool
) -> tuple[Kind, str, str | None, str | None]:
    steered = f"{path}?{query}"
    profile = _PROFILE_PATH.search(path)
    if profile and (
        found := next((who for who in profile.groups() if who), None) or _field(fields, (*_PROFILE_FIELDS, "id"))
    ):
        return (Kind.ACTION, "", None, None) if _LISTS.search(path) else (Kind.PROFILE, found, None, None)
    if (fields.get("mode") == "viewprofile" or fields.get("action", "").startswith(("profile", "viewprofile"))) and (
        who := _field(fields, _PROFILE_FIELDS)
    ):
        return Kind.PROFILE, who, None, None
    named = _field(fields, _POST_FIELDS) or (fields.get("p") if _THREAD_PATH.search(path) else None)
    if _ACTION.search(steered):
        return Kind.ACTION, "", None, None
    if found_post := _POST_PATH.search(path):
        in_thread = _THREAD_PATH.search(path[: found_post.start()])
        number = str(found_post.group("id") or found_post.group("id2"))
        if in_thread:
            in_path = _key(path[: found_post.start()], in_thread.end(), {}, query, by_suffix)
            return Kind.POST, number, number, in_path or None
        if path.rstrip("/").endswith(number):
            return Kind.POST, number, post or number, None
    if found := _THREAD_PATH.search(path):
        key = _field(fields, _THREAD_FIELDS) or _key(path, _last(_THREAD_PATH, path), fields, query, by_suffix)
        if named or post:
            return Kind.POST, named or post or "", named or post, key or None
        return (Kind.THREAD, key, None, key) if key else (Kind.OTHER, "", None, None)
    if of_thread := _field(fields, _THREAD_FIELDS):
        if named or post:
            return Kind.POST, named or post or "", named or post, of_thread
        return Kind.THREAD, of_thread, None, of_thread
    if named and named.isdecimal():
        return Kind.POST, named, named, None
    if _BOARD_PATH.search(path):
        key = _field(fields, _BOARD_FIELDS) or _key(path, _last(_BOARD_PATH, path), fields, query, by_suffix)
        return (Kind.BOARD, key, None, None) if key else (Kind.OTHER, "", None, None)
    if of_board := _field(fields, _BOARD_FIELDS):
        return Kind.BOARD, of_board, None, None
    return Kind.OTHER, "", post, None


def _last(pattern: re.Pattern[str], path: str) -> int:
    end = 0
    for found in pattern.finditer(path):
        if path[found.end() :].strip("/") or not end:
            end = found.end()
    return end


def _field(fields: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((value for name in names if (value := fields.get(name))), None)


def _key(path: str, end: int, fields: dict[str, str], query: str, by_suffix: bool) -> str:
    """The number of the thing behind the word that ends at *end* of *path*; its name where it has none."""
    if identity := fields.get("id"):
        return identity
    if found := re.match(r"(\d+)(?:$|&)", query):
        return found.group(1)
    rest = [part.removesuffix(".html").removesuffix(".htm") for part in path[end:].strip("/.-").split("/") if part]
    for part in rest:
        if _NUMBERS.fullmatch(part):
            return part
    if not rest:
        return ""
    if path[:end].endswith("comments"):
        return rest[0]
    last = rest[-1]
    head, tail = re.match(r"(\d{1,15})[-._]", last), re.search(r"[-._](\d{1,15})$", last)
    for found in (tail, head) if by_suffix or (tail and tail.group(0)[0] == ".") else (head, tail):
        if found:
            return found.group(1)
    return "/".join(rest)
