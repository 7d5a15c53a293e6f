"""Who told whom when: agencies down the side told those across the top."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tocsin.pictures import svg, wording

LABEL_WIDTH = 190.0
HEAD = 76.0
ROW = 48.0
LEAST_COLUMN = 92.0
WIDEST_COLUMN = 150.0
# The more often, the darker; the number is always written as well.
SHADES = ((1, "#eef1f5"), (3, "#dde3eb"), (6, "#c8d1de"))


@dataclass(frozen=True, slots=True)
class Agency:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Told:
    by: str  # agency code
    to: str
    on: date


@dataclass(frozen=True, slots=True)
class Matrix:
    agencies: tuple[Agency, ...] = ()
    told: tuple[Told, ...] = ()


def cells(data: Matrix) -> dict[tuple[str, str], list[date]]:
    found: dict[tuple[str, str], list[date]] = defaultdict(list)
    for each in data.told:
        if each.by != each.to:
            found[each.by, each.to].append(each.on)
    return {pair: sorted(days) for pair, days in sorted(found.items())}


def all_agencies(data: Matrix) -> tuple[Agency, ...]:
    given = {agency.code for agency in data.agencies}
    extra = dict.fromkeys(code for each in data.told for code in (each.by, each.to) if code not in given)
    return data.agencies + tuple(Agency(code, code.replace("_", " ")) for code in sorted(extra))


def matrix(data: Matrix, *, name: str, width: int = 1200) -> str:
    """A square SVG table; it widens beyond `width` rather than squeeze its words."""
    agencies = all_agencies(data)
    room = (width - LABEL_WIDTH - 20) / max(len(agencies), 1)
    column = min(max(room, LEAST_COLUMN), WIDEST_COLUMN)
    right = LABEL_WIDTH + column * len(agencies)
    bottom = HEAD + 34 + ROW * max(len(agencies), 1)
    body = [
        svg.text("Who told whom, and when first", 14.0, 24.0, size=16, font_weight="bold"),
        svg.text("told ↓   was told →", 14.0, HEAD + 22, fill=svg.QUIET),
        *_heads(agencies, column),
        *_rows(data, agencies, column, name),
        *([] if agencies else [svg.text("No agency is named.", 14.0, HEAD + 60, size=13, fill=svg.QUIET)]),
        svg.text(
            "A number counts the times; beneath it stands the first day. A dot: no record of telling.",
            14.0,
            bottom + 24,
            fill=svg.QUIET,
        ),
    ]
    return svg.picture(
        body,
        name=name,
        width=max(right + 20, 640.0),
        height=bottom + 40,
        title="Who told whom, and when first",
        desc=f"{wording.counted(len(agencies), 'agency', 'agencies')}, "
        f"{wording.counted(sum(map(len, cells(data).values())), 'record')} of one telling another. "
        "The same facts are listed as text beside the picture.",
        defs=[svg.hatch(f"{name}-self", stroke=svg.FAINT, gap=6.0)],
    )


def _heads(agencies: Sequence[Agency], column: float) -> list[str]:
    drawn: list[str] = []
    for index, agency in enumerate(agencies):
        x = LABEL_WIDTH + column * (index + 0.5)
        lines = svg.wrap(agency.label, column - 8, size=12.5, lines=3)
        words = [
            svg.text(
                each,
                x,
                HEAD + 22 - 15 * (len(lines) - 1 - i),
                size=12.5,
                text_anchor="middle",
                font_weight="bold",
            )
            for i, each in enumerate(lines)
        ]
        drawn.append(svg.group([svg.hover(agency.label), *words]))
    return drawn


def _rows(data: Matrix, agencies: Sequence[Agency], column: float, name: str) -> list[str]:
    told = cells(data)
    drawn: list[str] = []
    for row, by in enumerate(agencies):
        y = HEAD + 34 + ROW * row
        lines = svg.wrap(by.label, LABEL_WIDTH - 28, size=13, lines=2)
        words = [
            svg.text(
                each, 14.0, y + ROW / 2 + 5 - 7.5 * (len(lines) - 1) + 15 * i, size=13, font_weight="bold"
            )
            for i, each in enumerate(lines)
        ]
        drawn.append(svg.group([svg.hover(by.label), *words]))
        for index, to in enumerate(agencies):
            x = LABEL_WIDTH + column * index
            days = told.get((by.code, to.code), [])
            drawn.append(_cell(by, to, days, (x, y, column), name))
    return drawn


def _cell(by: Agency, to: Agency, days: Sequence[date], box: tuple[float, float, float], name: str) -> str:
    x, y, column = box
    middle = x + column / 2
    if by.code == to.code:
        return svg.rect(x, y, column, ROW, fill=f"url(#{name}-self)", stroke=svg.RULE)
    fill = next((shade for least, shade in reversed(SHADES) if len(days) >= least), svg.PAPER)
    square = svg.rect(x, y, column, ROW, fill=fill, stroke=svg.RULE)
    if not days:
        return square + svg.text("·", middle, y + ROW / 2 + 5, size=14, fill=svg.QUIET, text_anchor="middle")
    count = svg.text(str(len(days)), middle, y + 21, size=15, text_anchor="middle", font_weight="bold")
    first = svg.text(wording.short_day(days[0]), middle, y + 38, text_anchor="middle")
    return svg.group([svg.hover(_cell_words(by, to, days)), square, count, first], class_="cell")


def _cell_words(by: Agency, to: Agency, days: Sequence[date]) -> str:
    times = wording.counted(len(days), "time")
    last = f", last on {wording.day(days[-1])}" if len(days) > 1 else ""
    return f"{by.label} told {to.label} {times}, first on {wording.day(days[0])}{last}"


def matrix_text(data: Matrix) -> list[str]:
    """A sentence for each pair that told, and one for each agency that told nobody."""
    labels = {agency.code: agency for agency in all_agencies(data)}
    told = cells(data)
    silent = [a.label for a in labels.values() if not any(by == a.code for by, _ in told)]
    return [
        *(f"{_cell_words(labels[by], labels[to], days)}." for (by, to), days in told.items()),
        *(f"{label}: no record of telling another agency." for label in silent),
    ] or ["No agency is named."]
