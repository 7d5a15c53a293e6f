"""`tocsin identity evaluate --links`: whole registers joined, against the truth of a made-up town."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table as Printed

from tocsin.cli.identity_link_town import written_whole
from tocsin.cli.identity_tables import interval_words, new_table, share_words
from tocsin.errors import UsageError
from tocsin.identity.measure.joined import (
    Joined,
    Key,
    Pairs,
    TruePerson,
    judge,
    missed,
    read_links,
    read_truth,
)

FEW = 300  # true pairs below which a share says too little to be printed
WORST = 12  # pairs of agencies printed


def evaluate_links(
    town: Path | None, links: Path, json_out: str, answers: Path | None, *, quiet: bool
) -> None:
    if town is None:
        raise UsageError("Which truth?", where="--links", do="Give --town FOLDER as well.")
    truth, linked = read_truth(town), read_links(links)
    joined = judge(linked, truth)
    if answers:
        _write_errors(answers, joined, linked, truth)
    if json_out == "-":
        json.dump(as_figures(joined), sys.stdout, indent=1)
    elif json_out:
        Path(json_out).write_text(json.dumps(as_figures(joined), indent=1) + "\n", encoding="utf-8")
    if not quiet and json_out != "-":
        show(Console(highlight=False), joined)


def show(console: Console, joined: Joined) -> None:
    console.print(
        f"{joined.records:,} records of {joined.persons_true:,} people became {joined.persons_linked:,} "
        f"persons.\n{joined.whole:,} people are whole: all their records in one person, and nobody else's. "
        f"{joined.mixed:,} persons hold records of several people.\nBands: "
        + ", ".join(f"{count:,} {band}" for band, count in sorted(joined.bands.items()))
        + "."
    )
    console.print(_pairs_table("Pairs of records that are one person's", joined, ("all", "of")))
    console.print(_pairs_table("By name group", joined, ("names",)))
    console.print(_worst_agencies(joined))
    for kind, count in joined.wrong_kinds.most_common():
        console.print(f"People wrongly joined, {kind}: {count:,}")


def _pairs_table(title: str, joined: Joined, kinds: tuple[str, ...]) -> Printed:
    table = new_table(
        title, "records of", "precision", "interval, %", "recall", "interval, %", "F1", "true pairs"
    )
    for (kind, name), pairs in sorted(joined.of.items()):
        if kind in kinds and pairs.true >= FEW:
            table.add_row(name or "everybody", *_cells(pairs))
    return table


def _cells(pairs: Pairs) -> Iterator[str]:
    for share in (pairs.precision, pairs.recall):
        yield f"{share.value:.4%}" if share.value is not None else ""
        yield interval_words(share.interval)
    yield f"{pairs.f1:.4f}" if pairs.f1 is not None else ""
    yield f"{pairs.true:,}"


def _worst_agencies(joined: Joined) -> Printed:
    table = new_table(
        "Pairs of agencies, the lowest recall first", "agencies", "precision", "recall", "true pairs"
    )
    held = [(name, pairs) for (kind, name), pairs in joined.of.items() if kind == "agencies"]
    large = sorted((one for one in held if one[1].true >= FEW), key=lambda one: one[1].recall.value or 0)
    for name, pairs in large[:WORST]:
        table.add_row(name, share_words(pairs.precision), share_words(pairs.recall), f"{pairs.true:,}")
    return table


def as_figures(joined: Joined) -> dict[str, Any]:
    return {
        "records": joined.records,
        "people": joined.persons_true,
        "persons": joined.persons_linked,
        "whole": joined.whole,
        "mixed": joined.mixed,
        "bands": dict(joined.bands),
        "wrongly_joined": dict(joined.wrong_kinds),
        "pairs": [
            {
                "kind": kind,
                "name": name,
                "precision": pairs.precision.value,
                "recall": pairs.recall.value,
                "f1": pairs.f1,
                "true": pairs.true,
                "linked": pairs.linked,
                "both": pairs.both,
            }
            for (kind, name), pairs in sorted(joined.of.items())
        ],
    }


def _write_errors(
    path: Path, joined: Joined, linked: dict[Key, tuple[str, str]], truth: dict[Key, TruePerson]
) -> None:
    """A pair of records for each two people wrongly joined, and each record apart from its person."""
    with written_whole(path) as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(("error", "agency", "local_id", "other_agency", "other_local_id", "band"))
        lines.writerows(("joined", *one, *other, linked[one][1]) for one, other in joined.wrong)
        lines.writerows(("apart", *one, *other, linked[one][1]) for one, other in missed(linked, truth))
