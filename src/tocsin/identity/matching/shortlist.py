"""Of all who share a key, those worth comparing in full: by how many columns agree to the letter.

Everybody under a date of birth or an NHS number is looked at. Of a day's births in a large register most
agree in nothing else, and to work out how unlike their names are would only cost time.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.identity.matching.columns import BRIEF, Columns, Rows, paired
from tocsin.identity.matching.lexicon import MISSING
from tocsin.identity.names import data_table

Rows32 = NDArray[np.int32]
NOBODYS = np.iinfo(np.int32).min  # a value that no entry has


class Shortlist(NamedTuple):
    most: int  # candidates a question
    most_of_ledger: int  # the same, where some may not be shown to whoever asks
    weights: NDArray[np.float32]  # of each column
    readings: NDArray[np.int64]  # (readings, columns): which of the asker's is held against each


@lru_cache(maxsize=1)
def shortlist() -> Shortlist:
    table: dict[str, Any] = data_table("blocks")["shortlist"]
    weights = [float(table["weights"].get(column, 0)) for column in BRIEF]
    readings = [[_place(reading.get(column, column)) for column in BRIEF] for reading in table["readings"]]
    most, most_of_ledger = int(table["most"]), int(table["most_of_ledger"])
    return Shortlist(most, most_of_ledger, np.array(weights, dtype=np.float32), np.array(readings))


def _place(column: str) -> int:
    """Behind the last stands what agrees with nothing."""
    return BRIEF.index(column) if column else len(BRIEF)


@lru_cache(maxsize=1)
def _turned() -> NDArray[np.int64]:
    """Columns that the second reading holds against others of the asker's than the first does."""
    first, second = shortlist().readings
    return np.flatnonzero((first != second) & (second < len(BRIEF)))


def agreement(asked: Columns, held: Columns, askers: Rows, rows: Rows) -> NDArray[np.float32]:
    """The weights of the columns that agree, for each pair, in the reading in which most do."""
    left, right, begins = paired(asked, held, askers, rows)
    others = held.brief[right]
    straight, crosswise = _read(np.where(asked.brief == MISSING, NOBODYS, asked.brief))
    found = _weighed(straight[left] == others)
    at = _any_in(crosswise[:, _turned()][left] == others[:, _turned()])
    found[at] = np.maximum(found[at], _weighed(crosswise[left[at]] == others[at]))
    return found if begins is None else np.maximum.reduceat(found, begins)


def agreement_with(briefs: Rows32, held: Columns, entries: NDArray[np.int32]) -> NDArray[np.float32]:
    """As `agreement`, of one asker's rows (brief, what is missing as `NOBODYS`) with each of the entries."""
    rows, begins = held.rows_of(entries)
    others = held.brief.take(rows, axis=0)
    turned = others.take(_turned(), axis=1)
    both = zip(*_read(briefs), strict=True)
    found = reduce(np.maximum, [_either(one, other, others, turned) for one, other in both])
    return found if begins is None else np.maximum.reduceat(found, begins)


def _either(straight: Rows32, crosswise: Rows32, others: Rows32, turned: Rows32) -> NDArray[np.float32]:
    """Hardly anybody's names agree crosswise: only these are weighed again."""
    found = _weighed(straight == others)
    at = _any_in(crosswise.take(_turned()) == turned)
    if len(at):
        found[at] = np.maximum(found[at], _weighed(crosswise == others[at]))
    return found


def _any_in(equal: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Lines in which any is true, some more than once: `any` along lines would take longer."""
    found: NDArray[np.int64] = np.flatnonzero(equal) // equal.shape[1]
    return found


def _read(briefs: Rows32) -> Rows32:
    """(readings, rows, columns), of (rows, columns): as written, and as if names were in the other order."""
    nothing = np.full((len(briefs), 1), NOBODYS, dtype=np.int32)
    found: Rows32 = np.concatenate((briefs, nothing), axis=1)[:, shortlist().readings].swapaxes(0, 1)
    return found


def _weighed(equal: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The sum of the weights of the columns that are equal: sixteen answers are one number of 16 bits."""
    packed = np.packbits(equal, axis=1).view(np.uint16)
    return _sums().take(packed.ravel())


@lru_cache(maxsize=1)
def _sums() -> NDArray[np.float32]:
    every = np.arange(1 << len(BRIEF), dtype=np.uint16).view(np.uint8).reshape(-1, 2)
    found: NDArray[np.float32] = np.unpackbits(every, axis=1) @ shortlist().weights
    return found


def nearest_to_one(found: NDArray[np.float32], most: int) -> Rows:
    """As `nearest`, for one asker."""
    kept: Rows = np.argsort(-found, kind="stable")[:most]
    kept.sort()
    return kept


def nearest(found: NDArray[np.float32], askers: Rows) -> Rows:
    """Places of the pairs kept, in the order of the pairs: each asker's best, at most so many."""
    most = shortlist().most
    order = np.lexsort((-found, askers))
    begins = np.searchsorted(askers, askers[order])
    kept: Rows = np.sort(order[np.arange(len(order)) - begins < most])
    return kept
