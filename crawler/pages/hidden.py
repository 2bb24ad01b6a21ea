"""Blocks of a post that are shown to others only: to members, to those who replied, to those who paid."""

from __future__ import annotations

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode

from crawler.pages.nesting import brief

__all__ = ["HIDDEN_WORDS", "hides", "is_hiding"]

SHORT = 400  # characters: a block that hides says what to do, a block that shows says more
MOST = 2_000  # elements of one post that are looked at

HIDDEN_WORDS = re.compile(
    r"\[🔒[^\]\n]{0,120}\]"
    r"|\[[^\]\n]{0,40}(?:hidden content|contenu (?:caché|masqué)|versteckter inhalt|contenido oculto|скрыт\w+ \w+)"
    r"[^\]\n]{0,80}\]",
    re.IGNORECASE,
)
# `hidden-xs` and its like only say on which screens a thing is shown.
_NAMED = re.compile(
    r"(?:^|[-_])(?:hidden|hide|locked|paywall)[-_]?(?:content|post|text|block|box|tag|link|links|body|area|message"
    r"|notice)"
    r"(?:$|[-_])|bbcodeblock--(?:hid|lock|club|pay)|messagehide|(?:^|[-_])bbcode[-_]?hid|^contenthidden$",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"(?:^|[-_])(?:hidden|hide|locked)(?:$|[-_](?!xs|sm|md|lg|xl|print|phone|tablet|desktop))", re.IGNORECASE
)
_ASKS = re.compile(
    r"log ?in|sign ?(?:in|up)|regist(?:er|rier|rar|rat)|reply|to (?:see|view|unlock)|hidden|locked|credits|upgrade"
    r"|connect|inscri|répond|caché|masqué|anmeld|antwort|versteckt|gesperrt|iniciar|responde|oculto"
    r"|войд|авториз|зарегистр|ответ|скрыт",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"(?:you (?:must|need|have)|please|only \w+ can|vous devez|il faut|veuillez|(?:sie|du) m[üu]ss|bitte|debes?"
    r"|tienes que"
    r"|(?:вам|вы) (?:нужно|необходимо|должны)|чтобы)[^.!?]{0,80}"
    r"(?:log|sign|regist|reply|post|like|react|thank|upgrade|connect|inscri|répond|anmeld|antwort|iniciar|respond"
    r"|войти|авториз|зарегистр|ответ)[^.!?]{0,80}"
    r"(?:see|view|read|unlock|hidden|content|links?|voir|lire|accéder|sehen|lesen|inhalt|ver |contenido|увидеть"
    r"|просмотр|скрыт|видеть)",
    re.IGNORECASE,
)
_BLOCKS = frozenset(["div", "dl", "section", "fieldset", "aside"])


def hides(body: LexborNode) -> bool:
    """Whether a block stands in *body* that is shown to others only."""
    said = body.text(deep=True)
    if ("🔒" in said or "[" in said) and HIDDEN_WORDS.search(" ".join(said.split())):
        return True
    boxes = (node for node in body.css("[class]")[:MOST] if node.tag in _BLOCKS)
    return any(is_hiding(node) for node in boxes if node.mem_id != body.mem_id)


def is_hiding(node: LexborNode) -> bool:
    """Whether *node* stands where others see a block, and says what they had to do for it."""
    named = node.attributes.get("class")
    if not named:
        return False
    is_named, is_plain = _kind(named)
    if not is_named and node.tag not in _BLOCKS:
        return False
    said = brief(node, SHORT)
    if said is None or is_named:
        return said is not None
    return (_ASKS if is_plain else _ORDERS).search(said) is not None


@lru_cache(maxsize=4_096)
def _kind(named: str) -> tuple[bool, bool]:
    """Whether classes name a block that hides, or something hidden that may be one."""
    names = named.split()[:20]
    return any(_NAMED.search(name) for name in names), any(_PLAIN.search(name) for name in names)
