"""Bad input through the command itself: one answer and a status, no trace, no names, the rest reviewed."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from coded_folders import folder_of
from docx import Document
from openpyxl.chart import BarChart

ROW = "2024-02-05 health_visiting missed_visit reason=no_reply"
SECRET = "Oluwaseun-Petrov"  # a made-up name that no answer may repeat
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MEGABYTE = 1 << 20


class Answer:
    def __init__(self, done: subprocess.CompletedProcess[str], out: Path) -> None:
        self.status = done.returncode
        self.said = done.stdout + done.stderr
        self.error = done.stderr
        file = out / "review.json"
        self.review: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
        assert "Traceback" not in self.said
        assert SECRET not in self.said
        assert "should not have" not in self.said

    def refused(self) -> dict[str, str]:
        return {one["file"]: one["code"] for one in self.review["refused"]}


def tocsin(folder: Path, *options: str | Path, out: Path | None = None, most: int = 0, **env: str) -> Answer:
    """`most`: bytes of address space the process may take."""
    target = out or folder.with_name("the-report")
    command = [sys.executable, "-c", "from tocsin.cli import main; main()", "review", str(folder)]
    wanted = ["--out", str(target), "--formats", "json", "--today", "2024-06-01", *map(str, options)]
    done = subprocess.run(
        [*command, *wanted],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=folder.parent,
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1", **env},
        preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_AS, (most, most))) if most else None,
    )
    return Answer(done, target)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with one good file; whatever stands beside it, that one is reviewed."""
    return folder_of(tmp_path / "family", ROW)


def zipped(**parts: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def book(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    made = openpyxl.Workbook()
    fill(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return out.getvalue()


def word() -> bytes:
    document = Document()
    grid = document.add_table(rows=2, cols=2)
    for place, words in enumerate(("Date", "Event", "05/02/2024", "Visited.")):
        grid.cell(place // 2, place % 2).text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def plain_book(made: openpyxl.Workbook) -> None:
    made.active.append(["Date", "Event"])
    made.active.append(["05/02/2024", "Visited."])


def laughs(xml: bytes) -> bytes:
    """A billion laughs, in front of the part's own first element."""
    names = [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]
    head = f'<!DOCTYPE lolz [<!ENTITY l0 "ha">{"".join(names)}]>'.encode()
    end = xml.find(b"?>") + 2
    body = xml[end:].replace(b"</w:t>", b"&l9;</w:t>", 1).replace(b"<text:p>", b"<text:p>&l9;", 1)
    return xml[:end] + head + body


def odt() -> bytes:
    content = (
        '<?xml version="1.0"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
        "<table:table><table:table-row><table:table-cell><text:p>Date</text:p></table:table-cell>"
        "</table:table-row></table:table></office:text></office:body></office:document-content>"
    )
    return zipped(mimetype="application/vnd.oasis.opendocument.text", **{"content.xml": content})


# ------------------------------------------------------------ no folder, or not one


@pytest.mark.parametrize("kind", ["missing", "empty", "file", "only_hidden"])
def test_no_folder_to_review_ends_with_status_three(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "family"
    if kind == "file":
        target.write_text("Date,Event\n")
    elif kind != "missing":
        target.mkdir()
    if kind == "only_hidden":
        (target / "~$notes.docx").write_text(SECRET)
    answer = tocsin(target)
    assert answer.status == 3
    assert "T101" in answer.error
    assert "What to do" in answer.error
    assert not (tmp_path / "the-report").exists()


# ------------------------------------------------------------ files that cannot be opened

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "locked.xlsx": (lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600), "T111"),
    "locked.docx": (lambda: OLE + bytes(700) + "EncryptedPackage".encode("utf-16-le") + bytes(600), "T111"),
    "old-inside.xlsx": (lambda: OLE + bytes(1200), "T113"),
    "notes.doc": (lambda: OLE + bytes(1200), "T113"),
    "broken.xlsx": (lambda: b"PK\x03\x04" + bytes(200), "T112"),
    "broken.docx": (lambda: word()[:900], "T112"),
    "broken.odt": (lambda: SECRET.encode(), "T112"),
    "noise.csv": (lambda: bytes(range(256)) * 20, "T112"),
    "empty.csv": (lambda: b"", "T117"),
    "letter.docx": (lambda: docx_letter(), "T117"),
    "chart.xlsx": (lambda: book(only_a_chart), "T117"),
    "bomb.xlsx": (lambda: zipped(**{"xl__workbook.xml": "<w/>", "xl__a.xml": bytes(400 * MEGABYTE)}), "T114"),
    "laughs.docx": (lambda: with_part(word(), "word/document.xml", laughs), "T112"),
    "laughs.odt": (lambda: with_part(odt(), "content.xml", laughs), "T112"),
    "far.xlsx": (lambda: book(lambda made: made.active.cell(1048576, 16384, "x")), "T114"),
    "photo.heic": (lambda: b"x", "T116"),
}  # fmt: skip


def docx_letter() -> bytes:
    document = Document()
    document.add_paragraph(f"Dear {SECRET}, no table here.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def only_a_chart(made: openpyxl.Workbook) -> None:
    made.create_chartsheet("Chart").add_chart(BarChart())
    made.remove(made.worksheets[0])


def test_each_file_that_cannot_be_opened_is_named_with_what_to_do_and_the_rest_reviewed(home: Path) -> None:
    for name, (content, _) in REFUSED.items():
        (home / name).write_bytes(content())
    answer = tocsin(home, most=1500 * MEGABYTE)
    assert answer.status == 0, answer.error
    assert answer.refused() == {name: code for name, (_, code) in REFUSED.items()}
    assert all(one["reason"] and one["remedy"] for one in answer.review["refused"])
    assert answer.review["counts"]["events"] == 1
    assert f"and {len(REFUSED)} files that could not be read" in answer.said


def test_laughter_inside_a_workbook_is_never_unfolded(home: Path) -> None:
    """calamine reads no entities: the file is refused, or read without them."""
    data = with_part(book(plain_book), "xl/worksheets/sheet1.xml", laughs)
    (home / "laughs.xlsx").write_bytes(data)
    answer = tocsin(home, most=1500 * MEGABYTE)
    assert answer.status == 0
    assert "haha" not in json.dumps(answer.review)


def test_a_file_of_a_gigabyte_is_refused_without_being_read(home: Path) -> None:
    with (home / "huge.csv").open("wb") as stream:
        stream.write(b'Date,Event\n05/02/2024,"')
        stream.truncate(1 << 30)
    answer = tocsin(home, most=900 * MEGABYTE)
    assert answer.status == 0
    assert answer.refused() == {"huge.csv": "T114"}


def test_a_cell_of_many_megabytes_is_quarantined_and_the_next_row_read(home: Path) -> None:
    with (home / "police.csv").open("w") as stream:
        stream.write('Date,Event\n05/02/2024,"')
        stream.write("x" * (40 * MEGABYTE))
        stream.write('"\n06/02/2024,Visited.\n')
    answer = tocsin(home, most=1500 * MEGABYTE)
    (row,) = answer.review["quarantine"]
    assert (row["code"], row["source"]["row"], len(row["words"])) == ("T126", 2, 200)
    assert answer.review["counts"]["events"] == 2


def test_a_file_that_may_not_be_read_is_refused(home: Path) -> None:
    path = home / "police.csv"
    path.write_text("Date,Event\n05/02/2024,x\n")
    path.chmod(0)
    if os.access(path, os.R_OK):
        path.unlink()
        path.mkdir()  # whoever may read everything meets a folder by that name
        path.chmod(0o700)
        assert tocsin(home).status == 0
        return
    answer = tocsin(home)
    assert answer.refused() == {"police.csv": "T110"}


# ------------------------------------------------------------ files that can


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_csv_in_any_usual_encoding_is_read(home: Path, encoding: str) -> None:
    (home / "police.csv").write_bytes("Date,Event\n05/02/2024,Café closed – £5 owed.\n".encode(encoding))
    answer = tocsin(home)
    assert answer.status == 0
    assert "Café closed – £5 owed." in {one["words"] for one in answer.review["events"]}


def test_a_chart_beside_a_table_is_passed_over(home: Path) -> None:
    def both(made: openpyxl.Workbook) -> None:
        plain_book(made)
        made.create_chartsheet("Chart").add_chart(BarChart())

    (home / "police.xlsx").write_bytes(book(both))
    answer = tocsin(home)
    notes = [note for file in answer.review["files"] for note in file["notes"]]
    assert answer.review["counts"]["events"] == 2
    assert any("chart" in note for note in notes)


def test_names_in_a_package_that_climb_out_of_it_write_nothing(home: Path) -> None:
    out = io.BytesIO(word())
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("../climbed.txt", "x")
        package.writestr("/tmp/../climbed.txt", "x")
    (home / "police.docx").write_bytes(out.getvalue())
    answer = tocsin(home)
    assert answer.status == 0
    assert not list(home.parent.rglob("climbed.txt"))


@pytest.mark.parametrize("name", ["police.csv", "folder", "decisions.csv", "coding.csv", "review.yaml"])
def test_a_link_that_leaves_the_folder_is_not_followed(home: Path, name: str) -> None:
    outside = home.parent / "outside"
    outside.mkdir()
    (outside / "a.csv").write_text(f"Date,Event\n05/02/2024,{SECRET}\n")
    (home / name).symlink_to(outside if name == "folder" else outside / "a.csv")
    answer = tocsin(home)
    if name in ("police.csv", "folder"):
        assert answer.refused() == {name: "T115"}
    else:
        assert answer.status == 3
        assert name in answer.error
    assert SECRET not in json.dumps(answer.review)
    assert (outside / "a.csv").read_text() == f"Date,Event\n05/02/2024,{SECRET}\n"


def test_two_children_in_one_file_are_told_apart_and_the_file_says_so(home: Path) -> None:
    (home / "chronology.csv").unlink()
    (home / "school.csv").write_text(
        "Date,Child,Event\n05/02/2024,Ada,Bruise to the cheek seen.\n06/02/2024,Bea,Late for school.\n"
        "07/02/2024,Ada,Late for school.\n"
    )
    review = tocsin(home).review
    assert {child["label"] for child in review["children"]} == {"Ada", "Bea"}
    labels = {child["id"]: child["label"] for child in review["children"]}
    assert {(one["source"]["row"], labels[one["child"]]) for one in review["events"]} == {
        (2, "Ada"), (3, "Bea"), (4, "Ada"),
    }  # fmt: skip
    assert any("2 children" in note for note in review["files"][0]["notes"])


def test_dates_that_cannot_be_are_set_aside_with_their_reason(home: Path) -> None:
    rows = ["29/02/2023,x", "29/02/2024,leap day", "01/02/2025,not yet", "05/02/2024 - 01/02/2024,backwards",
            "13/13/2023,x", "05/02/2024,good"]  # fmt: skip
    (home / "police.csv").write_text("\n".join(["Date,Event", *rows]) + "\n")
    review = tocsin(home).review
    set_aside = {one["source"]["row"]: one["code"] for one in review["quarantine"]}
    assert set_aside == {2: "T122", 4: "T123", 5: "T124", 6: "T122"}
    assert {one["words"] for one in review["events"]} == {"leap day", "good", "Row 1."}


EARLY = "2022-05-01 health_visiting visit child_seen=seen_with_carer"


def test_a_row_before_the_childs_birth_is_kept_and_said(home: Path) -> None:
    folder_of(home, "2023-05-01 midwifery birth", EARLY)
    review = tocsin(home).review
    assert review["counts"]["events"] == 2
    assert any("before the birth" in note and "3" in note for note in review["files"][0]["notes"])


def test_three_hundred_files_are_read(home: Path) -> None:
    for number in range(300):
        (home / f"police {number:03}.csv").write_text(f"Date,Event\n05/02/2024,Visit number {number}.\n")
    answer = tocsin(home)
    assert answer.status == 0
    assert len(answer.review["files"]) == 301
    assert answer.review["counts"]["rows_read"] == 602


# ------------------------------------------------------------ where the report goes


def test_a_report_cannot_lie_among_the_files_it_is_about(home: Path) -> None:
    answer = tocsin(home, out=home)
    assert answer.status == 2
    assert "T211" in answer.error
    assert [path.name for path in home.iterdir()] == ["chronology.csv"]


def test_a_report_in_a_folder_inside_is_never_read_as_a_file_of_an_agency(home: Path) -> None:
    for name in ("first", "first", "second"):
        answer = tocsin(home, "--formats", "json,xlsx,docx,html", out=home / name)
        assert answer.status == 0
        assert answer.review["counts"]["rows_read"] == 2
        assert not answer.review["refused"]


def test_an_output_folder_that_cannot_be_written_is_said_plainly(home: Path) -> None:
    (home.parent / "taken").write_text("a file")
    answer = tocsin(home, out=home.parent / "taken" / "out")
    assert answer.status == 1
    assert "The computer refused" in answer.error


# ------------------------------------------------------------ formulas

LIVE = (
    "=1+1",
    "+44 20 7946",
    "-3 kg",
    "@home",
    '=HYPERLINK("http://example.invalid","x")',
    "=cmd|' /C calc'!A0",
)


def formulas(made: openpyxl.Workbook) -> None:
    made.active.append(["Date", "Event", "Action taken"])
    for number, words in enumerate(LIVE, start=1):
        made.active.append([f"{number:02}/02/2024", "", "Bruise seen on the ear"])
        cell = made.active.cell(number + 1, 2)
        cell.value, cell.data_type = words, "s"
    made.active.append(["09/02/2024", "=1+1", "Bruise seen on the cheek"])  # a formula without a saved value


def quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def cells_of(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [cell for row in csv.reader(stream) for cell in row]


def test_a_formula_is_never_run_and_never_written_back_live(home: Path) -> None:
    (home / "police.xlsx").write_bytes(book(formulas))
    lines = "".join(f"{number:02}/03/2024,{quoted(words)}\n" for number, words in enumerate(LIVE, 1))
    (home / "school.csv").write_text(f"Date,Event\n{lines}")
    answer = tocsin(home, "--formats", "html,xlsx,docx,json")
    assert answer.status == 0
    out = home.parent / "the-report"
    written = [*out.rglob("*.csv"), home / "coding.csv"]
    assert len(written) > 2
    cells = [cell for path in written for cell in cells_of(path)]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    with zipfile.ZipFile(out / "report.xlsx") as package:
        sheets = [package.read(name).decode() for name in package.namelist() if "worksheets/sheet" in name]
    assert sheets
    assert not [sheet for sheet in sheets if re.search(r"<f[ >]|<hyperlink[ >][^>]*r:id", sheet)]
    assert set(LIVE) <= {one["words"] for one in answer.review["events"]}, "the words themselves stay"
    saved = openpyxl.load_workbook(out / "report.xlsx")
    assert not [c for s in saved for row in s.iter_rows() for c in row if c.data_type == "f"]
