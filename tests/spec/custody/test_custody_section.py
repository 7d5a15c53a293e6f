"""The section of a review on what courts, prisons and probation said of adults."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from shown_adults import CUSTODY

from tocsin.review.run import Outcome, review_folder
from tocsin.review.schema_custody import CustodyOut

TODAY = date(2026, 11, 21)
PROBATION = """\
Date,Child,What was recorded
05/10/2026,Ines Okafor-Reid,Visit to the grandmother's home. Ines seen alone. She likes her new school.
12/10/2026,Ines Okafor-Reid,Telephone call with the prison about next of kin.
"""
REVIEW = """\
subject: child-2
children:
  - {id: child-2, name: Ines Okafor-Reid, born: 2016-02-03}
files:
  probation.csv: {agency: probation}
"""
FORMATS = ("html", "xlsx", "docx", "json")
SECRETS = ("Tamsin", "Okafor", "Northfield", "category 2", "grandmother of the child", "Marek", "Adeyemi")


def folder_with(folder: Path, custody: str) -> Path:
    folder.mkdir()
    (folder / "probation.csv").write_text(PROBATION, encoding="utf-8")
    (folder / "review.yaml").write_text(REVIEW, encoding="utf-8")
    if custody:
        (folder / "custody.yaml").write_text(custody, encoding="utf-8")
    return folder


def reviewed(folder: Path, **more: object) -> tuple[Outcome, Path]:
    out = folder.with_name(f"{folder.name}-out")
    return review_folder(folder, out=out, today=TODAY, as_of=TODAY, **more), out  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Path]:
    return reviewed(folder_with(tmp_path_factory.mktemp("whole") / "folder", CUSTODY))


@pytest.fixture(scope="module")
def anonymised(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Path]:
    return reviewed(folder_with(tmp_path_factory.mktemp("anon") / "folder", CUSTODY), anonymise=True)


def adult(outcome: Outcome, name: str) -> CustodyOut:
    return next(one for one in outcome.review.custody if one.id == name)


def words_of_document(path: Path) -> str:
    document = Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_each_adult_that_could_be_read_has_a_section(whole: tuple[Outcome, Path]) -> None:
    assert [one.id for one in whole[0].review.custody] == [
        "serious",
        "ipp",
        "recalled",
        "unclear",
        "acquitted",
    ]


def test_a_tie_says_which_child_and_why(whole: tuple[Outcome, Path]) -> None:
    found = adult(whole[0], "serious").ties
    assert [(one.child, one.how) for one in found] == [("Ines Okafor-Reid", "this adult is the mother")]
    assert "lasts for life" in found[0].why


def test_the_adult_left_out_stands_in_the_quality_part(whole: tuple[Outcome, Path]) -> None:
    assert "T317" in {one.code for one in whole[0].review.quarantine}


def test_the_page_has_dates_working_picture_and_notices(whole: tuple[Outcome, Path]) -> None:
    page = (whole[1] / "report.html").read_text(encoding="utf-8")
    section = page.split('<section id="custody"', 1)[1].split("</section>", 1)[0]
    assert "How CRD" in section
    assert 'id="sentence-1"' in section
    assert "Notices due, and to whom" in section
    assert "Restricted: not to be copied or passed on" in section
    assert '<a href="#custody">' in page


def test_who_was_acquitted_is_not_said_to_be_in_custody(whole: tuple[Outcome, Path]) -> None:
    one = adult(whole[0], "acquitted")
    assert one.when[0].startswith("No sentence stands on file")
    assert (one.stretches, one.offences[0].standing) == ([], "acquitted")
    assert "in custody or on licence" not in (whole[1] / "report.html").read_text(encoding="utf-8").lower()


def test_the_sheet_holds_the_same(whole: tuple[Outcome, Path]) -> None:
    book = load_workbook(whole[1] / "report.xlsx", read_only=True)
    wanted = {"Custody answers", "Custody dates", "Custody calendar", "Custody notices", "Custody record"}
    assert wanted <= set(book.sheetnames)
    days = [
        row[3].value.date() for row in book["Custody dates"].iter_rows(min_row=2) if row[2].value == "CRD"
    ]
    assert date(2027, 3, 9) in days


def test_the_document_holds_the_same(whole: tuple[Outcome, Path]) -> None:
    words = words_of_document(whole[1] / "report.docx")
    assert "Courts, prisons and probation: dates" in words
    assert "Sentencing Act 2026 s23" in words


def test_an_agencys_own_view_has_no_section_unless_it_holds_the_file(tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "folder", CUSTODY)
    assert reviewed(folder, agency="probation", formats=("json",))[0].review.custody
    assert reviewed(folder, agency="court", formats=("json",))[0].review.custody == []


def test_what_was_not_known_on_the_day_of_the_view_is_not_shown(tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "folder", CUSTODY)
    out = tmp_path / "then"
    then = review_folder(folder, out=out, today=TODAY, as_of=date(2023, 6, 1), formats=("json",))
    crd = next(one for one in adult(then, "serious").dates if one.kind == "CRD")
    assert (crd.earliest, crd.latest) == (date(2028, 5, 15), date(2028, 5, 15))


def test_a_folder_without_custody_facts_says_nothing_of_custody(tmp_path: Path) -> None:
    outcome, out = reviewed(folder_with(tmp_path / "folder", ""))
    assert outcome.review.custody == []
    assert "custody" not in json.loads((out / "review.json").read_text(encoding="utf-8"))
    page = (out / "report.html").read_text(encoding="utf-8")
    assert 'id="custody"' not in page
    assert ".answers{" not in page
    names = load_workbook(out / "report.xlsx", read_only=True).sheetnames
    assert not [name for name in names if name.startswith("Custody")]


@pytest.mark.parametrize("name", ["report.html", "review.json", "report.docx"])
def test_an_anonymised_report_holds_nothing_restricted(anonymised: tuple[Outcome, Path], name: str) -> None:
    path = anonymised[1] / name
    words = words_of_document(path) if name.endswith("docx") else path.read_text(encoding="utf-8")
    assert [secret for secret in SECRETS if secret in words] == []
    assert "9 March 2027" in words or "2027-03-09" in words


def test_an_anonymised_adult_has_a_pseudonym_and_no_open_notice_of_the_victims_side(
    anonymised: tuple[Outcome, Path],
) -> None:
    for one in anonymised[0].review.custody:
        assert one.label.startswith(("Adult", "Mother", "Father"))
        assert one.restricted == []
        assert not [it for it in one.notices if it.restricted]
        assert one.names == []
