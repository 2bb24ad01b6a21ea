"""Where configuration lies on the disk, and what its files are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

from model.errors import BadConfig, BadInput
from storage.catalog_yaml import File

__all__ = ["FOLDERS", "LEARNT", "SETTINGS", "Layer", "gather", "shipped", "shown"]

SETTINGS = "settings.yaml"
LEARNT = Path("lexicon") / "intents.json.gz"
FOLDERS = ("sources", "watchlist", "signatures", "lexicon")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """The files of one configuration directory, each folder's in the order of their names."""

    place: Path
    settings: File | None  # None when the directory has none
    folders: Mapping[str, tuple[File, ...]]
    learnt: File | None = None  # None when the directory has none


def shipped() -> Path:
    """The configuration that comes with the program.

    It stands beside our packages, in a clone as in a wheel. It is not asked for by its own name, because
    anything may be called `config` where Python looks.
    """
    return Path(str(files("storage"))).parent / "config"


def gather(place: Path) -> Layer:
    """Read every configuration file below *place*; raises `BadInput` when there is no such directory."""
    if not place.is_dir():
        raise BadInput(f"{shown(place)}: no such directory: `vigie --config {shown(place)} init` writes one")
    _refuse_near_misses(place)
    settings = place / SETTINGS
    return Layer(
        place=place,
        settings=_file(settings) if settings.exists() else None,
        folders={folder: tuple(_file(path) for path in _yaml(place / folder)) for folder in FOLDERS},
        learnt=_file(place / LEARNT) if (place / LEARNT).exists() else None,
    )


def shown(path: Path) -> str:
    """How messages call *path*: from here when it lies below, else as it was given."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _yaml(folder: Path) -> list[Path]:
    if not folder.exists():
        return []
    if not folder.is_dir():
        raise BadConfig(shown(folder), None, "is no folder: make it one, or delete it")
    visible = sorted(path for path in folder.iterdir() if path.name[0] != ".")
    for path in visible:
        if path.suffix.lower() in (".yml", ".yaml") and path.suffix != ".yaml":
            raise BadConfig(shown(path), None, f"is not read under this name: call it '{path.stem}.yaml'")
    return [path for path in visible if path.suffix == ".yaml"]


def _file(path: Path) -> File:
    if path.exists() and not path.is_file():  # a pipe would be waited for, for ever
        raise BadConfig(shown(path), None, "is no file: give it another name, or delete it")
    try:
        return File(name=shown(path), content=path.read_bytes())
    except OSError as error:
        raise BadConfig(shown(path), None, f"cannot be read: {error.strerror}") from error


def _refuse_near_misses(place: Path) -> None:
    """A misspelt folder would be watched by nobody, in silence."""
    for path in sorted(place.iterdir()):
        known = FOLDERS if path.is_dir() else (SETTINGS,)
        close = get_close_matches(path.name, known, n=1, cutoff=0.75)
        if close and path.name not in known and not (place / close[0]).exists():
            raise BadConfig(shown(path), None, f"is not read under this name: call it '{close[0]}'")
