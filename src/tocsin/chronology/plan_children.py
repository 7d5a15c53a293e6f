"""What is done on a plan is done for every child whose plan it is, though the row names none of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from tocsin.chronology.drafts import Draft, words_of
from tocsin.chronology.family_words import FamilyWords, sentence_at
from tocsin.chronology.vocabulary import data_table
from tocsin.identity.children import labels_of

Change = tuple[date, bool]  # a day on which a child's plan began, or ended


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = data_table("whose")
    return table


def with_the_plans_children(drafts: Sequence[Draft], family: FamilyWords) -> list[Draft]:
    """The drafts, and a further one for each child of the plan who has none of that row's."""
    plans = _plans(drafts)
    if len(plans) < 2:
        return list(drafts)
    told = {(draft.record.id, draft.type, draft.child) for draft in drafts}
    steps: dict[str, int] = defaultdict(int)
    for draft in drafts:
        steps[draft.record.id] = max(steps[draft.record.id], draft.step)
    further: list[Draft] = []
    for draft in drafts:
        for child in _others(draft, plans, family):
            if (draft.record.id, draft.type, child) not in told:
                told.add((draft.record.id, draft.type, child))
                steps[draft.record.id] += 1
                further.append(_for(draft, child, steps[draft.record.id]))
    return [*drafts, *further]


def _for(draft: Draft, child: str, step: int) -> Draft:
    said = {name: values for name, values in draft.attributes.items() if name != "voice_of"}
    return replace(draft, child=child, step=step, attributes=said, unmapped=())


def _plans(drafts: Sequence[Draft]) -> Mapping[str, list[Change]]:
    changes: dict[str, list[Change]] = defaultdict(list)
    for draft in drafts:
        kind = draft.attributes.get("plan", ())
        if draft.type == "plan_started" and set(kind) & set(_table()["plans"]):
            changes[draft.child].append((draft.when.end, True))
        elif draft.type == "plan_ended":
            changes[draft.child].append((draft.when.end, False))
    return {child: sorted(days) for child, days in changes.items()}


def _on_plan(changes: Sequence[Change], day: date) -> bool:
    """On the day a plan ends it is still the child's."""
    before = [begun for on, begun in changes if on < day or (on == day and begun)]
    return bool(before) and before[-1]


def _others(draft: Draft, plans: Mapping[str, Sequence[Change]], family: FamilyWords) -> list[str]:
    if not _of_the_plan(draft) or _names_somebody(draft, family):
        return []
    held = [child for child, changes in plans.items() if _on_plan(changes, draft.when.start)]
    if draft.child not in held and not set(held) & set(family.index.subjects):
        return []
    return [child for child in held if child != draft.child]


def _of_the_plan(draft: Draft) -> bool:
    by: Sequence[str] | None = _table()["of_the_plan"].get(draft.type)
    record = draft.record
    if by is None or record.event_type or labels_of(record):
        return False
    return not by or bool(set(by) & set(record.agencies))


def _names_somebody(draft: Draft, family: FamilyWords) -> bool:
    text = words_of(draft.record).text
    sentence = sentence_at(text, max(draft.told_at, 0))
    return any(naming.start in sentence for naming in family.namings(text, on=draft.when.end))
