"""One adult's sentence over time: in custody, may be released if directed, on licence, and where it ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tocsin.pictures import svg, wording
from tocsin.pictures.axis import draw_calendar, draw_grid
from tocsin.pictures.custody_signs import DayKind, key, sign
from tocsin.pictures.stacking import rows_for
from tocsin.pictures.timescale import Scale, scale_of

Stage = Literal["custody", "directed", "uncertain", "licence"]
LEFT, TOP, BAND, LABEL = 24.0, 92.0, 54.0, 19.0
WIDEST_LABEL = 480.0
NAMES: dict[Stage, str] = {
    "custody": "In custody",
    "directed": "Release only if the Board directs it",
    "uncertain": "Not certain: one day or the other",
    "licence": "On licence",
}
FILLS: dict[Stage, str] = {"custody": "#33475b", "directed": "", "uncertain": "", "licence": "#e3eef0"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """`end` None where nothing ends it: life and other indeterminate sentences."""

    stage: Stage
    start: date
    end: date | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class BandMark:
    on: date
    words: str
    kind: DayKind
    firm: bool = True  # the prison's own day, or one that has happened; else our estimate


@dataclass(frozen=True, slots=True)
class SentenceBand:
    who: str
    today: date
    stretches: tuple[Stretch, ...]
    marks: tuple[BandMark, ...] = ()


def sentence_band(data: SentenceBand, *, name: str, width: int = 1400) -> str:
    scale = scale_of(*_ends(data), left=LEFT, right=width - 40.0)
    rows = _rows(data, scale)
    deep = max((row for row, _ in rows), default=0) + 1
    bottom = TOP + BAND + 16 + deep * LABEL
    body = [
        svg.text(f"Sentence and licence of {data.who}", 14.0, 24.0, size=16, font_weight="bold"),
        *draw_grid(scale, TOP, bottom),
        *draw_calendar(scale, TOP - 42)[0],
        *(_stretch(one, scale, name) for one in data.stretches),
        *_today(data, scale, bottom),
        *(_stem(mark, scale, row) for row, mark in rows),
        *(_mark(mark, scale, row) for row, mark in rows),
        *_key(data, name, bottom + 46),
    ]
    return svg.picture(
        body,
        name=name,
        width=width,
        height=bottom + 92,
        title=f"Sentence and licence of {data.who}",
        desc=" ".join(sentence_band_text(data)),
        defs=[
            svg.hatch(f"{name}-uncertain", stroke="#8a4b00", gap=7.0, background="#fdf3e0"),
            svg.hatch(f"{name}-directed", stroke="#51407a", gap=14.0, background="#f1eef8"),
        ],
    )


def _ends(data: SentenceBand) -> tuple[date, date]:
    """From the first stretch to the last day known; nothing endless is drawn beyond a tenth more."""
    starts = [one.start for one in data.stretches] + [mark.on for mark in data.marks]
    ends = [one.end for one in data.stretches if one.end] + [mark.on for mark in data.marks]
    first, last = min([*starts, data.today]), max([*ends, *starts, data.today])
    return first, last


def _rows(data: SentenceBand, scale: Scale) -> list[tuple[int, BandMark]]:
    """Each label in the first row where it touches none before it."""
    marks = sorted(data.marks, key=lambda one: (one.on, one.words))
    spans = [_span(mark, scale) for mark in marks]
    return list(zip(rows_for(spans, gap=4.0), marks, strict=True))


def _span(mark: BandMark, scale: Scale) -> tuple[float, float]:
    """The label stands after its sign, or before it where the picture ends."""
    x = scale.x(mark.on)
    wide = svg.width_of(mark_words(mark), 13) + 26
    return (x - wide + 8, x + 8) if _before(mark, scale) else (x - 8, x + wide - 8)


def _before(mark: BandMark, scale: Scale) -> bool:
    return scale.x(mark.on) + svg.width_of(mark_words(mark), 13) > scale.right + 10


def mark_words(mark: BandMark) -> str:
    """Cut to what leaves room for the others; the whole is in the title and in the table."""
    return svg.cut(f"{wording.short_day(mark.on)}: {mark.words}", WIDEST_LABEL, size=13)


def _stretch(one: Stretch, scale: Scale, name: str) -> str:
    left = scale.x(one.start)
    right = scale.x(one.end) if one.end else scale.right + 12
    fill = FILLS[one.stage] or f"url(#{name}-{one.stage})"
    box = svg.rect(left, TOP, right - left, BAND, fill=fill, stroke=svg.INK, stroke_width=1.2)
    parts = [svg.hover(stretch_words(one)), box]
    if not one.end:
        parts.append(svg.path(f"M{right:.1f} {TOP}l18 {BAND / 2}l-18 {BAND / 2}Z", fill=svg.INK))
    words = one.words or NAMES[one.stage]
    room = right - left - 14
    if svg.width_of(words, 14) <= room:
        parts += _label(words, left, one.stage)
    return svg.group(parts)


def _label(words: str, left: float, stage: Stage) -> Iterator[str]:
    wide = svg.width_of(words, 14)
    if stage in ("directed", "uncertain"):
        yield svg.rect(left + 4, TOP + 15, wide + 10, 24.0, fill=svg.PAPER)
    colour = svg.PAPER if stage == "custody" else svg.INK
    yield svg.text(words, left + 9, TOP + 32, size=14, fill=colour, font_weight="bold")


def _stem(mark: BandMark, scale: Scale, row: int) -> str:
    x = scale.x(mark.on)
    dash = None if mark.firm else "4 3"
    return svg.line(x, TOP - 4, x, _height(row) - 4, stroke=svg.INK, stroke_width=1.6, stroke_dasharray=dash)


def _mark(mark: BandMark, scale: Scale, row: int) -> str:
    x, y = scale.x(mark.on), _height(row)
    left, right = _span(mark, scale)
    words = mark_words(mark)
    back = svg.rect(left, y - 12, right - left, 17.0, fill=svg.PAPER, fill_opacity=0.92)
    if _before(mark, scale):
        label = svg.text(words, x - 10, y + 2, size=13, text_anchor="end")
    else:
        label = svg.text(words, x + 10, y + 2, size=13)
    whole = svg.hover(f"{wording.short_day(mark.on)}: {mark.words}")
    return svg.group([whole, back, sign(mark.kind, x, y - 3, firm=mark.firm), label])


def _height(row: int) -> float:
    return TOP + BAND + 26 + row * LABEL


def _today(data: SentenceBand, scale: Scale, bottom: float) -> list[str]:
    x = scale.x(data.today)
    words = f"As of {wording.short_day(data.today)}"
    wide = svg.width_of(words, 13) + 8
    left = min(max(x - wide / 2, 4.0), scale.right + 30 - wide)
    return [
        svg.line(x, TOP - 4, x, bottom, stroke="#8f1d1d", stroke_width=2.4),
        svg.rect(left, bottom, wide, 18.0, fill="#8f1d1d"),
        svg.text(words, left + 4, bottom + 14, size=13, fill=svg.PAPER, font_weight="bold"),
    ]


def _key(data: SentenceBand, name: str, y: float) -> Iterator[str]:
    """What each pattern and sign means, of those the picture uses."""
    x = 14.0
    for stage in dict.fromkeys(one.stage for one in data.stretches):
        fill = FILLS[stage] or f"url(#{name}-{stage})"
        yield svg.rect(x, y - 12, 26.0, 15.0, fill=fill, stroke=svg.INK)
        yield svg.text(NAMES[stage], x + 32, y, size=13)
        x += svg.width_of(NAMES[stage], 13) + 60
    yield from key({mark.kind for mark in data.marks}, y + 26)


def stretch_words(one: Stretch) -> str:
    words = one.words or NAMES[one.stage]
    if one.end is None:
        return f"{words}: from {wording.day(one.start)}, with no date that ends it."
    return f"{words}: {wording.day(one.start)} to {wording.day(one.end)}."


def sentence_band_text(data: SentenceBand) -> list[str]:
    """The same, a sentence each."""
    marks = sorted(data.marks, key=lambda one: (one.on, one.words))
    firm = {True: "", False: " (our estimate)"}
    return [
        *(stretch_words(one) for one in data.stretches),
        *(f"{wording.day(mark.on)}: {mark.words}{firm[mark.firm]}." for mark in marks),
    ]
