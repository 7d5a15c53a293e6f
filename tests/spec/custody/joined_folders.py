"""A folder with one coded chronology and a custody file, reviewed as `tocsin review` does it."""

from __future__ import annotations

import csv
import textwrap
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tocsin.review.run import review_folder
from tocsin.review.schema import EventOut, Review

TODAY = date(2026, 11, 20)
COLUMNS = ("seq", "date_happened", "agency", "event_type", "attributes", "known_from", "child", "detail")
FAMILY = """
subject: ada
children:
- {id: ada, name: Ada Lowe, born: 2020-03-01}
- {id: ben, name: Ben Lowe, born: 2017-06-01}
- {id: baby, name: Baby Lowe, due: 2026-12-20}
people:
- {id: marlow, name: Dean Marlow, role: mothers_partner}
- {id: grandad, name: Alan Lowe, role: grandparent}
"""
CONVICTED = """
  offences:
  - {ref: o1, title: cruelty to a child, outcome: convicted, outcome_on: 2015-04-20, child_victim: yes}
"""
JOINS = "2026-05-11 health_visiting household_change change=new_partner;person_role=mothers_partner ada"


def adult(body: str, *, confirmed: bool = True, name: str = "Dean Marlow", born: str = "1985-01-30") -> str:
    said = "  confirmed_same_person: yes\n" if confirmed else ""
    return f"- id: a1\n  name: {name}\n  born: {born}\n{said}{textwrap.dedent(body).strip(chr(10)) and body}"


def folder_of(folder: Path, rows: Sequence[str], custody: str, review: str = FAMILY) -> Path:
    """Rows as "DATE AGENCY TYPE key=value;... CHILD"; `known=` is a column of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "chronology.csv").open("w", encoding="utf-8", newline="") as sink:
        writer = csv.writer(sink)
        writer.writerow(COLUMNS)
        for number, row in enumerate(rows, start=1):
            day, agency, kind, attributes, child = row.split()
            writer.writerow([number, day, agency, kind, attributes.strip("-"), "", child, f"Row {number}."])
    (folder / "review.yaml").write_text(review, encoding="utf-8")
    (folder / "custody.yaml").write_text(f"adults:\n{custody}", encoding="utf-8")
    return folder


def reviewed(
    folder: Path, rows: Sequence[str], custody: str, *, review: str = FAMILY, agency: str = ""
) -> Review:
    made = folder_of(folder / "folder", rows, custody, review)
    return review_folder(made, out=folder / "out", today=TODAY, agency=agency, formats=("json",)).review


def raised(review: Review) -> set[tuple[str, str, str]]:
    return {(one.indicator, one.child, str(one.raised_on)) for one in review.concerns}


def rung(review: Review, indicator: str) -> set[tuple[str, str]]:
    return {(one.child, str(one.raised_on)) for one in review.concerns if one.indicator == indicator}


def told(review: Review, kind: str) -> list[EventOut]:
    return [one for one in review.events if one.type == kind and one.source.file == "custody.yaml"]
