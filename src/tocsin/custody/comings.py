"""When an adult is expected back, as it stood on each day that changed it, and when a licence ran out.

Every day on which something became known or the law changed is asked again; a date that is earlier than
the one before is marked, for those who had been told the old one have to be told again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Literal, Protocol

from tocsin.custody.answer import Dates, KeyDate
from tocsin.custody.facts import Address, Adult
from tocsin.custody.happenings import Happening, said
from tocsin.custody.law import table
from tocsin.custody.licence import licence_on
from tocsin.custody.parole import final_on
from tocsin.identity.names import plain


class Reckoning(Protocol):
    """`tocsin.custody.reckon.dates_of`."""

    def __call__(self, adult: Adult, *, on: date) -> Dates: ...


@lru_cache(maxsize=1)
def law_days() -> tuple[date, ...]:
    """Days on which a change of law that reaches people already serving became known or came into force."""
    rows = [*table("law")["stages"], *(t for one in table("law")["stages"] for t in one.get("tranches", ()))]
    days = {row[name] for row in rows for name in ("known_from", "from") if isinstance(row.get(name), date)}
    return tuple(sorted(days))


def comings_of(adult: Adult, path: str, *, dates_of: Reckoning, today: date) -> Iterator[Happening]:
    if not adult.sentences:
        return
    days = sorted({day for day in (*_days(adult), *law_days()) if _first(adult) <= day <= today})
    yield from _expected(adult, path, days, dates_of)
    yield from _licence_over(adult, path, dates_of, today)


def _first(adult: Adult) -> date:
    return min(one.known_from or one.sentenced_on for one in adult.sentences)


def _days(adult: Adult) -> Iterator[date]:
    """Days on which a date may have moved."""
    for sentence in adult.sentences:
        yield max(sentence.sentenced_on, sentence.known_from or sentence.sentenced_on)
    for one in adult.adjustments:
        yield from (day for day in (one.known_from, one.first) if day)
    yield from (appeal.decided_on for appeal in adult.appeals)
    yield from (official.stated_on for official in adult.official_dates)
    yield from (moved.known_from or moved.on for moved in adult.movements)
    yield from (review.decided_on for review in adult.parole if review.decided_on)
    yield from (day for address in _release_addresses(adult) if (day := _proposed(address)))


def _release_addresses(adult: Adult) -> list[Address]:
    return [one for one in adult.addresses if one.kind in ("release", "approved_premises")]


def _proposed(address: Address) -> date | None:
    return address.known_from or address.first


def _expected(adult: Adult, path: str, days: Sequence[date], dates_of: Reckoning) -> Iterator[Happening]:
    before: tuple[date, How, str] | None = None
    for day in days:
        if not _inside(adult, day):
            before = None
            continue
        told = _coming(adult, dates_of(adult, on=day), day)
        if told is None or told[0] < day or (told[0] == day and told[1] != "directed"):
            continue
        address = _address_on(adult, day, told[0])
        now = (told[0], told[1], address.address if address else "")
        if now != before:
            alike = before is not None and (before[1] == "if_directed") == (now[1] == "if_directed")
            earlier = before is not None and alike and now[0] < before[0]
            yield _expecting(
                path, day, now, was=before[0] if before and earlier else None, at=_place(adult, address)
            )
        before = now


How = Literal["automatic", "if_directed", "directed", "fixed"]


def _coming(adult: Adult, dates: Dates, day: date) -> tuple[date, How] | None:
    """The day, and what brings it. The earliest reading drives what must be done in time; what the prison has
    fixed, or the Board directed, stands before what is reckoned."""
    if fixed := _fixed(adult, day):
        return fixed, "fixed"
    if directed := _directed(adult, day):
        return directed, "directed"
    if dates.release:
        return _day(dates.release), "automatic"
    possible = dates.earliest_if_directed
    return (_day(possible), "if_directed") if possible else None


def _fixed(adult: Adult, day: date) -> date | None:
    """A release written down before it comes."""
    known = [one for one in adult.movements if one.kind == "released" and one.known_from]
    return min((one.on for one in known if (one.known_from or one.on) <= day < one.on), default=None)


def _directed(adult: Adult, day: date) -> date | None:
    """The day on which the last direction to release, given in this stay in custody, is final."""
    kinds = tuple(dict.fromkeys(one.kind for one in adult.sentences))
    came_in = [one.on for one in adult.movements if one.kind in _INTO and one.on <= day]
    since = max(came_in, default=date.min)
    decided = [one for one in adult.parole if one.decided_on and since <= one.decided_on <= day]
    last = max(decided, key=lambda one: one.decided_on or date.min, default=None)
    return final_on(last, kinds, on=day) if last is not None and last.outcome == "release" else None


_INTO = ("received", "returned", "recalled", "recaptured")


def _day(one: KeyDate) -> date:
    return one.official or one.earliest


def _inside(adult: Adult, day: date) -> bool:
    """In custody at the end of that day; after a sentence, unless the file says otherwise."""
    moves = [one for one in adult.movements if one.on <= day and one.kind != "temporary_release"]
    last = max(moves, key=lambda one: one.on, default=None)
    return last is None or last.kind not in ("released", "escaped", "died")


def _address_on(adult: Adult, day: date, release: date) -> Address | None:
    known = [one for one in _release_addresses(adult) if (proposed := _proposed(one)) and proposed <= day]
    held = [one for one in known if one.last is None or one.last >= min(day, release)]
    return max(held, key=lambda one: _proposed(one) or date.min, default=None)


def _place(adult: Adult, address: Address | None) -> str:
    return f"addresses.{adult.addresses.index(address)}" if address else "sentences.0"


_HOW: Mapping[How, str] = {
    "automatic": "Release expected on",
    "if_directed": "Earliest release, only if the Parole Board directs it, on",
    "directed": "Release directed by the Parole Board; the prison fixes the day, not before",
    "fixed": "The day of release is fixed:",
}


def _expecting(path: str, day: date, now: tuple[date, How, str], *, was: date | None, at: str) -> Happening:
    release, how, address = now
    moved = f" Earlier than the {was:%-d %B %Y} given before." if was else ""
    to = " An address for release has been put forward." if address else ""
    return Happening(
        "release_expected",
        day,
        f"{path}.{at}",
        f"{_HOW[how]} {release:%-d %B %Y}.{moved}{to}",
        said(
            date=release,
            type=how,
            address=address,
            moved_earlier=True if was else "",
            was=was,
        ),
        day,
        address=address,
        near_on=release,
    )


def licence_end(adult: Adult, *, dates_of: Reckoning, on: date) -> date | None:
    """The last day it may run to; None where it has no end, or nobody was released."""
    end = licence_on(adult, dates_of(adult, on=on), on=on).of("LICENCE_END")
    return (end.official or end.latest) if end else None


def _licence_over(adult: Adult, path: str, dates_of: Reckoning, today: date) -> Iterator[Happening]:
    released = any(one.kind == "released" for one in adult.movements)
    end = licence_end(adult, dates_of=dates_of, on=today) if released else None
    if end and end <= today and not _inside(adult, end):
        words = "The licence ran out on this day."
        yield Happening("licence_ended", end, f"{path}.sentences.0", words, said(instrument="licence"))


def same_address(one: str, other: str) -> bool:
    """ "4 Mill Lane" is "4 Mill Lane, Aldermere": the shorter begins the longer, of several words."""
    short, long = sorted((plain(one), plain(other)), key=len)
    named = len(short.split()) > 1
    return short == long != "" or (named and long.startswith(f"{short} "))
