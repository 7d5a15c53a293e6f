"""Which children of the family a row's words mean: by name, by number, all together, or the one expected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

from tocsin.chronology.vocabulary import data_table
from tocsin.identity.children import ChildIndex, labels_of
from tocsin.identity.children_in_words import ChildrenInWords, Naming
from tocsin.identity.people import Person
from tocsin.records.record import Record


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Any]:
    table: dict[str, Any] = data_table("whose")["family"]
    for name in ("strangers", "together", "unborn", "the_baby"):
        table[name] = re.compile(table[name])
    table["number"] = re.compile(rf"\b(?:{'|'.join(table['numbers'])})\b", re.IGNORECASE)
    table["stop"] = re.compile(data_table("whose")["stop"])
    return table


@dataclass
class FamilyWords:
    """The folder's children, and how the words of its rows call them."""

    index: ChildIndex

    @cached_property
    def _names(self) -> ChildrenInWords:
        return self.index.in_words

    @cached_property
    def children(self) -> tuple[Person, ...]:
        return self.index.children

    def of_row(self, record: Record) -> tuple[str, ...]:
        """Its label's; else those its account names, alone or together; else the subject. The child
        expected comes last, where the words speak of it."""
        if len(self.children) < 2 or record.event_type or labels_of(record):
            return self.index.child_of(record)
        on, words = record.when.end if record.when else None, record.cells.get("what", "")
        together = {child for naming in self._together(words, on) for child in naming.children}
        own = self._names.about(own_words(words), self.index.subjects, on=on)
        named = [*own, *(child.id for child in self.children if child.id in together)]
        return tuple(dict.fromkeys((*(named or self.index.subjects), *self.unborn_in(words, on))))

    def namings(self, words: str, *, on: date | None) -> list[Naming]:
        """In the order of the text; children of other families are not ours."""
        ours = self._names.namings(own_words(words), on=on)
        counted = [self._counted(naming, words, on) if naming.all else naming for naming in ours]
        return sorted((*counted, *self._together(words, on)), key=lambda naming: naming.start)

    def _counted(self, naming: Naming, words: str, on: date | None) -> Naming:
        """ "All three children" are three: with the one expected, where that makes the number."""
        number = _number(words[naming.start : naming.end])
        sentence = sentence_at(words, naming.start)
        children = self._so_many(number, on) or naming.children
        expected = self.unborn_in(words[sentence.start : sentence.stop], on)
        return replace(naming, children=tuple(dict.fromkeys((*children, *expected))))

    def _together(self, words: str, on: date | None) -> Iterator[Naming]:
        """ "Both absent", "all three seen": without the word children, so only where the number fits."""
        for found in _table()["together"].finditer(own_words(words)):
            children = self._so_many(_number(found.group()), on)
            if children:
                yield Naming(found.start(), found.end(), children, all=True)

    def _so_many(self, number: int, on: date | None) -> tuple[str, ...]:
        living = self._names.living(on)
        return next((some for some in (living, (*living, *self.expected(on))) if len(some) == number), ())

    def expected(self, on: date | None) -> tuple[str, ...]:
        """Children not yet born on that day, of a pregnancy that had begun."""
        if on is None:
            return ()
        reach = timedelta(weeks=_table()["pregnancy_weeks"])
        days = {child.id: child.born.start if child.born else child.due for child in self.children}
        return tuple(child for child, day in days.items() if day is not None and on < day <= on + reach)

    def unborn_in(self, words: str, on: date | None) -> tuple[str, ...]:
        """The child expected, where the words speak of one; "the baby" may be a baby already born."""
        expected = self.expected(on)
        if not expected or on is None:
            return ()
        infant = timedelta(days=_table()["infant_days"])
        born = [child.born.start for child in self.children if child.born and child.born.start <= on]
        called = _table()["the_baby"] if all(day + infant < on for day in born) else _table()["unborn"]
        return expected if called.search(words) else ()


def own_words(words: str) -> str:
    """The same length, with the children of other families blanked out."""
    return str(_table()["strangers"].sub(lambda found: " " * len(found.group()), words))


def sentence_at(words: str, at: int) -> range:
    start, end = 0, len(words)
    for stop in _table()["stop"].finditer(words):
        if stop.end() <= at:
            start = stop.end()
        else:
            end = stop.start()
            break
    return range(start, end)


def _number(words: str) -> int:
    found = _table()["number"].search(words)
    return int(_table()["numbers"][found.group().casefold()]) if found else 0
