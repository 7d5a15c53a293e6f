"""Days on which the answer changes: a fact becomes known, or the law does, and what moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from tocsin.custody.answer import Dates, Effect, KeyDate
from tocsin.custody.facts import Adult
from tocsin.custody.notices.known import learned

Direction = Literal["earlier", "later", "new", "gone"]
Reckoner = Callable[..., Dates]  # (adult, *, on) -> Dates


@dataclass(frozen=True, slots=True)
class Change:
    """From `on` the day in `kind` is another. `facts` are the words of what was learned that day; `laws` the
    ids of law rows new in the working, or else of those known or in force from that day."""

    on: date
    kind: str
    effect: Effect
    before: date | None
    after: date | None
    direction: Direction
    facts: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        learned_words = [f"learned: {words}" for words in self.facts]
        return "; ".join([*learned_words, *(f"law: {law}" for law in self.laws)]) or "reckoned anew"


def days_to_recompute(
    adult: Adult, *, until: date, law_days: Mapping[date, tuple[str, ...]]
) -> tuple[date, ...]:
    known = {one.on for one in learned(adult, until=until)}
    if not known:
        return ()
    return tuple(sorted(known | {day for day in law_days if min(known) <= day <= until}))


def history_of(
    adult: Adult, *, until: date, dates_of: Reckoner, law_days: Mapping[date, tuple[str, ...]]
) -> tuple[Dates, ...]:
    """The answer as it stood from each day on which something was learned, in order."""
    days = days_to_recompute(adult, until=until, law_days=law_days)
    return tuple(dates_of(adult, on=day) for day in days)


def changes_of(
    adult: Adult, *, until: date, dates_of: Reckoner, law_days: Mapping[date, tuple[str, ...]]
) -> tuple[Change, ...]:
    history = history_of(adult, until=until, dates_of=dates_of, law_days=law_days)
    return changes_in(history, adult=adult, law_days=law_days)


def changes_in(
    history: Sequence[Dates], *, adult: Adult, law_days: Mapping[date, tuple[str, ...]] | None = None
) -> tuple[Change, ...]:
    """`history` in order of `on`. The first answer changes nothing: there was none before it. A day that was
    withheld for a while is compared with the last one given, so that an earlier one is told as earlier."""
    last: dict[str, date] = {}
    found: list[Change] = []
    for old, new in pairwise(history):
        last |= {one.kind: _day(one) for one in old.dates}
        found += _between(old, new, last=last, why=_reasons(old, new, adult=adult, law_days=law_days or {}))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Reasons:
    facts: tuple[str, ...]
    laws: tuple[str, ...]


def _reasons(old: Dates, new: Dates, *, adult: Adult, law_days: Mapping[date, tuple[str, ...]]) -> _Reasons:
    fresh = [one.words for one in learned(adult, until=new.on) if one.moves and old.on < one.on <= new.on]
    ruled = [law for day, laws in law_days.items() if old.on < day <= new.on for law in laws]
    return _Reasons(tuple(dict.fromkeys(fresh)), tuple(dict.fromkeys(ruled)))


def _between(old: Dates, new: Dates, *, last: Mapping[str, date], why: _Reasons) -> Iterator[Change]:
    for kind in dict.fromkeys([*(d.kind for d in old.dates), *(d.kind for d in new.dates)]):
        was, now = old.of(kind), new.of(kind)
        stands = now or was
        before, after = _day(was) if was else None, _day(now) if now else None
        if stands is None or before == after:
            continue
        if before is None and last.get(kind) != after:
            before = last.get(kind)
        laws = _new_law(was, now) or why.laws
        yield Change(new.on, kind, stands.effect, before, after, _direction(before, after), why.facts, laws)


def _day(key_date: KeyDate) -> date:
    return key_date.official or key_date.earliest


def _new_law(was: KeyDate | None, now: KeyDate | None) -> tuple[str, ...]:
    if was is None or now is None:
        return ()
    return tuple(law for law in now.law if law not in was.law)


def _direction(before: date | None, after: date | None) -> Direction:
    if before is None:
        return "new"
    if after is None:
        return "gone"
    return "earlier" if after < before else "later"
