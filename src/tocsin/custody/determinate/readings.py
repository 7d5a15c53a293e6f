"""What is not stated, and each way it could be: the reckoning is made for every one of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import product

from tocsin.custody.counting import in_words
from tocsin.custody.determinate.faults import offence_of
from tocsin.custody.determinate.outcome import Outcome, outcome
from tocsin.custody.determinate.passed import NO_SCHEME, Passed, Supposed, prepared, schemes_that_exclude
from tocsin.custody.determinate.stays import Moved
from tocsin.custody.facts import Adult, Sentence
from tocsin.custody.law import EVER, Law
from tocsin.custody.terms import last_day, part_of


def offence_day(one: Sentence, adult: Adult) -> date | None:
    """Of an offence committed over a period the last day counts."""
    if one.offence_on is not None:
        return one.offence_on
    offence = offence_of(one, adult)
    return None if offence is None else offence.committed_to or offence.committed_from


CERTAIN = Supposed(NO_SCHEME, "no")


class Reckoner:
    """One adult's fixed terms under one law: `outcomes()` has the main reading first."""

    def __init__(
        self, sentences: Sequence[Sentence], law: Law, moved: Sequence[Moved], *, adult: Adult, on: date
    ) -> None:
        self.sentences, self.law, self.moved, self.adult = sentences, law, moved, adult
        self.on = on.toordinal()
        self.let_out = [one.on.toordinal() for one in adult.movements if one.kind == "released"]
        self.offences = [_ordinal(offence_day(one, adult)) for one in sentences]

    def passed(self, supposed: Supposed) -> list[Passed | None]:
        return [
            prepared(one, self.law, supposed, day)
            for one, day in zip(self.sentences, self.offences, strict=True)
        ]

    def outcome(self, supposed: Supposed) -> Outcome | None:
        """None where no row of the law fits one of the sentences under this reading."""
        passed = [one for one in self.passed(supposed) if one is not None]
        if len(passed) < len(self.sentences):
            return None
        born, let_out = self.adult.born, self.let_out
        return outcome(passed, self.law, self.moved, supposed, born=born, on=self.on, let_out=let_out)

    def outcomes(self) -> list[Outcome]:
        automatic_readings, offence_readings = self._automatic(), self._offence_days()
        if len(automatic_readings) == len(offence_readings) == 1:
            return self._by_exclusion(CERTAIN)
        dated = product(automatic_readings, offence_readings)
        found: list[Outcome] = []
        for (automatic, said), (offence, when) in dated:
            says = tuple(one for one in (said, when) if one)
            found += self._by_exclusion(Supposed(NO_SCHEME, automatic, offence, says))
        return found

    def _by_exclusion(self, base: Supposed) -> list[Outcome]:
        first = self.outcome(base)
        if first is None:
            return []
        if not self._exclusion_matters(first):
            return [first]
        schemes = self._schemes(first)
        readings = [
            Supposed(one.among, base.automatic, base.offence, (*base.says, one.says))
            for one in self.law.readings
            if one.among <= schemes
        ]
        first.supposed = readings[0]  # the reading of no exclusion stands first in the table
        found = (self.outcome(one) for one in readings[1:])
        return [first, *(one for one in found if one is not None)]

    def _schemes(self, first: Outcome) -> set[str]:
        """Those that began before release at the latest; what began after it changes nothing."""
        latest = max([one.steps[0].release for one in first.now])
        return {
            row.unless
            for stage, rows in zip(self.law.stages, self.law.rows, strict=True)
            if stage.first <= latest
            for kind in rows.values()
            for row in kind
            if row.unless
        }

    def _exclusion_matters(self, first: Outcome) -> bool:
        """Only where a scheme moved a release and nobody has said whether the offence is in it."""
        if all(step.kept for one in first.now for step in one.steps[1:]):
            return False
        return any(
            any(row.unless for row in member.rows) and self._unsaid(member)
            for one in first.now
            for member in one.chain.members
        )

    def _unsaid(self, one: Passed) -> bool:
        return schemes_that_exclude(one.sentence, self.law, first=one.first, last=one.last) is None

    def _automatic(self) -> list[tuple[str, str]]:
        """An extended sentence of before April 2015 that does not say how release comes."""
        if all(one.kind != "EDS" for one in self.sentences):
            return [("no", "")]
        unsaid = [
            one for one in self.sentences if one.kind == "EDS" and one.automatic_release == "not_stated"
        ]
        if not any(self._depends(one) for one in unsaid):
            return [("no", "")]
        return [
            ("no", "release of the extended sentence is for the Board"),
            ("yes", "release of the extended sentence is automatic"),
        ]

    def _depends(self, one: Sentence) -> bool:
        no, yes = (prepared(one, self.law, Supposed(automatic=each)) for each in ("no", "yes"))
        return no is not None and yes is not None and no.rows != yes.rows

    def _offence_days(self) -> list[tuple[int | None, str]]:
        """Both sides of each day from which an offence falls under another row, where no day is stated."""
        if None not in self.offences:
            return [(None, "")]
        undated = [one for one, day in zip(self.sentences, self.offences, strict=True) if day is None]
        asked = [day for day in self.law.offence_days if any(self._asks(one, day) for one in undated)]
        if not asked:
            return [(None, "")]
        return [(None, f"the offence was on or after {_day_in_words(asked[-1])}")] + [
            (day - 1, f"the offence was before {_day_in_words(day)}") for day in reversed(asked)
        ]

    def _asks(self, one: Sentence, day: int) -> bool:
        """Whether a row that changes on that day could be for a sentence of this kind, day and length."""
        sentenced = one.sentenced_on.toordinal()
        if sentenced < day:
            return False
        last = last_day(sentenced, (part_of(one.term),))
        rows = [row.limits for stage in self.law.rows for row in stage.get(one.kind, ())]
        rows += [label.limits for label in self.law.labels if one.kind in label.limits.kinds]
        rows += [rule.limits for rule in self.law.supervision if one.kind in rule.limits.kinds]
        return any(
            day in (limits.offence_from, limits.offence_to + 1)
            and limits.sentenced_from <= sentenced <= limits.sentenced_to
            and (limits.under is None or last < last_day(sentenced, (limits.under,)))
            for limits in rows
        )


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _day_in_words(day: int) -> str:
    return in_words(date.fromordinal(min(day, EVER)))
