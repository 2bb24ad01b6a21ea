"""How the selectors of an odd site are written: the `read` of a source."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, StringConstraints, model_validator
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from model.errors import BadInput
from model.selectors import ListSelectors, Place, Selectors, ThreadSelectors
from storage.catalog_files import shown
from storage.catalog_forms import Form, Problems, fill, wrong
from storage.catalog_yaml import File, parse

__all__ = ["SelectorsForm", "selectors_in"]

LONGEST = 300  # characters of a selector
_NOTHING = LexborHTMLParser("<p></p>")
_SAMPLE = datetime(2024, 2, 8, 19, 42)  # noqa: DTZ001 - formatted and read back


def _selector(value: str) -> str:
    try:
        _NOTHING.css(value)
    except SelectolaxError as error:
        raise wrong(f"'{value[:60]}' is no CSS selector") from error
    return value


def _place(value: str) -> str:
    css, _, attribute = value.partition("@")
    if css.strip():
        _selector(css.strip())
    if "@" in value and not attribute.replace("-", "").replace("_", "").isalnum():
        raise wrong(f"'{value[:60]}': behind the @ stands the name of an attribute: like time@datetime")
    return value


def _pattern(value: str) -> str:
    try:
        datetime.strptime(_SAMPLE.strftime(value), value)  # noqa: DTZ007 - only whether it can be read
    except ValueError as error:
        raise wrong(f"'{value[:60]}' is no format of dates: like %d/%m/%Y %H:%M") from error
    if "%" not in value:
        raise wrong(f"'{value[:60]}' is no format of dates: like %d/%m/%Y %H:%M")
    return value


_Text = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
Selector = Annotated[_Text, AfterValidator(_selector)]
Where = Annotated[_Text, AfterValidator(_place)]
DateFormat = Annotated[_Text, AfterValidator(_pattern)]


class ListForm(Form):
    """How lists of threads are read."""

    row: Selector
    link: Where = "a"
    title: Where | None = None
    author: Where | None = None
    replies: Where | None = None
    last: Where | None = None

    def noun(self) -> ListSelectors:
        """The selectors themselves."""
        return ListSelectors(
            row=self.row,
            link=_noun(self.link),
            title=_noun(self.title) if self.title else None,
            author=_noun(self.author) if self.author else None,
            replies=_noun(self.replies) if self.replies else None,
            last=_noun(self.last) if self.last else None,
        )


class ThreadForm(Form):
    """How threads are read."""

    post: Selector
    body: Selector
    author: Where
    date: Where | None = None
    id: Where | None = None
    title: Selector | None = None
    drop: tuple[Selector, ...] = ()
    quote: tuple[Selector, ...] = ("blockquote",)

    def noun(self) -> ThreadSelectors:
        """The selectors themselves."""
        return ThreadSelectors(
            post=self.post,
            body=self.body,
            author=_noun(self.author),
            date=_noun(self.date) if self.date else None,
            id=_noun(self.id) if self.id else None,
            title=self.title,
            drop=self.drop,
            quote=self.quote,
        )


class SelectorsForm(Form):
    """How the pages of an odd site are read."""

    list: ListForm | None = None
    thread: ThreadForm | None = None
    board: Selector | None = None
    next: Selector | None = None
    date_format: DateFormat | None = None

    @model_validator(mode="after")
    def _reads_something(self) -> SelectorsForm:
        if self.thread is None:
            raise wrong(
                "'read' wants a `thread` with `post`, `body` and `author`: without it no post is read", "thread"
            )
        return self

    def noun(self) -> Selectors:
        """The selectors themselves."""
        return Selectors(
            list=self.list.noun() if self.list else None,
            thread=self.thread.noun() if self.thread else None,
            board=self.board,
            next=self.next,
            date_format=self.date_format,
        )


def selectors_in(path: Path) -> Selectors:
    """The selectors that the file at *path* declares under `read`, or holds and nothing else."""
    try:
        document = parse(File(name=shown(path), content=path.read_bytes()))
    except OSError as error:
        raise BadInput(f"{shown(path)}: cannot be read: {error.strerror}") from error
    problems = Problems()
    told = document.plain()
    if not isinstance(told, dict):
        raise document.error("must begin with `read:`")
    form = fill(SelectorsForm, document, ("read",) if "read" in told else (), problems)
    problems.raise_first()
    assert form is not None
    return form.noun()


def _noun(value: str) -> Place:
    css, _, attribute = value.partition("@")
    return Place(css=css.strip() or None, attribute=attribute.strip() or None)
