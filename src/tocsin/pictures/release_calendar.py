"""The months ahead, a square each: in which of them a release, a review or an end falls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tocsin.pictures import svg, wording
from tocsin.pictures.custody_signs import DayKind, key, sign

MONTHS_SHOWN, COLUMNS = 24, 6  # at the most, and in a row
CELL_HEIGHT, LINE, TOP, EDGE = 92.0, 17.0, 44.0, 14.0


@dataclass(frozen=True, slots=True)
class Step:
    on: date
    words: str
    kind: DayKind
    firm: bool = True


@dataclass(frozen=True, slots=True)
class ReleaseCalendar:
    who: str
    start: date
    steps: tuple[Step, ...]
    months: int = MONTHS_SHOWN


def release_calendar(data: ReleaseCalendar, *, name: str, width: int = 1400) -> str:
    rows = -(-data.months // COLUMNS)
    wide = (width - 2 * EDGE) / COLUMNS
    body = [svg.text(_title(data), EDGE, 26.0, size=16, font_weight="bold")]
    for at in range(data.months):
        x, y = EDGE + at % COLUMNS * wide, TOP + at // COLUMNS * CELL_HEIGHT
        body += _month(data, _month_after(data.start, at), x, y, wide)
    foot = TOP + rows * CELL_HEIGHT + 24
    body += _foot(data, foot)
    return svg.picture(
        body,
        name=name,
        width=width,
        height=foot + 36,
        title=_title(data),
        desc=" ".join(release_calendar_text(data)) or "Nothing falls in these months.",
    )


def _title(data: ReleaseCalendar) -> str:
    last = _month_after(data.start, data.months - 1)
    first = f"{wording.MONTHS[data.start.month - 1]} {data.start.year}"
    return f"Releases and reviews of {data.who}, {first} to {wording.MONTHS[last.month - 1]} {last.year}"


def _month(data: ReleaseCalendar, first: date, x: float, y: float, wide: float) -> list[str]:
    steps = sorted((one for one in data.steps if _same_month(one.on, first)), key=lambda one: one.on)
    fill = "#fff6d8" if steps else svg.PAPER
    drawn = [svg.rect(x, y, wide, CELL_HEIGHT, fill=fill, stroke=svg.RULE)]
    weight = "bold" if steps else None
    head = f"{wording.SHORT_MONTHS[first.month - 1]} {first.year}"
    colour = svg.INK if steps else svg.QUIET
    drawn.append(svg.text(head, x + 7, y + 17, size=13, fill=colour, font_weight=weight))
    left = int((CELL_HEIGHT - 22) // LINE)
    for number, step in enumerate(steps):
        after = len(steps) - number - 1
        if left < 1 or (left < 2 and after):
            more = f"and {after + 1} more"
            drawn.append(svg.text(more, x + 7, _line_at(y, left), size=12, fill=svg.QUIET))
            break
        lines = svg.wrap(f"{step.on.day}: {step.words}", wide - 30, size=12, lines=max(left - after, 1))
        drawn.append(_entry(step, lines, x + 7, _line_at(y, left)))
        left -= len(lines)
    return drawn


def _line_at(top: float, left: int) -> float:
    """The height of the first of the lines that are left in a square."""
    return top + 36 + (int((CELL_HEIGHT - 22) // LINE) - left) * LINE


def _entry(step: Step, lines: list[str], x: float, y: float) -> str:
    words = [svg.text(line, x + 17, y + at * LINE, size=12) for at, line in enumerate(lines)]
    return svg.group([svg.hover(_sentence(step)), sign(step.kind, x + 6, y - 4, firm=step.firm), *words])


def _foot(data: ReleaseCalendar, y: float) -> list[str]:
    shown = [one for one in data.steps if _shown(data, one)]
    drawn = key({one.kind for one in shown}, y)
    outside = len(data.steps) - len(shown)
    if outside:
        words = f"{wording.counted(outside, 'further day')} outside these months: in the table."
        drawn.append(svg.text(words, EDGE, y + 22, size=13, fill=svg.QUIET))
    return drawn


def _shown(data: ReleaseCalendar, step: Step) -> bool:
    months = (step.on.year - data.start.year) * 12 + step.on.month - data.start.month
    return 0 <= months < data.months


def _same_month(day: date, first: date) -> bool:
    return (day.year, day.month) == (first.year, first.month)


def _month_after(start: date, months: int) -> date:
    count = start.year * 12 + start.month - 1 + months
    return date(min(count // 12, date.max.year), count % 12 + 1, 1)


def _sentence(step: Step) -> str:
    firm = "" if step.firm else " (our estimate)"
    return f"{wording.day(step.on)}: {step.words}{firm}."


def release_calendar_text(data: ReleaseCalendar) -> list[str]:
    """Every day, those outside the months drawn as well."""
    return [_sentence(one) for one in sorted(data.steps, key=lambda one: (one.on, one.words))]
