"""`tocsin identity link`: a whole file of records against a register, into a table or a ledger."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from math import isinf
from pathlib import Path
from typing import IO, Annotated

import typer
from rich.console import Console

from tocsin.cli.answers import answering
from tocsin.cli.identity_engine import matcher_of, model_of, people_of
from tocsin.cli.identity_evaluate import ModelFile, Quiet
from tocsin.cli.identity_tables import show_troubles
from tocsin.cli.identity_words import why_words
from tocsin.cli.progress import Told, stages
from tocsin.identity.answer import Answer, Band
from tocsin.identity.measure.engine import Finds
from tocsin.identity.measure.people import read_records
from tocsin.identity.measure.tables import Table
from tocsin.identity.measure.troubles import Troubles
from tocsin.identity.stated import Stated

RegisterFile = Annotated[Path, typer.Option("--register", help="Who is known: CSV or Parquet.")]
RecordsFile = Annotated[Path, typer.Option("--records", help="Records to find people for: CSV or Parquet.")]
OutFile = Annotated[Path, typer.Option("--out", help="The table to write, a row a record.")]
HEADINGS = (
    "record_id",
    "person_id",
    "band",
    "score",
    "margin",
    "best_person_id",
    "second_person_id",
    "second_score",
    "why",
)
AT_ONCE = 5_000


@answering
def link_command(
    register: RegisterFile, records: RecordsFile, out: OutFile, model: ModelFile = None, quiet: Quiet = False
) -> None:
    """Find the person of each record: linked, for a person to decide, or nobody in the register.

    `person_id` is filled where the record was linked, and only there; `best_person_id` is who came nearest.
    """
    troubles = Troubles()
    with stages(quiet=quiet) as told:
        people = people_of(register, troubles, told)
        matcher = matcher_of(people, model_of(model))
        with written_whole(out) as file:
            counts = link_all(matcher, read_records(Table(records), troubles), file, told)
    if not quiet:
        typer.echo(summary(counts, out))
        show_troubles(Console(stderr=True, highlight=False), troubles)


def link_all(matcher: Finds, records: Iterable[Stated], file: IO[str], told: Told) -> Counter[Band]:
    lines, counts = csv.writer(file), Counter[Band]()
    lines.writerow(HEADINGS)
    waiting = iter(records)
    while some := list(islice(waiting, AT_ONCE)):
        for stated, answer in zip(some, matcher.find_all(some), strict=True):
            counts[answer.band] += 1
            lines.writerow(line(stated, answer))
        told("linking", counts.total(), counts.total() + AT_ONCE)
    return counts


def line(stated: Stated, answer: Answer) -> Iterator[str]:
    best = answer.best
    yield stated.id
    yield best.person if best and answer.band is Band.AUTO else ""
    yield answer.band.value
    yield f"{best.score:.3f}" if best else ""
    yield "" if isinf(answer.margin) else f"{answer.margin:.3f}"
    yield best.person if best else ""
    second = answer.candidates[1] if len(answer.candidates) > 1 else None
    yield second.person if second else ""
    yield f"{second.score:.3f}" if second else ""
    yield why_words(answer)


@contextmanager
def written_whole(path: Path) -> Iterator[IO[str]]:
    """Under its name only when the last row is in it."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", newline="", encoding="utf-8") as file:
            yield file
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def summary(counts: Counter[Band], out: Path) -> str:
    return (
        f"{counts.total():,} records: {counts[Band.AUTO]:,} linked, {counts[Band.REVIEW]:,} for a person to "
        f"decide, {counts[Band.NEW]:,} nobody in the register. {out}"
    )
