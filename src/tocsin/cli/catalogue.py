"""`tocsin catalogue`: read the indicator cards, and check them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from tocsin.cli.answers import answering
from tocsin.cli.card_words import limb_words, response_words, strength_words
from tocsin.cli.layout import laid_out
from tocsin.cli.lint import lint_faults
from tocsin.concerns.roles import role_words
from tocsin.errors import CatalogueError
from tocsin.indicators.card import LABELS, Card, Example
from tocsin.indicators.catalogue import Catalogue, load

PIPED_WIDTH = 160  # columns, where nobody's terminal says how wide it is

app = typer.Typer(
    no_args_is_help=True,
    help="Read the indicator cards: what each looks for, where guidance says so, what must follow.",
)
Local = Annotated[
    Path | None,
    typer.Option(
        "--local", metavar="FILE", help="Your partnership's own times and thresholds.", show_default=False
    ),
]
Id = Annotated[
    str, typer.Argument(metavar="ID", help="A card's name, as `list` gives it.", show_default=False)
]


@app.command("list")
@answering
def list_cards(local: Local = None) -> None:
    """List every card by group, with its strength and whether it still needs checking before a release."""
    catalogue = load(local)
    console = Console() if sys.stdout.isatty() else Console(width=PIPED_WIDTH)
    with console.capture() as shown:
        for group in groups(catalogue):
            console.print(group_table(catalogue, group))
        for off in catalogue.switched_off:
            console.print(f"Switched off: {off.card}, by {role_words(off.role)} on {off.on}: {off.reason}")
    typer.echo(shown.get(), nl=False)
    typer.echo(f"{len(catalogue.cards)} cards, catalogue version {catalogue.version}")


@app.command()
@answering
def show(card_id: Id, local: Local = None) -> None:
    """Show one card in words: what it looks for, its source, what must follow and by when."""
    typer.echo("\n".join(card_page(load(local).get(card_id))))


@app.command()
@answering
def explain(card_id: Id, local: Local = None) -> None:
    """Say what the engine runs for one card: its compiled operators, in plain English."""
    typer.echo("\n".join(explanation(load(local).get(card_id))))


def explanation(card: Card, *, columns: int = 0) -> Iterator[str]:
    yield from laid_out(f"{card.title} ({card.id}, version {card.version})", columns=columns)
    for number, limb in enumerate(card.limbs, start=1):
        yield ""
        yield from laid_out(f"Ground {number}, {limb.strength}: {limb.reason}", columns=columns)
        for line in limb_words(limb):
            yield from laid_out(line, indent="  ", columns=columns)
    ending = [f"Signs within {card.repeat_days} days of one another make one concern."]
    for said in [*ending, *([f"Settled: {card.settled}"] if card.settled else [])]:
        yield ""
        yield from laid_out(said, columns=columns)


@app.command()
@answering
def lint(local: Local = None) -> None:
    """Compile every card, run every example, and check roles, responses and event types."""
    catalogue = load(local)
    faults = lint_faults(catalogue)
    for fault in faults:
        typer.echo(fault)
    if faults:
        raise CatalogueError(
            f"{len(faults)} faults in {len(catalogue.cards)} cards.", do="Each is named above with its card."
        )
    examples = sum(len(card.fires) + len(card.quiet) for card in catalogue.cards)
    typer.echo(f"{len(catalogue.cards)} cards and {examples} examples: no fault.")


def groups(catalogue: Catalogue) -> list[str]:
    return list(dict.fromkeys(card.group for card in catalogue.cards))


def group_table(catalogue: Catalogue, group: str) -> Table:
    table = Table(title=group.replace("_", " ").capitalize(), title_justify="left", title_style="bold")
    table.add_column("card", no_wrap=True, min_width=12)
    for heading in ("title", "strength", "check before release"):
        table.add_column(heading)
    for card in catalogue.cards:
        if card.group == group:
            to_check = "to check" if card.verify_before_release else ""
            table.add_row(card.id, card.title, strength_words(card), to_check)
    return table


def card_page(card: Card) -> Iterator[str]:
    yield from (card.title, f"{card.id}, version {card.version}, {card.group.replace('_', ' ')}", "")
    yield from (card.plain, "", f"Strength: {strength_words(card)}.", f"Source: {card.source}")
    yield "Confidence: " + ", ".join(
        f"{part} {LABELS.get(value, value.replace('_', ' '))}" for part, value in card.confidence.items()
    )
    yield f"Evidence that the sign matters: {card.evidence}."
    if card.verify_before_release:
        yield "To be checked against its source before a release."
    yield from ("", "Met when:", *(f"  {n}. {limb.reason}" for n, limb in enumerate(card.limbs, start=1)))
    yield from ("", "Then:", *(f"  - {response_words(response)}" for response in card.responses))
    yield f"Unanswered {card.escalate_after} later it climbs to the {role_words(card.escalate_to)}"
    yield f"and on, on the {card.ladder} ladder."
    yield from ("", "Rings for:", *(f"  - {case_words(one)}" for one in card.fires))
    yield from ("", "Stays quiet for:", *(f"  - {case_words(one)}" for one in card.quiet))
    if card.settled:
        yield from ("", f"Settled: {card.settled}")


def case_words(example: Example) -> str:
    return f"{example.case} (raised {example.on})" if example.on else example.case
