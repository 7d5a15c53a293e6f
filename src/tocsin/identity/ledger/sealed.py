"""Sealed links: an adopted child's old and new identity, or a protected person's. Never joined, never told.

What a seal is. Seals have a list of their own with numbers of their own, apart from the entries of the
ledger, so that no gap, count or size tells of one. A seal says that two records are one person whose two
identities must not meet. The state takes from it one thing only, that the two are never joined, and it
gives no reason for that: no answer, search, explanation, review item, change or export is made from seals.

Content. The engine's links between the two sides are withheld at the door (`ledger.Ledger.take`): they are
kept here and not among the entries, so the ordinary list is what it would be had the engine never compared
the two. One thing can be noticed: a person who already believes the two to be one, and enters that, sees
them stay two. What she knew she knew before; nothing more is told to her, and nothing is listed.

Timing. Ordinary reading looks at groups that are already formed and never at the seals, so its work is the
same, operation for operation, with and without one. `open_sealed` without a ground writes its audit row and
returns a constant without looking. Writing reads the list of seals each time, whether it holds any or not;
asking whether two groups are apart passes through the seals in the same way for everybody, and the one more
set that is met where there is a seal (tens of nanoseconds) stands beside a write to disk of half a
millisecond or more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from tocsin.errors import LedgerRefused
from tocsin.identity.ledger.entries import ENGINE, Pair
from tocsin.identity.ledger.settings import table


class SealedAct(msgspec.Struct, frozen=True, tag_field="act", omit_defaults=True):
    """What an entry of the sealed list does."""


class Seal(SealedAct, frozen=True, tag="seal"):
    """`kind`: a code of data/sealed.yaml. `sides`: the records of either person on that day."""

    old: str
    new: str
    kind: str
    sides: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


class Lift(SealedAct, frozen=True, tag="lift"):
    """Takes back a seal, by its number in the sealed list."""

    seq: int


class Withheld(SealedAct, frozen=True, tag="withheld"):
    """A link of the engine's between the two sides, kept out of the ledger."""

    a: str
    b: str
    score: float


class SealedEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """As an entry of the ledger, with a number in the sealed list."""

    act: Seal | Lift | Withheld
    on: datetime
    by: str
    reason: str = ""
    seq: int = 0


class Ground(msgspec.Struct, frozen=True):
    """Why a sealed link may be opened: a code of data/sealed.yaml, and the number of the order or case."""

    kind: str
    reference: str


class AuditRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """Written before the answer, whatever the answer. `ground` is None for somebody who gave none."""

    on: datetime
    by: str
    person: str
    ground: Ground | None = None
    seq: int = 0


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """The other identity of a person. `look`: a side has lost records since, and somebody must look."""

    other: str  # person id
    kind: str
    sealed_on: datetime
    look: bool = False
    withheld: int = 0  # links of the engine's that were kept out


@dataclass(frozen=True, slots=True)
class Opened:
    links: tuple[OpenedLink, ...] = ()


NOTHING = Opened()


def check_sealed(entry: SealedEntry, book: SealedBook) -> None:
    """Raises LedgerRefused, in words that tell nothing of other seals."""
    act = entry.act
    if isinstance(act, Seal) and (act.old == act.new or act.kind not in table("sealed")["kinds"]):
        raise LedgerRefused("A seal needs two records and a kind of the list.", do="See sealed.yaml.")
    if isinstance(act, Lift) and act.seq not in book.seals:
        raise LedgerRefused("There is no such seal to lift.", do="Give the number of a seal that stands.")
    if not isinstance(act, Withheld) and (entry.by in ("", ENGINE) or not entry.reason.strip()):
        raise LedgerRefused("A person seals and lifts, and says why.", do="Sign it and give the reason.")


def check_ground(ground: Ground) -> None:
    if ground.kind not in table("sealed")["grounds"] or not ground.reference.strip():
        raise LedgerRefused(
            "That is no ground for opening a sealed link.",
            do="Give a kind of sealed.yaml and the reference of the order, case or log.",
        )


@dataclass(slots=True)
class SealedBook:
    """The sealed list as it stands: seals by number, and what was withheld."""

    seq: int = 0
    seals: dict[int, SealedEntry] = field(default_factory=dict)
    withheld: dict[Pair, SealedEntry] = field(default_factory=dict)

    def take(self, entry: SealedEntry) -> tuple[Pair | None, Pair | None]:
        """(pair now sealed, pair no longer sealed)."""
        self.seq = entry.seq
        match entry.act:
            case Seal(old, new):
                self.seals[entry.seq] = entry
                return (old, new), None
            case Lift(seq):
                gone = self.seals.pop(seq).act
                assert isinstance(gone, Seal)
                return None, (gone.old, gone.new)
            case Withheld(a, b):
                self.withheld[a, b] = entry
        return None, None

    def holds(self, act: SealedAct) -> bool:
        """Whether the same was withheld before."""
        found = self.withheld.get((act.a, act.b)) if isinstance(act, Withheld) else None
        return found is not None and found.act == act
