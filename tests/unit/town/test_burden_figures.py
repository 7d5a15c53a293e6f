"""What `make burden` weighs and takes for given."""

from __future__ import annotations

import importlib
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tocsin.town.family import Happening
from tocsin.town.make_family import make_family
from tocsin.town.settings import Settings

SCRIPTS = str(Path(__file__).resolve().parents[3] / "scripts")


@pytest.fixture(scope="module")
def scripts() -> Iterator[None]:
    sys.path.insert(0, SCRIPTS)
    yield
    sys.path.remove(SCRIPTS)


@pytest.fixture
def measure(scripts: None) -> ModuleType:  # noqa: ARG001
    return importlib.import_module("burden_measure")


@pytest.fixture
def linked(scripts: None) -> ModuleType:  # noqa: ARG001
    return importlib.import_module("burden_linked")


def review_of(measure: ModuleType, number: int, *, rings: int, years: float = 10.0) -> Any:
    return measure.Reviewed(
        number=number,
        child_years=years,
        open_weeks=52.0,
        raised=Counter({("repeat_injury", "consider"): rings}),
        while_open=rings,
        statuses=Counter(),
        child_days=rings,
    )


def test_a_family_drawn_stands_for_as_many_as_its_stratum_holds(measure: ModuleType) -> None:
    known, other = review_of(measure, 1, rings=10), review_of(measure, 2, rings=1)
    load = measure.loads([known, other], {1: 1.0, 2: 9.0})
    assert load["all"] == pytest.approx((10 + 9) / (10 + 90) * 10_000)
    assert load["card repeat_injury (consider)"] == load["strength consider"] == load["all"]


def test_a_workers_load_is_of_weeks_when_work_was_open(measure: ModuleType) -> None:
    load = measure.loads([review_of(measure, 1, rings=13)], {1: 1.0})
    assert load["worker"] == pytest.approx(13 / 52 * measure.figures().worker.children)


def test_families_of_both_strata_are_drawn_and_weighted_to_the_whole_town(measure: ModuleType) -> None:
    drawn = measure.draw(measure.Town(3), children=400, families=40, told=lambda *_: None)
    assert len(drawn.numbers) == 40
    assert set(drawn.strata.values()) == {"known", "unknown"}
    assert sum(drawn.weights.values()) == pytest.approx(drawn.town_families)
    again = measure.draw(measure.Town(3), children=400, families=40, told=lambda *_: None)
    assert again.numbers == drawn.numbers


def test_work_is_open_from_its_first_act_to_its_closing_within_the_window(measure: ModuleType) -> None:
    window = date(2023, 1, 1), date(2023, 12, 31)
    days = (
        (date(2022, 12, 1), "assessment"),
        (date(2023, 2, 1), "case_closure"),
        (date(2023, 12, 1), "assessment"),
    )
    told = [Happening("social_care", 5, day, "day", day, kind, "") for day, kind in days]
    assert measure.open_spans(told, window) == {
        "5": [(date(2023, 1, 1), date(2023, 2, 1)), (date(2023, 12, 1), date(2023, 12, 31))]
    }


def test_a_share_is_given_with_its_interval(measure: ModuleType) -> None:
    assert measure.share_of(50, 100) == "50% (40% to 60%), 50 of 100"
    assert measure.share_of(0, 0) == "none to measure on"


def town_folder(tmp_path: Path, rows: list[str]) -> Path:
    place = tmp_path / "agencies" / "health_gp"
    place.mkdir(parents=True)
    heading = (
        "local_id,seq,date_happened,date_precision,agency,event_type,detail,attributes,known_from,recorded"
    )
    (place / "events.csv").write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    return tmp_path


def test_a_wrong_link_brings_anothers_rows_and_a_lost_one_takes_rows_away(
    linked: ModuleType, tmp_path: Path
) -> None:
    family = make_family(1, 3, Settings())
    child = str(family.children[0].number)
    rows = [
        f"{local},1,2024-01-02,day,health_gp,gp_attendance,Seen.,,,2024-01-02"
        for local in ("a", "b", "c", "x")
    ]
    folder = town_folder(tmp_path, rows)
    truth = {("health_gp", local): child for local in "abc"} | {("health_gp", "x"): "999901"}
    links = {("health_gp", local): "P1" for local in ("a", "b", "x")} | {("health_gp", "c"): "P2"}
    given = linked.given_for(
        [family], written=linked.Written(folder, 1, 10, Settings()), truth=truth, links=links
    )
    assert [row[0] for row in given[3].rows["health_gp"]] == ["a", "b", "x"]
    assert set(given[3].person_of.values()) == {child}


def test_links_are_read_with_one_id_or_two_and_nobody_is_left_out(linked: ModuleType, tmp_path: Path) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_text("record_id,person_id\nhealth_gp/a,P1\nhealth_gp:b,P2\nhealth_gp/c,\n", encoding="utf-8")
    two.write_text("agency,local_id,person_id\nhealth_gp,a,P1\nhealth_gp,b,P2\n", encoding="utf-8")
    expected = {("health_gp", "a"): "P1", ("health_gp", "b"): "P2"}
    assert linked.links_of(one) == linked.links_of(two) == expected


def test_concerns_lost_gained_and_moved_are_told_apart(scripts: None, measure: ModuleType) -> None:  # noqa: ARG001
    compare = importlib.import_module("burden_compare")
    day, later = date(2024, 1, 1), date(2024, 2, 1)
    kept = ("repeat_injury", "1", day, "consider")
    lost, gained = ("newborn_not_seen", "1", day, "consider"), ("left_before_seen", "1", day, "consider")
    moved = ("allocation_drift", "1", day, "context")
    true = [
        replace(review_of(measure, 7, rings=3), rings=frozenset((kept, lost, moved))),
        replace(review_of(measure, 8, rings=1), rings=frozenset((kept,))),
    ]
    linked = [
        replace(true[0], rings=frozenset((kept, gained, (*moved[:2], later, moved[3])))),
        true[1],
    ]
    (found,) = compare.differing(true, linked, {7: Counter(astray=1)})
    assert (found.number, found.lost, found.gained) == (7, {lost}, {gained})
    assert found.moved == {moved}
    assert found.causes == {"astray": 1}


def test_what_nobody_could_link_is_not_counted_against_the_engine(scripts: None, tmp_path: Path) -> None:  # noqa: ARG001
    compare = importlib.import_module("burden_compare")
    (tmp_path / "truth").mkdir()
    sealed = "person,agency_before,local_id_before,agency_after,local_id_after\n1,school,old,school,new\n"
    (tmp_path / "truth" / "sealed.csv").write_text(sealed, encoding="utf-8")
    truth = {("school", one): "1" for one in ("old", "new", "withdrawn")}
    links = {("school", one): "P1" for one in ("old", "new")}
    assert compare.knowable(truth, links, tmp_path) == {("school", "new"): "1"}


def test_a_record_astray_is_put_down_to_its_band(scripts: None, linked: ModuleType) -> None:  # noqa: ARG001
    compare = importlib.import_module("burden_compare")
    family = make_family(1, 3, Settings())
    child = str(family.children[0].number)
    truth = {3: linked.Given({}, {("school", "a"): child, ("school", "b"): child})}
    links = {3: linked.Given({}, {("school", "a"): child, ("police", "x"): child})}
    causes = compare.causes_of([family], truth, links, {("school", "b"): "review"})
    assert causes == {3: Counter({compare.WHY["review"]: 1, compare.OTHERS: 1})}


def test_a_town_is_weighed_alike_by_one_process_and_by_two(measure: ModuleType) -> None:
    def silent(stage: str, done: int, of: int) -> None:
        del stage, done, of

    town = measure.Town(1)
    one, two = (measure.draw(town, children=700, families=20, told=silent, workers=k) for k in (1, 2))
    assert one.numbers == two.numbers
    assert one.counts == two.counts
