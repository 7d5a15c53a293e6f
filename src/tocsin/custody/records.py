"""Happenings of an adult in custody -> coded records in the chronologies of the children near that adult.

Each record names its line of custody.yaml, who held the fact and from when, and why the child is near:
from there the chronology builds its events by its own rules, on both time axes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tocsin.custody.comings import Reckoning, comings_of, licence_end, same_address
from tocsin.custody.facts import Adult
from tocsin.custody.happenings import Happening, happenings_of, said
from tocsin.custody.joining import Joined, Touch, joined_table
from tocsin.custody.reading import CustodyRead
from tocsin.custody.signs import signs_of
from tocsin.custody.tellings import Notices, tellings_of
from tocsin.identity.children import ChildIndex
from tocsin.records.record import FileRead, Record
from tocsin.records.when import When


def records_of(
    read: CustodyRead,
    joined: Joined,
    *,
    today: date,
    dates_of: Reckoning | None = None,
    notices: Notices | None = None,
) -> FileRead:
    """One coded file. Without `dates_of` nothing is reckoned: only what was stated is there."""
    making = _Making(read, joined, today)
    for at, adult in enumerate(read.file.adults):
        if joined.of(adult.id):
            for one in _all_of(
                adult, f"adults.{at}", joined, dates_of=dates_of, notices=notices, today=today
            ):
                making.take(adult, one)
    return making.finished()


def _all_of(
    adult: Adult,
    path: str,
    joined: Joined,
    *,
    dates_of: Reckoning | None,
    notices: Notices | None,
    today: date,
) -> Iterator[Happening]:
    yield from happenings_of(adult, path)
    end = None
    if dates_of is not None:
        yield from comings_of(adult, path, dates_of=dates_of, today=today)
        end = licence_end(adult, dates_of=dates_of, on=today) if adult.sentences else None
    if notices is not None:
        yield from tellings_of(adult, path, notices)
    yield from signs_of(adult, path, joined.of(adult.id), licence_end=end)


@dataclass(frozen=True, slots=True)
class _Share:
    """Children for whom one happening reads the same."""

    at_address: bool | None
    role: str
    touches: tuple[Touch, ...]


class _Making:
    def __init__(self, read: CustodyRead, joined: Joined, today: date) -> None:
        self.read = read
        self.joined = joined
        self.today = today
        self.index = ChildIndex(joined.people.persons)
        self.records: list[Record] = []
        self.met: Counter[str] = Counter()

    def take(self, adult: Adult, one: Happening) -> None:
        """What lies in the future has not happened."""
        if one.on <= self.today:
            for share in self._shares(adult, one):
                self.records.append(self._record(adult, one, share))

    def _shares(self, adult: Adult, one: Happening) -> Iterator[_Share]:
        near = self._near(adult, one)
        alike: dict[tuple[bool | None, str], list[Touch]] = {}
        for touches in near.values():
            role = next((touch.relation for touch in touches if touch.relation), "")
            alike.setdefault((_at_address(one, touches), role), []).extend(touches)
        for (at_address, role), touches in alike.items():
            yield _Share(at_address, role, tuple(touches))

    def _near(self, adult: Adult, one: Happening) -> Mapping[str, list[Touch]]:
        named = {self.index.named(word, None) for word in one.children}
        for_life = one.type in joined_table()["kept_for_life"]
        found: dict[str, list[Touch]] = {}
        for touch in self.joined.of(adult.id):
            if one.children:
                near = touch.child in named and touch.holds(one.on)
            else:
                near = not touch.over(one.on) if for_life else _holds(touch, one)
            if near:
                found.setdefault(touch.child, []).append(touch)
        return found

    def _record(self, adult: Adult, one: Happening, share: _Share) -> Record:
        children = list(dict.fromkeys(touch.child for touch in share.touches))
        attributes = dict(one.attributes)
        attributes["person_id"] = (self.joined.person(adult.id),)
        if share.role:
            attributes.setdefault("person_role", (share.role,))
        if share.at_address is not None:
            attributes |= said(child_at_address=share.at_address)
        place = self.read.place(one.path)
        content = "\x1f".join((adult.id, one.type, one.on.isoformat(), one.words, *children))
        return Record(
            id=self._id(content),
            place=place,
            seq=place.row,
            ordered=False,
            agencies=self._holders(one),
            when=When(one.on, one.on),
            when_words=one.on.isoformat(),
            known_from=_known(one, share.touches),
            child=", ".join(children),
            cells={"what": one.words, "analysis": f"{_why(share.touches)}{_held_before(one, share.touches)}"},
            event_type=one.type,
            attributes=attributes,
            withdrawn_on=one.ended_on,
        )

    def _id(self, content: str) -> str:
        self.met[content] += 1
        times = self.met[content]
        text = content if times == 1 else f"{content}\x1f{times}"
        return hashlib.sha256(f"custody\x1f{text}".encode()).hexdigest()[:16]

    def _holders(self, one: Happening) -> tuple[str, ...]:
        usual = tuple(joined_table()["holders"].get(one.type, ("probation",)))
        if not one.agency:
            return usual
        return (one.agency,) if one.children else tuple(dict.fromkeys((one.agency, *usual)))

    def finished(self) -> FileRead:
        return FileRead(
            file=self.read.name,
            sha256=self.read.sha256,
            kind="coded",
            agencies=tuple(dict.fromkeys(code for record in self.records for code in record.agencies)),
            rows_read=len(self.records),
            headers_and_blanks=0,
            records=tuple(self.records),
            quarantine=(),
            columns={},
            covers=None,
        )


def _holds(touch: Touch, one: Happening) -> bool:
    """A release to an address is the matter of the child who will be there on that day."""
    coming = one.near_on is not None and same_address(touch.address, one.address)
    return touch.holds(one.on) or (coming and not touch.over(one.on))


def _known(one: Happening, touches: Iterable[Touch]) -> date | None:
    """Nobody knew it of this child before somebody knew that the adult was near: neither must a card."""
    near = min((touch.known_from or touch.since or date.min for touch in touches), default=date.min)
    held = one.known_from or one.on
    return near if near > held else one.known_from


def _held_before(one: Happening, touches: Iterable[Touch]) -> str:
    held, known = one.known_from or one.on, _known(one, touches)
    return (
        f" Held since {held:%-d %B %Y}; known of this child from the day given."
        if known and known > held
        else ""
    )


def _at_address(one: Happening, touches: Iterable[Touch]) -> bool | None:
    """Without an address somebody let out goes home, where home is recorded; what is expected stays open."""
    if one.type not in ("release_expected", "temporary_release", "custody_release"):
        return None
    if one.address:
        return any(same_address(touch.address, one.address) for touch in touches)
    out = one.type != "release_expected"
    return True if out and any(t.reason == "lives_with" and t.holds(one.on) for t in touches) else None


def _why(touches: Iterable[Touch]) -> str:
    reasons = dict.fromkeys(_reason(touch) for touch in touches)
    return f"In this chronology because of {'; '.join(reasons)}."


_REASONS = {
    "lives_with": "living in the home",
    "relationship": "a relationship",
    "address": "an address where the child lives or visits",
    "visits": "visits to the home",
    "pregnancy": "a pregnancy",
}


def _reason(touch: Touch) -> str:
    since = f" from {touch.since:%-d %B %Y}" if touch.since else ""
    until = f" to {touch.until:%-d %B %Y}" if touch.until else ""
    return f"{_REASONS[touch.reason]}{since}{until} ({touch.place.file}, row {touch.place.row})"
