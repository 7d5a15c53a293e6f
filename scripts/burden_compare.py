"""What the engine's mistakes cost: concerns of the same families by the true links and by the engine's."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from burden_linked import Given, Record
from burden_measure import STRENGTHS, Reviewed, Ring, share_of
from rich.console import Console
from rich.table import Table

from tocsin.town.family import Family

WHY = {
    "review": "a record waits for a person to decide",
    "new": "a record became a person of its own",
    "auto": "a record was linked to another person",
    "": "a record was linked to nobody",
}
OTHERS = "another's record came with it"


@dataclass(frozen=True)
class Differs:
    """One family's concerns by the engine's links beside those by the true ones."""

    number: int
    lost: frozenset[Ring]
    gained: frozenset[Ring]
    moved: frozenset[Ring]  # raised on another day
    causes: Counter[str] = field(default_factory=Counter)


def knowable(truth: Mapping[Record, str], links: Mapping[Record, str], town: Path) -> dict[Record, str]:
    """The true links of records that were there to be linked: not withdrawn, and none from before an
    adoption, whose two identities are to stay apart."""
    with (town / "truth" / "sealed.csv").open(encoding="utf-8", newline="") as file:
        sealed = {(row["agency_before"], row["local_id_before"]) for row in csv.DictReader(file)}
    return {record: truth[record] for record in links if record in truth and record not in sealed}


def bands_of(path: Path) -> dict[Record, str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {(row["agency"], row["local_id"]): row.get("band", "") for row in csv.DictReader(file)}


def differing(
    by_truth: Sequence[Reviewed], by_links: Sequence[Reviewed], causes: Mapping[int, Counter[str]]
) -> list[Differs]:
    """Families whose concerns are not the same."""
    found = []
    for true, linked in zip(by_truth, by_links, strict=True):
        lost, gained = true.rings - linked.rings, linked.rings - true.rings
        again = {ring[:2] for ring in gained} & {ring[:2] for ring in lost}
        moved = frozenset(ring for ring in lost if ring[:2] in again)
        gone = frozenset(ring for ring in lost if ring[:2] not in again)
        more = frozenset(ring for ring in gained if ring[:2] not in again)
        if lost or gained:
            found.append(Differs(true.number, gone, more, moved, causes.get(true.number, Counter())))
    return found


def causes_of(
    families: Iterable[Family],
    by_truth: Mapping[int, Given],
    by_links: Mapping[int, Given],
    bands: Mapping[Record, str],
) -> dict[int, Counter[str]]:
    """By family: how many records went astray, and how. The same record counts once."""
    found = {}
    for family in families:
        true, linked = by_truth[family.number].person_of, by_links[family.number].person_of
        causes = Counter(WHY[bands.get(record, "")] for record in true.keys() - linked.keys())
        causes[OTHERS] += sum(true.get(record) != person for record, person in linked.items())
        found[family.number] = +causes
    return found


def show_differences(
    console: Console,
    by_truth: Sequence[Reviewed],
    by_links: Sequence[Reviewed],
    causes: Mapping[int, Counter[str]],
) -> dict[str, float]:
    found = differing(by_truth, by_links, causes)
    headings = ("by the true links", "by the engine's", "lost", "gained", "another day")
    title = "What mistakes of identity cost"
    table = Table("concerns of the families drawn", *headings, title=title, title_justify="left")
    for name in ("all", *STRENGTHS):
        counts = [
            sum(name in ("all", ring[3]) for rings in several for ring in rings)
            for several in (
                [one.rings for one in by_truth], [one.rings for one in by_links],
                [one.lost for one in found], [one.gained for one in found], [one.moved for one in found],
            )
        ]  # fmt: skip
        table.add_row(name, *map(str, counts))
    console.print(table)
    astray = sum(bool(one) for one in causes.values())
    console.print(f"Families with a record astray: {share_of(astray, len(by_truth))}.")
    console.print(f"Families whose concerns differ: {share_of(len(found), len(by_truth))}.")
    for why, times in _families_by_cause(found).most_common():
        console.print(f"  {times} of them: {why}")
    for one in found:
        console.print(_words(one))
    return {"families_differing": len(found), "families_astray": astray, "families": len(by_truth)}


def _families_by_cause(found: Sequence[Differs]) -> Counter[str]:
    return Counter(why for one in found for why in (one.causes or ("no record went astray",)))


def _words(one: Differs) -> str:
    parts = [
        f"{name} {', '.join(sorted({ring[0] for ring in rings}))}"
        for name, rings in (("lost", one.lost), ("gained", one.gained), ("another day", one.moved))
        if rings
    ]
    why = ", ".join(f"{why} ({times})" for why, times in one.causes.most_common())
    return f"  family {one.number}: {'; '.join(parts)}. {why or 'No record went astray'}."
