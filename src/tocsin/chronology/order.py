"""The order of events within and across files, and the ids that survive a re-saved file."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, time

from tocsin.chronology.drafts import Draft

ID_LENGTH = 5  # letters and digits: thirty million ids, so two of a folder's events seldom share one


def in_order(drafts: list[Draft]) -> list[Draft]:
    """By day; within a day by the clock where one was written, then as the file has it."""
    by_row = sorted(drafts, key=lambda d: (d.record.place.file, d.record.seq, d.record.place.row))
    days, clocks = _days(by_row), _clocks(by_row)
    return sorted(drafts, key=lambda d: (days[d.record.id], clocks[d.record.id], *_in_file(d)))


def _in_file(draft: Draft) -> tuple[str, int, int, str, int]:
    record = draft.record
    return record.place.file, record.seq, record.place.row, record.id, draft.step


def _days(by_row: Sequence[Draft]) -> Mapping[str, date]:
    """First day; in a file that states its order, no earlier than the rows above if the date allows."""
    latest: dict[str, date] = {}
    days: dict[str, date] = {}
    for draft in by_row:
        day, file = draft.when.start, draft.record.place.file
        if draft.record.ordered:
            day = latest[file] = max(day, min(latest.get(file, day), draft.when.end))
        days[draft.record.id] = day
    return days


def _clocks(by_row: Sequence[Draft]) -> Mapping[str, time]:
    """A row without a time happened no earlier than the row above it of the same day."""
    latest: dict[tuple[str, date], time] = {}
    clocks: dict[str, time] = {}
    for draft in by_row:
        day = (draft.record.place.file, draft.when.start)
        own = draft.when.clock
        latest[day] = max(latest.get(day, time.min), own or time.min)
        clocks[draft.record.id] = latest[day] if own is None or draft.record.ordered else own
    return clocks


def keys_of(drafts: Sequence[Draft]) -> list[str]:
    """Two rows alike in every way are told apart by their place in the order."""
    met: Counter[str] = Counter()
    keys = []
    for draft in drafts:
        met[draft.key] += 1
        keys.append(draft.key if met[draft.key] == 1 else f"{draft.key}#{met[draft.key]}")
    return keys


def ids_of(keys: Sequence[str]) -> list[str]:
    """Short, and the same each time; the rare two that would share one are both made longer."""
    full = {key: base64.b32encode(hashlib.sha256(key.encode()).digest()).decode().rstrip("=") for key in keys}
    shared = Counter(code[:ID_LENGTH] for code in full.values())
    return [
        f"E-{code[:ID_LENGTH] if shared[code[:ID_LENGTH]] == 1 else code[: ID_LENGTH * 4]}"
        for code in (full[key] for key in keys)
    ]
