"""`tocsin identity ...`: who is this? Measured, trained, asked, explained, decided."""

from __future__ import annotations

import typer

from tocsin.cli.identity_evaluate import evaluate_command, train_command
from tocsin.cli.identity_find import explain_command, find_command
from tocsin.cli.identity_link import link_command
from tocsin.cli.identity_review import review_command, split_command

app = typer.Typer(
    no_args_is_help=True,
    help="Find the right person for a record, or nobody; and measure how well that is done.",
)
app.command("evaluate")(evaluate_command)
app.command("train")(train_command)
app.command("link")(link_command)
app.command("find")(find_command)
app.command("explain")(explain_command)
app.command("review")(review_command)
app.command("split")(split_command)
