"""`tocsin custody check`: agreement with worked cases, and what becomes of one that says something else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from tocsin.cli.custody_check import check
from tocsin.custody.cases import Compared, compared, read_cases
from tocsin.errors import CustodyCasesRefused

app = typer.Typer()
app.command()(check)


def case(**more: Any) -> dict[str, Any]:
    given = {
        "id": "made-up/one",
        "regime": "pre_sds40",
        "types": ["SDS"],
        "offender": {"date_of_birth": "1990-01-01"},
        "sentences": [
            {
                "ref": "s1",
                "type": "SDS",
                "offence_date": "2020-01-01",
                "sentenced_at": "2020-03-02",
                "years": 3,
            }
        ],
        "adjustments": {},
        "expected": {"SLED": "2023-03-01", "CRD": "2021-08-31", "ESED": "2023-03-01"},
    }
    return given | more


def sentence(**more: Any) -> list[dict[str, Any]]:
    return [case()["sentences"][0] | more]


def of(given: Any) -> Compared:
    return compared([given])[0]


def answer(cases: list[Any], folder: Path, *more: str) -> str:
    file = folder / "cases.json"
    file.write_text(json.dumps({"cases": cases}), encoding="utf-8")
    outcome = CliRunner().invoke(app, [str(file), *more])
    assert outcome.exit_code == 0, outcome.output
    return outcome.output


@pytest.mark.shared
def test_at_least_98_in_100_of_the_published_cases_agree(shared: Path) -> None:
    found = compared(read_cases(shared / "data" / "release_dates" / "cases.json"))
    differ = [one.id for one in found if not one.agrees]
    assert len(differ) <= len(found) * 0.02, differ
    assert all(one.groups["apart"] for one in found)


def test_a_case_that_agrees() -> None:
    assert of(case()).agrees


def test_a_difference_is_shown_with_both_dates_and_the_working(tmp_path: Path) -> None:
    wrong = case(expected={"SLED": "2023-03-01", "CRD": "2021-09-01", "ESED": "2023-03-01"})
    said = answer([case(), wrong], tmp_path)
    assert "1 of 2 cases agree on expiry, release, parole and unadjusted end (50.0%)." in said
    assert "CRD: theirs 2021-09-01, ours 2021-08-31" in said
    assert "CRD, release on licence by law: 31 August 2021." in said


def test_what_a_case_does_not_state_at_all_is_not_held_against_it() -> None:
    only = of(case(expected={"SLED": "2023-03-01", "CRD": "2021-08-31"}))
    assert only.agrees
    assert only.not_stated == ("unadjusted",)


def test_another_date_of_the_same_group_is_a_difference() -> None:
    other = of(case(expected={"SED": "2023-03-01", "ARD": "2021-08-31", "ESED": "2023-03-01"}))
    assert {one.kind for one in other.differences} == {"SED", "ARD", "SLED", "CRD"}


def test_a_parole_day_on_one_side_only_is_a_difference() -> None:
    extended = sentence(type="EDS", years=8, extension={"years": 4})
    without = of(case(sentences=extended, expected={"SLED": "2032-03-01", "CRD": "2028-03-01"}))
    assert [(one.kind, one.expected) for one in without.differences] == [("PED", None)]
    more = of(case(expected=case()["expected"] | {"PED": "2021-01-01"}))
    assert [(one.kind, one.found) for one in more.differences] == [("PED", "none")]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (case(regime="another"), "regime"),
        (case(sentences=sentence(type="DTO")), "type of sentence"),
        (case(sentences=sentence(sentenced_at=None)), "day of sentence"),
        (case(sentences=sentence(sentenced_at="2020-02-31")), "not a day of the calendar"),
        (case(sentences=sentence(years="three")), "whole number"),
        (case(sentences=sentence(years=True)), "whole number"),
        (case(sentences=sentence(years=10**30)), "T335"),
        (case(sentences=sentence(years=-3)), "T335"),
        (case(sentences=sentence(consecutive_to="s9")), "T331"),
        (case(sentences=sentence(early_release_exclusions=["NEW"])), "exclusion"),
        (case(sentences=[]), "there is none"),
        (case(sentences=sentence() * 201), "more than 200"),
        (case(adjustments={"time_spent_abroad": [{"days": 1}]}), "adjustment"),
        (case(adjustments={"remand": [{"days": 10**12}]}), "T341"),
        (case(expected=None), "expected"),
        (case(expected={}), "no date is stated"),
        (case(expected={"CRD": None}), "no date is stated"),
        ("a word", "the case"),
        (None, "the case"),
        ([], "the case"),
        ({}, "regime"),
    ],
)
def test_what_cannot_be_expressed_is_a_miss_with_its_reason(given: Any, why: str) -> None:
    found = of(given)
    assert not found.agrees
    assert why in found.missed


def test_a_miss_stops_no_other_case(tmp_path: Path) -> None:
    said = answer([None, case()], tmp_path)
    assert "1 of 2 cases agree" in said
    assert "case 1 (not known, no regime)" in said
    assert "not reckoned: the case: not there" in said


def test_an_impossible_day_of_offence_is_set_aside_and_listed(tmp_path: Path) -> None:
    said = answer([case(sentences=sentence(offence_date="2024-01-01"))], tmp_path)
    assert "1 of 1 cases agree" in said
    assert "s1: the offence is dated after the sentence" in said


@pytest.mark.parametrize(
    "more",
    [
        {"adjustments": None},
        {"adjustments": {"remand": None, "time_spent_abroad": []}},
        {"offender": None},
        {"sentences": sentence(early_release_exclusions=None, extension=None, months=None)},
    ],
)
def test_null_and_an_empty_list_say_nothing(more: dict[str, Any]) -> None:
    assert of(case(**more)).agrees


@pytest.mark.parametrize("whole", [case(), [case()], {"cases": [case()]}])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_one_case_a_list_and_a_file_of_cases_are_all_read(whole: Any, encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "cases.json"
    file.write_text(json.dumps(whole), encoding=encoding)
    assert read_cases(file) == [case()]


def test_words_of_the_file_move_no_terminal_and_are_written_in_any_encoding(tmp_path: Path) -> None:
    strange = case(id="one\x1b[31m\nred", sentences=sentence(ref="s\ud800", offence_date="2024-01-01"))
    said = answer([strange, case(id="\ud800", regime="\x07")], tmp_path)
    assert "one?[31m?red: s?: the offence is dated after" in said
    assert not set(said) & {"\x1b", "\x07", "\ud800"}


def test_life_is_read_and_its_dates_compared() -> None:
    life = {"ref": "s1", "type": "LIFE", "sentenced_at": "2009-10-05", "minimum_term": {"years": 10}}
    given = case(sentences=[life], expected={"TED": "2019-10-04", "EARLIEST": "2019-10-04"})
    assert of(given).agrees


@pytest.mark.parametrize(
    "text",
    ["", "{", "[" * 100_000, "[]", "{}", '{"cases": 3}', '{"cases": []}', "NaN", "1" * 10_000, "\ufeff{"],
)
def test_a_hostile_file_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "cases.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CustodyCasesRefused):
        read_cases(file)


def test_a_file_of_bytes_or_no_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "cases.json"
    file.write_bytes(b"\xff\xfe\x00")
    for path in (file, tmp_path, tmp_path / "none.json"):
        with pytest.raises(CustodyCasesRefused):
            read_cases(path)


def test_the_comparison_is_written_as_json(tmp_path: Path) -> None:
    answer([case()], tmp_path, "--json", str(tmp_path / "out.json"))
    written = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [(one["id"], one["agrees"]) for one in written] == [("made-up/one", True)]
    assert json.loads(answer([case()], tmp_path, "--json", "-")) == written
