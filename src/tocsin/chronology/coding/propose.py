"""From a row's words to the events they suggest, each with the words that led to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from tocsin.chronology.coding.injuries import injuries
from tocsin.chronology.coding.patterns import load_data
from tocsin.chronology.coding.row import Row, row_of
from tocsin.chronology.coding.rules import apply
from tocsin.chronology.coding.words import Proposal, Words


@cache
def _order() -> Mapping[str, Any]:
    found: Mapping[str, Any] = load_data("order.yaml")
    return found


@lru_cache(maxsize=16384)  # a review asks twice of each row, and files repeat their phrases
def propose(words: Words, *, agency: str) -> tuple[Proposal, ...]:
    """The events a row suggests, the act of the row first; () where there is nothing to code."""
    row = row_of(words, agency=agency)
    met = list(apply(row))
    acts = {id(proposal) for proposal, rule in met if rule.act}
    found = _merged([proposal for proposal, _ in met], acts)
    found = _settled([*found, *((each, False) for each in injuries(row))])
    return _ranked(row, words, found)


def _merged(found: list[Proposal], acts: set[int]) -> list[tuple[Proposal, bool]]:
    """Two rules that meet one happening give one event; a person changes what is one happening."""
    kept: dict[tuple[str, ...], tuple[Proposal, bool]] = {}
    for proposal in sorted(found, key=lambda each: each.span):
        who = proposal.attributes.get("change", ()) if proposal.type == "household_change" else ()
        what = proposal.attributes.get("plan", ()) if proposal.type.startswith("plan_") else ()
        key = (proposal.type, *who, *what)
        earlier = kept.get(key)
        if earlier is None:
            kept[key] = (proposal, id(proposal) in acts)
        else:
            kept[key] = (_joined(earlier[0], proposal), earlier[1])
    return list(kept.values())


def _joined(first: Proposal, second: Proposal) -> Proposal:
    attributes = dict(first.attributes)
    for name, values in second.attributes.items():
        if name not in attributes:
            attributes[name] = values
        elif name in _order()["several"]:
            attributes[name] = tuple(dict.fromkeys((*attributes[name], *values)))
    because = tuple(dict.fromkeys((*first.because, *second.because)))
    return replace(first, attributes=attributes, because=because)


def _settled(found: list[tuple[Proposal, bool]]) -> list[tuple[Proposal, bool]]:
    """Without the types that another event of the row already says better."""
    types = {proposal.type for proposal, _ in found}
    dropped = {less for more, lesser in _order()["instead_of"].items() if more in types for less in lesser}
    kept = [each for each in found if each[0].type not in dropped]
    if "critical_injury" in types:
        return [each for each in kept if not _is_the_critical_one(each[0])]
    return kept


def _is_the_critical_one(proposal: Proposal) -> bool:
    kinds = set(proposal.attributes.get("kind", ()))
    return proposal.type == "injury_seen" and kinds <= set(_order()["critical_kinds"])


def _ranked(row: Row, words: Words, found: list[tuple[Proposal, bool]]) -> tuple[Proposal, ...]:
    if not found:
        return ()
    what = len(words.what)
    first = min(found, key=lambda each: (not each[1], each[0].span[0] > what, each[0].span))[0]
    rest = sorted((each for each, _ in found if each is not first), key=lambda each: each.span)
    types = {each.type for each, _ in found}
    return tuple(
        _finished(row, words, replace(each, primary=each is first), types) for each in (first, *rest)
    )


def _finished(row: Row, words: Words, proposal: Proposal, types: set[str]) -> Proposal:
    attributes = dict(proposal.attributes)
    if (
        proposal.type == "hospital_attendance"
        and "injury_related" not in attributes
        and "injury_seen" in types
    ):
        attributes["injury_related"] = ("true",)
    if proposal.type == "school_concern_logged" and "injury_seen" in types:
        attributes["injury_seen"] = ("true",)
    own = _order()["own_part"].get(proposal.type, {}).get(row.reading.agency)
    if own:
        attributes.setdefault(own, ("true",))
    if proposal.type in _order()["seeing"]:
        _from_columns(words, attributes)
    return replace(proposal, attributes=attributes)


def _from_columns(words: Words, attributes: dict[str, tuple[str, ...]]) -> None:
    """The row's own columns for seen and seen alone stand before what the prose suggests."""
    answers = _order()["answers"]
    seen, alone = (_answer(cell, answers) for cell in (words.child_seen, words.seen_alone))
    if seen == "asleep":
        attributes["child_seen"] = ("seen_asleep",)
        attributes["awake"] = ("false",)
    if alone:
        attributes["seen_alone"] = ("true" if alone == "yes" else "false",)
    if alone == "yes":
        attributes["child_seen"] = ("seen_alone",)
    elif seen == "no" and not attributes.get("child_seen", ("",))[0].startswith("not_seen"):
        attributes["child_seen"] = ("not_seen_absent",)


def _answer(cell: str, answers: Mapping[str, list[str]]) -> str:
    word = cell.partition("(")[0].strip().lower().rstrip(".")
    return next((answer for answer, words in answers.items() if word in words), "")
