"""The load of concerns that the catalogue gives a made-up town, beside the published funnel.

    python scripts/burden.py                      2,000 children, 200 families drawn
    python scripts/burden.py --children 20000 --families 400 --seed 3
    python scripts/burden.py --json FILE          the figures as they are, as well

Families are drawn in two strata, those referred to social care in the window and those not, and weighted
back, so that the load is the town's. Families on a harm path and families with a benign look-alike are drawn
apart, from beyond the town, for too few of the first are in any town of this size.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from burden_measure import (
    STRENGTHS,
    Drawn,
    Found,
    Reviewed,
    Town,
    draw,
    figures,
    intervals,
    loads,
    on_paths,
    reviewed,
    share_of,
    with_traps,
)
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from tocsin.town.in_order import in_order

BOOTSTRAPS = 400
TOP = 15
FUNNEL = ("contacts", "referrals", "assessments", "section_47", "conferences", "plans_started", "plans_open")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The load of concerns in a made-up town.")
    parser.add_argument("--children", type=int, default=2_000)
    parser.add_argument("--families", type=int, default=200, help="how many to draw")
    parser.add_argument(
        "--paths", type=int, default=60, help="families on a harm path, beyond the town's own"
    )
    parser.add_argument("--lookalikes", type=int, default=80)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def main() -> int:
    asked = arguments()
    town = Town(asked.seed)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        tell = Telling(progress)
        drawn = draw(town, children=asked.children, families=asked.families, told=tell)
        sample = review_all(town, drawn.numbers, asked.workers, tell, "reviewing")
        cursed = Town(asked.seed, share=1.0)
        beyond = drawn.town_families
        harmed = review_all(
            cursed,
            list(on_paths(cursed, wanted=asked.paths, after=beyond)),
            asked.workers,
            tell,
            "harm paths",
        )
        quiet = Town(asked.seed, share=0.0)
        traps = list(with_traps(quiet, wanted=asked.lookalikes, after=beyond))
        benign = review_all(quiet, traps, asked.workers, tell, "look-alikes")
    console = Console(highlight=False, width=110)
    figures_out = show_load(console, drawn, sample, asked.seed)
    show_answers(console, sample, drawn)
    show_paths(console, harmed)
    show_lookalikes(console, benign)
    if asked.json:
        asked.json.write_text(json.dumps(figures_out, indent=1, sort_keys=True), encoding="utf-8")
    return 0


class Telling:
    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.tasks: dict[str, int] = {}

    def __call__(self, stage: str, done: int, of: int) -> None:
        if stage not in self.tasks:
            self.tasks[stage] = self.progress.add_task(stage, total=of)
        self.progress.update(self.tasks[stage], completed=done)  # type: ignore[arg-type]


def review_all(town: Town, numbers: Sequence[int], workers: int, tell: Telling, stage: str) -> list[Reviewed]:
    found = []
    for one in in_order(partial(reviewed, town), numbers, workers=workers):
        found.append(one)
        tell(stage, len(found), len(numbers))
    return found


def show_load(console: Console, drawn: Drawn, sample: Sequence[Reviewed], seed: int) -> dict[str, float]:
    load, spread = loads(sample, drawn.weights), intervals(sample, drawn, times=BOOTSTRAPS)
    known = sum(stratum == "known" for stratum in drawn.strata.values())
    years = drawn.counts.child_years
    console.print(
        f"\nA town of {drawn.town_families:,} families, seed {seed}: {years:,.0f} child-years. Drawn at random: {len(sample)} families, "
        f"{known} of those referred to social care in the window and {len(sample) - known} of the others, weighted back.\n"
    )
    table = Table(
        "per 10,000 children a year",
        "town",
        "95%",
        "published",
        title="Load beside the funnel",
        title_justify="left",
    )
    published = figures().published
    for name in FUNNEL:
        table.add_row(
            name.replace("_", " "),
            f"{drawn.counts.rate(name):,.0f}",
            "all families",
            f"{published[name].value:,.0f}",
        )
    for name, words in rows_of_load(load):
        low, high = spread[name]
        table.add_row(words, f"{load[name]:,.1f}", f"{low:,.1f} to {high:,.1f}", "")
    console.print(table)
    low, high = spread["worker"]
    console.print(
        f"For one social worker with {figures().worker.children} children: {load['worker']:.2f} concerns a week ({low:.2f} to {high:.2f}), "
        "counting those about children whose work was open on the day.\n"
    )
    return load


def rows_of_load(load: dict[str, float]) -> list[tuple[str, str]]:
    rows = [("all", "concerns"), ("days", "days on which a child had something new")]
    rows += [(f"strength {one}", f"  {one}") for one in STRENGTHS if f"strength {one}" in load]
    cards = sorted((name for name in load if name.startswith("card ")), key=lambda name: -load[name])
    return rows + [(name, f"    {name[5:]}") for name in cards[:TOP]]


def show_answers(console: Console, sample: Iterable[Reviewed], drawn: Drawn) -> None:
    total: Counter[str] = Counter()
    for one in sample:
        for status, times in one.statuses.items():
            total[status] += times * drawn.weights[one.number]  # type: ignore[assignment]
    due = sum(times for status, times in total.items() if status != "running")
    table = Table("required responses that fell due", "share", title="Answers", title_justify="left")
    for status, words in (
        ("answered", "in time"),
        ("late", "late"),
        ("missed", "missed"),
        ("not_evidenced", "not evidenced"),
    ):
        table.add_row(words, f"{total[status] / due:.0%}" if due else "")
    console.print(table)
    console.print()


def show_paths(console: Console, harmed: Sequence[Reviewed]) -> None:
    found = [one for family in harmed for one in family.found if one.harm_on]
    table = Table(
        "harm path",
        "families",
        "suspect before harm",
        "on its own signs",
        "any concern",
        "days before, median",
        title="Harm paths",
        title_justify="left",
    )
    for name in sorted({one.name for one in found}):
        table.add_row(*path_row(name.replace("_", " "), [one for one in found if one.name == name]))
    table.add_section()
    table.add_row(*path_row("all", found))
    console.print(table)
    resting = [one for one in found if one.by_its_signs]
    console.print(
        f"Recall, by a suspect-level concern on the path's own signs before the day of harm: {share_of(len(resting), len(found))}.\n"
    )


def path_row(name: str, found: Sequence[Found]) -> tuple[str, ...]:
    days = [(one.harm_on - one.by_its_signs).days for one in found if one.harm_on and one.by_its_signs]
    return (
        name, str(len(found)), str(sum(one.first_suspect is not None for one in found)), str(len(days)),
        str(sum(one.any_concern is not None for one in found)), f"{statistics.median(days):.0f}" if days else "",
    )  # fmt: skip


def show_lookalikes(console: Console, benign: Sequence[Reviewed]) -> None:
    found = [one for family in benign for one in family.found]
    table = Table(
        "look-alike",
        "families",
        "suspect on its own rows",
        "which",
        title="Benign look-alikes",
        title_justify="left",
    )
    for name in sorted({one.name for one in found}):
        own = [one for one in found if one.name == name]
        rang = Counter(indicator for one in own for indicator in one.suspects)
        which = ", ".join(f"{indicator} {times}" for indicator, times in rang.most_common(3))
        table.add_row(
            name.replace("_", " "), str(len(own)), str(sum(bool(one.suspects) for one in own)), which
        )
    console.print(table)
    console.print(
        f"Look-alikes with a suspect-level concern resting on them: {share_of(sum(bool(one.suspects) for one in found), len(found))}."
    )


if __name__ == "__main__":
    sys.exit(main())
