"""`tocsin review FOLDER`: read, replay, write. The order of work, and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tocsin.chronology.vocabulary import vocabulary
from tocsin.errors import UsageError
from tocsin.records.manifest import MANIFEST_NAME
from tocsin.review.analysis import FILE as ANALYSIS
from tocsin.review.analysis import Entry, read_analysis, with_analysis, write_analysis
from tocsin.review.anonymise import anonymise as anonymised
from tocsin.review.anonymise import left_to_check
from tocsin.review.anonymise_custody import words_to_hide
from tocsin.review.assemble import assemble
from tocsin.review.codes import FILE as CODING
from tocsin.review.material import Material, gather
from tocsin.review.report.write import FORMATS, write_reports
from tocsin.review.schema import Review
from tocsin.review.user_files import write_user_files
from tocsin.working_days import england

Progress = Callable[[str, int, int], None]


class NoSuchAgency(UsageError):
    code = "T210"
    help = "`--agency` takes the code of an agency that the files name."


class OutIsTheFolder(UsageError):
    code = "T211"
    help = "`--out` takes a folder other than the one that holds the agencies' files."


# As `report.safe.write_whole` names what it has not yet put in its place.
HALF_WRITTEN = re.compile(r"\.[\w-]+\.(html|xlsx|docx|json|csv)\.[a-z0-9_]{8}")


@dataclass(frozen=True)
class Outcome:
    review: Review
    paths: list[Path]
    notes: list[str]  # what was inferred or set aside, for the user to look at


def review_folder(
    folder: Path,
    *,
    out: Path,
    today: date,
    as_of: date | None = None,
    agency: str = "",
    anonymise: bool = False,
    formats: Sequence[str] = FORMATS,
    progress: Progress | None = None,
) -> Outcome:
    """Reports in `out`; review.yaml and coding.csv in `folder`, the first only where there is none.

    `today` only judges dates in the future. Raises TocsinError.
    """
    tell = progress or silent
    check_out(folder, out)
    sweep(folder, out)
    material = gather(folder, today=today, out=out, progress=lambda _, n, of: tell("reading", n - 1, of))
    check_agency(agency, material)
    tell("replaying", 0, 1)
    review = assemble(material, calendar=england(), as_of=as_of, agency=agency)
    tell("replaying", 1, 1)
    notes = [
        *material.folder.notes,
        *unusable(review, material),
        *silenced(review),
        *write_user_files(folder, material),
    ]
    entries = read_analysis(out)
    review = with_analysis(review, of_the_view(entries, review))  # before anonymising: they hold names too
    if anonymise:
        notes += kept_words(entries)
        review = anonymised(review, redact=material.manifest.redact, hide=hidden(material))
        notes += to_check(review)
    paths = write_all(review, out, formats, tell)
    write_analysis(review, entries, out)
    return Outcome(review, paths, notes)


def hidden(material: Material) -> list[str]:
    """Words of custody.yaml that say where or whose, and that no anonymised report holds."""
    if material.custody is None:
        return []
    file = material.custody.read.file
    return words_to_hide(file.adults, file.authority)


def of_the_view(entries: Iterable[Entry], review: Review) -> list[Entry]:
    """The panel's words on what this view shows; the others stay in their file."""
    shown = {event.id for event in review.events} | {concern.id for concern in review.concerns}
    return [entry for entry in entries if entry.id in shown]


def check_out(folder: Path, out: Path) -> None:
    if out.resolve() == folder.resolve():
        raise OutIsTheFolder(
            "The report cannot lie among the agencies' files: the next run would read it as one.",
            where="--out",
            do="Give a folder of its own.",
        )


def sweep(folder: Path, out: Path) -> None:
    """Take away what a run that was killed left half-written; none of it is ever read."""
    if not folder.is_dir():
        return
    left = [*out.glob(".*"), *out.glob("questions/.*")]
    own = [path for path in left if HALF_WRITTEN.fullmatch(path.name)]
    for path in [*own, *(folder / f"{name}.new" for name in (MANIFEST_NAME, CODING))]:
        path.unlink(missing_ok=True)


def unusable(review: Review, material: Material) -> Iterator[str]:
    """Rows of the user's own files, which the counts of the agencies' rows do not hold."""
    sent = {read.file for read in material.folder.files}
    for name, rows in Counter(one.source.file for one in review.quarantine).items():
        if name not in sent:
            told = "1 row" if rows == 1 else f"{rows} rows"
            yield f"{told} of {name} could not be used. The report lists each under “Quality”."


def silenced(review: Review) -> Iterator[str]:
    for one in review.switched_off:
        yield f"The partnership switched off the card {one.card} ({one.role}, {one.on})."


def kept_words(entries: Iterable[Entry]) -> Iterator[str]:
    if any(entry.words for entry in entries):
        yield f"{ANALYSIS} keeps the panel's words as they wrote them, names and all: do not share it."


def to_check(review: Review) -> Iterator[str]:
    if left := left_to_check(review):
        words = "1 word" if len(left) == 1 else f"{len(left):,} words"
        yield f"{words} may still be names: read “Before you share this” under “Data quality”."


def silent(_stage: str, _done: int, _of: int) -> None:
    """Nobody is listening."""


def write_all(review: Review, out: Path, formats: Sequence[str], tell: Progress) -> list[Path]:
    written: list[str] = []

    def one(name: str) -> None:
        tell("writing", len(written), len(formats))
        written.append(name)

    paths = write_reports(review, out, formats=formats, progress=one)
    tell("writing", len(formats), len(formats))
    return paths


def check_agency(agency: str, material: Material) -> None:
    if not agency:
        return
    sent = {code for read in material.folder.files for code in read.agencies}
    if agency not in vocabulary().codes["agency"] or agency not in sent:
        raise NoSuchAgency(
            f"no file speaks for `{agency}`.", do=f"The files speak for: {', '.join(sorted(sent))}."
        )
