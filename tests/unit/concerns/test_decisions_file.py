from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.concerns.concern import Decision
from tocsin.concerns.decisions import read_decisions

HEAD = "concern,decision,role,date,reason\n"
GOOD = "C-1a2b3c4d,stand_down,social_care_service_manager,2024-03-05,A birthmark on the body map\n"
FOUND = Decision(
    "C-1a2b3c4d", "stand_down", "social_care_service_manager", date(2024, 3, 5), "A birthmark on the body map"
)


@pytest.mark.parametrize(
    "text",
    [
        HEAD + GOOD,
        "\ufeff" + HEAD + GOOD,
        HEAD + "\n,,,,\n" + GOOD,
        "Reason,Date,Role,Decision,Concern,Note\n"
        "A birthmark on the body map,05/03/2024,"
        '"Service manager, children\'s social care",Stand down,C-1a2b3c4d,x\n',
    ],
)
def test_it_reads_a_decision(text: str) -> None:
    assert read_decisions(text.encode()) == ((FOUND,), ())


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (",stand_down,social_care_service_manager,2024-03-05,why\n", "concern"),
        ("C-1,,social_care_service_manager,2024-03-05,why\n", "decision"),
        ("C-1,stand_down,,2024-03-05,why\n", "role"),
        ("C-1,stand_down,the boss,2024-03-05,why\n", "list of roles"),
        ("C-1,stand_down,gp,,why\n", "date"),
        ("C-1,stand_down,gp,30/02/2024,why\n", "date"),
        ("C-1,stand_down,gp,last week,why\n", "date"),
        ("C-1,stand_down,gp,2024-03-05,\n", "reason"),
        ("C-1,stand_down,gp\n", "date"),
    ],
)
def test_it_says_what_is_wrong_with_a_row_and_goes_on(row: str, word: str) -> None:
    decisions, problems = read_decisions((HEAD + row + GOOD).encode(), file="decisions.csv")
    assert decisions == (FOUND,)
    (problem,) = problems
    assert word in problem.reason
    assert problem.remedy
    assert (problem.place.file, problem.place.row, problem.code) == ("decisions.csv", 2, "T130")


def test_it_reads_a_file_saved_by_an_older_spreadsheet() -> None:
    row = GOOD.replace("A birthmark", "Siân's birthmark")
    (decision,), _ = read_decisions((HEAD + row).encode("cp1252"))
    assert decision.reason == "Siân's birthmark on the body map"


def test_it_says_where_a_file_cannot_be_read_further() -> None:
    decisions, problems = read_decisions((HEAD + GOOD + '"' + "x" * 200_000).encode())
    assert decisions == (FOUND,)
    assert [problem.place.row for problem in problems] == [3]


@given(data=st.binary(max_size=300))
def test_it_never_fails_on_what_it_is_given(data: bytes) -> None:
    decisions, _ = read_decisions(data)
    assert isinstance(decisions, tuple)


@given(text=st.text(max_size=200))
def test_it_never_fails_on_any_row(text: str) -> None:
    read_decisions((HEAD + text).encode("utf-8", errors="replace"))
