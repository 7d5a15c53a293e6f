"""The home of a household through its moves, and who lived in it from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.town.births import YEAR
from tocsin.town.drafts import FamilyDraft, PersonDraft
from tocsin.town.family import Dwelling

SHORTEST_STAY = 60  # days
REFUGE_MONTHS = (2, 9)

Span = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Homes:
    """Dwellings one after another, each with its first day."""

    moves: tuple[tuple[date, Dwelling], ...]

    def spans(self) -> list[tuple[Dwelling, date, date | None]]:
        ends = [since for since, _ in self.moves[1:]]
        return [(home, since, until) for (since, home), until in zip(self.moves, [*ends, None], strict=True)]

    def at(self, day: date) -> Dwelling:
        return [home for since, home in self.moves if since <= day or since == self.moves[0][0]][-1]


def through_the_years(draft: FamilyDraft, base: date) -> Homes:
    """Moves at the yearly rate, from the first home on."""
    rng, until = draft.rng, draft.settings.until
    moves, day = [(base, draft.dwelling())], base
    mean = 365.25 / draft.share.share("moves_per_year")
    while (day := day + timedelta(SHORTEST_STAY + rng.expovariate(1 / mean))) < until:
        moves.append((day, draft.dwelling()))
    return Homes(tuple(moves))


def flee(draft: FamilyDraft, homes: Homes) -> Homes:
    """To a refuge inside the window, and to a new home after it."""
    rng, settings = draft.rng, draft.settings
    span = (settings.until - settings.since).days
    start = max(settings.since + timedelta(int(rng.random() * span)), homes.moves[0][0] + timedelta(1))
    end = start + timedelta(
        int(30 * (REFUGE_MONTHS[0] + rng.random() * (REFUGE_MONTHS[1] - REFUGE_MONTHS[0])))
    )
    kept = tuple(move for move in homes.moves if move[0] < start)
    fled = ((start, draft.dwelling(refuge=True)),)
    return Homes(kept + fled + (((end, draft.dwelling()),) if end < settings.until else ()))


def live(
    draft: FamilyDraft,
    person: PersonDraft,
    homes: Homes,
    *,
    since: date,
    until: date | None = None,
    away: Span | None = None,
    why: str = "family",
) -> None:
    """A stay in each dwelling of the household between two days, less the time away."""
    for home, first, last in homes.spans():
        start, end = max(first, since), _earlier(last, until)
        if away is None:
            _stay(draft, person, home, start, end, why)
        else:
            _stay(draft, person, home, start, _earlier(end, away[0]), why)
            if away[1] is not None:
                _stay(draft, person, home, max(start, away[1]), end, why)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other


def _stay(
    draft: FamilyDraft, person: PersonDraft, home: Dwelling, since: date, until: date | None, why: str
) -> None:
    draft.stay(person, home, since=since, until=until, why=why)


def years(count: float) -> timedelta:
    return timedelta(int(count * YEAR))
