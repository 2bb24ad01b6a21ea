"""What is installed by people who have no clone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

PACKAGES = {"alerting", "config", "console", "crawler", "matching", "model", "storage"}
ASKS = """
from importlib.resources import files
import storage.catalog
catalog = storage.catalog.load(None)
print(files("config").joinpath("settings.yaml").is_file(), catalog.settings.keep.value, storage.catalog.__file__)
"""


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)]
    subprocess.run(command, cwd=root, check=True, capture_output=True, timeout=120)
    (built,) = place.glob("*.whl")
    return built


def test_the_wheel_holds_the_packages_their_data_and_nothing_else(wheel: Path, root: Path) -> None:
    names = [Path(name) for name in ZipFile(wheel).namelist()]
    assert {name.parts[0] for name in names if not name.parts[0].endswith(".dist-info")} == PACKAGES
    carried = {str(name) for name in names if name.parts[0] == "config"}
    assert carried == {str(path.relative_to(root)) for path in (root / "config").rglob("*") if path.is_file()}


def test_the_shipped_configuration_is_found_far_from_any_clone(wheel: Path, tmp_path: Path) -> None:
    ZipFile(wheel).extractall(tmp_path / "unpacked")
    (tmp_path / "elsewhere" / "config").mkdir(parents=True)  # not ours, though it is called so
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "unpacked")}
    command = [sys.executable, "-c", ASKS]
    where = tmp_path / "elsewhere"
    done = subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    assert done.stdout.split() == ["True", "matches", str(tmp_path / "unpacked/storage/catalog.py")]
