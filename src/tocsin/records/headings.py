"""Column headings -> slots, and which row of a table is its header."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from tocsin.records.raw import RawRow, Value, words_of
from tocsin.records.reference_data import data_file

_BRACKETED = re.compile(r"[(\[].*?[)\]]")
_NOT_WORD = re.compile(r"[^\w]+", re.UNICODE)
LONGEST_HEADING = 120


class InvolvementHeadings(msgspec.Struct, frozen=True):
    needed: tuple[str, ...]
    agency_by_heading: dict[str, str]


class CodedHeadings(msgspec.Struct, frozen=True):
    needed: tuple[str, ...]


class HeadingData(msgspec.Struct, frozen=True):
    slots: dict[str, tuple[str, ...]]
    child_columns: tuple[str, ...]
    ticks: frozenset[str]
    not_ticks: frozenset[str]
    joined: frozenset[str]
    needed_beside_date: frozenset[str]
    spread: frozenset[str]
    coded: CodedHeadings
    involvement: InvolvementHeadings


@lru_cache(maxsize=1)
def heading_data() -> HeadingData:
    return msgspec.convert(data_file("headings.yaml"), HeadingData)


@lru_cache(maxsize=1)
def _by_heading() -> Mapping[str, str]:
    return {name: slot for slot, names in heading_data().slots.items() for name in names}


@lru_cache(maxsize=1)
def _child_column() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(heading_data().child_columns) + r")\Z")


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Lower case, words only: "Child's Name:" and "child_s  name" are one heading."""
    return " ".join(_NOT_WORD.sub(" ", text.casefold().replace("_", " ")).split())


def slot_of(heading: str) -> str:
    """The slot of a heading, or "". Brackets count only if the heading is unknown without them."""
    if not heading or len(heading) > LONGEST_HEADING:
        return ""
    known = _by_heading()
    return known.get(plain(heading)) or known.get(plain(_BRACKETED.sub(" ", heading))) or ""


def known_headings(cells: Sequence[Value]) -> int:
    """How many different slots the cells name: what tells a header row from words."""
    slots = {slot_of(cell) for cell in cells if isinstance(cell, str)}
    return len(slots - {""}) + (2 if is_coded(cells) or is_involvement(cells) else 0)


def is_coded(cells: Sequence[Value]) -> bool:
    return _holds(cells, heading_data().coded.needed)


def is_involvement(cells: Sequence[Value]) -> bool:
    return _holds(cells, heading_data().involvement.needed)


def _holds(cells: Sequence[Value], needed: tuple[str, ...]) -> bool:
    named = {plain(cell) for cell in cells if isinstance(cell, str) and len(cell) <= LONGEST_HEADING}
    return named.issuperset(needed)


@dataclass(frozen=True, slots=True)
class Columns:
    """One table's columns: `slots` by column number, `children` the ticked ones, `names` as written."""

    names: tuple[str, ...]
    slots: Mapping[int, str]
    children: Mapping[int, str]
    by_slot: Mapping[str, tuple[int, ...]]

    @property
    def as_written(self) -> dict[str, str]:
        slots = {**self.slots, **dict.fromkeys(self.children, "child")}
        return {name: slots.get(column, "") for column, name in enumerate(self.names) if name}

    def of(self, slot: str) -> tuple[int, ...]:
        return self.by_slot.get(slot, ())


def columns_of(row: RawRow, *, stated: Mapping[str, str], child_labels: frozenset[str]) -> Columns:
    """`stated` is the user's own mapping of headings; `child_labels` are names of the folder's children."""
    names = _unlike([words_of(cell) for cell in row.cells])
    own = {plain(heading): slot for heading, slot in stated.items()}
    slots: dict[int, str] = {}
    children: dict[int, str] = {}
    for column, name in enumerate(names):
        slot = own.get(plain(name), slot_of(name)) if name else ""
        if name and plain(name) not in own and _names_a_child(name, child_labels):
            children[column] = " ".join(name.split())
        elif slot and (slot in heading_data().joined or slot not in slots.values()):
            slots[column] = slot
    by_slot = {slot: tuple(at for at in slots if slots[at] == slot) for slot in slots.values()}
    return Columns(tuple(names), slots, children, by_slot)


def _names_a_child(name: str, labels: frozenset[str]) -> bool:
    as_written = " ".join(name.casefold().replace("_", " ").split())  # "Child(s)" is no child called S
    return plain(name) in labels or _child_column().match(as_written) is not None


def _unlike(names: list[str]) -> list[str]:
    """Two columns of one name are told apart, so that no cell is lost."""
    seen: dict[str, int] = {}
    for column, name in enumerate(names):
        if name:
            seen[name] = seen.get(name, 0) + 1
            names[column] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return names


def is_header(row: RawRow, *, stated: Mapping[str, str]) -> bool:
    """A date heading and a heading for words, each in a cell of its own."""
    own = {plain(heading): slot for heading, slot in stated.items()}
    slots = set()
    for cell in row.cells:
        if isinstance(cell, str) and len(cell) <= LONGEST_HEADING and cell.strip():
            slots.add(own.get(plain(cell), slot_of(cell)))
    return "date" in slots and not slots.isdisjoint(heading_data().needed_beside_date)
