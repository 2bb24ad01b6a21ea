"""This home's key: made once, kept from others, and missed when it is gone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import Broken
from storage.keys import KEY, LEDGER, Keyring

RING = Keyring(bytes(32))


def test_a_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    first = Keyring.open(tmp_path / "home")
    path = tmp_path / "home" / KEY

    assert (path.stat().st_mode & 0o777, path.stat().st_size) == (0o600, 32)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert Keyring.open(tmp_path / "home").fingerprint("a") == first.fingerprint("a")
    assert [one.name for one in path.parent.iterdir()] == [KEY]


def test_processes_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        rings = list(pool.map(Keyring.open, [tmp_path] * 8))

    assert len({ring.fingerprint("a") for ring in rings}) == 1


def test_another_home_makes_other_fingerprints(tmp_path: Path) -> None:
    homes = [Keyring.open(tmp_path / name) for name in ("one", "two")]

    assert homes[0].fingerprint("a") != homes[1].fingerprint("a")


@given(st.text(st.characters()))
def test_what_is_sealed_is_unsealed_and_looks_otherwise_each_time(text: str) -> None:
    assert RING.unseal(RING.seal(text)) == text
    assert RING.seal(text) != RING.seal(text)


def test_what_another_home_sealed_stays_sealed() -> None:
    with pytest.raises(Broken, match="same backup"):
        Keyring(b"x" * 32).unseal(RING.seal("a"))


@pytest.mark.parametrize("sealed", [b"", b"short", bytes(64)])
def test_what_is_damaged_stays_sealed(sealed: bytes) -> None:
    with pytest.raises(Broken):
        RING.unseal(sealed)


def test_a_ledger_that_lost_its_key_is_not_given_another(tmp_path: Path) -> None:
    (tmp_path / LEDGER).touch()

    with pytest.raises(Broken, match=f"{KEY} is missing: restore it"):
        Keyring.open(tmp_path)

    assert not (tmp_path / KEY).exists()


def test_a_damaged_key_is_not_used(tmp_path: Path) -> None:
    (tmp_path / KEY).write_bytes(b"short")

    with pytest.raises(Broken, match="damaged"):
        Keyring.open(tmp_path)
