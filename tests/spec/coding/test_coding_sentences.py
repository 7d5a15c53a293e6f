"""It codes what practitioners write, and leaves alone what they deny, plan, imagine or tell of others."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from tocsin.chronology.coding import Proposal, Words, propose
from tocsin.chronology.coding.table import parsed

_HERE = Path(__file__).parent


class Row(NamedTuple):
    agency: str
    words: str
    codes: tuple[str, ...]


def _rows() -> list[object]:
    return [
        pytest.param(Row(agency, words, tuple(codes)), id=f"{table.stem}-{words[:60]}")
        for table in sorted(_HERE.glob("*.yaml"))
        if table.stem != "heldout"
        for agency, words, codes in yaml.safe_load(table.read_text("utf-8"))
    ]


_ROWS = _rows()


@pytest.mark.parametrize("row", _ROWS)
def test_it_codes_a_row_as_the_table_says(row: Row) -> None:
    found = propose(Words(what=row.words), agency=row.agency)
    assert sorted(each.type for each in found) == sorted(code.split()[0] for code in row.codes)
    for code in row.codes:
        event_type, _, attributes = code.partition(" ")
        proposal = next(each for each in found if each.type == event_type)
        _has(proposal, parsed(attributes) or {})
    _one_act(row, found)
    _quotes_the_row(row, found)


def _has(proposal: Proposal, wanted: dict[str, tuple[str, ...]]) -> None:
    assert {name: proposal.attributes.get(name) for name in wanted} == wanted


def _one_act(row: Row, found: tuple[Proposal, ...]) -> None:
    assert [each.type for each in found if each.primary] == [code.split()[0] for code in row.codes[:1]]


def _quotes_the_row(row: Row, found: tuple[Proposal, ...]) -> None:
    for proposal in found:
        assert proposal.because
        assert all(quote in row.words for quote in proposal.because)
        start, end = proposal.span
        assert row.words[start:end].strip()


def test_the_tables_hold_enough_rows_that_must_not_code() -> None:
    rows = [case.values[0] for case in _ROWS]  # type: ignore[attr-defined]
    assert len(rows) >= 160
    assert 3 * sum(not row.codes for row in rows) > len(rows)


def test_a_column_for_seen_alone_stands_before_the_prose() -> None:
    (visit,) = propose(Words(what="Home visit.", child_seen="Yes", seen_alone="Yes"), agency="social_care")
    assert visit.attributes["child_seen"] == ("seen_alone",)
    assert visit.attributes["seen_alone"] == ("true",)


def test_a_column_that_says_not_seen_is_kept() -> None:
    (visit,) = propose(Words(what="Home visit.", child_seen="No"), agency="social_care")
    assert visit.attributes["child_seen"] == ("not_seen_absent",)


def test_an_action_cell_adds_what_the_agency_did() -> None:
    words = Words(what="Bruise to ear seen at nappy change.", action="Referral made to MASH.")
    found = propose(words, agency="early_years")
    assert {each.type for each in found} == {"injury_seen", "referral"}
    start, end = next(each for each in found if each.type == "referral").span
    assert words.text[start:end] == "Referral made to MASH"


def test_a_plan_heading_governs_the_rest_of_its_cell() -> None:
    found = propose(
        Words(what="Home visit.", action="Plan: strategy discussion; core group; refer to MASH"),
        agency="social_care",
    )
    assert [each.type for each in found] == ["visit"]


def test_the_childs_own_words_are_read_as_the_childs() -> None:
    words = Words(what="Circle time.", voice="Stepdad squeezed my arm hard.")
    (told,) = propose(words, agency="school")
    assert (told.type, told.attributes["by"], told.attributes["kind"]) == (
        "disclosure",
        ("child",),
        ("physical",),
    )


@pytest.mark.parametrize("voice", ["Sam pushed me off the swing.", "I hit the ball.", "My brother bit me."])
def test_the_childs_words_of_play_are_not_a_disclosure(voice: str) -> None:
    assert propose(Words(what="Circle time.", voice=voice), agency="school") == ()


def test_a_column_that_says_asleep_is_kept() -> None:
    (visit,) = propose(Words(what="Statutory visit.", child_seen="asleep"), agency="social_care")
    assert visit.attributes["child_seen"] == ("seen_asleep",)
    assert visit.attributes["awake"] == ("false",)


def test_a_line_broken_inside_a_cell_is_one_sentence() -> None:
    assert propose(Words(what="To be discussed in\nsupervision."), agency="social_care") == ()
