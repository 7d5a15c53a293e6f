"""Of all who share a key, those worth comparing in full: by how many columns agree to the letter.

Everybody under a date of birth or an NHS number is looked at. Of a day's births in a large register most
agree in nothing else, and to work out how unlike their names are would only cost time.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.identity.matching.columns import BRIEF, Columns, Rows, paired
from tocsin.identity.matching.lexicon import MISSING
from tocsin.identity.names import data_table


class Shortlist(NamedTuple):
    most: int  # candidates a question
    weights: NDArray[np.float32]  # of each column


@lru_cache(maxsize=1)
def shortlist() -> Shortlist:
    table: dict[str, Any] = data_table("blocks")["shortlist"]
    weights = [float(table["weights"].get(column, 0)) for column in BRIEF]
    return Shortlist(int(table["most"]), np.array(weights, dtype=np.float32))


def agreement(asked: Columns, held: Columns, askers: Rows, rows: Rows) -> NDArray[np.float32]:
    """The weights of the columns that agree, for each pair."""
    left, right, begins = paired(asked, held, askers, rows)
    ones = asked.brief[left]
    found: NDArray[np.float32] = ((ones == held.brief[right]) & (ones != MISSING)) @ shortlist().weights
    return found if begins is None else np.maximum.reduceat(found, begins)


def nearest(found: NDArray[np.float32], askers: Rows) -> Rows:
    """Places of the pairs kept, in the order of the pairs: each asker's best, at most so many."""
    most = shortlist().most
    order = np.lexsort((-found, askers))
    begins = np.searchsorted(askers, askers[order])
    kept: Rows = np.sort(order[np.arange(len(order)) - begins < most])
    return kept
