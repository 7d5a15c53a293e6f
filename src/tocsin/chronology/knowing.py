"""Which agency knew a fact from which day: the holders, and those whom the event itself tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from tocsin.chronology.event import Known
from tocsin.chronology.naming import agencies_named
from tocsin.chronology.vocabulary import Vocabulary, data_table
from tocsin.records.record import Record
from tocsin.records.when import When

FAMILY = "family_public"


@dataclass(frozen=True, slots=True)
class Knowing:
    known: tuple[Known, ...]
    knowable: bool


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody asked: a response tells whoever asked."""

    by: tuple[str, ...]
    to: tuple[str, ...]
    on: date


@lru_cache(maxsize=1)
def _sharing() -> Mapping[str, Any]:
    table: dict[str, Any] = data_table("sharing")
    return table


def since(record: Record, when: When) -> tuple[date, bool]:
    """(first day known to its holder, assumed): stated, else recorded, else the latest day it happened."""
    if record.known_from is not None:
        return max(record.known_from, when.start), False
    return max(record.recorded or when.end, when.start), True


def knowing_of(
    record: Record,
    *,
    event_type: str,
    when: When,
    attributes: Mapping[str, tuple[str, ...]],
    requests: Sequence[Request],
    vocabulary: Vocabulary,
) -> Knowing:
    """`family_public` is no agency: what only the family knew was not knowable, unless somebody was told."""
    stated = attributes.get("known_at_time", ())
    told = told_by(
        event_type, record.agencies, attributes, when=when, requests=requests, vocabulary=vocabulary
    )
    holders = tuple(dict.fromkeys((*record.agencies, *told)))
    if all(agency == FAMILY for agency in holders) and ("yes" in stated or record.known_from is not None):
        holders = (*holders, "unknown")
    agencies = [agency for agency in holders if agency != FAMILY]
    if (stated and "yes" not in stated) or not agencies:
        return Knowing((), False)
    day, assumed = since(record, when)
    until = record.withdrawn_on
    return Knowing(tuple(Known(agency, day, assumed, until) for agency in agencies), True)


def told_by(
    event_type: str,
    holders: Sequence[str],
    attributes: Mapping[str, tuple[str, ...]],
    *,
    when: When,
    requests: Sequence[Request],
    vocabulary: Vocabulary,
) -> tuple[str, ...]:
    """Agencies that the event tells by its nature, or that the row says were told."""
    table = _sharing()
    rule: Mapping[str, Any] = table["events"].get(event_type, {})
    told = [] if rule.get("lone") and len(holders) > 1 else [*rule.get("to", ())]
    for attribute in (*rule.get("to_attribute", ()), *table["attributes"]):
        told += _named(attributes.get(attribute, ()), vocabulary)
    if event_type == "strategy_discussion":
        told += [agency for flag, agency in table["present"].items() if "true" in attributes.get(flag, ())]
    if "to_asker" in rule:
        told += _askers(holders, attributes, when, requests=requests, days=rule["to_asker"])
    return tuple(dict.fromkeys(agency for agency in told if agency not in holders))


def _named(values: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    return [agency for value in values for agency in agencies_named(value, vocabulary)]


def _askers(
    holders: Sequence[str],
    attributes: Mapping[str, tuple[str, ...]],
    when: When,
    *,
    requests: Sequence[Request],
    days: int,
) -> list[str]:
    answering = {*holders, *attributes.get("from_agency", ())}
    first = when.start - timedelta(days=days)
    return [
        agency
        for request in requests
        if first <= request.on <= when.end and answering.intersection(request.to)
        for agency in request.by
    ]
