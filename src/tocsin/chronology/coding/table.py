"""coding.csv: what the coder proposed, for the user to confirm, change, reject or add to.

One line an event. The user's word always wins, and lives with the record it was said of, so it
holds when rows move or a file is saved anew.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from tocsin.chronology.coding.patterns import load_data
from tocsin.chronology.vocabulary import vocabulary
from tocsin.records.live_cells import GUARD, LIVE

COLUMNS = (
    "record",
    "file",
    "row",
    "date",
    "agency",
    "words",
    "event_type",
    "attributes",
    "because",
    "status",
    "problem",
    "proposal",
)
STATUSES = ("proposed", "confirmed", "rejected", "added")
NOTHING = "nothing proposed"  # the status of a row's empty line, which waits for a code of the user's own
FAULTY = "faulty"  # a line of the user's own that cannot be used; kept as typed, and counts for nothing
MARK = "R-"  # before a record's id, which a spreadsheet might take for a number


@dataclass(frozen=True, slots=True)
class Coding:
    """One event of one record, as proposed or as the user left it."""

    record: str  # the record's id
    event_type: str
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    status: str = "proposed"  # proposed, confirmed, rejected, added
    because: tuple[str, ...] = ()
    file: str = ""
    row: int = 0
    date: str = ""  # as written
    agency: str = ""
    words: str = ""  # the sentence the code came from
    proposal: str = ""  # what was first proposed: "type key=value;..."; empty for a line the user added
    problem: str = ""  # why the line could not be used as the user left it
    typed: Mapping[str, str] = field(default_factory=dict)  # such a line's cells, written back as typed

    @property
    def code(self) -> str:
        return _code(self.event_type, self.attributes)


@dataclass(frozen=True, slots=True)
class Fault:
    """A line of coding.csv that could not be used as edited: where, what was found, what to do."""

    file: str
    row: int
    cell: str
    found: str
    do: str

    def __str__(self) -> str:
        return f"{self.file}, row {self.row}, {self.cell}: {self.found} {self.do}"


@dataclass(frozen=True, slots=True)
class Saved:
    """The user's lines of coding.csv, and those that could not be used."""

    codings: tuple[Coding, ...] = ()
    faults: tuple[Fault, ...] = ()


def write_coding(path: Path, rows: Iterable[Coding]) -> None:
    """Write the table whole, or leave the old one as it was."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(COLUMNS)
    table.writerows([_inert(cell) for cell in _cells(row)] for row in rows)
    beside = path.with_name(path.name + ".new")
    beside.write_text(out.getvalue(), encoding="utf-8-sig", newline="")
    beside.replace(path)


def _cells(row: Coding) -> tuple[str, ...]:
    if row.typed:
        return tuple(row.problem if name == "problem" else row.typed.get(name, "") for name in COLUMNS)
    return (
        MARK + row.record if row.record else "",
        row.file,
        str(row.row) if row.row else "",
        row.date,
        row.agency,
        row.words,
        row.event_type,
        written(row.attributes),
        " | ".join(row.because),
        row.status,
        row.problem,
        row.proposal,
    )


def read_coding(path: Path) -> Saved:
    """The lines as the user left them; an absent file is an empty table."""
    if not path.exists():
        return Saved()
    lines = list(csv.DictReader(io.StringIO(_text(path)), restval=""))
    codings: list[Coding] = []
    faults: list[Fault] = []
    for number, line in enumerate(lines, start=2):
        cells = {
            (name or "").strip().lower(): _plain(cell) for name, cell in line.items() if isinstance(cell, str)
        }
        coding, fault = _coding(cells, file=path.name, row=number)
        if fault:
            faults.append(fault)
        if coding:
            codings.append(coding)
    return Saved(tuple(codings), tuple(faults))


def _text(path: Path) -> str:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "cp1252"):  # Excel on Windows saves the second
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _coding(cells: Mapping[str, str], *, file: str, row: int) -> tuple[Coding | None, Fault | None]:
    if not any(cells.values()) or _waits(cells):
        return None, None
    proposal = cells.get("proposal", "").strip()
    fault = _fault(cells, file=file, row=row)
    if fault:
        return _as_typed(cells, proposal, f"{fault.cell}: {fault.found} {fault.do}"), fault
    attributes = parsed(cells.get("attributes", ""))
    assert attributes is not None  # held by _fault
    status = _status(cells, proposal, _code(cells["event_type"].strip(), attributes))
    return _filled(cells, cells["event_type"].strip(), attributes, status, proposal), None


def _status(cells: Mapping[str, str], proposal: str, code: str) -> str:
    """A line without a proposal was added; a proposed line whose code was changed is confirmed as changed."""
    status = _known_status(cells) or "proposed"
    if not proposal:
        return "rejected" if status == "rejected" else "added"
    return "confirmed" if status == "proposed" and code != proposal else status


def _known_status(cells: Mapping[str, str]) -> str:
    """The status a word stands for; "" where it is not known."""
    word = cells.get("status", "").strip().lower().rstrip(".!")
    return next((status for status, words in _status_words().items() if word in words), "")


@lru_cache(maxsize=1)
def _status_words() -> Mapping[str, list[str]]:
    found: Mapping[str, list[str]] = load_data("statuses.yaml")
    return found


def _waits(cells: Mapping[str, str]) -> bool:
    """The empty line of a row without a code, as it was written."""
    filled = any(cells.get(name, "").strip() for name in ("event_type", "attributes", "proposal"))
    return not filled and cells.get("status", "").strip().lower() == NOTHING


def _filled(
    cells: Mapping[str, str],
    event_type: str,
    attributes: Mapping[str, tuple[str, ...]],
    status: str,
    proposal: str,
) -> Coding:
    row = cells.get("row", "").strip()
    return Coding(
        record=cells.get("record", "").strip().removeprefix(MARK),
        event_type=event_type,
        attributes=attributes,
        status=status,
        because=tuple(part for part in cells.get("because", "").split(" | ") if part),
        file=cells.get("file", ""),
        row=int(row) if row.isdigit() else 0,
        date=cells.get("date", ""),
        agency=cells.get("agency", ""),
        words=cells.get("words", ""),
        proposal=proposal,
    )


def _as_typed(cells: Mapping[str, str], proposal: str, problem: str) -> Coding:
    """A line that cannot be used: what was proposed stands, unless rejected, and no word is lost."""
    event_type, _, attributes = proposal.partition(" ")
    usable = proposal and cells.get("record", "").strip()
    status = "rejected" if _known_status(cells) == "rejected" else "proposed"
    made = _filled(cells, event_type, parsed(attributes) or {}, status if usable else FAULTY, proposal)
    return replace(made, problem=problem, typed=dict(cells))


def _fault(cells: Mapping[str, str], *, file: str, row: int) -> Fault | None:
    def fault(cell: str, found: str, do: str) -> Fault:
        return Fault(file, row, cell, found, do)

    event_type, attributes = cells.get("event_type", "").strip(), parsed(cells.get("attributes", ""))
    if not cells.get("record", "").strip():
        return fault("record", "The record is missing.", "Copy it from another line of the same record.")
    if event_type not in vocabulary().event_types:
        return fault("event_type", "This event type is not in the vocabulary.", "Use one that it lists.")
    if attributes is None:
        return fault("attributes", "An attribute has no value.", "Write key=value, with ; between them.")
    strange = [name for name in attributes if not vocabulary().has_attribute(event_type, name)]
    if strange:
        return fault(
            "attributes", f"{event_type} has no attribute {strange[0]}.", "Use one that the vocabulary lists."
        )
    if not _known_status(cells):
        return fault("status", "This status is not known.", f"Use {', '.join(STATUSES)}.")
    return None


def merge(proposals: Sequence[Coding], saved: Saved) -> tuple[Coding, ...]:
    """This run's proposals with the user's word on them: edits win, rejected stay rejected, added stay.

    A record is known by its id and a proposal by what was first proposed, so moved rows lose nothing.
    The user's word on a record that is no longer there is kept at the end, for the record may return.
    """
    said = {(each.record, each.proposal): each for each in saved.codings if each.proposal}
    fresh = {(each.record, each.code) for each in proposals}
    merged = [_said(each, said.get((each.record, each.code))) for each in proposals]
    kept = [
        each
        for each in saved.codings
        if (each.status != "proposed" or each.typed)
        and (not each.proposal or (each.record, each.proposal) not in fresh)
    ]
    places = {each.record: each for each in proposals}
    return (*merged, *(_placed(each, places.get(each.record)) for each in kept))


def _said(proposal: Coding, word: Coding | None) -> Coding:
    own = replace(proposal, proposal=proposal.code)
    if word is None:
        return own
    return replace(
        own,
        event_type=word.event_type,
        attributes=word.attributes,
        status=word.status,
        problem=word.problem,
        typed=word.typed,
    )


def _placed(word: Coding, now: Coding | None) -> Coding:
    """The user's line, with where its record stands today."""
    if now is None:
        return word
    return replace(word, file=now.file, row=now.row, date=now.date, agency=now.agency)


def standing(codings: Iterable[Coding]) -> tuple[Coding, ...]:
    """Those that count: everything but what was rejected, cannot be used, or waits for a code."""
    return tuple(each for each in codings if each.status not in ("rejected", FAULTY, NOTHING))


def written(attributes: Mapping[str, tuple[str, ...]]) -> str:
    return ";".join(f"{name}={','.join(values)}" for name, values in sorted(attributes.items()))


def parsed(cell: str) -> dict[str, tuple[str, ...]] | None:
    """`key=value;...` as a mapping, several values with commas; None where a part is not so."""
    found: dict[str, tuple[str, ...]] = {}
    for part in cell.split(";"):
        name, equals, value = part.partition("=")
        values = tuple(each.strip() for each in value.split(",") if each.strip())
        if part.strip() and not (name.strip() and equals and values):
            return None
        if part.strip():
            found[name.strip()] = values
    return found


def _code(event_type: str, attributes: Mapping[str, tuple[str, ...]]) -> str:
    return f"{event_type} {written(attributes)}".strip()


def _inert(cell: str) -> str:
    """No spreadsheet takes the cell for a formula. A cell that begins so by itself is marked too."""
    return GUARD + cell if cell.startswith((*LIVE, GUARD)) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith(GUARD) and cell[1:].startswith((*LIVE, GUARD)) else cell
