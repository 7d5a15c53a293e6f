"""What the ledger does not take. It is asked before anything is stored or changed."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

from tocsin.errors import LedgerRefused
from tocsin.identity.ledger.entries import (
    ENGINE,
    Assert,
    Ended,
    Entry,
    Met,
    Promote,
    Proposed,
    Reject,
    Restated,
    Split,
    Undo,
    records_of,
)
from tocsin.identity.ledger.plausible import CODES
from tocsin.identity.ledger.settings import table


def check(entry: Entry, is_met: Callable[[str], bool]) -> None:
    """Raises LedgerRefused. `is_met`: whether the ledger has ever met a record."""
    where = f"entry {entry.seq}"
    for found, do in _faults(entry, is_met):
        raise LedgerRefused(found, where=where, do=do)


def _faults(entry: Entry, is_met: Callable[[str], bool]) -> list[tuple[str, str]]:
    act = entry.act
    found = [*_signing(entry), *_shape(entry)]
    if not isinstance(act, Met) and not all(map(is_met, records_of(act))):
        found.append(("It names a record that the ledger has not met.", "Enter the record first."))
    return found


def _signing(entry: Entry) -> list[tuple[str, str]]:
    act, engine = entry.act, entry.by == ENGINE
    found = []
    if not entry.by.strip():
        found.append(("It is not signed.", "Give the name and role of whoever decided."))
    if engine and isinstance(act, Reject | Split | Undo):
        found.append(("Only a person rejects, splits or takes back.", "Sign it with a name and role."))
    if not engine and isinstance(act, Assert | Reject | Split | Undo) and not entry.reason.strip():
        found.append(("A person's decision has no reason.", "Say why, in a sentence."))
    return found


def _shape(entry: Entry) -> list[tuple[str, str]]:
    match entry.act:
        case Met(record) if not record:
            return [("The record has no id.", "Give each record an id of its own.")]
        case Assert(a, b) | Proposed(a, b) | Reject(a, b) | Promote(a, b) if a == b:
            return [("It pairs a record with itself.", "Name two records.")]
        case Undo(seq) if not 0 < seq < entry.seq:
            return [("It takes back an entry that is not there.", "Name an earlier entry by its number.")]
        case Ended(how=how) if how not in table("unborn")["ended"]:
            return [
                ("It ends a pregnancy in a way the list does not hold.", "See unborn.yaml for the codes.")
            ]
    return _content(entry)


def _content(entry: Entry) -> list[tuple[str, str]]:
    match entry.act:
        case Assert() as act:
            return _assertion(act, engine=entry.by == ENGINE)
        case Proposed(score=score) if entry.by != ENGINE or not isfinite(score):
            return [("Only the engine proposes, and with a score.", "Give a finite number, or decide.")]
        case Split(groups=groups):
            return _split(groups)
        case Restated(record, scores):
            return _scores(record, scores)
    return []


def _assertion(act: Assert, *, engine: bool) -> list[tuple[str, str]]:
    if engine and (act.score is None or not isfinite(act.score)):
        return [("The engine's link has no score.", "Give a finite number.")]
    if engine and act.despite:
        return [("Only a person overrules a rule of plausibility.", "Sign it with a name and role.")]
    if not set(act.despite) <= set(CODES):
        return [("It overrules a rule that does not exist.", "Use the codes of plausible.yaml.")]
    return []


def _split(groups: tuple[tuple[str, ...], ...]) -> list[tuple[str, str]]:
    records = [record for group in groups for record in group]
    if len(groups) < 2 or not all(groups) or len(records) != len(set(records)):
        return [("A split needs two groups or more, each with records of its own.", "List each record once.")]
    return []


def _scores(record: str, scores: tuple[tuple[str, float], ...]) -> list[tuple[str, str]]:
    others = [other for other, _ in scores]
    if record in others or len(others) != len(set(others)) or not all(isfinite(score) for _, score in scores):
        return [("The new scores name a record twice, itself, or no number.", "Give one number a record.")]
    return []
