"""The data tables fit one another, the vocabulary and the guidance."""

from __future__ import annotations

import csv
import re
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from tocsin.concerns.answers import answerable, ways
from tocsin.concerns.climb import role_at
from tocsin.concerns.roles import level, resolve, role_words, roles
from tocsin.concerns.tables import table

VOCABULARY = yaml.safe_load(files("tocsin.chronology").joinpath("data/vocabulary.yaml").read_bytes())
AGENCIES = set(VOCABULARY["codes"]["agency"])
GUIDANCE = Path(__file__).parents[4] / "shared" / "data" / "guidance"
RESPONSE = re.compile(r"(\w+)@\S* \S+ by (\w+)")

needs_guidance = pytest.mark.skipif(
    not GUIDANCE.is_dir(), reason="the guidance tables are not beside the project"
)


def rows(name: str) -> list[dict[str, str]]:
    with (GUIDANCE / name).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def expected() -> set[tuple[str, str]]:
    cells = [row["all_responses"] for row in rows("indicators.csv")]
    return {(found[1], found[2]) for cell in cells for found in RESPONSE.finditer(cell)}


@pytest.mark.shared
@needs_guidance
def test_it_knows_every_role_that_guidance_asks() -> None:
    listed = {row["id"] for row in rows("roles.csv") if row["record"] == "role"}
    asked = {role for _, role in expected()} | {row["escalate_to"] for row in rows("indicators.csv")}
    assert listed | asked <= set(roles())


@pytest.mark.shared
@needs_guidance
def test_it_keeps_the_agency_and_level_of_every_listed_role() -> None:
    for row in rows("roles.csv"):
        if row["record"] == "role":
            role = roles()[row["id"]]
            assert (role.agency, role.level) == (row["agency"], int(row["level"]))


@pytest.mark.shared
@needs_guidance
def test_it_knows_what_answers_every_response_and_who_could_hold_it() -> None:
    responses = {event for event, _ in expected()}
    assert responses <= answerable()
    assert responses <= set(table("holders")["holders"])


def test_it_answers_with_events_and_attributes_of_the_vocabulary() -> None:
    content = table("satisfies")
    pairs = [("", name) for name in content["answers"]]
    pairs += [(card, name) for card, own in content["cards"].items() for name in own]
    for card, response in pairs:
        for way in ways(response, card):
            assert way.event in VOCABULARY["event_types"], way
            known = set(VOCABULARY["event_types"][way.event]["attributes"])
            assert set(way.where) | set(way.unless) | set(way.same) <= known | {"child_seen"}, way
            assert way.agencies | way.not_agencies <= AGENCIES
            assert way.roles <= set(roles())


@pytest.mark.parametrize("response", sorted(table("satisfies")["answers"]))
def test_it_takes_the_response_itself_as_an_answer(response: str) -> None:
    assert response in {way.event for way in ways(response)}


def test_it_names_holders_that_are_agencies() -> None:
    for holders in table("holders")["holders"].values():
        assert set(holders) <= AGENCIES


def test_it_resolves_every_general_role_to_a_role_of_the_table() -> None:
    for name, role in roles().items():
        for agency in AGENCIES:
            found = resolve(name, agency)
            assert found in roles()
            if role.stands_for:
                assert found == resolve(found, agency) or not roles()[found].stands_for


def test_it_has_a_role_at_every_stage_of_every_ladder() -> None:
    for ladder in table("ladders")["ladders"].values():
        assert [stage["level"] for stage in ladder["stages"]] == [1, 2, 3, 4, 5]
    for agency in AGENCIES:
        levels = [level(role_at(stage, agency)) for stage in (2, 3, 4, 5)]
        assert levels == [2, 3, 4, 5], agency


@pytest.mark.parametrize(
    ("role", "agency", "found"),
    [
        ("observing_practitioner", "health_visiting", "health_visitor"),
        ("observing_practitioner", "health_gp", "gp"),
        ("observing_practitioner", "family_public", "social_worker"),
        ("observing_practitioner", "fire", "practitioner"),
        ("visiting_practitioner", "social_care", "social_worker"),
        ("police", "school", "police_officer"),
        ("line_manager", "school", "designated_safeguarding_lead"),
        ("line_manager", "health_visiting", "line_manager"),
        ("next_stage_role", "police", "detective_inspector"),
        ("social_care_team_manager", "police", "social_care_team_manager"),
    ],
)
def test_it_asks_the_role_of_the_agency_that_acted(role: str, agency: str, found: str) -> None:
    assert resolve(role, agency) == found


def test_it_says_a_role_in_words() -> None:
    assert role_words("social_care_team_manager") == "team manager, children's social care"
    assert role_words("health_visitor") == "health visitor"


def test_it_dates_and_sources_what_states_guidance() -> None:
    for name in ("roles", "holders"):
        assert table(name)["read_on"]
    for ladder in table("ladders")["ladders"].values():
        assert ladder["source"]
        assert ladder["source_year"]
