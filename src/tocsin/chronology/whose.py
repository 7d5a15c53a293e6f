"""Whose each event of a row about several children is, and whose the words in its voice column are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from tocsin.chronology.coding.propose import propose
from tocsin.chronology.coding.words import Proposal, Words
from tocsin.chronology.family_words import FamilyWords, sentence_at
from tocsin.chronology.seen import NOT_STATED
from tocsin.chronology.vocabulary import data_table
from tocsin.identity.children_in_words import Naming


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a row's text, and the children it is about; () where none has been named yet."""

    start: int
    end: int
    children: tuple[str, ...]


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Any]:
    table: dict[str, Any] = data_table("whose")
    for name in ("joined", "stop", "told"):
        table[name] = re.compile(table[name])
    return table


def shares(
    words: Words,
    proposals: Sequence[Proposal],
    *,
    children: Sequence[str],
    agency: str,
    named: FamilyWords,
    on: date | None,
    labelled: bool = False,
) -> dict[str, list[Proposal]]:
    """By child: what of the row is that child's. The user's own word on a code is taken as it stands.

    `labelled`: the file itself says whose row it is; its words then add others only to what is done for all.
    """
    namings = named.namings(words.text, on=on)
    expected = named.expected(on)
    born = [each for each in proposals if not expected or each.type not in _table()["of_the_expected"]]
    by_name = {child for naming in namings if not naming.all for child in naming.children}
    spoken_of = frozenset() if labelled else frozenset(expected) - by_name
    found = _of_the_row(words, born, namings, children=children, agency=agency, spoken_of=spoken_of)
    others = dict.fromkeys(child for one in namings for child in one.children if child not in children)
    stretches = stretches_of(words.text, namings)
    for child in others:
        own = _for(child, words, stretches, first=False, agency=agency)
        found[child] = [
            mine
            for each in born
            if _reaches(each, child, words.text, namings, labelled=labelled)
            and (mine := _share(each, child, own, stretches, children=())) is not None
        ]
    for child in expected:
        found[child] = [*found.get(child, ()), *(each for each in proposals if each not in born)]
    return found


def _of_the_row(
    words: Words,
    proposals: Sequence[Proposal],
    namings: Sequence[Naming],
    *,
    children: Sequence[str],
    agency: str,
    spoken_of: frozenset[str],
) -> dict[str, list[Proposal]]:
    told = {child: _before_birth(proposals) if child in spoken_of else list(proposals) for child in children}
    if not namings:
        return told
    stretches = stretches_of(words.text, namings)
    found: dict[str, list[Proposal]] = {}
    for child in children:
        own = _for(child, words, stretches, first=child == children[0], agency=agency)
        found[child] = [
            mine
            for each in told[child]
            if (mine := _share(each, child, own, stretches, children=children)) is not None
        ]
    return found


def _before_birth(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Of a child expected, spoken of and not named, only what is done about a child before birth."""
    return [each for each in proposals if each.type in _table()["before_birth"]]


def _reaches(proposal: Proposal, child: str, text: str, namings: Sequence[Naming], *, labelled: bool) -> bool:
    """A child beside those the row is about: the one named as whose it is, or one of all it is done for."""
    if proposal.type in _table()["one_child"]:
        return not labelled and child in owner_of(proposal.span[0], stretches_of(text, namings))
    sentence = sentence_at(text, proposal.span[0])
    said = (naming for naming in namings if naming.all and naming.start in sentence)
    return proposal.type in _table()["about_all"] and any(child in naming.children for naming in said)


def _for(
    child: str, words: Words, stretches: Sequence[Stretch], *, first: bool, agency: str
) -> dict[str, Proposal]:
    """What the coder reads where only the words about this child are left, by type."""
    kept = [one for one in stretches if child in one.children or not one.children]
    text = list(re.sub(r"[^\n]", " ", words.text))
    for one in kept:
        text[one.start : one.end] = words.text[one.start : one.end]
    blanked = "".join(text)
    what, action = len(words.what), len(words.what) + 1 + len(words.action)
    parted = len(kept) < len(stretches) and not first
    own = replace(
        words,
        what=blanked[:what],
        action=blanked[what + 1 : action],
        voice=blanked[action + 1 :],
        child_seen="" if parted else words.child_seen,
        seen_alone="" if parted else words.seen_alone,
    )
    return {each.type: each for each in propose(own, agency=agency)}


def _share(
    proposal: Proposal,
    child: str,
    own: Mapping[str, Proposal],
    stretches: Sequence[Stretch],
    *,
    children: Sequence[str],
) -> Proposal | None:
    table, mine = _table(), own.get(proposal.type)
    if proposal.type in table["seen_anew"] and not proposal.confirmed:
        return _seen_anew(proposal, mine)
    if proposal.type not in table["one_child"]:
        return proposal
    owner = owner_of(proposal.span[0], stretches)
    if proposal.type not in table["read_anew"] or proposal.confirmed:
        return proposal if child in (owner or children[:1]) else None
    if mine is None or child not in (owner_of(mine.span[0], stretches) or children[:1]):
        return None
    return replace(mine, primary=proposal.primary, rule=proposal.rule)


def _seen_anew(proposal: Proposal, mine: Proposal | None) -> Proposal:
    names = _table()["seen_attributes"]
    kept = {name: values for name, values in proposal.attributes.items() if name not in names}
    seen = {name: values for name, values in mine.attributes.items() if name in names} if mine else {}
    return replace(proposal, attributes={**kept, **seen})


def owner_of(at: int, stretches: Sequence[Stretch]) -> tuple[str, ...]:
    return next((one.children for one in stretches if one.start <= at < one.end), ())


def stretches_of(text: str, namings: Sequence[Naming]) -> list[Stretch]:
    """A stretch runs from a name, or several named together, to the next name or the end of the cell."""
    groups: list[Naming] = []
    for naming in namings:
        if groups and _table()["joined"].fullmatch(text, groups[-1].end, naming.start):
            both = tuple(dict.fromkeys((*groups[-1].children, *naming.children)))
            groups[-1] = Naming(groups[-1].start, naming.end, both, groups[-1].all or naming.all)
        else:
            groups.append(naming)
    earlier = [None, *groups]
    starts = [_sentence_start(text, *pair) for pair in zip(groups, earlier, strict=False)]
    owned = dict(zip(starts, (group.children for group in groups), strict=True))
    cells: dict[int, tuple[str, ...]] = {found.end(): () for found in re.finditer("\n", text)}
    edges = sorted({0: (), **cells, **owned}.items())  # a name in one cell says nothing of the next
    ends = [*(start for start, _ in edges[1:]), len(text)]
    return [Stretch(at, end, owner) for (at, owner), end in zip(edges, ends, strict=True) if at < end]


def _sentence_start(text: str, group: Naming, before: Naming | None) -> int:
    """ "Both children" is of its whole sentence, also of the words before it; a name, of what follows it."""
    if not group.all:
        return group.start
    stops = [stop.end() for stop in _table()["stop"].finditer(text, before.end if before else 0, group.start)]
    return stops[-1] if stops else (group.start if before else 0)


def voice_of(words: Words, *, children: Sequence[str], named: FamilyWords, on: date | None) -> str:
    """The child said to have told what the voice column holds; "not_stated" where none or several are."""
    tellers = {
        naming.children[0]
        for naming in named.namings(words.what, on=on)
        if not naming.all and _table()["told"].match(words.what, naming.end)
    }
    return tellers.pop() if len(tellers) == 1 and tellers <= set(children) else NOT_STATED
