"""XLSX and DOCX as LibreOffice reads them: every row is still there and nothing runs."""

from __future__ import annotations

import csv
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from made_review import HOSTILE_CELL, made_review

from tocsin.review.report import picture_inputs, tables, write_reports
from tocsin.review.report.reading import Reading

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed"),
]
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
# every sheet of the book, each in a file of its own
ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("office")
    write_reports(made_review(), out, formats=("xlsx", "docx"))
    for name, target in (("report.xlsx", ALL_SHEETS), ("report.docx", "odt")):
        command = [
            str(SOFFICE),
            f"-env:UserInstallation=file://{out}/profile",
            "--headless",
            "--convert-to",
            target,
        ]
        subprocess.run(
            [*command, "--outdir", str(out), str(out / name)], check=True, capture_output=True, timeout=180
        )
    return out


def test_each_sheet_keeps_its_rows(folder: Path) -> None:
    for table in tables.all_tables(Reading(made_review())):
        with (folder / f"report-{table.name}.csv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        assert len(rows) == len(table.rows) + 1, table.name


def test_a_formula_in_a_record_stays_words(folder: Path) -> None:
    text = (folder / "report-Chronology.csv").read_text("utf-8")
    assert HOSTILE_CELL in text
    assert "Err:" not in text


def test_the_document_keeps_the_rows_of_every_table(folder: Path) -> None:
    with zipfile.ZipFile(folder / "report.odt") as book:
        root = etree.fromstring(book.read("content.xml"))
    reading = Reading(made_review())
    wanted = [
        tables.missed(reading),
        tables.concerns(reading),
        tables.responses(reading),
        tables.adults(reading),
        tables.injuries(reading),
        tables.compliance(reading),
        tables.shared(reading),
        tables.questions(reading),
        tables.chronology(reading),
        tables.undated(reading),
        tables.quarantine(reading),
        tables.input_files(reading),
    ]
    found = [len(list(table.iter(f"{TABLE}table-row"))) for table in root.iter(f"{TABLE}table")]
    assert found == [len(table.rows) + 1 for table in wanted]


def test_the_document_shows_every_picture_and_says_it_in_words(folder: Path) -> None:
    with zipfile.ZipFile(folder / "report.odt") as book:
        root = etree.fromstring(book.read("content.xml"))
    frames = [one for one in root.iter("{*}frame") if one.find("{*}image") is not None]
    said = [frame.findtext("{*}desc") or "" for frame in frames]
    pictures = picture_inputs.draw(Reading(made_review()))
    drawn = [*pictures.timeline, *pictures.seen_strip, *pictures.genogram, *pictures.body_map]
    assert [words.startswith(one.title) for words, one in zip(said, drawn, strict=False)] == [True] * len(
        drawn
    )
    assert len(said) == len(drawn) + len(pictures.matrix)
