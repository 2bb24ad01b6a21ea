"""Addresses that do something instead of showing something: told by the shapes that forum software gives them."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

__all__ = ["is_sign_in", "is_sign_out", "is_write"]

_DO = r"(?:action|act|mode|do|a|op|cmd|area|view|sa|method)"
_WHERE = rf"(?:{_DO}|page|p|pg|section|route|r|task|module)"
_SIGN_OUT = re.compile(
    rf"[?&;]{_WHERE}=(?:[\w-]+/)?(?:log[-_]?(?:out|off)|sign[-_]?(?:out|off))(?![\w-])|[?&;]{_DO}=out(?![\w-])"
    r"|[?&;](?:log|sign)[-_]?(?:out|off)(?:[=&;]|$)"
    r"|/(?:[\w-]*[-_])?(?:log|sign)[-_]?(?:out|off)(?:\.\w{2,5})?(?:[/?;]|$)"
    r"|[?&;]?(?:logoutkey|logouthash|logout_key)="
    r"|/(?:deconnexion|abmelden|cerrar-sesion|vyhod|uitloggen|wyloguj)(?:\.\w{2,5})?(?:[/?;]|$)",
    re.IGNORECASE,
)
_SIGN_IN = re.compile(
    rf"[?&;]{_WHERE}=(?:[\w-]+/)?(?:do_?)?(?:log[-_]?(?:in|on)|sign[-_]?(?:in|on))2?(?![\w-])"
    r"|/(?:[\w-]*[-_])?(?:log|sign)[-_]?(?:in|on)(?:\.\w{2,5})?(?:[/?;]|$)"
    r"|/(?:connexion|anmelden|iniciar-sesion|vhod|inloggen|logowanie)(?:\.\w{2,5})?(?:[/?;]|$)",
    re.IGNORECASE,
)
# What changes something at the source, at least for the account that follows it.
_VERBS = (
    "add|addfriend|approve|ban|bookmark|buddy|close|complain|compose|delete|deletemsg|do_\\w+|down_?vote|edit|editpost"
    "|email|emailthread|favorite|favourite|flag|follow|friend|ignore|import|invite|ip|join|like|lock|mark|mark_?all_?"
    "(?:as_?)?read|mark_?(?:all|as|forums?|topics?|posts?)_?(?:as_?)?read|markread|mark_?forum_?read|merge|misc_mark|"
    "moderate|move|mute|newpoll|newreply|newthread|newtopic|notify|notifyboard|pm|poll|post|post2|prune|quickmod|quote"
    "|quotefast|rate|react|register|remove|removepoll|reply|report|reporttm|repute|restore|save|send|sendtopic|split"
    "|star|stick|sticky|subscribe|subscription|addsubscription|removesubscription|thank|thanks|toggle|trash|unapprove"
    "|undelete|unfollow|unignore|unlike|unlock|unmute|unsticky|unsubscribe|unwatch|up_?vote|upload|vote|warn|watch"
)
_WRITE_DO = re.compile(rf"[?&;]{_DO}=(?:{_VERBS})(?![\w-])", re.IGNORECASE)
_WRITE_KEY = re.compile(
    r"[?&;](?:watch|unwatch|bookmark|e_?mark|mark|subscribe|unsubscribe|vote|rate|like)=[^&;]", re.IGNORECASE
)
_DEED = r"(?:(?:un|dis)?like|(?:(?:up|down)[-_]?)?vote|delete|(?:un)?(?:subscribe|follow)|mark[-_]?(?:as[-_]?)?read)"
_WRITE_PATH = re.compile(
    r"/(?:newreply|newthread|newtopic|posting|reputation|report|sendthread|moderation|modcp|usercp2?|ratethread|private"
    r"|subscription|poll|edit|misc|xmlhttp|ucp|mcp|post|ajax|profile_edit|register)\.php(?:[/?;]|$)"
    r"|/(?:mark-?(?:all-?)?(?:as-?)?read|markread|post-thread|create-?(?:thread|topic)|new-?(?:post|thread|topic))/?(?:\?|$)"
    # a board or thread may be called `report`; what stands behind a number is done to what the number names
    # `/t/vote/12` is a thread of that title: what is done to a number stands first, or behind what it is done to
    rf"|^/(?:(?:forums?|board|ajax|posts?|comments?|polls?|messages?)/){{0,2}}{_DEED}/\d[\w-]*/?(?:\?|$)"
    rf"|/{_DEED}/?\?(?:[\w;&=-]*[&;])?(?:id|[pt]id|[pt]|post|topic|thread|msg|comment)(?:_?id)?=\d"
    r"|/mark[-_]?(?:all[-_]?)?(?:as[-_]?)?read/?(?:\?|$)"
    r"|/[^/?]*\d[^/?]*/(?:post/)?(?:add-reply|bookmark|create|delete|downvote|edit|follow|like|lock|new|quote|rate|react"
    r"|reactions?|reply|report|subscribe|thanks?|toggle-?(?:lock|sticky)|unfollow|unlike|unsubscribe|unwatch|upvote"
    r"|vote|watch)/?(?:\?|$)",
    re.IGNORECASE,
)
_TOKENS = re.compile(
    r"[?&;](?:my_post_key|csrf_?token|csrfmiddlewaretoken|_xftoken|csrfkey|sesc|form_token)=", re.IGNORECASE
)


def is_sign_out(url: str) -> bool:
    """Whether *url* ends a member's session."""
    return _SIGN_OUT.search(_tail(url)) is not None


def is_sign_in(url: str) -> bool:
    """Whether *url* shows a form to sign in by, or takes what it is filled with."""
    return not is_sign_out(url) and _SIGN_IN.search(_tail(url)) is not None


def is_write(url: str) -> bool:
    """Whether following *url* may change something at the source; signing out does."""
    tail = _tail(url)
    return any(shape.search(tail) for shape in (_SIGN_OUT, _WRITE_DO, _WRITE_KEY, _WRITE_PATH, _TOKENS))


def _tail(url: str) -> str:
    """Path and query of *url*; a board that is called `logout` stands in a slug, and not in these places."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path)
