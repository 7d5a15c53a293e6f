"""Weights learnt without labels from two sources, kept as JSON, and used in bulk and live."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_up_records import people, records

from tocsin.errors import ModelError
from tocsin.identity.matching.model import Thresholds
from tocsin.identity.matching.specification import specification
from tocsin.identity.training.weights import Weights
from tocsin.identity.training.with_splink import Bulk

OPEN = Thresholds(auto=0.0, margin=0.0, review=-99.0)
REGISTER = people(1_200, seed=11)
LABELLED = list(records(REGISTER, 800, seed=12))
TRUTH = {stated.id: person for stated, person in LABELLED}


@pytest.fixture(scope="module")
def bulk() -> Bulk:
    return Bulk.of((stated for stated, _ in LABELLED), REGISTER)


@pytest.fixture(scope="module")
def weights(bulk: Bulk) -> Weights:
    return bulk.train(("school", "hospital"), seed=5, random_pairs=100_000)


def test_agreement_speaks_for_and_difference_against(weights: Weights) -> None:
    model = weights.as_model(OPEN)
    for field in ("first_name", "surname", "born", "home"):
        assert model.alone[field]["same"] > 2 if field != "home" else model.alone[field]["same home"] > 2
        assert model.alone[field]["different"] < -1
    assert "missing" not in model.alone["born"]
    assert weights.prior == pytest.approx(667 / (800 * 1_200), rel=0.5)


def test_the_best_link_of_nearly_every_record_is_the_right_person(bulk: Bulk, weights: Weights) -> None:
    best: dict[str, str] = {}
    for link in bulk.link(weights, least=5.0):
        best.setdefault(link.asked, link.held)
    known = {asked: person for asked, person in TRUTH.items() if person}
    right = sum(best.get(asked) == person for asked, person in known.items())
    wrong = sum(best[asked] != person for asked, person in known.items() if asked in best)
    assert right / len(known) > 0.85
    assert wrong / len(known) < 0.02


def test_weights_are_kept_as_json_and_come_back_the_same(weights: Weights, tmp_path: Path) -> None:
    weights.write(tmp_path / "weights.json")
    assert Weights.read(tmp_path / "weights.json") == weights


def test_weights_of_another_specification_are_refused(weights: Weights, tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    Weights(weights.sources, weights.prior, {"first_name": weights.fields["first_name"]}).write(path)
    with pytest.raises(ModelError, match="no weights for nhs_number"):
        Weights.read(path)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ModelError):
        Weights.read(path)


def test_every_level_has_a_share_even_if_no_pair_showed_it(weights: Weights) -> None:
    for comparison in specification().comparisons:
        for level in comparison.levels:
            shares = weights.level(comparison.field, level.name)
            assert 0 < shares.m <= 1
            assert 0 < shares.u <= 1


@pytest.mark.parametrize(("asked", "register"), [([], REGISTER[:5]), (REGISTER[:5], [])])
def test_an_empty_source_teaches_nothing(asked: list, register: list) -> None:  # type: ignore[type-arg]
    with pytest.raises(ModelError, match="nothing to learn from"):
        Bulk.of(asked, register).train(("school", "hospital"))
