"""Tells text from documents, archives and pictures: by what a server says, and by what it sends."""

from __future__ import annotations

import re
from urllib.parse import unquote

__all__ = ["is_media_address", "is_text_type", "is_textual"]

_MAGIC = (
    *(b"%PDF-", b"%!PS-", b"{\\rtf", b"\xd0\xcf\x11\xe0", b"SQLite format 3\x00"),
    *(b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c"),
    *(b"Rar!\x1a\x07", b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18", b"LZIP", b"MSCF", b"xar!", b"!<arch>"),
    *(b"\x89PNG", b"GIF87a", b"GIF89a", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00", b"8BPS"),
    *(b"ID3", b"OggS", b"fLaC", b"\xff\xfb", b"MThd", b"FLV\x01", b"\x1aE\xdf\xa3", b"\x00\x00\x01\xba"),
    *(b"\x00\x00\x01\xb3", b"wOFF", b"wOF2", b"\x00\x01\x00\x00\x00", b"OTTO\x00", b"d8:announce"),
    *(b"MZ\x90\x00", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\x00asm"),
)
_TEXT_TYPE = re.compile(r"text/.+|application/(xhtml\+xml|xml|json|javascript|x-javascript|.+\+json|.+\+xml)")
_CONTROLS = bytes([*range(1, 9), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)])  # NUL is left to the reader: UTF-16


def is_textual(head: bytes) -> bool:
    """Whether a body that begins with *head* may be text, whatever its server calls it."""
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\x0c")
    if head.startswith(_MAGIC) or bare.startswith(_MAGIC):
        return False
    if head[4:8] == b"ftyp" or head[257:262] == b"ustar" or (head[:4] == b"RIFF" and head[8:12].isalnum()):
        return False
    return sum(head.count(bytes([c])) for c in _CONTROLS) * 10 <= len(head)


def is_text_type(content_type: str) -> bool:
    """Whether a server that says *content_type* says that it sends text, or says nothing that can be read."""
    name = content_type.partition(";")[0].strip().lower()
    return "/" not in name or _TEXT_TYPE.fullmatch(name) is not None


_ENDING = re.compile(
    r"\.(?:jpe?g|jfif|png|gif|webp|avif|bmp|ico|tiff?|svgz?|heic|psd"
    r"|mp[34]|m4[av]|mpe?g|avi|mkv|mov|wmv|flv|web[am]|og[gav]|opus|flac|wav|aac|mid"
    r"|zip|rar|7z|gz|tgz|bz2|xz|zst|lz4?|tar|cab|iso|img|dmg|jar|apk|ipa|deb|rpm|msi|exe|dll|bin|torrent"
    r"|pdf|docx?|xlsx?|pptx?|od[tsp]|epub|mobi|djvu|sqlite3?|mdb|accdb|bak"
    r"|css|js|mjs|map|woff2?|ttf|otf|eot|swf|wasm)",
    re.IGNORECASE,
)
_ATTACHED = re.compile(
    r"/attachment\.php$"  # MyBB, vBulletin
    r"|/download/file\.php$"  # phpBB
    r"|/attachments/[^/]+"  # XenForo, and vBulletin with plain addresses
    r"|/(?:filedata/fetch|interface/file/attachment\.php)"  # vBulletin 5, Invision
    r"|/uploads/(?:default|short-url)/"  # Discourse
    r"|/(?:captcha|avatar|dateline/avatar)\.php$",
    re.IGNORECASE,
)
_ASKED = re.compile(r"(?:^|[&;])(?:action=dlattach|app=core&module=attach|do=getfile)(?:[&;]|$)", re.IGNORECASE)


def is_media_address(path: str, query: str = "") -> bool:
    """Whether *path* with *query* is that of a picture, a film, an archive, a document or an attachment.

    Such an address is not asked at all. An ending that a table of text bears (`.sql`, `.csv`, `.txt`) is none of these.
    """
    plain = unquote(path)
    name = plain.rpartition("/")[2].partition(";")[0]
    ending = _ENDING.fullmatch(name[name.rfind(".") :]) if "." in name.lstrip(".") else None
    return ending is not None or _ATTACHED.search(plain) is not None or _ASKED.search(query) is not None
