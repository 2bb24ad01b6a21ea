"""What the names of classes and ids say of what stands there, whatever the software."""

from __future__ import annotations

import re

__all__ = ["AUTHOR", "BODY", "DATE", "EDIT", "INFO", "QUOTE", "SIGNATURE", "TRIMMINGS"]


def _word(*names: str) -> str:
    """Any of *names* as a word of a class: between hyphens, underscores or the class's ends."""
    return rf"(?:^|[\s_-])(?:{'|'.join(names)})(?:[\s_#-]|$)"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


SIGNATURE = _any("signature", _word(r"(?:user|post)?sig"), r"(?:^|\s)sig\d+(?:\s|$)")
EDIT = _any(
    _word("edit", "edited", "modified", "edits"),
    "post_?-?edit",
    "edit(?:ed)?_?-?(?:by|info|note|msg|message|time|at)",
    "last_?-?edit",
)
TRIMMINGS = _any(
    "attach(?:ment|box|list|ed)",
    _word(
        "poll",
        "rating",
        "reactions?",
        "likes?",
        "thanks?",
        "thankyou",
        "share",
        "breadcrumbs?",
        "ads?",
        "advert",
        "advertisement",
    ),
    "reactionsbar|post_thanks|quick-?_?reply|sr-only|visually-?hidden|screen-?reader|responsive-show",
)
QUOTE = _any(
    _word(r"(?:bb|ips|my)?_?-?(?:code_?-?)?quotes?"),
    r"quote_?-?(?:box|content|container|block|header|title|body|text|main|wrapper)|(?:^|\s)citation(?:\s|$)|bbcodeblock--quote",
)
AUTHOR = _any(
    r"(?:^|[\s_])(?:(?:big)?user_?-?name|author|poster|nick|nickname|creator|pseudo|name|hnuser|who|auteur|autor)(?:[\s_]|$)",
    r"(?:author|poster|member|post|display|screen|user)_?-?(?:name|link)(?:\s|$)|posted_?-?by(?:\s|$)",
)
DATE = _any("date", "time", "when", "posted", "created", "publish", "stamp", _word("ago", "age"))
BODY = _any(
    _word(
        "content",
        "message",
        "msg",
        "body",
        "text",
        "entry",
        "comment",
        "inner",
        "md",
        "cooked",
        "description",
        "desc",
        "texte",
        "texto",
        "contenu",
    ),
    r"post_?-?(?:body|text|content|message|msg|entry)|bbwrapper|commtext|usertext|content$|body$|message$|text$|msg$",
)
INFO = _any(
    *("author", "user", "profile", "member", "avatar", "poster", "smalltext"),
    _word("infos?", "stats?", "statistics", "sidebar", "meta", "head", "header", "footer", "foot", "controls?"),
    _word("buttons?", "tools?", "toolbar", "nav", "menu", "actions?", "links", "flair", "badge", "rank", "by"),
    _word("title", "subject", "details?", "tagline"),
)
