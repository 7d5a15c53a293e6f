"""It keeps the user's word on each code, wherever the row goes."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from tocsin.chronology.coding import Coding, Saved, merge, read_coding, standing, write_coding

BRUISE = Coding(
    record="r1",
    event_type="injury_seen",
    attributes={"kind": ("bruise",), "site": ("cheek",)},
    because=("bruise", "cheek"),
    file="hv.csv",
    row=4,
    date="03/05/2023",
    agency="health_visiting",
    words="Small bruise to left cheek.",
)
VISIT = Coding(record="r1", event_type="visit", file="hv.csv", row=4, words="Home visit.")


def _saved(tmp_path: Path, *rows: Coding) -> Path:
    path = tmp_path / "coding.csv"
    write_coding(path, merge(rows, Saved()))
    return path


def _edited(path: Path, line: int, **cells: str) -> Saved:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    while len(rows) <= line:
        rows.append(dict.fromkeys(rows[0], ""))
    rows[line].update(cells)
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, fieldnames=list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return read_coding(path)


def test_it_reads_back_what_it_wrote(tmp_path: Path) -> None:
    saved = read_coding(_saved(tmp_path, BRUISE, VISIT))
    assert saved.faults == ()
    assert merge([BRUISE, VISIT], saved) == merge([BRUISE, VISIT], Saved())


def test_an_absent_file_is_an_empty_table(tmp_path: Path) -> None:
    assert read_coding(tmp_path / "coding.csv") == Saved()


def test_a_confirmed_line_stays_confirmed(tmp_path: Path) -> None:
    saved = _edited(_saved(tmp_path, BRUISE), 0, status="confirmed")
    assert [each.status for each in merge([BRUISE], saved)] == ["confirmed"]


def test_a_rejected_line_stays_away_and_is_not_proposed_again(tmp_path: Path) -> None:
    saved = _edited(_saved(tmp_path, BRUISE, VISIT), 0, status="rejected")
    merged = merge([BRUISE, VISIT], saved)
    assert [each.status for each in merged] == ["rejected", "proposed"]
    assert [each.event_type for each in standing(merged)] == ["visit"]


def test_a_changed_attribute_wins_and_counts_as_confirmed(tmp_path: Path) -> None:
    saved = _edited(_saved(tmp_path, BRUISE), 0, attributes="kind=bruise;site=ear")
    (merged,) = merge([BRUISE], saved)
    assert merged.attributes["site"] == ("ear",)
    assert merged.status == "confirmed"


def test_a_line_the_user_added_is_kept_as_added(tmp_path: Path) -> None:
    saved = _edited(_saved(tmp_path, VISIT), 1, record="r1", event_type="supervision")
    merged = merge([VISIT], saved)
    assert [(each.event_type, each.status) for each in merged] == [
        ("visit", "proposed"),
        ("supervision", "added"),
    ]


def test_the_users_word_follows_a_record_that_moved(tmp_path: Path) -> None:
    saved = _edited(_saved(tmp_path, BRUISE), 0, status="rejected")
    (merged,) = merge([replace(BRUISE, row=19, file="hv-2.csv")], saved)
    assert (merged.status, merged.row, merged.file) == ("rejected", 19, "hv-2.csv")


def test_the_users_word_survives_a_run_in_which_the_record_was_missing(tmp_path: Path) -> None:
    saved = _edited(_saved(tmp_path, BRUISE), 0, status="confirmed")
    away = merge([], saved)
    write_coding(tmp_path / "coding.csv", away)
    assert [each.status for each in merge([BRUISE], read_coding(tmp_path / "coding.csv"))] == ["confirmed"]


def test_an_unanswered_proposal_goes_when_the_coder_no_longer_makes_it(tmp_path: Path) -> None:
    saved = read_coding(_saved(tmp_path, BRUISE, VISIT))
    assert [each.event_type for each in merge([VISIT], saved)] == ["visit"]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("event_type", "injury_imagined"),
        ("attributes", "colour=blue"),
        ("attributes", "kind"),
        ("status", "perhaps"),
        ("record", ""),
    ],
)
def test_a_line_that_cannot_be_used_is_reported_with_its_place(tmp_path: Path, cell: str, value: str) -> None:
    saved = _edited(_saved(tmp_path, VISIT, BRUISE), 1, **{cell: value})
    (fault,) = saved.faults
    assert (fault.file, fault.row, fault.cell) == ("coding.csv", 3, cell)
    merged = merge([VISIT, BRUISE], saved)
    assert [(each.event_type, each.status) for each in merged[:2]] == [
        ("visit", "proposed"),
        ("injury_seen", "proposed"),
    ]
    assert merged[1].attributes == BRUISE.attributes
    assert [each.event_type for each in standing(merged)] == ["visit", "injury_seen"]


def test_a_fault_holds_no_words_of_the_record(tmp_path: Path) -> None:
    saved = _edited(_saved(tmp_path, BRUISE), 0, event_type="Jo Bloggs was here")
    assert "Bloggs" not in str(saved.faults[0])


@pytest.mark.parametrize(
    "words", ["=1+1", "+44 rang", "-ve result", "@home", "\tcmd", "\rx", "'quoted", "'=1"]
)
def test_no_cell_is_live_in_a_spreadsheet_and_the_words_come_back(tmp_path: Path, words: str) -> None:
    path = _saved(tmp_path, replace(BRUISE, words=words))
    with path.open(encoding="utf-8-sig", newline="") as lines:
        written = next(csv.DictReader(lines))["words"]
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert read_coding(path).codings[0].words == words


def test_it_reads_a_table_that_excel_saved_in_windows_1252(tmp_path: Path) -> None:
    path = _saved(tmp_path, replace(BRUISE, words="Renée’s arm"))
    path.write_bytes(path.read_text("utf-8-sig").encode("cp1252"))
    assert read_coding(path).codings[0].words == "Renée’s arm"


def test_two_proposals_of_one_record_are_told_apart(tmp_path: Path) -> None:
    saved = _edited(_saved(tmp_path, BRUISE, VISIT), 1, status="rejected")
    assert [each.status for each in merge([BRUISE, VISIT], saved)] == ["proposed", "rejected"]


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_line_that_cannot_be_used_is_written_back_as_typed_with_its_problem(tmp_path: Path) -> None:
    path = _saved(tmp_path, BRUISE)
    saved = _edited(path, 0, attributes="kind=bruise;colour=blue", status="Confirmed")
    write_coding(path, merge([BRUISE], saved))
    (line,) = _lines(path)
    assert (line["attributes"], line["status"]) == ("kind=bruise;colour=blue", "Confirmed")
    assert "colour" in line["problem"]
    mended = _edited(path, 0, attributes="kind=bruise")
    write_coding(path, merge([BRUISE], mended))
    assert [(line["problem"], line["status"]) for line in _lines(path)] == [("", "confirmed")]


def test_a_line_the_user_added_with_a_fault_is_never_lost(tmp_path: Path) -> None:
    path = _saved(tmp_path, VISIT)
    saved = _edited(path, 1, record="r1", event_type="injury_imagined")
    merged = merge([VISIT], saved)
    assert [each.event_type for each in standing(merged)] == ["visit"]
    write_coding(path, merged)
    assert _lines(path)[1]["event_type"] == "injury_imagined"


def test_a_faulty_line_that_was_rejected_stays_rejected(tmp_path: Path) -> None:
    saved = _edited(_saved(tmp_path, BRUISE), 0, attributes="kind", status="rejected")
    assert standing(merge([BRUISE], saved)) == ()


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("REJECT", "rejected"),
        ("no", "rejected"),
        ("confirm", "confirmed"),
        ("Yes", "confirmed"),
        ("", "proposed"),
    ],
)
def test_it_understands_what_people_write_as_a_status(tmp_path: Path, word: str, status: str) -> None:
    saved = _edited(_saved(tmp_path, BRUISE), 0, status=word)
    assert saved.faults == ()
    assert [each.status for each in merge([BRUISE], saved)] == [status]


def test_a_records_id_is_no_number_to_a_spreadsheet(tmp_path: Path) -> None:
    path = _saved(tmp_path, replace(BRUISE, record="12345e10"))
    assert _lines(path)[0]["record"] == "R-12345e10"
    assert read_coding(path).codings[0].record == "12345e10"
    assert _edited(path, 0, record="12345e10").codings[0].record == "12345e10"


def test_an_empty_line_means_nothing_until_it_is_filled(tmp_path: Path) -> None:
    path = tmp_path / "coding.csv"
    write_coding(path, [Coding(record="r2", event_type="", status="nothing proposed", words="Tea.")])
    assert read_coding(path) == Saved()
    (added,) = _edited(path, 0, event_type="supervision").codings
    assert (added.record, added.event_type, added.status) == ("r2", "supervision", "added")
