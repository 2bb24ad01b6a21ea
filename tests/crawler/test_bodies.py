"""Bodies are unpacked while they come in, whatever the pieces."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from contextlib import suppress

import brotli  # type: ignore[import-untyped]  # it has no stubs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.exceptions import ResponseDataLossError

from crawler.bodies import Body
from crawler.failures import NotText, TooLarge
from crawler.media import is_text_type, is_textual
from model.settings import Limits
from tests.servers.hostile import raw_deflate, zstd

PACKERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "plain": ("", bytes),
    "gzip": ("gzip", gzip.compress),
    "zlib called gzip": ("gzip", zlib.compress),
    "zlib": ("deflate", zlib.compress),
    "raw deflate": ("deflate", raw_deflate),
    "br": ("br", brotli.compress),
    "zstd": ("zstd", zstd.compress),
    "gzip in br": ("gzip, br", lambda text: bytes(brotli.compress(gzip.compress(text)))),
    "zstd in deflate": ("zstd,Deflate", lambda text: zlib.compress(zstd.compress(text))),
}


def unpacked(encoding: str, data: bytes, *, by: int, limits: Limits | None = None) -> bytes:
    body = Body(encoding, limits or Limits())
    for start in range(0, len(data), by):
        body.feed(data[start : start + by])
    return body.whole()


@pytest.mark.parametrize("name", PACKERS)
@given(text=st.text(alphabet=st.characters(min_codepoint=32, exclude_categories=["Cs"])), by=st.integers(1, 70))
def test_pieces_of_any_size_make_the_same_page(name: str, text: str, by: int) -> None:
    encoding, pack = PACKERS[name]
    page = b"<p>" + text.encode()
    assert unpacked(encoding, pack(page), by=by) == page


@pytest.mark.parametrize("name", PACKERS)
def test_a_long_page_comes_whole(name: str) -> None:
    encoding, pack = PACKERS[name]
    page = b"".join(b"<p>%d %d" % (n, n * n) for n in range(20_000))
    assert unpacked(encoding, pack(page), by=16_384) == page


@pytest.mark.parametrize("name", set(PACKERS) - {"plain"})
def test_a_page_that_is_cut_is_never_taken_for_whole(name: str) -> None:
    encoding, pack = PACKERS[name]
    packed = pack(b"<p>every post of it")
    for end in range(1, len(packed)):
        with pytest.raises(ResponseDataLossError):
            unpacked(encoding, packed[:end], by=7)


@pytest.mark.parametrize("name", PACKERS)
def test_nothing_is_read_past_the_limit(name: str) -> None:
    encoding, pack = PACKERS[name]
    with pytest.raises(TooLarge):
        unpacked(encoding, pack(b"a" * 5001), by=64, limits=Limits(page_bytes=5000))
    assert len(unpacked(encoding, pack(b"a" * 5000), by=64, limits=Limits(page_bytes=5000))) == 5000


@pytest.mark.parametrize("name", ["plain", "gzip", "raw deflate", "zstd", "zstd in deflate"])
def test_h1_how_a_page_begins_that_is_too_large_is_handed_on(name: str) -> None:
    encoding, pack = PACKERS[name]
    page = b"<p>Viamedis" + b"".join(b"<p>%d %d" % (n, n * n) for n in range(200_000))
    assert len(page) > 3 * 1024 * 1024
    with pytest.raises(TooLarge) as caught:
        unpacked(encoding, pack(page), by=16_384, limits=Limits(page_bytes=3_000_000))
    assert caught.value.begun == page[: 2 * 1024 * 1024]


@given(st.binary(min_size=1), st.sampled_from(["gzip", "deflate", "br", "zstd", "br, gzip"]))
def test_noise_ends_in_a_failure_that_we_know(noise: bytes, encoding: str) -> None:
    with suppress(ResponseDataLossError, TooLarge, NotText):
        unpacked(encoding, noise, by=5)


def test_a_megabyte_may_be_as_dull_as_it_likes() -> None:
    dull = bytes(b" " * 1024 * 1024)
    assert unpacked("gzip", gzip.compress(dull), by=4096) == dull
    with pytest.raises(TooLarge, match="200 times"):
        unpacked("gzip", gzip.compress(dull * 3), by=4096)


@pytest.mark.parametrize(
    "head", [b"", b"<!doctype html>", b"\xef\xbb\xbf<p>", b"BMW forum", b"\xff\xfe<\x00p\x00", b"ID: 3"]
)
def test_text_is_text(head: bytes) -> None:
    assert is_textual(head)


@pytest.mark.parametrize(
    "head", [b"%PDF-1.4", b"  \n%PDF-1.4", b"PK\x03\x04", b"RIFF\x00\x00\x00\x00WEBPVP8 ", b"GIF89a"]
)
def test_h12_other_things_are_not(head: bytes) -> None:
    assert not is_textual(head)


@pytest.mark.parametrize(
    ("said", "is_text"),
    [
        ("text/html; charset=utf-8", True),
        ("TEXT/PLAIN", True),
        ("application/xhtml+xml", True),
        ("application/json", True),
        ("application/rss+xml", True),
        ("", True),
        ("html", True),
        ("image/svg+xml", False),
        ("application/pdf", False),
        ("application/octet-stream", False),
        ("video/mp4", False),
    ],
)
def test_a_server_may_say_what_it_sends(said: str, is_text: bool) -> None:
    assert is_text_type(said) is is_text
