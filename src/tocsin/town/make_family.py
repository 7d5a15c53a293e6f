"""One made-up family, the same for the same seed and number in a town of any size."""

from __future__ import annotations

from tocsin.town.births import birth_days, have_children
from tocsin.town.deaths import with_deaths
from tocsin.town.drafts import FamilyDraft
from tocsin.town.family import Family
from tocsin.town.households import settle
from tocsin.town.names import name_book
from tocsin.town.parents import father_of, marry, mother_of
from tocsin.town.plan import draw_plan, shares
from tocsin.town.settings import Settings
from tocsin.town.stream import stream


def make_family(seed: int, number: int, settings: Settings) -> Family:
    """Numbers begin at 1. `seed` is whole and not negative."""
    rng = stream(seed, number, "family")
    plan = draw_plan(rng)
    draft = FamilyDraft(number, rng, settings, name_book(), shares(), plan)
    make_household(draft)
    return with_deaths(stream(seed, number, "deaths"), draft.done(), draft.share, settings)


def make_household(draft: FamilyDraft) -> None:
    hers, his = draft.book.groups[draft.plan.hers], draft.book.groups[draft.plan.his]
    days = birth_days(draft, len(draft.plan.births))
    mother = mother_of(draft, days[0], hers)
    father = father_of(draft, mother, his) if draft.plan.shape != "father_unknown" else None
    if father and draft.plan.shape in ("couple", "parted"):
        marry(draft, mother, father, days[0])
    theirs = hers if father is None or draft.plan.shape == "lone_mother" else his
    gives = father.called if father and (draft.plan.shape != "lone_mother") else None
    children = have_children(
        draft, draft.plan.births, days, group=theirs, mother=mother, father=father, names_from=gives
    )
    settle(draft, mother, father, children)
