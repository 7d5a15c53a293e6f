"""What a body map shows, and each injury in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tocsin.pictures import wording
from tocsin.pictures.body_figure import site


@dataclass(frozen=True, slots=True)
class Injury:
    """`kind`, `recorded_by` and `explanation` are words; `site` is a code of the vocabulary."""

    event: str
    start: date
    end: date
    kind: str
    site: str
    side: str = "not_stated"
    recorded_by: str = ""
    explanation: str = ""
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class BodyMap:
    """`age_months` chooses the figure; None draws the older child."""

    child: str
    injuries: tuple[Injury, ...] = ()
    age_months: int | None = None


def in_order(injuries: Sequence[Injury]) -> list[Injury]:
    return sorted(injuries, key=lambda i: (i.start, i.end, i.event, i.site, i.side, i.kind))


def side_open(injury: Injury) -> bool:
    """The body has one on each side and the record does not say which."""
    return site(injury.site).paired and injury.side not in ("left", "right", "both")


def when_words(injury: Injury) -> str:
    return wording.short_interval(injury.start, injury.end) + (" (uncertain)" if injury.uncertain else "")


def what_words(injury: Injury) -> str:
    return f"{injury.kind.replace('_', ' ')}, {site_words(injury)}"


def site_words(injury: Injury) -> str:
    where = site(injury.site)
    if injury.side in ("left", "right"):
        plain = where.view != "beside" and "," not in where.words
        return f"{injury.side} {where.words}" if plain else f"{where.words} ({injury.side})"
    if injury.side == "both":
        return f"{where.words}, both sides"
    if injury.side == "midline":
        return f"{where.words} (recorded as midline)"
    return f"{where.words} (side not stated)" if where.paired else where.words


def injury_words(number: int, injury: Injury) -> str:
    when = wording.interval(injury.start, injury.end, uncertain=injury.uncertain)
    who, why = injury.recorded_by or "not stated", injury.explanation or "not recorded"
    return f"{number}. {when}: {what_words(injury)}. Recorded by {who}. Explanation: {why}."
