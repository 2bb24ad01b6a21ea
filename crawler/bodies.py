"""Unpacks a body while it comes in, and stops at what no page of text is."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

import brotli  # type: ignore[import-untyped]  # it has no stubs
from scrapy.exceptions import ResponseDataLossError

from crawler.failures import NotText, TooLarge
from crawler.media import is_textual
from model.settings import Limits

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["BEGUN", "ENCODINGS", "Body"]

ENCODINGS = ("gzip", "deflate", "br", "zstd")
_ALIASES = {"x-gzip": "gzip"}
_NONE = frozenset({"", "identity", "none", "utf-8", "binary"})  # what broken servers declare, and mean nothing by
_STACKED = 2  # no server encodes thrice; bombs do
_PIECE = 64 * 1024
_RATIO_FROM = 1024 * 1024
_SNIFFED = 1024
BEGUN = 2 * 1024 * 1024  # bytes of a page that is too large, in which watched names are still looked for
_GZIP_OR_ZLIB = 47
_GZIP_MAGIC = b"\x1f\x8b"


class _Stage(Protocol):
    def pieces(self, data: bytes) -> Iterator[bytes]:
        """What *data* unpacks to, in pieces of at most about 64 KiB."""
        ...

    @property
    def is_whole(self) -> bool:
        """Whether the stream has reached its end."""
        ...


class _Gzip:
    """Also takes zlib's own head, which some servers call gzip; several members in a row are one body."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._fed = False

    @property
    def is_whole(self) -> bool:
        return self._stream.eof or not self._fed

    def pieces(self, data: bytes) -> Iterator[bytes]:
        self._fed = self._fed or bool(data)
        while data:
            if self._stream.eof:
                if not data.startswith(_GZIP_MAGIC[: len(data)]):
                    return  # padding after the end
                self._stream = zlib.decompressobj(_GZIP_OR_ZLIB)
            yield from _inflated(self._stream, data)
            data = self._stream.unused_data


class _Deflate:
    """With zlib's head, as it should be, or without, as old servers send it."""

    def __init__(self) -> None:
        self._head = b""
        self._stream: zlib._Decompress | None = None  # None until the head has come

    @property
    def is_whole(self) -> bool:
        return not self._head if self._stream is None else self._stream.eof

    def pieces(self, data: bytes) -> Iterator[bytes]:
        if self._stream is None:
            data = self._head = self._head + data
            if len(data) < 2:
                return
            has_head = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
            self._stream = zlib.decompressobj(15 if has_head else -15)
        if not self._stream.eof:
            yield from _inflated(self._stream, data)


def _inflated(stream: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    out = stream.decompress(data, _PIECE)
    while out:
        yield out
        if stream.eof:
            return
        out = stream.decompress(stream.unconsumed_tail, _PIECE)


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()
        self._fed = False

    @property
    def is_whole(self) -> bool:
        return self._stream.is_finished() or not self._fed

    def pieces(self, data: bytes) -> Iterator[bytes]:
        if self._stream.is_finished():
            return
        self._fed = True
        out = self._stream.process(data, output_buffer_limit=_PIECE)
        while out:
            yield out
            if self._stream.is_finished():
                return
            out = self._stream.process(b"", output_buffer_limit=_PIECE)


class _Zstd:
    def __init__(self) -> None:
        self._stream = self._frame()
        self._fed = False

    @staticmethod
    def _frame() -> Any:
        # RFC 9659: a window of 8 MiB is all that a browser grants
        return zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: 23})

    @property
    def is_whole(self) -> bool:
        return bool(self._stream.eof) or not self._fed

    def pieces(self, data: bytes) -> Iterator[bytes]:
        self._fed = self._fed or bool(data)
        while data or not (self._stream.needs_input or self._stream.eof):
            if self._stream.eof:
                self._stream = self._frame()
            out = self._stream.decompress(data, _PIECE)
            data = self._stream.unused_data if self._stream.eof else b""
            if out:
                yield out


def _stage(name: str) -> _Stage:
    if name == "br":
        return _Brotli()
    if name == "zstd":
        return _Zstd()
    return _Gzip() if name == "gzip" else _Deflate()


def _encodings(header: str) -> list[str]:
    names = [_ALIASES.get(name, name) for name in (part.strip().lower() for part in header.split(","))]
    names = [name for name in names if name not in _NONE]
    if len(names) > _STACKED:
        raise TooLarge(f"packed {len(names)} times over")
    if not all(name in ENCODINGS for name in names):
        raise NotText("packed in a way that we did not ask for")
    return names


class Body:
    """One body on its way in: `feed` it, then take it `whole`."""

    def __init__(self, encoding: str, limits: Limits) -> None:
        self._limits = limits
        self._stages = [_stage(name) for name in reversed(_encodings(encoding))]
        self._made = [0] * len(self._stages)
        self._received = 0
        self._read = bytearray()
        self._sniffed = False

    def feed(self, data: bytes) -> None:
        """Unpack *data*; raises `TooLarge`, `NotText` or `ResponseDataLossError` as soon as that is known."""
        self._received += len(data)
        try:
            for piece in self._unpacked([data], 0):
                self._take(piece)
        except (zlib.error, brotli.error, zstd.ZstdError, EOFError) as error:
            raise ResponseDataLossError("its compression is broken") from error
        except TooLarge as error:
            raise TooLarge(str(error), begun=self.begun) from None

    @property
    def size(self) -> int:
        """Bytes that came of it so far, unpacked."""
        return len(self._read)

    @property
    def begun(self) -> bytes:
        """How it begins, as far as names are looked for where the whole is too large."""
        return bytes(self._read[:BEGUN])

    def whole(self) -> bytes:
        """The unpacked body, once all has come."""
        if not all(stage.is_whole for stage in self._stages):
            raise ResponseDataLossError("its compression ends in its middle")
        self._sniff()
        return bytes(self._read)

    def _unpacked(self, pieces: Iterable[bytes], index: int) -> Iterator[bytes]:
        if index == len(self._stages):
            yield from pieces
            return
        for piece in pieces:
            yield from self._unpacked(self._counted(piece, index), index + 1)

    def _counted(self, piece: bytes, index: int) -> Iterator[bytes]:
        for out in self._stages[index].pieces(piece):
            self._made[index] += len(out)
            self._weigh(self._made[index])
            yield out

    def _take(self, piece: bytes) -> None:
        self._read += piece
        self._weigh(len(self._read))
        if not self._sniffed and len(self._read) >= _SNIFFED:
            self._sniff()

    def _weigh(self, size: int) -> None:
        if size > self._limits.page_bytes:
            raise TooLarge(f"more than {self._limits.page_bytes} bytes")
        if size > _RATIO_FROM and size > self._limits.ratio * self._received:
            raise TooLarge(f"unpacks to more than {self._limits.ratio} times its size")

    def _sniff(self) -> None:
        self._sniffed = True
        if not is_textual(bytes(self._read[:_SNIFFED])):
            raise NotText("its first bytes are those of a document, an archive or a picture")
