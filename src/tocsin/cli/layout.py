"""Long sentences on a narrow screen: wrapped, and a long choice as a list."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterator

WIDEST = 100  # columns that an eye still follows
LONG = 160  # characters of a sentence that are better read as a list
_CHOICE = re.compile(r", (?=or (?:“|with ))|; (?=and each with )")


def width() -> int:
    return min(shutil.get_terminal_size().columns, WIDEST)


def laid_out(sentence: str, *, indent: str = "", columns: int = 0) -> Iterator[str]:
    """The lines of a sentence; a long choice stands one to a line, the further ones deeper."""
    room = columns or width()
    parts = _CHOICE.split(sentence) if len(sentence) > LONG else [sentence]
    for number, part in enumerate(parts):
        first = indent if not number else f"{indent}    "
        yield from textwrap.wrap(
            part,
            room,
            initial_indent=first,
            subsequent_indent=f"{first}  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
