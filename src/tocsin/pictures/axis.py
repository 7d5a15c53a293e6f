"""The calendar along the top of a picture, and the lines that carry it down."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.pictures import svg
from tocsin.pictures.timescale import Scale, Tick, calendar_ticks, opening_words

ROW = 18.0
MARGIN = 24.0  # a last label may run this far beyond the scale


def draw_calendar(scale: Scale, top: float, /) -> tuple[list[str], float]:
    """Years over months, or months over days; and how tall the rows are."""
    coarse, fine = calendar_ticks(scale)
    drawn = [*_opening(scale, coarse, top + 13), *tick_labels(coarse, scale, top + 13, bold=True)]
    if not fine:
        return drawn, ROW
    return drawn + tick_labels(fine, scale, top + ROW + 13), 2 * ROW


def _opening(scale: Scale, coarse: Sequence[Tick], y: float) -> list[str]:
    """Name the year (or month) in which the picture opens, where there is room."""
    first = scale.x(coarse[0].on) if coarse else scale.right
    words = opening_words(scale)
    if first - scale.left < svg.width_of(words, 13) + 10:
        return []
    return [svg.text(words, scale.left + 2, y, size=13, font_weight="bold")]


def tick_labels(ticks: Sequence[Tick], scale: Scale, y: float, /, *, bold: bool = False) -> list[str]:
    drawn: list[str] = []
    size = 13.0 if bold else svg.SMALL
    edge = 0.0
    for tick in ticks:
        x = scale.x(tick.on) + 3
        if x < edge or x + svg.width_of(tick.label, size) > scale.right + MARGIN:
            continue
        edge = x + svg.width_of(tick.label, size) + 4
        drawn.append(svg.text(tick.label, x, y, size=size, font_weight="bold" if bold else None))
    return drawn


def draw_grid(scale: Scale, top: float, bottom: float, /) -> list[str]:
    coarse, fine = calendar_ticks(scale)
    light = [svg.line(x, top, x, bottom, stroke=svg.FAINT) for x in (scale.x(t.on) for t in fine)]
    dark = [svg.line(x, top - 40, x, bottom, stroke=svg.RULE) for x in (scale.x(t.on) for t in coarse)]
    return light + dark
