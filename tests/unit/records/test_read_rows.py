"""What becomes of the rows of a chronology: dates, agencies, headings, children, ids, counts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from agency_files import HEAD, docx, odt, read, read_one, what, xlsx

from tocsin.records.headings import slot_of
from tocsin.records.manifest import ChildEntry, Covers, FileEntry, Manifest
from tocsin.records.record import FileRead


def _csv(*rows: str) -> str:
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize(
    ("heading", "slot"),
    [
        ("DATE OF EVENT", "date"),
        ("Date (dd/mm/yyyy)", "date"),
        ("Date/Time:", "date"),
        ("Source of information", "source"),
        ("Child's Lived Experience", "voice"),
        ("Action taken to mitigate", "action"),
        ("Impact (positive or negative)", "impact"),
        ("Seen alone?", "seen_alone"),
        ("Seq", "reference"),
        ("Date recorded", "recorded"),
        ("Significant Event", "what"),
        ("Source: who and what practitioner, service, agency", "source"),
        ("Organisation", "agency"),
        ("Reviewer's hat", ""),
    ],
)
def test_headings_are_known_by_many_names(heading: str, slot: str) -> None:
    assert slot_of(heading) == slot


def test_bad_dates_are_quarantined_with_the_cell_and_a_remedy(tmp_path: Path) -> None:
    text = _csv(
        "Date,Event",
        "31/02/2016,a",
        "12/13/2016,b",
        "29/02/2015,c",
        "01/01/2030,d",
        "14-12 May 2016,e",
        "29/02/2016,f",
        "see above,g",
    )
    one = read_one(tmp_path, "police.csv", text)
    assert what(one) == ["f"]
    assert [bad.code for bad in one.quarantine] == ["T122", "T122", "T122", "T123", "T124", "T121"]
    assert next((bad.place.row, bad.place.cell, bad.words) for bad in one.quarantine) == (
        2,
        "column 1",
        "31/02/2016",
    )
    assert all(bad.reason and bad.remedy for bad in one.quarantine)


def test_rows_without_a_date_are_kept_as_undated(tmp_path: Path) -> None:
    one = read_one(tmp_path, "police.csv", _csv("Date,Event", "unknown,a", ",b", "n/k,c", "22/05/2016,d"))
    assert [record.when is None for record in one.records] == [True, True, True, False]
    assert one.records[0].when_words == "unknown"


def test_blank_rows_dividers_and_dates_without_words(tmp_path: Path) -> None:
    rows = ["Date,Event,Outcome", "2016,,", ",,", "22/05/2016,,", "Birth to school,,", "23/05/2016,Seen,"]
    one = read_one(tmp_path, "police.csv", _csv(*rows))
    assert what(one) == ["Birth to school", "Seen"]
    assert one.records[0].when is None
    assert [bad.code for bad in one.quarantine] == ["T127"]
    assert one.headers_and_blanks == 3


def test_start_and_end_columns_make_an_interval(tmp_path: Path) -> None:
    rows = [
        "Start date,Start time,End date,Event",
        "22/05/2016,14:30,24/05/2016,away",
        "22/05/2016,,21/05/2016,wrong",
    ]
    one = read_one(tmp_path, "police.csv", _csv(*rows))
    when = one.records[0].when
    assert when is not None
    assert (when.start, when.end) == (date(2016, 5, 22), date(2016, 5, 24))
    assert one.records[0].when_words == "22/05/2016 14:30 to 24/05/2016"
    assert one.quarantine[0].code == "T124"


def test_the_agency_comes_from_its_column_then_the_file(tmp_path: Path) -> None:
    rows = [
        "Date,Agency,Event",
        "22/05/2016,HV,a",
        "22/05/2016,Police / CSC,b",
        "22/05/2016,,c",
        "22/05/2016,Quasar,d",
    ]
    one = read_one(tmp_path, "gp_chronology.csv", _csv(*rows))
    assert [record.agencies for record in one.records] == [
        ("health_visiting",), ("police", "social_care"), ("health_gp",), ("unknown",),
    ]  # fmt: skip
    assert one.records[3].extra == {"Agency": "Quasar"}
    assert any("'Quasar' is not known" in note for note in one.notes)


def test_a_file_that_names_no_agency_says_so(tmp_path: Path) -> None:
    one = read_one(tmp_path, "file1.csv", _csv("Date,Event", "22/05/2016,a"))
    assert one.records[0].agencies == ("unknown",)
    assert any("review.yaml" in note for note in one.notes)


def test_unknown_columns_and_the_date_of_recording_are_kept(tmp_path: Path) -> None:
    rows = [
        "Ref,Date,Event,Weather,Date recorded,Known from",
        "7,22/05/2016,a,rain,23/05/2016,2016-05",
        "8,22/05/2016,b,,soon,",
    ]
    one = read_one(tmp_path, "police.csv", _csv(*rows))
    first, second = one.records
    assert first.extra == {
        "Ref": "7",
        "Weather": "rain",
        "Date recorded": "23/05/2016",
        "Known from": "2016-05",
    }
    assert (first.recorded, first.known_from) == (date(2016, 5, 23), date(2016, 5, 31))
    assert second.recorded is None
    assert one.columns["Weather"] == ""
    assert any("recorded date cannot be read" in note for note in one.notes)


def test_two_columns_of_words_are_joined(tmp_path: Path) -> None:
    one = read_one(tmp_path, "police.csv", _csv("Date,Contact,Details", "22/05/2016,Visit,No reply"))
    assert what(one) == ["Visit\nNo reply"]


def test_two_children_in_one_file_stay_apart(tmp_path: Path) -> None:
    one = read_one(
        tmp_path,
        "police.csv",
        _csv("Date,Child,Event", "22/05/2016,Amara,a", "22/05/2016,Tomasz,b", "22/05/2016,,c"),
    )
    assert [record.child for record in one.records] == ["Amara", "Tomasz", ""]


def test_the_manifest_decides(tmp_path: Path) -> None:
    entry = FileEntry(
        agency="voluntary",
        child="child-2",
        columns={"Weather": "voice", "Event": ""},
        covers=Covers(date(1910, 1, 1)),
    )
    manifest = Manifest(
        files={"police.csv": entry},
        children=(ChildEntry(id="child-1", labels=("Amara",)),),
        two_digit_year_pivot=1910,
    )
    rows = ["Date,Event,Weather,Details,Amara", "22/05/12,a,rain,b,x"]
    one = read_one(tmp_path, "police.csv", _csv(*rows), manifest)
    (record,) = one.records
    assert record.agencies == ("voluntary",)
    assert record.cells == {"what": "b", "voice": "rain"}
    assert record.extra == {"Event": "a"}
    assert record.child == "Amara"
    assert record.when is not None
    assert record.when.start.year == 1912
    assert one.covers == (date(1910, 1, 1), date(1912, 5, 22))


def _ids(one: FileRead) -> list[str]:
    return [record.id for record in one.records]


def test_ids_survive_saving_in_another_format_and_rows_put_in_above(tmp_path: Path) -> None:
    rows = [HEAD, ["22/05/2016", "Seen", ""], ["22/05/2016", "Seen", ""], ["23/05/2016", "Called", ""]]
    made = {
        "police.csv": ("\n".join(",".join(row) for row in rows)).encode(),
        "police.docx": docx(rows),
        "police.odt": odt(rows),
        "police.xlsx": xlsx(lambda book: [book.active.append(row) for row in rows] and None),
    }
    found = []
    for name, data in made.items():
        (folder := tmp_path / name.replace(".", "-")).mkdir()
        found.append(_ids(read_one(folder, name, data)))
    assert all(ids == found[0] for ids in found)
    assert len(set(found[0])) == 3
    (folder := tmp_path / "more").mkdir()
    more = _csv(",".join(HEAD), "21/05/2016,Earlier,", *(",".join(row) for row in rows[1:]))
    assert _ids(read_one(folder, "police.csv", more))[1:] == found[0]


def test_the_same_row_in_two_files_is_two_records(tmp_path: Path) -> None:
    (tmp_path / "police1.csv").write_text("Date,Event\n22/05/2016,Seen\n")
    (tmp_path / "police2.csv").write_text("Date,Event\n22/05/2016,Seen\n\n")
    found = read(tmp_path)
    ids = [record.id for one in found.files for record in one.records]
    assert len(set(ids)) == 2


def test_a_heading_for_several_children_is_no_child_called_s(tmp_path: Path) -> None:
    one = read_one(tmp_path, "police.csv", _csv("Date,Event,Child(s),Child S", "22/05/2016,a,Amara,x"))
    assert one.records[0].child == "Amara+Child S"


def test_two_titles_that_name_two_agencies_decide_nothing(tmp_path: Path) -> None:
    rows = ["Police records,,", "shared with the school,,", "Date,Event,Action", "22/05/2016,a,b"]
    assert read_one(tmp_path, "file1.csv", _csv(*rows)).agencies == ("unknown",)


def test_day_numbers_are_shown_as_dates_and_control_letters_are_dropped(tmp_path: Path) -> None:
    rows = [["Date", "Time", "Event"], [45352, 0.5, "a"], ["22/05/2016", "", "one\r\ntwo"]]
    data = xlsx(lambda book: [book.active.append(row) for row in rows] and None)
    one = read_one(tmp_path, "police.xlsx", data)
    assert one.records[0].when_words == "01/03/2024 12:00"
    assert what(read_one(tmp_path, "gp.csv", 'Date,Event\n22/05/2016,"a\x0bb\r\nc"\n')) == ["ab\nc"]
