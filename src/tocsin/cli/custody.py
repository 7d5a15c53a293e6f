"""`tocsin custody ...`: when could release come, why, whom to tell, by when; and how far the dates agree."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console

from tocsin.cli.answers import answering
from tocsin.cli.custody_check import check
from tocsin.cli.custody_words import Line, answer_lines, line_of, working_lines
from tocsin.cli.days import days_of_view
from tocsin.custody.facts import Adult
from tocsin.custody.reading import CUSTODY_NAME, CustodyRead, with_lines
from tocsin.custody.reckon import dates_of
from tocsin.errors import CustodyError, ManifestError, UsageError
from tocsin.records.manifest import read_manifest
from tocsin.records.record import Quarantined
from tocsin.review.custody_follow import case_of
from tocsin.review.custody_out import adult_out
from tocsin.review.report.custody_page import page_bytes
from tocsin.review.report.safe import write_whole
from tocsin.review.schema_custody import CustodyOut
from tocsin.working_days import england

File = Annotated[Path, typer.Argument(help="custody.yaml, or the folder that holds it.", show_default=False)]
On = Annotated[
    str,
    typer.Option(metavar="DATE", help="What was known on this day. Without it: today.", show_default=False),
]
One = Annotated[str, typer.Option("--adult", metavar="ID", help="Only this adult.", show_default=False)]
Out = Annotated[
    Path | None, typer.Option(metavar="PAGE.html", help="Write a page as well.", show_default=False)
]
Working = Annotated[
    bool, typer.Option("--working", help="The working as well, where there are several adults.")
]
Json = Annotated[bool, typer.Option("--json", help="Print the same as JSON, for other programs.")]


class NoSuchAdult(UsageError):
    code = "T240"
    help = "`--adult` takes the id of an adult as custody.yaml has it, at `- id:`."


@answering
def show_command(
    file: File,
    on: On = "",
    adult: One = "",
    working: Working = False,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """When could release come, why, whom must I tell, by when?

    The answers first, and what to do next. For one adult, and with --working for each of several, the working
    follows line by line, with the law or the court's words. An estimate is no legal advice: the prison's own
    day stands before it.
    """
    day, _ = days_of_view(on, "")
    read = with_lines(file / CUSTODY_NAME if file.is_dir() else file)
    named = names_beside(file)
    adults = [shown(read, at, day, named) for at, one in _chosen(read, adult)]
    if out is not None:
        set_aside = [problem_words(one) for one in read.problems]
        write_whole(out, page_bytes(adults, on=day, title=read.file.title, set_aside=set_aside))
    if as_json:
        typer.echo(_json(read, adults))
    else:
        _print(adults, read.problems, working=working or len(adults) == 1)
        if out is not None:
            typer.echo(f"The page is written: {out}")
    if not adults:
        raise CustodyError("No adult of the file could be used.", where=file.name, do="Mend what is listed.")


def _chosen(read: CustodyRead, wanted: str) -> list[tuple[int, Adult]]:
    found = [(at, one) for at, one in enumerate(read.file.adults) if wanted in ("", one.id)]
    if wanted and not found:
        raise NoSuchAdult(
            "No adult of the file has this id.", where="--adult", do="Give it as the file has it."
        )
    return found


def names_beside(file: Path) -> Mapping[str, str]:
    """The names of the children of review.yaml, by id; none where it is not there or cannot be read."""
    try:
        manifest = read_manifest(file if file.is_dir() else file.parent)
    except ManifestError:
        return {}
    return {one.id: one.name for one in manifest.children if one.id and one.name} if manifest else {}


def shown(read: CustodyRead, at: int, day: Any, named: Mapping[str, str] | None = None) -> CustodyOut:
    names = named or {}

    def place(path: str) -> str:
        stands = read.place(f"adults.{at}.{path}")
        return f"{stands.file}, line {stands.row}"

    one = read.file.adults[at]
    return adult_out(
        case_of(
            one,
            on=day,
            dates_of=dates_of,
            calendar=england(),
            authority=read.file.authority,
            place=place,
            child=lambda child: names.get(child, child),
        )
    )


def _print(adults: list[CustodyOut], problems: tuple[Quarantined, ...], *, working: bool) -> None:
    """What was left out stands with the answers: an answer without it could mislead."""
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    lines = [line for one in adults for line in answer_lines(one)]
    for problem in problems:
        lines += [Line(words) for words in line_of(f"Left out: {problem_words(problem)}")]
    if working:
        lines += [line for one in adults for line in working_lines(one)]
    elif adults:
        more = "What the answers rest on, every notice and its number: add --working, or --adult ID for one."
        lines += [Line(words) for words in line_of(more)]
    for line in lines:
        console.print(line.words, style="bold" if line.heading else "")


def problem_words(one: Quarantined) -> str:
    return f"{one.place.file}, line {one.place.row}: {one.reason} {one.remedy} ({one.code})"


def _json(read: CustodyRead, adults: list[CustodyOut]) -> str:
    whole = {
        "title": read.file.title,
        "authority": read.file.authority,
        "adults": adults,
        "left_out": [problem_words(one) for one in read.problems],
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=1).decode()


app = typer.Typer(no_args_is_help=True, help="Sentences, release, and who must be told.")
app.command("show")(show_command)
app.command("check")(check)
