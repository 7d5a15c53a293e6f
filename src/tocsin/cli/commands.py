"""The commands and the options that all of them share."""

from __future__ import annotations

from typing import Annotated

import typer

from tocsin import __version__
from tocsin.cli import catalogue, custody, identity, town
from tocsin.cli.answers import Trace
from tocsin.cli.review import review

app = typer.Typer(
    name="tocsin",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="One chronology for each child from every agency's records, and an answer to every warning sign.",
)
app.command()(review)
app.add_typer(catalogue.app, name="catalogue")
app.add_typer(town.app, name="town")
app.add_typer(identity.app, name="identity")
app.add_typer(custody.app, name="custody")


def version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tocsin {__version__}")
        raise typer.Exit


@app.callback()
def options(
    show_version: Annotated[
        bool, typer.Option("--version", callback=version, is_eager=True, help="Say the version and stop.")
    ] = False,
    trace: Annotated[
        bool,
        typer.Option("--trace", help="Show where an unforeseen error arose. May quote the records."),
    ] = False,
) -> None:
    del show_version
    Trace.wanted = trace
