"""A folder as it comes: files that cannot be read, links, leftovers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from agency_files import TODAY, docx, odt, read, xlsx, zipped

from tocsin.errors import EmptyFolder
from tocsin.records.folder import read_folder
from tocsin.records.manifest import FileEntry, Manifest

GOOD = "Date,Event\n22/05/2016,Seen\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    "name", [None, "review.yaml", "coding.csv", ".hidden.csv", "~$police.docx", "readme.md"]
)
def test_an_empty_folder_says_what_to_put_in_it(tmp_path: Path, name: str | None) -> None:
    if name:
        (tmp_path / name).write_text(GOOD)
    with pytest.raises(EmptyFolder, match="Put the agencies"):
        read(tmp_path)
    with pytest.raises(EmptyFolder):
        read(tmp_path / "nowhere")


BAD = [
    ("police.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "T111"),
    ("police.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "T111"),
    ("police.docx", OLE, "T113"),
    ("police.doc", OLE, "T113"),
    ("police.xls", OLE, "T113"),
    ("police.pdf", b"%PDF-1.7", "T113"),
    ("police.qqq", b"?", "T116"),
    ("police.docx", b"", "T112"),
    ("police.docx", b"PK\x03\x04rubbish", "T112"),
    ("police.xlsx", b"<html><table>", "T112"),
    ("police.odt", zipped({"mimetype": b"x"}), "T112"),
    ("police.docx", zipped({"word/document.xml": b"<a"}), "T112"),
    ("police.odt", zipped({"content.xml": b"<a>" * 400}), "T114"),
    ("police.odt", zipped({f"{number}.xml": b"" for number in range(5001)}), "T114"),
    ("police.xlsx", zipped({"xl/workbook.xml": b"<a/>", "x.xml": b" " * 400_000_000}), "T114"),
]


@pytest.mark.parametrize(("name", "data", "code"), BAD)
def test_a_bad_file_is_refused_and_the_good_ones_are_read(
    tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "gp.csv").write_text(GOOD)
    found = read(tmp_path)
    assert [one.file for one in found.files] == ["gp.csv"]
    (refused,) = found.refused
    assert (refused.file, refused.code) == (name, code)
    assert refused.remedy


def test_links_out_of_the_folder_are_refused_and_links_inside_passed_over(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "folder"
    outside.mkdir()
    folder.mkdir()
    (outside / "secret.csv").write_text(GOOD)
    (folder / "gp.csv").write_text(GOOD)
    os.symlink(outside / "secret.csv", folder / "police.csv")
    os.symlink(outside, folder / "all")
    os.symlink("loop.csv", folder / "loop.csv")
    os.symlink("gp.csv", folder / "again.csv")
    found = read(folder)
    assert [one.file for one in found.files] == ["gp.csv"]
    assert {one.file for one in found.refused if one.code == "T115"} >= {"all", "police.csv"}
    assert any("again.csv is a link" in note for note in found.notes)


def test_leftovers_and_our_own_files_are_passed_over(tmp_path: Path) -> None:
    for name in [
        "gp.csv",
        "coding.csv",
        "decisions.csv",
        "analysis.csv",
        "~$gp.docx",
        ".~lock.gp.odt#",
        "Thumbs.db",
        "out/report.csv",
    ]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(GOOD)
    found = read_folder(tmp_path, manifest=None, today=TODAY, out=tmp_path / "out")
    assert [one.file for one in found.files] == ["gp.csv"]
    assert not found.refused
    assert sum("temporary" in note for note in found.notes) == 2


def test_sub_folders_are_read_in_one_order_and_a_copy_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "police.csv").write_text(GOOD)
    (tmp_path / "a.csv").write_text(GOOD)
    (tmp_path / "c.csv").write_text(GOOD + "\n")
    seen: list[tuple[str, int, int]] = []
    found = read_folder(tmp_path, manifest=None, today=TODAY, progress=lambda *step: seen.append(step))
    assert seen == [("a.csv", 1, 3), ("b/police.csv", 2, 3), ("c.csv", 3, 3)]
    assert [one.file for one in found.files] == ["a.csv", "c.csv"]
    assert any("same bytes" in note for note in found.notes)


def test_the_manifest_can_leave_a_file_out_and_is_told_of_missing_ones(tmp_path: Path) -> None:
    (tmp_path / "gp.csv").write_text(GOOD)
    (tmp_path / "old.csv").write_text(GOOD)
    found = read(tmp_path, Manifest(files={"old.csv": FileEntry(skip=True), "lost.csv": FileEntry()}))
    assert [one.file for one in found.files] == ["gp.csv"]
    assert any("lost.csv" in note for note in found.notes)


def test_no_refusal_or_quarantine_reason_repeats_the_words_of_a_record(tmp_path: Path) -> None:
    (tmp_path / "gp.csv").write_text("Date,Event\n31/02/2016,Zebedee was here\nZebedee said so,b\n")
    (tmp_path / "police.csv").write_text("Zebedee,Other\n1,2\n")
    found = read(tmp_path)
    reasons = [(bad.reason, bad.remedy) for one in found.files for bad in one.quarantine]
    assert len(reasons) == 2
    assert "Zebedee" not in str(reasons) + str(found.refused)


@pytest.mark.parametrize("size", [5000])
def test_eight_files_of_five_thousand_rows_are_read_with_every_row_counted(tmp_path: Path, size: int) -> None:
    each = size // 8
    rows = [["Date", "Agency", "Event", "Action"]]
    rows += [
        [f"{1 + n % 28:02}/{1 + n % 12:02}/{2001 + n % 20}", "Police", f"Event {n}", "None"]
        for n in range(each)
    ]
    for number, agency in enumerate(["police", "gp", "school", "housing"]):
        (tmp_path / f"{agency}.csv").write_text(
            "\n".join(",".join([*row[:2], f"{row[2]} {number}", row[3]]) for row in rows)
        )
    (tmp_path / "hv.xlsx").write_bytes(xlsx(lambda book: [book.active.append(row) for row in rows] and None))
    (tmp_path / "csc.xlsx").write_bytes(
        xlsx(lambda book: [book.active.append(row[::-1]) for row in rows] and None)
    )
    (tmp_path / "camhs.docx").write_bytes(docx(rows[:40]))
    (tmp_path / "court.odt").write_bytes(odt(rows))
    found = read(tmp_path)
    assert sum(len(one.records) for one in found.files) == 7 * each + 39


def test_a_file_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gp.csv").write_text(GOOD)
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.csv")).write_text(GOOD)
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    found = read(tmp_path)
    assert [one.code for one in found.refused] == ["T116"]
    found.refused[0].file.encode()
