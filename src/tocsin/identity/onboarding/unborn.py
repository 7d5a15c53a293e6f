"""Unborn children of all agencies' records: one person a foetus, and the same person at birth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.identity.ledger.settings import table
from tocsin.identity.ledger.unborn import may_be_born
from tocsin.identity.stated import Unborn

Key = tuple[str, str]  # agency, local id


@dataclass(frozen=True, slots=True)
class Expected:
    """A record of an unborn child. `mother`: a person, "" where unknown. `ordinal` 0: not said."""

    key: Key
    mother: str
    due: date
    ordinal: int


@dataclass(slots=True)
class Foetus:
    unborn: Unborn
    records: list[Key]


@dataclass(frozen=True, slots=True)
class Pregnancy:
    """Of one mother; the foetuses in the order of their ordinals."""

    mother: str
    due: date
    foetuses: tuple[Foetus, ...]


def pregnancies(expected: Iterable[Expected]) -> Iterator[Pregnancy]:
    """A record whose mother is not known stands alone."""
    of_mother: defaultdict[str, list[Expected]] = defaultdict(list)
    for one in expected:
        of_mother[one.mother or "/".join(one.key)].append(one)
    for mother, records in of_mother.items():
        for together in _by_due_date(records):
            yield _pregnancy(mother, together)


def _by_due_date(records: Sequence[Expected]) -> Iterator[list[Expected]]:
    near = timedelta(days=table("unborn")["due_days"])
    held: list[Expected] = []
    for one in sorted(records, key=lambda record: record.due):
        if held and one.due - held[0].due > near:
            yield held
            held = []
        held.append(one)
    yield held


def _pregnancy(mother: str, records: Sequence[Expected]) -> Pregnancy:
    foetuses: dict[int, Foetus] = {}
    met: defaultdict[str, int] = defaultdict(int)
    for one in sorted(records, key=lambda record: record.key[0]):
        met[one.key[0]] += 1
        ordinal = one.ordinal or met[one.key[0]]
        foetus = foetuses.setdefault(ordinal, Foetus(Unborn(mother, records[0].due, ordinal), []))
        foetus.records.append(one.key)
    return Pregnancy(mother, records[0].due, tuple(foetuses[number] for number in sorted(foetuses)))


def born_of(pregnancy: Pregnancy, children: Mapping[str, date]) -> tuple[str, ...]:
    """The mother's children whom the pregnancy can have ended in, in the order of birth."""
    near = {
        child: born for child, born in children.items() if may_be_born(pregnancy.foetuses[0].unborn, born)
    }
    return tuple(sorted(near, key=lambda child: (near[child], child)))
