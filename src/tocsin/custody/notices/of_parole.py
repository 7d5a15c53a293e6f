"""The parole review: its start, its reports, the direction while it is provisional, and once it is final."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from tocsin.custody.counting import before, in_words, months_on
from tocsin.custody.facts import ParoleReview
from tocsin.custody.handover import first_review_dates
from tocsin.custody.notices.known import LONG_AGO, in_custody, spell
from tocsin.custody.notices.rules import Rule
from tocsin.custody.notices.view import Occasion, View, children_of, doubt, driving, month_of
from tocsin.custody.opinions import flags, opinions
from tocsin.custody.parole import decision_due as last_day_to_decide
from tocsin.custody.parole import final_on
from tocsin.custody.standing import sentences_on


def parole_window(view: View, rule: Rule) -> Iterator[Occasion]:
    """Each review recorded; and the one that the day of eligibility asks for, where none is near it."""
    for review in view.adult.parole:
        words, heard = _window_words(review), review.hearing_on
        window = _window(view, f"review-{review.ref}", opens_on=_began(review), why=words, about=heard)
        yield replace(window, overtaken_on=review.decided_on)
    starts = first_review_dates(view.adult, view.dates, on=view.on)
    start = next((one for one in starts if one.kind == "REVIEW_START"), None)
    base = view.dates.earliest_if_directed
    if start is None or base is None or not in_custody(view.adult, view.on):
        return
    if any(_is_near(start.earliest, _began(review), rule) for review in view.adult.parole):
        return
    yield _window(
        view,
        f"{base.kind}-{spell(view.adult, view.on)}",
        opens_on=start.earliest,
        why=_begins(driving(base), base.kind, on=view.on),
        about=driving(base),
        uncertain=doubt(base),
    )


def _begins(day: date, kind: str, *, on: date) -> str:
    if day < on:
        return f"The Board may direct release since {in_words(day)} ({kind}): a review can begin now."
    return f"The review begins about now, before {in_words(day)} ({kind})."


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


def report_old(view: View, _rule: Rule) -> Iterator[Occasion]:
    for review in view.adult.parole:
        newest = {one.role or one.by: one for one in opinions(review, on=view.on)}
        for one in newest.values():
            if one.too_old and review.hearing_on is not None:
                yield Occasion(
                    f"{review.ref}-{one.role or one.by}-{one.on.isoformat()}",
                    max(one.on, _began(review)),
                    f"The report by the {one.by} of {in_words(one.on)} will be too old at the hearing on "
                    f"{in_words(review.hearing_on)}.",
                    about=review.hearing_on,
                    overtaken_on=review.decided_on,
                )


def opinions_differ(view: View, _rule: Rule) -> Iterator[Occasion]:
    """Words are set beside words. Nobody's opinion is weighed, and none becomes a number."""
    for review in view.adult.parole:
        heard = opinions(review, on=view.on)
        for flag in flags(heard):
            if flag.code in ("views_differ", "views_not_comparable"):
                opened = max(one.on for one in heard)
                differ = Occasion(f"{review.ref}-views", opened, flag.words, about=review.hearing_on)
                yield replace(differ, overtaken_on=review.decided_on)


def decision_due(view: View, _rule: Rule) -> Iterator[Occasion]:
    for review in view.adult.parole:
        due = last_day_to_decide(review, on=view.on)
        if due is None or review.hearing_on is None or review.decided_on is not None:
            continue
        words = f"The hearing is on {in_words(review.hearing_on)}; the decision is due by {in_words(due)}."
        yield Occasion(
            f"review-{review.ref}", review.hearing_on, words, about=due, starts_on=review.hearing_on
        )


def direction_provisional(view: View, _rule: Rule) -> Iterator[Occasion]:
    for review, decided in _decided(view, "release"):
        final = _final(review, view)
        if final == decided:
            continue
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


def _final(review: ParoleReview, view: View) -> date:
    kinds = tuple(dict.fromkeys(one.kind for one in sentences_on(view.adult, on=view.on)))
    assert review.decided_on is not None
    return final_on(review, kinds, on=view.on) or review.decided_on


def direction_final(view: View, _rule: Rule) -> Iterator[Occasion]:
    for review, _ in _decided(view, "release"):
        final = _final(review, view)
        yield Occasion(
            f"review-{review.ref}",
            final,
            f"The direction to release is final from {in_words(final)}. The prison fixes the day.",
            standing="could_be",
            starts_on=final,
            children=children_of(view),
            uncertain="Final if nobody asked for it to be set aside or reconsidered.",
            month=f"from {final:%B} {final.year}",
            lasting=in_custody(view.adult, view.on),
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
