"""When the community manager takes over from the prison's, and when a first review begins to be prepared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from tocsin.custody.answer import Dates, KeyDate, Line
from tocsin.custody.counting import before, in_words, last_day, months_on
from tocsin.custody.facts import Adult, Duration, Sentence
from tocsin.custody.indeterminate import indeterminate_on, readings_of
from tocsin.custody.rows import Row, rule_on
from tocsin.custody.standing import sentences_on


def handover_dates(adult: Adult, dates: Dates, *, on: date) -> tuple[list[KeyDate], list[str]]:
    """HANDOVER before the earliest release there could be, or why there is none."""
    base = dates.earliest_if_directed or dates.release
    if base is None:
        return [], []
    short = rule_on("handover_none", on)
    if short is not None and _is_short(adult, base, short, on):
        return [], [short.says]
    row = _handover_row(adult, dates, on)
    return ([back_from(base, row, kind="HANDOVER")], []) if row is not None else ([], [])


def _handover_row(adult: Adult, dates: Dates, on: date) -> Row | None:
    if adult.early_allocation == "yes":
        return rule_on("handover_early", on)
    return rule_on("handover_parole" if dates.earliest_if_directed else "handover_automatic", on)


def _is_short(adult: Adult, base: KeyDate, row: Row, on: date) -> bool:
    """To serve, from the first sentence to the earliest release; an indeterminate sentence is never short."""
    passed = [one.sentenced_on for one in sentences_on(adult, on=on)]
    if not passed or indeterminate_on(adult, on=on):
        return False
    return (base.official or base.earliest) <= months_on(min(passed), row.number("months"))


def back_from(base: KeyDate, row: Row, *, kind: str) -> KeyDate:
    """The day that lies a row's length before each reading of another date."""
    moved = _moved(row)
    labelled = [(label, moved(day)) for label, day in readings_of(base)]
    days = [day for _, day in labelled]
    since = f"{in_words(base.official or base.earliest)} ({base.kind})"
    count = f"{since} less {_length(row)}: {in_words(min(days))}."
    lines = (Line(f"{row.says} ({row.certainty})", None, row.id), Line(count, min(days), row.id))
    named = tuple(labelled) if len(labelled) > 1 else ()
    return KeyDate(kind, min(days), max(days), "marks", lines, base.why if named else "", named)


def _moved(row: Row) -> Callable[[date], date]:
    months = row.number("years") * 12 + row.number("months")
    return lambda day: before(day, months=months, days=row.number("days"))


def _length(row: Row) -> str:
    said = [f"{row.number(unit)} {unit}" for unit in ("years", "months", "days") if row.number(unit)]
    return " and ".join(said)


def first_review_dates(adult: Adult, dates: Dates, *, on: date) -> list[KeyDate]:
    """SIFT and REVIEW_START before the first day on which the Board could direct release."""
    base = dates.earliest_if_directed
    if base is None:
        return []
    serving = indeterminate_on(adult, on=on)
    sift, start = rule_on("pre_tariff_sift", on), rule_on("review_start", on)
    found = []
    if sift is not None and _long_enough(serving, sift):
        found.append(back_from(base, sift, kind="SIFT"))
    if start is not None:
        found.append(back_from(base, start, kind="REVIEW_START"))
    return found


def _long_enough(serving: Sequence[Sentence], row: Row) -> bool:
    least = Duration(years=row.number("least_minimum_term_years"))
    lengths = [
        (last_day(one.sentenced_on, one.minimum_term), one) for one in serving if one.kind in row.kinds
    ]
    return any(end >= last_day(one.sentenced_on, least) for end, one in lengths)
