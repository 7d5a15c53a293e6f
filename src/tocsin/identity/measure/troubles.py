"""What was wrong in a file that was read all the same: counted by file and reason, with the first rows.

Holds no cell of any row: personal data stays in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

ROWS_NAMED = 5


@dataclass(slots=True)
class Trouble:
    file: str
    reason: str
    count: int = 0
    rows: list[int] = field(default_factory=list)  # the first few, as a spreadsheet numbers them

    @property
    def sentence(self) -> str:
        where = ", ".join(str(row) for row in self.rows)
        more = " and others" if self.count > len(self.rows) else ""
        place = f" (row{'s' if len(self.rows) > 1 else ''} {where}{more})" if self.rows else ""
        return f"{self.file}: {self.count:,} x {self.reason}{place}"


class Troubles:
    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Trouble] = {}

    def note(self, file: str, row: int, reason: str) -> None:
        """`row` 0: of the file as a whole, or of no one row."""
        trouble = self._found.setdefault((file, reason), Trouble(file, reason))
        trouble.count += 1
        if row and len(trouble.rows) < ROWS_NAMED:
            trouble.rows.append(row)

    def __iter__(self) -> Iterator[Trouble]:
        return iter(self._found.values())

    def __len__(self) -> int:
        return len(self._found)
