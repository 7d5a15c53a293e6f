"""Rules for every test: no network, and nothing left out in silence."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from pytest_socket import socket_allow_hosts

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
NO_SHARED = "the data folder is not beside the project"
NO_SKIPS = os.environ.get("TOCSIN_NO_SKIPS") == "1"

# Two workers on a busy machine say nothing by their timing. In CI each run tries the same examples.
settings.register_profile("house", deadline=None, derandomize=NO_SKIPS)
settings.load_profile("house")


@pytest.fixture
def shared() -> Path:
    """The folder of facts and cases beside the project; the test is skipped where it is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip(NO_SHARED)
    return SHARED


@pytest.fixture
def calls_of() -> Callable[[Callable[[], object]], int]:
    """How many calls a piece of work makes: the same on every machine, where seconds are not."""

    def counted(work: Callable[[], object]) -> int:
        made = 0

        def seen(_frame: object, event: str, _of: object) -> None:
            nonlocal made
            made += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(seen)
        try:
            work()
        finally:
            sys.setprofile(before)
        return made

    return counted


def pytest_runtest_setup() -> None:
    """Only this machine: browsers are driven through pipes and the loopback address."""
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


def left_out(session: pytest.Session) -> list[str]:
    """Reasons of skipped tests, but for the data folder, which a clone does not have."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    reasons = [str(report.longrepr[2]) for report in skipped if isinstance(report.longrepr, tuple)]
    return [reason for reason in reasons if "beside the project" not in reason]


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With TOCSIN_NO_SKIPS=1, as in CI, a test left out for want of a system part fails the run."""
    if NO_SKIPS and exitstatus == 0 and left_out(session):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
