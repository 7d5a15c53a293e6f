"""Which entries count: one that was taken back does not, unless the taking back was itself taken back."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.identity.ledger.entries import Entry, Undo


class Journal:
    """The entries in order, and for each how many effective entries take it back."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._undone: list[int] = []

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, seq: int) -> Entry:
        return self._entries[seq - 1]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def is_effective(self, seq: int) -> bool:
        return self._undone[seq - 1] == 0

    def effective(self) -> list[Entry]:
        return [entry for entry, undone in zip(self._entries, self._undone, strict=True) if not undone]

    def add(self, entry: Entry) -> tuple[Entry, bool] | None:
        """The entry whose effect changes, and whether it now counts; None if nothing changes.

        An undo of an undo of an undo ... ends at one entry that is none, and only that one changes.
        """
        self._entries.append(entry)
        self._undone.append(0)
        counts = True
        while isinstance(entry.act, Undo):
            index = entry.act.seq - 1
            before = self._undone[index]
            self._undone[index] += 1 if counts else -1
            if (before == 0) == (self._undone[index] == 0):
                return None
            counts = self._undone[index] == 0
            entry = self._entries[index]
        return entry, counts
