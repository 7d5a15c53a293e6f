"""The stages of a sentence: what happened up to the day of the view, and what the dates give after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tocsin.custody.answer import KeyDate
from tocsin.review.custody_answer import still_to_come
from tocsin.review.custody_case import Case
from tocsin.review.custody_words import said
from tocsin.review.schema_custody import StretchOut


def stretches(case: Case) -> Iterator[StretchOut]:
    """Oldest first, each beginning where the one before it ends."""
    starts = [one.sentenced_on for one in case.adult.sentences]
    if not starts:
        return
    stage, since = "custody", min(starts)
    for move in case.movements:
        following = "licence" if move.kind == "released" else _again(move.kind)
        if move.on < since or not (following or move.kind == "died"):
            continue
        if move.on > since and (following != stage):
            yield StretchOut(stage, since, move.on)
        if move.kind == "died":
            return
        if following != stage:
            stage, since = following, move.on
    yield from _from_here(case, stage, since)


def _again(kind: str) -> str:
    return "custody" if kind in said().in_custody else ""


def _from_here(case: Case, stage: str, since: date) -> Iterator[StretchOut]:
    end = _licence_end(case)
    if stage == "licence":
        if end is None or end > since:
            yield StretchOut("licence", since, end)
        return
    at = since
    for part in _to_come(case, since):
        if part.end is None or part.end > at:
            yield StretchOut(part.stage, at, part.end, part.words)
            at = part.end or at
        if part.end is None:
            return
    if end is None or end > at:
        yield StretchOut("licence", at, end)


def _to_come(case: Case, since: date) -> Iterator[StretchOut]:
    """Stages by their ends; the last is endless where no date releases."""
    directed, automatic = still_to_come(case)
    if directed:
        first, last = _between(directed)
        yield StretchOut("custody", since, first)
        if first < last:
            yield StretchOut("uncertain", first, last, "Not certain from when the Board may direct release")
        yield StretchOut("directed", last, _between(automatic)[0] if automatic else None)
    if automatic:
        first, last = _between(automatic)
        if not directed:
            yield StretchOut("custody", since, first)
        if first < last:
            yield StretchOut("uncertain", first, last, "Not certain: released on the one day or the other")
    if not directed and not automatic:
        words = "Recalled: until the Board, or the end of a fixed recall" if case.recalled else ""
        yield StretchOut("custody", since, _licence_end(case) if case.recalled else None, words)


def _between(one: KeyDate) -> tuple[date, date]:
    return (one.official, one.official) if one.official else (one.earliest, one.latest)


def _licence_end(case: Case) -> date | None:
    """None where no date ends the licence; a sentence that ends on release has none after it."""
    ends = {one.kind: _between(one)[1] for one in case.dates.dates if one.effect.startswith("ends")}
    for kind in ("SLED", "LED"):
        if kind in ends:
            return ends[kind]
    automatic = case.dates.release
    return _between(automatic)[1] if automatic and automatic.kind == "ARD" else None
