"""What a ledger amounts to, as plain data: the incremental state and a rebuild give the same bytes."""

from __future__ import annotations

import msgspec

from tocsin.identity.ledger.apart import Clash
from tocsin.identity.ledger.facts import Version


class Link(msgspec.Struct, frozen=True, order=True):
    """An active link. `basis`: "decided" by a person, "born" (a promotion) or "scored" by the engine."""

    a: str
    b: str
    basis: str
    score: float = 0.0


class ReviewItem(msgspec.Struct, frozen=True, order=True):
    """A link that would join two persons, and what forbids it. Nothing is joined until a person decides."""

    link: Link
    clashes: tuple[Clash, ...]


class Fate(msgspec.Struct, frozen=True, order=True):
    """What became of an unborn child's record: born as another record, or ended."""

    unborn: str
    birth: str = ""
    how: str = ""


class Picture(msgspec.Struct, frozen=True):
    """`persons`: id -> records. `redirects`: every other id that still has a record -> its person's id.

    `empty`: ids whose record was withdrawn, or whose arrival was taken back. Each list is sorted.
    """

    persons: dict[str, tuple[str, ...]]
    redirects: dict[str, str]
    empty: tuple[str, ...]
    review: tuple[ReviewItem, ...]
    links: tuple[Link, ...]
    rejected: tuple[tuple[str, str], ...]
    splits: tuple[tuple[tuple[str, ...], ...], ...]
    fates: tuple[Fate, ...]
    facts: tuple[Version, ...]

    def dump(self) -> bytes:
        return msgspec.json.encode(self, order="sorted")
