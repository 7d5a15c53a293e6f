"""Every error Tocsin shows to a person, as one tree.

TocsinError
├── InputError         something is wrong with what was given     exit status 3
│   └── one class a cause, in the section below
├── CatalogueError     a card, a local file or a data table       exit status 4
└── UsageError         a command was asked for what cannot be     exit status 2

A message says what was found, where, and what to do. It holds no name, date of birth or words
of a record: file names, row numbers and column headings only. Each class has a code, and each
code has a help text; `docs/reference/errors.md` is generated from this file.
"""

from __future__ import annotations

from typing import ClassVar


class TocsinError(Exception):
    """Shown to the user as one clear answer, without a traceback."""

    code: ClassVar[str] = "T000"
    exit_status: ClassVar[int] = 1
    help: ClassVar[str] = ""

    def __init__(self, found: str, *, where: str = "", do: str = "") -> None:
        self.found = found
        self.where = where
        self.do = do
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        place = f"{self.where}: " if self.where else ""
        remedy = f" {self.do}" if self.do else ""
        return f"{self.code} {place}{self.found}{remedy}"


class InputError(TocsinError):
    code = "T100"
    exit_status = 3
    help = "Something is wrong with a file or folder that was given."


class CatalogueError(TocsinError):
    code = "T300"
    exit_status = 4
    help = "An indicator card, a partnership's local file or a data table cannot be used."


class UsageError(TocsinError):
    code = "T200"
    exit_status = 2
    help = "The command was asked for something that cannot be."
