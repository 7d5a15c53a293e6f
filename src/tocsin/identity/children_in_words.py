"""Which children the words of a row name, and where: by name, by first name, or all of them at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tocsin.identity.names import plain, roles_table
from tocsin.identity.people import Person


def is_other(label: str) -> bool:
    """ "baby", "sibling_7": another child of the home."""
    words = re.sub(r"\s*\d+$", "", plain(label))
    return words in roles_table()["other_child_words"]


@dataclass(frozen=True, slots=True)
class Naming:
    """The children that one stretch of a text names. `all` is "both children", which names none by name."""

    start: int
    end: int
    children: tuple[str, ...]
    all: bool = False


@dataclass
class ChildrenInWords:
    children: Sequence[Person]

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for child in self.children:
            for word in {plain(name) for name in (*self._names(child), *self._first(child))}:
                found.setdefault(word, []).append(child.id)
        return found

    def _names(self, child: Person) -> list[str]:
        return [name for name in child.names if len(name) > 2 and not is_other(name)]

    def _first(self, child: Person) -> list[str]:
        """The first name alone, where it is nobody else's and no common word."""
        firsts = Counter(self._first_word(each) for each in self.children)
        word = self._first_word(child)
        common = {plain(each) for each in roles_table()["first_names_that_are_words"]}
        return [word] if len(word) > 2 and firsts[word] == 1 and plain(word) not in common else []

    @staticmethod
    def _first_word(child: Person) -> str:
        words = child.names[0].split() if child.names else []
        labels = (*roles_table()["label_words"], *roles_table()["other_child_words"])
        return words[0] if len(words) > 1 and plain(words[0]) not in labels else ""

    @cached_property
    def _named(self) -> re.Pattern[str] | None:
        names = sorted(
            {name for child in self.children for name in self._names(child)}, key=len, reverse=True
        )
        firsts = sorted({name for child in self.children for name in self._first(child)}, key=len)
        said = [f"(?i:{re.escape(name)})" for name in names] + [re.escape(name) for name in reversed(firsts)]
        return re.compile(rf"\b(?:{'|'.join(said)})(?!\w)") if said else None

    def namings(self, words: str, *, on: date | None) -> list[Naming]:
        """In the order of the text; `on` says which children were born when all are meant."""
        return sorted((*self._by_name(words), *self._all(words, on)), key=lambda naming: naming.start)

    def _by_name(self, words: str) -> Iterator[Naming]:
        for found in self._named.finditer(words) if self._named else ():
            held = self._by_word.get(plain(found.group()), [])
            if len(held) == 1:
                yield Naming(found.start(), found.end(), (held[0],))

    def _all(self, words: str, on: date | None) -> Iterator[Naming]:
        for found in _everybody().finditer(words):
            yield Naming(found.start(), found.end(), self.living(on), all=True)

    def living(self, on: date | None) -> tuple[str, ...]:
        """Born by then, as far as is known, and not dead."""
        return tuple(child.id for child in self.children if on is None or _lives(child, on))

    def about(self, words: str, subjects: Sequence[str], *, on: date | None) -> tuple[str, ...]:
        """() where nobody is named. A child who was "examined also" is one beside the folder's subject."""
        namings = self.namings(words, on=on)
        named = {child for naming in namings for child in naming.children}
        if any(_also().match(words, naming.end) for naming in namings if not naming.all):
            named |= set(subjects)
        ranked = (*(child for child in subjects if child in named), *(child.id for child in self.children))
        return tuple(dict.fromkeys(child for child in ranked if child in named))


def _lives(child: Person, on: date) -> bool:
    if child.died is not None and child.died < on:
        return False
    if child.born is not None:
        return child.born.start <= on
    return child.due is None or child.due <= on


def _everybody() -> re.Pattern[str]:
    return re.compile(roles_table()["all_children"])


def _also() -> re.Pattern[str]:
    return re.compile(roles_table()["also"])
