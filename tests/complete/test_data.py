"""Law and guidance stand in data, each with where it says so."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from made_pages import ROOT

from tocsin.concerns.roles import roles
from tocsin.concerns.tables import table as concern_table
from tocsin.indicators.card import Card
from tocsin.indicators.catalogue import load, table
from tocsin.plain_yaml import parse
from tocsin.working_days import england

DATA = sorted(path for path in (ROOT / "src").rglob("*.yaml"))
CARDS = load().cards


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.name)
def test_a_data_file_is_plain_text_that_yaml_reads(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert parse(text)
    assert "\t" not in text


@pytest.mark.parametrize("state", load().states, ids=lambda state: state.name)
def test_a_state_says_where_its_meaning_stands(state) -> None:  # type: ignore[no-untyped-def]
    assert len(state.source) > 10


@pytest.mark.parametrize("limb", table("timescales")["limbs"], ids=lambda limb: limb["reason"][:40])
def test_a_limit_of_law_names_its_law(limb: dict[str, str]) -> None:
    assert re.search(r"\((?=.*(Act|Regulations|Working Together|KCSIE)).+\)$", limb["reason"])


@pytest.mark.parametrize("name", concern_table("ladders")["ladders"])
def test_a_ladder_says_whose_times_it_has_and_when_they_were_read(name: str) -> None:
    ladder = concern_table("ladders")["ladders"][name]
    assert ladder["label"] in ("law", "guidance", "common_local_policy", "our_judgement")
    assert len(ladder["source"]) > 10
    assert isinstance(ladder["read_on"], date)


def test_every_step_of_every_ladder_is_a_role_of_that_level_or_above() -> None:
    for levels in concern_table("ladders")["lines"].values():
        for level, role in levels.items():
            assert roles()[role].level >= level, role


def test_the_bank_holidays_reach_past_the_day_the_law_was_read() -> None:
    assert england().proclaimed_to >= date(2027, 12, 31)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_a_time_called_law_stands_on_an_act_or_regulations(card: Card) -> None:
    lawful = [response for response in card.responses if response.label == "law"]
    if lawful:
        assert re.search(r"\bAct\b|Regulations|\bs\d+|\breg\b", card.source), card.source


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_a_card_lies_where_its_name_says(card: Card) -> None:
    assert (ROOT / "src/tocsin/indicators/cards" / card.group / f"{card.id}.yaml").is_file()
    assert card.version >= 1
    assert card.source_year
