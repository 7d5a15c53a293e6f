"""A made-up town: the same for the same seed, true to its settings, and nobody in it twice."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import date
from itertools import islice, pairwise
from pathlib import Path

import pytest

from tocsin.town.errors_in_records import error_setting
from tocsin.town.family import Family
from tocsin.town.make_family import make_family
from tocsin.town.names import name_book
from tocsin.town.nhs_numbers import is_valid
from tocsin.town.placeholders import NAMED_BY
from tocsin.town.plan import families_for, plan_of
from tocsin.town.settings import Settings
from tocsin.town.write_town import write_town

SEED = 11
SETTINGS = Settings()
CHILDREN = 2_000
HERE = {"british", "welsh", "scottish", "irish"}


def silent(stage: str, done: int, of: int) -> None:
    del stage, done, of


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def families() -> list[Family]:
    return [make_family(SEED, number, SETTINGS) for number, _ in families_for(SEED, 6_000)]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    write_town(folder, seed=SEED, children=CHILDREN, settings=SETTINGS, workers=1, told=silent)
    return folder


def test_a_family_is_the_same_whenever_it_is_made() -> None:
    assert make_family(3, 77, SETTINGS) == make_family(3, 77, SETTINGS)
    assert make_family(3, 77, SETTINGS) != make_family(4, 77, SETTINGS)


def test_a_plan_counts_the_children_that_the_family_will_have(families: list[Family]) -> None:
    for family in families[:800]:
        assert plan_of(SEED, family.number).children == len(family.children)


def test_a_larger_town_begins_with_the_smaller_one() -> None:
    small = list(families_for(SEED, 1_000))
    assert list(islice(families_for(SEED, 5_000), len(small))) == small


def test_no_two_people_share_an_nhs_number(families: list[Family]) -> None:
    numbers = [person.nhs_number for family in families for person in family.residents]
    former = [
        one.former_nhs_number for family in families for one in family.residents if one.former_nhs_number
    ]
    assert len(set(numbers + former)) == len(numbers + former)
    assert all(is_valid(number) for number in numbers + former)


def test_every_name_group_appears(families: list[Family]) -> None:
    met = {person.name_group for family in families for person in family.residents}
    assert met == set(name_book().groups)


def test_names_come_one_after_another_and_the_first_from_birth(families: list[Family]) -> None:
    for family in families:
        for person in family.residents:
            days = [name.since for name in person.names]
            assert days == sorted(days)
            assert person.names[0].first


def test_everybody_born_has_a_home_and_never_leaves_before_coming(families: list[Family]) -> None:
    for family in families:
        housed = {stay.resident for stay in family.stays}
        assert housed == {person.number for person in family.residents}
        assert all(stay.until is None or stay.until > stay.since for stay in family.stays)


def test_nobody_lives_in_two_places_at_once(families: list[Family]) -> None:
    for family in families:
        of_each = defaultdict(list)
        for stay in family.stays:
            of_each[stay.resident].append((stay.since, stay.until or date.max))
        for stays in of_each.values():
            stays.sort()
            assert all(one[1] <= other[0] for one, other in pairwise(stays))


def test_children_are_children_and_mothers_could_be_their_mothers(families: list[Family]) -> None:
    for family in families:
        born = {person.number: person.born for person in family.residents}
        for child in family.children:
            assert (SETTINGS.until - child.born).days < 18.1 * 365.25
            if child.mother is not None:
                assert 16 <= (child.born - born[child.mother]).days / 365.25 < 60


def test_families_are_as_various_as_families_are(families: list[Family]) -> None:
    why = Counter(stay.why for family in families for stay in family.stays)
    assert set(why) >= {
        "family",
        "partner",
        "lodger",
        "private_fostering",
        "kinship",
        "foster",
        "other_parent",
    }
    kinds = Counter(name.kind for family in families for one in family.residents for name in one.names)
    assert set(kinds) >= {"birth", "married", "changed", "alias", "adoptive"}
    ties = Counter(tie.kind for family in families for tie in family.ties)
    assert set(ties) >= {"mother", "father", "sibling", "half_sibling", "step_sibling", "mothers_partner"}
    assert set(ties) >= {"grandparent", "lodger", "adopter", "kinship_carer", "foster_carer", "ex_partner"}
    assert any(stay.dwelling.refuge for family in families for stay in family.stays)
    assert any(child.born > SETTINGS.until for family in families for child in family.children)


def test_twins_are_as_many_as_they_are_and_some_sound_alike() -> None:
    twins = pregnancies = 0
    pairs = []
    for number in range(1, 30_001):
        plan = plan_of(SEED, number)
        pregnancies += len(plan.births)
        twins += sum(together > 1 for together in plan.births)
        if plan.multiple and len(pairs) < 500:
            pairs.append([one for one in make_family(SEED, number, SETTINGS).children if one.twin_of])
    assert twins / pregnancies == pytest.approx(0.015, abs=0.002)
    first = [[one.names[0].first for one in pair] for pair in pairs]
    assert 0.2 < sum(names[0][0] == names[1][0] for names in first) / len(first) < 0.45
    rhyming = sum(names[0][-3:].lower() == names[1][-3:].lower() for names in first)
    assert 0.03 < rhyming / len(first) < 0.2
    assert all(len({one.sex for one in pair}) <= 2 for pair in pairs)
    assert 0.25 < sum(len({one.sex for one in pair}) == 2 for pair in pairs) / len(pairs) < 0.5


def test_some_sons_are_named_as_their_fathers(families: list[Family]) -> None:
    same = 0
    for family in families:
        first = {person.number: person.names[0].first for person in family.residents}
        same += any(first.get(one.father or 0) == one.names[0].first for one in family.children)
    assert 0.005 < same / len(families) < 0.06


def test_each_record_is_of_one_true_person(town: Path) -> None:
    people = {row["person"] for row in rows(town / "truth/people.csv")}
    truth = rows(town / "truth/records.csv")
    ids = [(row["agency"], row["local_id"]) for row in truth]
    assert len(set(ids)) == len(ids)
    assert {row["person"] for row in truth} <= people
    held = [
        (folder.name, row["local_id"])
        for folder in (town / "agencies").iterdir()
        for row in rows(folder / "people.csv")
    ]
    assert sorted(held) == sorted(ids)


def test_events_are_under_ids_that_the_agency_holds(town: Path) -> None:
    for folder in (town / "agencies").iterdir():
        if (folder / "events.csv").is_file():
            held = {row["local_id"] for row in rows(folder / "people.csv")}
            assert {row["local_id"] for row in rows(folder / "events.csv")} <= held


def test_no_agency_holds_the_whole_town(town: Path) -> None:
    everybody = len(rows(town / "truth/people.csv"))
    for folder in (town / "agencies").iterdir():
        assert len(rows(folder / "people.csv")) < everybody


def test_the_unborn_are_written_with_a_due_date_and_their_mother(town: Path) -> None:
    unborn = [
        row
        for folder in (town / "agencies").iterdir()
        for row in rows(folder / "people.csv")
        if row["due_date"]
    ]
    assert len(unborn) > 20
    assert not any(row["date_of_birth"] or row["nhs_number"] or row["sex"] for row in unborn)
    assert sum(bool(row["mother_local_id"]) for row in unborn) / len(unborn) > 0.9


def test_a_sealed_pair_is_one_person_under_two_names(town: Path) -> None:
    person_of = {(row["agency"], row["local_id"]): row["person"] for row in rows(town / "truth/records.csv")}
    pairs = rows(town / "truth/sealed.csv")
    assert pairs
    for row in pairs:
        assert person_of[row["agency_before"], row["local_id_before"]] == row["person"]
        assert person_of[row["agency_after"], row["local_id_after"]] == row["person"]


def test_what_happened_after_an_adoption_stands_under_the_new_record(town: Path) -> None:
    after = {row["local_id_after"] for row in rows(town / "truth/sealed.csv")}
    begun: dict[str, str] = {}
    happened: list[dict[str, str]] = []
    for folder in (town / "agencies").iterdir():
        begun.update({row["local_id"]: row["recorded_on"] for row in rows(folder / "people.csv")})
        happened += rows(folder / "events.csv") if (folder / "events.csv").is_file() else []
    ours = [row for row in happened if row["local_id"] in after]
    assert all(row["date_happened"] >= begun[row["local_id"]] for row in ours)


@pytest.mark.parametrize("agency", ["health_gp", "police", "school", "health_hospital", "social_care"])
def test_an_agency_knows_nhs_numbers_as_often_as_the_data_says(town: Path, agency: str) -> None:
    known = [row["nhs_number"] for row in rows(town / f"agencies/{agency}/people.csv") if not row["due_date"]]
    expected = error_setting("published").of(agency).nhs
    assert sum(map(bool, known)) / len(known) == pytest.approx(expected, abs=0.04)


def test_a_wrong_nhs_number_is_rare(town: Path) -> None:
    true = {row["person"]: row for row in rows(town / "truth/people.csv")}
    person_of = {(row["agency"], row["local_id"]): row["person"] for row in rows(town / "truth/records.csv")}
    written = wrong = 0
    for folder in (town / "agencies").iterdir():
        for row in rows(folder / "people.csv"):
            person = true[person_of[folder.name, row["local_id"]]]
            if row["nhs_number"]:
                written += 1
                wrong += row["nhs_number"] not in (person["nhs_number"], person["former_nhs_number"])
    assert 0 < wrong / written < 0.01


def test_names_disagree_between_two_sources_about_as_often_as_published(town: Path) -> None:
    """ALSPAC, a cohort born in Britain: surname 18%, forename 12%; children old enough to be named."""
    people = {row["person"]: row for row in rows(town / "truth/people.csv")}
    person_of = {(row["agency"], row["local_id"]): row["person"] for row in rows(town / "truth/records.csv")}
    written = defaultdict(list)
    for folder in sorted((town / "agencies").iterdir()):
        for row in rows(folder / "people.csv"):
            person = people[person_of[folder.name, row["local_id"]]]
            age = date.fromisoformat(row["recorded_on"]) - date.fromisoformat(person["born"])
            if person["name_group"] in HERE and person["kind"] == "child" and age.days >= NAMED_BY:
                name = row["first_name"].split(" ")[0].lower(), row["surname"].lower()
                written[person["person"]].append(name)
    pairs = [many[:2] for many in written.values() if len(many) > 1]
    forename = sum(one[0] != other[0] for one, other in pairs) / len(pairs)
    surname = sum(one[1] != other[1] for one, other in pairs) / len(pairs)
    assert forename == pytest.approx(0.12, abs=0.03)
    assert surname == pytest.approx(0.18, abs=0.03)


@pytest.mark.parametrize("workers", [2])
def test_the_files_are_the_same_to_the_byte_whatever_the_number_of_workers(
    town: Path, tmp_path: Path, workers: int
) -> None:
    write_town(tmp_path, seed=SEED, children=CHILDREN, settings=SETTINGS, workers=workers, told=silent)
    one = {path.relative_to(town): path.read_bytes() for path in sorted(town.rglob("*")) if path.is_file()}
    two = {
        path.relative_to(tmp_path): path.read_bytes()
        for path in sorted(tmp_path.rglob("*"))
        if path.is_file()
    }
    assert one == two


def test_the_town_says_that_it_is_made_up(town: Path) -> None:
    assert "made up" in (town / "README.txt").read_text(encoding="utf-8")
