"""The parole review: its start, its reports, the direction while it is provisional, and once it is final."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from tocsin.custody.counting import before, months_on
from tocsin.custody.facts import ParoleReview, Report
from tocsin.custody.notices.known import LONG_AGO, in_custody, spell
from tocsin.custody.notices.rules import Rule
from tocsin.custody.notices.view import (
    Occasion,
    View,
    children_of,
    doubt,
    driving,
    in_words,
    month_of,
)


def parole_window(view: View, rule: Rule) -> Iterator[Occasion]:
    """Each review recorded; and the one that the day of eligibility asks for, where none is near it."""
    for review in view.adult.parole:
        yield _window(view, f"review-{review.ref}", opens_on=_began(review), why=_window_words(review))
    key_date = view.dates.earliest_if_directed
    if key_date is None or not in_custody(view.adult, view.on):
        return
    opens = before(driving(key_date), months=rule.lead.months)
    if any(_is_near(opens, _began(review), rule) for review in view.adult.parole):
        return
    day = f"{in_words(driving(key_date))} ({key_date.kind})"
    words = f"The review begins about {rule.lead.months} months before {day}."
    anchor = f"{key_date.kind}-{spell(view.adult, view.on)}"
    yield _window(view, anchor, opens_on=opens, why=words, about=driving(key_date), uncertain=doubt(key_date))


def _is_near(opens: date, began: date, rule: Rule) -> bool:
    return before(opens, months=rule.near.months) <= began <= months_on(opens, rule.near.months)


def _window(
    view: View, anchor: str, *, opens_on: date, why: str, about: date | None = None, uncertain: str = ""
) -> Occasion:
    return Occasion(anchor, opens_on, why, standing="could_be", about=about, children=children_of(view),
                    uncertain=uncertain)  # fmt: skip


def _window_words(review: ParoleReview) -> str:
    hearing = f"; hearing on {in_words(review.hearing_on)}" if review.hearing_on else ""
    return f"Referred to the Parole Board{hearing}."


def _began(review: ParoleReview) -> date:
    days = [review.referred_on, review.known_from, review.hearing_on, review.decided_on]
    return next((day for day in days if day is not None), LONG_AGO)


def report_old(view: View, rule: Rule) -> Iterator[Occasion]:
    for review in view.adult.parole:
        for report in _latest(review):
            if review.hearing_on is None or _holds_at(report, rule) >= review.hearing_on:
                continue
            yield Occasion(
                f"{review.ref}-{report.by}-{report.on.isoformat()}",
                max(report.on, _began(review)),
                f"The report by the {report.by} of {in_words(report.on)} will be more than "
                f"{rule.older_than.months} months old at the hearing on {in_words(review.hearing_on)}.",
                about=review.hearing_on,
            )


def _holds_at(report: Report, rule: Rule) -> date:
    return months_on(report.on, rule.older_than.months) + timedelta(days=rule.older_than.days)


def _latest(review: ParoleReview) -> list[Report]:
    newest: dict[str, Report] = {}
    for report in sorted(review.reports, key=lambda one: one.on):
        newest[report.by] = report
    return list(newest.values())


def opinions_differ(view: View, _rule: Rule) -> Iterator[Occasion]:
    """Words are compared with words. Nobody's opinion is weighed, and none becomes a number."""
    for review in view.adult.parole:
        for one, other in combinations(_latest(review), 2):
            difference = _difference(one, other)
            if difference:
                yield Occasion(
                    f"{review.ref}-{'-'.join(sorted((one.by, other.by)))}",
                    max(one.on, other.on),
                    f"The {one.by} and the {other.by} differ: {difference}.",
                    about=review.hearing_on,
                )


def _difference(one: Report, other: Report) -> str:
    if one.recommends and other.recommends and one.recommends != other.recommends:
        first, second = (r.recommends.replace("_", " ") for r in (one, other))
        return f"one recommends {first}, the other {second}"
    same = one.about.casefold() == other.about.casefold()
    if same and one.level and other.level and one.level.casefold() != other.level.casefold():
        return f'on risk to {one.about or "whom is not stated"}, "{one.level}" and "{other.level}"'
    return ""


def decision_due(view: View, _rule: Rule) -> Iterator[Occasion]:
    for review in view.adult.parole:
        if review.hearing_on is not None and review.decided_on is None and not review.outcome:
            words = f"The hearing was on {in_words(review.hearing_on)}; no decision is recorded."
            yield Occasion(f"review-{review.ref}", review.hearing_on, words, children=children_of(view),
                           starts_on=review.hearing_on)  # fmt: skip


def direction_provisional(view: View, rule: Rule) -> Iterator[Occasion]:
    for review, decided in _decided(view, "release"):
        if review.provisional == "no":
            continue
        final = final_day(review, rule)
        yield Occasion(
            f"review-{review.ref}",
            decided,
            f"The Parole Board directed release on {in_words(decided)}. NOT YET FINAL: final on "
            f"{in_words(final)} unless it is set aside or reconsidered.",
            standing="could_be",
            about=final,
            children=children_of(view),
            uncertain=_unstated(review),
        )


def _unstated(review: ParoleReview) -> str:
    if review.provisional == "yes":
        return ""
    return "Not stated whether the decision is provisional; it is taken to be."


def final_day(review: ParoleReview, rule: Rule) -> date:
    """Raises AssertionError for a review without a decision or a rule without `final_after`."""
    assert review.decided_on is not None
    assert rule.final_after is not None
    provisional = review.provisional != "no"
    return review.decided_on + timedelta(days=rule.final_after.limit if provisional else 0)


def direction_final(view: View, rule: Rule) -> Iterator[Occasion]:
    for review, _ in _decided(view, "release"):
        final = final_day(review, rule)
        yield Occasion(
            f"review-{review.ref}",
            final,
            f"The direction to release is final from {in_words(final)}. The prison fixes the day.",
            standing="could_be",
            starts_on=final,
            children=children_of(view),
            uncertain="Final if nobody asked for it to be set aside or reconsidered.",
            month=f"from {final:%B} {final.year}",
        )


def direction_refused(view: View, _rule: Rule) -> Iterator[Occasion]:
    for review, decided in _decided(view, "no_release", "open_conditions"):
        later = f" The next review is by {in_words(review.next_review_by)}." if review.next_review_by else ""
        words = f"The Parole Board decided on {in_words(decided)} and did not direct release.{later}"
        yield Occasion(
            f"review-{review.ref}", decided, words, children=children_of(view), month=month_of(decided)
        )


def direction_set_aside(view: View, _rule: Rule) -> Iterator[Occasion]:
    for review, decided in _decided(view, "set_aside"):
        words = f"The direction to release was set aside ({in_words(decided)}). It releases nobody."
        yield Occasion(f"review-{review.ref}", decided, words, children=children_of(view))


def _decided(view: View, *outcomes: str) -> Iterator[tuple[ParoleReview, date]]:
    for review in view.adult.parole:
        if review.decided_on is not None and review.outcome in outcomes:
            yield review, review.decided_on
