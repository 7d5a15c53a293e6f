"""Parts run as processes of their own, so that each one's peak memory is its own. Each writes one JSON."""

from __future__ import annotations

import csv
import json
import statistics
import time
from pathlib import Path
from typing import Any

from identity_bench import stores
from identity_bench.splink_side import SplinkSide, shares_at
from tocsin.cli.identity_engine import matcher_of, model_of, people_of
from tocsin.cli.identity_link import Lines, link_all
from tocsin.cli.identity_link_bulk import link_bulk
from tocsin.identity.measure.people import read_queries, read_records
from tocsin.identity.measure.run import nobody_told
from tocsin.identity.measure.tables import Table
from tocsin.identity.measure.timing import milliseconds, percentiles
from tocsin.identity.measure.troubles import Troubles

WEIGHTS = (3, 6, 10, 15, 20, 25)  # match weights (log2) at which splink is read
ROUNDS = 5
LIVE_EACH, SPLINK_EACH = 1_000, 10


def bulk_shared(town: Path, model: str) -> dict[str, Any]:
    """The same by two processes."""
    return bulk(town, model, workers=2)


def splink_levels(town: Path, model: str) -> dict[str, Any]:
    """The same by splink with the live levels: loading, training, linking and writing apart."""
    stages: list[tuple[str, float]] = []

    def told(stage: str, done: int, of: int) -> None:
        del done, of
        if not stages or stages[-1][0] != stage:
            stages.append((stage, time.perf_counter()))

    chosen = model_of(Path(model) if model else None)
    with Path(town / "links-splink.csv").open("w", newline="", encoding="utf-8") as file:
        counts = link_bulk(
            town / "register.csv", town / "queries.csv", chosen, [Lines(file)], Troubles(), told
        )
    ended = time.perf_counter()
    begun = dict(stages)
    took = ended - begun["comparing"]
    return {
        "loading_seconds": begun["training"] - begun["reading"],
        "training_seconds": begun["comparing"] - begun["training"],
        "records": counts.total(),
        "seconds": took,
        "per_second": counts.total() / took,
    }


def bulk(town: Path, model: str, *, workers: int = 1) -> dict[str, Any]:
    """Onboarding: the queries as records against the register; reading and writing included."""
    begun = time.perf_counter()
    people = people_of(town / "register.csv", Troubles(), nobody_told)
    matcher = matcher_of(people, model_of(Path(model) if model else None))
    built = time.perf_counter()
    with Path(town / "links.csv").open("w", newline="", encoding="utf-8") as file:
        records = read_records(Table(town / "queries.csv"), Troubles())
        counts = link_all(matcher, records, [Lines(file)], nobody_told, workers=workers)
    took = time.perf_counter() - built
    return {
        "register_seconds": built - begun,
        "records": counts.total(),
        "seconds": took,
        "per_second": counts.total() / took,
    }


def splink_bulk(town: Path, model: str) -> dict[str, Any]:
    del model
    side = SplinkSide(town / "register.csv", town / "train.csv")
    found = side.bulk(town / "queries.csv")
    truths = truths_of(town / "queries.csv")
    return {
        "training_seconds": side.seconds_training,
        "records": len(truths),
        "seconds": found.seconds,
        "per_second": len(truths) / found.seconds,
        "at": {weight: shares_at(found, truths, weight) for weight in WEIGHTS},
        "at_with_margin_4": {weight: shares_at(found, truths, weight, margin=4) for weight in WEIGHTS},
    }


def truths_of(queries: Path) -> list[tuple[str, str, bool]]:
    with queries.open(newline="", encoding="utf-8-sig") as file:
        return [
            (row["query_id"], row["true_person_id"], row.get("twin") == "1") for row in csv.DictReader(file)
        ]


def live(town: Path, model: str) -> dict[str, Any]:
    """Both matchers in one process, in turn, so that a busy machine slows both: ratios pair by pair."""
    troubles = Troubles()
    people = people_of(town / "register.csv", troubles, nobody_told)
    matcher = matcher_of(people, model_of(Path(model) if model else None))
    asked = [one.stated for one in read_queries(Table(town / "queries.csv"), troubles, known=people.ids)]
    side = SplinkSide(town / "register.csv", town / "train.csv")
    rounds = []
    for place in range(ROUNDS):
        some = asked[place * LIVE_EACH : (place + 1) * LIVE_EACH] or asked[:LIVE_EACH]
        ours = percentiles(milliseconds(matcher.find, some, fewest=LIVE_EACH))
        theirs = percentiles(side.live(town / "queries.csv", times=SPLINK_EACH))
        rounds.append({"ours": ours, "splink": theirs, "ratio": theirs["p50_ms"] / ours["p50_ms"]})
    return {
        **{name: statistics.median(one["ours"][name] for one in rounds) for name in rounds[0]["ours"]},
        "splink": {
            name: statistics.median(one["splink"][name] for one in rounds) for name in ("p50_ms", "p95_ms")
        },
        "ratio_p50": statistics.median(one["ratio"] for one in rounds),
        "rounds": rounds,
    }


PARTS = {
    "bulk": bulk,
    "bulk_shared": bulk_shared,
    "splink_levels": splink_levels,
    "splink_bulk": splink_bulk,
    "live": live,
    "durable": stores.durable,
    "ledger": stores.ledger,
}


def main(part: str, town: str, model: str, out: str) -> None:
    Path(out).write_text(json.dumps(PARTS[part](Path(town), model)), encoding="utf-8")
