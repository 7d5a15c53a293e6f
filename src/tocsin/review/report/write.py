"""Write a review's files into one folder, each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from tocsin.errors import UsageError
from tocsin.review.report.docx import docx_bytes
from tocsin.review.report.html import html_bytes
from tocsin.review.report.json_file import json_bytes
from tocsin.review.report.question_files import question_bytes, question_files
from tocsin.review.report.reading import Reading
from tocsin.review.report.safe import within, write_whole
from tocsin.review.report.xlsx import xlsx_bytes
from tocsin.review.schema import Review

Progress = Callable[[str], None]
MAKERS: dict[str, Callable[[Reading], bytes]] = {
    "html": html_bytes,
    "xlsx": xlsx_bytes,
    "docx": docx_bytes,
    "json": lambda reading: json_bytes(reading.review),
}
FORMATS = ("html", "xlsx", "docx", "json")
_NAMES = {"json": "review.json"}


def write_reports(
    review: Review, out: Path, *, formats: Sequence[str] = FORMATS, progress: Progress | None = None
) -> list[Path]:
    """The files written, reports first, then `questions/<agency>.csv`. `progress` hears each name."""
    unknown = [name for name in formats if name not in MAKERS]
    if unknown:
        raise UsageError(
            f"No report can be made as {', '.join(unknown)}.", do=f"Choose from {', '.join(FORMATS)}."
        )
    out.mkdir(parents=True, exist_ok=True)
    reading = Reading(review)
    return [_write(path, make, progress) for path, make in _files(reading, out, formats)]


def _files(reading: Reading, out: Path, formats: Sequence[str]) -> Iterator[tuple[Path, Callable[[], bytes]]]:
    for name in formats:
        yield within(out, _NAMES.get(name, f"report.{name}")), partial(MAKERS[name], reading)
    for path, code in question_files(reading, out):
        yield path, partial(question_bytes, reading, code, path)


def _write(path: Path, make: Callable[[], bytes], progress: Progress | None) -> Path:
    if progress:
        progress(path.name)
    return write_whole(path, make())
