"""Dates of birth that stand above a table ("DOB: 12/03/2021"), each with its words and its place.

They are facts of the file, not of a row, and are counted nowhere. Whose birth it is, the words say or
the file does; that is for identity to settle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from tocsin.errors import DateError, UndatedError
from tocsin.records.dates import parse_when
from tocsin.records.headings import is_header
from tocsin.records.raw import RawFile, RawRow, RawTable
from tocsin.records.reading import own_words
from tocsin.records.record import BirthStated, Place
from tocsin.records.reference_data import data_file, limits

LONGEST = 200  # characters of a title
_LEADING, _DATE_ENDS = re.compile(r"[\s:=–-]+"), re.compile(r"[;|()\[\]\n]|, (?!\d)|\.\s")
Told = tuple[Place, str]


@lru_cache(maxsize=1)
def _announced() -> re.Pattern[str]:
    names = sorted(data_file("births.yaml")["announced"], key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)


def births_stated(
    raw: RawFile, *, file: str, sha256: str, today: date, pivot: int | None
) -> Iterator[BirthStated]:
    """One for each place that announces a birth and gives one whole day."""
    for place, words in _titles(raw, file, sha256):
        for day in _days(words, today=today, pivot=pivot):
            yield BirthStated(day, words, place)


def _days(words: str, *, today: date, pivot: int | None) -> Iterator[date]:
    for met in _announced().finditer(words):
        rest = _LEADING.sub("", words[met.end() :], count=1)
        written = _DATE_ENDS.split(rest, maxsplit=1)[0].strip(" .,")
        try:
            when = parse_when(written, today=today, pivot=pivot)
        except (DateError, UndatedError):
            continue
        if when.exact and not when.uncertain:
            yield when.start


def _titles(raw: RawFile, file: str, sha256: str) -> Iterator[Told]:
    for table in raw.tables:
        for words in table.titles:
            yield Place(file, sha256, 0, part=f"above {table.part}"), words
        for row in _above_the_header(table):
            said = " ".join(words for _, words in own_words(row))
            if said and len(said) <= LONGEST:
                yield Place(file, sha256, row.row, part=table.part), said


def _above_the_header(table: RawTable) -> Sequence[RawRow]:
    """None where no header is found: those are rows of a chronology, not titles."""
    first = table.rows[: limits().title_rows]
    at = next((n for n, row in enumerate(first) if is_header(row, stated={})), 0)
    return first[:at]
