"""A pytest plugin: one line at the end saying what could not run here, and why. Where CI is set, leaving anything out is a failure."""

import os
from collections import Counter

import pytest


class WhatWasSkipped:
    """Collects the skips of one run. Under xdist only the controller has one; the workers' reports come to it."""

    def __init__(self, *, forbidden: bool) -> None:
        self.forbidden = forbidden
        self.reasons: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test that began, and gave up."""
        self._note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A whole file that gave up."""
        self._note(report)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Nothing may be left out where everything was said to be there."""
        if self.forbidden and self.reasons and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(trylast=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """The line itself, just above pytest's own last one."""
        terminalreporter.write_line(self.line(), red=self.forbidden and bool(self.reasons))

    def line(self) -> str:
        """What could not run, the commonest reason first."""
        if not self.reasons:
            return "Nothing was left out."
        told = "; ".join(
            f"{count} test{'s' * (count > 1)}, because: {reason}" for reason, count in Counter(self.reasons.values()).most_common()
        )
        return f"Could not run here: {told}." + (" CI is set, so that is a failure." if self.forbidden else "")

    def _note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail") and isinstance(report.longrepr, tuple):
            self.reasons[report.nodeid] = report.longrepr[2].removeprefix("Skipped: ").rstrip(".")


def pytest_configure(config: pytest.Config) -> None:
    """Begin to listen, unless this is one of xdist's workers."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(WhatWasSkipped(forbidden=bool(os.environ.get("CI"))), "wallflower-skips")
