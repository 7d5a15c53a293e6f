"""Ten thousand made-up sentences of fixed length reckoned on one core, with the working of every date.

    python scripts/bench_custody.py [--sentences N] [--seed S]

Prints the seconds and the limit, and ends with status 1 where it took longer. Processor time of this process
is measured, so that a busy machine is not taken for a slow engine; the clock on the wall stands beside it.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta

from tocsin.custody.facts import Adjustment, Adult, Duration, Sentence
from tocsin.custody.reckon import dates_of

LIMIT = 1.0  # seconds for 10,000 sentences
RUNS = 3  # other work on the machine slows single runs
ON = date(2027, 12, 31)
FIRST = date(2015, 4, 13)
KINDS = ["SDS"] * 14 + ["SDS+"] * 2 + ["EDS"] * 2 + ["SOPC", "YOUTH"]


def sentence(chance: random.Random, number: int, *, after: Sentence | None) -> Sentence:
    kind = chance.choice(KINDS)
    first = FIRST if kind != "SDS+" else date(2022, 6, 28)
    on = first + timedelta(days=chance.randrange((date(2027, 6, 30) - first).days))
    if after is not None and chance.random() < 0.6:
        on = max(after.sentenced_on, first)
    months = chance.randint(48, 180) if kind in ("SDS+", "EDS", "SOPC") else chance.randint(2, 90)
    follows = after is not None and after.sentenced_on <= on and chance.random() < 0.5
    return Sentence(
        ref=f"s{number}",
        kind=kind,  # type: ignore[arg-type]
        sentenced_on=on,
        offence_on=on - timedelta(days=chance.randint(1, 1500)),
        term=Duration(months=months, days=chance.choice([0, 0, 0, 7, 28])),
        extension=Duration(years=chance.randint(1, 5)) if kind == "EDS" else Duration(),
        consecutive_to=after.ref if follows and after is not None else "",
        exclusions=()
        if chance.random() < 0.1
        else (chance.choice(["none", "none", "sexual", "sch15_part1"]),),
    )


def adults(count: int, seed: int) -> Iterator[Adult]:
    """Adults with one to four sentences each, `count` sentences in all."""
    chance, made, number = random.Random(seed), 0, 0
    while made < count:
        number += 1
        sentences: list[Sentence] = []
        for each in range(min(chance.choice([1, 1, 1, 2, 2, 3, 4]), count - made)):
            sentences.append(sentence(chance, each, after=sentences[-1] if sentences else None))
        made += len(sentences)
        starts = min(one.sentenced_on for one in sentences)
        days = chance.randint(1, 300)
        remand = Adjustment(
            kind="remand",
            days=days,
            first=starts - timedelta(days=days),
            last=starts - timedelta(days=1),
            applies_from=starts,
        )
        yield Adult(
            id=f"adult{number}",
            born=date(1985, 5, 5),
            sentences=tuple(sentences),
            adjustments=(remand,) if chance.random() < 0.5 else (),
        )


def reckoned(made: list[Adult]) -> tuple[float, float, int, int]:
    """Seconds of the processor and of the clock, dates found and problems said."""
    wall, processor, dates, faults = time.perf_counter(), time.process_time(), 0, 0
    for one in made:
        found = dates_of(one, on=ON)
        dates += len(found.dates)
        faults += len(found.problems)
    return time.process_time() - processor, time.perf_counter() - wall, dates, faults


def working_of(made: list[Adult]) -> tuple[int, float]:
    found = [dates_of(one, on=ON) for one in made]
    started = time.process_time()
    lines = sum(len(each.working) for one in found for each in one.dates)
    return lines, time.process_time() - started


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--sentences", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    made = list(adults(asked.sentences, asked.seed))
    count = sum(len(one.sentences) for one in made)
    for one in made[:50]:
        dates_of(one, on=ON)  # the tables of law are read once, outside the measure
    runs = [reckoned(made) for _ in range(RUNS)]
    limit = LIMIT * count / 10_000
    processor, wall, dates, faults = min(runs)
    print(f"{count:,} sentences of {len(made):,} adults: {dates:,} dates, {faults:,} problems said.")
    print(f"{processor:.2f} seconds of one processor ({wall:.2f} by the clock), the least of {RUNS} runs;")
    print(f"the limit is {limit:.2f}.")
    lines, written = working_of(made[: len(made) // 10])
    print(f"Working is written when it is read: {lines:,} lines of a tenth of them in {written:.2f} seconds.")
    return 0 if processor < limit else 1


if __name__ == "__main__":
    sys.exit(main())
