"""Links in one folder: asked with the evidence, made on a birth date or NHS number, undone by the user."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from test_people_of_a_folder import labels, people, record

from tocsin.identity.children import child_of
from tocsin.identity.people import People
from tocsin.records.manifest import ChildEntry, Manifest, PersonEntry
from tocsin.records.record import Record

BORN = {"Date of birth": "2015-02-01"}
NUMBER = {"NHS number": "943 476 5919"}


def row(file: str, child: str, extra: Mapping[str, str], *, what: str = "Seen.") -> Record:
    return record(file, child=child, what=what, extra=extra)


def two(one: str, other: str, *extra: Mapping[str, str], manifest: Manifest | None = None) -> People:
    first, second = extra if len(extra) == 2 else (extra[0], extra[0])
    return people(row("csc.csv", one, first), row("school.csv", other, second), manifest=manifest)


def children(found: People) -> int:
    return len(labels(found, "child"))


def test_one_name_in_another_order_and_one_birth_date_are_one_child() -> None:
    found = two("Ellie-Mae Hart", "Hart Ellie-Mae", BORN)
    (child,) = [person for person in found.persons if person.kind == "child"]
    assert set(child.names) == {"Ellie-Mae Hart", "Hart Ellie-Mae"}
    assert found.proposals == ()
    (joined,) = found.joined
    assert (joined.strength, joined.band) == ("joined", "auto")
    assert "the same date of birth" in joined.why
    assert child_of(row("school.csv", "Hart Ellie-Mae", BORN), found) == [child.id]


def test_a_name_alone_joins_nobody_and_is_asked_with_what_was_compared() -> None:
    found = two("Ellie-Mae Hart", "Hart Ellie-Mae", {})
    assert (children(found), found.joined) == (2, ())
    (asked,) = found.proposals
    assert asked.band in ("review", "new")
    assert "may be the same child: the same name." in asked.why
    assert "Compared field by field: " in asked.why
    assert "A date of birth is missing" in asked.why


def test_a_name_and_an_address_join_nobody() -> None:
    home = {"Postcode": "LS1 4AB", "Address": "12 Mill Lane", "Gender": "Female"}
    found = two("Ellie-Mae Hart", "Hart Ellie-Mae", home)
    assert (children(found), found.joined) == (2, ())
    assert "the same address" in found.proposals[0].why
    assert "the same sex" in found.proposals[0].why


def test_one_nhs_number_joins_a_child_whose_birth_date_one_file_leaves_out() -> None:
    found = two("Ellie-Mae Hart", "Hart Ellie-Mae", {**BORN, **NUMBER}, NUMBER)
    assert children(found) == 1
    assert "NHS numbers are the same" in found.joined[0].why


def test_one_nhs_number_under_two_first_names_is_a_question() -> None:
    found = two("Ellie-Mae Hart", "Noah Hart", {**BORN, **NUMBER})
    assert (children(found), found.joined) == (2, ())
    assert "NHS numbers are the same" in found.proposals[0].why


def test_two_valid_nhs_numbers_are_never_joined() -> None:
    other = {**BORN, "NHS number": "987 654 4321"}
    found = two("Ellie-Mae Hart", "Hart Ellie-Mae", {**BORN, **NUMBER}, {**BORN, "NHS number": "9876543210"})
    assert found.joined != ()  # the second is a placeholder
    found = two("Ellie-Mae Hart", "Hart Ellie-Mae", {**BORN, **NUMBER}, {**other, "NHS number": "4010232137"})
    assert found.joined == ()
    assert "two valid NHS numbers that differ" in found.proposals[0].why


@pytest.mark.parametrize(
    ("one", "other"),
    [("Jayden Cole", "Hayden Cole"), ("Hassan Ali", "Hussein Ali"), ("Mia Cole", "Maya Cole")],
)
def test_twins_of_like_names_are_neither_joined_nor_asked_about(one: str, other: str) -> None:
    found = two(one, other, {**BORN, "Postcode": "LS1 4AB", "Address": "12 Mill Lane"})
    assert (children(found), found.joined, found.proposals) == (2, (), ())
    assert [relationship.kind for relationship in found.relationships] == ["sibling"]


def test_a_misspelt_first_name_is_a_question_whatever_else_agrees() -> None:
    found = two("Ellie-Mae Hart", "Elie-Mae Hart", {**BORN, "Postcode": "LS1 4AB", "Address": "12 Mill Lane"})
    assert (children(found), found.joined) == (2, ())
    assert found.proposals[0].strength == "likely"


def test_a_short_name_or_another_romanisation_is_a_question() -> None:
    assert two("Kasia Nowak", "Katarzyna Nowak", {}).proposals
    assert two("Wong Ka Wai", "Huang Jiahui", {}).joined == ()


def test_a_new_surname_with_one_birth_date_is_a_question() -> None:
    found = two("Ellie-Mae Hart", "Ellie-Mae Okafor", BORN)
    assert children(found) == 2
    assert "the same first name" in found.proposals[0].why


def test_a_rejected_link_is_not_made() -> None:
    told = Manifest(rejected_links=(("Ellie-Mae Hart", "Hart Ellie-Mae"),))
    found = two("Ellie-Mae Hart", "Hart Ellie-Mae", BORN, manifest=told)
    assert (children(found), found.joined, found.proposals) == (2, (), ())


def test_a_confirmed_link_is_made_whatever_the_engine_says() -> None:
    told = Manifest(confirmed_links=(("Ellie-Mae Hart", "Noah Okafor"),))
    assert children(two("Ellie-Mae Hart", "Noah Okafor", {}, manifest=told)) == 1


def test_two_children_whom_the_manifest_lists_stay_two() -> None:
    born = date(2015, 2, 1)
    told = Manifest(
        children=(
            ChildEntry(id="a", name="Ellie-Mae Hart", born=born),
            ChildEntry(id="b", name="Hart Ellie-Mae", born=born),
        )
    )
    found = people(record("school.csv", what="Seen."), manifest=told)
    assert (children(found), found.joined) == (2, ())


def test_a_link_through_a_third_entry_never_joins_two_birth_dates() -> None:
    later = {"Date of birth": "2016-08-01", **NUMBER}
    found = people(
        row("csc.csv", "Ellie-Mae Hart", {**BORN, **NUMBER}),
        row("school.csv", "Ellie-Mae Hart", later),
        row("police.csv", "Hart Ellie-Mae", NUMBER),
    )
    births = [person.born.start for person in found.persons if person.born is not None]
    assert sorted(births) == [date(2015, 2, 1), date(2016, 8, 1)]


def test_an_adult_of_the_manifest_with_a_birth_date_is_not_a_namesake_without_one() -> None:
    told = Manifest(people=(PersonEntry(name="Jo Ash", born=date(1980, 1, 1), role="father"),))
    found = people(record("police.csv", what="Lodger Joe Ash was in."), manifest=told)
    assert len(labels(found, "adult")) == 2
    assert "A date of birth is missing" in found.proposals[0].why
