"""CSV files: letters, separators, quotation marks."""

from __future__ import annotations

from pathlib import Path

import pytest
from agency_files import read_one, refusal, what

ROWS = (
    'Date,Event,Action taken\n22/05/2016,"Café visit; mum said ""fine""",None\n'
    '23/05/2016,"line one\nline two",Call\n'
)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "utf-16-le", "utf-16-be"]
)
def test_it_reads_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    one = read_one(tmp_path, "police.csv", ROWS.encode(encoding))
    assert what(one) == ['Café visit; mum said "fine"', "line one\nline two"]
    assert any("Windows-1252" in note for note in one.notes) == (encoding == "cp1252")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_it_finds_the_separator(tmp_path: Path, separator: str) -> None:
    text = (
        separator.join(["Date", "Event", "Outcome"])
        + "\r\n"
        + separator.join(["22/05/2016", "Seen, well", "a; b"[:1]])
        + "\r\n"
    )
    if separator == ",":
        text = text.replace("Seen, well", '"Seen, well"')
    one = read_one(tmp_path, "police.csv", text)
    assert what(one) == ["Seen, well"]


def test_it_follows_the_separator_excel_states(tmp_path: Path) -> None:
    one = read_one(tmp_path, "police.csv", "sep=;\nDate;Event\n22/05/2016;Seen\n")
    assert one.records[0].place.row == 3


def test_a_quotation_mark_never_closed_costs_its_own_row_only(tmp_path: Path) -> None:
    one = read_one(
        tmp_path, "police.csv", 'Date,Event\n22/05/2016,Seen\n23/05/2016,"Not closed\n24/05/2016,Lost\n'
    )
    assert what(one) == ["Seen"]
    (lost,) = one.quarantine
    assert "never closed" in lost.reason
    assert lost.place.row == 3
    assert len(lost.words) <= 200


def test_a_huge_cell_is_quarantined_and_the_rest_is_read(tmp_path: Path) -> None:
    one = read_one(tmp_path, "police.csv", f"Date,Event\n22/05/2016,{'x' * 5_000_000}\n23/05/2016,Seen\n")
    assert what(one) == ["Seen"]
    assert one.quarantine[0].code == "T126"
    assert one.quarantine[0].place.cell == "column 2"


def test_a_file_larger_than_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "police.csv"
    with path.open("wb") as file:
        file.truncate(1_073_741_824)  # a 1 GB file that takes no room on disk
    from agency_files import read

    (refused,) = read(tmp_path).refused
    assert refused.code == "T114"


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, b"\xff\xfe\x00", b"\xff\xfea"]
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    assert refusal(tmp_path, "police.csv", data) in {"T112", "T117"}


@pytest.mark.parametrize("data", [b"", b"\n\n", b"a,b\n1,2\n", b"Date\n22/05/2016\n"])
def test_a_file_without_a_chronology_is_refused(tmp_path: Path, data: bytes) -> None:
    assert refusal(tmp_path, "police.csv", data) == "T117"
