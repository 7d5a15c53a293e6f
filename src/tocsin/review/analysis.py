"""The panel's own words, kept beside the report and carried over every run.

`analysis.csv` has the columns id, words, author, date and about. A row belongs to the event or
concern whose id it bears; `about` is written for the reader and never read. Rows whose thing is
gone are kept at the end.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from tocsin.errors import InputError
from tocsin.review.report import terms
from tocsin.review.report.safe import bare, csv_bytes, within, write_whole
from tocsin.review.schema import Review

FILE = "analysis.csv"
HEADINGS = ("id", "words", "author", "date", "about")
GONE = "no longer matched"


class AnalysisFileUnreadable(InputError):
    code = "T150"
    help = "The panel's own words could not be read and were left as they are; mend the file and run again."


class Entry(msgspec.Struct, frozen=True):
    id: str
    words: str
    author: str = ""
    date: str = ""  # as its author wrote it

    @property
    def said(self) -> str:
        signed = ", ".join(part for part in (self.author, self.date) if part)
        return f"{self.words} ({signed})" if signed else self.words


def read_analysis(out: Path) -> list[Entry]:
    """The panel's entries in file order; none where there is no file yet.

    Raises AnalysisFileUnreadable rather than lose anybody's words.
    """
    path = within(out, FILE)
    if not path.exists():
        return []
    rows = csv.reader(io.StringIO(_text(path), newline=""))
    heads = [head.strip().lower() for head in next(rows, [])]
    if "id" not in heads or "words" not in heads:
        raise AnalysisFileUnreadable(
            "The file has no columns called id and words.",
            where=FILE,
            do=f"Give it the headings {', '.join(HEADINGS)}.",
        )
    entries = (_entry(dict(zip(heads, row, strict=False))) for row in rows)
    return [entry for entry in entries if entry.id or entry.words]


def _text(path: Path) -> str:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AnalysisFileUnreadable(
        "The file is not text.", where=FILE, do="Save it again as CSV UTF-8 from the spreadsheet."
    )


def _entry(cells: dict[str, str]) -> Entry:
    found = {name: bare(cells.get(name, "") or "").strip() for name in ("id", "words", "author", "date")}
    return Entry(**found)


def with_analysis(review: Review, entries: Iterable[Entry]) -> Review:
    """The review with each entry's words under its id; several entries of one id follow each other."""
    merged: dict[str, list[str]] = {}
    for entry in entries:
        if entry.words:
            merged.setdefault(entry.id, []).append(entry.said)
    return msgspec.structs.replace(review, analysis={key: "\n".join(words) for key, words in merged.items()})


def write_analysis(review: Review, entries: Sequence[Entry], out: Path) -> Path:
    """Write every entry back, an empty row for each concern without one, and last what no longer matches."""
    about = _about(review)
    kept = [entry for entry in entries if entry.id in about]
    gone = [entry for entry in entries if entry.id not in about]
    written = {entry.id for entry in entries}
    fresh = [Entry(concern.id, "") for concern in review.concerns if concern.id not in written]
    rows = [_row(entry, about.get(entry.id, GONE)) for entry in [*kept, *fresh, *gone]]
    return write_whole(within(out, FILE), csv_bytes([HEADINGS, *rows]))


def _row(entry: Entry, about: str) -> tuple[str, ...]:
    return (entry.id, entry.words, entry.author, entry.date, about)


def _about(review: Review) -> dict[str, str]:
    events = {e.id: f"{terms.span(e.happened)}: {terms.capital(e.type_words)}" for e in review.events}
    return events | {c.id: f"Concern raised {terms.day(c.raised_on)}: {c.title}" for c in review.concerns}
