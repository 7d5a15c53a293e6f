"""What a folder says of who each entry is, in the words the matching engine takes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tocsin.identity.children import ChildIndex, labels_of
from tocsin.identity.children_in_words import is_other
from tocsin.identity.names import data_table, plain, roles_table, title_side
from tocsin.identity.people import Person
from tocsin.identity.stated import Home, Name, Stated
from tocsin.records.record import FileRead, Record


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of the rows about one child, each value once."""

    sexes: tuple[str, ...] = ()
    homes: tuple[Home, ...] = ()
    nhs_numbers: tuple[str, ...] = ()

    def __add__(self, other: Columns) -> Columns:
        return Columns(
            tuple(dict.fromkeys((*self.sexes, *other.sexes))),
            tuple(dict.fromkeys((*self.homes, *other.homes))),
            tuple(dict.fromkeys((*self.nhs_numbers, *other.nhs_numbers))),
        )


@dataclass(frozen=True)
class Told:
    """By entry id. Adults have no columns of their own: their names, and births from review.yaml, are all."""

    columns: Mapping[str, Columns] = field(default_factory=dict)

    def known_as(self, into: Mapping[str, str]) -> Told:
        """The same once entries are joined."""
        found: dict[str, Columns] = defaultdict(Columns)
        for entry, columns in self.columns.items():
            found[into.get(entry, entry)] += columns
        return Told(found)

    def numbered(self, *persons: Person) -> bool:
        """Whether the folder gives an NHS number for each."""
        return all(self.columns.get(person.id, Columns()).nhs_numbers for person in persons)

    def stated(self, person: Person) -> Stated:
        columns = self.columns.get(person.id, Columns())
        return Stated(
            id=person.id,
            names=tuple(map(_name, own_names(person))),
            births=(person.born.start,) if person.born is not None and person.born.exact else (),
            sex=columns.sexes[0] if len(columns.sexes) == 1 else "",
            homes=columns.homes,
            nhs_numbers=columns.nhs_numbers,
            # Its own: in one folder two entries of one home and birth date are as likely one child as twins.
            household=person.id,
        )


def told_in(reads: Sequence[FileRead], children: Sequence[Person]) -> Told:
    """From rows whose own column names the child, and in a folder about one child from every row."""
    index, found = ChildIndex(children), defaultdict[str, Columns](Columns)
    for record in (record for read in reads for record in read.records if record.extra):
        about = index.child_of(record) if labels_of(record) or len(children) == 1 else ()
        if len(about) == 1 and (said := _columns(record)) != Columns():
            found[about[0]] += said
    return Told(found)


def own_names(person: Person) -> list[str]:
    """Names; a label such as "sibling 7" is none."""
    return [name for name in person.names if _is_name(name)]


@lru_cache(maxsize=1 << 14)
def _is_name(words: str) -> bool:
    labels = roles_table()["label_words"]
    return not (re.search(r"\d", words) or is_other(words)) and plain(words).partition(" ")[0] not in labels


def _name(written: str) -> Name:
    """ "HART, Ellie" and "Ellie Hart"; one word is a first name, unless a title stands before it."""
    last, comma, first = written.partition(",")
    if comma:
        return Name(first.strip(), last.strip())
    words = [word for word in written.split() if plain(word) not in roles_table()["titles"]]
    if len(words) == 1 and title_side(written):
        return Name("", words[0])
    return Name(" ".join(words[:-1]) or " ".join(words), words[-1] if len(words) > 1 else "")


@lru_cache(maxsize=1)
def _meanings() -> Mapping[str, str]:
    """Heading -> what stands under it."""
    table = data_table("headings")
    return {heading: what for what in ("sex", "postcode", "address", "nhs_number") for heading in table[what]}


@lru_cache(maxsize=1)
def _sexes() -> Mapping[str, str]:
    return {word: code for code, words in data_table("headings")["sexes"].items() for word in words}


def _columns(record: Record) -> Columns:
    cells = dict(_cells(record))
    home = Home(cells.get("postcode", ""), cells.get("address", ""))
    sex = _sexes().get(plain(cells.get("sex", "")), "")
    number = cells.get("nhs_number", "")
    return Columns(
        (sex,) if sex else (),
        (home,) if home != Home() else (),
        (number,) if number else (),
    )


def _cells(record: Record) -> Iterator[tuple[str, str]]:
    for heading, words in record.extra.items():
        if (what := _meanings().get(plain(heading))) and words.strip():
            yield what, words.strip()
