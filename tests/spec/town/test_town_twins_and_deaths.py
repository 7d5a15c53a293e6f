"""Twins of a made-up town have two names, a wife's surname has its own form, and some people die."""

from __future__ import annotations

import pytest

from tocsin.town.family import Family
from tocsin.town.make_family import make_family
from tocsin.town.names import name_book
from tocsin.town.naming import of_sex, wifes
from tocsin.town.settings import Settings

SETTINGS = Settings()


@pytest.fixture(scope="module")
def families() -> list[Family]:
    return [make_family(23, number, SETTINGS) for number in range(1, 4_001)]


@pytest.mark.parametrize(
    ("group", "one", "other", "same"),
    [
        ("pakistani", "Eshaal", "Eshal", True),
        ("british", "Madeleine", "Madeline", True),
        ("british", "Kayla", "Kaila", True),
        ("pakistani", "Isha", "Nisha", False),
        ("pakistani", "Muhammad Ali", "Muhammad Omar", False),
        ("lithuanian", "Gabriele", "Gabi", True),
    ],
)
def test_spellings_and_short_forms_are_one_name_and_rhymes_are_not(
    group: str, one: str, other: str, same: bool
) -> None:
    assert name_book().groups[group].one_name(one, other) is same


def test_twins_never_bear_two_spellings_of_one_name(families: list[Family]) -> None:
    groups, pairs = name_book().groups, 0
    for family in families:
        named = {person.number: person.names[0].first for person in family.residents}
        for person in family.residents:
            for twin in person.twin_of:
                pairs += 1
                assert not groups[person.name_group].one_name(named[person.number], named[twin])
    assert pairs > 100


def test_a_wife_a_daughter_and_a_son_bear_their_own_form_of_a_surname() -> None:
    lithuanian, polish = (name_book().groups[code] for code in ("lithuanian", "polish"))
    assert wifes(lithuanian, "Kazlauskas") == "Kazlauskienė"
    assert of_sex(lithuanian, "f", "Kazlauskas") == "Kazlauskaite"
    assert of_sex(lithuanian, "m", "Kazlauskienė") == "Kazlauskas"
    assert wifes(polish, "Kowalski") == "Kowalska"


def test_a_few_die_adults_mostly_and_then_live_nowhere(families: list[Family]) -> None:
    dead = [person for family in families for person in family.residents if person.died]
    adults = sum(person.kind == "adult" for person in dead)
    assert 0.001 < len(dead) / sum(len(family.residents) for family in families) < 0.008
    assert adults > len(dead) / 2
    for family in families:
        died = {person.number: person.died for person in family.residents if person.died}
        assert all(day > SETTINGS.since for day in died.values())
        for stay in family.stays:
            if day := died.get(stay.resident):
                assert (stay.until or day) <= day
                assert stay.until


def test_no_mother_dies_before_her_children_are_born(families: list[Family]) -> None:
    for family in families:
        died = {person.number: person.died for person in family.residents if person.died}
        assert all(child.mother not in died or child.born < died[child.mother] for child in family.children)
