"""What evaluation reads: CSV or Parquet, dates written in three ways, and what is said of bad input."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tocsin.errors import TableRefused, UsageError
from tocsin.identity.measure.cells import read_date, read_sex
from tocsin.identity.measure.people import read_queries, read_records, read_register
from tocsin.identity.measure.tables import Table
from tocsin.identity.measure.troubles import Troubles
from tocsin.identity.stated import Home, Name, Stated

HEADINGS = "person_id,household_id,first_name,surname,date_of_birth,sex,postcode,address,nhs_number"
ASKED = "query_id,first_name,surname,date_of_birth,sex,postcode,address,nhs_number,true_person_id,twin"


def register(folder: Path, *rows: str, headings: str = HEADINGS) -> tuple[list[Stated], Troubles]:
    path = folder / "register.csv"
    path.write_text("\n".join([headings, *rows]) + "\n", encoding="utf-8")
    troubles = Troubles()
    return list(read_register(Table(path), troubles)), troubles


def said(troubles: Troubles) -> list[str]:
    return [one.sentence for one in troubles]


def test_a_row_is_a_person_with_what_is_stated(tmp_path: Path) -> None:
    (ada,), troubles = register(tmp_path, "p1,h1,Ada Grace,Okoro,2019-05-04,F,LS1 1AA,1 Mill Lane,9434765919")
    assert ada == Stated(
        id="p1",
        names=(Name("Ada Grace", "Okoro"),),
        births=(date(2019, 5, 4),),
        sex="f",
        homes=(Home("LS1 1AA", "1 Mill Lane"),),
        nhs_numbers=("9434765919",),
        household="h1",
    )
    assert not len(troubles)


def test_rows_with_one_person_id_are_its_history_even_where_they_lie_apart(tmp_path: Path) -> None:
    people, _ = register(
        tmp_path,
        "p1,h1,Ada,Okoro,2019-05-04,f,LS1 1AA,1 Mill Lane,",
        "p2,h2,Bo,Chen,2018-01-02,m,,,",
        "p2,h2,Bo,Chen-Hall,2018-01-02,m,,,",
        "p1,h1,Ada,Bell,2019-05-04,,LS2 2BB,3 High Street,",
    )
    found = {one.id: one for one in people}
    assert len(people) == 2
    assert found["p1"].names == (Name("Ada", "Okoro"), Name("Ada", "Bell"))
    assert found["p1"].births == (date(2019, 5, 4),)
    assert [home.postcode for home in found["p1"].homes] == ["LS1 1AA", "LS2 2BB"]
    assert found["p2"].names == (Name("Bo", "Chen"), Name("Bo", "Chen-Hall"))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2019-05-04", date(2019, 5, 4)),
        ("04/05/2019", date(2019, 5, 4)),
        ("4/5/2019", date(2019, 5, 4)),
        ("20190504", date(2019, 5, 4)),
        ("2019-05-04T00:00:00", date(2019, 5, 4)),
        ("31/02/2019", None),
        ("2019-13-01", None),
        ("0001-01-01", None),
        ("about 2019", None),
        ("٠٤/٠٥/٢٠١٩", date(2019, 5, 4)),
    ],
)
def test_a_date_is_iso_or_british_or_packed(text: str, meant: date | None) -> None:
    assert read_date(text) == meant


@pytest.mark.parametrize(("text", "meant"), [("Female", "f"), ("1", "m"), ("", ""), ("X", ""), ("q", None)])
def test_a_sex_is_read_by_its_usual_words(text: str, meant: str | None) -> None:
    assert read_sex(text) == meant


def test_a_date_that_cannot_be_is_missing_and_counted_without_its_words(tmp_path: Path) -> None:
    people, troubles = register(tmp_path, "p1,h,Ada,Okoro,2019-02-31,f,,,", "p2,h,Bo,Chen,31/31/2019,m,,,")
    assert [one.births for one in people] == [(), ()]
    assert said(troubles) == ["register.csv: 2 x date_of_birth that is no date, taken as missing (rows 2, 3)"]


def test_the_same_row_twice_and_a_row_of_nobody_are_said(tmp_path: Path) -> None:
    row = "p1,h,Ada,Okoro,2019-02-03,f,,,"
    people, troubles = register(tmp_path, row, row, ",h,Bo,Chen,2019-01-01,m,,,")
    assert len(people) == 1
    assert "person with the same row twice" in said(troubles)[1]
    assert "without a person_id, left out (row 4)" in said(troubles)[0]


def test_absent_columns_are_named_with_those_found(tmp_path: Path) -> None:
    with pytest.raises(TableRefused, match=r"sex, nhs_number are not there\. Found: person_id, first_name"):
        register(
            tmp_path,
            "p1,Ada,Okoro,2019,LS1,x",
            headings="person_id,first_name,surname,date_of_birth,postcode,address",
        )


def test_headings_may_be_in_any_order_case_and_separator(tmp_path: Path) -> None:
    headings = "Surname;First name;Person ID;NHS number;Address;Postcode;Sex;Date of birth;Remarks"
    (ada,), _ = register(tmp_path, "Okoro;Ada;p1;;;;f;2019-05-04;kind", headings=headings)
    assert (ada.id, ada.names, ada.household) == ("p1", (Name("Ada", "Okoro"),), "")


def test_a_row_of_another_width_is_read_and_said(tmp_path: Path) -> None:
    people, troubles = register(tmp_path, "p1,h,Ada,Okoro", "p2,h,Bo,Chen,2019-01-01,m,,,,extra")
    assert [one.id for one in people] == ["p1", "p2"]
    assert [one.reason for one in troubles] == [
        "row with fewer cells than headings",
        "row with more cells than headings",
    ]


@pytest.mark.parametrize(
    ("bytes_", "words"),
    [
        (b"", "empty"),
        (b"person_id\xff\n", "Line 1 is not UTF-8"),
        (HEADINGS.encode() + b"\np1,h,Ren\xe9,Okoro,,,,,\n", "Line 2 is not UTF-8"),
        ("\ufeffperson_id".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"person_id,person_id\n", "stands twice"),
        (HEADINGS.encode() + b"\np1,h," + b"a" * 200_000 + b",,,,,,\n", "cannot be read as CSV"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    tmp_path: Path, bytes_: bytes, words: str
) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(bytes_)
    with pytest.raises(TableRefused, match=words):
        list(read_register(Table(path), Troubles()))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableRefused, match="no such file"):
        Table(tmp_path / "register.csv")


def parquet(folder: Path) -> Path:
    table = pa.table(
        {
            "person_id": [1, 2],
            "first_name": pa.array(["Ada", "Bo"]).dictionary_encode(),
            "surname": ["Okoro", None],
            "date_of_birth": [datetime(2019, 5, 4), None],
            "sex": ["Female", "Male"],
            "postcode": ["LS1 1AA", None],
            "address": ["1 Mill Lane", None],
            "nhs_number": [9434765919.0, float("nan")],
        }
    )
    path = folder / "register.bin"
    pq.write_table(table, path)
    return path


def test_parquet_is_known_by_its_content(tmp_path: Path) -> None:
    ada, bo = read_register(Table(parquet(tmp_path)), Troubles())
    assert (ada.id, ada.births, ada.sex, ada.nhs_numbers) == ("1", (date(2019, 5, 4),), "f", ("9434765919",))
    assert bo == Stated(id="2", names=(Name("Bo", ""),), sex="m")


def test_parquet_without_its_package_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = parquet(tmp_path)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(UsageError, match="pip install pyarrow"):
        Table(path)


def test_damaged_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "register.parquet").write_bytes(b"PAR1 and nothing more")
    with pytest.raises(TableRefused, match="damaged"):
        Table(tmp_path / "register.parquet")
    (tmp_path / "other.parquet").write_bytes(b"a,b\n")
    with pytest.raises(TableRefused, match="called Parquet and is not"):
        Table(tmp_path / "other.parquet")


def test_queries_hold_the_truth_and_say_what_is_wrong_with_it(tmp_path: Path) -> None:
    path = tmp_path / "queries.csv"
    rows = (
        f"{ASKED},name_group",
        "q1,Ada,Okoro,2019-05-04,f,,,,p1,1,west african",
        "q2,Ada,Okoro,2019-05-04,f,,,,p9,0,west african",
        "q2,Bo,Chen,,m,,,,,maybe,east asian",
    )
    path.write_text("\n".join(rows), encoding="utf-8")
    troubles = Troubles()
    queries = read_queries(Table(path), troubles, known={"p1"})
    assert [(one.truth, one.twin, one.group) for one in queries] == [
        ("p1", True, "west african"),
        ("", False, "west african"),
        ("", False, "east asian"),
    ]
    assert said(troubles) == [
        "queries.csv: 1 x true_person_id that the register does not hold, judged as absent from it (row 3)",
        "queries.csv: 1 x query_id that stands twice, both rows judged (row 4)",
        "queries.csv: 1 x twin that is neither 0 nor 1, taken as 0 (row 4)",
    ]


def test_a_name_group_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    path = tmp_path / "queries.csv"
    path.write_text(f"{ASKED}\nq1,Ada,Okoro,,f,,,,p1,0\n", encoding="utf-8")
    with pytest.raises(TableRefused, match="origin is not there"):
        read_queries(Table(path), Troubles(), known={"p1"}, group="origin")
    assert read_queries(Table(path), Troubles(), known={"p1"})[0].group == ""


def test_queries_without_a_row_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "queries.csv"
    path.write_text(f"{ASKED}\n", encoding="utf-8")
    with pytest.raises(TableRefused, match="no row"):
        read_queries(Table(path), Troubles(), known=frozenset())


def test_records_to_link_need_no_id_and_keep_the_first_of_two(tmp_path: Path) -> None:
    path = tmp_path / "records.csv"
    head = "record_id,first_name,surname,date_of_birth,sex,postcode,address,nhs_number"
    path.write_text(f"{head}\nr1,Ada,O,,,,,\nr1,Bo,C,,,,,\n,Cy,D,,,,,\n", encoding="utf-8")
    troubles = Troubles()
    assert [one.id for one in read_records(Table(path), troubles)] == ["r1", "row 4"]
    assert [one.rows for one in troubles] == [[3]]
