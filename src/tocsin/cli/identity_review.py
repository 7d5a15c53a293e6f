"""`tocsin identity review` and `split`: what a person decides about links, with a name and a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid

from tocsin.cli.answers import answering
from tocsin.cli.identity_engine import model_of
from tocsin.cli.identity_evaluate import ModelFile
from tocsin.cli.waterfall import spoken, waterfall
from tocsin.errors import UsageError

if TYPE_CHECKING:
    from tocsin.cli.identity_queue import Waiting
    from tocsin.identity.live import Linker
    from tocsin.identity.stores.store import Store

SHOWN = 50  # of the queue at once


class Decision(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    LEAVE = "leave"


LedgerFile = Annotated[Path, typer.Option("--ledger", help="The ledger's file.")]
Number = Annotated[int, typer.Option("--number", min=0, help="One of the queue: shown with its evidence.")]
Decide = Annotated[
    Decision | None,
    typer.Option("--decide", help="What you hold of it. `leave` writes nothing.", show_default=False),
]
By = Annotated[
    str, typer.Option("--by", metavar="NAME", help="Who decides: name and role.", show_default=False)
]
Second = Annotated[
    str,
    typer.Option(
        "--second", metavar="NAME", help="Who has also looked, where that is asked.", show_default=False
    ),
]
Reason = Annotated[str, typer.Option("--reason", help="Why, in a sentence.", show_default=False)]
Plain = Annotated[bool, typer.Option("--plain", help="Lines of words, for a screen reader: nothing drawn.")]


@answering
def review_command(
    ledger: LedgerFile,
    number: Number = 0,
    decide: Decide = None,
    by: By = "",
    second: Second = "",
    reason: Reason = "",
    model: ModelFile = None,
    plain: Plain = False,
) -> None:
    """The links that wait for a person: list them, show one with its evidence, decide it.

    Joining two records asks for a second reviewer where they may be twins, siblings or namesakes, or have
    different NHS numbers. A decision can be taken back; nothing is overwritten.
    """
    from tocsin.cli.identity_ledger import opened
    from tocsin.cli.identity_queue import queue

    with opened(ledger) as (held, store):
        waiting = queue(held, store)
        console = Console(highlight=False)
        if not number:
            if decide:
                raise UsageError("Which one is decided?", where="--number", do="Give a number of the queue.")
            show_queue(console, waiting, plain=plain)
            return
        one = next((item for item in waiting if item.number == number), None)
        if one is None:
            raise UsageError("No such number waits.", where="--number", do="List the queue without it.")
        if decide is None:
            show_one(console, one, store, model, plain=plain)
        else:
            console.print(decided(held, one, decide, by=by, second=second, reason=reason))


def show_queue(console: Console, waiting: Sequence[Waiting], *, plain: bool) -> None:
    from tocsin.cli.identity_queue import code_words

    console.print(f"{len(waiting)} waiting for a decision." if waiting else "Nothing waits for a decision.")
    table = Grid(box=SIMPLE_HEAD, pad_edge=False)
    for heading in ("number", "records", "why", "second reviewer"):
        table.add_column(heading, overflow="fold")
    for item in waiting[:SHOWN]:
        why = " ".join(code_words(code) for code in item.codes[:1])
        needed = "needed" if item.high_risk else ""
        if plain:
            asked = " A second reviewer is needed to join them." if needed else ""
            console.print(f"{item.number}: {item.a} and {item.b}. {why}{asked}", soft_wrap=True)
        else:
            table.add_row(str(item.number), f"{item.a}\n{item.b}", why, needed)
    if waiting and not plain:
        console.print(table)
    if len(waiting) > SHOWN:
        console.print(f"The {SHOWN} oldest are shown.")


def show_one(console: Console, item: Waiting, store: Store, model: Path | None, *, plain: bool) -> None:
    from tocsin.cli.identity_find import in_words
    from tocsin.cli.identity_queue import code_words

    stated = store.stated((item.a, item.b))
    for record in (item.a, item.b):
        said = "; ".join(part for part in in_words(stated.get(record)) if part)
        console.print(f"{record}: {said}", soft_wrap=plain)
    for code in item.codes:
        console.print(f"Look at this: {code_words(code)}", soft_wrap=plain)
    if item.high_risk:
        console.print("Joining the two takes a second reviewer: --second NAME.")
    if item.found is not None:
        from tocsin.identity.matching.explain import explained

        bars = explained(model_of(model), item.found.candidate, margin=item.found.margin).bars
        if plain:
            console.print("\n".join(spoken(bars)), soft_wrap=True)
        else:
            console.print(waterfall(bars, blocks="utf" in (console.encoding or "").lower()))


def decided(ledger: Linker, item: Waiting, decision: Decision, *, by: str, second: str, reason: str) -> str:
    if decision is Decision.LEAVE:
        return "Left as it is; nothing was written."
    signed = signature(by, second, needed=item.high_risk and decision is Decision.SAME)
    if not reason.strip():
        raise UsageError("A decision needs its reason.", where="--reason", do="Say why, in a sentence.")
    same = decision is Decision.SAME
    receipt = ledger.decide(
        item.a,
        item.b,
        same=same,
        despite=item.despite if same else (),
        on=datetime.now(UTC),
        by=signed,
        reason=reason.strip(),
    )
    if same and ledger.state.person_of(item.a) != ledger.state.person_of(item.b):
        return f"Entry {receipt.seq}: written. The two stay apart: something else forbids it."
    words = "one person" if same else "two people"
    return (
        f"Entry {receipt.seq}: {words}. What rests on {len(receipt.change.persons)} people is to be redone."
    )


def signature(by: str, second: str, *, needed: bool) -> str:
    if not by.strip():
        raise UsageError("Who decides?", where="--by", do="Give a name and role.")
    if needed and (not second.strip() or second.strip().casefold() == by.strip().casefold()):
        raise UsageError(
            "Joining these two takes a second reviewer.",
            where="--second",
            do="Somebody else looks at the evidence too, and is named.",
        )
    return f"{by.strip()}; second reviewer {second.strip()}" if second.strip() else by.strip()


PersonId = Annotated[str, typer.Option("--person", metavar="ID", help="The person to part.")]
RecordList = Annotated[
    str, typer.Option("--records", metavar="LIST", help="Records that are somebody else's, with commas.")
]


@answering
def split_command(
    ledger: LedgerFile, person: PersonId, records: RecordList, by: By = "", reason: Reason = ""
) -> None:
    """Part a person in two: the records named are somebody else's. It can be taken back."""
    from tocsin.cli.identity_ledger import opened

    signed = signature(by, "", needed=False)
    if not reason.strip():
        raise UsageError("A decision needs its reason.", where="--reason", do="Say why, in a sentence.")
    with opened(ledger) as (held, _):
        every = held.state.records_of(person)
        moved = tuple(dict.fromkeys(part.strip() for part in records.split(",") if part.strip()))
        stay = tuple(record for record in every if record not in moved)
        strangers = sum(record not in every for record in moved)
        if not every or not moved or strangers or not stay:
            raise UsageError(
                f"The person holds {len(every)} records; of those named {strangers} are not among them.",
                where="--records",
                do="Name some of the person's records, and not all.",
            )
        receipt = held.split(person, (stay, moved), on=datetime.now(UTC), by=signed, reason=reason.strip())
        now = sorted({held.state.person_of(record) or "" for record in moved})
        typer.echo(f"Entry {receipt.seq}: {len(moved)} records are now of {', '.join(now)}.")
