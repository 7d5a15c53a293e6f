"""A row's own words for types, agencies, attributes and values -> the vocabulary's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tocsin.chronology.vocabulary import UNLISTED, Vocabulary, data_table
from tocsin.identity.names import role_words

NUMBER = re.compile(r"(\d+(?:\.\d+)?)(?:\s*-\s*(\d+(?:\.\d+)?))?")
ISO_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")

Attributes = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Named:
    """A row in the vocabulary's words. `unmapped` holds (field, value as written)."""

    type: str
    attributes: Mapping[str, tuple[str, ...]]
    unmapped: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=1)
def aliases() -> Mapping[str, Any]:
    table: dict[str, Any] = data_table("aliases")
    table["values"]["relationship"] = {slug(word): code for word, code in role_words().items()}
    table["boolean"] = {word: truth for truth, words in table["boolean"].items() for word in words}
    return table


@lru_cache(maxsize=1)
def derivations() -> Mapping[str, Any]:
    table: dict[str, Any] = data_table("derived")
    return table


def slug(words: str) -> str:
    """ "A&E attendance" -> "a_and_e_attendance"."""
    return re.sub(r"[^a-z0-9]+", "_", words.casefold().replace("&", " and ")).strip("_")


@lru_cache(maxsize=4096)
def code_for(code_list: str, value: str, vocabulary: Vocabulary) -> str | None:
    """The code of a value as written, by its list or its aliases; None where it has none."""
    text = value.strip()
    if code_list == "words":
        return text
    if code_list == "boolean":
        truth: str | None = aliases()["boolean"].get(text.casefold())
        return truth
    if code_list == "number":
        return text if NUMBER.fullmatch(text) else None
    if code_list == "date":
        return text if ISO_DAY.fullmatch(text) else None
    if code_list == "agency":
        return agency_code(text, vocabulary)
    return _listed(code_list, text, vocabulary)


def _listed(code_list: str, text: str, vocabulary: Vocabulary) -> str | None:
    codes = vocabulary.codes[code_list]
    for form in (text, text.upper(), slug(text)):
        if form in codes:
            return form
    known: Mapping[str, str] = aliases()["values"].get(code_list, {})
    return known.get(slug(text))


@lru_cache(maxsize=1024)
def agency_code(words: str, vocabulary: Vocabulary) -> str | None:
    name = slug(words)
    if name in vocabulary.codes["agency"]:
        return name
    code: str | None = aliases()["agencies"].get(name)
    return code


@lru_cache(maxsize=1024)
def agencies_named(words: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Every agency in "gp_health_visitor_nursery" or "police, school"; empty if a part is unknown."""
    parts = slug(words).split("_")
    found: list[str] = []
    while parts:
        length = next((n for n in range(len(parts), 0, -1) if _agency(parts[:n], vocabulary)), 0)
        if not length:
            return ()
        found.append(_agency(parts[:length], vocabulary) or "")
        parts = parts[length:]
    return tuple(dict.fromkeys(found))


def _agency(parts: Sequence[str], vocabulary: Vocabulary) -> str | None:
    return agency_code("_".join(parts), vocabulary)


def named(
    event_type: str,
    attributes: Mapping[str, Sequence[str]],
    *,
    agencies: Iterable[str],
    vocabulary: Vocabulary,
) -> Named:
    told, added = _type(event_type, attributes, tuple(agencies), vocabulary)
    given = _renamed(told, attributes)
    for attribute, values in added.items():
        given.setdefault(attribute, values)
    if _sums_up(given):
        return Named(type="note", attributes={})
    coded, unmapped = _coded(told, _implied(told, given, vocabulary), vocabulary)
    if told not in vocabulary.event_types:
        unmapped.insert(0, ("event_type", event_type))
    return Named(type=told, attributes=_hearsay(told, coded, vocabulary), unmapped=tuple(unmapped))


def _type(
    written: str, attributes: Mapping[str, Sequence[str]], agencies: tuple[str, ...], vocabulary: Vocabulary
) -> tuple[str, Attributes]:
    name = slug(written)
    if name in vocabulary.event_types:
        return name, {}
    row = aliases()["event_types"].get(name)
    if row is None:
        return written, {}
    by_agency = row.get("by_agency", {})
    told = next((by_agency[agency] for agency in agencies if agency in by_agency), row["type"])
    if "with_injury" in row and ("kind" in attributes or "site" in attributes):
        told = row["with_injury"]
    return told, {attribute: (value,) for attribute, value in row.get("add", {}).items()}


def _renamed(event_type: str, attributes: Mapping[str, Sequence[str]]) -> Attributes:
    table = aliases()["attributes"]
    names = {**table["any"], **table.get(event_type, {})}
    left_out = frozenset(aliases()["not_facts"])
    given: Attributes = {}
    for attribute, values in attributes.items():
        if attribute in left_out:
            continue
        name = names.get(attribute, attribute)
        name = attribute if name in attributes else name
        given[name] = (*given.get(name, ()), *(value for value in values if value.strip()))
    return given


def _sums_up(given: Attributes) -> bool:
    totals: Mapping[str, str] = aliases()["running_totals"]
    truth: Mapping[str, str] = aliases()["boolean"]
    return any(
        truth.get(value.casefold()) == total
        for attribute, total in totals.items()
        for value in given.get(attribute, ())
    )


def _implied(event_type: str, given: Attributes, vocabulary: Vocabulary) -> Attributes:
    said = dict(given)
    for rule in aliases()["implied"]:
        attribute = rule["attribute"]
        if attribute not in given or vocabulary.code_list(event_type, attribute) == rule.get("unless_list"):
            continue
        _apply(rule, said, given[attribute])
    return said


def _apply(rule: Mapping[str, Any], said: Attributes, values: tuple[str, ...]) -> None:
    if "gives_number" in rule:
        number = NUMBER.fullmatch(values[0]) if values else None
        if number is None:
            return
        said.setdefault(rule["gives_number"], (f"{int(float(number[1]) * rule['times'])}",))
    else:
        if "value" in rule and rule["value"] not in _forms(values):
            return
        for attribute, value in rule["gives"].items():
            said[attribute] = tuple(dict.fromkeys((*said.get(attribute, ()), value)))
    if not rule["keep"]:
        said.pop(rule["attribute"], None)


def _forms(values: tuple[str, ...]) -> set[str]:
    truth: Mapping[str, str] = aliases()["boolean"]
    return {form for value in values for form in (slug(value), truth.get(value.casefold(), ""))}


def _coded(
    event_type: str, given: Attributes, vocabulary: Vocabulary
) -> tuple[Attributes, list[tuple[str, str]]]:
    coded: Attributes = {}
    unmapped: list[tuple[str, str]] = []
    for attribute, values in given.items():
        code_list = list_for(event_type, attribute, vocabulary)
        strange = not _readable(event_type, attribute, vocabulary)
        codes: list[str] = []
        for value in values:
            found = _codes(code_list, value, vocabulary)
            if strange or found is None:
                unmapped.append((f"{event_type}.{attribute}", value))
            codes += (value.strip(),) if found is None else found
        if codes:
            coded[attribute] = tuple(dict.fromkeys(codes))
    return coded, unmapped


def _codes(code_list: str, value: str, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    """The codes of one value, none where it says that nothing is said, None where it is unmapped."""
    code = code_for(code_list, value, vocabulary)
    if code is not None:
        return (code,)
    if slug(value) in aliases()["not_said"]:
        return ()
    return (agencies_named(value, vocabulary) or None) if code_list == "agency" else None


def list_for(event_type: str, attribute: str, vocabulary: Vocabulary) -> str:
    """The code list, also of an attribute that the row carries for an event derived from it."""
    code_list = vocabulary.code_list(event_type, attribute)
    if code_list in UNLISTED and not vocabulary.has_attribute(event_type, attribute):
        return carried_lists(vocabulary).get((event_type, attribute), code_list)
    return code_list


@lru_cache(maxsize=2)
def carried_lists(vocabulary: Vocabulary) -> Mapping[tuple[str, str], str]:
    lists: dict[tuple[str, str], str] = {}
    for rule in derivations()["rules"]:
        for source in rule["from"]:
            for attribute, origin in rule["carries"].items():
                lists[source, origin] = vocabulary.code_list(rule["event"], attribute)
    hearsay = derivations()["hearsay"]
    for source in hearsay["types"]:
        lists |= {(source, attribute): code_list for attribute, code_list in hearsay["lists"].items()}
    return lists


def _readable(event_type: str, attribute: str, vocabulary: Vocabulary) -> bool:
    """Some card, view or derived event can read this attribute of this type."""
    if event_type not in vocabulary.event_types or event_type == "note":
        return True  # the type itself is listed as unmapped
    return vocabulary.has_attribute(event_type, attribute) or (event_type, attribute) in carried_lists(
        vocabulary
    )


def _hearsay(event_type: str, coded: Attributes, vocabulary: Vocabulary) -> Attributes:
    table = derivations()["hearsay"]
    if event_type not in table["types"]:
        return coded
    alleged = any(
        value in vocabulary.codes[code_list]
        for attribute, code_list in table["lists"].items()
        for value in coded.get(attribute, ())
    )
    extra = {attribute: (value,) for attribute, value in table["gives"].items()} if alleged else {}
    return {**extra, **coded}
