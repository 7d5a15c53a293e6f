"""The body map: every injury once, on the child's own side, and no side chosen for the record."""

from __future__ import annotations

import math
from datetime import date
from importlib.resources import files
from itertools import combinations
from typing import Any

import pytest
import yaml

from tocsin.pictures.body_figure import figure, site, sites
from tocsin.pictures.body_list import MARKER
from tocsin.pictures.body_map import (
    BACK_X,
    FRONT_X,
    HEAD_X,
    BodyMap,
    Injury,
    body_map,
    body_map_text,
    place,
)
from tocsin.pictures.body_map_data import in_order

DAY = date(2024, 3, 4)


def injury(code: str = "cheek", side: str = "left", **changed: Any) -> Injury:
    told: dict[str, Any] = {"event": "e1", "start": DAY, "end": DAY, "kind": "bruise", "site": code}
    return Injury(**(told | {"side": side, "recorded_by": "Health visiting"} | changed))


def vocabulary_sites() -> list[str]:
    read = (files("tocsin.chronology") / "data" / "vocabulary.yaml").read_text(encoding="utf-8")
    return list(yaml.safe_load(read)["codes"]["body_site"])


def test_it_knows_a_place_for_every_site_of_the_vocabulary() -> None:
    assert sorted(sites()) == sorted(vocabulary_sites())


@pytest.mark.parametrize("age", [6, 60, None])
@pytest.mark.parametrize("side", ["left", "right", "both", "midline", "not_stated"])
def test_it_draws_and_lists_every_site_once(read: Any, links: Any, side: str, age: int | None) -> None:
    injuries = tuple(injury(code, side, event=f"e-{code}") for code in vocabulary_sites())
    root = read(body_map(BodyMap("Amara", injuries, age), name="b"))
    assert sorted(links(root)) == sorted(f"#event-e-{code}" for code in vocabulary_sites())
    numbers = [each.get("data-number") for each in root.iter() if each.get("class") == "injury"]
    drawn = [code for code in vocabulary_sites() if site(code).view != "beside"]
    assert len(numbers) == len(set(numbers)) == len(drawn)


@pytest.mark.parametrize(
    ("code", "middle", "left_is"),
    [("cheek", HEAD_X, 1), ("thigh", FRONT_X, 1), ("buttock", BACK_X, -1), ("chest", FRONT_X, 1)],
)
@pytest.mark.parametrize("which", ["baby", "child"])
def test_it_draws_left_as_the_childs_own_left(code: str, middle: float, left_is: int, which: str) -> None:
    for side, sign in (("left", left_is), ("right", -left_is)):
        (placed,) = place([(1, injury(code, side))], figure(which), baby=which == "baby")
        assert (placed.points[0][0] - middle) * sign > 0


def test_it_chooses_no_side_that_the_record_does_not_give() -> None:
    (placed,) = place([(1, injury("ear", "not_stated"))], figure("child"), baby=False)
    assert placed.at[0] == HEAD_X
    assert sorted(round(x - HEAD_X) for x, _ in placed.points) == [-74, 74]
    assert "ear (side not stated)" in body_map_text(BodyMap("Amara", (injury("ear", "not_stated"),)))[1]


def test_it_fans_out_several_injuries_of_one_site() -> None:
    many = [(n, injury("cheek", "left", event=f"e{n}")) for n in range(1, 25)]
    places = [placed.at for placed in place(many, figure("child"), baby=False)]
    assert all(math.dist(a, b) >= 2 * MARKER for a, b in combinations(places, 2))


def test_it_numbers_injuries_by_date_whatever_the_order_given() -> None:
    first, second = injury(event="a"), injury(event="b", start=date(2024, 5, 1), end=date(2024, 5, 1))
    assert in_order([second, first]) == [first, second]
    assert body_map(BodyMap("A", (first, second)), name="b") == body_map(
        BodyMap("A", (second, first)), name="b"
    )


def test_it_lists_a_site_not_stated_without_placing_it(read: Any, words: Any) -> None:
    root = read(body_map(BodyMap("Amara", (injury("unknown"), injury("somewhere else"))), name="b"))
    assert "site not stated" in words(root)
    assert [e for e in root.iter() if e.get("class") == "injury"] == []


def test_it_draws_a_baby_under_two_years() -> None:
    baby, child = (body_map(BodyMap("Amara", (), age), name="b") for age in (23, 24))
    assert baby != child
    assert child == body_map(BodyMap("Amara", (), None), name="b")


def test_it_gives_date_kind_site_recorder_and_explanation_in_words() -> None:
    data = BodyMap("Amara", (injury(explanation="mother: rolled on a toy"), injury("multiple", event="e2")))
    assert body_map_text(data)[1] == (
        "1. 4 March 2024: bruise, left cheek. Recorded by Health visiting. "
        "Explanation: mother: rolled on a toy."
    )
    assert "several sites (left)" in body_map_text(data)[2]
    assert "Explanation: not recorded." in body_map_text(data)[2]


def test_it_says_so_where_no_injury_is_recorded(read: Any, words: Any) -> None:
    assert "No injury is recorded." in words(read(body_map(BodyMap("Amara"), name="b")))
    assert body_map_text(BodyMap("Amara")) == ["Body map for Amara: no injury is recorded."]


def test_it_lets_no_label_become_markup(read: Any, hostile: str) -> None:
    told = Injury(hostile, DAY, DAY, hostile, hostile, hostile, hostile, hostile)
    read(body_map(BodyMap(hostile, (told,)), name="b"))
