"""Which adults an event is about: by the role its attributes give, and by names in its words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tocsin.identity.names import name_key, plain, role_code
from tocsin.identity.people import Person

ATTRIBUTES = ("relationship", "person_role", "person", "household_present", "household")
STATED = "person_id"


@dataclass
class AdultIndex:
    persons: Sequence[Person]
    _read: dict[str, tuple[str, ...]] = field(default_factory=dict)  # by words: a row may give many events

    @cached_property
    def adults(self) -> tuple[Person, ...]:
        return tuple(person for person in self.persons if person.kind == "adult")

    @cached_property
    def _by_role(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for person in self.adults:
            for role in person.roles:
                found[role].append(person.id)
        return found

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for person in self.adults:
            for name in person.names:
                found[plain(name)].append(person.id)
        return found

    @cached_property
    def _names(self) -> re.Pattern[str] | None:
        names = sorted({name for person in self.adults for name in person.names if len(name) > 2}, key=len)
        words = "|".join(re.escape(name) for name in reversed(names))
        return re.compile(rf"\b(?:{words})\b", re.IGNORECASE) if words else None

    def mentioned(self, attributes: Mapping[str, Sequence[str]], words: str) -> tuple[str, ...]:
        """Ids; a role or a name that several adults share names none. An id stated outright stands."""
        if stated := attributes.get(STATED):
            return tuple(stated)
        by_name = self._in_words(words)
        roles = [role_code(word) or "" for name in ATTRIBUTES for word in attributes.get(name, ())]
        by_role = [person for role in dict.fromkeys(roles) for person in self._one(self._by_role, role)]
        return tuple(dict.fromkeys((*by_name, *by_role)))

    def named_in_full(self, words: str) -> tuple[str, ...]:
        """Adults whose first and last names stand together in any order: "STRAKE, Callum (b. 1991)"."""
        said = [name_key(pair) for pair in self._pairs(words)]
        keys = {
            key: None
            for person in self.adults
            for name in person.names
            if len(key := name_key(name)) > 3 and " " in key and key in said
        }
        held = [[p.id for p in self.adults if key in map(name_key, p.names)] for key in keys]
        return tuple(dict.fromkeys(ids[0] for ids in held if len(ids) == 1))

    @staticmethod
    def _pairs(words: str) -> list[str]:
        found = re.findall(r"(?=\b([A-Z][\w'’-]*,? [A-Z][\w'’-]*))", words)
        return [pair.replace(",", " ") for pair in found]

    def _in_words(self, words: str) -> tuple[str, ...]:
        if words not in self._read:
            named = {plain(name): None for name in (self._names.findall(words) if self._names else ())}
            self._read[words] = tuple(person for name in named for person in self._one(self._by_name, name))
        return self._read[words]

    @staticmethod
    def _one(index: Mapping[str, list[str]], key: str) -> list[str]:
        held = index.get(key, [])
        return held if len(held) == 1 else []
