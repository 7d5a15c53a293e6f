"""The load of concerns that the catalogue gives a made-up town, beside the published funnel.

    python scripts/burden.py                      2,000 children, 200 families drawn
    python scripts/burden.py --children 20000 --families 400 --seed 3
    python scripts/burden.py --json FILE          the figures as they are, as well
    python scripts/burden.py --town DIR           a town that `tocsin town make` wrote, and the truth
    python scripts/burden.py --town DIR --linked FILE     its files, and the engine's own links

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
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from burden_compare import bands_of, causes_of, knowable, show_differences
from burden_linked import Given, given_for, links_of, read_town, truth_of
from burden_measure import (
    STRENGTHS,
    Drawn,
    Found,
    Reviewed,
    Task,
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
ANSWERS = {"answered": "in time", "late": "late", "missed": "missed", "not_evidenced": "not evidenced"}
KINDS = {
    "suspect": "suspect",
    "consider": "consider",
    "context": "context",
    "process": "that a service was itself late",
}
FUNNEL = ("contacts", "referrals", "assessments", "section_47", "conferences", "plans_started", "plans_open")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The load of concerns in a made-up town.")
    parser.add_argument("--children", type=int, default=2_000)
    parser.add_argument("--families", type=int, default=200, help="how many to draw")
    parser.add_argument(
        "--paths", type=int, default=64, help="families on a harm path, beyond the town's own"
    )
    parser.add_argument("--lookalikes", type=int, default=80)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--town", type=Path, help="a folder that `tocsin town make` wrote")
    parser.add_argument("--linked", type=Path, help="record to person, as the identity engine linked them")
    return parser.parse_args()


def main() -> int:
    asked = arguments()
    console = Console(highlight=False, width=110)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        tell = Telling(progress)
        town, children = town_of(asked)
        drawn = draw(town, children=children, families=asked.families, told=tell, workers=asked.workers)
        given = given_of(asked, town, drawn)
        sample = review_all(town, tasks_of(drawn, given.links), asked.workers, tell, "reviewing")
        by_truth = (
            review_all(town, tasks_of(drawn, given.truth), asked.workers, tell, "reviewing, true links")
            if asked.linked
            else []
        )
        harmed, benign = beyond(asked, town, drawn, tell) if not asked.linked else ([], [])
    load = show_load(console, drawn, sample, town.seed)
    show_answers(console, sample, drawn)
    if by_truth:
        load |= show_differences(console, by_truth, sample, given.causes)
    if harmed:
        show_paths(console, harmed)
        show_lookalikes(console, benign)
    if asked.json:
        asked.json.write_text(json.dumps(load, indent=1, sort_keys=True), encoding="utf-8")
    return 0


def town_of(asked: argparse.Namespace) -> tuple[Town, int]:
    if not asked.town:
        return Town(asked.seed), asked.children
    written = read_town(asked.town)
    return Town(written.seed, written.settings), written.children


@dataclass
class Rows:
    """What each family's review is given: by the links asked for, and by the true ones where these differ.
    Empty for a town that is not written: its families are reviewed in truth."""

    links: dict[int, Given] = field(default_factory=dict)
    truth: dict[int, Given] = field(default_factory=dict)
    causes: dict[int, Counter[str]] = field(default_factory=dict)


def given_of(asked: argparse.Namespace, town: Town, drawn: Drawn) -> Rows:
    if not asked.town:
        return Rows()
    written, truth = read_town(asked.town), truth_of(asked.town)
    families = [town.family(number) for number in drawn.numbers]
    if not asked.linked:
        return Rows(given_for(families, written=written, truth=truth, links=truth))
    links = links_of(asked.linked)
    true = knowable(truth, links, asked.town)
    by_links = given_for(families, written=written, truth=truth, links=links)
    by_truth = given_for(families, written=written, truth=truth, links=true)
    return Rows(by_links, by_truth, causes_of(families, by_truth, by_links, bands_of(asked.linked)))


def tasks_of(drawn: Drawn, given: dict[int, Given]) -> list[Task]:
    return [(number, given.get(number)) for number in drawn.numbers]


def beyond(
    asked: argparse.Namespace, town: Town, drawn: Drawn, tell: Telling
) -> tuple[list[Reviewed], list[Reviewed]]:
    """Families past the town's last: some put on a harm path where one fits, others with a look-alike."""
    harm, quiet = replace(town, share=1.0), replace(town, share=0.0)
    last = drawn.town_families
    paths = [(n, None) for n in on_paths(harm, wanted=asked.paths, after=last)]
    traps = [(n, None) for n in with_traps(quiet, wanted=asked.lookalikes, after=last)]
    harmed = review_all(harm, paths, asked.workers, tell, "harm paths")
    return harmed, review_all(quiet, traps, asked.workers, tell, "look-alikes")


class Telling:
    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.tasks: dict[str, int] = {}

    def __call__(self, stage: str, done: int, of: int) -> None:
        if stage not in self.tasks:
            self.tasks[stage] = self.progress.add_task(stage, total=of)
        self.progress.update(self.tasks[stage], completed=done)  # type: ignore[arg-type]


def review_all(town: Town, tasks: Sequence[Task], workers: int, tell: Telling, stage: str) -> list[Reviewed]:
    found = []
    for one in in_order(partial(reviewed, town), tasks, workers=workers):
        found.append(one)
        tell(stage, len(found), len(tasks))
    return found


def show_load(console: Console, drawn: Drawn, sample: Sequence[Reviewed], seed: int) -> dict[str, float]:
    load, spread = loads(sample, drawn.weights), intervals(sample, drawn, times=BOOTSTRAPS)
    known = sum(stratum == "known" for stratum in drawn.strata.values())
    years = drawn.counts.child_years
    console.print(
        f"\nA town of {drawn.town_families:,} families, seed {seed}: {years:,.0f} child-years. Drawn: "
        f"{len(sample)} families, {known} of those referred to social care in the window and "
        f"{len(sample) - known} of the others, weighted back.\n"
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
        f"For one social worker with {figures().worker.children} children: {load['worker']:.2f} concerns "
        f"a week ({low:.2f} to {high:.2f}), counting those about children whose work was open on the day.\n"
    )
    return load


def rows_of_load(load: dict[str, float]) -> list[tuple[str, str]]:
    rows = [("all", "concerns"), ("days", "days on which a child had something new")]
    rows += [(f"strength {one}", f"  {one}") for one in STRENGTHS if f"strength {one}" in load]
    cards = sorted((name for name in load if name.startswith("card ")), key=lambda name: -load[name])
    return rows + [(name, f"    {name[5:]}") for name in cards[:TOP]]


def show_answers(console: Console, sample: Iterable[Reviewed], drawn: Drawn) -> None:
    total: Counter[tuple[str, str]] = Counter()
    for one in sample:
        for key, times in one.statuses.items():
            total[key] += times * drawn.weights[one.number]  # type: ignore[assignment]
    table = Table(
        "required responses that fell due", *ANSWERS.values(), title="Answers", title_justify="left"
    )
    for kind, words in KINDS.items():
        due = sum(total[kind, status] for status in ANSWERS)
        if due:
            table.add_row(words, *(f"{total[kind, status] / due:.0%}" for status in ANSWERS))
    every = sum(total[kind, status] for kind in KINDS for status in ANSWERS)
    if every:
        shares = (sum(total[kind, status] for kind in KINDS) / every for status in ANSWERS)
        table.add_row("all", *(f"{share:.0%}" for share in shares))
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
        "Recall, by a suspect-level concern on the path's own signs before the day of harm: "
        f"{share_of(len(resting), len(found))}.\n"
    )


def path_row(name: str, found: Sequence[Found]) -> tuple[str, ...]:
    days = [(one.harm_on - one.by_its_signs).days for one in found if one.harm_on and one.by_its_signs]
    return (
        name,
        str(len(found)),
        str(sum(one.first_suspect is not None for one in found)),
        str(len(days)),
        str(sum(one.any_concern is not None for one in found)),
        f"{statistics.median(days):.0f}" if days else "",
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
    rang_on = sum(bool(one.suspects) for one in found)
    console.print(
        f"Look-alikes with a suspect-level concern resting on them: {share_of(rang_on, len(found))}."
    )


if __name__ == "__main__":
    sys.exit(main())
