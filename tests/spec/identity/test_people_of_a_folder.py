"""Who the records are about: children by label, adults by name and role, links only ever proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from tocsin.identity.children import child_of
from tocsin.identity.people import People
from tocsin.identity.resolve import resolve
from tocsin.records.manifest import ChildEntry, Manifest, PersonEntry
from tocsin.records.record import FileRead, Place, Record
from tocsin.records.when import Precision, When


def record(
    file: str,
    *,
    what: str = "",
    event_type: str = "",
    child: str = "",
    on: str = "2023-01-10",
    attributes: Mapping[str, Sequence[str]] | None = None,
    extra: Mapping[str, str] | None = None,
) -> Record:
    day = date.fromisoformat(on)
    return Record(
        id=f"{file}{what}{event_type}{child}{on}{attributes}",
        place=Place(file, "0" * 64, 2),
        seq=1,
        ordered=False,
        agencies=(file.split(".")[0],),
        when=When(day, day),
        when_words=on,
        child=child,
        cells={"what": what},
        event_type=event_type,
        attributes={name: tuple(values) for name, values in (attributes or {}).items()},
        extra=extra or {},
    )


def people(*records: Record, manifest: Manifest | None = None) -> People:
    files = sorted({row.place.file for row in records})
    return resolve(
        [_read(file, [row for row in records if row.place.file == file]) for file in files], manifest
    )


def _read(file: str, rows: Sequence[Record]) -> FileRead:
    return FileRead(file, "0" * 64, "chronology", (), len(rows), 0, tuple(rows), (), {}, None)


def labels(found: People, kind: str) -> list[str]:
    return [person.label for person in found.persons if person.kind == kind]


def test_a_folder_without_labels_is_about_one_child() -> None:
    found = people(record("school.csv", what="Absent."))
    (child,) = found.persons
    assert (child.id, child.kind, child.label, child.subject) == ("child-1", "child", "the child", True)


def test_the_label_used_most_is_the_subject() -> None:
    rows = [record("school.csv", child=label, what=str(n)) for n, label in enumerate(("Ada", "Tobi", "Tobi"))]
    found = people(*rows, record("school.csv", what="No label."))
    assert [(person.label, person.subject) for person in found.persons] == [("Tobi", True), ("Ada", False)]
    assert child_of(rows[0], found) == ["child-2"]
    assert child_of(record("police.csv", what="Call."), found) == ["child-1"]


def test_a_sibling_named_in_a_coded_row_is_another_child() -> None:
    row = record("school.csv", event_type="school_absence", attributes={"child": ["sibling_7"]})
    found = people(row, record("school.csv", event_type="visit"))
    assert labels(found, "child") == ["the child", "sibling 7"]
    assert child_of(row, found) == ["child-2"]
    assert [(r.person, r.kind) for r in found.relationships] == [("child-2", "sibling")]


def test_a_row_for_two_children_is_about_both() -> None:
    row = record("school.csv", child="Ada and Tobi")
    found = people(row)
    assert len(child_of(row, found)) == 2


def test_the_other_children_of_the_manifest_are_siblings() -> None:
    children = Manifest(subject="Tobi", children=(ChildEntry(name="Tobi"), ChildEntry(name="Ada")))
    found = people(record("school.csv", what="Absent."), manifest=children)
    assert [(r.person, r.other, r.kind) for r in found.relationships] == [("child-2", "child-1", "sibling")]


def test_a_list_of_many_families_is_no_household() -> None:
    found = people(*(record("csc.csv", child=f"Child {chr(65 + n)}") for n in range(25)))
    assert len(found.persons) == 25
    assert found.proposals == ()
    assert (found.relationships, found.memberships) == ((), ())


TWO = Manifest(
    subject="Tobi",
    children=(
        ChildEntry(id="tobi", name="Tobi Adeyo", born=date(2020, 5, 9)),
        ChildEntry(id="zofia", name="Zofia Adeyo", aliases=("Zofia", "Z"), born=date(2017, 2, 21)),
        ChildEntry(id="leon", name="Leon Kowalik", born=date(2024, 6, 24), labels=("Marta Kowalik",)),
    ),
)


@pytest.mark.parametrize(
    ("words", "on", "about"),
    [
        ("Zofia was tired.", "2023-01-10", ["zofia"]),
        ("Zofia and Tobi were late.", "2023-01-10", ["tobi", "zofia"]),
        ("Medical: a bruise. Zofia examined also.", "2023-01-10", ["tobi", "zofia"]),
        ("Both children seen.", "2023-01-10", ["tobi", "zofia"]),
        ("The children were in bed.", "2024-07-01", ["tobi", "zofia", "leon"]),
        ("Leon seen undressed, feeding well.", "2024-07-04", ["leon"]),
        ("The children's bedroom was tidy.", "2023-01-10", ["tobi"]),
        ("Children's social care rang.", "2023-01-10", ["tobi"]),
        ("Checks asked for on Marta Kowalik.", "2023-01-10", ["tobi"]),
    ],
)
def test_the_words_tell_which_children_a_row_is_about(words: str, on: str, about: list[str]) -> None:
    row = record("school.csv", what=words, on=on)
    assert child_of(row, people(row, manifest=TWO)) == about


def test_a_childs_own_name_in_a_column_makes_no_adult() -> None:
    own = Manifest(children=(ChildEntry(id="leon", name="Leon Kowalik", labels=("Leon K", "KOWALIK, Leon")),))
    rows = [record("hospital.csv", what="ED.", child=label) for label in ("Leon K", "KOWALIK, Leon")]
    assert labels(people(*rows, manifest=own), "adult") == []


def test_a_label_counts_in_a_child_column() -> None:
    row = record("hospital.csv", what="Antenatal clinic.", child="Marta Kowalik")
    found = people(row, manifest=TWO)
    assert child_of(row, found) == ["leon"]
    assert "Marta Kowalik" not in found.get("leon").names
    assert labels(found, "adult") == ["Marta Kowalik"]


def test_a_birth_row_always_sets_the_date_of_birth() -> None:
    told = Manifest(children=(ChildEntry(name="Tobi", born=date(2020, 1, 1)),))
    row = record(
        "family_public.csv", event_type="birth", on="2020-01-02", attributes={"known_at_time": ["no"]}
    )
    born = people(row, manifest=told).get("child-1").born
    assert born is not None
    assert born.start == date(2020, 1, 2)


def test_ages_narrow_the_birth_down_where_there_is_no_birth_row() -> None:
    row = record("school.csv", event_type="visit", on="2023-01-10", attributes={"child_age_months": ["8"]})
    born = people(row).get("child-1").born
    assert born is not None
    assert born.precision is Precision.RANGE
    assert born.start <= date(2022, 4, 20) <= born.end


def test_children_of_one_name_and_different_births_are_two_children() -> None:
    rows = [
        record("csc.csv", child="Maya Cole", extra={"Date Of Birth": "2015-02-01"}),
        record("education.csv", child="Maya Cole", extra={"Date Of Birth": "2016-08-01"}),
        record("housing.csv", child="Maya Cole", extra={"Date Of Birth": "01/02/2015"}),
    ]
    found = people(*rows)
    assert [child_of(row, found) for row in rows] == [["child-1"], ["child-2"], ["child-1"]]
    assert found.proposals == ()


@pytest.mark.parametrize(
    ("words", "name", "role"),
    [
        ("Mother's partner Marek opened the door.", "Marek", "mothers_partner"),
        ("Mr Kowalczyk (lodger) was in the kitchen.", "Mr Kowalczyk", "lodger"),
        ("Visited by Aunt Ngozi and others.", "Ngozi", "aunt_uncle"),
        ("Spoke to Shabnam, the grandmother, by phone.", "Shabnam", "grandparent"),
    ],
)
def test_it_meets_adults_named_beside_their_role(words: str, name: str, role: str) -> None:
    (adult,) = [p for p in people(record("police.csv", what=words)).persons if p.kind == "adult"]
    assert (adult.names, adult.roles) == ((name,), (role,))


@pytest.mark.parametrize(
    "words",
    ["Mother Denied this.", "Father on Tuesday said no.", "Partner Police informed.", "Mum and Dad present."],
)
def test_a_capital_letter_alone_makes_no_name(words: str) -> None:
    assert [person.names for person in people(record("police.csv", what=words)).persons if person.names] == []


def test_an_adult_known_by_role_alone_is_an_adult() -> None:
    found = people(
        record("police.csv", what="Mum and her mother's partner were in."),
        record("gp.csv", what="Mother well."),
    )
    assert sorted(labels(found, "adult")) == ["mother", "mother's partner"]
    assert {(r.kind, r.asserted_by) for r in found.relationships} == {
        ("mother", "police"), ("mothers_partner", "police"), ("mother", "gp")}  # fmt: skip


def test_a_title_makes_a_name_an_adults_and_keeps_a_man_and_a_woman_apart() -> None:
    found = people(
        record("police.csv", what="Ms Achebe opened. Mr Achebe, mother and baby were in the kitchen.")
    )
    assert sorted(labels(found, "adult")) == ["Mr Achebe", "Ms Achebe", "mother"]
    assert found.proposals == ()


def test_a_name_without_a_role_in_two_files_is_a_question() -> None:
    found = people(record("police.csv", what="Spoke to Mr Achebe."), record("gp.csv", what="Mr Achebe rang."))
    assert labels(found, "adult") == ["Mr Achebe", "Mr Achebe"]
    assert [proposal.strength for proposal in found.proposals] == ["possible"]


def test_a_childs_name_is_no_adults() -> None:
    told = Manifest(children=(ChildEntry(name="Tobi"),))
    found = people(record("school.csv", what="Mother: Tobi was unwell."), manifest=told)
    assert labels(found, "adult") == ["mother"]


def test_one_name_in_one_role_is_one_person_and_in_two_roles_is_a_question() -> None:
    found = people(
        record("police.csv", what="Mother's partner Marek Kowalczyk present."),
        record("housing.csv", what="Mother's partner KOWALCZYK Marek on the form."),
        record("school.csv", what="Lodger Marek Kowalczyk collected the child."),
    )
    assert len(labels(found, "adult")) == 2
    (proposal,) = found.proposals
    assert "the same name" in proposal.why
    assert proposal.strength == "possible"


def test_a_name_spelt_three_ways_is_proposed_and_not_joined() -> None:
    found = people(
        record("police.csv", what="Mother's partner Yousef Rahmani present."),
        record("housing.csv", what="Mother's partner Iusuf Rahmani on the form."),
        record("school.csv", what="Mother's partner Yusuf Rahmany at the gate."),
    )
    assert len(labels(found, "adult")) == 3
    assert len(found.proposals) == 2  # the third would follow from these
    assert all(proposal.strength == "likely" for proposal in found.proposals)


def test_a_confirmed_link_joins_and_a_rejected_one_is_not_asked_again() -> None:
    rows = (
        record("police.csv", what="Mother's partner Marek present."),
        record("housing.csv", what="Mother's partner Marec on the form."),
    )
    joined = people(*rows, manifest=Manifest(confirmed_links=(("Marek", "Marec"),)))
    (adult,) = [p for p in joined.persons if p.kind == "adult"]
    assert set(adult.names) == {"Marek", "Marec"}
    assert {r.person for r in joined.relationships} == {adult.id}
    refused = people(*rows, manifest=Manifest(rejected_links=(("Marek", "Marec"),)))
    assert len(labels(refused, "adult")) == 2
    assert refused.proposals == ()


def test_an_alias_of_the_manifest_is_the_same_person() -> None:
    told = Manifest(
        people=(
            PersonEntry(id="partner", name="Marek Kowalczyk", aliases=("Marek",), role="mothers_partner"),
        )
    )
    found = people(record("police.csv", what="Mother's partner Marek present."), manifest=told)
    assert labels(found, "adult") == ["Marek Kowalczyk"]


def test_different_dates_of_birth_are_never_proposed() -> None:
    told = Manifest(
        people=(
            PersonEntry(name="Jo Ash", born=date(1980, 1, 1)),
            PersonEntry(name="Joe Ash", born=date(1955, 1, 1)),
        )
    )
    assert people(record("school.csv", what="x"), manifest=told).proposals == ()


def test_each_account_of_the_household_stands_with_its_agency_and_whether_it_was_checked() -> None:
    found = people(
        record("social_care.csv", event_type="household_change", on="2023-01-10", attributes={
            "change": ["new_partner"], "person_role": ["mothers_partner"], "verified": ["true"]}),
        record("health_visiting.csv", event_type="visit", on="2023-02-10", attributes={
            "household_present": ["mother", "grandmother", "baby"]}),
        record("housing.csv", event_type="household_change", on="2023-03-10", attributes={
            "change": ["adult_left"], "person_role": ["mothers_partner"]}),
    )  # fmt: skip
    told = {
        (found.get(m.person).label, m.asserted_by, m.verified, m.since is not None, m.until is not None)
        for m in found.memberships
        if m.source is not None
    }
    assert told == {
        ("mother's partner", "social_care", "agency_record", True, False),
        ("mother", "health_visiting", "seen_in_home", True, True),
        ("grandparent", "health_visiting", "seen_in_home", True, True),
        ("mother's partner", "housing", "unknown", False, True),
    }


def test_a_recorded_risk_is_kept_with_its_day_and_source() -> None:
    row = record("police.csv", event_type="household_change", attributes={
        "change": ["new_partner"], "person_role": ["fathers_partner"],
        "risk_marker": ["da_perpetrator"]})  # fmt: skip
    (adult,) = [p for p in people(row).persons if p.kind == "adult"]
    assert [(m.marker, m.since) for m in adult.markers] == [("da_perpetrator", date(2023, 1, 10))]


def test_a_misspelt_name_may_be_the_same_child_and_is_no_sister_until_that_is_decided() -> None:
    rows = [record("school.csv", child="Ellie-Mae Hart", what=str(n)) for n in range(3)]
    rows.append(record("police.csv", child="Elie-Mae Hart", what="Call."))
    found = people(*rows)
    (asked,) = found.proposals
    assert (asked.a, asked.b) == ("child-1", "child-2")
    assert "may be the same child" in asked.why
    assert found.relationships == ()
    assert [one.person for one in found.memberships] == ["child-1"]
    told = Manifest(rejected_links=(("Ellie-Mae Hart", "Elie-Mae Hart"),))
    assert [one.kind for one in people(*rows, manifest=told).relationships] == ["sibling"]
