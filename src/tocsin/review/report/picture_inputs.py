"""From a review to what each picture shows."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.review.report.reading import Reading


@dataclass(frozen=True)
class Pictures:
    """SVG markup, or nothing where there is nothing to draw."""

    timeline: str = ""
    seen_strip: str = ""
    genogram: str = ""
    body_map: str = ""
    matrix: str = ""


def draw(reading: Reading) -> Pictures:
    return Pictures()
