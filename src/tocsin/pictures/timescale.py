"""Days across the page, and the ticks of the calendar and of the child's age."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.pictures.wording import SHORT_MONTHS

DAY = timedelta(days=1)
LEAST_SPAN = 14  # days; one day alone still needs a scale around it


@dataclass(frozen=True, slots=True)
class Scale:
    start: date
    end: date
    left: float
    right: float

    @property
    def day_width(self) -> float:
        return (self.right - self.left) / ((self.end - self.start).days + 1)

    def x(self, day: date) -> float:
        """The left edge of a day, held within the picture."""
        inside = min(max(day, self.start), self.end)
        return self.left + (inside - self.start).days * self.day_width

    def after(self, day: date) -> float:
        return min(self.x(day) + self.day_width, self.right)

    def middle(self, start: date, end: date) -> float:
        return (self.x(start) + self.after(end)) / 2


@dataclass(frozen=True, slots=True)
class Tick:
    on: date
    label: str


def scale_of(start: date, end: date, /, *, left: float, right: float) -> Scale:
    end = max(start, end)
    span = (end - start).days + 1
    around = max(LEAST_SPAN - span, span // 40, 1) // 2 + 1
    return Scale(_days_later(start, -around), _days_later(end, around), left, right)


def _days_later(day: date, days: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def calendar_ticks(scale: Scale, /) -> tuple[list[Tick], list[Tick]]:
    """The coarse row (years, or months of a short period) and the fine row beneath it."""
    if scale.day_width * 7 >= 48:
        step = 1 if scale.day_width >= 30 else 7
        fine = [Tick(day, str(day.day)) for day in _every_days(scale, step)]
        return [Tick(day, _month(day)) for day in _every_months(scale, 1)], fine
    for months in (1, 2, 3, 6):
        if scale.day_width * 30 * months >= 36:
            fine = [Tick(day, SHORT_MONTHS[day.month - 1]) for day in _every_months(scale, months)]
            return [Tick(day, str(day.year)) for day in _every_months(scale, 12)], fine
    years = next(step for step in (1, 2, 5, 10, 50, 10_000) if scale.day_width * 365 * step >= 44)
    return [Tick(day, str(day.year)) for day in _every_months(scale, 12 * years)], []


def opening_words(scale: Scale, /) -> str:
    return _month(scale.start) if scale.day_width * 7 >= 48 else str(scale.start.year)


def age_ticks(scale: Scale, born: date, /) -> list[Tick]:
    """Months under two years, years after, as close together as can be read."""
    month = scale.day_width * 30.4
    months = next((step for step in (1, 2, 3, 6, 12) if month * step >= 62), 24)
    years = next((step for step in (1, 2, 3, 5, 10) if month * 12 * step >= 62), 20)
    ages = [*range(0, 24, months), *range(24, 12 * 120, 12 * years)]
    days = [(_months_after(born, count), _age_words(count)) for count in ages]
    return [Tick(day, words) for day, words in days if scale.start <= day <= scale.end]


def _age_words(months: int) -> str:
    if months == 0:
        return "born"
    return f"{months} mths" if months < 24 else f"{months // 12} yrs"


def _month(day: date) -> str:
    return f"{SHORT_MONTHS[day.month - 1]} {day.year}"


def _every_days(scale: Scale, step: int) -> Iterator[date]:
    for ordinal in range(scale.start.toordinal(), scale.end.toordinal() + 1, step):
        yield date.fromordinal(ordinal)


def _every_months(scale: Scale, step: int) -> Iterator[date]:
    first = (scale.start.year * 12) // step * step
    for count in range(first, scale.end.year * 12 + 12, step):
        if count >= 12 and scale.start <= (day := date(count // 12, count % 12 + 1, 1)) <= scale.end:
            yield day


def _months_after(born: date, months: int) -> date:
    count = born.year * 12 + born.month - 1 + months
    for day in (born.day, 30, 29, 28):
        try:
            return date(min(count // 12, date.max.year), count % 12 + 1, day)
        except ValueError:
            continue
    return date.max
