"""What courts, prisons and probation said of adults as tables, for the sheet and the document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tocsin.review import schema_custody as out
from tocsin.review.report import custody, terms
from tocsin.review.report.picture_inputs import Drawn
from tocsin.review.report.reading import Reading
from tocsin.review.report.tables import Cell, Column, Table

ANSWERS = "Custody answers"
Rows = Callable[[out.CustodyOut], Iterator[Sequence[Cell]]]


def tables(reading: Reading) -> Iterator[Table]:
    adults = reading.review.custody
    for name, columns, rows in _TABLES if adults else ():
        made: list[list[Cell]] = [[one.label, *row] for one in adults for row in rows(one)]
        if made:
            yield Table(name, (Column("Adult", 22), *columns), made)


def pictures(reading: Reading, table: Table) -> Iterator[Drawn]:
    """Bands and calendars stand with the answers."""
    if table.name == ANSWERS:
        for number, one in enumerate(reading.review.custody, 1):
            yield from custody.band(one, number)
            yield from custody.calendar(one, number)


def _answers(one: out.CustodyOut) -> Iterator[Sequence[Cell]]:
    for _, title, lines in custody.answers(one):
        yield from ([title, line] for line in lines)


def _dates(one: out.CustodyOut) -> Iterator[Sequence[Cell]]:
    for it in one.dates:
        later = it.latest if it.latest != it.earliest else None
        sure = it.why or ("" if later else "our estimate")
        working = "\n".join(_working(number, line) for number, line in enumerate(it.working, 1))
        official = f"{it.official_source}" if it.official else ""
        days: list[Cell] = [it.earliest, later, it.official, official]
        yield [it.words, it.kind, *days, it.effect_words, sure, working]


def _working(number: int, line: out.WorkingOut) -> str:
    parts = [f"{number}. {line.words}", f"Law: {line.law}" if line.law else ""]
    return " ".join([part for part in (*parts, f"Stated: {line.fact}" if line.fact else "") if part])


def _calendar(one: out.CustodyOut) -> Iterator[Sequence[Cell]]:
    for it in sorted([*one.history, *one.calendar], key=lambda day: (day.on, day.until)):
        yield [it.on, it.until if it.until != it.on else None, it.words, it.firm]


def _notices(one: out.CustodyOut) -> Iterator[Sequence[Cell]]:
    for it in one.notices:
        secret = "restricted" if it.restricted else ""
        what: list[Cell] = [it.due_on, terms.capital(it.to), it.child, it.what, it.why, it.basis]
        yield [*what, it.state_words, it.next_act, it.owner, secret, it.key]


def _ties(one: out.CustodyOut) -> Iterator[Sequence[Cell]]:
    yield from ([it.child, it.how, it.when, it.why, it.source] for it in one.ties)


def _record(one: out.CustodyOut) -> Iterator[Sequence[Cell]]:
    for offence in one.offences:
        words = " ".join(part for part in (offence.words, offence.is_not, offence.part) if part)
        yield [
            "Offence or accusation",
            f"{offence.title}: {offence.name}. {words}",
            offence.on,
            offence.source,
        ]
    yield ["Risk to children", " ".join((one.risk, *one.asks)), None, ""]
    for it in one.sentences:
        yield ["Sentence", f"{it.words}. {it.court_words}".strip(), it.sentenced_on, f"{it.court} {it.place}"]
    yield from (["Days counted", line, None, ""] for line in one.adjustments)
    for review in one.reviews:
        yield from _review(review)
    yield from (["Licence", line, None, ""] for line in one.licence)
    yield from (["Condition", f"{it.about}: {it.words} ({it.when})", None, ""] for it in one.conditions)
    yield from (["What changed", line, None, ""] for line in one.changes)
    yield from (["Restricted", line, None, ""] for line in one.restricted)
    yield from (["Note", line, None, ""] for line in one.notes)


def _review(review: out.BoardReviewOut) -> Iterator[Sequence[Cell]]:
    name = f"Parole: {review.words}"
    yield [name, review.outcome, None, ""]
    for stage in review.stages:
        yield [name, stage.words, stage.day, ""]
    for told in review.opinions:
        about = f" about {told.subject}" if told.subject else ""
        yield [name, f"Opinion{about}: {told.finding}", told.on, told.by]
    for line in (*review.flags, *review.wanted):
        yield [name, line, None, ""]


def _columns(*named: tuple[str, int]) -> tuple[Column, ...]:
    return tuple(Column(heading, width) for heading, width in named)


_TABLES: tuple[tuple[str, tuple[Column, ...], Rows], ...] = (
    (ANSWERS, _columns(("Question", 26), ("Answer", 100)), _answers),
    (
        "Custody dates",
        _columns(
            ("Date", 30),
            ("Code", 12),
            ("Day", 14),
            ("Or", 14),
            ("The prison's day", 14),
            ("As stated by", 20),
            ("What it does", 30),
            ("How sure", 36),
            ("How it was worked out", 90),
        ),
        _dates,
    ),
    (
        "Custody calendar",
        _columns(("Day", 14), ("At the latest", 14), ("What", 70), ("How firm", 16)),
        _calendar,
    ),
    (
        "Custody notices",
        _columns(
            ("By", 14),
            ("Whom to tell", 28),
            ("About", 20),
            ("What", 34),
            ("Why", 40),
            ("Ground", 40),
            ("State", 26),
            ("Next act", 34),
            ("Whose", 22),
            ("Restricted", 12),
            ("Key", 14),
        ),
        _notices,
    ),
    (
        "Custody ties",
        _columns(("Child", 20), ("Tie", 26), ("When", 26), ("Why", 46), ("Source", 30)),
        _ties,
    ),
    (
        "Custody record",
        _columns(("What", 26), ("Words", 100), ("Day", 14), ("Source", 36)),
        _record,
    ),
)
