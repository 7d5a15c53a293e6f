"""A child's age at a day, from an interval of birth: for all, some or none of the days in it."""

from __future__ import annotations

from datetime import date

from tocsin.indicators.durations import add_months
from tocsin.indicators.truth import MAYBE, NO, UNKNOWN, YES, Truth, opposite


class Ages:
    """`born` is an interval of ordinals; None: no age can be worked out."""

    def __init__(self, born: tuple[int, int] | None, due: int | None) -> None:
        self.born = born
        self.due = due
        self._birthdays: dict[int, tuple[int, int]] = {}

    def birthday(self, months: int) -> tuple[int, int]:
        """Ordinals of the first and last day on which the child may reach this age."""
        assert self.born is not None
        low, high = (date.fromordinal(day) for day in self.born)
        found = add_months(low, months).toordinal(), add_months(high, months).toordinal()
        self._birthdays[months] = found
        return found

    def reached(self, months: int, first: int, last: int) -> Truth:
        if self.born is None:
            return YES if months == 0 and self.unborn(first, last) == NO else UNKNOWN
        earliest, latest = self._birthdays.get(months) or self.birthday(months)
        if first >= latest:
            return YES
        return NO if last < earliest else MAYBE

    def between(self, first: int, last: int, *, at_least: int | None, under: int | None) -> Truth:
        truth = YES if at_least is None else self.reached(at_least, first, last)
        if under is None or truth == NO:
            return truth
        young = opposite(self.reached(under, first, last)) if self.born else self.too_young(first, last)
        return min(truth, young)

    def too_young(self, first: int, last: int) -> Truth:
        """With no birth recorded, only a child not yet born is surely under any age."""
        return YES if self.unborn(first, last) == YES else UNKNOWN

    def unborn(self, first: int, last: int) -> Truth:
        if self.born is not None:
            return opposite(self.reached(0, first, last))
        if self.due is None:
            return UNKNOWN
        return YES if last <= self.due else MAYBE
