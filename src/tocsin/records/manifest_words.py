"""What people write in review.yaml, as the manifest holds it: days as they write them, agencies by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tocsin.errors import DateError, UndatedError
from tocsin.records.agencies import code_of_label
from tocsin.records.dates import parse_when

WRITE_A_DAY = "Write one day, day first or year first: 22/05/2016, 22 May 2016 or 2016-05-22."
_OF_A_PERSON, _OF_A_PERIOD = ("born", "due"), ("from", "to")
Step = tuple[list[str], Any, Any]  # (path, what holds the value, its key there)


def with_days(raw: Any) -> Iterator[tuple[list[str], str]]:
    """Puts a day in the place of each date written as words; yields where the words are no one day."""
    pivot = raw.get("two_digit_year_pivot") if isinstance(raw, dict) else None
    for path, holder, key in _dates(raw):
        written = holder[key]
        if isinstance(written, str):
            day = _day(written, pivot if isinstance(pivot, int) else None)
            if day is None:
                yield path, f"'{written[:40]}' is not one day."
            else:
                holder[key] = day


def _day(written: str, pivot: int | None) -> date | None:
    """A due date lies in the future, and so no day is too late here."""
    try:
        when = parse_when(written, today=date.max, pivot=pivot)
    except (DateError, UndatedError):
        return None
    return when.start if when.exact and not when.uncertain else None


def _dates(raw: Any) -> Iterator[Step]:
    for part in ("children", "people"):
        for path, entry in _each(raw, part):
            yield from _named(path, entry, _OF_A_PERSON)
            for deeper, marker in _each(entry, "markers"):
                yield from _named([*path, *deeper], marker, ("since",))
    for path, entry in _each(raw, "files"):
        covers = entry.get("covers")
        yield from _named([*path, "covers"], covers, _OF_A_PERIOD)


def _named(path: list[str], holder: Any, names: tuple[str, ...]) -> Iterator[Step]:
    if isinstance(holder, dict):
        yield from (([*path, name], holder, name) for name in names if name in holder)


def _each(raw: Any, part: str) -> Iterator[tuple[list[str], dict[str, Any]]]:
    """The entries of a list or a map, with the path to each."""
    found = raw.get(part) if isinstance(raw, dict) else None
    pairs = enumerate(found) if isinstance(found, list) else found.items() if isinstance(found, dict) else ()
    yield from (([part, str(key)], entry) for key, entry in pairs if isinstance(entry, dict))


def as_codes(raw: Any) -> None:
    """An agency may be written as reports call it; what is neither name nor code is left, to be refused."""
    if not isinstance(raw, dict):
        return
    for _, entry in _each(raw, "files"):
        if isinstance(entry.get("agency"), str):
            entry["agency"] = _codes(entry["agency"])
    expected, names = raw.get("agencies_expected"), raw.get("agency_names")
    if isinstance(expected, list):
        raw["agencies_expected"] = [_codes(one) if isinstance(one, str) else one for one in expected]
    if isinstance(names, dict):
        for name, code in names.items():
            names[name] = _codes(code) if isinstance(code, str) else code


def _codes(written: str) -> str:
    return "+".join(code_of_label(part.strip()) or part.strip() for part in written.split("+"))
