"""Made-up towns for the benchmark, by the public command; kept, so that a second run finds them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CHILDREN_A_PERSON = 0.62  # of the people in a town's register, how many are children, about
TEST, TRAIN = (90_210, "published"), (31_337, "other")  # seed, and how agencies err


@dataclass(frozen=True)
class Sizes:
    people: int
    queries: int
    train_people: int
    train_queries: int

    @classmethod
    def of(cls, *, quick: bool, people: int, queries: int) -> Sizes:
        if quick:
            return cls(people or 50_000, queries or 26_000, 50_000, 30_000)
        return cls(people or 1_000_000, queries or 100_000, 100_000, 60_000)


def make_towns(work: Path, sizes: Sizes, *, train: bool) -> tuple[Path, Path | None]:
    test = work / f"town-{sizes.people}-{sizes.queries}-{TEST[0]}"
    make_town(test, sizes.people, sizes.queries, *TEST)
    if not train:
        return test, None
    learnt = work / f"town-{sizes.train_people}-{sizes.train_queries}-{TRAIN[0]}"
    make_town(learnt, sizes.train_people, sizes.train_queries, *TRAIN)
    return test, learnt


def make_town(folder: Path, people: int, queries: int, seed: int, errors: str) -> None:
    if (folder / "queries.csv").exists():
        return
    command = [sys.executable, "-m", "tocsin", "town", "queries", "--out", str(folder)]
    command += ["--children", str(round(people * CHILDREN_A_PERSON)), "--queries", str(queries)]
    command += ["--seed", str(seed), "--errors", errors]
    subprocess.run(command, check=True)
