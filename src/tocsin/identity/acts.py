"""The engine's answers as acts of the ledger, and read back from it. Everybody who links writes them here.

What the engine found stands in the entry's reason, in codes and numbers: no personal data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from math import inf

from tocsin.identity.answer import Answer, Band, Candidate
from tocsin.identity.ledger.entries import ENGINE, Assert, Entry, Proposed
from tocsin.identity.ledger.plausible import Known
from tocsin.identity.matching.standard import nhs_parts
from tocsin.identity.stated import Stated

_FOUND = re.compile(
    r"(?P<kind>linked|proposed); why=(?P<why>\w*); score=(?P<score>-?[\d.]+); "
    r"margin=(?P<margin>-?[\d.]+|inf); pattern=(?P<pattern>\d+)"
)


@dataclass(frozen=True, slots=True)
class FoundByEngine:
    """What the engine wrote beside a link."""

    record: str
    proposed: bool
    why: str
    margin: float
    candidate: Candidate


def engine_words(answer: Answer, best: Candidate) -> str:
    kind = "linked" if answer.band is Band.AUTO else "proposed"
    margin = "inf" if answer.margin == inf else f"{answer.margin:.3f}"
    return f"{kind}; why={answer.why}; score={best.score:.3f}; margin={margin}; pattern={best.pattern}"


def found_by_engine(entry: Entry) -> FoundByEngine | None:
    told = _FOUND.fullmatch(entry.reason)
    if told is None or not isinstance(entry.act, Assert | Proposed):
        return None
    candidate = Candidate(entry.act.b, float(told["score"]), int(told["pattern"]))
    return FoundByEngine(
        entry.act.a, isinstance(entry.act, Proposed), told["why"], float(told["margin"]), candidate
    )


def of_answer(record: str, answer: Answer, nearest: str, *, on: datetime) -> Iterator[Entry]:
    """The link or proposal that an answer amounts to. `nearest`: the best candidate's record."""
    best = answer.best
    if best is None or answer.band is Band.NEW:
        return
    kind = Assert if answer.band is Band.AUTO else Proposed
    yield Entry(kind(record, nearest, best.score), on, ENGINE, engine_words(answer, best))


def known_of(stated: Stated) -> Known:
    valid = (nhs_parts(number)[1] for number in stated.nhs_numbers)
    return Known(frozenset(str(number) for number in valid if number), frozenset(stated.births))
