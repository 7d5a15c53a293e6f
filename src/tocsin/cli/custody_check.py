"""`tocsin custody check`: worked cases of somebody else's held against the dates reckoned here."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from tocsin.cli.answers import answering
from tocsin.custody.cases import Compared, compared, read_cases
from tocsin.custody.law import table

Cases = Annotated[
    Path, typer.Argument(metavar="CASES.json", help="Cases with the dates that somebody worked out.")
]
JsonOut = Annotated[
    str, typer.Option("--json", metavar="OUT", help="Write every comparison; - for here.", show_default=False)
]
GROUPS = ("expiry", "release", "parole", "unadjusted", "apart")


@answering
def check(cases: Cases, json_out: JsonOut = "") -> None:
    """Hold worked cases against the dates reckoned here: agreement by sentence and law, each difference.

    A case that cannot be expressed counts as a miss. Its form: docs/explanation/custody-disagreements.md.
    """
    found = compared(read_cases(cases))
    if json_out:
        _write(json_out, found)
    if json_out != "-":
        for line in said(found):
            typer.echo(line)


def said(found: Sequence[Compared]) -> Iterable[str]:
    """All lines of the answer."""
    yield from _table("sentences", found, lambda one: one.types)
    yield ""
    yield from _table("law", found, lambda one: one.regime or "not known")
    yield ""
    agree = sum(one.agrees for one in found)
    yield (
        f"{agree:,} of {len(found):,} cases agree on expiry, release, parole and unadjusted end "
        f"({100 * agree / len(found):.1f}%)."
    )
    yield from _regimes({one.regime for one in found})
    yield from _aside(found)
    for one in found:
        yield from _differences(one)


def _table(heading: str, found: Sequence[Compared], key: Callable[[Compared], str]) -> Iterable[str]:
    names = sorted({key(one) for one in found})
    wide = max(len(name) for name in (*names, heading))
    columns = ("cases", "agree", "expiry", "release", "parole", "unadjusted", "supervision*")
    yield f"{heading:<{wide}}  " + "  ".join(f"{name:>12}" for name in columns)
    for name in names:
        rows = [one for one in found if key(one) == name]
        counts = [len(rows), sum(one.agrees for one in rows)]
        counts += [sum(one.groups.get(group, False) for one in rows) for group in GROUPS]
        yield f"{name:<{wide}}  " + "  ".join(f"{count:>12,}" for count in counts)


def _regimes(named: set[str]) -> Iterable[str]:
    yield "* supervision after the sentence is not counted: its repeal in 2026 has no known day."
    yield ""
    for name, regime in table("cases")["regimes"].items():
        if name in named:
            yield f"{name}: by the law as known on {regime['law_on']}. {regime['because']}"


def _aside(found: Sequence[Compared]) -> Iterable[str]:
    told = [one for one in found if one.set_aside]
    if told:
        yield ""
        yield f"{len(told):,} cases hold a day that cannot be right. It was set aside and the rest reckoned:"
        for one in told:
            yield f"  {one.id}: {'; '.join(one.set_aside)}"


def _differences(one: Compared) -> Iterable[str]:
    if not one.differences and not one.missed:
        return
    yield ""
    yield f"{one.id} ({one.types}, {one.regime or 'no regime'})"
    if one.missed:
        yield f"  not reckoned: {one.missed}"
    for each in one.differences:
        yield f"  {each.kind}: theirs {each.expected or 'none'}, ours {each.found}"
        for line in each.lines:
            yield f"      {line}"


def _write(out: str, found: Sequence[Compared]) -> None:
    text = json.dumps([_plain(one) for one in found], indent=1, default=str, ensure_ascii=False)
    if out == "-":
        sys.stdout.write(text + "\n")
    else:
        Path(out).write_text(text + "\n", encoding="utf-8")


def _plain(one: Compared) -> dict[str, Any]:
    return {**asdict(one), "agrees": one.agrees}
