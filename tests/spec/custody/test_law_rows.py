"""The law of fixed terms is data: each row says what it is, from where, and how sure it is."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

import tocsin.custody
from tocsin.custody.law import citations, known_on, table

ROWS = citations()
SURE = {"confirmed", "practice", "unconfirmed"}
ENGINE = [*Path(tocsin.custody.__path__[0]).glob("determinate/*.py")]
ENGINE += [Path(tocsin.custody.__path__[0]) / name for name in ("law.py", "terms.py", "reckon.py")]


@pytest.mark.parametrize("row", [one for one in ROWS.values() if one.section], ids=lambda one: one.id)
def test_a_row_names_its_section_and_source_and_how_sure_it_is(row: object) -> None:
    assert row.sure in SURE  # type: ignore[attr-defined]
    assert row.source  # type: ignore[attr-defined]
    assert row.says.endswith(".")  # type: ignore[attr-defined]


def test_every_rule_of_the_file_is_cited_once() -> None:
    text = files("tocsin.custody").joinpath("data/law.yaml").read_text(encoding="utf-8")
    ids = re.findall(r"\bid: ([\w-]+)", text)
    assert len(ids) == len(set(ids)) == len(ROWS)


@pytest.mark.parametrize("module", ENGINE, ids=lambda one: one.name)
def test_no_date_fraction_or_section_stands_in_the_code(module: Path) -> None:
    code = re.sub(r'""".*?"""|#[^\n]*', "", module.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.findall(r"date\(\d|\b(?:19|20)\d\d\b|\d-\d\d-\d\d|\bs\d{2,3}[A-Z]*\b", code)
    assert not re.findall(r"\(\d, \d\)(?<!\(0, 0\))(?<!\(1, 1\))", code)


def test_a_change_is_known_from_the_day_it_was_made() -> None:
    stages = {
        day: [stage.cited.id for stage in known_on(date.fromisoformat(day)).stages]
        for day in ("2024-07-28", "2024-07-29", "2024-12-12", "2026-01-22")
    }
    assert stages == {
        "2024-07-28": ["base"],
        "2024-07-29": ["base", "sds40"],
        "2024-12-12": ["base", "sds40", "sds40_more"],
        "2026-01-22": ["base", "sds40", "sds40_more", "progression"],
    }


def test_an_exclusion_names_only_schemes_that_the_law_has() -> None:
    schemes = {row.get(key) for row in table("law")["rows"] for key in ("unless", "only")} - {None}
    for code, one in table("exclusions")["codes"].items():
        assert set(one["lists"]) <= schemes, code
    for reading in table("exclusions")["readings"]:
        assert set(reading["among"]) <= schemes


def test_every_code_of_a_date_has_plain_words_and_an_effect() -> None:
    for code, one in table("dates")["dates"].items():
        assert one["words"], code
        assert one["effect"] in {
            "releases",
            "may_be_released_if_directed",
            "ends_sentence",
            "ends_licence",
            "marks",
        }


def test_the_first_reading_of_what_is_not_stated_excludes_nothing() -> None:
    assert table("exclusions")["readings"][0]["among"] == []
