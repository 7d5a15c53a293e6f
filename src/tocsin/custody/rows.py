"""Rows of law and practice on indeterminate sentences, parole, licence and recall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from tocsin.custody.law import table


@dataclass(frozen=True, slots=True)
class Row:
    """One rule as it held from `first` to `last`. `numbers` are its lengths by unit."""

    id: str
    rule: str
    says: str
    section: str
    source: str
    sure: str
    unsure: str
    kinds: tuple[str, ...]
    first: date | None
    last: date | None
    known_from: date | None
    day_not_known: bool
    both_readings: bool
    numbers: tuple[tuple[str, int], ...]

    def number(self, unit: str) -> int:
        return dict(self.numbers).get(unit, 0)

    def holds(self, on: date) -> bool:
        begun = self.first is None or self.first <= on
        known = self.known_from is None or self.known_from <= on
        return begun and known and (self.last is None or on <= self.last)

    def is_for(self, kind: str) -> bool:
        return not kind or not self.kinds or kind in self.kinds

    @property
    def certainty(self) -> str:
        """How sure the row is, and what of it is not."""
        said = certainties()[self.sure]
        return f"{said}; open: {self.unsure[0].lower()}{self.unsure[1:].rstrip('.')}" if self.unsure else said


UNITS = ("years", "months", "weeks", "days", "unbroken_years", "least_minimum_term_years")


def certainties() -> dict[str, str]:
    words: dict[str, str] = table("parole")["certainty"]
    return words


def _row(given: dict[str, Any]) -> Row:
    return Row(
        id=given["id"],
        rule=given["rule"],
        says=given["says"],
        section=given["section"],
        source=given["source"],
        sure=given["sure"],
        unsure=given.get("unsure", ""),
        kinds=tuple(given.get("kinds", ())),
        first=given.get("from"),
        last=given.get("to"),
        known_from=given.get("known_from"),
        day_not_known=given.get("day_not_known", False),
        both_readings=given.get("both_readings", False),
        numbers=tuple((unit, given[unit]) for unit in UNITS if unit in given),
    )


@lru_cache(maxsize=1)
def rows() -> tuple[Row, ...]:
    return tuple(_row(given) for given in table("law_indeterminate")["rows"])


@lru_cache(maxsize=4096)
def rule_on(rule: str, on: date, *, kind: str = "") -> Row | None:
    """The row of a rule that holds on a day, for a kind of sentence; None where there is none."""
    found = [row for row in rows() if row.rule == rule and row.holds(on) and row.is_for(kind)]
    return found[-1] if found else None


@lru_cache(maxsize=64)
def kinds_under(rule: str) -> frozenset[str]:
    return frozenset(kind for row in rows() if row.rule == rule for kind in row.kinds)
