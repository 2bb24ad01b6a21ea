"""Changes to configuration that commands make: checked as a whole first, and nothing of a person's is overwritten."""

from __future__ import annotations

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
from storage.catalog import assemble
from storage.catalog_files import FOLDERS, SETTINGS, Layer, gather, shipped, shown
from storage.catalog_yaml import File

__all__ = ["add_source", "add_watch", "dumped", "host_of", "init", "slug", "write_new"]

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
    path = config / folder / f"{name}.yaml"
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", name):
        raise BadInput(f"'{name}' cannot be an id: choose one of small letters, digits and -")
    if path.exists():
        raise BadInput(f"{shown(path)} exists already: edit it, or choose another id")
    file = File(name=shown(path), content=dumped(_given(fields)))
    _check(config, folder, file)
    return write_new(path, file.content)


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
