"""The law of fixed terms as dated rows, read once from `data/law.yaml` and its tables.

`known_on(day)` is the law as a person could know it on that day. Days are ordinals in the compiled rows.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tocsin.custody.answer import Effect
from tocsin.custody.terms import Part, Share, at_least, most_days
from tocsin.plain_yaml import parse

EVER = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Limits:
    """The sentences that a row is for: days of sentence and offence, length of term."""

    kinds: frozenset[str]
    sentenced_from: int
    sentenced_to: int
    offence_from: int
    offence_to: int
    least: Part | None
    under: Part | None
    fewest_days: int  # bounds in days, looked at before the exact lengths
    most_days: int
    any_term: bool  # of whatever length

    def fits_days(self, sentenced: int, offence: int) -> bool:
        return (
            self.sentenced_from <= sentenced <= self.sentenced_to
            and self.offence_from <= offence <= self.offence_to
        )

    def fits_term(self, first: int, last: int) -> bool:
        if self.any_term:
            return True
        if not self.fewest_days <= last - first + 1 <= self.most_days:
            return False
        if self.least is not None and not at_least(first, last, self.least):
            return False
        return self.under is None or not at_least(first, last, self.under)


@dataclass(frozen=True, slots=True)
class Cited:
    """What a row says and where from, for the reader of a working."""

    id: str
    says: str
    section: str
    source: str
    sure: str
    unsure: str


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A share of the term to be served. `automatic` is asked only of extended sentences before April 2015."""

    cited: Cited
    limits: Limits
    served: Share
    board: Share | None
    detention: bool  # also for detention under section 250
    unless: str
    only: str
    automatic: str


@dataclass(frozen=True, slots=True)
class Tranche:
    cited: Cited
    day: int
    under: Part | None
    up_to_days: int | None


@dataclass(frozen=True, slots=True)
class Stage:
    cited: Cited
    first: int
    known_from: int
    tranches: tuple[Tranche, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Label:
    """When licence ends: `licence` is the share of the term, None where there is no licence."""

    cited: Cited
    limits: Limits
    licence: Share | None
    released_to: int
    under_age: int | None


@dataclass(frozen=True, slots=True)
class Supervision:
    cited: Cited
    limits: Limits
    months: int
    least_age: int
    known_from: int
    ends_from: int
    ends_to: int


@dataclass(frozen=True, slots=True)
class Extension:
    cited: Cited
    least_days: int
    default: Part | None


@dataclass(frozen=True, slots=True)
class Exclusion:
    code: str
    lists: frozenset[str]
    least: Part | None
    says: str


@dataclass(frozen=True, slots=True)
class Reading:
    among: frozenset[str]
    says: str


@dataclass(frozen=True, slots=True)
class Law:
    """All rows known on a day. `rows[stage][kind]` keep the order of the file: the first that fits counts."""

    stages: tuple[Stage, ...]
    rows: tuple[dict[str, tuple[Row, ...]], ...]
    labels: tuple[Label, ...]
    labels_of: dict[str, tuple[Label, ...]]  # by kind of sentence
    supervision: tuple[Supervision, ...]
    extensions: dict[str, Extension]
    exclusions: dict[str, Exclusion]
    offence_codes: dict[str, tuple[str, ...]]
    readings: tuple[Reading, ...]
    offence_days: tuple[int, ...]  # days on which a row for an offence day begins
    bands: tuple[int, ...]  # days of sentence and offence from which other rows or labels may fit
    found: dict[Hashable, Any]  # rows and labels by what they turn on, filled as asked for


@lru_cache(maxsize=8)
def table(name: str) -> Any:
    return parse(files("tocsin.custody").joinpath(f"data/{name}.yaml").read_text(encoding="utf-8"))


def _cited(given: dict[str, Any]) -> Cited:
    wanted = ("id", "says", "section", "source", "sure", "unsure")
    return Cited(*(str(given.get(key, "")) for key in wanted))


def _part(given: dict[str, int] | None) -> Part | None:
    if given is None:
        return None
    return given.get("years", 0) * 12 + given.get("months", 0), given.get("days", 0)


def _share(given: str) -> Share:
    numerator, denominator = given.split("/")
    return int(numerator), int(denominator)


def _from(given: dict[str, date] | None) -> int:
    return given["from"].toordinal() if given and "from" in given else 0


def _to(given: dict[str, date] | None) -> int:
    return given["to"].toordinal() if given and "to" in given else EVER


def _limits(given: dict[str, Any]) -> Limits:
    term = given.get("term", {})
    sentenced, offence = given.get("sentenced"), given.get("offence")
    return Limits(
        kinds=frozenset(given.get("kinds", ())),
        sentenced_from=_from(sentenced),
        sentenced_to=_to(sentenced),
        offence_from=_from(offence),
        offence_to=_to(offence),
        least=_part(term.get("least")),
        under=_part(term.get("under")),
        fewest_days=term.get("more_than_days", -1) + 1,
        most_days=term.get("up_to_days", most_days(_part(term.get("under")))),
        any_term="term" not in given,
    )


def _row(given: dict[str, Any]) -> Row:
    return Row(
        cited=_cited(given),
        limits=_limits(given),
        served=_share(given["served"]),
        board=_share(given["board"]) if "board" in given else None,
        detention=given.get("detention") != "never",
        unless=given.get("unless", ""),
        only=given.get("only", ""),
        automatic=given.get("automatic", ""),
    )


def _tranche(given: dict[str, Any]) -> Tranche:
    return Tranche(
        _cited(given), given["day"].toordinal(), _part(given.get("under")), given.get("up_to_days")
    )


def _stage(given: dict[str, Any]) -> Stage:
    return Stage(
        cited=_cited(given),
        first=_from(given),
        known_from=given["known_from"].toordinal() if "known_from" in given else 0,
        tranches=tuple(_tranche(one) for one in given.get("tranches", ())),
    )


def _label(given: dict[str, Any]) -> Label:
    licence = given["licence"]
    return Label(
        cited=_cited(given),
        limits=_limits(given),
        licence=None if licence == "none" else _share(licence),
        released_to=_to(given.get("released")),
        under_age=given.get("age", {}).get("under"),
    )


def _supervision(given: dict[str, Any]) -> Supervision:
    return Supervision(
        cited=_cited(given),
        limits=_limits(given),
        months=given["months"],
        least_age=given["age"]["least"],
        known_from=given["known_from"].toordinal(),
        ends_from=_from(given["ends_between"]),
        ends_to=_to(given["ends_between"]),
    )


def _extension(given: dict[str, Any]) -> Extension:
    return Extension(_cited(given), given.get("least_days", 0), _part(given.get("default")))


def _exclusion(code: str, given: dict[str, Any]) -> Exclusion:
    return Exclusion(code, frozenset(given["lists"]), _part(given.get("least")), given["says"])


@dataclass(frozen=True, slots=True)
class DateCode:
    """What a key date is called and does; `role` is shared by those that stand for each other."""

    code: str
    words: str
    role: str
    effect: Effect


def _by_kind(rows: list[dict[str, Any]], stage: str) -> dict[str, tuple[Row, ...]]:
    here = [_row(one) for one in rows if one["stage"] == stage]
    kinds = {kind for one in here for kind in one.limits.kinds}
    return {kind: tuple(one for one in here if kind in one.limits.kinds) for kind in kinds}


def _labels_of(
    labels: tuple[Label, ...], rows: tuple[dict[str, tuple[Row, ...]], ...]
) -> dict[str, tuple[Label, ...]]:
    kinds = {kind for stage in rows for kind in stage}
    return {
        kind: tuple(one for one in labels if not one.limits.kinds or kind in one.limits.kinds)
        for kind in kinds
    }


def _bands(limits: list[Limits]) -> tuple[int, ...]:
    starts = {day for one in limits for day in (one.sentenced_from, one.offence_from) if day}
    ends = {day + 1 for one in limits for day in (one.sentenced_to, one.offence_to) if day < EVER}
    return tuple(sorted(starts | ends))


def _offence_days(limits: list[Limits]) -> tuple[int, ...]:
    """The first day after which an offence falls under another row."""
    starts = {one.offence_from for one in limits if one.offence_from}
    return tuple(sorted(starts | {one.offence_to + 1 for one in limits if one.offence_to < EVER}))


@lru_cache(maxsize=1)
def _known_from() -> tuple[int, ...]:
    """Each day on which more of the law became known."""
    given = table("law")
    days = {
        one["known_from"].toordinal()
        for one in (*given["stages"], *given["supervision"])
        if "known_from" in one
    }
    return tuple(sorted(days))


def known_on(day: date) -> Law:
    """The law as a person could know it on a day."""
    return _law(max([one for one in _known_from() if one <= day.toordinal()], default=0))


@lru_cache(maxsize=16)
def _law(known: int) -> Law:
    given, tables = table("law"), table("exclusions")
    stages = tuple(one for one in map(_stage, given["stages"]) if one.known_from <= known)
    rows = tuple(_by_kind(given["rows"], one.cited.id) for one in stages)
    labels = tuple(map(_label, given["labels"]))
    supervision = tuple(map(_supervision, given["supervision"]))
    by_offence = [row.limits for stage in rows for kind in stage.values() for row in kind]
    return Law(
        stages=stages,
        rows=rows,
        labels=labels,
        labels_of=_labels_of(labels, rows),
        supervision=tuple(one for one in supervision if one.known_from <= known),
        extensions={one["kind"]: _extension(one) for one in given["extensions"]},
        exclusions={code: _exclusion(code, one) for code, one in tables["codes"].items()},
        offence_codes={code: tuple(one["exclusions"]) for code, one in tables["offence_codes"].items()},
        readings=tuple(Reading(frozenset(one["among"]), one["says"]) for one in tables["readings"]),
        bands=_bands([*by_offence, *(one.limits for one in labels)]),
        found={},
        offence_days=_offence_days(
            [*by_offence, *(one.limits for one in labels), *(one.limits for one in supervision)]
        ),
    )


@lru_cache(maxsize=1)
def citations() -> dict[str, Cited]:
    """Every row of the law by its id, whenever it was known."""
    given = table("law")
    plain = [
        *given["stages"],
        *(tranche for stage in given["stages"] for tranche in stage.get("tranches", ())),
        *(
            row
            for group in ("rows", "labels", "supervision", "extensions", "counting")
            for row in given[group]
        ),
    ]
    return {one["id"]: _cited(one) for one in plain}


@lru_cache(maxsize=1)
def date_codes() -> dict[str, DateCode]:
    codes = table("dates")["dates"]
    return {code: DateCode(code, one["words"], one["role"], one["effect"]) for code, one in codes.items()}
