"""Bytes become text whatever they claim to be, and no page costs more than it is long."""

from __future__ import annotations

from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.html import decode, flat_text, is_cut, overload

WORDS = "<p>Виамедис, café, Viamedis</p>"
LIMIT = 5.0  # seconds: what took minutes in a parser


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        pytest.param(WORDS.encode(), (), id="utf-8 that nobody declares"),
        pytest.param(WORDS.encode(), (("Content-Type", "text/html; charset=ISO-8859-1"),), id="utf-8 behind a lie"),
        pytest.param(WORDS.encode("utf-16"), (), id="utf-16 with its mark"),
        pytest.param(WORDS.encode("utf-16-le"), (), id="utf-16 without its mark"),
        pytest.param(WORDS.encode("utf-16-be"), (("content-type", "text/html; charset=utf-8"),), id="utf-16 big end"),
        pytest.param(b"\xef\xbb\xbf" + WORDS.encode(), (("content-type", "text/html; charset=big5"),), id="utf-8 mark"),
    ],
)
def test_text_is_read_whatever_the_server_claims(body: bytes, headers: tuple[tuple[str, str], ...]) -> None:
    assert decode(body, headers=headers) == WORDS


@pytest.mark.parametrize("name", ["windows-1251", "koi8-r", "iso-8859-5", "cp866"])
def test_old_encodings_are_read_as_header_or_page_declares(name: str) -> None:
    plain, declared = "<p>Продам базу Виамедис</p>", f"<meta charset='{name}'><p>Продам базу Виамедис</p>"
    assert decode(declared.encode(name)) == declared
    assert decode(plain.encode(name), headers=[("Content-Type", f"text/html; charset={name}")]) == plain
    assert decode(plain.encode(name), charset=name) == plain


def test_an_undeclared_cyrillic_page_is_detected() -> None:
    text = "<p>" + "Продам базу данных Виамедис, пишите в личные сообщения. " * 8 + "</p>"
    assert decode(text.encode("cp1251")) == text


def test_a_few_foreign_bytes_do_not_spoil_the_rest_of_a_page() -> None:
    text = decode("première ligne\n".encode() + "ещё Виамедис, продам базу данных\n".encode("cp1251") + "été".encode())
    assert text.startswith("première ligne\n")
    assert text.endswith("été")


def test_h9_utf_7_is_never_believed() -> None:
    body = b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-"
    assert decode(body, headers=(("content-type", "text/html; charset=utf-7"),)) == body.decode()
    assert decode(b"<meta charset=utf-7>" + body).endswith(body.decode())


@given(st.binary(max_size=400), st.sampled_from(["", "utf-8", "utf-7", "utf-16", "rot13", "zlib", "nonsense", "ascii"]))
def test_h9_any_bytes_become_text_without_nul(body: bytes, charset: str) -> None:
    assert "\0" not in decode(body, headers=(("content-type", f"text/html; charset={charset}"),))


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<div>" * 300_000, id="300,000 levels"),
        pytest.param("<div></b>" * 300_000, id="levels hidden behind ends that end nothing"),
        pytest.param('<div "><div>' * 100_000, id="levels hidden behind a quote that is none"),
        pytest.param("<svg>" + "<td>" * 100_000, id="cells that nothing closes inside a drawing"),
        pytest.param("<p " + " ".join(f"a{n}=1" for n in range(1_000_000)) + ">", id="a million attributes"),
        pytest.param("".join(f"<a href=/{n}>x</a>" for n in range(600_000)), id="more links than anybody writes"),
        pytest.param("<br>" * 2_000_000, id="nothing but new lines"),
        pytest.param("<!--x-->" * 1_000_000, id="a million comments"),
        pytest.param("".join(f"<font size={n}>" for n in range(200)) + "<p>" * 1_000_000, id="fonts opened again"),
    ],
)
def test_h4_a_bomb_is_told_before_a_tree_is_built(page: str) -> None:
    started = monotonic()
    assert overload(page + "Viamedis") is not None
    assert flat_text(page + "Viamedis").endswith("Viamedis")
    assert monotonic() - started < LIMIT


@pytest.mark.parametrize("piece", ["<!--", "<", "&", "<a '", "<script>", "</", "<!", "<a b = ", "<style>x", "<?", "\0"])
def test_markup_that_never_ends_costs_linear_time(piece: str) -> None:
    page = piece * 300_000
    started = monotonic()
    overload(page)
    flat_text(page)
    assert monotonic() - started < LIMIT


def test_an_honest_page_is_no_bomb() -> None:
    rows = "<tr><td><p>one<li>two<br></td></tr>" * 2_000
    assert overload(f"<html><body><table>{rows}</table><script>var a = '<div><div>';</script></body></html>") is None


def test_flat_text_holds_words_and_no_script() -> None:
    page = "<p title='>'>Caf&eacute;<script>var hidden = 'x';</script><b>ouvert</b><!-- not this --></p>"
    assert flat_text(page) == "Café\nouvert"


@pytest.mark.parametrize(
    ("page", "cut"),
    [
        ("<html><body>whole</body></html>", False),
        ("<html><body>whole</body></html><!-- end: showthread -->", False),
        ("<html><body>half of a po", True),
        ("a text that never was a page", False),
    ],
)
def test_a_page_that_lacks_its_end_is_cut(page: str, cut: bool) -> None:
    assert is_cut(page) is cut
