"""PrivateBin: what the server holds is encrypted; the key stands in the link, behind the `#`.

The format is PrivateBin's, version 2: AES-256-GCM, its key drawn by PBKDF2-SHA-256 from the 32 bytes that the link
spells in base 58, the parameters (`adata`) authenticated, the text deflated.
"""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode
from binascii import Error as NotBase64
from datetime import UTC, datetime
from urllib.parse import urlsplit

from crawler.pages.documents import Document, items, number_of, part, text_of
from crawler.pages.forum import Mark
from crawler.pages.page import Page
from crawler.pages.pastes import Comment, Paste, PasteSite, gone, paste_page, without_text
from crawler.reading import Reading
from model.visits import PageClass

__all__ = ["PRIVATEBIN", "is_burnt_by_reading"]

ENGINE = "privatebin"
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ID = re.compile(r"[0-9a-f]{16}")
MOST_ITERATIONS = 1_000_000  # PrivateBin draws keys with 100,000; a hostile server may ask for more
MOST_TEXT = 10 * 1024 * 1024
_BURN = 3  # place in `adata`: whether reading destroys it


def is_burnt_by_reading(url: str) -> bool:
    """Whether the link says that its paste is destroyed when it is read: it must not be asked for."""
    return urlsplit(url).fragment.startswith("-")


def _page(page: Page) -> Reading:
    if _ID.search(urlsplit(page.url).query):
        return page.reading(
            PageClass.PASTE, "its text is encrypted: the interface for programs gives it", engine=ENGINE
        )
    return without_text(page, engine=ENGINE, reason="a page without a paste")


def _data(page: Page, document: Document) -> Reading | None:
    if document.get("status") == 1 and "message" in document and _ID.search(urlsplit(page.url).query):
        return gone(page, engine=ENGINE)
    adata, name = document.get("adata"), text_of(document, "id")
    if _ID.fullmatch(name) and (("data" in document and adata is None) or document.get("v", 2) != 2):
        return page.reading(PageClass.UNKNOWN, "a paste of another version of PrivateBin than 2", engine=ENGINE)
    if not isinstance(adata, list) or "ct" not in document or not _ID.fullmatch(name):
        return None
    return _opened(page, document, adata, name)


def _opened(page: Page, document: Document, adata: list[object], name: str) -> Reading:
    key = _key(urlsplit(page.url).fragment)
    if len(adata) > _BURN and adata[_BURN] in (1, True):
        return _closed(page, "it is destroyed by reading: its text is left alone")
    if key is None:
        return _closed(page, "its link carries no key")
    inside = _decrypted(document, key)
    if inside is None:
        return _closed(page, "the link's key does not open it, or a password does")
    comments = tuple(_comment(each, key, n) for n, each in enumerate(items(document, "comments")))
    posted_at = _moment(number_of(part(document, "meta"), "created", "postdate"))
    text = inside.get("paste")
    paste = Paste(id=name, text=text if isinstance(text, str) else "", posted_at=posted_at, comments=comments)
    return paste_page(page, paste, engine=ENGINE)


def _closed(page: Page, reason: str) -> Reading:
    return page.reading(PageClass.PASTE, reason, engine=ENGINE)


def _comment(document: Document, key: bytes, n: int) -> Comment:
    inside = _decrypted(document, key) or {}
    return Comment(
        id=text_of(document, "id") or f"comment {n}",
        author=text_of(inside, "nickname"),
        text=text_of(inside, "comment"),
        posted_at=_moment(number_of(part(document, "meta"), "created", "postdate")),
    )


def _moment(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds and seconds < 1 << 34 else None


def _key(spelled: str) -> bytes | None:
    """The 32 bytes that the link *spelled* spells; None where it spells none."""
    number = 0
    spelled = spelled.partition("&")[0]
    if not 20 <= len(spelled) <= 60 or not set(spelled) <= set(_ALPHABET):
        return None
    for sign in spelled:
        number = number * 58 + _ALPHABET.index(sign)
    return number.to_bytes(32, "big") if number < 1 << 256 else None


def _decrypted(document: Document, key: bytes) -> Document | None:
    """What the ciphertext in *document* says; None where it cannot be opened."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

    adata = document.get("adata")
    plan = adata[0] if isinstance(adata, list) and adata and isinstance(adata[0], list) else adata
    match plan:
        case [str(iv), str(salt), int(rounds), 256, 128, "aes", "gcm", "zlib" | "none" as packing] if (
            0 < rounds <= MOST_ITERATIONS
        ):
            pass
        case _:
            return None
    try:
        secret = PBKDF2HMAC(algorithm=SHA256(), length=32, salt=b64decode(salt), iterations=rounds).derive(key)
        signed = json.dumps(adata, separators=(",", ":"), ensure_ascii=False).encode()
        packed = AESGCM(secret).decrypt(b64decode(iv), b64decode(str(document.get("ct"))), signed)
        text = packed if packing == "none" else zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, MOST_TEXT)
        found = json.loads(text)
    except (InvalidTag, NotBase64, zlib.error, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


PRIVATEBIN = PasteSite(
    name=ENGINE,
    marks=(
        Mark(
            3,
            "privatebin",
            re.compile(r'<(?:script|link) [^>]*(?:src|href)="js/privatebin\.js|css/\w{1,40}/privatebin\.css'),
        ),
        Mark(3, "PrivateBin", re.compile(r"<title>[^<]{0,80}PrivateBin|<a [^>]*>PrivateBin</a>")),
        Mark(2, "templates", re.compile(r'<div id="templates">')),
        Mark(2, "cipherdata", re.compile(r'<div id="cipherdata"|<div id="serverdata"')),
    ),
    page=_page,
    data=_data,
)
