"""A review killed at any moment leaves each file absent, the old one whole or the new one whole."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
import warnings
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tocsin.review.report.write import FORMATS
from tocsin.review.run import review_folder

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "riverside"
TIMES = 10

Contents = dict[str, bytes]


def run(folder: Path, out: Path, as_of: date | None, formats: tuple[str, ...]) -> None:
    review_folder(folder, out=out, today=date(2024, 9, 1), as_of=as_of, formats=formats)


def started(folder: Path, out: Path, as_of: date | None = None, formats: tuple[str, ...] = FORMATS) -> int:
    """A process of its own that begins with everything loaded: its id."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # later Pythons warn of threads beside a fork
        child = os.fork()
    if child:
        return child
    try:
        run(folder, out, as_of, formats)
    finally:
        os._exit(0)


def finished(
    folder: Path, out: Path, as_of: date | None = None, formats: tuple[str, ...] = FORMATS
) -> Contents:
    run(folder, out, as_of, formats)
    return contents(folder, out)


def contents(folder: Path, out: Path) -> Contents:
    found = {f"out/{path.relative_to(out).as_posix()}": path for path in out.rglob("*") if path.is_file()}
    found |= {f"in/{path.name}": path for path in folder.iterdir()}
    return {name: content(path) for name, path in found.items()}


def content(path: Path) -> bytes:
    """Of an office file its parts, but for the hour it was made at; half a file has none."""
    if path.suffix not in (".xlsx", ".docx"):
        return path.read_bytes()
    with zipfile.ZipFile(path) as package:
        parts = sorted(name for name in package.namelist() if name != "docProps/core.xml")
        return b"".join(name.encode() + package.read(name) for name in parts)


def is_half_written(name: str) -> bool:
    last = name.rpartition("/")[2]
    return last.startswith(".") or last.endswith(".new")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("killed") / "family"
    made.mkdir()
    for name in ("hospital-export.csv", "housing-notes.odt"):
        shutil.copy(EXAMPLE / name, made / name)
    return made


def killed_after(child: int, out: Path, changes: int) -> None:
    """Killed as soon as so many changes to the folder were seen, or when it has ended."""
    before, patience = mark(out), time.monotonic() + 30
    while changes and is_running(child) and time.monotonic() < patience:
        now = mark(out)
        changes -= now != before
        before = now
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def is_running(child: int) -> bool:
    """It stays a child to be waited for, so that its id is nobody else's when it is killed."""
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


def mark(out: Path) -> frozenset[str]:
    return frozenset(os.listdir(out)) if out.is_dir() else frozenset()


def test_a_killed_review_leaves_no_half_file_and_the_next_run_no_litter(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "report"
    new = finished(folder, out)
    shutil.rmtree(out)
    old = finished(folder, out, date(2023, 6, 30))
    chance = random.Random(20240901)
    for _ in range(TIMES):
        killed_after(started(folder, out), out, chance.randint(1, 12))
        for name, data in contents(folder, out).items():
            if not is_half_written(name):
                assert data in (old.get(name), new.get(name)), name
    after = finished(folder, out)
    assert not [name for name in after if is_half_written(name)]
    assert {name: after[name] for name in new} == new


def test_killed_on_its_first_run_it_leaves_no_half_of_the_users_own_files(
    folder: Path, tmp_path: Path
) -> None:
    """Half of a review.yaml would be believed on the next run."""
    out, made = tmp_path / "report", ("review.yaml", "coding.csv")
    whole = finished(folder, out, formats=("json",))
    for turn in range(4):
        for name in made:
            (folder / name).unlink(missing_ok=True)
        process = started(folder, tmp_path / str(turn), formats=("json",))
        killed_after(process, folder, turn)
        for path in folder.iterdir():
            if not is_half_written(path.name):
                assert content(path) == whole[f"in/{path.name}"], path.name
    assert finished(folder, out, formats=("json",)) == whole
