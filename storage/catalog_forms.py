"""What every configuration form shares, and how a value that doesn't fit is told to people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from model.errors import BadConfig
from storage.catalog_values import nearest
from storage.catalog_yaml import Document

__all__ = ["Form", "Problems", "fill", "wrong"]

SECRET_KEYS = frozenset({"token", "bot_token", "api_token", "telegram_token"})


class Form(BaseModel):
    """A mapping in a file: it accepts the keys it names and no others."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _knows_its_keys(cls, value: Any) -> Any:  # whatever the file holds
        if value is None:  # a key whose lines below are all commented out
            return {}
        if isinstance(value, Mapping):
            for key in value:
                if key not in cls.model_fields:
                    raise wrong(_unknown(str(key), cls), str(key))
        return value


class Problems:
    """What was found wrong so far; the first is told, the others are counted."""

    def __init__(self) -> None:
        self._found: list[BadConfig] = []

    def add(self, problem: BadConfig) -> None:
        """Keep *problem* in mind and go on."""
        self._found.append(problem)

    def all(self) -> tuple[BadConfig, ...]:
        """What was found wrong so far."""
        return tuple(self._found)

    def raise_first(self) -> None:
        """Raise the first problem, if there is any, saying how many more there are."""
        if not self._found:
            return
        first, *others = self._found
        if not others:
            raise first
        count = f"{len(others)} more {'problem' if len(others) == 1 else 'problems'}"
        raise BadConfig(first.path, first.line, f"{first.what} (and {count})") from first.__cause__


_AnyForm = TypeVar("_AnyForm", bound=Form)


def wrong(what: str, *place: str) -> PydanticCustomError:
    """*what* is wrong with the key at *place*, seen from the form that raises this."""
    return PydanticCustomError("wrong", "{what}", {"what": what, "place": place})


def fill(form: type[_AnyForm], document: Document, place: tuple[str | int, ...], problems: Problems) -> _AnyForm | None:
    """The *form* that stands at *place* of *document*; `None`, and why among *problems*, when it does not fit."""
    try:
        return form.model_validate(document.plain(*place))
    except ValidationError as error:
        told = [_told(document, place, details) for details in error.errors(include_url=False)]
        for problem in sorted(told, key=lambda problem: problem.line or 0):
            problems.add(problem)
        return None


def _unknown(key: str, form: type[Form]) -> str:
    if key.lower() in SECRET_KEYS:
        return (
            f"'{key}' does not belong in YAML: put the token in a file that `token_file` names, "
            "or into VIGIE_TELEGRAM_TOKEN"
        )
    return f"unknown key '{key}': {nearest(key, form.model_fields)}"


def _told(document: Document, place: tuple[str | int, ...], details: ErrorDetails) -> BadConfig:
    context = details.get("ctx", {})
    loc = (*place, *details["loc"])
    if details["type"] == "wrong":
        return document.error(context["what"], *loc, *context["place"])
    if loc[-1] == "[key]":
        return document.error(f"unknown key {_choice(details)}", *loc)
    if details["type"] != "missing":
        loc = document.standing(*loc)
    names = [step for step in loc if isinstance(step, str)]
    name = names[-1] if names else "this"
    return document.error(_WORDS.get(details["type"], _as_is)(name, details), *loc)


def _as_is(name: str, details: ErrorDetails) -> str:
    return f"'{name}' is wrong: {details['msg'][0].lower()}{details['msg'][1:]}"


def _choice(details: ErrorDetails) -> str:
    given = str(details["input"])
    known = [word.strip(" '") for word in details["ctx"]["expected"].replace(" or ", ",").split(",")]
    return f"'{given[:40]}': {nearest(given, known)}"


def _pattern(name: str, _: ErrorDetails) -> str:
    return (
        f"'{name}' may hold only small letters, digits and -, and begins with one of the former: like `{name}: my-name`"
    )


def _wants(what: str) -> Any:
    return lambda name, _: f"'{name}' wants {what}"


_LIST = _wants("a list: write it like [one, two]")
_WHOLE = _wants("a whole number")
_NUMBER = _wants("a number")
_BOOL = _wants("true or false")
_MAPPING = _wants("keys and values under it")
_TEXT = _wants("text")

_WORDS: dict[str, Any] = {
    "missing": lambda name, _: f"'{name}' is missing: add `{name}: …`",
    "string_type": _TEXT,
    "string_too_short": lambda name, _: f"'{name}' is empty: fill it in or delete it",
    "string_pattern_mismatch": _pattern,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "frozen_set_type": _LIST,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "bool_type": _BOOL,
    "bool_parsing": _BOOL,
    "model_type": _MAPPING,
    "dict_type": _MAPPING,
    "enum": lambda name, details: f"'{name}' cannot be {_choice(details)}",
    "literal_error": lambda name, details: f"'{name}' cannot be {_choice(details)}",
    "value_error": lambda name, details: f"'{name}' {details['ctx']['error']}",
    "greater_than_equal": lambda name, details: f"'{name}' must be at least {details['ctx']['ge']}",
    "less_than_equal": lambda name, details: f"'{name}' must be at most {details['ctx']['le']}",
}
