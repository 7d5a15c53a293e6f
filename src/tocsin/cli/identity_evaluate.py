"""`tocsin identity evaluate` and `train`."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from tocsin.cli.answers import answering
from tocsin.cli.identity_engine import People, matcher_of, model_of, people_of, thresholds_of
from tocsin.cli.identity_tables import show_evaluation, show_troubles
from tocsin.cli.progress import Told, stages
from tocsin.errors import InputError, UsageError
from tocsin.identity.measure.people import Query, read_queries
from tocsin.identity.measure.run import Evaluation, evaluate, written
from tocsin.identity.measure.tables import Table
from tocsin.identity.measure.timing import FEWEST
from tocsin.identity.measure.troubles import Troubles

Path_ = Path | None
RegisterFile = Annotated[
    Path_, typer.Option("--register", help="Who is known: CSV or Parquet.", show_default=False)
]
QueriesFile = Annotated[
    Path_, typer.Option("--queries", help="Records to find, with the truth.", show_default=False)
]
TrainFile = Annotated[
    Path_, typer.Option("--train", help="Records with the truth, to learn from first.", show_default=False)
]
ModelFile = Annotated[
    Path_, typer.Option("--model", help="A model. Without it: the one shipped.", show_default=False)
]
JsonOut = Annotated[
    str, typer.Option("--json", metavar="FILE", help="Write the figures; - for here.", show_default=False)
]
AnswersOut = Annotated[
    Path_, typer.Option("--answers", help="Write each answer beside its truth, as CSV.", show_default=False)
]
GroupColumn = Annotated[
    str,
    typer.Option("--name-group", metavar="COLUMN", help="Column of name groups.", show_default="name_group"),
]
TownFolder = Annotated[
    Path_,
    typer.Option(
        "--town", help="A folder with register and queries, from `tocsin town`.", show_default=False
    ),
]
LinksFile = Annotated[
    Path_,
    typer.Option(
        "--links", help="What `identity link --town` wrote, judged against that town.", show_default=False
    ),
]
Timed = Annotated[int, typer.Option("--timed", min=0, help="Live questions to time; 0 for none.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say nothing but errors and what was asked for.")]


@answering
def evaluate_command(
    register: RegisterFile = None,
    queries: QueriesFile = None,
    train: TrainFile = None,
    model: ModelFile = None,
    json_out: JsonOut = "",
    answers: AnswersOut = None,
    name_group: GroupColumn = "",
    town: TownFolder = None,
    links: LinksFile = None,
    timed: Timed = FEWEST,
    quiet: Quiet = False,
) -> None:
    """Measure how well people are told apart, and print each figure beside its goal.

    Nothing is linked and nothing kept. The columns are in docs/how-to/measure-identity.md.
    """
    if links is not None:
        from tocsin.cli.identity_joined import evaluate_links

        evaluate_links(town, links, json_out, answers, quiet=quiet)
        return
    at = file_of(register, town, "register")
    asked = file_of(queries, town, "queries")
    if model and train:
        raise UsageError(
            "A model is either read or trained.", where="--model, --train", do="Give one of them."
        )
    troubles = Troubles()
    with stages(quiet=quiet) as told:
        people = people_of(at, troubles, told)
        judged = read_queries(Table(asked), troubles, known=people.ids, group=name_group)
        labelled = read_queries(Table(train), troubles, known=people.ids) if train else []
        note_shared(judged, labelled, asked.name, troubles)
        evaluation = measured(people, judged, labelled, model, timed, told)
    if answers:
        write_answers(answers, evaluation)
    report(evaluation, troubles, json_out, quiet=quiet)


def measured(
    people: People, judged: list[Query], labelled: list[Query], model: Path | None, timed: int, told: Told
) -> Evaluation:
    chosen = trained(people, labelled, told) if labelled else model_of(model)
    return evaluate(
        matcher_of(people, chosen),
        judged,
        thresholds=thresholds_of(chosen),
        people=len(people.ids),
        explain=explainer() if timed else None,
        fewest=timed,
        told=told,
    )


def explainer() -> Any:
    from tocsin.identity.matching.explain import explain

    return explain


def trained(people: People, labelled: list[Query], told: Told) -> Any:
    from tocsin.identity.matching.train import train

    told("training", 0, 1)
    return train(people.register, [(query.stated, query.truth) for query in labelled])


def file_of(given: Path | None, town: Path | None, name: str) -> Path:
    if given:
        return given
    if town is None:
        raise UsageError(f"Which {name}?", where=f"--{name}", do=f"Give --{name} FILE or --town FOLDER.")
    found = [
        town / f"{name}{ending}" for ending in (".csv", ".parquet") if (town / f"{name}{ending}").exists()
    ]
    if not found:
        raise InputError(
            f"There is no {name}.csv.", where=town.name, do="Make it with `tocsin town queries`."
        )
    return found[0]


def note_shared(judged: list[Query], labelled: list[Query], file: str, troubles: Troubles) -> None:
    """Figures on records that the model has learnt from flatter it."""
    seen = {content(query) for query in labelled}
    for query in judged:
        if content(query) in seen:
            troubles.note(file, 0, "query that stands in the training file too, which flatters the figures")


def content(query: Query) -> tuple[object, ...]:
    stated = query.stated
    return stated.names, stated.births, stated.sex, stated.homes, stated.nhs_numbers


def write_answers(path: Path, evaluation: Evaluation) -> None:
    """Ids, bands and numbers: nothing of what a record states."""
    headings = ("query_id", "true_person_id", "twin", "name_group", "band", "best_person_id")
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow((*headings, "score", "margin", "rank_of_true", "compared", "why"))
        for one in evaluation.judged:
            numbers = (f"{one.score:.3f}", f"{one.margin:.3f}", one.rank, int(one.blocked), one.why)
            told = (one.query, one.truth, int(one.twin), one.group, one.band.value, one.best)
            lines.writerow((*told, *numbers))


def report(evaluation: Evaluation, troubles: Troubles, json_out: str, *, quiet: bool) -> None:
    if json_out:
        found = written(evaluation, more={"troubles": [one.sentence for one in troubles]})
        text = json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
        if json_out == "-":
            typer.echo(text, nl=False)
        else:
            Path(json_out).write_text(text, encoding="utf-8")
    if not quiet:
        console = Console(file=sys.stderr if json_out == "-" else sys.stdout, highlight=False)
        show_evaluation(console, evaluation)
        show_troubles(console, troubles)


Register_ = Annotated[Path, typer.Option("--register", help="Who is known: CSV or Parquet.")]
Train_ = Annotated[Path, typer.Option("--train", help="Records with their true_person_id.")]
Out_ = Annotated[Path, typer.Option("--out", help="Where to put the model, a JSON file.")]


@answering
def train_command(register: Register_, train: Train_, out: Out_, quiet: Quiet = False) -> None:
    """Learn how much each likeness is worth from records whose person is known, and write the model.

    The model holds weights and thresholds, and nothing of anybody's record.
    """
    troubles = Troubles()
    with stages(quiet=quiet) as told:
        people = people_of(register, troubles, told)
        labelled = read_queries(Table(train), troubles, known=people.ids)
        model = trained(people, labelled, told)
    model.write(out)
    if not quiet:
        known = sum(bool(query.truth) for query in labelled)
        typer.echo(f"Learnt from {len(labelled):,} records, {known:,} of registered people. Model: {out}")
        show_troubles(Console(highlight=False), troubles)
