"""One specification, two engines: SQL and arrays answer alike, pair by pair."""

from __future__ import annotations

import random
from typing import Any

import duckdb
import numpy as np
import pytest
from made_up_records import people, records
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from tocsin.identity.matching.blocking import blocks
from tocsin.identity.matching.matcher import Matcher, Question
from tocsin.identity.matching.model import Model, Thresholds
from tocsin.identity.matching.register import Register
from tocsin.identity.matching.specification import specification
from tocsin.identity.training.weights import Level, Weights
from tocsin.identity.training.with_splink import Bulk, Link

OPEN = Thresholds(auto=0.0, margin=0.0, review=-99.0)
REGISTER = people(2_500, seed=3)
ASKED = [stated for stated, _ in records(REGISTER, 1_300, seed=4)]
Pair = tuple[str, str]


def made_up_weights(seed: int) -> Weights:
    chance = random.Random(seed)
    return Weights(
        ("school", "hospital"),
        3e-4,
        {
            c.field: {
                level.name: Level(chance.uniform(1e-5, 1), chance.uniform(1e-5, 1)) for level in c.levels
            }
            for c in specification().comparisons
        },
    )


WEIGHTS = made_up_weights(5)


def made_up_model(seed: int) -> Model:
    """Weights for every level and every joint of groups, so that none can be read amiss unseen."""
    chance, spec = random.Random(seed), specification()
    together: dict[str, dict[str, float]] = {}
    for fields in spec.together:
        joints = [""]
        for field in fields:
            groups = spec.comparisons[spec.place[field]].groups
            joints = [f"{joint} & {group}" if joint else group for joint in joints for group in groups]
        together[" & ".join(fields)] = {joint: chance.gauss(0, 3) for joint in joints}
    alone = {c.field: {level.name: chance.gauss(0, 3) for level in c.levels} for c in spec.comparisons}
    return Model(chance.gauss(0, 3), alone, together, OPEN)


MODEL = made_up_model(6)


@pytest.fixture(scope="module")
def bulk() -> list[Link]:
    return list(Bulk.of(ASKED, REGISTER).link(WEIGHTS, model=MODEL, least=-500.0))


@pytest.fixture(scope="module")
def live() -> dict[Pair, int]:
    return compared_live()


def compared_live() -> dict[Pair, int]:
    """The pattern of every pair that the live matcher compares."""
    matcher = Matcher(Register.build(REGISTER), MODEL)
    question = Question(matcher.register, ASKED)
    askers, rows = matcher.sharing(question)
    found = matcher.compared(question, askers, rows)
    named = [
        (ASKED[asker].id, REGISTER[row].id) for asker, row in zip(askers.tolist(), rows.tolist(), strict=True)
    ]
    return dict(zip(named, found.tolist(), strict=True))


def test_both_compare_the_same_pairs(bulk: list[Link], live: dict[Pair, int]) -> None:
    assert len(live) > 5_000
    assert {(link.asked, link.held) for link in bulk} == set(live)


def test_both_pass_over_a_key_that_too_many_share(
    monkeypatch: pytest.MonkeyPatch, live: dict[Pair, int]
) -> None:
    monkeypatch.setattr(blocks(), "most", 2)
    few = compared_live()
    assert len(few) < len(live)
    assert {(link.asked, link.held) for link in Bulk.of(ASKED, REGISTER).link(WEIGHTS, least=-500.0)} == set(
        few
    )


def test_every_level_of_every_pair_is_the_same(bulk: list[Link], live: dict[Pair, int]) -> None:
    spec = specification()
    unlike = [
        (link, spec.levels_of(link.pattern), spec.levels_of(live[link.asked, link.held]))
        for link in bulk
        if link.pattern != live[link.asked, link.held]
    ]
    assert unlike == []


def test_the_made_up_pairs_meet_nearly_every_level(live: dict[Pair, int]) -> None:
    spec = specification()
    met = {(place, level) for code in set(live.values()) for place, level in enumerate(spec.levels_of(code))}
    never = [
        (c.field, level.name)
        for place, c in enumerate(spec.comparisons)
        for number, level in enumerate(c.levels)
        if (place, number) not in met
    ]
    assert len(never) <= 3, never


def test_splinks_weight_is_the_live_score_of_the_same_shares(bulk: list[Link]) -> None:
    scores = WEIGHTS.as_model(OPEN).scores
    assert max(abs(link.weight - scores[link.pattern]) for link in bulk) < 1e-6


def test_the_score_trained_on_hard_cases_is_the_same_in_sql(bulk: list[Link]) -> None:
    assert max(abs(link.score - MODEL.scores[link.pattern]) for link in bulk) < 1e-6


def test_likeness_of_words_is_measured_alike_by_duckdb_and_rapidfuzz() -> None:
    pairs = list(_word_pairs(4_000, seed=7))
    connection = duckdb.connect()
    connection.execute("CREATE TABLE pairs (number INTEGER, a VARCHAR, b VARCHAR)")
    connection.executemany(
        "INSERT INTO pairs VALUES (?, ?, ?)", [[n, a, b] for n, (a, b) in enumerate(pairs)]
    )
    rows: list[Any] = connection.execute(
        "SELECT a, b, jaro_winkler_similarity(a, b), damerau_levenshtein(a, b) FROM pairs ORDER BY number"
    ).fetchall()
    likeness = np.array([JaroWinkler.normalized_similarity(a, b) for a, b, *_ in rows])
    assert np.abs(likeness - [row[2] for row in rows]).max() < 1e-12
    assert [DamerauLevenshtein.distance(a, b) for a, b, *_ in rows] == [row[3] for row in rows]


def _word_pairs(count: int, seed: int) -> Any:
    """Words as they are compared: lower-case Latin letters and digits, up to eighty of them."""
    chance = random.Random(seed)
    for _ in range(count):
        letters = chance.choice(("abc", "abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz0123456789"))
        word = "".join(chance.choices(letters, k=chance.choice((1, 2, 4, 6, 8, 12, 30, 80))))
        other = list(word)
        for _ in range(chance.randrange(4)):
            at = chance.randrange(len(other) + 1)
            other[at : at + chance.randrange(2)] = chance.choices(letters, k=chance.randrange(3))
        yield word, "".join(other)[:80] or "a"
