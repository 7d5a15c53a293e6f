"""Tocsin and splink on the public sets: with the model shipped, and one trained on other records of a set."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from identity_bench import clusters, public_sets
from identity_bench.children import WEIGHTS, truths_of
from identity_bench.splink_side import SplinkSide, dedupe, shares_at
from tocsin.cli.identity_engine import People, matcher_of, model_of, people_of, thresholds_of
from tocsin.identity.answer import Band
from tocsin.identity.matching.train import train
from tocsin.identity.measure.people import read_queries, read_register
from tocsin.identity.measure.run import evaluate, nobody_told, written
from tocsin.identity.measure.tables import Table
from tocsin.identity.measure.troubles import Troubles

NEIGHBOURS = 12  # more than FEBRL 3 has records of one person


def public_sets_compared(shared: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as top:
        folders = {name: Path(top, name) for name in ("febrl3", "febrl4", "pseudopeople")}
        for folder in folders.values():
            folder.mkdir()
        public_sets.febrl_link(shared / "febrl", folders["febrl4"])
        public_sets.febrl_dedupe(shared / "febrl", folders["febrl3"])
        public_sets.pseudopeople(shared / "pseudopeople", folders["pseudopeople"])
        return {
            "febrl3": deduplicated(folders["febrl3"]),
            "febrl4": linked(folders["febrl4"]),
            "pseudopeople": linked(folders["pseudopeople"]),
        }


def people(path: Path) -> People:
    return people_of(path, Troubles(), nobody_told)


def models(folder: Path, register: People) -> dict[str, Any]:
    """Where the set gives records to learn from a register of their own, they are learnt from against it."""
    own = folder / "train_register.csv"
    learnt_from = people(own) if own.exists() else register
    labelled = read_queries(Table(folder / "train.csv"), Troubles(), known=learnt_from.ids)
    trained = train(learnt_from.register, [(one.stated, one.truth) for one in labelled])
    return {"shipped": model_of(None), "trained": trained}


def linked(folder: Path) -> dict[str, Any]:
    register = people(folder / "register.csv")
    queries = read_queries(Table(folder / "queries.csv"), Troubles(), known=register.ids)
    found: dict[str, Any] = {}
    for name, model in models(folder, register).items():
        matcher, limits = matcher_of(register, model), thresholds_of(model)
        evaluation = evaluate(matcher, queries, thresholds=limits, people=len(register.ids), fewest=0)
        kept = {key: value for key, value in written(evaluation).items() if key != "curve"}
        answers = matcher.find_all([one.stated for one in queries])
        linked_at = [
            (answer.candidates[0].score, answer.candidates[0].person == query.truth)
            for answer, query in zip(answers, queries, strict=True)
            if answer.candidates
        ]
        automatic = [
            answer.candidates[0].person == query.truth
            for answer, query in zip(answers, queries, strict=True)
            if answer.band is Band.AUTO
        ]
        wanted = sum(bool(query.truth) for query in queries)
        kept["f1"] = clusters.measured(sum(automatic), len(automatic), wanted, limits.auto).f1
        kept["f1_best"] = best_f1(linked_at, wanted)
        found[name] = kept
    found["splink"] = linked_by_splink(folder)
    return found


def best_f1(scored: list[tuple[float, bool]], wanted: int) -> float:
    """At the threshold that would have been best, which nobody knows beforehand."""
    right, best = 0, 0.0
    ordered = sorted(scored, key=lambda one: -one[0])
    for place, (score, met) in enumerate(ordered, 1):
        right += met
        if place == len(ordered) or ordered[place][0] < score:
            best = max(best, clusters.measured(right, place, wanted, score).f1)
    return best


def linked_by_splink(folder: Path) -> dict[str, Any]:
    side = SplinkSide(folder / "register.csv", folder / "queries.csv")
    found = side.bulk(folder / "queries.csv")
    truths = truths_of(folder / "queries.csv")
    wanted = sum(bool(truth) for _, truth, _ in truths)
    scored = [
        (found.best[query][1], found.best[query][0] == truth)
        for query, truth, _ in truths
        if query in found.best
    ]
    return {
        "at": {weight: shares_at(found, truths, weight) for weight in WEIGHTS},
        "f1_best": best_f1(scored, wanted),
    }


def deduplicated(folder: Path) -> dict[str, Any]:
    records = list(read_register(Table(folder / "register.csv"), Troubles()))
    person_of = {one.id: public_sets.person(one.id) for one in records}
    register = people(folder / "register.csv")
    found: dict[str, Any] = {}
    for name, model in models(folder, register).items():
        scores: dict[clusters.Pair, float] = {}
        answers = matcher_of(register, model).find_all(records, most=NEIGHBOURS)
        for stated, answer in zip(records, answers, strict=True):
            for other in answer.candidates:
                if other.person != stated.id:
                    key = clusters.pair(stated.id, other.person)
                    scores[key] = max(other.score, scores.get(key, other.score))
        found[name] = said(scores, person_of, thresholds_of(model).auto)
    found["splink"] = said(dedupe(folder / "register.csv"), person_of, 6.63)  # log2 odds of 0.99
    return found


def said(scores: dict[clusters.Pair, float], person_of: dict[str, str], threshold: float) -> dict[str, Any]:
    best = clusters.best_pairs(scores, person_of)
    fixed = clusters.pairs_at(scores, person_of, threshold)
    joined = clusters.clusters_at(scores, person_of, best.threshold)
    return {
        "f1": fixed.f1,
        "precision": fixed.precision,
        "recall": fixed.recall,
        "f1_best": best.f1,
        "f1_clusters": joined.f1,
        "f1_clusters_fixed": clusters.clusters_at(scores, person_of, threshold).f1,
    }
