"""Coded chronologies and lists of involvement."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from agency_files import TODAY, read, read_one

from tocsin.records.folder import read_folder
from tocsin.records.when import Precision

DATA = Path(__file__).parents[4] / "shared" / "data"
HEADINGS = (
    "seq,date_happened,date_precision,date_note,agency,event_type,detail,attributes,"
    "response_taken,missed_opportunity,recorded,known_from,child,withdrawn_on"
)


def _coded(folder: Path, *rows: str):  # type: ignore[no-untyped-def]
    return read_one(folder, "case.csv", "\n".join([HEADINGS, *rows]) + "\n")


def test_a_coded_row_keeps_its_terms_and_its_order(tmp_path: Path) -> None:
    row = (
        "3,2016-05-22,day,,police+social_care,injury_seen,A bruise.,"
        '"kind=bruise;site=ear,cheek;delay_hours=4",'
        "none,yes,2016-05-23,2016-05-24,child_b,2016-06-01"
    )
    (record,) = _coded(tmp_path, row).records
    assert (record.seq, record.ordered, record.event_type) == (3, True, "injury_seen")
    assert record.agencies == ("police", "social_care")
    assert record.attributes == {"kind": ("bruise",), "site": ("ear", "cheek"), "delay_hours": ("4",)}
    assert record.cells == {"what": "A bruise."}
    assert (record.recorded, record.known_from, record.withdrawn_on) == (
        date(2016, 5, 23),
        date(2016, 5, 24),
        date(2016, 6, 1),
    )
    assert record.child == "child_b"


def test_the_answers_never_reach_the_engine(tmp_path: Path) -> None:
    answers = (
        "mo_basis=review;listed_in=x;done_on=2016-01-01;delay_weeks=2;delay_months=1;review_note=x;"
        "total_incidents=9;kind=bruise"
    )
    one = _coded(tmp_path, f"1,2016-05-22,day,,police,injury_seen,a,{answers},took_action,was_missed,,,,")
    assert one.records[0].attributes == {"kind": ("bruise",)}
    assert "took_action" not in str(one)
    assert "was_missed" not in str(one)
    assert any("left out" in note for note in one.notes)


def test_a_figure_for_many_incidents_is_a_running_total(tmp_path: Path) -> None:
    (record,) = _coded(tmp_path, "1,2016,year,,police,police_incident,a,aggregate=yes;kind=x,,,,,,").records
    assert (record.event_type, record.attributes) == ("running_total", {})


@pytest.mark.parametrize(
    ("written", "precision", "start", "end", "kept"),
    [
        ("2016-05-22", "month", "2016-05-01", "2016-05-31", Precision.MONTH),
        ("2016-05", "range", "2016-05-01", "2016-05-31", Precision.RANGE),
        ("2007-01/2008-03", "range", "2007-01-01", "2008-03-31", Precision.RANGE),
        ("2016-05-22", "about", "2016-05-22", "2016-05-22", Precision.ABOUT),
        ("2016-05-22", "", "2016-05-22", "2016-05-22", Precision.DAY),
        ("2016-05", "nonsense", "2016-05-01", "2016-05-31", Precision.MONTH),
    ],
)
def test_the_stated_precision_stands(
    tmp_path: Path, written: str, precision: str, start: str, end: str, kept: Precision
) -> None:
    when = _coded(tmp_path, f"1,{written},{precision},a note,police,visit,a,,,,,,,").records[0].when
    assert (when.start.isoformat(), when.end.isoformat(), when.precision, when.note) == (
        start,
        end,
        kept,
        "a note",
    )


def test_bad_coded_rows_are_quarantined(tmp_path: Path) -> None:
    one = _coded(
        tmp_path,
        "1,2016-02-31,day,,police,visit,a,,,,,,,",
        "2,2016-05-22,day,,police,,a,,,,,,,",
        "3,,,,police,visit,a,,,,,,,",
    )
    assert [bad.place.cell for bad in one.quarantine] == ["column 2", "column 6"]
    assert one.records[0].when is None


@pytest.mark.shared
@pytest.mark.skipif(not DATA.exists(), reason="the data folder is not beside the project")
@pytest.mark.parametrize("folder", ["published_cases", "benign_cases"])
def test_every_row_of_the_collected_cases_is_read(folder: str) -> None:
    found = read(DATA / folder)
    assert len(found.files) >= 10
    for one in found.files:
        assert (one.kind, one.quarantine, one.headers_and_blanks) == ("coded", (), 1)
        assert len(one.records) == one.rows_read - 1
        assert all(record.when is not None and record.when.start <= record.when.end for record in one.records)
    assert [one.file for one in found.refused] in ([], ["controls_key.csv"])


@pytest.mark.shared
@pytest.mark.skipif(not DATA.exists(), reason="the data folder is not beside the project")
def test_every_row_of_the_involvement_lists_is_accounted_for() -> None:
    found = read_folder(DATA / "familycontext", manifest=None, today=TODAY)
    assert [(one.file, one.kind, one.agencies, len(one.records)) for one in found.files] == [
        ("csc.csv", "involvement", ("social_care",), 500),
        ("education.csv", "involvement", ("school",), 500),
    ]
    first = found.files[0].records[0]
    assert first.event_type == "agency_involvement"
    assert first.extra["Address"].count("\n") == 3
    assert all("\n" in record.extra["Address"] for one in found.files for record in one.records)
    assert found.files[0].covers == (date(2018, 1, 1), date(2022, 9, 30))
    assert any("256 rows" in note for note in found.files[0].notes)
