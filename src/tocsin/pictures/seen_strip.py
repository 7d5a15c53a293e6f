"""When somebody last saw the child, when somebody last saw them alone, and the longest gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tocsin.pictures import svg, wording
from tocsin.pictures.axis import draw_calendar, draw_grid
from tocsin.pictures.shapes import shape
from tocsin.pictures.timeline_lanes import event_link
from tocsin.pictures.timescale import Scale, scale_of

GUTTER = 170.0
ROW = 66.0
KINDS = {
    "seen_alone": "Seen alone",
    "seen": "Seen",
    "not_seen": "Tried, not seen",
}
LONGEST = 3  # gaps labelled in each row


@dataclass(frozen=True, slots=True)
class SeenDay:
    event: str
    start: date
    end: date
    kind: str  # seen_alone, seen, not_seen; one seen alone is in the row "Seen" as well
    by: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    kind: str  # seen or seen_alone
    start: date
    end: date
    days: int


@dataclass(frozen=True, slots=True)
class SeenStrip:
    child: str
    start: date
    end: date
    days: tuple[SeenDay, ...] = ()
    gaps: tuple[Gap, ...] = ()


def seen_strip(data: SeenStrip, *, name: str, width: int = 1400) -> str:
    """An SVG of three rows whose marks link to `#event-ID`."""
    scale = scale_of(data.start, data.end, left=GUTTER, right=width - 24.0)
    top = 82.0
    rows = [top + ROW * index for index in range(len(KINDS))]
    body = [
        svg.text(f"When {data.child} was seen", 14.0, 24.0, size=16, font_weight="bold"),
        *draw_grid(scale, top, rows[-1] + ROW),
        *draw_calendar(scale, top - 42)[0],
    ]
    for y, (kind, words) in zip(rows, KINDS.items(), strict=True):
        body += _row(data, kind, words, scale, y)
    for y, kind in zip(rows, KINDS, strict=True):
        body += [_mark(day, scale, y) for day in _days(data, kind) if day.kind == kind]
    body += _seen_too(data, scale, rows[1])
    body += _last_lines(data, rows[-1] + ROW + 24)
    return svg.picture(
        body,
        name=name,
        width=width,
        height=rows[-1] + ROW + 40,
        title=f"When {data.child} was seen, {wording.day(data.start)} to {wording.day(data.end)}",
        desc=" ".join(_last_sentences(data)),
        defs=[svg.hatch(f"{name}-gap", stroke=svg.RULE, gap=7.0)],
        linked=any(day.kind in KINDS for day in data.days),
    )


def _days(data: SeenStrip, kind: str) -> list[SeenDay]:
    """The days of a row: somebody seen alone was seen."""
    kinds = ("seen", "seen_alone") if kind == "seen" else (kind,)
    return sorted((d for d in data.days if d.kind in kinds), key=lambda d: (d.start, d.end, d.event))


def longest(data: SeenStrip, kind: str) -> list[Gap]:
    gaps = [gap for gap in data.gaps if gap.kind == kind and gap.days > 0]
    return sorted(gaps, key=lambda gap: (-gap.days, gap.start))[:LONGEST]


def _row(data: SeenStrip, kind: str, words: str, scale: Scale, y: float) -> list[str]:
    count = len(_days(data, kind))
    label = svg.text(words, 14.0, y + 30, size=13, font_weight="bold")
    total = svg.text(str(count), GUTTER - 12, y + 30, fill=svg.QUIET, text_anchor="end")
    rule = svg.line(0.0, y, scale.right, y, stroke=svg.FAINT)
    base = svg.line(scale.left, y + 36, scale.right, y + 36, stroke=svg.RULE)
    never = "never recorded" if kind != "not_seen" else "none recorded"
    none = svg.text(never, scale.left + 6, y + 24, size=13, fill=svg.QUIET, font_style="italic")
    return [rule, base, label, total, *([] if count else [none]), *_gaps(data, kind, scale, y)]


def _gaps(data: SeenStrip, kind: str, scale: Scale, y: float) -> list[str]:
    """A bracket for each; where two labels would touch, the longer gap keeps its own."""
    drawn: list[str] = []
    taken: list[tuple[float, float]] = []
    for gap in longest(data, kind):
        left, right = scale.x(gap.start), scale.after(gap.end)
        bracket = f"M{left:.1f} {y + 41}v6H{right:.1f}v-6"
        parts = [svg.hover(_gap_words(gap)), svg.path(bracket, fill="none", stroke=svg.INK, stroke_width=1.5)]
        words = wording.counted(gap.days, "day")
        half = svg.width_of(words, 13) / 2 + 4
        middle = min(max((left + right) / 2, scale.left + half), scale.right - half)
        if all(middle + half <= start or middle - half >= end for start, end in taken):
            taken.append((middle - half, middle + half))
            parts.append(svg.text(words, middle, y + 60, size=13, font_weight="bold", text_anchor="middle"))
        drawn.append(svg.group(parts, class_="gap"))
    return drawn


def _mark(day: SeenDay, scale: Scale, y: float) -> str:
    x = scale.middle(day.start, day.end)
    loose = day.start != day.end
    kind = "missed" if day.kind == "not_seen" else "seen"
    span = ""
    if loose:
        ends = scale.x(day.start), scale.after(day.end)
        span = svg.line(ends[0], y + 24, ends[1], y + 24, stroke=svg.QUIET, stroke_dasharray="3 3")
    stem = svg.line(x, y + 24, x, y + 36, stroke=svg.QUIET)
    return event_link(
        day.event, day_words(day), [span, stem, shape(kind, x, y + 24, open_=loose)], class_="seen"
    )


def _seen_too(data: SeenStrip, scale: Scale, y: float) -> list[str]:
    """Days seen alone, as short strokes in the row of days seen: their link is in the row above."""
    strokes = [scale.middle(day.start, day.end) for day in data.days if day.kind == "seen_alone"]
    return [svg.line(x, y + 27, x, y + 36, stroke="#13644a", stroke_width=1.8) for x in sorted(strokes)]


def day_words(day: SeenDay) -> str:
    what = {"seen_alone": "seen alone", "seen": "seen", "not_seen": "tried, not seen"}.get(day.kind, day.kind)
    by = f" by {day.by}" if day.by else ""
    return f"{wording.interval(day.start, day.end)}: {what}{by}"


def _gap_words(gap: Gap) -> str:
    what = "Not recorded as seen alone" if gap.kind == "seen_alone" else "Not recorded as seen"
    return (
        f"{what} for {wording.counted(gap.days, 'day')}, {wording.day(gap.start)} to {wording.day(gap.end)}"
    )


def _last_sentences(data: SeenStrip) -> list[str]:
    return [_last(data, "seen"), _last(data, "seen_alone")]


def _last(data: SeenStrip, kind: str) -> str:
    days = _days(data, kind)
    words = "seen alone" if kind == "seen_alone" else "seen"
    if not days:
        return f"Not once recorded as {words}."
    last = max(days, key=lambda day: (day.end, day.start))
    return f"Last recorded as {words} {wording.interval(last.start, last.end)}."


def _last_lines(data: SeenStrip, y: float) -> list[str]:
    words = "  ".join(_last_sentences(data))
    note = "Strokes in the row “Seen” are days seen alone."
    drawn = [svg.text(words, 14.0, y, size=13, font_weight="bold")]
    left = 14 + svg.width_of(words, 14) + 30
    return [*drawn, svg.text(note, left, y, fill=svg.QUIET)]


def seen_strip_text(data: SeenStrip) -> list[str]:
    days: Sequence[SeenDay] = sorted(data.days, key=lambda d: (d.start, d.end, d.event))
    return [
        *_last_sentences(data),
        *(f"{_gap_words(gap)}." for kind in ("seen", "seen_alone") for gap in longest(data, kind)),
        *(f"{day_words(day)}." for day in days),
    ]
