"""What a picture of `svg.py` draws, part by part, with every style and shift already settled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from tocsin.pictures.flatten import Line, ellipse, flattened

_SHIFT = re.compile(r"translate\(\s*(-?[\d.]+)[ ,]+(-?[\d.]+)\s*\)\Z")
_REFERENCE = re.compile(r"url\(#([\w-]+)\)\Z")
_HANDED_DOWN = (
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "font-size",
    "font-weight",
    "font-style",
    "text-anchor",
)
_UNSEEN = frozenset({"title", "desc", "defs"})
Style: TypeAlias = Mapping[str, str]
Shift: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Paint:
    """One colour; with a hatching, lines `gap` apart upon it."""

    colour: str
    hatch: str = ""
    hatch_width: float = 0.0
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Outline:
    lines: list[Line]
    fill: Paint | None
    stroke: str
    stroke_width: float
    dashes: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Letters:
    words: str
    x: float
    y: float
    size: float
    colour: str
    anchor: str
    bold: bool
    italic: bool


def size_of(markup: str) -> tuple[float, float]:
    root = _root(markup)
    return float(root.get("width", "0")), float(root.get("height", "0"))


def drawn_parts(markup: str) -> Iterator[Outline | Letters]:
    root = _root(markup)
    patterns = {found.get("id", ""): _pattern(found) for found in root.iter("{*}pattern")}
    yield from _within(root, {}, (0.0, 0.0), patterns)


def _root(markup: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(markup.encode("utf-8"), parser)


def _name(found: etree._Element) -> str:
    return etree.QName(found).localname


def _pattern(found: etree._Element) -> Paint:
    under, line = found[0], found[1]
    return Paint(
        under.get("fill", "#ffffff"),
        line.get("stroke", "#000000"),
        float(line.get("stroke-width", "1")),
        float(found.get("width", "5")),
    )


def _within(
    found: etree._Element, above: Style, shift: Shift, patterns: Mapping[str, Paint]
) -> Iterator[Outline | Letters]:
    if (name := _name(found)) in _UNSEEN:
        return
    style = {**above, **{key: value for key in _HANDED_DOWN if (value := found.get(key)) is not None}}
    moved = _SHIFT.match(found.get("transform", ""))
    shift = (shift[0] + float(moved[1]), shift[1] + float(moved[2])) if moved else shift
    if name == "text":
        yield _letters(found, style, shift)
    elif name in _OUTLINES:
        yield _outline(_shifted(_OUTLINES[name](found), shift), style, patterns)
    else:
        for inner in found:
            yield from _within(inner, style, shift, patterns)


def _letters(found: etree._Element, style: Style, shift: Shift) -> Letters:
    return Letters(
        "".join(str(part) for part in found.itertext()),
        float(found.get("x", "0")) + shift[0],
        float(found.get("y", "0")) + shift[1],
        float(style.get("font-size", "12")),
        style.get("fill", "#000000"),
        style.get("text-anchor", "start"),
        style.get("font-weight") == "bold",
        style.get("font-style") == "italic",
    )


def _outline(lines: list[Line], style: Style, patterns: Mapping[str, Paint]) -> Outline:
    stroke = style.get("stroke", "none")
    dashes = tuple(float(part) for part in re.split(r"[ ,]+", style.get("stroke-dasharray", "")) if part)
    return Outline(
        lines,
        _paint(style.get("fill", "#000000"), patterns),
        "" if stroke == "none" else stroke,
        float(style.get("stroke-width", "1")),
        dashes,
    )


def _paint(fill: str, patterns: Mapping[str, Paint]) -> Paint | None:
    if fill == "none":
        return None
    named = _REFERENCE.match(fill)
    return patterns.get(named[1]) if named else Paint(fill)


def _shifted(lines: list[Line], shift: Shift) -> list[Line]:
    if shift == (0.0, 0.0):
        return lines
    return [([(x + shift[0], y + shift[1]) for x, y in points], closed) for points, closed in lines]


def _numbers(found: etree._Element, *names: str) -> list[float]:
    return [float(found.get(name, "0")) for name in names]


def _rect(found: etree._Element) -> list[Line]:
    x, y, width, height = _numbers(found, "x", "y", "width", "height")
    return [([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], True)]


def _line(found: etree._Element) -> list[Line]:
    x1, y1, x2, y2 = _numbers(found, "x1", "y1", "x2", "y2")
    return [([(x1, y1), (x2, y2)], False)]


def _circle(found: etree._Element) -> list[Line]:
    x, y, r = _numbers(found, "cx", "cy", "r")
    return [ellipse(x, y, r, r)]


def _ellipse(found: etree._Element) -> list[Line]:
    x, y, rx, ry = _numbers(found, "cx", "cy", "rx", "ry")
    return [ellipse(x, y, rx, ry)]


def _path(found: etree._Element) -> list[Line]:
    return flattened(found.get("d", ""))


_OUTLINES = {"rect": _rect, "line": _line, "circle": _circle, "ellipse": _ellipse, "path": _path}
