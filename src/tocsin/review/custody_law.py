"""A row of the law as a reader may look it up: section, since when, how sure, and what is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from tocsin.custody import law, rows
from tocsin.review.custody_words import day

_GROUPS = ("stages", "rows", "labels", "supervision", "extensions", "counting")


@cache
def _given() -> Mapping[str, dict[str, Any]]:
    return {one["id"]: one for one in _all()}


def _all() -> Iterator[dict[str, Any]]:
    fixed = law.table("law")
    for group in _GROUPS:
        for one in fixed[group]:
            yield one
            for tranche in one.get("tranches", ()):
                says = f"{one['says'].rstrip('.')}, {tranche['says']}"
                yield {**one, **tranche, "says": says, "from": tranche["day"]}
    yield from law.table("law_indeterminate")["rows"]


def law_words(row: str) -> str:
    """`Criminal Justice Act 2003 s244 (Act); in force from 4 April 2005; confirmed. Open: ...`"""
    one = _given().get(row)
    if one is None:
        return row
    open_ = f" Open: {' '.join(one['unsure'].split())}" if one.get("unsure") else ""
    source = f" ({one['source']})" if one.get("source") and one.get("section") else ""
    return f"{section(row)}{source}; {_since(one)}{_sure(one)}.{open_}"


def law_in_short(row: str) -> str:
    """What the row says and where, for the first screen; nothing for one on counting days or on labels."""
    one = _given().get(row)
    if one is None:
        return row
    return "" if row in _not_told_first() else f"{one['says'].rstrip('.')}: {section(row)}; {_sure(one)}."


def section(row: str) -> str:
    one = _given().get(row)
    return row if one is None else f"{one.get('section') or one.get('source') or row}"


@cache
def _not_told_first() -> frozenset[str]:
    fixed = law.table("law")
    return frozenset(one["id"] for group in ("counting", "labels") for one in fixed[group])


def _since(one: dict[str, Any]) -> str:
    if isinstance(one.get("from"), date):
        return f"in force from {day(one['from'])}; "
    passed = one.get("sentenced") or {}
    if passed.get("from"):
        until = f" to {day(passed['to'])}" if passed.get("to") else ""
        return f"for sentences passed from {day(passed['from'])}{until}; "
    return "day it began not known; " if one.get("day_not_known") else ""


def _sure(one: dict[str, Any]) -> str:
    sure = str(one.get("sure", "not stated how sure"))
    return rows.certainties().get(sure, sure)


@cache
def law_days() -> Mapping[date, tuple[str, ...]]:
    """The days on which a row came to be known or to hold, from which an answer may be another."""
    found: dict[date, list[str]] = {}
    for one in _all():
        for name in ("known_from", "from"):
            if isinstance(one.get(name), date) and not ("day" in one and name == "from"):
                found.setdefault(one[name], []).append(one["id"])
    return {on: tuple(dict.fromkeys(ids)) for on, ids in sorted(found.items())}
