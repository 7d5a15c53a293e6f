"""The vocabulary is whole, and every table that uses its words uses words it has."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from tocsin.chronology.naming import aliases, derivations
from tocsin.chronology.vocabulary import UNLISTED, data_table, vocabulary

INDICATORS = Path(__file__).parents[4] / "shared" / "data" / "guidance" / "indicators.csv"


def test_it_says_every_event_type_in_plain_words() -> None:
    for event_type in vocabulary().event_types.values():
        assert event_type.words
        assert "_" not in event_type.words


def test_it_names_only_code_lists_it_has() -> None:
    known = set(vocabulary().codes) | UNLISTED
    for attributes in vocabulary().attribute_codes.values():
        assert set(attributes.values()) <= known


@pytest.mark.parametrize("marker", ["learning_disability", "young_parent_under_20", "care_experienced"])
def test_it_has_no_risk_marker_for_who_a_parent_is(marker: str) -> None:
    assert marker not in vocabulary().codes["adult_risk_marker"]


def test_every_alias_leads_to_a_code() -> None:
    for code_list, names in aliases()["values"].items():
        assert set(names.values()) <= set(vocabulary().codes[code_list]), code_list
    assert set(aliases()["agencies"].values()) <= set(vocabulary().codes["agency"])


def test_every_event_type_alias_leads_to_an_event_type() -> None:
    for row in aliases()["event_types"].values():
        assert {row["type"], *row.get("by_agency", {}).values()} <= set(vocabulary().event_types)


def test_every_derived_event_and_table_uses_known_event_types() -> None:
    known = set(vocabulary().event_types)
    for rule in derivations()["rules"]:
        assert {rule["event"], *rule["from"]} <= known
        assert all(vocabulary().has_attribute(rule["event"], name) for name in rule["carries"])
    seen, sharing = data_table("seen"), data_table("sharing")
    assert {*seen["by_type"], *seen["needs_living_child"], *sharing["events"]} <= known
    assert set(seen["codes"]) == set(vocabulary().codes["child_seen"])


@pytest.mark.shared
@pytest.mark.skipif(not INDICATORS.exists(), reason="the data folder beside the project is absent")
def test_it_has_every_attribute_and_code_that_the_drafted_triggers_use() -> None:
    text = INDICATORS.read_text(encoding="utf-8-sig")
    worked_out = {
        "age",
        "status",
        "child_status",
        "risk_marker",
        "in_household",
        "strength",
        "sibling_status",
    }
    for row in csv.DictReader(text.splitlines()):
        for event_type, inside in re.findall(r"([a-z_0-9]+)\[([^\]]*)\]", row["trigger"]):
            for attribute in re.findall(r"([a-z_]+) ?(?:=|!=|>=|<=|<|>| in | not in )", inside):
                if event_type in vocabulary().event_types and attribute not in worked_out:
                    assert vocabulary().has_attribute(event_type, attribute), (
                        row["id"],
                        event_type,
                        attribute,
                    )
