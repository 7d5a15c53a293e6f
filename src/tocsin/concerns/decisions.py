"""`decisions.csv`: what named roles decided about concerns, written by the user of a review."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date

from tocsin.concerns.concern import Decision
from tocsin.concerns.roles import roles
from tocsin.errors import DecisionRefused
from tocsin.records.record import Place, Quarantined

COLUMNS = ("concern", "decision", "role", "date", "reason")
_UK_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def read_decisions(
    data: bytes, *, file: str = "decisions.csv"
) -> tuple[tuple[Decision, ...], tuple[Quarantined, ...]]:
    """The usable rows as decisions; the others with row, reason and how to mend them.

    Whether a decision ends its concern is judged later, by `concerns.authority`.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    kept: list[Decision] = []
    refused: list[Quarantined] = []
    row = 1
    try:
        for row, cells in _rows(data):
            try:
                kept.append(_decision(cells, row))
            except DecisionRefused as error:
                refused.append(Quarantined(Place(file, sha256, row), error.code, error.found, error.do))
    except csv.Error:
        refused.append(_unreadable(Place(file, sha256, row + 1)))
    return tuple(kept), tuple(refused)


def _unreadable(place: Place) -> Quarantined:
    return Quarantined(
        place,
        DecisionRefused.code,
        "The file cannot be read from this row on.",
        "Open it in a spreadsheet and save it again as CSV.",
    )


def _rows(data: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Row 1 is the headings, as a spreadsheet counts."""
    reader = csv.reader(io.StringIO(_text(data).replace("\0", ""), newline=""))
    headings = [cell.strip().lower() for cell in next(reader, [])]
    missing = [name for name in COLUMNS if name not in headings]
    for number, cells in enumerate(reader, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        found = dict.fromkeys(missing, "")
        found |= {name: cell.strip() for name, cell in zip(headings, cells, strict=False)}
        yield number, found


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _decision(cells: Mapping[str, str], row: int) -> Decision:
    return Decision(
        concern=_needed(cells, "concern", "Copy the concern's number from the report, such as C-1a2b3c4d."),
        decision=_needed(cells, "decision", 'Write "stand_down".').lower().replace(" ", "_"),
        role=_role(_needed(cells, "role", "Write the role of whoever decided.")),
        on=_date(_needed(cells, "date", "Write the day of the decision.")),
        reason=_needed(cells, "reason", "Write why the concern was stood down."),
        row=row,
    )


def _needed(cells: Mapping[str, str], name: str, do: str) -> str:
    words = cells.get(name, "")
    if not words:
        raise DecisionRefused(f'The column "{name}" is empty or missing.', do=do)
    return words


def _role(words: str) -> str:
    """A role by its id or by its label."""
    wanted = words.casefold()
    labels = {role.label.casefold(): role.id for role in roles().values()}
    found = labels.get(wanted) or wanted.replace(" ", "_")
    if found not in roles():
        raise DecisionRefused(
            "The role is not in the list of roles.", do="Use a role as the report names it."
        )
    return found


def _date(words: str) -> date:
    uk = _UK_DATE.fullmatch(words)
    try:
        if uk:
            return date(int(uk[3]), int(uk[2]), int(uk[1]))
        return date.fromisoformat(words)
    except ValueError:
        raise DecisionRefused(
            "The date cannot be read.", do="Write it as 2024-03-05 or 05/03/2024."
        ) from None
