"""What the closing list says of tests that did not run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = """
import pytest

def test_that_runs(): pass

@pytest.mark.parametrize("n", [1, 2])
def test_that_misses_a_node(n): pytest.skip("no Elasticsearch here: see docs")

@pytest.mark.skip(reason="kernel forbids user namespaces")
def test_that_may_not(): pass

@pytest.mark.xfail(reason="known", strict=True)
def test_that_is_known_to_fail(): assert False
"""
MODULE = "import pytest\npytest.skip('no Tor here', allow_module_level=True)\n"


def closing(place: Path, root: Path, *, require: str | None = None, **files: str) -> tuple[int, str]:
    """What pytest says over *files*, with its exit code."""
    for name, text in files.items():
        (place / f"{name}.py").write_text(text)
    environment = {name: value for name, value in os.environ.items() if name != "VIGIE_TEST_REQUIRE"}
    environment |= {"PYTHONPATH": str(root)} | ({"VIGIE_TEST_REQUIRE": require} if require else {})
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.leftout", "-p", "no:cacheprovider", str(place)]
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_closing_list_names_each_reason_once_with_its_number_of_tests(tmp_path: Path, root: Path) -> None:
    code, said = closing(tmp_path, root, test_a=TESTS, test_b=MODULE)
    assert code == 0
    assert [line for line in said.splitlines() if line.startswith("left out")] == [
        "left out: kernel forbids user namespaces (1 test)",
        "left out: no Elasticsearch here: see docs (2 tests)",
        "left out: no Tor here (1 test)",
    ]


def test_a_run_that_left_nothing_out_says_so(tmp_path: Path, root: Path) -> None:
    code, said = closing(tmp_path, root, test_a="def test_that_runs(): pass")
    assert (code, "left out: nothing" in said) == (0, True)


@pytest.mark.parametrize("files", [{"test_a": TESTS}, {"test_b": MODULE}], ids=["a test", "a module"])
def test_where_all_is_required_what_is_left_out_fails(tmp_path: Path, root: Path, files: dict[str, str]) -> None:
    code, said = closing(tmp_path, root, require="all", **files)
    assert code != 0
    assert "VIGIE_TEST_REQUIRE=all, and this was left out: no " in said


def test_what_the_kernel_forbids_may_be_left_out_where_all_is_required(tmp_path: Path, root: Path) -> None:
    text = "import pytest\ndef test_it(): pytest.skip('kernel forbids user namespaces')"
    code, said = closing(tmp_path, root, require="all", test_a=text)
    assert (code, "left out: kernel forbids user namespaces (1 test)" in said) == (0, True)


def test_a_misspelt_requirement_is_refused(tmp_path: Path, root: Path) -> None:
    code, said = closing(tmp_path, root, require="al", test_a="def test_that_runs(): pass")
    assert code != 0
    assert "unset it, or set it to all" in said
