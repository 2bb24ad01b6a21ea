"""What is typed is understood, or answered with one line that points at the place."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.stems import SnowballAnalysis
from model.errors import BadInput
from model.queries import All, Any, Between, HasSample, Is, Key, Named, Node, Not, Words
from storage.queries import parse
from tests.storage.makers import NOON

ANALYSIS = SnowballAnalysis()


def read(typed: str) -> Node:
    return parse(typed, analysis=ANALYSIS, now=NOON)


def word(*words: str, is_prefix: bool = False) -> Words:
    return Words(words=words, is_prefix=is_prefix)


def both(*nodes: Node) -> All:
    return All(of=nodes)


def either(*nodes: Node) -> Any:
    return Any(of=nodes)


def no(node: Node) -> Not:
    return Not(node=node)


A, B, C = word("a"), word("b"), word("c")


@pytest.mark.parametrize(
    ("typed", "node"),
    [
        pytest.param("", both(), id="nothing is everything"),
        pytest.param("  a  b ", both(A, B), id="words"),
        pytest.param('a "b  c" -d -"e f"', both(A, word("b", "c"), no(word("d")), no(word("e", "f"))), id="nots"),
        pytest.param("a-b", word("a", "b"), id="a dash inside a word makes a phrase"),
        pytest.param("a -- b", both(A, B), id="a dash that stands alone"),
        pytest.param("--a", no(A), id="two dashes are one"),
        pytest.param('-""', both(), id="nothing unwanted"),
        pytest.param('a"b c"', both(A, word("b", "c")), id="a phrase that touches a word"),
        pytest.param("« b c »", word("b", "c"), id="French quotation marks"),
        pytest.param("“b” „c“", both(B, C), id="curly quotation marks"),
        pytest.param("L’Œuvre", word("l", "oeuvre"), id="words are folded"),
        pytest.param("a OR b c", both(either(A, B), C), id="OR binds more than standing together"),
        pytest.param("a b OR c", both(A, either(B, C)), id="whichever side it stands on"),
        pytest.param("a OR b OR c", either(A, B, C), id="several"),
        pytest.param("a or b", both(A, word("or"), B), id="a small or is a word"),
        pytest.param("a OR -b", either(A, no(B)), id="OR and not"),
        pytest.param("(a b) OR c", either(both(A, B), C), id="brackets"),
        pytest.param("-(a OR b)", no(either(A, B)), id="not a group"),
        pytest.param("((a))", A, id="brackets around nothing but a word"),
        pytest.param("() a", A, id="empty brackets"),
        pytest.param("?!", either(), id="signs alone find nothing"),
        pytest.param("😀 a", A, id="signs beside a word are passed over"),
        pytest.param("a OR 😀", A, id="signs beside OR"),
        pytest.param("via*", word("via", is_prefix=True), id="a beginning"),
        pytest.param("l’assur*", both(word("l"), word("assur", is_prefix=True)), id="a beginning after an elision"),
        pytest.param('"via*"', word("via"), id="a star in a phrase is a sign"),
        pytest.param("12:30", word("12", "30"), id="a time is no field"),
        pytest.param("https://a.example", word("https", "a", "example"), id="nor is an address"),
        pytest.param("source:Forum", Is(key=Key.SOURCE, value="forum"), id="a field"),
        pytest.param("SOURCE:forum", Is(key=Key.SOURCE, value="forum"), id="in capitals"),
        pytest.param('source:"forum"', Is(key=Key.SOURCE, value="forum"), id="with a quoted value"),
        pytest.param("-source:forum", no(Is(key=Key.SOURCE, value="forum")), id="not a field"),
        pytest.param("org:viamedis", Is(key=Key.WATCH, value="viamedis"), id="org is watch"),
        pytest.param("intent:SALE", Is(key=Key.INTENT, value="sale"), id="a known value in any case"),
        pytest.param('board:"Leaks & Dumps"', Named(what="board", words=("leaks", "dumps")), id="a board"),
        pytest.param("author:Dark*", Named(what="author", words=("dark",), is_prefix=True), id="an author's beginning"),
        pytest.param("has:sample", HasSample(), id="a sample"),
        pytest.param("after:2024-02-08", Between(after=datetime(2024, 2, 8, tzinfo=UTC)), id="a day"),
        pytest.param("before:2024", Between(before=datetime(2024, 1, 1, tzinfo=UTC)), id="a year"),
        pytest.param("after:2024-02", Between(after=datetime(2024, 2, 1, tzinfo=UTC)), id="a month"),
        pytest.param(
            "after:2024-02-08T14:30+02:00", Between(after=datetime(2024, 2, 8, 12, 30, tzinfo=UTC)), id="a moment"
        ),
        pytest.param("after:7d", Between(after=NOON - timedelta(days=7)), id="days ago"),
        pytest.param("before:24H", Between(before=NOON - timedelta(hours=24)), id="hours ago"),
        pytest.param("before:2w", Between(before=NOON - timedelta(weeks=2)), id="weeks ago"),
    ],
)
def test_a_typed_query_is_understood(typed: str, node: Node) -> None:
    assert read(typed) == node


@pytest.mark.parametrize(
    ("typed", "column", "what"),
    [
        ('"a b', 1, "not closed"),
        ('a -"b', 4, "not closed"),
        ('"a" "', 5, "not closed"),
        ("a (b", 3, "not closed"),
        ("a) b", 2, "closes none"),
        ("OR a", 1, "one before it"),
        ("a OR", 3, "nothing follows"),
        ("(a OR) b", 4, "nothing follows"),
        ("a OR OR b", 6, "one before it"),
        ("a (-) b", 4, "nothing follows this dash"),
        ("foo:a", 1, "no field is called 'foo'"),
        ("a source:", 3, "no value"),
        ('a source:""', 3, "no value"),
        ("source: a", 1, "no value"),
        ("source:a*", 8, "whole value"),
        ("a intent:buy", 10, "is one of request, sale"),
        ("level:high", 7, "is one of now, digest, none"),
        ("kind:topic", 6, "is one of thread_start, reply"),
        ("has:text", 5, "takes 'sample'"),
        ("after:yesterday", 7, "counts back"),
        ("after:2024-02-30", 7, "no such date"),
        ("after:0000", 7, "no such date"),
        ("before:999999w", 8, "no such date"),
        ('after:"2024-02-08 25:00"', 8, "no such date"),
        ("author:?!", 8, "needs a word"),
        ("board:*x", 7, "at the end only"),
        ("author:d*", 8, "2 letters"),
        ("*via", 1, "at the end of a word only"),
        ("a v*a", 3, "at the end of a word only"),
        ("a v*", 3, "2 letters"),
        ("*", 1, "2 letters"),
        ("(" * 11 + "a" + ")" * 11, 11, "brackets stand within brackets"),
        ("a " * 65, 129, "64 words"),
        ("a" * 1001, 1001, "1,000 characters"),
    ],
)
def test_a_mistake_is_pointed_at(typed: str, column: int, what: str) -> None:
    with pytest.raises(BadInput, match=rf"^column {column}: .*{re.escape(what)}") as told:
        read(typed)
    assert "\n" not in str(told.value)


PIECES = [
    "a",
    "é",
    "OR",
    "-",
    "(",
    ")",
    '"',
    "*",
    " ",
    ":",
    "source:",
    "after:7d",
    "has:sample",
    "\0",
    "\ud800",
    "😀",
    "«",
]


@settings(max_examples=2000, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=60))
def test_whatever_is_typed_is_read_or_pointed_at(typed: str) -> None:
    try:
        read(typed)
    except BadInput as error:
        place = re.match(r"column (\d+): ", str(error))
        assert place is not None
        assert 1 <= int(place[1]) <= len(typed) + 1
