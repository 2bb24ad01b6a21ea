"""What stands between us and a page: challenges, queues, seizures, maintenance, forms.

Told by marks and by who speaks: a wall speaks of itself; a page about walls says more, and says it of others.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from crawler.pages import wall_words as say
from crawler.pages.page import Page
from crawler.pages.refusals import asks_to_sign_in
from crawler.pages.words import words
from model.visits import PageClass

__all__ = ["Signs", "challenge", "signs", "wall"]

FEW_LINKS = 8
SHORT = 2_500  # characters of visible text: a wall says little, a page that discusses walls says more
TERSE = 1_200
CURT = 400

_MARKS = (
    "#challenge-form",
    "#challenge-running",
    "#challenge-stage",
    "#challenge-error-text",
    "#cf-challenge-running",
    "#cf-wrapper",
    "#cf-please-wait",
    "[id^='cf-chl']",
    "[class*='cf-browser-verification']",
    "script[src*='/cdn-cgi/challenge-platform/']",
    "script[src*='/.well-known/ddos-guard/']",
    "script[src*='check.ddos-guard.net']",
    "[id*='ddos-guard']",
    "[data-ddg-origin]",
    "#ddg-captcha",
    "script[src*='_Incapsula_Resource']",
    "iframe[src*='_Incapsula_Resource']",
    "script[src*='captcha-delivery.com']",
    "#px-captcha",
    "#anubis_challenge",
    "#anubis_version",
    "script[src*='/.within.website/']",
    "[class*='sucuri']",
    "meta[http-equiv='refresh'][content*='queue']",
)
_WIDGETS = (
    "form[action*='captcha']",
    "img[src*='captcha']",
    "img[id*='captcha']",
    "input[name*='captcha']",
    "input[name*='cap']",
    ".g-recaptcha",
    ".h-captcha",
    ".cf-turnstile",
    "[data-sitekey]",
    "iframe[src*='captcha']",
    ".captcha",
    "#captcha",
)
# People talk, quote and answer on ordinary pages, and are told when.
_TALK = (
    "time, blockquote, q, cite, textarea:not([name*='captcha']), pre, [class*='comment'], [id^='comment'], [id^='post']"
    ", [class*='author'], [class*='byline'], [rel='author'], [itemprop='articleBody'], input[type='search']"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """The marks of walls that a page bears; taken before its scripts are cut away."""

    title: str = field(repr=False)
    headings: tuple[str, ...] = field(repr=False)
    status: int
    says_challenge: bool
    """Whether the answer's own header calls it one."""
    has_mark: bool
    has_widget: bool
    """Whether a captcha stands there, and nothing else to fill in."""
    is_bare: bool
    """Whether nobody talks there and little leads on."""
    asks_to_sign_in: bool
    pictures: str = field(repr=False)
    """What the pictures are said to show."""
    has_banner: bool


def signs(page: Page) -> Signs:
    """The marks that *page* bears."""
    tree = page.tree
    is_bare = len(tree.css("a[href]")) < FEW_LINKS and tree.css_first(_TALK) is None
    return Signs(
        title=page.title,
        headings=tuple(words(node)[:200] for node in tree.css("h1, h2")[:4]),
        status=page.fetched.status,
        says_challenge=any(name.lower() == "cf-mitigated" for name, _ in page.fetched.headers),
        has_mark=_has(page, _MARKS) or say.SCRIPTS.search(page.text) is not None,
        has_widget=_has(page, _WIDGETS) and not _has_fields(page),
        is_bare=is_bare,
        asks_to_sign_in=asks_to_sign_in(page) and _speaks_of_signing_in(page),
        pictures=" ".join(image.attributes.get("alt") or "" for image in tree.css("img[alt]")[:50]),
        has_banner=_has(page, ("img[src*='seiz']", "img[src*='saisie']", "img[src*='splash']", "img[src*='banner']")),
    )


def wall(signs: Signs, flat: str) -> tuple[PageClass, str] | None:
    """What a page with these *signs*, of unknown software and without posts, is, and why; None when it is no wall."""
    if why := challenge(signs, flat):
        return PageClass.CHALLENGE, why
    if why := _seizure(signs, flat):
        return PageClass.SEIZED, why
    if why := _maintenance(signs, flat):
        return PageClass.MAINTENANCE, why
    if signs.asks_to_sign_in and len(flat) < TERSE:
        return PageClass.LOGIN, "a form to sign in, and little else"
    if 300 <= signs.status < 400 and len(flat) < CURT:
        return PageClass.EMPTY, "it only sends on"
    if signs.status >= 400 or _is_failure(signs, flat):
        return PageClass.ERROR, "the server shows an error instead"
    return None


def challenge(signs: Signs, flat: str) -> str | None:
    """Why a page with these *signs*, which holds no post and no row, is a challenge; None when it isn't."""
    if signs.says_challenge:
        return "the answer says that it is a challenge"
    if len(flat) > SHORT:
        return None
    is_titled = say.CHALLENGE_TITLES.search(signs.title) is not None
    if signs.has_mark and (is_titled or (len(flat) < SHORT // 2 and signs.is_bare)):
        return "a challenge stands before the page"
    if signs.has_widget and signs.is_bare:
        return "a captcha stands before the page"
    if signs.is_bare and say.QUEUE.search(flat):
        return "a queue stands before the page"
    if signs.is_bare and is_titled and (signs.status in (403, 429, 503) or len(flat) < CURT):
        return "the title and the little text of a challenge"
    if signs.is_bare and len(flat) < CURT and say.CHALLENGE_LINES.search(flat):
        return "the words of a challenge, and nothing else"
    return None


def _seizure(signs: Signs, flat: str) -> str | None:
    """Why it is a notice of seizure."""
    if len(flat) > SHORT or not signs.is_bare:
        return None
    told = f"{flat}\n{signs.pictures}"
    is_titled = say.SEIZED_TITLES.search(signs.title) is not None
    if say.SEIZED.search(told) and (is_titled or say.AUTHORITY.search(told)):
        return "a notice says that the site was seized"
    is_headed = any(say.SEIZED_TITLES.search(line) for line in signs.headings)
    if is_headed and say.AUTHORITY.search(told) and len(flat) < TERSE:
        return "a heading and an authority's name say that the site was seized"
    if is_titled and (signs.has_banner or len(flat) < 200 or say.AUTHORITY.search(told)):
        return "the title and the picture of a seized site"
    return None


def _maintenance(signs: Signs, flat: str) -> str | None:
    """Why it is a notice that the site is closed for a while."""
    if len(flat) > TERSE or not signs.is_bare:
        return None
    if any(say.MAINTENANCE.search(line) for line in (signs.title, *signs.headings)):
        return "a notice says that the site is closed for a while"
    if (signs.status == 503 or len(flat) < CURT) and say.MAINTENANCE.search(flat):
        return "it says little more than that the site is closed for a while"
    return None


def _is_failure(signs: Signs, flat: str) -> bool:
    heads = (signs.title, *signs.headings)
    return signs.is_bare and len(flat) < CURT and any(say.FAILURES.search(line) for line in heads)


def _has(page: Page, selectors: tuple[str, ...]) -> bool:
    return page.tree.css_first(", ".join(selectors)) is not None


def _has_fields(page: Page) -> bool:
    """Forms to sign in, to join or to write hold captchas too, among other fields."""
    fields = "input[type='password'], input[type='email'], textarea:not([name*='captcha'])"
    return page.tree.css_first(fields) is not None


def _speaks_of_signing_in(page: Page) -> bool:
    """Whether the form is one to sign in, not one to join or to open a paste."""
    field = page.tree.css_first("input[type='password']")
    form: LexborNode | None = field
    while form is not None and form.tag != "form":
        form = form.parent
    near = words(form) if form is not None else ""
    values = " ".join(node.attributes.get("value") or "" for node in page.tree.css("input[type='submit']")[:5])
    action = (form.attributes.get("action") or "") if form is not None else ""
    said = f"{page.title}\n{words(page.tree.css_first('h1, h2'))}\n{near}\n{values}\n{action}\n{page.url}"
    names = " ".join(_user_fields(form)) if form is not None else ""
    speaks = say.SIGN_IN.search(said) or say.USER_FIELDS.search(names)
    return speaks is not None and say.JOIN.search(f"{page.title}\n{action}") is None


def _user_fields(form: LexborNode) -> list[str]:
    """The names of what one line is typed into; none where more is asked for than who one is."""
    typed = form.css("input:not([type]), input[type='text']")[:5]
    return [node.attributes.get("name") or "" for node in typed] if len(typed) == 1 else []
