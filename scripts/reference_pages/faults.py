"""docs/reference/errors.md, from the tree of errors wherever its classes are declared."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import tocsin
from reference_pages.markdown import code, page, table
from tocsin.errors import TocsinError

SOURCE = "`src/tocsin/errors.py` and the classes that extend it"
KINDS = {0: "no fault", 1: "unforeseen", 2: "asked for what cannot be", 3: "input", 4: "catalogue"}


def every_error() -> list[type[TocsinError]]:
    """All classes of the tree, by code; every module of the package is imported first."""
    for module in pkgutil.walk_packages(tocsin.__path__, "tocsin."):
        importlib.import_module(module.name)
    return sorted(below(TocsinError), key=lambda one: one.code)


def below(kind: type[TocsinError]) -> Iterator[type[TocsinError]]:
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def errors_page() -> str:
    said = (
        "Every error that Tocsin shows has a code. The message says what was found, where, and what to "
        "do. It holds file names, row numbers and column headings, and never a name, a date of birth or "
        "the words of a record, so it can be sent to somebody who may not read the records.\n\nA file "
        "or a row that cannot be used is set aside and counted, and the rest is read. Only an error "
        "that leaves nothing to work on ends the command, with the exit status shown.\n"
    )
    rows = [
        (code(one.code), one.help, f"{one.exit_status} ({KINDS[one.exit_status]})") for one in every_error()
    ]
    return page("Errors", said, table(("code", "means", "exit status"), rows), source=SOURCE)
