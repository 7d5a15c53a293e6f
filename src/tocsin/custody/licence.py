"""A licence: from when, until when, on what conditions. The risk to a child does not end with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from tocsin.custody.answer import Dates, KeyDate, Line, Problem
from tocsin.custody.counting import in_words, last_day
from tocsin.custody.facts import Adult, Condition, Duration, Sentence
from tocsin.custody.law import table
from tocsin.custody.recall import Whereabouts, days_of_kind, where
from tocsin.custody.rows import Row, kinds_under, rule_on
from tocsin.custody.standing import sentences_on
from tocsin.errors import CustodyContradiction

Kind = Literal["for_life", "ipp", "to_expiry", "none"]


@dataclass(frozen=True, slots=True)
class Licence:
    """`dates` holds LICENCE_END, QUALIFYING, REFERRAL and REQUEST as far as they apply.

    `starts` is the first release for a life or IPP licence, else the last; None where nobody was released.
    """

    kind: Kind
    starts: date | None
    dates: tuple[KeyDate, ...]
    indefinite: bool
    whereabouts: Whereabouts
    conditions: tuple[Condition, ...]
    words: tuple[str, ...]
    problems: tuple[Problem, ...] = ()

    def of(self, kind: str) -> KeyDate | None:
        return next((one for one in self.dates if one.kind == kind), None)

    def in_force(self, on: date) -> bool:
        end = self.of("LICENCE_END")
        over = end is not None and (end.official or end.latest) < on
        return (
            self.starts is not None
            and self.starts <= on
            and not over
            and self.whereabouts == "in_the_community"
        )


def licence_on(adult: Adult, dates: Dates, *, on: date) -> Licence:
    kind = _kind(adult, dates, on)
    starts = _starts(adult, kind, on)
    found = _dates(adult, dates, kind, starts, on)
    return Licence(
        kind=kind,
        starts=starts,
        dates=tuple(found),
        indefinite=kind == "for_life"
        or (kind == "ipp" and not any(one.kind == "LICENCE_END" for one in found)),
        whereabouts=where(adult, on=on),
        conditions=conditions_on(adult.conditions, on=on),
        words=_words(adult, kind, found, on, withheld=bool(dates.problems and sentences_on(adult, on=on))),
        problems=_recalled_too_late(adult, found, on) if kind == "ipp" else (),
    )


def _recalled_too_late(adult: Adult, found: Sequence[KeyDate], on: date) -> tuple[Problem, ...]:
    ends = [one.latest for one in found if one.kind == "LICENCE_END"]
    late = [day for day in days_of_kind(adult, ["recalled"], on=on) if ends and day > ends[0]]
    words = "A recall is dated after the licence would have ended by itself"
    do = "Ask the prison or the community manager which of the days is wrong."
    return tuple(
        Problem(
            CustodyContradiction.code, f"{words} ({in_words(ends[0])}).", f"recall of {in_words(day)}", do
        )
        for day in late
    )


def conditions_on(given: Sequence[Condition], *, on: date) -> tuple[Condition, ...]:
    """Those that bind on the day; one without an end binds on."""
    return tuple(
        one
        for one in given
        if (one.first is None or one.first <= on) and (one.last is None or on <= one.last)
    )


def _kind(adult: Adult, dates: Dates, on: date) -> Kind:
    kinds = {one.kind for one in sentences_on(adult, on=on)}
    if kinds & kinds_under("whole_life"):
        return "none"
    if kinds & kinds_under("licence_for_life"):
        return "for_life"
    if kinds & kinds_under("ipp_referral"):
        return "ipp"
    return "to_expiry" if dates.of("SLED") or dates.of("LED") else "none"


def _starts(adult: Adult, kind: Kind, on: date) -> date | None:
    """A release before the sentence, as from an earlier one, is not this licence's."""
    passed = [one.sentenced_on for one in sentences_on(adult, on=on)]
    if not passed or kind == "none":
        return None
    of_it = _indefinite(adult, on) or sentences_on(adult, on=on)
    since = min(one.sentenced_on for one in of_it)
    released = [day for day in days_of_kind(adult, ["released"], on=on) if day >= since]
    if not released:
        return None
    return released[-1] if kind == "to_expiry" else released[0]


def _indefinite(adult: Adult, on: date) -> list[Sentence]:
    kinds = kinds_under("licence_for_life") | kinds_under("ipp_referral")
    return [one for one in sentences_on(adult, on=on) if one.kind in kinds]


def _dates(adult: Adult, dates: Dates, kind: Kind, starts: date | None, on: date) -> list[KeyDate]:
    if kind == "to_expiry":
        end = dates.of("SLED") or dates.of("LED")
        return [_expiry(end)] if end is not None else []
    if kind == "ipp" and starts is not None:
        named = [one.kind for one in _indefinite(adult, on)]
        return ipp_dates(adult, named[-1], starts, on=on)
    return []


def _expiry(end: KeyDate) -> KeyDate:
    labelled = end.labelled
    return KeyDate(
        "LICENCE_END", end.earliest, end.latest, "ends_licence", end.working, end.why, labelled, end.official
    )


def ipp_dates(adult: Adult, kind: str, first: date, *, on: date) -> list[KeyDate]:
    """The days of an IPP or DPP licence that began with the first release, under the law held on the day."""
    found = [_qualifying(kind, first, on), _referral(kind, first, on), _request(adult, kind, first, on)]
    found.append(_automatic_end(adult, kind, first, on))
    return [one for one in found if one is not None]


def _counted(first: date, row: Row) -> date:
    return last_day(first, Duration(years=row.number("years")))


def _line(row: Row, day: date) -> Line:
    return Line(f"{row.says} ({row.certainty}): {in_words(day)}.", day, row.id)


def _qualifying(kind: str, first: date, on: date) -> KeyDate | None:
    row = rule_on("ipp_automatic_end", on, kind=kind) or rule_on("ipp_referral", on, kind=kind)
    if row is None:
        return None
    return _marks("QUALIFYING", _counted(first, row), row, _coming(first, "ipp_referral_coming", kind, on))


def _referral(kind: str, first: date, on: date) -> KeyDate | None:
    row = rule_on("ipp_referral", on, kind=kind)
    if row is None:
        return None
    day = max(_counted(first, row), row.first or first)
    return _marks("REFERRAL", day, row, _coming(first, "ipp_referral_coming", kind, on))


def _coming(first: date, rule: str, kind: str, on: date) -> tuple[Row, date] | None:
    """A change that is published with its day unknown: never earlier than its publication."""
    row = rule_on(rule, on, kind=kind)
    if row is None:
        return None
    return row, max(_counted(first, row), row.known_from or first)


def _marks(kind: str, day: date, row: Row, other: tuple[Row, date] | None) -> KeyDate:
    return _either(kind, day, row, other, effect="marks")


def _either(
    kind: str,
    day: date,
    row: Row,
    other: tuple[Row, date] | None,
    *,
    effect: Literal["marks", "ends_licence"],
) -> KeyDate:
    if other is None or other[1] >= day:
        return KeyDate(kind, day, day, effect, (_line(row, day),))
    coming, sooner = other
    labelled = ((f"under {row.section}", day), (f"if {coming.section} holds", sooner))
    lines = (_line(row, day), _line(coming, sooner))
    return KeyDate(kind, sooner, day, effect, lines, coming.says, labelled)


def _request(adult: Adult, kind: str, first: date, on: date) -> KeyDate | None:
    row = rule_on("ipp_request_coming", on, kind=kind)
    if row is None:
        return None
    day = unbroken_until(adult, first, row, on=on, for_good=False)
    if day is None:
        return None
    return KeyDate(
        "REQUEST", day, day, "marks", (_line(row, day),), "The day on which this began is not known here."
    )


def _automatic_end(adult: Adult, kind: str, first: date, on: date) -> KeyDate | None:
    row = rule_on("ipp_automatic_end", on, kind=kind)
    if row is None:
        return None
    day = unbroken_until(adult, first, row, on=on)
    if day is None:
        return None
    coming = rule_on("ipp_automatic_end_coming", on, kind=kind)
    sooner = unbroken_until(adult, first, coming, on=on) if coming is not None else None
    other = (coming, sooner) if coming is not None and sooner is not None else None
    return _either("LICENCE_END", day, row, other, effect="ends_licence")


def unbroken_until(adult: Adult, first: date, row: Row, *, on: date, for_good: bool = True) -> date | None:
    """The last day of the unbroken years after the qualifying years; None while recalled and not released.

    The qualifying years run from the first release whether or not there is a recall; each recall before the
    unbroken years are over starts those again on release. `for_good`: once over, no recall takes it away.
    """
    begins = _counted(first, row) + timedelta(days=1)
    length = Duration(years=row.number("unbroken_years"))
    floor = row.first or row.known_from or first
    for recalled in days_of_kind(adult, ["recalled"], on=on):
        over = for_good and recalled > max(last_day(begins, length), floor)
        if recalled < first or over:
            continue
        again = [day for day in days_of_kind(adult, ["released"], on=on) if day > recalled]
        if not again:
            return None
        begins = max(begins, again[0])
    return max(last_day(begins, length), floor)


def _words(
    adult: Adult, kind: Kind, found: Sequence[KeyDate], on: date, *, withheld: bool
) -> tuple[str, ...]:
    said = list(table("licence")["kinds"][kind])
    if kind == "none" and withheld:
        said = list(table("licence")["kinds"]["not_known"])
    if kind == "ipp" and where(adult, on=on) not in ("in_the_community", "died"):
        said = list(table("licence")["kinds"]["recalled" if found else "none_yet"])
    row = rule_on("licence_for_life" if kind == "for_life" else "licence_to_expiry", on)
    if kind in ("for_life", "to_expiry") and row is not None:
        said.append(f"{row.says} ({row.certainty})")
    said.append(table("licence")["risk_goes_on"])
    return tuple(said)
