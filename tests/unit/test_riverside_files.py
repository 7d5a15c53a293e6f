"""The example family's files are what their README says: real formats, with the traps of real ones."""

from __future__ import annotations

import csv
import importlib.util
import io
import re
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import docx
import pytest
import yaml
from lxml import etree
from python_calamine import CalamineWorkbook

from tocsin.records.folder import read_folder
from tocsin.records.manifest import read_manifest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "riverside"
MARKED = ROOT / "examples" / "riverside.marked.csv"
VOCABULARY = ROOT / "src" / "tocsin" / "chronology" / "data" / "vocabulary.yaml"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_riverside", ROOT / "scripts" / "make_riverside.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MAKER = maker()


@pytest.fixture(scope="module")
def marks() -> list[dict[str, str]]:
    with MARKED.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


@pytest.fixture(scope="module")
def vocabulary() -> dict[str, Any]:
    return yaml.safe_load(VOCABULARY.read_text(encoding="utf-8"))


def docx_rows(name: str) -> list[list[list[str]]]:
    document = docx.Document(str(FOLDER / name))
    return [
        [
            ["".join(t.text or "" for t in tc.iter(WORD + "t")) for tc in tr.iter(WORD + "tc")]
            for tr in tbl._tbl.tr_lst
        ]
        for tbl in document.tables
    ]


def csv_rows() -> list[list[str]]:
    words = (FOLDER / "hospital-export.csv").read_bytes().decode("cp1252")
    return list(csv.reader(io.StringIO(words, newline=""), delimiter=";"))


def odt_rows() -> list[list[str]]:
    with zipfile.ZipFile(FOLDER / "housing-notes.odt") as archive:
        root = etree.fromstring(archive.read("content.xml"))
    return [
        ["".join(cell.itertext()) for cell in row.iter(TABLE + "table-cell")]
        for row in root.iter(TABLE + "table-row")
    ]


def sheet(name: str, part: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(FOLDER / name).get_sheet_by_name(part).to_python(skip_empty_area=False)


def rows_of(name: str, part: str) -> list[list[Any]]:
    if name.endswith(".docx"):
        return docx_rows(name)[int(part.split()[1]) - 1]
    if name.endswith(".odt"):
        return odt_rows()
    return csv_rows() if name.endswith(".csv") else sheet(name, part)


def test_making_the_files_again_changes_nothing(tmp_path: Path) -> None:
    """In a process of its own: odfpy keeps the namespaces it has met in a table for all documents."""
    script = str(ROOT / "scripts" / "make_riverside.py")
    subprocess.run([sys.executable, script, "--out", str(tmp_path)], check=True, cwd=ROOT)
    for made in sorted((tmp_path / "riverside").iterdir()):
        assert made.read_bytes() == (FOLDER / made.name).read_bytes(), made.name
    assert (tmp_path / MARKED.name).read_bytes() == MARKED.read_bytes()


def test_six_agencies_tell_it_and_a_seventh_sent_nothing(marks: list[dict[str, str]]) -> None:
    expected = yaml.safe_load((FOLDER / "review.yaml").read_text(encoding="utf-8"))["agencies_expected"]
    assert set(expected) - {mark["agency"] for mark in marks} == {"health_gp"}


def test_the_whole_holds_between_110_and_140_rows(marks: list[dict[str, str]]) -> None:
    assert 110 <= len({(mark["file"], mark["part"], mark["row"]) for mark in marks}) <= 140


def test_every_marked_word_stands_in_its_row(marks: list[dict[str, str]]) -> None:
    missing = []
    for mark in marks:
        row = rows_of(mark["file"], mark["part"])[int(mark["row"]) - 1]
        if not any(mark["words"] in str(cell) for cell in row):
            missing.append((mark["file"], mark["row"], mark["words"]))
    assert missing == []


def test_every_row_of_every_file_is_marked_or_said_to_carry_no_code(marks: list[dict[str, str]]) -> None:
    told = {
        (told["file"], part["part"]): part["rows"] for told in MAKER.told_files() for part in told["parts"]
    }
    for (name, part), rows in told.items():
        read = [row for row in rows_of(name, part) if any(str(cell).strip() for cell in row)]
        skipped = sum(bool(row.get("header") or row.get("continuation")) for row in rows)
        lines = {mark["row"] for mark in marks if (mark["file"], mark["part"]) == (name, part)}
        assert len(read) - skipped == len(lines), (name, part)


def is_code(value: str, vocabulary: dict[str, Any], event_type: str, name: str) -> bool:
    placed = vocabulary["attribute_codes"]
    kind = placed.get(event_type, {}).get(name) or placed["any"].get(name, "words")
    shapes = {"boolean": "true|false", "number": r"\d+(\.\d+)?", "date": r"\d{4}-\d\d-\d\d", "words": ".+"}
    if kind in shapes:
        return re.fullmatch(shapes[kind], value) is not None
    return value in {str(code) for code in vocabulary["codes"][kind]}


def test_every_mark_is_in_the_vocabulary(marks: list[dict[str, str]], vocabulary: dict[str, Any]) -> None:
    faults = []
    for mark in (mark for mark in marks if mark["event_type"]):
        allowed = [
            *vocabulary["event_types"][mark["event_type"]]["attributes"],
            *vocabulary["common_attributes"],
        ]
        for pair in filter(None, mark["attributes"].split(";")):
            name, _, values = pair.partition("=")
            coded = all(is_code(value, vocabulary, mark["event_type"], name) for value in values.split(","))
            if name not in allowed or not coded:
                faults.append((mark["file"], mark["row"], mark["event_type"], pair))
    assert faults == []


def test_the_same_code_is_not_given_twice_to_the_same_words(marks: list[dict[str, str]]) -> None:
    keys = [(m["file"], m["part"], m["row"], m["words"], m["event_type"]) for m in marks if m["event_type"]]
    assert len(keys) == len(set(keys))


def test_the_word_chronology_repeats_its_header_where_a_page_cut_a_row() -> None:
    first, second = docx_rows("social-care-chronology.docx")
    again = [place for place, row in enumerate(first) if row[0] == "Seq"][1]
    assert first[again - 1][0] == "23"
    assert first[again + 1] == ["", "", "", "", "", "", "", "supervision.", ""]
    assert second[0] == ["Date", "Event", "Decision", "Analysis"]


def test_the_word_chronology_holds_tracked_changes_and_a_comment() -> None:
    with zipfile.ZipFile(FOLDER / "social-care-chronology.docx") as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
        comments = archive.read("word/comments.xml").decode()
    assert [e.text for e in body.iter(WORD + "delText")] == ["for good"]
    assert len(list(body.iter(WORD + "ins"))) == 1
    assert "when did we last see Tobi on his own?" in comments


def test_one_row_is_undated_and_one_has_a_day_that_does_not_exist() -> None:
    first = docx_rows("social-care-chronology.docx")[0]
    assert [row[0] for row in first if len(row) > 4 and row[0].isdigit() and not row[1]] == ["6"]
    assert [row[0] for row in csv_rows() if row[0].startswith("31/06")] == ["31/06/2023"]


def test_the_police_sheet_mixes_typed_dates_a_serial_text_and_a_merged_cell() -> None:
    rows = sheet("police-log.xlsx", "Occurrences")
    dates = [row[0] for row in rows]
    assert date(2022, 12, 4) in dates
    assert 45296.0 in dates
    assert {"?02.12/23", "2019"} <= set(dates)
    assert len(CalamineWorkbook.from_path(FOLDER / "police-log.xlsx").sheet_names) == 2
    merged = CalamineWorkbook.from_path(FOLDER / "police-log.xlsx").get_sheet_by_name("Occurrences")
    assert ((6, 0), (7, 0)) in (merged.merged_cell_ranges or [])


def test_the_school_log_ticks_each_child_and_enters_some_rows_late() -> None:
    rows = [row for row in sheet("school-log.xlsx", "Log")[3:] if row[0]]
    assert {row[2] for row in rows} == {row[3] for row in rows} == {"", "✓"}
    assert [row[0] for row in rows if row[1] > row[0]] == [
        date(2023, 6, 16), date(2023, 9, 11), date(2024, 3, 5), date(2024, 5, 24),
    ]  # fmt: skip


def test_the_hospital_export_is_windows_text_with_lines_inside_cells() -> None:
    raw = (FOLDER / "hospital-export.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    assert any("\n" in cell for row in csv_rows() for cell in row)
    assert {cell[:1] for row in csv_rows() for cell in row[6:]} >= {"=", "+"}


def test_one_fall_is_told_three_times_on_two_days() -> None:
    hospital = next(row for row in csv_rows() if row[0] == "16/06/2023")
    visitor = next(row for row in docx_rows("health-visiting.docx")[0] if row[0] == "?14/06/23")
    school = next(row for row in sheet("school-log.xlsx", "Log") if row[0] == date(2023, 6, 16))
    assert "trampoline in the garden yesterday 15/06" in hospital[4]
    assert "bed frame on Wednesday" in visitor[2]
    assert "on his bed on Wednesday night" in school[4]


def test_one_man_is_spelt_three_ways_and_called_lodger_friend_and_partner() -> None:
    parts = {"police-log.xlsx": "Occurrences", "housing-notes.odt": "", "hospital-export.csv": ""}
    told = {name: str(rows_of(name, part)) for name, part in {**parts, "school-log.xlsx": "Log"}.items()}
    assert "her partner Callum STRAKE" in told["police-log.xlsx"]
    assert "a lodger, Mr C Straik" in told["housing-notes.odt"]
    assert "Kallum Strayke" in told["hospital-export.csv"]
    assert "Mr C Strake, family friend" in told["school-log.xlsx"]


def test_each_marked_row_is_read_in_its_place_save_the_day_that_does_not_exist(
    marks: list[dict[str, str]],
) -> None:
    read = read_folder(FOLDER, manifest=read_manifest(FOLDER), today=date(2024, 7, 31))
    records = [record for one in read.files for record in one.records]
    words = {(r.place.file, r.place.part, r.place.row): "\n".join(r.cells.values()) for r in records}
    lost = {(m["file"], m["part"], int(m["row"])) for m in marks} - set(words)
    refused = [(q.place.file, q.place.part, q.place.row) for one in read.files for q in one.quarantine]
    assert list(lost) == refused == [("hospital-export.csv", "", 6)]
    assert all(m["words"] in words.get((m["file"], m["part"], int(m["row"])), m["words"]) for m in marks)
    assert [r.cells["source"] for r in records if r.when is None] == ["Handwritten note found on paper file"]


def test_no_number_could_ring_a_real_telephone() -> None:
    prose = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "scripts" / "riverside").glob("*.yaml")
    )
    numbers = re.findall(r"(?:\+44 ?|\b0)\d[\d ]{8,}", prose)
    assert numbers
    assert all(re.match(r"(\+44 ?|0)(7700 ?900|1632 ?960)\d{3}$", number.strip()) for number in numbers)
