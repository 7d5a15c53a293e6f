"""The command line: each way of failing is one clear answer, and no answer holds words of a record."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from tocsin import __version__
from tocsin.cli.answers import answering, of_the_system
from tocsin.cli.days import day, days_of_view
from tocsin.errors import UsageError

ROOT = Path(__file__).resolve().parents[2]
ONE = "seq,date_happened,date_precision,agency,event_type,detail,attributes\n"
ROW = "1,2024-02-05,day,health_visiting,missed_visit,Nobody came to the door,reason=no_reply\n"


def tocsin(*args: str | Path, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from tocsin.cli import main; main()", *map(str, args)],
        cwd=cwd,
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1", **env},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "family"
    made.mkdir()
    (made / "chronology.csv").write_text(ONE + ROW, encoding="utf-8")
    return made


def test_it_says_its_version() -> None:
    assert tocsin("--version").stdout == f"tocsin {__version__}\n"


def test_a_review_says_where_its_report_is_and_what_was_read(folder: Path, tmp_path: Path) -> None:
    done = tocsin("review", folder, "--today", "2024-06-01", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert Path("out/family/report.html").as_posix() in done.stdout
    assert (tmp_path / "out" / "family" / "report.html").is_file()
    assert "Nobody came" not in done.stdout + done.stderr


def test_names_and_pseudonyms_never_lie_side_by_side(folder: Path, tmp_path: Path) -> None:
    plain = ("review", folder, "--quiet", "--formats", "json", "--today", "2024-06-01")
    assert tocsin(*plain, "--out", "named", cwd=tmp_path).returncode == 0
    refused = tocsin(*plain, "--anonymise", "--out", "named", cwd=tmp_path)
    assert refused.returncode == 2
    assert "named-anonymised" in refused.stderr
    for _ in range(2):  # its own folder, and that again
        assert tocsin(*plain, "--anonymise", cwd=tmp_path).returncode == 0
    assert (tmp_path / "out" / "family-anonymised" / "review.json").is_file()


def test_quiet_says_nothing(folder: Path, tmp_path: Path) -> None:
    done = tocsin("review", folder, "--quiet", "--out", tmp_path / "out", "--formats", "json")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [path.name for path in (tmp_path / "out").glob("re*")] == ["review.json"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--as-of", "31/02/2024"], "31/02/2024"),
        (["--today", "soon"], "2024-03-05 or 05/03/2024"),
        (["--as-of", "2024-06-02", "--today", "2024-06-01"], "2024-06-02 is after 2024-06-01"),
        (["--formats", "pdf"], "html, xlsx, docx, json"),
        (["--agency", "the moon"], "social_care"),
        (["--agency", "police"], "health_visiting"),
    ],
)
def test_what_cannot_be_is_answered_with_status_two(folder: Path, args: list[str], said: str) -> None:
    done = tocsin("review", folder, "--out", folder.parent / "out", *args)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_an_empty_folder_and_a_missing_one_end_with_status_three(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("empty", "missing"):
        done = tocsin("review", tmp_path / name, cwd=tmp_path)
        assert done.returncode == 3
        assert "T101" in done.stderr
        assert "What to do" in done.stderr


def test_a_folder_of_which_nothing_could_be_read_ends_with_status_three(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "notes.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    done = tocsin("review", tmp_path / "old", cwd=tmp_path)
    assert done.returncode == 3
    assert "notes.doc" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_cannot_be_read_does_not_stop_the_others(folder: Path, tmp_path: Path) -> None:
    (folder / "locked.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    done = tocsin("review", folder, cwd=tmp_path, TZ="Europe/London")
    assert done.returncode == 0
    assert "locked.xlsx" in done.stdout


def test_a_local_file_with_a_fault_ends_with_status_four(tmp_path: Path) -> None:
    local = tmp_path / "partnership.yaml"
    local.write_text("cards: {no_such_card: {off: true}}", encoding="utf-8")
    done = tocsin("catalogue", "list", "--local", local)
    assert done.returncode == 4
    assert "no_such_card" in done.stderr


def test_a_card_is_listed_shown_and_explained() -> None:
    assert "repeat_injury" in tocsin("catalogue", "list").stdout
    assert "NICE CG89" in tocsin("catalogue", "show", "repeat_injury").stdout
    assert "in the 365 days up to it" in tocsin("catalogue", "explain", "repeat_injury").stdout
    assert tocsin("catalogue", "show", "nothing").returncode == 4


def test_a_reader_that_goes_away_leaves_no_trace() -> None:
    shell = shutil.which("sh") or "/bin/sh"
    command = f'"{sys.executable}" -c "from tocsin.cli import main; main()" catalogue list | true'
    done = subprocess.run([shell, "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert of_the_system(BrokenPipeError(32, "Broken pipe")) == 0


def test_being_stopped_leaves_no_trace(folder: Path) -> None:
    """Stopped while it loads, and while it works: the same answer."""
    for place in ("tocsin.cli.commands", "tocsin.review.run"):
        stop = (
            "import sys, importlib.abc\n"
            "class Stop(importlib.abc.MetaPathFinder):\n"
            "    def find_spec(self, name, path, target=None):\n"
            f"        if name == '{place}': raise KeyboardInterrupt\n"
            "sys.meta_path.insert(0, Stop())\n"
            "from tocsin.cli import main; main()"
        )
        command = [sys.executable, "-c", stop, "review", str(folder)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (130, "")


def test_an_unforeseen_fault_says_where_and_nothing_of_a_record(capsys: pytest.CaptureFixture[str]) -> None:
    @answering
    def broken() -> None:
        raise RuntimeError("Amina was seen on Monday")

    with pytest.raises(typer.Exit) as ended:
        broken()
    assert ended.value.exit_code == 1
    said = capsys.readouterr().err
    assert "RuntimeError at" in said
    assert "Amina" not in said


def test_a_folder_that_cannot_be_written_is_said_plainly(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, no folder", encoding="utf-8")
    done = tocsin("review", folder, "--out", tmp_path / "taken" / "out")
    assert done.returncode == 1
    assert "The computer refused" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_day_is_read_day_first_or_as_iso() -> None:
    assert day("5/3/2024", "--as-of") == day(" 2024-03-05 ", "--as-of")
    with pytest.raises(UsageError):
        day("03/25/2024", "--as-of")


def test_the_view_may_be_of_the_day_itself_and_not_of_a_later_one() -> None:
    assert days_of_view("2024-06-01", "2024-06-01")[1] == days_of_view("2024-06-01", "")[0]
    with pytest.raises(UsageError):
        days_of_view("2024-06-01", "2024-06-02")
