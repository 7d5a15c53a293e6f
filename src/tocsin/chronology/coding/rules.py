"""The rules of `data/rules/*.yaml`: which words, in which row, suggest which event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tocsin.chronology.coding.details import details, look
from tocsin.chronology.coding.patterns import Index, Patterns, compile_all, lexicon, load_data
from tocsin.chronology.coding.row import Row
from tocsin.chronology.coding.words import Proposal

_FILES = ("seeing", "health", "contact", "process", "legal", "household", "child", "police", "education")


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    type: str
    says: Patterns
    agencies: frozenset[str]  # empty: any
    unless_agencies: frozenset[str]
    with_sentence: Patterns
    with_row: Patterns
    unless: Patterns  # not in the same sentence
    unless_row: Patterns
    sets: Mapping[str, str]
    take: tuple[str, ...]
    allow: frozenset[str]  # scopes that do not stop the rule
    whose: str  # "child": not where an adult is the one it happens to
    heard: str  # said by family or neighbour: "drop", "keep", or "unverified"
    speaker: frozenset[str]  # who must be saying it
    act: bool  # can be the act of the row
    voice: bool  # only in the cell of the child's own words


@cache
def rules() -> tuple[Rule, ...]:
    return tuple(_rule(row) for name in _FILES for row in load_data(f"rules/{name}.yaml"))


def _rule(row: Mapping[str, Any]) -> Rule:
    return Rule(
        id=row.get("id", row["type"]),
        type=row["type"],
        says=compile_all(row["say"]),
        agencies=frozenset(row.get("agencies", ())),
        unless_agencies=frozenset(row.get("unless_agencies", ())),
        with_sentence=compile_all(row.get("with", ())),
        with_row=compile_all(row.get("with_row", ())),
        unless=compile_all(row.get("unless", ())),
        unless_row=compile_all(row.get("unless_row", ())),
        sets=row.get("set", {}),
        take=tuple(row.get("take", ())),
        allow=frozenset(row.get("allow", ())),
        whose=row.get("whose", ""),
        heard=row.get("heard", "drop"),
        speaker=frozenset(row.get("speaker", ())),
        act=row.get("act", True),
        voice=row.get("voice", False),
    )


@cache
def _rules_of(agency: str) -> Index[Rule]:
    return Index(
        rule
        for rule in rules()
        if (not rule.agencies or agency in rule.agencies) and agency not in rule.unless_agencies
    )


def apply(row: Row) -> Iterator[tuple[Proposal, Rule]]:
    """One proposal for each rule that the row meets, at its first standing phrase."""
    for rule, found in _rules_of(row.reading.agency).holding(row.prose):
        for match in found:
            at = match.span()
            if _stands(row, rule, at):
                yield _proposal(row, rule, at), rule
                break


def _stands(row: Row, rule: Rule, at: tuple[int, int]) -> bool:
    return (
        (not rule.voice or at[0] >= row.reading.voice_at)
        and _context(row, rule, at)
        and not (row.scopes.of(*at) - rule.allow)
        and _told(row, rule, at)
        and not (rule.whose == "child" and row.people.subject(at[0]))
    )


def _context(row: Row, rule: Rule, at: tuple[int, int]) -> bool:
    prose, sentence, whole = row.prose, row.region("sentence", at), row.region("row", at)
    return (
        (not rule.with_sentence.each or rule.with_sentence.first(prose, *sentence) is not None)
        and (not rule.with_row.each or rule.with_row.first(prose, *whole) is not None)
        and (rule.unless.first(prose, *sentence) is None)
        and (rule.unless_row.first(prose, *whole) is None)
    )


def _told(row: Row, rule: Rule, at: tuple[int, int]) -> bool:
    """Whether the voice that says it is one the rule accepts."""
    teller = row.people.speaker(at[0])
    if rule.speaker:
        inner = row.people.speaker(at[1])
        return bool({m.role for m in (teller, inner) if m} & rule.speaker)
    return rule.heard != "drop" or teller is None or teller.role not in lexicon()["lay"]


def _proposal(row: Row, rule: Rule, at: tuple[int, int]) -> Proposal:
    attributes: dict[str, tuple[str, ...]] = {name: (value,) for name, value in rule.sets.items()}
    because = [row.quote(*at)]
    for name in rule.take:
        detail = details()[name]
        found = look(row, detail, at=at)
        if found and detail.attribute not in attributes:
            attributes[detail.attribute] = tuple(each.value for each in found)
            because += [each.quote for each in found if each.quote not in because[0]]
    if rule.heard == "unverified" and "verified" not in attributes:
        attributes["verified"] = ("false",)
    return Proposal(rule.type, attributes, tuple(dict.fromkeys(because)), at, rule=rule.id)
