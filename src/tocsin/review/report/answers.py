"""What was answered, what was not, and what cannot be said: each concern in one place only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tocsin.review.report import terms
from tocsin.review.report.reading import Reading
from tocsin.review.schema import ComplianceOut, ConcernOut, MissedOut, Question, ResponseOut, SharedOut


@dataclass(frozen=True)
class MissedRow:
    missed: MissedOut
    concern: ConcernOut
    response: ResponseOut | None
    number: int


@dataclass(frozen=True)
class AnsweredRow:
    concern: ConcernOut
    response: ResponseOut


@dataclass(frozen=True)
class Sorted:
    """Every concern exactly once."""

    missed: list[ConcernOut] = field(default_factory=list)  # a response late or missed
    answered: list[ConcernOut] = field(default_factory=list)
    running: list[ConcernOut] = field(default_factory=list)
    possible: list[ConcernOut] = field(default_factory=list)
    stood_down: list[ConcernOut] = field(default_factory=list)
    withdrawn: list[ConcernOut] = field(default_factory=list)
    unknown: list[ConcernOut] = field(default_factory=list)  # nothing evidenced either way


def sort_concerns(reading: Reading) -> Sorted:
    sorted_ = Sorted()
    for concern in reading.concerns:
        getattr(sorted_, pile_of(concern)).append(concern)
    return sorted_


def pile_of(concern: ConcernOut) -> str:
    if concern.state in ("withdrawn", "stood_down"):
        return concern.state
    if concern.certainty == "possible":
        return "possible"
    statuses = {response.status for response in concern.responses}
    if statuses & {"late", "missed"}:
        return "missed"
    if concern.state in ("answered", "running"):
        return concern.state
    return "unknown"


def missed_rows(reading: Reading) -> list[MissedRow]:
    rows = []
    for number, item in enumerate(sorted(reading.review.missed, key=lambda m: (m.due_on, m.concern)), 1):
        concern = reading.concern_by_id.get(item.concern)
        if concern is not None:
            rows.append(MissedRow(item, concern, _response(concern, item), number))
    return rows


@dataclass(frozen=True)
class MissedItem:
    """One response of one concern, with the later times it fell due and was not met either."""

    first: MissedRow
    again: list[MissedRow]


def missed_by_concern(reading: Reading) -> list[list[MissedItem]]:
    """In the order of each concern's first day due, and within it of each response's."""
    each: dict[str, dict[str, list[MissedRow]]] = {}
    for row in missed_rows(reading):
        each.setdefault(row.concern.id, {}).setdefault(row.missed.response, []).append(row)
    return [[MissedItem(rows[0], rows[1:]) for rows in named.values()] for named in each.values()]


def _response(concern: ConcernOut, item: MissedOut) -> ResponseOut | None:
    same = [r for r in concern.responses if r.name == item.response]
    return next((r for r in same if r.due_on == item.due_on), same[0] if same else None)


def answered_rows(reading: Reading) -> list[AnsweredRow]:
    """Every response that came in time, whatever else befell its concern."""
    firm = [c for c in reading.concerns if c.certainty != "possible" and c.state != "withdrawn"]
    rows = [AnsweredRow(c, r) for c in firm for r in c.responses if r.status == "answered"]
    return sorted(rows, key=lambda row: (row.response.due_on, row.concern.id))


def not_evidenced_rows(reading: Reading) -> list[AnsweredRow]:
    return [AnsweredRow(c, r) for c in reading.concerns for r in c.responses if r.status == "not_evidenced"]


def knowable(concern: ConcernOut) -> tuple[str, str]:
    """First knowable joined up, and to one agency alone, in words."""
    joined = terms.day(concern.knowable_joined_on) or "could not be seen at the time"
    if concern.knowable_alone_on is None:
        return joined, "never by one service alone"
    return joined, f"{terms.day(concern.knowable_alone_on)} ({terms.agencies(concern.knowable_alone_by)})"


def compliance(reading: Reading) -> list[tuple[str, str, list[ComplianceOut]]]:
    """Per child: her name, a sentence of counts, and the rows by due day."""
    found = []
    for child in dict.fromkeys(item.child for item in reading.review.compliance):
        rows = sorted((c for c in reading.review.compliance if c.child == child), key=lambda c: c.due_on)
        found.append((reading.person(child), _compliance_words(rows), rows))
    return found


def _compliance_words(rows: list[ComplianceOut]) -> str:
    counted = Counter(row.status for row in rows)
    order = ("done", "late", "missed", "not_evidenced", "running")
    said = [f"{counted[code]} {terms.status(code).words.lower()}" for code in order if counted[code]]
    return f"Of {terms.count(len(rows), 'thing')} due: {terms.listed(said)}."


def matrix(reading: Reading) -> tuple[list[str], dict[tuple[str, str], list[SharedOut]]]:
    """Agencies that told or were told, and what passed between each two, oldest first."""
    shared = sorted(reading.review.shared, key=lambda item: item.on)
    codes = dict.fromkeys([*reading.review.agencies_sent])
    codes.update(dict.fromkeys(code for item in shared for code in (item.from_agency, item.to_agency)))
    cells: dict[tuple[str, str], list[SharedOut]] = {}
    for item in shared:
        cells.setdefault((item.from_agency, item.to_agency), []).append(item)
    return list(codes), cells


def questions(reading: Reading) -> list[tuple[str, list[Question]]]:
    asked: dict[str, list[Question]] = {}
    for question in reading.review.questions:
        asked.setdefault(question.agency, []).append(question)
    return list(asked.items())
