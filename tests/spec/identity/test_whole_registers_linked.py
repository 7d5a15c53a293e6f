"""Whole registers of several agencies become persons: `tocsin identity link --town`."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tocsin.cli.commands import app
from tocsin.identity.answer import Band
from tocsin.identity.matching.matcher import Matcher
from tocsin.identity.matching.model import Model
from tocsin.identity.matching.register import Register
from tocsin.identity.measure.joined import TruePerson, judge
from tocsin.identity.measure.run import nobody_told
from tocsin.identity.measure.troubles import Troubles
from tocsin.identity.onboarding import asking
from tocsin.identity.onboarding.linking import Onboarding
from tocsin.identity.onboarding.persons import Persons
from tocsin.identity.onboarding.records import agencies_of, ordinal_of, read_people
from tocsin.identity.stated import Home, Name, Stated
from tocsin.town.settings import Settings
from tocsin.town.write_town import write_town

HEADINGS = (
    "local_id", "first_name", "surname", "date_of_birth", "due_date", "sex", "postcode", "address",
    "nhs_number", "mother_local_id", "withdrawn_on",
)  # fmt: skip
HOME = {"postcode": "KX7 2RE", "address": "123 Chapel Place, Harrowby Cross"}
MOTHER = {
    "first_name": "Halima", "surname": "Warsame", "date_of_birth": "1991-05-04", "sex": "f", **HOME,
    "nhs_number": "9685089663",
}  # fmt: skip
CHILD = {"surname": "Warsame", "date_of_birth": "2024-03-12", **HOME, "mother_local_id": "m"}
Rows = dict[str, dict[str, str]]
Persons_ = dict[tuple[str, str], str]


def town_of(folder: Path, agencies: dict[str, Rows]) -> Path:
    """Rows by agency and local id."""
    for agency, rows in agencies.items():
        place = folder / "agencies" / agency
        place.mkdir(parents=True)
        with (place / "people.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, HEADINGS)
            writer.writeheader()
            writer.writerows({"local_id": local, **row} for local, row in rows.items())
    return folder


def linked(folder: Path, agencies: dict[str, Rows]) -> Onboarding:
    town = town_of(folder, agencies)
    onboarding = Onboarding(Model.shipped(), workers=1, told=nobody_told)
    for agency in agencies_of(town):
        onboarding.take(agency, list(read_people(town, agency, Troubles())))
    onboarding.finish()
    return onboarding


def persons(onboarding: Onboarding) -> Persons_:
    return {key: link.person for key, link in onboarding.links.items()}


def test_one_person_of_several_agencies_gets_one_id(tmp_path: Path) -> None:
    found = persons(linked(tmp_path, {"health_gp": {"m": MOTHER}, "school": {"s": MOTHER}}))
    assert found["health_gp", "m"] == found["school", "s"]


def test_who_was_entered_twice_by_one_agency_is_one_person(tmp_path: Path) -> None:
    found = persons(linked(tmp_path, {"health_gp": {"m": MOTHER, "again": MOTHER}}))
    assert found["health_gp", "m"] == found["health_gp", "again"]


def test_a_withdrawn_record_is_left_out_and_counted(tmp_path: Path) -> None:
    gone = {**MOTHER, "withdrawn_on": "2025-01-01"}
    assert persons(linked(tmp_path, {"health_gp": {"m": gone, "n": MOTHER}})).keys() == {("health_gp", "n")}
    troubles = Troubles()
    assert len(list(read_people(tmp_path, "health_gp", troubles))) == 1
    assert [(trouble.count, trouble.reason) for trouble in troubles] == [
        (1, "record that its agency withdrew, left out")
    ]


def test_the_id_of_a_withdrawn_record_may_be_given_again(tmp_path: Path) -> None:
    place = tmp_path / "agencies" / "school"
    place.mkdir(parents=True)
    rows = [{**MOTHER, "withdrawn_on": "2025-01-01"}, {**CHILD, "first_name": "Idil"}, MOTHER]
    with (place / "people.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, HEADINGS)
        writer.writeheader()
        writer.writerows({**row, "local_id": "s1"} for row in rows)
    troubles = Troubles()
    (record,) = read_people(tmp_path, "school", troubles)
    assert record.stated.names == (Name("Idil", "Warsame"),)
    assert {(trouble.reason, *trouble.rows) for trouble in troubles} == {
        ("record that its agency withdrew, left out", 2),
        ("local_id that stands twice, the second left out", 4),
    }


def test_twins_stay_two_persons(tmp_path: Path) -> None:
    rows = {
        "a": {**CHILD, "first_name": "Amina", "sex": "f"},
        "b": {**CHILD, "first_name": "Bilal", "sex": "m"},
    }
    found = persons(linked(tmp_path, {"health_gp": rows, "school": rows}))
    assert found["health_gp", "a"] == found["school", "a"]
    assert found["health_gp", "b"] == found["school", "b"]
    assert found["health_gp", "a"] != found["health_gp", "b"]


def test_what_a_person_must_decide_stands_alone_and_says_why(tmp_path: Path) -> None:
    other = {**MOTHER, "nhs_number": "9158847111"}
    onboarding = linked(tmp_path, {"health_gp": {"m": MOTHER}, "school": {"s": other}})
    link = onboarding.links["school", "s"]
    assert (link.band, link.why) == (Band.REVIEW, "two_nhs_numbers")
    assert link.nearest == onboarding.links["health_gp", "m"].person != link.person


def test_an_unborn_child_is_the_one_born(tmp_path: Path) -> None:
    expected = {
        "due_date": "2024-03-20",
        "surname": "Warsame",
        "first_name": "Unborn",
        "mother_local_id": "m",
    }
    born = {**CHILD, "first_name": "Amina", "sex": "f", "nhs_number": "9158847111"}
    agencies = {
        "midwifery": {"m": MOTHER, "u": expected, "c": born},
        "social_care": {"m": MOTHER, "v": expected},
    }
    found = persons(linked(tmp_path, agencies))
    assert found["midwifery", "u"] == found["social_care", "v"] == found["midwifery", "c"]


def test_two_expected_and_one_born_are_for_a_person_to_decide(tmp_path: Path) -> None:
    twins = {
        str(place): {"due_date": "2024-03-20", "first_name": f"Twin {place}", "mother_local_id": "m"}
        for place in (1, 2)
    }
    born = {**CHILD, "first_name": "Amina", "sex": "f"}
    links = linked(tmp_path, {"midwifery": {"m": MOTHER, **twins, "c": born}}).links
    assert links["midwifery", "1"].person != links["midwifery", "2"].person
    assert {links["midwifery", one].band for one in twins} == {Band.REVIEW}


def test_which_of_two_expected_is_which_of_two_born_is_for_a_person_to_say(tmp_path: Path) -> None:
    twins = {
        str(place): {"due_date": "2024-03-20", "first_name": f"Twin {place}", "mother_local_id": "m"}
        for place in (1, 2)
    }
    born = {
        "a": {**CHILD, "first_name": "Amina", "sex": "f"},
        "b": {**CHILD, "first_name": "Bilal", "sex": "m"},
    }
    links = linked(tmp_path, {"midwifery": {"m": MOTHER, **twins, **born}}).links
    assert len({link.person for link in links.values()}) == 5
    assert {links["midwifery", one].band for one in twins} == {Band.REVIEW}


@pytest.mark.parametrize("twin", [False, True])
def test_a_baby_without_a_first_name_is_its_mothers_only_one_of_that_day(tmp_path: Path, twin: bool) -> None:
    amina = {**CHILD, "first_name": "Amina", "sex": "f"}
    others = {"b": {**CHILD, "first_name": "Bilal", "sex": "m"}} if twin else {}
    baby = {**CHILD, "first_name": "Baby", "sex": "f" if not twin else ""}
    agencies = {"health_gp": {"m": MOTHER, "a": amina, **others}, "police": {"m": MOTHER, "x": baby}}
    links = linked(tmp_path, agencies).links
    assert (links["police", "x"].person == links["health_gp", "a"].person) is not twin
    assert links["police", "x"].band is (Band.REVIEW if twin else Band.AUTO)


@pytest.mark.parametrize(
    ("written", "ordinal"), [("Twin 2", 2), ("Baby B", 2), ("Baby Twin 1", 1), ("Baby", 0), ("", 0)]
)
def test_the_writer_may_say_which_of_several(written: str, ordinal: int) -> None:
    assert ordinal_of(written) == ordinal


def test_a_person_keeps_each_value_once_and_the_first_met_first() -> None:
    held = Persons()
    person = held.found(Stated("1", names=(Name("Halima", "Warsame"),), homes=(Home("KX7 2RE", ""),)))
    assert not held.grow(person, Stated("2", names=(Name("HALIMA", "Warsame"),)))
    assert held.grow(person, Stated("3", names=(Name("Haleema", "Warsame"), Name("", ""))))
    assert [name.first for name in held.entry(person).names] == ["Halima", "Haleema"]


def test_who_was_joined_keeps_the_older_id_and_the_other_leads_there() -> None:
    held = Persons()
    one, other = (held.found(Stated(number, names=(Name(number, "X"),))) for number in ("a", "b"))
    assert held.join(other, one) == one
    assert held.now(other) == one
    assert len(held) == 1


def test_two_processes_answer_as_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    class Few:
        shared_from = 0

    monkeypatch.setattr(asking, "settings", Few)
    entries = [
        Stated(
            str(n), names=(Name(f"Given{n % 70}", f"Family{n % 90}"),), homes=(Home("KX7 2RE", f"{n} Row"),)
        )
        for n in range(2_500)
    ]
    matcher = Matcher(Register.build(entries), Model.shipped())
    limits = matcher.model.thresholds
    found = [
        asking.ask(matcher, entries, workers=workers, done=asking.nobody_waits, themselves=limits)
        for workers in (1, 2)
    ]
    assert found[0] == found[1]


def test_pairs_are_counted_by_hand() -> None:
    a, b = TruePerson("a", "child", "british"), TruePerson("b", "adult")
    truth = {("gp", "1"): a, ("gp", "2"): b, ("school", "3"): a, ("police", "4"): a}
    links = {("gp", "1"): ("P1", "new"), ("school", "3"): ("P1", "auto"), ("gp", "2"): ("P1", "auto")}
    joined = judge({**links, ("police", "4"): ("P2", "review")}, truth)
    assert (joined.all.both, joined.all.linked, joined.all.true) == (1, 3, 3)
    assert (joined.whole, joined.mixed, joined.of["names", "british"].true) == (0, 1, 3)
    assert joined.of["agencies", "gp and school"].precision.value == pytest.approx(0.5)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    write_town(folder, seed=5, children=1_000, settings=Settings(), workers=1, told=nobody_told)
    return folder


def test_a_made_up_town_is_linked_and_judged_by_the_commands(made: Path, tmp_path: Path) -> None:
    out, figures, wrong = tmp_path / "links.csv", tmp_path / "figures.json", tmp_path / "errors.csv"
    run = CliRunner().invoke(app, ["identity", "link", "--town", str(made), "--out", str(out)])
    assert run.exit_code == 0, run.output
    assert "linked to a person met before" in run.output
    arguments = ["--town", str(made), "--links", str(out), "--json", str(figures), "--answers", str(wrong)]
    run = CliRunner().invoke(app, ["identity", "evaluate", *arguments])
    assert run.exit_code == 0, run.output
    pairs = {(one["kind"], one["name"]): one for one in json.loads(figures.read_text())["pairs"]}
    assert pairs["all", ""]["precision"] > 0.999
    assert pairs["all", ""]["recall"] > 0.95
    assert wrong.read_text().startswith("error,agency,local_id")


@pytest.mark.parametrize(
    "arguments",
    [
        ["link", "--town", "."],
        ["link", "--out", "x.csv"],
        ["evaluate", "--links", "x.csv"],
        ["link", "--town", ".", "--out", "x.csv", "--register", "r.csv"],
    ],
)
def test_what_cannot_be_linked_or_judged_is_refused(arguments: list[str]) -> None:
    assert CliRunner().invoke(app, ["identity", *arguments]).exit_code == 2
