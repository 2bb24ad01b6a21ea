"""Changes to configuration that commands make: checked as a whole first, and nothing of a person's is overwritten."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit
from zlib import crc32

from ruamel.yaml import YAML

from model.errors import BadConfig, BadInput
from model.identities import WatchId
from model.proposals import Proposal
from model.watches import Watch
from storage.catalog import assemble
from storage.catalog_files import FOLDERS, SETTINGS, Layer, gather, shipped, shown
from storage.catalog_watches import SHORTEST
from storage.catalog_yaml import File

__all__ = [
    "add_proposal",
    "add_source",
    "add_watch",
    "check_watch",
    "dumped",
    "host_of",
    "init",
    "slug",
    "watch_id",
    "write_new",
]

COPIED = tuple(folder for folder in FOLDERS if folder != "lexicon")
"""Languages stand in from the program, and so get better with it."""


def add_source(config: Path, url: str, *, id: str | None = None, **fields: object) -> Path:  # noqa: A002 - the file's own word
    """Write `sources/<id>.yaml` for *url*, with *fields* named as there; return its path.

    Without *id* the source is called after its host. Fields that are `None` are left out. Raises `BadInput` when
    the whole configuration would not be right with it.
    """
    name = id or slug(host_of(url).removeprefix("www."), otherwise="source", limit=32)
    return _add(config, "sources", name, {"id": name, "url": url, **fields})


def add_watch(config: Path, name: str, *, id: str | None = None, terms: Sequence[str] = (), **fields: object) -> Path:  # noqa: A002
    """Write `watchlist/<id>.yaml` that watches *name* and further *terms*; return its path.

    Without *id* the watch is called after its name. Raises `BadInput` as `add_source` does.
    """
    called = id or slug(name, otherwise="watch", limit=64)
    watch = {"id": called, "name": name, "terms": [name, *(term for term in terms if term != name)], **fields}
    return _add(config, "watchlist", called, {"watches": [_given(watch)]})


def add_proposal(config: Path, proposal: Proposal) -> Path:
    """Write `watchlist/<id>.yaml` for the watch that was proposed, with a comment beside what nobody gave.

    Raises `BadInput` as `add_source` does.
    """
    watch = proposal.watch
    fields = {
        "id": watch.id,
        "name": watch.name,
        "sector": watch.sector.value if watch.sector else None,
        "terms": watch.terms,
        "weak": watch.weak,
        "exclude": watch.exclude,
        "allow_short": _why_short(watch),
    }
    return _put(config, "watchlist", watch.id, _commented(_given(fields), proposal))


def check_watch(config: Path, watch: Watch) -> None:
    """Raise `BadInput` where *watch* could not be proposed, or not be written beside what *config* holds."""
    fields = {
        "id": watch.id,
        "name": watch.name,
        "terms": watch.terms,
        "exclude": watch.exclude,
        "allow_short": _why_short(watch),
    }
    _checked(config, "watchlist", watch.id, dumped({"watches": [_given(fields)]}))


def watch_id(name: str) -> WatchId:
    """What a watch of *name* is called where nobody says otherwise."""
    return WatchId(slug(name, otherwise="watch", limit=64))


def _why_short(watch: Watch) -> str | None:
    """Why short names of *watch* do no harm; `None`: there are none. One sign, or figures alone, stand everywhere."""
    short = [term for term in (watch.name, *watch.terms, *watch.weak) if term and _letters(term) < SHORTEST]
    for term in short:
        if _letters(term) < 2 or not any(map(str.isalpha, term)):
            raise BadInput(f"'{term}' has too few letters to be told from anything else: write the name in full")
    return "tried on benign sentences" if short else None


def _letters(term: str) -> int:
    return sum(map(str.isalnum, term))


def init(config: Path) -> list[Path]:
    """Write into *config* what it lacks of the shipped settings, watches, signatures and an example of a source.

    Returns what was written. What is there stays as it is.
    """
    origin = gather(shipped())
    files = [origin.settings] if origin.settings else []
    files += [file for folder in COPIED for file in origin.folders[folder]]
    written = []
    for file in files:
        source = Path(file.name)
        folder = config if source.name == SETTINGS else config / source.parent.name
        if not (folder / source.name).exists():
            written.append(write_new(folder / source.name, file.content))
    return written


def _add(config: Path, folder: str, name: str, fields: Mapping[str, object]) -> Path:
    return _put(config, folder, name, dumped(_given(fields)))


def _put(config: Path, folder: str, name: str, content: bytes) -> Path:
    return write_new(_checked(config, folder, name, content), content)


def _checked(config: Path, folder: str, name: str, content: bytes) -> Path:
    """Where *content* goes, which is right there."""
    path = config / folder / f"{name}.yaml"
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", name):
        raise BadInput(f"'{name}' cannot be an id: choose one of small letters, digits and -")
    if path.exists():
        raise BadInput(f"{shown(path)} exists already: edit it, or choose another id")
    _check(config, folder, File(name=shown(path), content=content))
    return path


def _check(config: Path, folder: str, file: File) -> None:
    """The whole configuration must be right with *file* in it."""
    fallback = gather(shipped())
    own = gather(config) if config.is_dir() else Layer(place=config, settings=None, folders=dict.fromkeys(FOLDERS, ()))
    try:
        assemble(replace(own, folders={**own.folders, folder: (*own.folders[folder], file)}), fallback)
    except BadConfig as problem:
        if problem.path != file.name:
            raise
        raise BadInput(problem.what) from problem  # the file is not there, so its lines mean nothing to people


def _given(fields: Mapping[str, object]) -> dict[str, object]:
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in fields.items()
        if value not in (None, (), [], "")
    }


def _commented(fields: Mapping[str, object], proposal: Proposal) -> bytes:
    """*fields* as a list of one watch, with the reasons of *proposal*."""
    reasons = dict(proposal.reasons)
    given, trial = proposal.as_given, proposal.as_proposed
    tried = f"seen in {given.alarms} as it was given, in {trial.alarms} as it stands here"
    lines = [f"# Tried on {trial.posts} benign sentences: {tried}.", "watches:"]
    for key, value in fields.items():
        indent = "    " if len(lines) > 2 else "  - "
        if isinstance(value, list):
            lines.append(f"{indent}{key}:")
            lines += [f"      - {_scalar(str(one))}{_beside(reasons.get(str(one)))}" for one in value]
        else:
            why = _beside(reasons.get(str(value))) if key == "sector" else ""
            lines.append(f"{indent}{key}: {_scalar(str(value))}{why}")
    lines += [f"    # {_one_line(guess)}: {why}" for guess, why in proposal.guesses]
    return ("\n".join(lines) + "\n").encode()


def _scalar(value: str) -> str:
    """*value* on one line, however strange it is."""
    plain = dumped({"x": value}).decode().removeprefix("x: ").rstrip("\n")
    return json.dumps(value, ensure_ascii=False) if "\n" in plain else plain


def _beside(reason: str | None) -> str:
    return f"  # {_one_line(reason)}" if reason else ""


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def dumped(fields: Mapping[str, object]) -> bytes:
    """*fields* as our files are written."""
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # ruamel: None by default
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 120
    stream = StringIO()
    yaml.dump(dict(fields), stream)
    return stream.getvalue().encode()


def host_of(url: str) -> str:
    """The host that *url* names; empty for what is no address."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""  # the check says what is wrong with it


def slug(text: str, *, otherwise: str, limit: int) -> str:
    """*text* as an id; a name without Latin letters is called *otherwise* and a number that is always the same."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "-", plain)[:limit].strip("-")
    return found if re.search("[a-z0-9]", found) else f"{otherwise}-{crc32(text.encode()):08x}"


def write_new(path: Path, content: bytes) -> Path:
    """Put *content* at *path*, whole or not at all; raises `BadInput` when something came to be there meanwhile."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".new", delete=False) as draft:
            draft.write(content)
            draft.flush()
            os.fsync(draft.fileno())
        _publish(Path(draft.name), path)
    except FileExistsError as error:
        raise BadInput(f"{shown(path)} exists already: nothing was written") from error
    except OSError as error:
        raise BadInput(f"{shown(path)} cannot be written ({error.strerror}): check the directory's rights") from error
    return path


def _publish(draft: Path, path: Path) -> None:
    try:
        draft.chmod(0o600)
        os.link(draft, path)  # unlike a rename, never over something
    finally:
        draft.unlink()
