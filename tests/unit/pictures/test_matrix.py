"""Who told whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from tocsin.pictures.matrix import Agency, Matrix, Told, matrix, matrix_text

DATA = Matrix(
    (Agency("school", "School"), Agency("police", "Police")),
    (
        Told("school", "police", date(2024, 5, 1)),
        Told("school", "police", date(2024, 3, 4)),
        Told("housing", "school", date(2024, 4, 1)),
        Told("police", "police", date(2024, 4, 2)),
    ),
)


def test_it_writes_count_and_first_day_in_the_cell(read: Any, words: Any) -> None:
    root = read(matrix(DATA, name="m"))
    assert "2 4 Mar 2024" in words(root)
    assert len([each for each in root.iter() if each.get("class") == "cell"]) == 2


def test_it_gives_a_row_to_an_agency_named_only_by_what_it_told() -> None:
    assert "housing told School 1 time, first on 1 April 2024." in matrix_text(DATA)


def test_it_says_who_told_and_who_did_not() -> None:
    text = matrix_text(DATA)
    assert "School told Police 2 times, first on 4 March 2024, last on 1 May 2024." in text
    assert "Police: no record of telling another agency." in text


def test_it_says_so_where_no_agency_is_named(read: Any, words: Any) -> None:
    assert "No agency is named." in words(read(matrix(Matrix(), name="m")))
    assert matrix_text(Matrix()) == ["No agency is named."]


def test_it_draws_the_same_whatever_the_order() -> None:
    assert matrix(DATA, name="m") == matrix(Matrix(DATA.agencies, DATA.told[::-1]), name="m")


def test_it_lets_no_label_become_markup(read: Any, hostile: str) -> None:
    read(matrix(Matrix((Agency(hostile, hostile),), (Told(hostile, "b", date(2024, 1, 1)),)), name="m"))
