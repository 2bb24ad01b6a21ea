"""A pytest plugin: says at the end which tests were left out and why, and fails them where all are required."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator

import pytest

__all__ = ["LeftOut", "pytest_configure"]

FORBIDDEN = "kernel forbids"
"""How the reason of a skip starts that stands even where all tests are required."""


class LeftOut:
    """Counts skips by reason; with *all_required*, a skip is a failure unless the kernel forbids the test."""

    def __init__(self, *, all_required: bool) -> None:
        self._all_required = all_required
        self._reasons: Counter[str] = Counter()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Judge each report of a test before anyone else sees it."""
        report = yield
        self._judge(report)
        return report

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """Judge a module that skips itself while it is collected."""
        report = yield
        self._judge(report)
        return report

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Write the closing list."""
        if not self._reasons:
            terminalreporter.write_line("left out: nothing")
        for reason, count in sorted(self._reasons.items()):
            terminalreporter.write_line(f"left out: {reason} ({count} {'test' if count == 1 else 'tests'})")

    def _judge(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if not report.skipped or hasattr(report, "wasxfail"):
            return
        reason = _reason(report)
        if self._all_required and not reason.startswith(FORBIDDEN):
            report.outcome = "failed"
            report.longrepr = f"VIGIE_TEST_REQUIRE=all, and this was left out: {reason}"
        else:
            self._reasons[reason] += 1


def pytest_configure(config: pytest.Config) -> None:
    """Register the plugin for this run."""
    required = os.environ.get("VIGIE_TEST_REQUIRE", "")
    if required not in ("", "all"):
        raise pytest.UsageError(f"VIGIE_TEST_REQUIRE is {required!r}: unset it, or set it to all")
    config.pluginmanager.register(LeftOut(all_required=required == "all"))


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    what = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return what.removeprefix("Skipped: ")
