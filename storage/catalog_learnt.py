"""What labelled posts taught: `config/lexicon/intents.json.gz`, as `training` writes it."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode
from binascii import Error as NotBase64
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from model.errors import BadConfig
from model.lexicon import Learnt
from model.matches import Intent
from storage.catalog_yaml import File

__all__ = ["learnt"]

LARGEST = 20 * 1024 * 1024  # bytes, unpacked

_WAY_OUT = "put the shipped file back, or make it anew: `python -m training.intents POSTS.jsonl`"


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)

    intents: list[str]
    scale: Annotated[float, Field(gt=0)]
    traits: dict[str, list[float]]
    pieces: list[str]
    rarity: list[Annotated[int, Field(ge=0, le=4095)]]
    weights: str


def learnt(file: File) -> Learnt:
    """The weights in *file*; raises `BadConfig` when they cannot be read or do not fit together."""
    try:
        form = _Form.model_validate(json.loads(_unpacked(file)))
        weights = b64decode(form.weights, validate=True)
        intents = tuple(Intent(name) for name in form.intents)
    except (ValidationError, NotBase64, ValueError) as error:
        raise BadConfig(file.name, None, f"holds no weights that this version reads: {_WAY_OUT}") from error
    width = len(intents)
    fits = len(weights) == width * len(form.pieces) and len(form.rarity) == len(form.pieces)
    if not fits or any(len(row) != width for row in form.traits.values()):
        raise BadConfig(file.name, None, f"has weights that do not fit its pieces: {_WAY_OUT}")
    return Learnt(
        intents=intents,
        scale=form.scale,
        pieces={
            piece: (form.rarity[place], weights[place * width : (place + 1) * width])
            for place, piece in enumerate(form.pieces)
        },
        traits={name: tuple(row) for name, row in form.traits.items()},
    )


def _unpacked(file: File) -> bytes:
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        content = unpacker.decompress(file.content, LARGEST)
    except zlib.error as error:
        raise BadConfig(file.name, None, f"is not packed by gzip: {_WAY_OUT}") from error
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise BadConfig(file.name, None, f"is cut short, or larger than {LARGEST // 2**20} MiB: {_WAY_OUT}")
    return content
