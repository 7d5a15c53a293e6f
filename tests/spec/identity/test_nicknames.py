"""The table of names one person may go by, and of names that are always two people's."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from tocsin.identity.matching.standard import name_parts
from tocsin.identity.names import data_table

TABLE: dict[str, Any] = data_table("nicknames")
CLASS = {name: number for number, line in enumerate(TABLE["first"]) for name in line}


@pytest.mark.parametrize("kind", ["first", "surname"])
def test_a_name_stands_in_one_class_only_and_no_class_is_of_one_name(kind: str) -> None:
    placed = Counter(name for line in TABLE[kind] for name in line)
    assert [name for name, times in placed.items() if times > 1] == []
    assert [line for line in TABLE[kind] if len(line) < 2] == []


@pytest.mark.parametrize("kind", ["first", "surname", "apart"])
def test_names_are_written_plainly(kind: str) -> None:
    odd = [name for line in TABLE[kind] for name in line if not re.fullmatch("[a-z]+", str(name))]
    assert odd == []


def test_names_kept_apart_share_no_class() -> None:
    for line in TABLE["apart"]:
        classes = [CLASS.get(name, name) for name in line]
        assert len(set(classes)) == len(line) > 1, line


@pytest.mark.parametrize(
    ("one", "other"),
    [("Liz", "Elizabeth"), ("Muhammad", "Mohamed"), ("Małgorzata", "Gosia"), ("Bill", "William"),
     ("Ayse", "Aisha"), ("Yiannis", "John"), ("Zeynep", "Zainab"), ("Seun", "Oluwaseun")],
)  # fmt: skip
def test_a_short_or_other_writing_is_one_name(one: str, other: str) -> None:
    assert name_parts(one, "").nickname == name_parts(other, "").nickname != ""


@pytest.mark.parametrize(
    ("one", "other"), [("Chan", "Chen"), ("Wong", "Huang"), ("Kowalska", "Kowalski"), ("O'Brien", "Obrian"),
                       ("MacDonald", "McDonald"), ("Choudhury", "Chaudhry"), ("Khatun", "Khatoon")]
)  # fmt: skip
def test_a_surname_written_otherwise_is_one_surname(one: str, other: str) -> None:
    assert name_parts("", one).surname_kin == name_parts("", other).surname_kin != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hasan", "Husain"), ("Jayden", "Hayden"), ("Amira", "Samira"), ("Samir", "Samira"), ("Jack", "Jake"),
     ("Daniel", "Danielle"), ("Mia", "Maya"), ("Ayaan", "Ayan"), ("Gurpreet", "Harpreet")],
)  # fmt: skip
def test_a_brother_or_sister_has_another_name(one: str, other: str) -> None:
    assert name_parts(one, "").kin != name_parts(other, "").kin
