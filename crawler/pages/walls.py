"""What stands between us and a page: challenges, queues, notices of seizure. Told by marks, never by talk of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from crawler.pages.page import Page

__all__ = ["Signs", "challenge", "seizure", "signs"]

FEW_LINKS = 8
SHORT = 2_500  # characters of visible text: a wall says little, a page that discusses walls says more

_TITLES = re.compile(
    r"^\W*(?:just a moment|un instant|einen moment|nur einen moment|un momento|один момент|minutku"
    r"|checking your browser|verifying (?:your browser|you are human)|attention required|ddos-?guard|ddos protection"
    r"|security check|please wait|one moment|access queue|you are (?:now )?in (?:the |a )?queue|human verification"
    r"|are you (?:a )?human|browser check|captcha|anti-?ddos|vérification|sicherheitsprüfung|проверка)",
    re.IGNORECASE,
)
_MARKS = (
    "#challenge-form",
    "#challenge-running",
    "#challenge-stage",
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
    "meta[http-equiv='refresh'][content*='queue']",
)
_WIDGETS = (
    "form[action*='captcha']",
    "img[src*='captcha']",
    "img[src^='data:image'] ~ input[name*='captcha']",
    "input[name*='captcha']",
    ".g-recaptcha",
    ".h-captcha",
    ".cf-turnstile",
)
_SCRIPTS = re.compile(
    r"_cf_chl_opt|__ddg\d|sucuri_cloudproxy|BlazingFast|_Incapsula_Resource|slowAES|haproxy-protection"
)
_QUEUE = re.compile(
    r"placed in (?:a |the )?queue|your (?:place|position) in (?:the )?queue|estimated (?:wait|entry) time",
    re.IGNORECASE,
)
_SEIZED = re.compile(
    r"(?:domain|website|site|server|service|platform|forum|marketplace)s?\b[^.!?]{0,60}\b(?:has|have|was|were)\b"
    r"[^.!?]{0,20}\bseized\b|(?:domaine|site|serveur|service|forum)s?\b[^.!?]{0,60}\ba été saisi"
    r"|beschlagnahmt|sichergestellt"
    r"|(?:dominio|sitio|servidor)\b[^.!?]{0,60}\b(?:incautado|intervenido)|(?:домен|сайт|ресурс)"
    r"[^.!?]{0,60}(?:изъят|конфискован|арестован)",
    re.IGNORECASE,
)
_SEIZED_TITLE = re.compile(r"\bseized\b|\bseizure\b|\bsaisie?\b|beschlagnahmt|incautado", re.IGNORECASE)
_AUTHORITY = re.compile(
    r"\bfbi\b|europol|interpol|police|department of justice|law enforcement|warrant|gendarmerie|parquet"
    r"|bundeskriminalamt|\bbka\b|polizei|guardia civil|полици|national crime agency|\bnca\b|politie|\bcyber ?crime\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """The marks of walls that a page bears; taken before its scripts are cut away."""

    title: str = field(repr=False)
    status: int
    says_challenge: bool
    """Whether the answer's own header calls it one."""
    has_mark: bool
    pictures: str = field(repr=False)
    """What the pictures are said to show."""
    has_banner: bool


def signs(page: Page) -> Signs:
    """The marks that *page* bears."""
    return Signs(
        title=page.title,
        status=page.fetched.status,
        says_challenge=any(name.lower() == "cf-mitigated" for name, _ in page.fetched.headers),
        has_mark=_has(page, _MARKS) or _SCRIPTS.search(page.text) is not None or _is_bare_captcha(page),
        pictures=" ".join(image.attributes.get("alt") or "" for image in page.tree.css("img[alt]")),
        has_banner=_has(page, ("img[src*='seiz']", "img[src*='saisie']")),
    )


def challenge(signs: Signs, flat: str) -> str | None:
    """Why a page with these *signs*, which holds no post and no row, is a challenge; None when it isn't."""
    if signs.says_challenge:
        return "the answer says that it is a challenge"
    if len(flat) > SHORT:
        return None
    if signs.has_mark and (_TITLES.search(signs.title) or len(flat) < SHORT // 2):
        return "a challenge stands before the page"
    if _QUEUE.search(flat):
        return "a queue stands before the page"
    if _TITLES.search(signs.title) and (signs.status in (403, 429, 503) or len(flat) < 400):
        return "the title and the little text of a challenge"
    return None


def seizure(signs: Signs, flat: str) -> str | None:
    """Why a page with these *signs*, which holds no post and no row, is a notice of seizure; None when it isn't."""
    if len(flat) > SHORT:
        return None
    told = f"{flat} {signs.pictures}"
    if _SEIZED.search(told) and (_AUTHORITY.search(told) or _SEIZED_TITLE.search(signs.title)):
        return "a notice says that the site was seized"
    if _SEIZED_TITLE.search(signs.title) and (signs.has_banner or _AUTHORITY.search(told) or len(flat) < 200):
        return "the title and the picture of a seized site"
    return None


def _has(page: Page, selectors: tuple[str, ...]) -> bool:
    return any(page.tree.css_first(selector) is not None for selector in selectors)


def _is_bare_captcha(page: Page) -> bool:
    """Forms to sign in, to join or to write hold captchas too, among other fields and in a page with menus."""
    fields = page.tree.css("input[type='password'], input[type='email'], textarea:not([name*='captcha'])")
    return _has(page, _WIDGETS) and not fields and len(page.tree.css("a[href]")) < FEW_LINKS
