"""Names in a row's words, linked to the adults the folder lists, and the role that this says.

Never where two people bear the name, and never by a first name that goes on into another surname.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from tocsin.chronology.drafts import Draft, words_of
from tocsin.chronology.family_words import sentence_at
from tocsin.chronology.vocabulary import data_table, vocabulary
from tocsin.identity.names import plain, roles_table
from tocsin.identity.people import People, Person


@dataclass(frozen=True, slots=True)
class Named:
    """One adult, by name, at one place of a text."""

    person: str
    role: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Any]:
    table: dict[str, Any] = data_table("named")
    return table | {name: re.compile(table[name]) for name in ("did", "by", "denied")}


@dataclass(frozen=True)
class NamedAdults:
    people: People

    @property
    def persons(self) -> Sequence[Person]:
        return self.people.persons

    def linked(self, words: str) -> tuple[str, ...]:
        """Who the words name. An entry that may be one with another is linked to none until that is decided:
        linked, it would set two accounts of one man apart."""
        open_ = {person for one in self.people.proposals for person in (one.a, one.b)}
        return tuple(dict.fromkeys(one.person for one in self.in_words(words) if one.person not in open_))

    @cached_property
    def _holders(self) -> Mapping[str, frozenset[str]]:
        """By form of a name: all who bear it, children too."""
        found: dict[str, set[str]] = defaultdict(set)
        for person in self.persons:
            for name in person.names:
                for form in (name, *_first(name)):
                    found[plain(form)].add(person.id)
        return {form: frozenset(held) for form, held in found.items()}

    @cached_property
    def _known(self) -> Mapping[str, str]:
        """The one relationship of each adult who is known by one that the vocabulary has."""
        codes = vocabulary().codes["relationship"]
        adults = (one for one in self.persons if one.kind == "adult" and len(one.roles) == 1)
        return {one.id: one.roles[0] for one in adults if one.roles[0] in codes}

    @cached_property
    def _said(self) -> re.Pattern[str] | None:
        known = (one for one in self.persons if one.id in self._known)
        forms = {form for one in known for name in one.names for form in (name, *_first(name))}
        longest = sorted((form for form in forms if len(form) > 2), key=lambda form: (-len(form), form))
        said = "|".join(re.escape(form) for form in longest)
        return re.compile(rf"\b(?:{said})(?![\w-])", re.IGNORECASE) if said else None

    def _met(self, words: str) -> Iterator[tuple[re.Match[str], frozenset[str]]]:
        for found in self._said.finditer(words) if self._said else ():
            following = words[found.end() : found.end() + 3]
            surname = following[:1] == " " and following[1:2].isupper() and following[2:3].isalpha()
            if found.group()[0].isupper() and not surname:
                yield found, self._holders.get(plain(found.group()), frozenset())

    def in_words(self, words: str) -> list[Named]:
        return [
            Named(person, self._known[person], *found.span())
            for found, held in self._met(words)
            if len(held) == 1 and (person := next(iter(held))) in self._known
        ]

    def unclear(self, words: str) -> list[str]:
        """Names that more than one of the people bear, as written."""
        return [found.group() for found, held in self._met(words) if len(held) > 1]


def _first(name: str) -> list[str]:
    """A first name alone, where it is no title, label or common word."""
    words = name.split()
    apart = {*map(plain, roles_table()["first_names_that_are_words"]), *map(plain, roles_table()["titles"])}
    labels = {*roles_table()["label_words"], *roles_table()["other_child_words"]}
    return words[:1] if len(words) > 1 and len(words[0]) > 2 and plain(words[0]) not in apart | labels else []


def with_named_roles(drafts: Sequence[Draft], adults: NamedAdults) -> list[Draft]:
    """Proposals with the role of the adult their words name; what the user confirmed stands as it is."""
    return [_with_role(draft, adults) if draft.proposed else draft for draft in drafts]


def _with_role(draft: Draft, adults: NamedAdults) -> Draft:
    attribute = _table()["in_its_sentence"].get(draft.type) or _table()["as_the_one_who_did"].get(draft.type)
    if attribute is None or draft.attributes.get(attribute):
        return draft
    text = words_of(draft.record).text
    harm = draft.type in _table()["as_the_one_who_did"]
    found = _who_did(text, adults) if harm else _in_the_sentence(text, draft.told_at, adults)
    if len({named.person for named, _ in found}) != 1:
        return draft
    named, words = found[0]
    because = tuple(dict.fromkeys((*draft.because, words)))
    return replace(draft, attributes={**draft.attributes, attribute: (named.role,)}, because=because)


def _in_the_sentence(text: str, at: int, adults: NamedAdults) -> list[tuple[Named, str]]:
    sentence = sentence_at(text, max(at, 0))
    return [(one, text[one.start : one.end]) for one in adults.in_words(text) if one.start in sentence]


def _who_did(text: str, adults: NamedAdults) -> list[tuple[Named, str]]:
    """ "Callum did it", "hit by Callum"; not "Callum did not hit him" or "denied that Callum hit him"."""
    found = []
    for one in adults.in_words(text):
        start = sentence_at(text, one.start).start
        did = _table()["did"].match(text, one.end)
        by = _table()["by"].search(text[start : one.start])
        said = text[start + by.start() : one.end] if by else text[one.start : did.end()] if did else ""
        if said and not _table()["denied"].search(text[start : one.end].lower()):
            found.append((one, said))
    return found
