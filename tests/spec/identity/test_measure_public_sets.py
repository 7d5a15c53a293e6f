"""The benchmark's reckoning of pairs and clusters, and public sets as tables that an evaluation reads."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "scripts"))

from identity_bench import clusters, public_sets

from tocsin.identity.matching.standard import nhs_parts
from tocsin.identity.measure.people import read_queries, read_register
from tocsin.identity.measure.tables import Table
from tocsin.identity.measure.troubles import Troubles

PERSON_OF = {"a1": "a", "a2": "a", "a3": "a", "b1": "b", "c1": "c"}
SCORES = {("a1", "a2"): 5.0, ("a2", "a3"): 4.0, ("a3", "b1"): 3.0, ("b1", "c1"): -1.0}


def test_pairs_at_a_threshold_are_counted_against_all_true_pairs() -> None:
    found = clusters.pairs_at(SCORES, PERSON_OF, 4.0)
    assert (found.precision, found.recall) == (1.0, 2 / 3)
    assert found.f1 == pytest.approx(0.8)


def test_the_best_threshold_is_found() -> None:
    best = clusters.best_pairs(SCORES, PERSON_OF)
    assert (best.threshold, best.f1) == (4.0, pytest.approx(0.8))


def test_a_cluster_holds_the_pairs_that_follow_from_others() -> None:
    assert clusters.clusters_at(SCORES, PERSON_OF, 4.0).f1 == 1.0
    chained = clusters.clusters_at(SCORES, PERSON_OF, 3.0)
    assert (chained.precision, chained.recall) == (0.5, 1.0)


def test_nothing_given_is_nothing_found() -> None:
    assert clusters.pairs_at({}, PERSON_OF, 0.0).f1 == 0.0


def test_another_countrys_number_keeps_its_digits_and_gets_a_check_digit() -> None:
    numbers = {public_sets.as_nhs_number(f"{digits:07}") for digits in range(0, 5_000, 7)}
    assert all(nhs_parts(number)[1] for number in numbers)
    assert len(numbers) == len(range(0, 5_000, 7))
    assert public_sets.as_nhs_number("") == ""


def test_febrl_is_read_where_it_lies(shared: Path, tmp_path: Path) -> None:
    folder = public_sets.febrl_link(shared / "data" / "febrl", tmp_path)
    people = {one.id for one in read_register(Table(folder / "register.csv"), Troubles())}
    queries = read_queries(Table(folder / "queries.csv"), Troubles(), known=people)
    assert (len(people), len(queries)) == (5_000, 5_000)
    assert all(query.truth for query in queries)


def test_pseudopeople_is_parted_into_people_to_learn_from_and_people_to_ask_about(
    shared: Path, tmp_path: Path
) -> None:
    folder = public_sets.pseudopeople(shared / "data" / "pseudopeople", tmp_path)
    truths = []
    for name in ("queries", "train"):
        with (folder / f"{name}.csv").open(encoding="utf-8") as file:
            truths.append({row["true_person_id"] for row in csv.DictReader(file)} - {""})
    assert min(map(len, truths)) > 8_000
    assert not truths[0] & truths[1]
