"""What ends while the risk does not: the licence, public protection management, notification and orders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tocsin.custody.counting import before, in_words
from tocsin.custody.licence import licence_on
from tocsin.custody.notices.rules import Rule
from tocsin.custody.notices.view import Occasion, View, children_of, doubt, driving


def licence_ends(view: View, rule: Rule) -> Iterator[Occasion]:
    stated = [one for one in view.dates.dates if one.effect == "ends_licence"]
    reckoned = licence_on(view.adult, view.dates, on=view.on).of("LICENCE_END")
    ends = [*stated, *([reckoned] if reckoned is not None else [])]
    if ends:
        last = max(ends, key=driving)
        yield _ending(
            view, rule, anchor="licence", day=driving(last), what="The licence ends", uncertain=doubt(last)
        )


def mappa_ends(view: View, rule: Rule) -> Iterator[Occasion]:
    for record in view.adult.mappa:
        if record.last is not None:
            began = (record.first or record.last).isoformat()
            what = f"Public protection management, category {record.category}, ends"
            yield _ending(view, rule, anchor=f"mappa-{record.category}-{began}", day=record.last, what=what)


def notification_ends(view: View, rule: Rule) -> Iterator[Occasion]:
    for condition in view.adult.conditions:
        if condition.last is not None and condition.instrument != "licence":
            began = (condition.first or condition.last).isoformat()
            what = f"The {condition.instrument.replace('_', ' ')} ends ({condition.about.replace('_', ' ')})"
            yield _ending(view, rule, anchor=f"{condition.instrument}-{condition.about}-{began}",
                          day=condition.last, what=what)  # fmt: skip


def _ending(view: View, rule: Rule, *, anchor: str, day: date, what: str, uncertain: str = "") -> Occasion:
    opens = before(day, months=rule.lead.months, days=rule.lead.days)
    words = f"{what} on {in_words(day)}. Risk to children does not end with it."
    return Occasion(
        anchor, opens, words, standing="is", about=day, children=children_of(view), uncertain=uncertain
    )
