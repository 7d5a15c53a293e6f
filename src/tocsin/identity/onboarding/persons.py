"""The persons that records become: each with the values its records state, and who they were joined to."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from tocsin.identity.matching.standard import home_parts, name_parts, nhs_parts
from tocsin.identity.onboarding.settings import settings
from tocsin.identity.stated import Stated

T = TypeVar("T")


class Persons:
    """Ids count up and are not used again; one who was joined to another points to them."""

    def __init__(self) -> None:
        self._entries: dict[str, Stated] = {}
        self._joined: dict[str, str] = {}
        self._issued = 0

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Stated]:
        return iter(self._entries.values())

    def entry(self, person: str) -> Stated:
        return self._entries[person]

    def issue(self) -> str:
        self._issued += 1
        return f"P{self._issued:08d}"

    def found(self, stated: Stated) -> str:
        """A new person, of one record."""
        person = self.issue()
        self._entries[person] = together(person, (stated,))
        return person

    def grow(self, person: str, stated: Stated) -> bool:
        """What a record adds to the person; False where it says nothing new."""
        held = self._entries[person]
        grown = together(person, (held, stated))
        self._entries[person] = grown
        return grown != held

    def join(self, person: str, other: str) -> str:
        """Both are one person from now on: the one who was there first."""
        kept, gone = sorted((self.now(person), self.now(other)))
        if kept != gone:
            self._joined[gone] = kept
            self.grow(kept, self._entries.pop(gone))
        return kept

    def now(self, person: str) -> str:
        while person in self._joined:
            person = self._joined[person]
        return person


def together(person: str, stated: Iterable[Stated]) -> Stated:
    """One entry of several, what was met first before what came later, and no value twice."""
    several, most = tuple(stated), settings().most
    return Stated(
        id=person,
        names=_each(several, "names", lambda one: name_parts(one.first, one.surname), most["names"]),
        births=_each(several, "births", lambda one: one, most["births"]),
        sex=next((one.sex for one in several if one.sex), ""),
        homes=_each(several, "homes", lambda one: home_parts(one.postcode, one.address), most["homes"]),
        nhs_numbers=_each(several, "nhs_numbers", nhs_or_nothing, most["nhs_numbers"]),
    )


def nhs_or_nothing(written: str) -> int:
    return nhs_parts(written)[1]


def _each(stated: tuple[Stated, ...], field: str, form: Callable[[T], Hashable], most: int) -> tuple[T, ...]:
    """By the form in which they are compared; what is nothing in that form is left out."""
    found: dict[Hashable, T] = {}
    for one in stated:
        for value in getattr(one, field):
            key = form(value)
            if _says(key):
                found.setdefault(key, value)
    return tuple(found.values())[:most]


def _says(key: Hashable) -> bool:
    return any(key) if isinstance(key, tuple) else bool(key)
