"""A picture as an enhanced metafile: what Word draws where it cannot draw SVG, sharp at any size.

Needs no fonts on the machine that writes it, unlike a bitmap, and holds no clock. The records and
their numbers are those of Microsoft's open specification [MS-EMF]. Only what `svg.py` writes is read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tocsin.pictures.flatten import Point, dashed, hatched
from tocsin.pictures.svg_shapes import Letters, Outline, Paint, drawn_parts, size_of

UNITS = 10  # to a pixel of the SVG, so that a curve of short lines looks like one
MICRONS = 2646  # hundredths of a millimetre in a hundred pixels, 96 to the inch
DEVICE = (1920, 1080, 508, 286)  # a screen of that many pixels and millimetres
HEADER, EOF = 1, 14
WINDOW_EXTENT, WINDOW_ORIGIN, VIEWPORT_EXTENT, VIEWPORT_ORIGIN = 9, 10, 11, 12
MAP_MODE, BACKGROUND_MODE, FILL_MODE, TEXT_ALIGN, TEXT_COLOUR = 17, 18, 19, 22, 24
SELECT, DELETE, PEN, BRUSH, FONT = 37, 40, 38, 39, 82
POLYGONS, POLYLINE, WORDS = 91, 87, 84
STOCK = 0x80000000  # and the number of a pen or brush every device has
NO_PEN, NO_BRUSH = STOCK + 8, STOCK + 5
BASELINE = 24
ANCHORS = {"start": BASELINE, "middle": BASELINE + 6, "end": BASELINE + 2}
LONGEST = 32_000  # points one 16-bit record may hold with room to spare
OWN, SPARE = 1, 2  # the object made for a record, and the number of slots with the reserved first


@dataclass
class _Book:
    records: list[bytes] = field(default_factory=list)

    def add(self, kind: int, body: bytes = b"") -> None:
        padded = body + bytes(-len(body) % 4)
        self.records.append(struct.pack("<II", kind, 8 + len(padded)) + padded)

    def numbers(self, kind: int, *values: int) -> None:
        self.add(kind, struct.pack(f"<{len(values)}i", *values))

    def select(self, handle: int) -> None:
        self.add(SELECT, struct.pack("<I", handle))

    def with_object(self, kind: int, body: bytes) -> None:
        self.add(kind, struct.pack("<I", OWN) + body)
        self.select(OWN)

    def drop(self, back_to: int) -> None:
        self.select(back_to)
        self.add(DELETE, struct.pack("<I", OWN))


def emf_bytes(markup: str) -> bytes:
    """The metafile of one picture of `svg.picture`."""
    width, height = size_of(markup)
    book = _Book()
    book.numbers(MAP_MODE, 8)  # anisotropic: the window below is stretched to the viewport
    book.numbers(WINDOW_ORIGIN, 0, 0)
    book.numbers(WINDOW_EXTENT, round(width * UNITS), round(height * UNITS))
    book.numbers(VIEWPORT_ORIGIN, 0, 0)
    book.numbers(VIEWPORT_EXTENT, round(width), round(height))
    book.numbers(BACKGROUND_MODE, 1)
    book.numbers(FILL_MODE, 2)  # winding, as SVG fills
    for part in drawn_parts(markup):
        if isinstance(part, Letters):
            _letters(book, part)
        else:
            _outline(book, part)
    book.numbers(EOF, 0, 16, 20)
    return _header(book, width, height) + b"".join(book.records)


def _header(book: _Book, width: float, height: float) -> bytes:
    wide, high = round(width), round(height)
    frame = (0, 0, round(width * MICRONS / 100), round(height * MICRONS / 100))
    size = 100 + sum(map(len, book.records))
    body = struct.pack("<4i4i", 0, 0, wide - 1, high - 1, *frame)
    body += struct.pack("<IIIIHH", 0x464D4520, 0x10000, size, len(book.records) + 1, SPARE, 0)
    body += struct.pack("<III4i", 0, 0, 0, *DEVICE) + struct.pack("<III", 0, 0, 0)
    return struct.pack("<II", HEADER, 8 + len(body)) + body


def _outline(book: _Book, part: Outline) -> None:
    if part.fill:
        _fill(book, part.lines, part.fill)
    if part.fill and part.fill.hatch:
        lines = list(hatched(part.lines, part.fill.gap))
        _stroke(book, lines, part.fill.hatch, part.fill.hatch_width)
    if part.stroke and part.stroke_width:
        lines = [_closed(line) for line in part.lines]
        if part.dashes:
            lines = [piece for line in lines for piece in dashed(line, part.dashes)]
        _stroke(book, lines, part.stroke, part.stroke_width)


def _closed(line: tuple[list[Point], bool]) -> list[Point]:
    points, closed = line
    return [*points, points[0]] if closed else points


def _fill(book: _Book, lines: Sequence[tuple[list[Point], bool]], paint: Paint) -> None:
    shapes = [points for points, _ in lines if len(points) > 2]
    if not shapes:
        return
    book.select(NO_PEN)
    book.with_object(BRUSH, struct.pack("<III", 0, _colour(paint.colour), 0))
    count = sum(map(len, shapes))
    body = _box(shapes) + struct.pack("<II", len(shapes), count)
    body += struct.pack(f"<{len(shapes)}I", *map(len, shapes)) + b"".join(map(_points, shapes))
    book.add(POLYGONS, body)
    book.drop(NO_BRUSH)


def _stroke(book: _Book, lines: Sequence[list[Point]], colour: str, width: float) -> None:
    drawn = [piece for line in lines if len(line) > 1 for piece in _short(line)]
    if not drawn:
        return
    book.select(NO_BRUSH)
    book.with_object(PEN, struct.pack("<IiiI", 0, max(round(width * UNITS), 1), 0, _colour(colour)))
    for line in drawn:
        book.add(POLYLINE, _box([line]) + struct.pack("<I", len(line)) + _points(line))
    book.drop(NO_PEN)


def _short(line: list[Point]) -> Iterator[list[Point]]:
    for start in range(0, len(line) - 1, LONGEST):
        yield line[start : start + LONGEST + 1]


def _letters(book: _Book, part: Letters) -> None:
    words = part.words.encode("utf-16-le", "replace")
    font = struct.pack("<5i8B", -round(part.size * UNITS), 0, 0, 0, 700 if part.bold else 400, *_face(part))
    font += "Arial".encode("utf-16-le").ljust(64, b"\0")
    book.with_object(FONT, font.ljust(320, b"\0"))
    book.numbers(TEXT_ALIGN, ANCHORS.get(part.anchor, BASELINE))
    book.add(TEXT_COLOUR, struct.pack("<I", _colour(part.colour)))
    x, y = round(part.x * UNITS), round(part.y * UNITS)
    body = struct.pack("<4iIff", 0, 0, -1, -1, 2, 1.0, 1.0)
    body += struct.pack("<iiIII4iI", x, y, len(words) // 2, 76, 0, 0, 0, -1, -1, 0)
    book.add(WORDS, body + words)
    book.drop(STOCK + 13)  # the device's own font


def _face(part: Letters) -> tuple[int, ...]:
    """Italic, underline, strike-out, character set, precisions, quality, family."""
    return (1 if part.italic else 0, 0, 0, 1, 0, 0, 4, 34)


def _box(shapes: Sequence[list[Point]]) -> bytes:
    xs = [round(x) for shape in shapes for x, _ in shape]
    ys = [round(y) for shape in shapes for _, y in shape]
    return struct.pack("<4i", min(xs), min(ys), max(xs), max(ys))


def _points(shape: list[Point]) -> bytes:
    numbers = [max(-32768, min(32767, round(value * UNITS))) for point in shape for value in point]
    return struct.pack(f"<{len(numbers)}h", *numbers)


def _colour(words: str) -> int:
    """`#rrggbb` as the metafile's 0x00bbggrr."""
    return int(words[5:7] + words[3:5] + words[1:3], 16)
