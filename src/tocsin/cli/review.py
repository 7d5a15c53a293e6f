"""`tocsin review`: arguments in, a summary out. The work is `tocsin.review.run.review_folder`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from tocsin.cli.answers import answering
from tocsin.cli.days import days_of_view
from tocsin.cli.progress import stages
from tocsin.cli.summary import summary
from tocsin.errors import InputError, UsageError
from tocsin.records.agencies import code_of_label, known_agencies, split_codes
from tocsin.review.report.write import FORMATS
from tocsin.review.run import review_folder

Folder = Annotated[
    Path, typer.Argument(help="The folder that holds the agencies' files.", show_default=False)
]
Out = Annotated[
    Path | None,
    typer.Option(
        help="Where to put the report. Without it: out/NAME-OF-FOLDER here, with -anonymised if it is.",
        show_default=False,
    ),
]
AsOf = Annotated[
    str, typer.Option(metavar="DATE", help="Look from this day: what was known then.", show_default=False)
]
Agency = Annotated[
    str, typer.Option(metavar="NAME", help="Show only what this agency could know.", show_default=False)
]
Anonymise = Annotated[bool, typer.Option("--anonymise", help="Put stable pseudonyms for people and places.")]
Formats = Annotated[str, typer.Option(metavar="LIST", help="Which files to write, with commas between.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")]
Today = Annotated[
    str,
    typer.Option(
        metavar="DATE", help="The day to count as today. Without it: this computer's.", show_default=False
    ),
]

ALL_FORMATS = ",".join(FORMATS)


@answering
def review(
    folder: Folder,
    out: Out = None,
    as_of: AsOf = "",
    agency: Agency = "",
    anonymise: Anonymise = False,
    formats: Formats = ALL_FORMATS,
    quiet: Quiet = False,
    today: Today = "",
) -> None:
    """Merge the agencies' files in FOLDER into one chronology, and report what was missed.

    Nothing leaves this computer and no file of an agency is changed. Days are written 2024-03-05 or
    05/03/2024. The first run writes review.yaml and coding.csv into FOLDER, for you to correct.
    """
    judged, seen_from = days_of_view(today, as_of)
    wanted = chosen_formats(formats)
    with stages(quiet=quiet) as progress:
        outcome = review_folder(
            folder,
            out=out_folder(out, folder, anonymise=anonymise),
            today=judged,
            as_of=seen_from,
            agency=agency_code(agency),
            anonymise=anonymise,
            formats=wanted,
            progress=progress,
        )
    if not quiet:
        typer.echo(summary(outcome))
    if not outcome.review.files:
        raise InputError("None of the files could be used.", do="The summary above says why for each.")


def out_folder(given: Path | None, folder: Path, *, anonymise: bool) -> Path:
    """Names and pseudonyms never lie side by side: whoever copies the folder would hand over both."""
    name = folder.resolve().name
    out = given or Path("out") / (f"{name}-anonymised" if anonymise else name)
    if anonymise and holds_names(out):
        raise UsageError(
            "The output folder already holds a report with names.",
            where=str(out),
            do=f"Choose another folder, such as --out {out.with_name(f'{out.name}-anonymised')}.",
        )
    return out


def holds_names(out: Path) -> bool:
    """Whether a report lies there that does not say of itself that it is anonymised."""
    reports = [
        path for path in (out / f"report.{kind}" for kind in ("html", "xlsx", "docx")) if path.exists()
    ]
    written = out / "review.json"
    if written.is_file():
        return not is_anonymised(written)
    return bool(reports)


def is_anonymised(review_json: Path) -> bool:
    class Head(msgspec.Struct):
        anonymised: bool = False

    try:
        return msgspec.json.decode(review_json.read_bytes(), type=Head).anonymised
    except (OSError, msgspec.DecodeError):
        return False


def chosen_formats(text: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise UsageError(
            f"No report can be made as '{', '.join(unknown) or text}'.",
            where="--formats",
            do=f"Choose from {', '.join(FORMATS)}, with commas between.",
        )
    return wanted


def agency_code(name: str) -> str:
    """The code of one agency, by code or by a name people use; "" for the joined view."""
    if not name.strip():
        return ""
    if code := code_of_label(name):
        return code
    codes = [code for code in split_codes(name) if code != "unknown"]
    if len(codes) != 1:
        do = f"Choose from {known_agencies()}."
        raise UsageError(f"'{name}' is not one agency.", where="--agency", do=do)
    return codes[0]
