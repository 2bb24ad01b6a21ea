"""The form by which members sign in: found on its page, and filled in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.accounts.shapes import is_sign_in, is_write
from crawler.html import decode, overload
from crawler.reading import Fetched
from model.accounts import Login

__all__ = ["Filled", "NoForm", "fill", "may_send"]

_USER = ("username", "user", "login", "req_username", "email", "vb_login_username", "auth", "name", "quick_username")
_STAY = ("remember", "autologin", "save_pass", "cookieuser", "stay", "keep", "persist", "cookielength")
_TEXT = frozenset({"text", "email", "tel", "number", "search", "url"})
_CAPTCHA = (
    "img[src*='captcha' i], img[src*='imagehash' i], img[src*='mode=confirm' i], .g-recaptcha, .h-captcha, "
    ".cf-turnstile, .frc-captcha, [data-sitekey], iframe[src*='captcha' i]"
)


class NoForm(Exception):
    """The page holds no form that we can fill in; says why in words of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form, ready to be sent."""

    url: str
    body: bytes = field(repr=False)
    page: str
    """The page it stood on."""


def may_send(login: Login, url: str) -> bool:
    """Whether a form may be sent to *url*: to the declared address and nowhere else.

    Without a declared `action` it is the path of the page that shows the form: forums tell both apart in the query.
    """
    return url == login.action if login.action is not None else _place(url) == _place(login.url)


def fill(page: Fetched, login: Login, *, user: str, password: str) -> Filled:
    """The form on *page*, filled in; raises `NoForm`."""
    text = decode(page.body, headers=page.headers, charset=page.charset)
    if page.status >= 400 and "<form" not in text.lower():
        raise NoForm(f"the page to sign in answers with HTTP {page.status}")
    if overload(text):
        raise NoForm("the page to sign in is not one that can be read")
    form = _form(LexborHTMLParser(text), login)
    if form is None:
        raise NoForm("no form to sign in stands on its page")
    if form.css_first(_CAPTCHA) is not None:
        raise NoForm("the form to sign in asks for a captcha")
    url = login.action or urljoin(page.url, form.attributes.get("action") or page.url)
    if not may_send(login, url):
        raise NoForm("the form to sign in leads elsewhere: if that is right, declare it as `action`")
    if login.action is None and is_write(url) and not is_sign_in(url):
        raise NoForm("the form to sign in does something else as well: if that is right, declare it as `action`")
    return Filled(url=url, body=urlencode(_fields(form, login, user, password)).encode(), page=page.url)


def _form(tree: LexborHTMLParser, login: Login) -> LexborNode | None:
    """Of all forms with one password, that with the best known field for the user."""
    found = [form for form in tree.css("form") if len(_of_type(form, {"password"})) == 1]
    ranked = [(rank, n) for n, form in enumerate(found) if (rank := _rank(form, login)) is not None]
    return found[min(ranked)[1]] if ranked else None


def _rank(form: LexborNode, login: Login) -> int | None:
    if login.user_field is not None:
        return 0 if login.user_field in _names(form) else None
    user = _user_field(form)
    if user is None:
        return None
    return _USER.index(user.lower()) if user.lower() in _USER else len(_USER)


def _fields(form: LexborNode, login: Login, user: str, password: str) -> list[tuple[str, str]]:
    user_field = login.user_field or _user_field(form)
    password_field = login.password_field or _name(_of_type(form, {"password"})[0])
    if not user_field or not password_field:
        raise NoForm("the fields of the form to sign in have no names: declare `user_field` and `password_field`")
    own = {user_field: user, password_field: password, **dict(login.fields)}
    given = [(name, value) for name, value in _given(form) if name not in own]
    asked = {_name(node) for node in _of_type(form, _TEXT) if not _is_hidden(node)}
    if lacking := asked - own.keys() - {""}:
        raise NoForm(
            f"the form to sign in asks for more than user and password ({len(lacking)} further "
            f"{'field' if len(lacking) == 1 else 'fields'}): declare it as `fields`"
        )
    return [*given, *own.items()]


def _given(form: LexborNode) -> Iterable[tuple[str, str]]:
    """What the form sends by itself: hidden fields, ticked boxes, the box that keeps us signed in, its button."""
    has_button = False
    for node in form.css("input[name], button[name], select[name]"):
        kind, name = _type(node), _name(node)
        value = node.attributes.get("value")
        if node.tag == "select":
            chosen = node.css_first("option[selected]") or node.css_first("option")
            yield name, (chosen.attributes.get("value") or chosen.text()) if chosen is not None else ""
        elif kind == "hidden":
            yield name, value or ""
        elif kind in ("checkbox", "radio"):
            if "checked" in node.attributes or (kind == "checkbox" and _stays(name)):
                yield name, value or "on"
        elif kind == "submit" and not has_button:
            has_button = True
            yield name, value or ""


def _stays(name: str) -> bool:
    return any(word in name.lower() for word in _STAY)


def _user_field(form: LexborNode) -> str | None:
    names = [_name(node) for node in _of_type(form, _TEXT) if not _is_hidden(node)]
    known = [name for name in names if name.lower() in _USER]
    return next(iter(known or names), None)


def _of_type(form: LexborNode, types: Iterable[str]) -> list[LexborNode]:
    return [node for node in form.css("input[name]") if _type(node) in types]


def _type(node: LexborNode) -> str:
    default = "submit" if node.tag == "button" else "text"
    return (node.attributes.get("type") or default).strip().lower()


def _name(node: LexborNode) -> str:
    return node.attributes.get("name") or ""


def _names(form: LexborNode) -> set[str]:
    return {_name(node) for node in form.css("input[name]")}


def _is_hidden(node: LexborNode) -> bool:
    """A field that people do not see, and robots fill in."""
    up: LexborNode | None = node
    while up is not None and up.tag != "form":
        style = (up.attributes.get("style") or "").replace(" ", "").lower()
        if "display:none" in style or "visibility:hidden" in style or "hidden" in up.attributes:
            return True
        up = up.parent
    return False


def _place(url: str) -> tuple[str, str, int | None, str]:
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, (parts.hostname or "").lower(), port, parts.path or "/"
