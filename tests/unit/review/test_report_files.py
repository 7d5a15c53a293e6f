"""XLSX, DOCX, JSON and the folder they are written to."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import jsonschema
import msgspec
import openpyxl
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from made_review import HOSTILE_CELL, big_review, made_review

from tocsin.errors import UsageError
from tocsin.review.report import tables, terms, write_reports
from tocsin.review.report.docx import docx_bytes
from tocsin.review.report.html import html_bytes
from tocsin.review.report.json_file import json_bytes, read_json, schema_bytes, schema_json, schema_page
from tocsin.review.report.reading import Reading
from tocsin.review.report.safe import bare, clean, inert, within, write_whole
from tocsin.review.report.xlsx import CELL_LIMIT, cell_words, xlsx_bytes
from tocsin.review.schema import LocalChangeOut, Review, SwitchedOffOut


def workbook(review: Review) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(xlsx_bytes(Reading(review))))


def with_words(words: str) -> Review:
    review = made_review()
    first = msgspec.structs.replace(review.events[0], words=words)
    return msgspec.structs.replace(review, events=[first, *review.events[1:]])


def test_the_book_has_its_sheets_in_the_order_a_panel_looks_for_them() -> None:
    assert workbook(made_review()).sheetnames == [
        "Summary",
        "Chronology",
        "Concerns",
        "Responses",
        "Missed",
        "Adults",
        "Injuries",
        "Compliance",
        "Shared",
        "Questions",
        "Undated",
        "Quarantine",
        "Unmapped",
        "Files",
    ]


def test_days_are_dates_and_numbers_numbers() -> None:
    sheet = workbook(made_review())["Chronology"]
    assert sheet["A2"].value == 1
    assert sheet["B2"].value == datetime(2021, 6, 14)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref is not None


@pytest.mark.parametrize(
    "words", [HOSTILE_CELL, "+44", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "=HYPERLINK(1)"]
)
def test_no_cell_begins_as_a_formula_does(words: str) -> None:
    cells = [cell for row in workbook(with_words(words))["Chronology"].iter_rows() for cell in row]
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
    assert not any(str(cell.value)[:1] in "=+-@" for cell in cells if cell.value and cell.data_type == "s")
    assert any(clean(words).strip() in str(cell.value) for cell in cells)


@pytest.mark.parametrize("words", ["a" * 40_000, "😀" * 20_000])
def test_a_cell_too_long_for_a_sheet_is_cut_and_says_so(words: str) -> None:
    cut = cell_words(words)
    assert len(cut.encode("utf-16-le")) // 2 <= CELL_LIMIT
    assert "whole text is in review.json" in cut


def test_a_guard_can_be_taken_off_again() -> None:
    for words in ("=1", "-x", "plain", "'quoted'", "'=1"):
        assert bare(inert(words)) in (words, bare(words))
    assert bare(inert("=1")) == "=1"


def test_the_document_is_a3_landscape_and_marked() -> None:
    document = Document(io.BytesIO(docx_bytes(Reading(made_review()))))
    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (420, 297)
    assert "DRAFT — CONFIDENTIAL" in section.header.paragraphs[0].text
    assert "DRAFT — CONFIDENTIAL" in section.footer.paragraphs[0].text
    assert all(b"tblHeader" in table._tbl.xml.encode() for table in document.tables)


def test_the_document_bears_signs_xml_forbids() -> None:
    document = Document(io.BytesIO(docx_bytes(Reading(with_words("a\x00b\x0bc\ud800d <w:p/> &amp;")))))
    chronology = document.tables[8]
    assert "abcd <w:p/> &amp;" in chronology.rows[1].cells[4].text


def test_the_page_bears_signs_xml_forbids() -> None:
    page = html_bytes(Reading(with_words("a\x00b\x0bc\ud800d\u202e evil"))).decode()
    assert "abcd evil" in page


def test_five_thousand_events_stand_in_the_page() -> None:
    assert html_bytes(Reading(big_review())).count(b'<tr id="event-') == 5000


def test_twice_the_events_take_about_twice_the_steps(calls_of: Callable[[Callable[[], object]], int]) -> None:
    html_bytes(Reading(made_review()))  # the templates are compiled once
    few, more = big_review(600), big_review(1200)
    assert calls_of(lambda: html_bytes(Reading(more))) <= 3 * calls_of(lambda: html_bytes(Reading(few)))


def test_json_comes_back_as_it_went() -> None:
    assert read_json(json_bytes(made_review())) == made_review()


def test_json_keeps_to_its_published_schema() -> None:
    jsonschema.Draft202012Validator(schema_json()).validate(json.loads(json_bytes(made_review())))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema_json()).validate({"schema_version": 1})
    assert json.loads(schema_bytes()) == schema_json()


def test_the_reference_page_names_every_field() -> None:
    page = schema_page()
    for kind in ("Review", "EventOut", "ConcernOut", "ResponseOut", "Source"):
        assert f"## {kind}\n" in page
    assert all(f"| `{field.name}` |" in page for field in msgspec.structs.fields(Review))
    assert "| `raised_on` | day | always present |" in page
    assert "| `harm_on` | day or null | always present |" in page


def test_it_writes_every_file_and_says_which(tmp_path: Path) -> None:
    told: list[str] = []
    made = write_reports(made_review(), tmp_path / "new" / "out", progress=told.append)
    names = [path.relative_to(tmp_path / "new" / "out").as_posix() for path in made]
    assert names[:4] == ["report.html", "report.xlsx", "report.docx", "review.json"]
    assert "questions/school.csv" in names
    assert told == [path.name for path in made]
    assert all(path.stat().st_size for path in made)


def test_it_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "report.html"
    target.write_bytes(b"the last run")

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="full"):
        write_whole(target, b"half")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert target.read_bytes() == b"the last run"


def test_it_refuses_a_link_that_leads_out_of_the_folder(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    (out / "questions").symlink_to(elsewhere)
    with pytest.raises(UsageError, match="leads outside"):
        write_reports(made_review(), out, formats=("json",))
    with pytest.raises(UsageError):
        within(out, "..", "x")
    assert list(elsewhere.iterdir()) == []


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="pdf"):
        write_reports(made_review(), tmp_path, formats=("pdf",))


def test_an_answer_typed_into_a_question_file_survives_the_next_run(tmp_path: Path) -> None:
    review = made_review()
    write_reports(review, tmp_path, formats=())
    file = tmp_path / "questions" / "school.csv"
    lines = file.read_text("utf-8-sig").replace(",C2,", ",C2,We wrote on the 23rd.")
    file.write_text(lines, "utf-8")
    write_reports(review, tmp_path, formats=())
    assert "We wrote on the 23rd." in file.read_text("utf-8-sig")
    fewer = [question for question in review.questions if question.agency != "school"]
    other = msgspec.structs.replace(review.questions[0], words="Another question?")
    write_reports(msgspec.structs.replace(review, questions=[*fewer, other]), tmp_path, formats=())
    kept = file.read_text("utf-8-sig")
    assert kept.count("We wrote on the 23rd.") == 1
    assert "no longer asked" in kept


@pytest.mark.parametrize("made", [docx_bytes, xlsx_bytes])
def test_an_office_file_holds_no_hour_of_writing(made: Callable[[Reading], bytes]) -> None:
    review = made_review()
    with zipfile.ZipFile(io.BytesIO(made(Reading(review)))) as book:
        assert {part.date_time[:3] for part in book.infolist()} == {(1980, 1, 1)}
        told = re.findall(r"\d{4}-\d{2}-\d{2}T[^<]*", book.read("docProps/core.xml").decode())
    assert set(told) == {f"{review.as_of}T00:00:00Z"}


@pytest.mark.parametrize("made", [docx_bytes, xlsx_bytes])
def test_one_review_makes_one_file_whatever_the_clock_says(
    made: Callable[[Reading], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made(Reading(made_review()))
    hour = time.localtime(1_900_000_000)
    monkeypatch.setattr(time, "localtime", lambda *_: hour)
    assert made(Reading(made_review())) == first


def test_each_picture_of_the_document_says_what_it_shows_and_has_both_forms() -> None:
    with zipfile.ZipFile(io.BytesIO(docx_bytes(Reading(made_review())))) as book:
        document = book.read("word/document.xml").decode()
        media = [name for name in book.namelist() if name.startswith("word/media/")]
    said = re.findall(r'<wp:docPr [^>]*descr="([^"]+)"', document)
    assert len(said) >= 4
    assert sorted(media) == sorted(
        f"word/media/picture{n}.{kind}" for n in range(1, len(said) + 1) for kind in ("emf", "svg")
    )
    assert len(set(re.findall(r'<wp:docPr id="(\d+)"', document))) == len(said)


def test_what_a_partnership_changed_is_shown_with_who_signed_and_why() -> None:
    off = SwitchedOffOut(
        "food_scavenging", "Under review.", "partnership_chair", "2026-04-01", "Child seeks food"
    )
    change = LocalChangeOut(
        "child_not_seen_alone",
        "Child not seen alone",
        ["See the child alone: within 5 working days (as shipped: 10 working days)"],
        "Our standard.",
        "director_childrens_services",
        "2026-04-02",
    )
    review = msgspec.structs.replace(
        made_review(), partnership="Aldermere Vale", switched_off=[off], local_changes=[change]
    )
    sheet = workbook(review)["Local changes"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows[0] == [
        "Child seeks food",
        "Switched off: it raises nothing in this report",
        "Under review.",
        "Partnership chair",
        "1 April 2026",
    ]
    assert rows[1][1] == change.what[0]
    page = html_bytes(Reading(review)).decode()
    document = docx_bytes(Reading(review))
    with zipfile.ZipFile(io.BytesIO(document)) as book:
        told = book.read("word/document.xml").decode()
    for words in (
        "Child seeks food",
        "Under review.",
        "Our standard.",
        "within 5 working days",
        "1 sign switched off",
    ):
        assert words in page
        assert words in told


def test_the_document_says_what_a_concern_rests_on_once() -> None:
    table = tables.missed_by_concern(Reading(made_review()))
    evidence = [column.heading for column in table.columns].index("Evidence")
    of = [column.heading for column in table.columns].index("Concern")
    shown = [row[of] for row in table.rows if row[evidence] != tables.AS_ABOVE]
    assert len(shown) == len(set(shown))
    assert sorted(map(str, (row[0] for row in table.rows))) == sorted(
        str(row[0]) for row in tables.missed(Reading(made_review())).rows
    )


def test_a_child_is_not_said_to_be_unchecked() -> None:
    review = made_review()
    children = {child.label for child in review.children}
    for row in tables.adults(Reading(review)).rows:
        if row[1] in children:
            assert row[5] != terms.verified("not_stated")
