"""`tocsin identity link`: a whole file of records against a register, into a table or a ledger."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import islice
from math import isinf
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Protocol

import typer
from rich.console import Console

from tocsin.cli.answers import answering
from tocsin.cli.identity_engine import matcher_of, model_of, people_of
from tocsin.cli.identity_evaluate import ModelFile, Quiet
from tocsin.cli.identity_link_town import written_whole
from tocsin.cli.identity_tables import show_troubles
from tocsin.cli.identity_words import why_words
from tocsin.cli.progress import Told, stages
from tocsin.errors import UsageError
from tocsin.identity.answer import Answer, Band
from tocsin.identity.measure.engine import Finds
from tocsin.identity.measure.people import read_records, read_register
from tocsin.identity.measure.tables import Table
from tocsin.identity.measure.troubles import Troubles
from tocsin.identity.stated import Stated

if TYPE_CHECKING:
    from tocsin.cli.identity_ledger import Writer
    from tocsin.identity.matching.model import Model

RegisterFile = Annotated[
    Path | None, typer.Option("--register", help="Who is known: CSV or Parquet.", show_default=False)
]
RecordsFile = Annotated[
    Path | None,
    typer.Option("--records", help="Records to find people for: CSV or Parquet.", show_default=False),
]
TownFolder = Annotated[
    Path | None,
    typer.Option(
        "--town", help="Instead: a folder of agencies' people, all to be linked.", show_default=False
    ),
]
InBulk = Annotated[
    bool,
    typer.Option(
        "--bulk", help="By splink, for very large files: levels and rules are the same, without history."
    ),
]
Workers = Annotated[int, typer.Option("--workers", metavar="K", min=1, help="How many processors to use.")]
OutFile = Annotated[
    Path | None, typer.Option("--out", help="A table to write, a row a record.", show_default=False)
]
LedgerFile = Annotated[
    Path | None, typer.Option("--ledger", help="A ledger to write to, made if new.", show_default=False)
]
Agency = Annotated[
    str,
    typer.Option("--agency", metavar="NAME", help="Whose records they are.", show_default="the file's name"),
]
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
AT_ONCE_SHARED = 50_000  # by several processes


@answering
def link_command(
    register: RegisterFile = None,
    records: RecordsFile = None,
    out: OutFile = None,
    ledger: LedgerFile = None,
    agency: Agency = "",
    model: ModelFile = None,
    town: TownFolder = None,
    bulk: InBulk = False,
    workers: Workers = 1,
    quiet: Quiet = False,
) -> None:
    """Find the person of each record: linked, for a person to decide, or nobody in the register.

    In a ledger an automatic link is asserted, and what a person must decide waits for `identity review`.
    In the table `person_id` is filled only where the record was linked; `best_person_id` is the nearest.
    With --town every record gets a person: those of several agencies, and of one, that are one person's
    get the same, and what a person must decide stands alone until then.
    """
    if town is not None:
        whole_town(town, out, model, (register, records, ledger), workers=workers, quiet=quiet)
        return
    if register is None or records is None:
        raise UsageError("Which records, and who is known?", do="Give --register and --records, or --town.")
    if out is None and ledger is None:
        raise UsageError("Where should the links go?", where="--out", do="Give --out, --ledger or both.")
    troubles = Troubles()
    with stages(quiet=quiet) as told, ExitStack() as files:
        chosen = model_of(model)
        keep: list[Keeps] = []
        if out:
            keep.append(Lines(files.enter_context(written_whole(out))))
        if ledger:
            acts = writer(files, ledger, agency or records.stem, chosen)
            keep.append(acts)
        if bulk:
            from tocsin.cli.identity_link_bulk import link_bulk

            counts = link_bulk(register, records, chosen, keep, troubles, told)
        else:
            matcher = matcher_of(people_of(register, troubles, told), chosen)
            counts = link_all(matcher, read_records(Table(records), troubles), keep, told, workers=workers)
        if ledger:
            told("writing to the ledger", 0, 1)
            acts.finish(read_register(Table(register), Troubles()))
    if not quiet:
        typer.echo(summary(counts))
        show_troubles(Console(stderr=True, highlight=False), troubles)


def whole_town(
    town: Path,
    out: Path | None,
    model: Path | None,
    others: Sequence[Path | None],
    *,
    workers: int,
    quiet: bool,
) -> None:
    from tocsin.cli import identity_link_town

    if out is None or any(others):
        raise UsageError(
            "A town is linked into a table, from its own files alone.",
            where="--town",
            do="Give --town and --out, without --register, --records or --ledger.",
        )
    troubles = Troubles()
    with stages(quiet=quiet) as told:
        counts = identity_link_town.link_town(
            town, out, model_of(model), workers=workers, troubles=troubles, told=told
        )
    if not quiet:
        typer.echo(identity_link_town.summary(counts))
        show_troubles(Console(stderr=True, highlight=False), troubles)


class Keeps(Protocol):
    def take(self, answered: Sequence[tuple[Stated, Answer]]) -> None: ...


class Lines:
    def __init__(self, file: IO[str]) -> None:
        self._lines = csv.writer(file)
        self._lines.writerow(HEADINGS)

    def take(self, answered: Sequence[tuple[Stated, Answer]]) -> None:
        self._lines.writerows(line(stated, answer) for stated, answer in answered)


def writer(files: ExitStack, ledger: Path, source: str, model: Model) -> Writer:
    from tocsin.cli.identity_ledger import Writer, opened

    held, _ = files.enter_context(opened(ledger, must_exist=False, model=model))
    return Writer(held, source=source, on=datetime.now(UTC))


def link_all(
    matcher: Finds, records: Iterable[Stated], keep: Sequence[Keeps], told: Told, *, workers: int = 1
) -> Counter[Band]:
    counts = Counter[Band]()
    waiting = iter(records)
    while some := list(islice(waiting, AT_ONCE if workers == 1 else AT_ONCE_SHARED)):
        answered = list(zip(some, found_for(matcher, some, workers), strict=True))
        counts.update(answer.band for _, answer in answered)
        for one in keep:
            one.take(answered)
        told("linking", counts.total(), counts.total() + AT_ONCE)
    return counts


def found_for(matcher: Finds, some: list[Stated], workers: int) -> Sequence[Answer]:
    if workers == 1:
        return matcher.find_all(some)
    from tocsin.identity.onboarding.asking import ask, nobody_waits

    return ask(matcher, some, workers=workers, done=nobody_waits)


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


def summary(counts: Counter[Band]) -> str:
    return (
        f"{counts.total():,} records: {counts[Band.AUTO]:,} linked, {counts[Band.REVIEW]:,} for a person to "
        f"decide, {counts[Band.NEW]:,} nobody in the register."
    )
