"""The metafile of a picture: every record whole, every word and shape of the SVG in it."""

from __future__ import annotations

import itertools
import math
import struct
from collections.abc import Iterator

import pytest

from tocsin.pictures import svg
from tocsin.pictures.emf import EOF, HEADER, POLYGONS, POLYLINE, WORDS, emf_bytes
from tocsin.pictures.flatten import dashed, flattened, hatched
from tocsin.pictures.svg_shapes import Letters, Outline, drawn_parts


def drawn(*body: str, defs: tuple[str, ...] = ()) -> str:
    return svg.picture(body, name="p", width=200, height=100, title="A title", desc="What it is", defs=defs)


def records(blob: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(blob):
        kind, size = struct.unpack_from("<II", blob, at)
        assert size >= 8
        assert size % 4 == 0
        yield kind, blob[at : at + size]
        at += size
    assert at == len(blob)


def kinds(markup: str) -> list[int]:
    return [kind for kind, _ in records(emf_bytes(markup))]


def test_it_opens_with_a_header_that_counts_what_follows_and_ends_as_it_should() -> None:
    blob = emf_bytes(drawn(svg.rect(1, 1, 10, 10, fill="#ff0000", stroke="#000000")))
    found = list(records(blob))
    signature, _, size, count = struct.unpack_from("<IIII", blob, 40)
    assert (found[0][0], found[-1][0]) == (HEADER, EOF)
    assert signature == int.from_bytes(b" EMF", "little")
    assert (size, count) == (len(blob), len(found))


def test_it_holds_the_words_in_every_script() -> None:
    blob = emf_bytes(drawn(svg.text("Zażółć ਪੰਜਾਬੀ", 5, 20), svg.text("left", 5, 50, text_anchor="end")))
    told = [body[76:] for kind, body in records(blob) if kind == WORDS]
    assert [words.decode("utf-16-le").rstrip("\0") for words in told] == ["Zażółć ਪੰਜਾਬੀ", "left"]


def test_titles_and_definitions_are_not_drawn() -> None:
    hatch = svg.hatch("h", stroke="#112233", gap=6)
    assert kinds(drawn(svg.hover("hidden"), defs=(hatch,))).count(WORDS) == 0


def test_a_hatching_is_drawn_as_lines_within_the_shape() -> None:
    hatch = svg.hatch("h", stroke="#112233", gap=6)
    markup = drawn(svg.rect(10, 10, 40, 20, fill="url(#h)"), defs=(hatch,))
    assert kinds(markup).count(POLYLINE) > 3
    part = [one for one in drawn_parts(markup) if isinstance(one, Outline)][-1]
    assert part.fill is not None
    for line in hatched(part.lines, part.fill.gap):
        assert all(10 <= x <= 50 and 10 <= y <= 30 for x, y in line)


def test_a_group_hands_down_its_shift_and_style() -> None:
    inner = svg.group([svg.text("a", 1, 2)], transform="translate(10 20)", font_weight="bold")
    (words,) = [one for one in drawn_parts(drawn(inner)) if isinstance(one, Letters)]
    assert (words.x, words.y, words.bold) == (11, 22, True)


def test_no_fill_draws_no_area() -> None:
    plain = kinds(drawn()).count(POLYGONS)
    assert kinds(drawn(svg.path("M0 0h9v9Z", fill="none", stroke="#000000"))).count(POLYGONS) == plain


@pytest.mark.parametrize(
    ("d", "points"),
    [
        ("M1 2L3 4", [(1, 2), (3, 4)]),
        ("m1 2l3 4", [(1, 2), (4, 6)]),
        ("M1 2h3v-1H0V9", [(1, 2), (4, 2), (4, 1), (0, 1), (0, 9)]),
        ("M0 0 5 5-1-1", [(0, 0), (5, 5), (-1, -1)]),
    ],
)
def test_straight_paths_keep_their_points(d: str, points: list[tuple[float, float]]) -> None:
    assert flattened(d) == [(points, False)]


def test_an_arc_keeps_to_its_circle() -> None:
    ((points, _),) = flattened("M10 0a10 10 0 1 0 -20 0")
    assert all(math.isclose(math.hypot(x, y), 10, abs_tol=0.01) for x, y in points)
    assert points[-1] == (-10, 0)
    assert min(y for _, y in points) < -9  # without sweep it goes over the top


def test_curves_end_where_they_should() -> None:
    ((points, closed),) = flattened("M0 0C0 10 10 10 10 0q5 5 10 0Z")
    assert closed
    assert points[-1] == (20, 0)


def test_dashes_cover_their_share() -> None:
    pieces = list(dashed([(0.0, 0.0), (10.0, 0.0), (20.0, 0.0)], (3.0, 2.0)))
    assert sum(math.dist(a, b) for one in pieces for a, b in itertools.pairwise(one)) == 12
