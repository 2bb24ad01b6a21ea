"""The recorded board that tests crawl answers as it was recorded, and misbehaves when it is told to."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from dataclasses import replace
from pathlib import Path

import pytest

from tests.servers.replay import Answer, Asked, Replay

FLASKBB = Path(__file__).resolve().parents[1] / "fixtures" / "flaskbb"


def test_a_page_is_served_as_it_was_recorded_at_the_address_of_today() -> None:
    with Replay(FLASKBB, port=0) as replay:
        with urllib.request.urlopen(f"{replay.url}/forum/2-lounge", timeout=10) as answer:
            body, date = answer.read(), answer.headers["date"]
        assert b"Lounge" in body
        assert b":18107" not in body
        assert date.endswith("GMT")
        assert replay.targets == ["/forum/2-lounge"]


def test_what_was_not_recorded_is_not_found() -> None:
    with Replay(FLASKBB, port=0) as replay:
        with pytest.raises(urllib.error.HTTPError) as missing:
            urllib.request.urlopen(f"{replay.url}/forum/99", timeout=10)
        with missing.value as error:
            assert error.code == 404


def test_an_answer_can_be_changed_and_cut() -> None:
    def hook(asked: Asked, answer: Answer) -> Answer | None:
        return Answer(status=500) if asked.times == 0 else replace(answer, sent=100)

    with Replay(FLASKBB, port=0, hook=hook) as replay:
        with pytest.raises(urllib.error.HTTPError) as broken:
            urllib.request.urlopen(f"{replay.url}/", timeout=10)
        broken.value.close()
        with (
            urllib.request.urlopen(f"{replay.url}/", timeout=10) as answer,
            pytest.raises(http.client.IncompleteRead),
        ):
            answer.read()
