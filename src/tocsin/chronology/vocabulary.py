"""The words of a chronology: event types, their attributes and the code lists their values come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

UNLISTED = frozenset({"words", "number", "boolean", "date"})  # values judged by form, not by a list


@dataclass(frozen=True, slots=True)
class EventType:
    name: str
    words: str  # as a practitioner would say it
    domain: str
    about_household: bool  # concerns everybody in the home
    attributes: tuple[str, ...]


@dataclass(frozen=True, eq=False)  # one instance, compared and hashed by identity
class Vocabulary:
    """`codes` maps a code list to its codes, each with its words; `sets` are named sets of codes.

    `attribute_codes` maps an event type (or "any") to attribute -> code list.
    """

    event_types: Mapping[str, EventType]
    common_attributes: frozenset[str]
    codes: Mapping[str, Mapping[str, str]]
    sets: Mapping[str, frozenset[str]]
    attribute_codes: Mapping[str, Mapping[str, str]]

    def code_list(self, event_type: str, attribute: str) -> str:
        """Name of the list the attribute's values come from; "words" where there is none."""
        own = self.attribute_codes.get(event_type, {})
        known = self.event_types.get(event_type)
        if attribute in own:
            return own[attribute]
        if known and attribute not in known.attributes and attribute not in self.common_attributes:
            return "words"
        return self.attribute_codes["any"].get(attribute, "words")

    def has_attribute(self, event_type: str, attribute: str) -> bool:
        known = self.event_types.get(event_type)
        return attribute in self.common_attributes or bool(known and attribute in known.attributes)

    def words(self, event_type: str) -> str:
        known = self.event_types.get(event_type)
        return known.words if known else event_type.replace("_", " ")

    def code_words(self, code_list: str, code: str) -> str:
        return self.codes.get(code_list, {}).get(code, code.replace("_", " "))

    def about_household(self, event_type: str) -> bool:
        known = self.event_types.get(event_type)
        return bool(known and known.about_household)


def data_table(name: str) -> Any:
    """A YAML table of this package's `data` folder."""
    text = files("tocsin.chronology").joinpath(f"data/{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _event_type(name: str, row: Mapping[str, Any]) -> EventType:
    return EventType(
        name=name,
        words=row["words"],
        domain=row["domain"],
        about_household=row["about"] == "household",
        attributes=tuple(row["attributes"]),
    )


def _code_list(codes: list[str] | dict[str, str]) -> dict[str, str]:
    if isinstance(codes, dict):
        return dict(codes)
    return {code: code.replace("_", " ") for code in codes}


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    raw = data_table("vocabulary")
    return Vocabulary(
        event_types={name: _event_type(name, row) for name, row in raw["event_types"].items()},
        common_attributes=frozenset(raw["common_attributes"]),
        codes={name: _code_list(codes) for name, codes in raw["codes"].items()},
        sets={name: frozenset(codes) for name, codes in raw["sets"].items()},
        attribute_codes=raw["attribute_codes"],
    )
