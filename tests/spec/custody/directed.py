"""Builders for people serving life, IPP or DPP: what is not given is not stated."""

from __future__ import annotations

from datetime import date
from typing import Any

from tocsin.custody.answer import Dates, KeyDate
from tocsin.custody.facts import Adjustment, Adult, Duration, Movement, Sentence
from tocsin.custody.indeterminate import earliest_if_directed, minimum_term_dates

TODAY = date(2026, 11, 21)
GROSS = "minimum term stated before remand was counted"
NET = "minimum term stated with remand already counted"


def day(text: str) -> date:
    return date.fromisoformat(text)


def sentence(
    kind: str, passed: str, *, years: int = 0, ref: str = "s1", net: str = "not_stated", **more: Any
) -> Sentence:
    return Sentence(
        ref=ref,
        kind=kind,  # type: ignore[arg-type]
        sentenced_on=day(passed),
        minimum_term=Duration(years=years),
        minimum_term_net_of_remand=net,  # type: ignore[arg-type]
        **more,
    )


def adult(*sentences: Sentence, remand: int = 0, moves: tuple[Movement, ...] = (), **more: Any) -> Adult:
    days = (Adjustment("remand", remand),) if remand else ()
    return Adult(id="A1", sentences=sentences, adjustments=days, movements=moves, **more)


def move(kind: str, on: str, **more: Any) -> Movement:
    return Movement(kind, day(on), **more)  # type: ignore[arg-type]


def fixed(kind: str, on: str, *, until: str = "") -> KeyDate:
    """A date of a fixed term as the reckoning of determinate sentences gives it."""
    effects = {
        "CRD": "releases",
        "ARD": "releases",
        "PED": "may_be_released_if_directed",
        "SLED": "ends_sentence",
    }
    return KeyDate(kind, day(on), day(until or on), effects[kind])  # type: ignore[arg-type]


def directed(one: Adult, *fixed_term: KeyDate, on: date = TODAY) -> Dates:
    """TED and EARLIEST, beside the dates of a fixed term."""
    teds, problems, notes = minimum_term_dates(one, on=on)
    earliest = earliest_if_directed(teds, fixed_term, on=on)
    found = (*teds, *((earliest,) if earliest else ()), *fixed_term)
    return Dates(on, found, tuple(problems), tuple(notes))


def readings(of: KeyDate | None) -> dict[str, str]:
    assert of is not None
    return {label: on.isoformat() for label, on in of.labelled}
