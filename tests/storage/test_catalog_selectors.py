"""How the selectors of an odd site are written, and how a mistake in them is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.errors import BadConfig
from model.selectors import Place, Selectors
from storage.catalog import load

READ = """id: odd
url: https://odd.example/
read:
  date_format: "%d/%m/%Y %H:%M"
  next: a.more
  board: .boards a
  list:
    row: li.topic
    link: a.t
    replies: .n
  thread:
    post: div.msg
    id: "@data-id"
    author: .who
    date: time@datetime
    body: .text
    drop: [.sig]
"""


def selectors(root: Path, text: str) -> Selectors | None:
    (root / "sources").mkdir(exist_ok=True)
    (root / "sources" / "odd.yaml").write_text(text, encoding="utf-8")
    (source,) = load(root).sources
    return source.read


def test_everything_about_a_site_can_be_said(tmp_path: Path) -> None:
    read = selectors(tmp_path, READ)
    assert read is not None
    assert read.list is not None
    assert read.thread is not None
    assert (read.next, read.board, read.date_format) == ("a.more", ".boards a", "%d/%m/%Y %H:%M")
    assert (read.list.row, read.list.link) == ("li.topic", Place(css="a.t"))
    assert read.thread.id == Place(css=None, attribute="data-id")
    assert read.thread.date == Place(css="time", attribute="datetime")
    assert (read.thread.drop, read.thread.quote) == ((".sig",), ("blockquote",))


@pytest.mark.parametrize(
    ("wrong", "line", "told"),
    [
        (("row: li.topic", "row: li["), 8, "no CSS selector"),
        (("author: .who", 'author: "::who"'), 14, "no CSS selector"),
        (("date: time@datetime", 'date: "time@"'), 15, "the name of an attribute"),
        (("drop: [.sig]", 'drop: [".sig", "p["]'), 17, "no CSS selector"),
        (('date_format: "%d/%m/%Y %H:%M"', "date_format: day"), 4, "no format of dates"),
        (("body: .text\n", "\n"), 11, "'body' is missing"),
        (("post: div.msg", "posts: div.msg"), 12, "unknown key 'posts'"),
        (("row: li.topic", "row: " + "a " * 200), 8, "row"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, wrong: tuple[str, str], line: int, told: str) -> None:
    with pytest.raises(BadConfig, match=told) as raised:
        selectors(tmp_path, READ.replace(*wrong))
    assert f"odd.yaml:{line}" in str(raised.value)
