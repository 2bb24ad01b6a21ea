"""The crawl's log: one line an event, fields of ours, nothing of what was read."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.failures import why
from crawler.log import Lines, Log, install


@pytest.fixture
def stream() -> Iterator[StringIO]:
    root, before, level, loud = logging.root, logging.root.handlers[:], logging.root.level, logging.raiseExceptions
    stream = StringIO()
    install(stream, level="DEBUG")
    yield stream
    root.handlers[:] = before
    root.setLevel(level)
    logging.raiseExceptions = loud


def line(message: object, *args: object, name: str = "crawler.x", level: int = logging.ERROR, **fields: object) -> str:
    record = logging.LogRecord(name, level, "x.py", 7, message, args, None, "call")
    record.fields = fields
    return Lines().format(record)


@given(st.text(), st.text())
def test_s4_a_hostile_value_stays_inside_its_field_and_its_line(value: str, event: str) -> None:
    written = line(event.replace("%", ""), value=value)
    assert written.isprintable()
    assert len(written.splitlines()) == 1


def test_an_event_of_ours_is_written_with_its_fields(stream: StringIO) -> None:
    Log("crawler.visit").info("visit finished", source="forum", posts=12, reason="two words")
    assert 'level=info event="visit finished" logger=crawler.visit source=forum posts=12 reason="two words"' in (
        stream.getvalue()
    )


def test_an_address_is_cut_after_its_host() -> None:
    written = line("page failed", at="http://forum.example:80/thread-jean-dupont?x=1 and more")
    assert "forum.example" in written
    assert "dupont" not in written


def test_an_exception_is_its_type_and_place(stream: StringIO) -> None:
    try:
        int("the post of Jean Dupont")
    except ValueError:
        Log("crawler.visit").error("page failed")
        logging.getLogger("asyncio").error("about Jean Dupont", exc_info=True)
    assert stream.getvalue().count("error=ValueError") == 2
    assert "test_an_exception_is_its_type_and_place" in stream.getvalue()
    assert "Dupont" not in stream.getvalue()


@pytest.mark.parametrize("name", ["scrapy.core.engine", "twisted", "aiohttp.client", "asyncio", "py.warnings"])
def test_of_others_messages_only_the_wording_in_their_code_is_let_through(name: str) -> None:
    assert "Dupont" not in line("post of Jean Dupont", name=name)
    assert "Dupont" not in line("Crawled %s", "http://forum.example/jean-Dupont", name=name)
    assert "Crawled %s" in line("Crawled %s", "x", name=name)


def test_a_record_that_cannot_be_formatted_prints_nothing(stream: StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("crawler.visit").error("%d posts", "Jean Dupont")
    assert "Dupont" not in stream.getvalue() + capsys.readouterr().err


def test_a_reason_never_repeats_an_exception_that_is_not_ours() -> None:
    assert why(KeyError("Jean Dupont")) == "a fault of ours: KeyError"
    assert "dupont" not in why(TimeoutError("http://forum.example/jean-dupont"))


def test_the_log_goes_to_stderr(capsys: pytest.CaptureFixture[str], stream: StringIO) -> None:
    install(sys.stderr)
    Log("crawler.visit").warning("slow", source="forum")
    out, err = capsys.readouterr()
    assert out == ""
    assert "event=slow" in err
