"""Where state and configuration live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os import environ as real_environ
from pathlib import Path

from model.errors import BadInput

__all__ = ["Places", "log_level", "split"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The home, which holds all state, and the configuration directory."""

    home: Path
    config: Path
    home_is_chosen: bool
    """Whether the home was named: the demo takes a fresh one otherwise."""
    config_is_chosen: bool
    """Whether the configuration directory was named, so that its absence is an error."""

    @property
    def configured(self) -> Path | None:
        """The configuration directory; `None` when there is none yet and the shipped one stands in."""
        if self.config_is_chosen or (self.config / "settings.yaml").exists() or (self.config / "watchlist").exists():
            return self.config
        return None

    @classmethod
    def of(cls, *, home: str | None, config: str | None, environ: Mapping[str, str]) -> Places:
        """Places as flags, then `VIGIE_HOME` and `VIGIE_CONFIG`, then the XDG directories say."""
        home = home or environ.get("VIGIE_HOME")
        config = config or environ.get("VIGIE_CONFIG")
        return cls(
            home=_path(home, "home") if home else _xdg(environ, "XDG_DATA_HOME", ".local/share"),
            config=_path(config, "config") if config else _xdg(environ, "XDG_CONFIG_HOME", ".config"),
            home_is_chosen=bool(home),
            config_is_chosen=bool(config),
        )


def _path(name: str, what: str) -> Path:
    try:
        return Path(name).expanduser()
    except RuntimeError:
        raise BadInput(f"--{what} {name}: nobody's home is known by that ~: write the whole path") from None


def _xdg(environ: Mapping[str, str], name: str, fallback: str) -> Path:
    return Path(environ.get(name) or Path(environ.get("HOME", "~")).expanduser() / fallback) / "vigie"


def split(arguments: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Take `--home DIR` and `--config DIR` out of *arguments*, wherever they stand before a bare `--`."""
    taken: dict[str, str] = {}
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            return taken, [*rest, word, *words]
        name, equals, value = word.partition("=")
        if name not in ("--home", "--config"):
            rest.append(word)
            continue
        value = value if equals else next(words, "")
        if not value or (not equals and value.startswith("-")):
            raise BadInput(f"{name} needs a directory: {name} DIR")
        taken[name.removeprefix("--")] = value
    return taken, rest


def log_level() -> str:
    """How much is logged on stderr, as `VIGIE_LOG` says: DEBUG, INFO, WARNING (the default) or ERROR."""
    level = real_environ.get("VIGIE_LOG", "WARNING").upper()
    if level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise BadInput(f"VIGIE_LOG={level}: choose one of DEBUG, INFO, WARNING, ERROR")
    return level
