"""Rows on indeterminate sentences, parole, licence and recall: read by something, open about themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

import tocsin.custody
from tocsin.custody.law import table
from tocsin.custody.rows import Row, certainties, rows

CODE = "\n".join(
    path.read_text(encoding="utf-8") for path in Path(tocsin.custody.__file__).parent.rglob("*.py")
)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_each_rule_is_asked_for(row: Row) -> None:
    assert f'"{row.rule}"' in CODE


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_each_row_says_where_it_stands_and_how_sure_it_is(row: Row) -> None:
    assert row.says.endswith(".")
    assert row.section
    assert row.source
    assert row.sure in certainties()


@pytest.mark.parametrize(
    "row", [one for one in rows() if one.sure in ("unconfirmed", "assumption")], ids=lambda row: row.id
)
def test_what_is_not_sure_says_what_is_open(row: Row) -> None:
    assert row.unsure.endswith(".")


def test_no_id_stands_twice() -> None:
    ids = [row.id for row in rows()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("rule", sorted({row.rule for row in rows()}))
def test_rows_of_a_rule_for_one_kind_follow_each_other_without_overlap(rule: str) -> None:
    mine = [row for row in rows() if row.rule == rule]
    for one in mine:
        for other in mine:
            shared = not one.kinds or not other.kinds or set(one.kinds) & set(other.kinds)
            if one is not other and shared and one.first and other.last:
                assert one.first > other.last


@pytest.mark.parametrize("one", table("offences")["triggers"], ids=lambda one: one["kind"])
def test_each_kind_of_offence_can_be_found_and_names_its_source(one: dict[str, object]) -> None:
    assert one.get("codes") or one.get("words") or one.get("child_stated")
    assert one["source"]
    assert one["sure"] in certainties()
