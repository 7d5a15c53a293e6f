"""What waits for a person: proposals of the engine, and links that something forbids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tocsin.cli.identity_words import WHYS
from tocsin.identity.acts import FoundByEngine, found_by_engine, known_of
from tocsin.identity.ledger.entries import Assert, Entry, Pair, Proposed, Reject, Restated, pair
from tocsin.identity.ledger.plausible import CODES, DECIDED_APART, Known, clashes, words
from tocsin.identity.ledger.state import State
from tocsin.identity.live import Linker
from tocsin.identity.stated import Stated
from tocsin.identity.stores.store import Store

# Reasons for which joining takes a second reviewer: twins, siblings, namesakes, two valid NHS numbers.
HIGH_RISK = frozenset(
    (
        "another_nearly_as_good",
        "first_name_missing",
        "two_nhs_numbers",
        "birth_dates_differ",
        "birth_dates_apart",
        "two_births",
        "decided_apart",
    )
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """`number`: of the ledger's entry that names the pair last. `found` is None for a link of a person's."""

    number: int
    a: str
    b: str
    codes: tuple[str, ...]
    found: FoundByEngine | None
    born_together: bool

    @property
    def high_risk(self) -> bool:
        return self.born_together or bool(HIGH_RISK.intersection(self.codes))

    @property
    def despite(self) -> tuple[str, ...]:
        """Rules that a person who joins the two says do not hold for them."""
        return tuple(code for code in self.codes if code in CODES)


def queue(ledger: Linker, store: Store) -> list[Waiting]:
    """Oldest first."""
    found = {pair_of(item): item for item in _proposals(ledger.state)}
    forbidden = {(item.link.a, item.link.b): item.clashes for item in ledger.state.review()}
    latest = _latest(ledger.state)
    pairs = sorted(
        {**found, **{at: latest[at] for at in forbidden if at in latest}}.items(), key=lambda one: one[1].seq
    )
    stated = store.stated({record for at, _ in pairs for record in at})
    return [
        _waiting(entry, tuple(clash.code for clash in forbidden.get(at, ())), stated) for at, entry in pairs
    ]


def pair_of(entry: Entry) -> Pair:
    assert isinstance(entry.act, Assert | Proposed)
    return pair(entry.act.a, entry.act.b)


def _latest(state: State) -> dict[Pair, Entry]:
    return {pair_of(entry): entry for entry in state.journal.effective() if isinstance(entry.act, Assert)}


def _proposals(state: State) -> Iterator[Entry]:
    """Undecided, and not of one person already by another way."""
    last: dict[Pair, Entry] = {}
    anew: dict[str, int] = {}  # record -> when the engine last looked at it again
    for entry in state.journal.effective():
        if isinstance(entry.act, Restated):
            anew[entry.act.record] = entry.seq
        if isinstance(entry.act, Assert | Proposed | Reject):
            last[pair(entry.act.a, entry.act.b)] = entry
    for entry in last.values():
        if not isinstance(entry.act, Proposed) or entry.seq < anew.get(entry.act.a, 0):
            continue
        if _apart(state, *pair_of(entry)):
            yield entry


def _apart(state: State, a: str, b: str) -> bool:
    one, other = state.person_of(a), state.person_of(b)
    return one is not None and other is not None and one != other


def _waiting(entry: Entry, codes: tuple[str, ...], stated: Mapping[str, Stated]) -> Waiting:
    assert isinstance(entry.act, Assert | Proposed)
    a, b = entry.act.a, entry.act.b
    told = found_by_engine(entry)
    from_rules = clashes(*(known_in(stated.get(record)) for record in (a, b))) if not codes else ()
    every = (*codes, *from_rules, *((told.why,) if told and told.why else ()))
    return Waiting(
        entry.seq, a, b, tuple(dict.fromkeys(every)), told, born_together(stated.get(a), stated.get(b))
    )


def known_in(stated: Stated | None) -> Known:
    return known_of(stated) if stated else Known()


def born_together(one: Stated | None, other: Stated | None) -> bool:
    """As twins are: one birth date, and first names that differ."""
    if one is None or other is None or not set(one.births) & set(other.births):
        return False
    firsts = ({name.first.casefold() for name in each.names if name.first} for each in (one, other))
    mine, theirs = firsts
    return bool(mine and theirs and not mine & theirs)


def code_words(code: str) -> str:
    if code in (*CODES, DECIDED_APART):
        return words(code)
    said = WHYS.get(code, code.replace("_", " "))
    return f"{said[0].upper()}{said[1:]}."
