"""Which families are on a harm path, and which have a benign look-alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from tocsin.town.family import Family, Resident
from tocsin.town.happenings.paths.story import Story, lookalikes, paths, share_on_a_path
from tocsin.town.stream import stream

MONTH = 30.4369  # days
Spell = tuple[Resident, date, date]  # the child, and the first and last day on which the story may begin


def with_story(family: Family, *, window: tuple[date, date], seed: int, share: float | None = None) -> Family:
    """The family with its path and look-alikes drawn. `share` of families are on a path, else the data's."""
    rng = stream(seed, family.number, "paths")
    roll, drawn = rng.random(), rng.random()
    chosen = ""
    if roll < (share_on_a_path() if share is None else share):
        chosen = _one_of(_fitting(family, window, paths()), drawn)
    traps = () if chosen else _traps(rng, family, window)
    return replace(family, path=chosen, lookalikes=traps)


def _one_of(stories: dict[str, Story], drawn: float) -> str:
    total = sum(story.share for story in stories.values())
    for name, story in stories.items():
        drawn -= story.share / total
        if drawn < 0:
            return name
    return next(reversed(stories), "")


def _traps(rng: Random, family: Family, window: tuple[date, date]) -> tuple[str, ...]:
    """Each look-alike by itself, among the families whose children's ages it fits."""
    return tuple(
        name
        for name, story in lookalikes().items()
        if rng.random() < story.share and spells(family, story, window)
    )


def _fitting(family: Family, window: tuple[date, date], stories: Mapping[str, Story]) -> dict[str, Story]:
    return {name: story for name, story in stories.items() if spells(family, story, window)}


def spells(family: Family, story: Story, window: tuple[date, date]) -> list[Spell]:
    """Children of the right age while there is still time for the story to run to its end."""
    found = []
    for child in family.children:
        first = max(window[0], child.born + timedelta(days=int(story.child.first * MONTH)))
        last = min(
            window[1] - timedelta(days=story.longest),
            child.born + timedelta(days=int(story.child.last * MONTH)),
            (child.died or window[1]) - timedelta(days=story.longest),
        )
        if first <= last:
            found.append((child, first, last))
    return found
