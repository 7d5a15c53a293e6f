"""Details of an event: each extractor of `data/details/*.yaml` looks for one attribute."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from tocsin.chronology.coding.patterns import (
    Pattern,
    Patterns,
    compile_all,
    compile_number,
    grammar,
    lexicon,
    load_data,
    number_of,
)
from tocsin.chronology.coding.people import Mention
from tocsin.chronology.coding.row import Row

_FILES = ("injuries", "seeing", "health", "contact", "process", "household", "child", "police", "education")
_NOT_SO = frozenset({"negated", "hypothetical", "planned"})


@dataclass(frozen=True, slots=True)
class Detail:
    attribute: str
    wide: str  # where to look: match, clause, sentence, after, row
    many: bool
    ignores: frozenset[str]  # a phrase so meant does not count: denied, planned, imagined
    codes: Mapping[str, Patterns]
    any_code: Patterns  # of all codes together: where it is absent, so are they
    numbers: tuple[tuple[Pattern, int], ...]  # pattern, and what one of its units is worth
    fall: re.Pattern[str] | None  # two centiles, from and to
    people: str  # "" or how to choose: speaker, near, source


@dataclass(frozen=True, slots=True)
class Found:
    value: str
    quote: str


@cache
def details() -> Mapping[str, Detail]:
    tables = (load_data(f"details/{name}.yaml") for name in _FILES)
    return {name: _detail(name, row) for table in tables for name, row in table.items()}


def _detail(name: str, row: Mapping[str, Any]) -> Detail:
    codes = {code: compile_all(words) for code, words in row.get("codes", {}).items()}
    return Detail(
        attribute=row.get("attribute", name),
        wide=row.get("from", "sentence"),
        many=row.get("many", False),
        ignores=_ignored(row.get("scoped", True)),
        fall=re.compile(row["fall"]) if "fall" in row else None,
        codes=codes,
        any_code=Patterns(tuple(each for says in codes.values() for each in says.each)),
        numbers=tuple((compile_number(words), worth) for words, worth in row.get("numbers", {}).items()),
        people=row.get("people", ""),
    )


def look(row: Row, detail: Detail, *, at: tuple[int, int]) -> list[Found]:
    """What the words say of one attribute, near the phrase `at`; empty where they say nothing."""
    start, end = row.region(detail.wide, at)
    if detail.people:
        return _person(row, detail, at)
    if detail.fall:
        return _fall(row, detail.fall, (start, end))
    if detail.numbers:
        return _number(row, detail, (start, end))
    if detail.any_code.absent(row.prose):
        return []
    hits = [
        (match.start(), -match.end(), code, row.quote(match.start(), match.end()))
        for code, patterns in detail.codes.items()
        for match in patterns.find(row.prose, start, end)
        if not (detail.ignores and row.scopes.of(match.start(), match.end()) & detail.ignores)
    ]
    return _choose(sorted(hits), many=detail.many)


def _choose(hits: list[tuple[int, int, str, str]], *, many: bool) -> list[Found]:
    """The first, or each code once; a longer phrase hides the shorter ones inside it."""
    kept: list[Found] = []
    reached = -1
    for start, minus_end, code, quote in hits:
        if start >= reached and all(code != found.value for found in kept):
            kept.append(Found(code, quote))
        reached = max(reached, -minus_end)
    return kept if many else kept[:1]


def _ignored(scoped: bool | str) -> frozenset[str]:
    if isinstance(scoped, str):
        return frozenset({scoped})
    return _NOT_SO if scoped else frozenset()


def _fall(row: Row, words: re.Pattern[str], region: tuple[int, int]) -> list[Found]:
    """Spaces of the growth chart between two centiles, where the second is the lower."""
    match = words.search(row.low, *region)
    if not match:
        return []
    lines: list[int] = lexicon()["centile_lines"]
    spaces = sum(int(match[2]) <= line < int(match[1]) for line in lines)
    return [Found(str(spaces), row.quote(*match.span()))] if spaces else []


def _number(row: Row, detail: Detail, region: tuple[int, int]) -> list[Found]:
    for pattern, worth in detail.numbers:
        for match in pattern.find(row.prose, *region):
            number = number_of(match["n"])
            if number is not None:
                return [Found(str(number * worth), row.quote(match.start(), match.end()))]
    return []


def _person(row: Row, detail: Detail, at: tuple[int, int]) -> list[Found]:
    if detail.people == "speaker":
        told = row.people.speaker(at[0])
        return [Found(told.role, row.quote(told.start, told.end))] if told else []
    if detail.people == "source":
        return _source(row, at)
    if detail.people == "own":
        return [Found(row.reading.agency, row.quote(*at))]
    if detail.people == "agency":
        own = lexicon()["report_of_agency"].get(row.reading.agency)
        return [Found(own, row.quote(*at))] if own else []
    region = row.region(detail.wide, at)
    named = row.people.between(*region)
    if detail.attribute == "person_role":
        named = _relations(named)
    if detail.people == "named":
        return [Found(m.role, row.quote(m.start, m.end)) for m in {m.role: m for m in named}.values()]
    inside = (
        [m for m in named if at[0] <= m.start < at[1]] or [m for m in named if m.end <= at[0]][-1:] or named
    )
    return [Found(inside[0].role, row.quote(inside[0].start, inside[0].end))] if inside else []


def _relations(named: list[Mention]) -> list[Mention]:
    """Those whose relation to the child the vocabulary names."""
    known = lexicon()["relation_of"]
    roles = [replace(m, role=known.get(m.role, m.role)) for m in named]
    return [m for m in roles if m.role in lexicon()["relations"]]


def _source(row: Row, at: tuple[int, int]) -> list[Found]:
    """Who made the contact: the first person or service named near it, else the agency that wrote."""
    codes = lexicon()["source_of_person"]
    agency = row.reading.agency
    sentence = row.reading.sentence(at[0])
    if agency == "social_care":
        for mention in row.people.between(sentence.start, sentence.end):
            if mention.role in codes and not grammar("not_doing").match(row.low[mention.end :]):
                return [Found(codes[mention.role], row.quote(mention.start, mention.end))]
        return []
    code = lexicon()["source_of_agency"].get(agency)
    return [Found(code, row.quote(*at))] if code else []
