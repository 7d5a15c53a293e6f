"""A folder with one coded chronology, reviewed: the shortest way to say what a review must find."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tocsin.review.run import review_folder
from tocsin.review.schema import ConcernOut, ResponseOut, Review

TODAY = date(2026, 11, 21)
COLUMNS = ("seq", "date_happened", "agency", "event_type", "attributes", "known_from", "recorded", "detail")
BORN = "2016-02-01 midwifery birth"


def table(rows: Sequence[str], columns: Sequence[str] = COLUMNS) -> bytes:
    """Rows as "2023-05-01 school disclosure by=child;kind=physical known=2023-05-04 recorded=2023-05-05"."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    for number, row in enumerate(rows, start=1):
        day, agency, kind, *rest = row.split()
        said = dict(part.split("=", 1) for part in rest if part.startswith(("known=", "recorded=")))
        attributes = [part for part in rest if not part.startswith(("known=", "recorded="))]
        cells = [number, day, agency, kind, ";".join(attributes)]
        writer.writerow([*cells, said.get("known", ""), said.get("recorded", ""), f"Row {number}."])
    return out.getvalue().encode()


def folder_of(folder: Path, *rows: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "chronology.csv").write_bytes(table(rows))
    return folder


def reviewed(folder: Path, *rows: str, as_of: str = "", agency: str = "") -> Review:
    """Rows are written first where any are given."""
    if rows:
        folder_of(folder, *rows)
    seen_from = date.fromisoformat(as_of) if as_of else None
    out = folder.with_name(f"{folder.name}-out")
    return review_folder(
        folder, out=out, today=TODAY, as_of=seen_from, agency=agency, formats=("json",)
    ).review


def concern_of(review: Review, indicator: str) -> ConcernOut:
    (found,) = [one for one in review.concerns if one.indicator == indicator]
    return found


def indicators(review: Review) -> set[str]:
    return {one.indicator for one in review.concerns}


def response_of(concern: ConcernOut, name: str) -> ResponseOut:
    (found,) = [one for one in concern.responses if one.name == name]
    return found
