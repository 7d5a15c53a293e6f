"""`tocsin town`: a made-up authority with known truth."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.answers import answering
from tocsin.cli.progress import stages
from tocsin.errors import FolderInUse, TownArgument, TownTooLarge
from tocsin.town.asked_about import Evaluation
from tocsin.town.errors_in_records import error_setting
from tocsin.town.settings import Settings

FEWEST, MOST = 1_000, 1_000_000

app = typer.Typer(
    no_args_is_help=True, help="Make a made-up authority: nobody in it exists, and the truth is known."
)
Children = Annotated[
    int,
    typer.Option(
        "--children", metavar="N", help="How many children, 1,000 to 1,000,000.", show_default=False
    ),
]
Seed = Annotated[
    int, typer.Option("--seed", metavar="S", help="The same seed makes the same town, to the byte.")
]
Out = Annotated[
    Path,
    typer.Option("--out", metavar="DIR", help="A new or empty folder for the files.", show_default=False),
]
Errors = Annotated[
    str,
    typer.Option("--errors", metavar="SETTING", help="How agencies err: published, clean, poor or other."),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers", metavar="K", help="How many processors to use; all, if not said.", show_default=False
    ),
]


def checked(children: int, seed: int, out: Path, workers: int | None) -> int:
    """The number of workers, when everything asked for can be."""
    if not FEWEST <= children <= MOST:
        raise TownTooLarge(f"{children:,} children cannot be made.", do="Ask for 1,000 to 1,000,000.")
    if seed < 0 or (workers is not None and workers < 1):
        raise TownArgument("The seed or the number of workers is below what can be.", do="See --help.")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise FolderInUse("The folder for the files is not empty.", where=out.name, do="Name a new one.")
    return workers or os.cpu_count() or 1


@app.command()
@answering
def make(
    children: Children, out: Out, seed: Seed = 1, errors: Errors = "published", workers: Workers = None
) -> None:
    """Make an authority: families, what befell them, what each agency wrote down, and the truth apart."""
    from tocsin.town.write_town import write_town

    processors = checked(children, seed, out, workers)
    error_setting(errors)
    settings = Settings(errors=errors)
    with stages(quiet=False) as told:
        rows = write_town(out, seed=seed, children=children, settings=settings, workers=processors, told=told)
    held = sum(count for name, count in rows.items() if name.endswith("people.csv") and "agencies" in name)
    events = sum(count for name, count in rows.items() if name.endswith("events.csv"))
    typer.echo(
        f"{rows['truth/families.csv']:,} families, {rows['truth/people.csv']:,} people, "
        f"{held:,} records of people and {events:,} of events. All of it is made up."
    )


@app.command()
@answering
def queries(
    children: Children,
    out: Out,
    seed: Seed = 1,
    errors: Errors = "published",
    asked: Annotated[
        int,
        typer.Option("--queries", metavar="M", help="About how many queries; as many again for training."),
    ] = 25_000,
    absent: Annotated[
        float, typer.Option("--absent", metavar="SHARE", help="Share of queries about people not registered.")
    ] = 0.25,
    even_groups: Annotated[
        bool, typer.Option("--even-groups", help="Ask about each name group alike often, the small ones too.")
    ] = False,
    parquet: Annotated[bool, typer.Option("--parquet", help="Write Parquet copies as well.")] = False,
    workers: Workers = None,
) -> None:
    """Make a register, queries and training queries, for measuring how well people are told apart."""
    from tocsin.town.write_queries import as_parquet, write_queries

    processors = checked(children, seed, out, workers)
    if not 0 <= absent <= 1 or asked < 1:
        raise TownArgument("The share of absent people or the number of queries cannot be.", do="See --help.")
    error_setting(errors)
    evaluation = Evaluation(seed, asked, absent, even_groups)
    with stages(quiet=False) as told:
        counts = write_queries(
            out, evaluation, children, Settings(errors=errors), workers=processors, told=told
        )
    if parquet:
        as_parquet(out)
    typer.echo(", ".join(f"{count:,} {name}" for name, count in counts.items()))
