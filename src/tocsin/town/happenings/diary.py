"""What befalls one family, as it is written down: the stream, the window and the words in one place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from random import Random

from tocsin.town.family import Family, Happening, Resident
from tocsin.town.happenings.chance import between
from tocsin.town.happenings.rates import OLDEST, Rates, data_table
from tocsin.working_days import Calendar, england

YEAR = 365.25
PREGNANCY = 280  # days
CHILDHOOD = 6574  # days: eighteen years

Attributes = dict[str, str]


@lru_cache(maxsize=1)
def details() -> dict[str, dict[str, list[str]]]:
    return data_table("details")["details"]  # type: ignore[no-any-return]


@lru_cache(maxsize=1)
def _working_days() -> tuple[list[int], Calendar]:
    calendar = england()
    first, last = date(2005, 1, 1).toordinal(), date(2045, 12, 31).toordinal()
    return [n for n in range(first, last) if calendar.is_working_day(date.fromordinal(n))], calendar


def working_day(day: date, *, after: int = 0) -> date:
    """The first working day on or after `day`, or so many working days after it."""
    days = _working_days()[0]
    if after == 0:
        return date.fromordinal(days[bisect_left(days, day.toordinal())])
    return date.fromordinal(days[bisect_right(days, day.toordinal()) + after - 1])


@dataclass(slots=True)
class Diary:
    """`since` and `until` bound what is kept; the funnel looks back further to find its open cases."""

    family: Family
    rates: Rates
    rng: Random
    since: date
    until: date
    kept: list[Happening] = field(default_factory=list)

    def write(
        self,
        agency: str,
        about: Resident,
        day: date,
        event_type: str,
        /,
        say: str = "",
        *,
        words: str = "",
        told: str = "",
        **attributes: str,
    ) -> None:
        """`say` is the key of the words in `data/details.yaml`, where the type has several sets."""
        if day > self.until or (about.died is not None and day > about.died):
            return
        lag = self.lag()
        self.kept.append(
            Happening(
                agency=agency,
                resident=about.number,
                happened=day,
                precision="day",
                recorded=min(day + timedelta(days=lag), self.until) if lag else day,
                event_type=event_type,
                detail=words or self.words(event_type, say),
                attributes=tuple(attributes.items()),
                told_to=(told,) if told else (),
            )
        )

    def lag(self) -> int:
        deed = self.rates.deeds["written_down"]
        return 0 if self.rng.random() < deed.in_time else between(self.rng, (1, deed.at_most))

    def words(self, event_type: str, say: str = "") -> str:
        sets = details().get(event_type)
        if not sets:
            return ""
        said = sets.get(say or "any") or sets["any"]
        return said[int(self.rng.random() * len(said))]

    def chance(self, name: str) -> bool:
        return self.rng.random() < self.rates.figure(name)

    def due(self, deed_name: str, start: date, *, first: int = 0) -> date | None:
        """The day on which it is done, from `first` working days after the start; None where it never is."""
        deed, roll = self.rates.deeds[deed_name], self.rng.random()
        if roll < deed.in_time:
            return working_day(start, after=between(self.rng, (min(first, deed.days), deed.days)))
        if roll < deed.in_time + deed.late:
            return working_day(start, after=between(self.rng, (deed.days + 1, deed.at_most)))
        return None

    def some_day(self, first: date, last: date) -> date:
        days = (last - first).days
        return first + timedelta(days=int(self.rng.random() * (days + 1))) if days > 0 else first

    def years_of(self, child: Resident) -> list[tuple[int, date, date, float]]:
        """(age in whole years, first day, last day, years) of each year of childhood in the window."""
        first = max(self.since, child.born)
        last = min(self.until, child.died or self.until)
        found: list[tuple[int, date, date, float]] = []
        while first <= last:
            age = int((first - child.born).days / YEAR)
            if age > OLDEST - 2:
                break
            end = min(last, child.born + timedelta(days=int((age + 1) * YEAR)))
            if end < first:
                end = first
            found.append((age, first, end, ((end - first).days + 1) / YEAR))
            first = end + timedelta(days=1)
        return found


def age_days(child: Resident, day: date) -> int:
    return (day - child.born).days


def age_years(child: Resident, day: date) -> int:
    return max(0, int((day - child.born).days / YEAR))


def age_months(child: Resident, day: date) -> int:
    return max(0, int((day - child.born).days / 30.4369))


def is_child(resident: Resident, day: date) -> bool:
    alive = resident.died is None or resident.died >= day
    return alive and resident.born <= day and (day - resident.born).days < CHILDHOOD


def mother_of(family: Family) -> Resident:
    """Whoever the family's own records are kept under: the mother, else another parent, else any adult."""
    by_number = {resident.number: resident for resident in family.residents}
    for child in family.children:
        for parent in (child.mother, child.father):
            if parent is not None and parent in by_number:
                return by_number[parent]
    adults = family.adults
    return adults[0] if adults else family.residents[0]


def mobility_of(child: Resident, day: date, rng: Random) -> str:
    """Guided by the common ages of milestones; each child's own day differs."""
    months = age_days(child, day) / 30.4369 + rng.gauss(0.0, 0.6)
    for limit, stage in (
        (4.5, "not_independently_mobile"),
        (7.0, "rolling"),
        (9.5, "crawling_or_shuffling"),
        (12.5, "cruising"),
    ):
        if months < limit:
            return stage
    return "walking"
