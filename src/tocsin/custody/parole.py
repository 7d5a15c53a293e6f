"""A parole review day by day: referral, reports, decision, provisional period, next review.

The Board decides; these are the days by which things are due and what stands on the day of the view.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.custody.answer import Dates, KeyDate, Problem
from tocsin.custody.counting import in_words, months_on
from tocsin.custody.facts import Adult, ParoleReview
from tocsin.custody.handover import first_review_dates
from tocsin.custody.law import table
from tocsin.custody.opinions import Flag, Opinion, Wanted, flags, opinions, wanted
from tocsin.custody.rows import Row, rule_on
from tocsin.custody.standing import known, sentences_on
from tocsin.errors import CustodyContradiction, CustodyError, CustodyMissing, CustodyNoRow
from tocsin.working_days import Calendar


@dataclass(frozen=True, slots=True)
class Step:
    """One day of a review. `stands` tells a day that happened from one that is due or only planned."""

    kind: str  # referred, hearing, decision_due, decided, final, set_aside_until, next_review_by, released
    day: date
    stands: str  # happened, due, late, planned
    words: str
    source: str = ""
    certainty: str = ""
    law: str = ""
    latest: date | None = None  # where the day is not certain


@dataclass(frozen=True, slots=True)
class Review:
    """`outcome` in words as it stands; `is_final` is None where no decision is recorded."""

    ref: str
    kind: str
    outcome: str
    outcome_words: str
    is_final: bool | None
    steps: tuple[Step, ...]
    wanted: tuple[Wanted, ...]
    opinions: tuple[Opinion, ...]
    flags: tuple[Flag, ...]
    notes: tuple[str, ...] = ()

    def step(self, kind: str) -> Step | None:
        return next((one for one in self.steps if one.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Timetable:
    on: date
    ahead: tuple[KeyDate, ...]  # SIFT and REVIEW_START
    reviews: tuple[Review, ...]
    problems: tuple[Problem, ...] = ()


def timetable(adult: Adult, dates: Dates, *, on: date, calendar: Calendar) -> Timetable:
    """Every review known on the day, in the order of the file, and when the first is to begin."""
    seen = [as_known(one, on=on) for one in adult.parole if _is_known(one, on)]
    kinds = tuple(dict.fromkeys(one.kind for one in sentences_on(adult, on=on)))
    ahead = tuple(first_review_dates(adult, dates, on=on))
    reviews = tuple(_review(one, adult, kinds, on, calendar) for one in seen)
    problems = tuple(problem for one in seen for problem in _problems(one, kinds, adult, on))
    return Timetable(on, ahead, reviews, problems)


def _is_known(review: ParoleReview, on: date) -> bool:
    return known(review.known_from, review.referred_on, on=on)


def as_known(review: ParoleReview, *, on: date) -> ParoleReview:
    """The review without a decision that had not been made by the day of the view."""
    if review.outcome and (review.decided_on or review.hearing_on or on) <= on:
        return review
    return ParoleReview(
        ref=review.ref,
        kind=review.kind,
        referred_on=review.referred_on if review.referred_on and review.referred_on <= on else None,
        hearing_on=review.hearing_on,
        reports=review.reports,
        known_from=review.known_from,
    )


def _review(review: ParoleReview, adult: Adult, kinds: Sequence[str], on: date, calendar: Calendar) -> Review:
    heard = opinions(review, on=on)
    steps = [
        *_referred(review, on),
        *_hearing(review, on),
        *_decision(review, on, calendar),
        *_final(review, kinds, on, calendar),
        *_after(review, kinds, adult, on),
        *_released(review, adult, on),
    ]
    return Review(
        ref=review.ref,
        kind=review.kind,
        outcome=review.outcome,
        outcome_words=table("parole")["outcomes"][review.outcome],
        is_final=_is_final(review, kinds, on),
        steps=tuple(steps),
        wanted=wanted(heard),
        opinions=heard,
        flags=flags(heard),
        notes=_notes(review, on),
    )


def _notes(review: ParoleReview, on: date) -> tuple[str, ...]:
    row = rule_on("high_court", on)
    return (row.says,) if row is not None and review.outcome == "release" else ()


def _step(kind: str, day: date, stands: str, words: str, row: Row | None) -> Step:
    if row is None:
        return Step(kind, day, stands, words)
    return Step(kind, day, stands, words, row.section, row.certainty, row.id)


def _referred(review: ParoleReview, on: date) -> list[Step]:
    if review.referred_on is None:
        return []
    return [
        _step("referred", review.referred_on, "happened", "Referred to the Board.", rule_on("referral", on))
    ]


def _hearing(review: ParoleReview, on: date) -> list[Step]:
    if review.hearing_on is None:
        return []
    past = review.hearing_on <= on
    words = "Heard by the Board." if past else "To be heard by the Board."
    return [_step("hearing", review.hearing_on, "happened" if past else "planned", words, None)]


def decision_due(review: ParoleReview, *, on: date) -> date | None:
    """The last day for the decision with its reasons after an oral hearing."""
    row = rule_on("decision_after_hearing", on)
    if review.hearing_on is None or row is None or review.outcome == "adjourned":
        return None
    return review.hearing_on + timedelta(days=row.number("days"))


def _decision(review: ParoleReview, on: date, calendar: Calendar) -> list[Step]:
    due, found = decision_due(review, on=on), []
    if due is not None:
        late = (review.decided_on or on) > due
        words = f"Decision and reasons due by {in_words(due)}.{_not_moved(due, calendar)}"
        row = rule_on("decision_after_hearing", on)
        found.append(_step("decision_due", due, "late" if late else "due", words, row))
    if review.decided_on is not None:
        words = table("parole")["outcomes"][review.outcome]
        found.append(_step("decided", review.decided_on, "happened", words, None))
    return found


def _not_moved(day: date, calendar: Calendar) -> str:
    return "" if calendar.is_working_day(day) else " That is no working day; the day is not moved here."


def is_provisional(review: ParoleReview, kinds: Sequence[str], *, on: date) -> Row | None:
    """The row under which the decision is provisional at first, if one covers it; "no" in the file stands."""
    if review.outcome not in table("parole")["provisional_outcomes"] or review.provisional == "no":
        return None
    rows = (rule_on("provisional_decision", on, kind=kind) for kind in kinds or ("",))
    found = next((row for row in rows if row is not None), None)
    return found or (rule_on("provisional_decision", on) if review.provisional == "yes" else None)


def final_on(review: ParoleReview, kinds: Sequence[str], *, on: date) -> date | None:
    """The day a decision becomes final if nobody asks for it to be reconsidered; None without one."""
    if review.decided_on is None or review.outcome in ("", "adjourned", "set_aside"):
        return None
    row = is_provisional(review, kinds, on=on)
    return review.decided_on + timedelta(days=row.number("days")) if row is not None else review.decided_on


def _is_final(review: ParoleReview, kinds: Sequence[str], on: date) -> bool | None:
    day = final_on(review, kinds, on=on)
    return None if day is None else day <= on


def _final(review: ParoleReview, kinds: Sequence[str], on: date, calendar: Calendar) -> list[Step]:
    day = final_on(review, kinds, on=on)
    if day is None:
        return _final_if_in_time(review, kinds, on)
    row = is_provisional(review, kinds, on=on) or rule_on("recommendation_is_final", on)
    if review.outcome not in table("parole")["provisional_outcomes"]:
        return [_step("final", day, "happened", row.says if row else "Final.", row)]
    if day <= on:
        words = "Final, unless somebody asked in time for the decision to be reconsidered."
        return [_step("final", day, "happened", words, row), *_set_aside(day, on)]
    words = f"Not yet final: final on {in_words(day)} if nobody asks for it to be reconsidered."
    return [_step("final", day, "due", words + _not_moved(day, calendar), row)]


def _final_if_in_time(review: ParoleReview, kinds: Sequence[str], on: date) -> list[Step]:
    due = decision_due(review, on=on)
    rows = [rule_on("provisional_decision", on, kind=kind) for kind in kinds]
    row = next((one for one in rows if one is not None), None)
    if due is None or row is None or review.outcome or due < on:
        return []
    day = due + timedelta(days=row.number("days"))
    return [_step("final", day, "planned", "Final by this day if the decision comes on its last day.", row)]


def _set_aside(final: date, on: date) -> list[Step]:
    row = rule_on("set_aside", on)
    if row is None:
        return []
    day = final + timedelta(days=row.number("days"))
    return [_step("set_aside_until", day, "due" if on <= day else "happened", row.says, row)]


def _is_reviewed_again(review: ParoleReview, adult: Adult, on: date) -> bool:
    """Still to come: refused, not released since, and no later review begun."""
    if review.outcome not in table("parole")["reviewed_again"] or review.decided_on is None:
        return False
    begun = (
        one.referred_on or one.hearing_on
        for one in adult.parole
        if one.ref != review.ref and _is_known(one, on)
    )
    return not _releases(review.decided_on, adult, on) and not any(
        day is not None and review.decided_on <= day <= on for day in begun
    )


def _after(review: ParoleReview, kinds: Sequence[str], adult: Adult, on: date) -> list[Step]:
    if not _is_reviewed_again(review, adult, on):
        return []
    if review.next_review_by is not None:
        words = "Next review by this day, as the Secretary of State set it."
        return [_step("next_review_by", review.next_review_by, _due(review.next_review_by, on), words, None)]
    row = interval(kinds, on=on)
    if row is None or review.decided_on is None:
        return []
    day = months_on(review.decided_on, row.number("years") * 12)
    return [_step("next_review_by", day, _due(day, on), f"Next review no later than {in_words(day)}.", row)]


def _due(day: date, on: date) -> str:
    return "late" if day < on else "due"


def interval(kinds: Sequence[str], *, on: date) -> Row | None:
    rows = [rule_on("review_interval", on, kind=kind) for kind in kinds]
    return next((one for one in rows if one is not None), None)


def _releases(since: date, adult: Adult, on: date) -> list[date]:
    return [
        one.on
        for one in adult.movements
        if one.kind == "released" and since <= one.on <= on and known(one.known_from, one.on, on=on)
    ]


def _released(review: ParoleReview, adult: Adult, on: date) -> list[Step]:
    if review.outcome != "release" or review.decided_on is None:
        return []
    days = _releases(review.decided_on, adult, on)
    return [_step("released", min(days), "happened", "Released after the direction.", None)] if days else []


def _problems(review: ParoleReview, kinds: Sequence[str], adult: Adult, on: date) -> list[Problem]:
    row = interval(kinds, on=on)
    found = _days_that_contradict(review)
    if _is_reviewed_again(review, adult, on) and row is None and review.next_review_by is None:
        words = "No rule is held for when this kind of sentence is next reviewed."
        found.append(_problem(CustodyNoRow, words, review))
    if row is not None and review.next_review_by and review.decided_on:
        last = months_on(review.decided_on, row.number("years") * 12)
        words = f"The next review is set later than the law allows ({in_words(last)}; {row.section})."
        found += [_problem(CustodyContradiction, words, review)] if review.next_review_by > last else []
    return found


def _days_that_contradict(review: ParoleReview) -> list[Problem]:
    found = []
    if review.kind == "pre_tariff" and review.outcome == "release":
        words = "A review before the end of the minimum term cannot direct release."
        found.append(_problem(CustodyContradiction, words, review))
    if review.hearing_on and review.decided_on and review.decided_on < review.hearing_on:
        found.append(_problem(CustodyContradiction, "A decision is dated before its hearing.", review))
    if review.outcome not in ("", "adjourned") and review.decided_on is None:
        found.append(_problem(CustodyMissing, "A decision is recorded without its day.", review))
    return found


def _problem(error: type[CustodyError], found: str, review: ParoleReview) -> Problem:
    return Problem(error.code, found, review.ref, "Ask the Parole Board or the prison.")
