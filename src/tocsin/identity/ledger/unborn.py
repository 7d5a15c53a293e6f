"""Unborn children: one person for each foetus, from the first message about it, and the same person at birth.

A foetus is known by its mother, its due date and its ordinal. The mother is a record; who that record's
person is can change as records are joined, so sameness is asked of the ledger as it stands, and the
answer is an act that can be taken back like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from tocsin.errors import LedgerRefused
from tocsin.identity.ledger.entries import Ended, Entry, Promote
from tocsin.identity.ledger.settings import table
from tocsin.identity.ledger.state import State
from tocsin.identity.stated import Unborn

PersonOf = Callable[[str], str | None]


def same_child(new: Unborn, held: Mapping[str, Unborn], *, person_of: PersonOf) -> tuple[str, ...]:
    """Records of `held` that speak of the same unborn child, the nearest due date first.

    Twins are told apart by their ordinals alone. A mother whom nobody knows matches herself only.
    """
    near = timedelta(days=table("unborn")["due_days"])
    mother = person_of(new.mother) or new.mother
    found = [
        (abs(other.due - new.due), record)
        for record, other in held.items()
        if other.ordinal == new.ordinal
        and (person_of(other.mother) or other.mother) == mother
        and abs(other.due - new.due) <= near
    ]
    return tuple(record for _, record in sorted(found))


def may_be_born(unborn: Unborn, born: date) -> bool:
    """Whether a birth on this day can end that pregnancy."""
    days = table("unborn")["born_days"]
    return bool(-days["before"] <= (born - unborn.due).days <= days["after"])


def promotions(expected: Mapping[str, Unborn], births: Sequence[str]) -> tuple[Promote, ...]:
    """One mother's expected children (record -> Unborn), each with the birth of its place.

    `births`: the birth records in the order of birth, "" where that child was stillborn; ordinals follow
    it. Where the numbers differ nobody can say which is which: LedgerRefused, and a person decides.
    """
    if len(expected) != len(births) or len({one.ordinal for one in expected.values()}) != len(expected):
        raise LedgerRefused(
            "There are not as many births as children expected.",
            do="Let a person say which child was born, and whether another was lost.",
        )
    in_order = sorted(expected, key=lambda record: expected[record].ordinal)
    return tuple(Promote(record, birth) for record, birth in zip(in_order, births, strict=True) if birth)


def check_fate(entry: Entry, state: State) -> None:
    """An unborn child is born once, or not at all. Raises LedgerRefused."""
    act = entry.act
    if isinstance(act, Promote | Ended):
        fates = state.fate_of(state.person_of(act.unborn) or "")
        if any(isinstance(act, Ended) or fate.birth != act.birth for fate in fates):
            raise LedgerRefused(
                "What became of this unborn child is already in the ledger.",
                where=f"entry {entry.seq}",
                do="Take the earlier entry back first, if it was wrong.",
            )
