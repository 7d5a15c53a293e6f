"""The children of a family: when they were born, as what, and how they are called."""

from __future__ import annotations

from datetime import date, timedelta

from tocsin.town.drafts import FamilyDraft, PersonDraft
from tocsin.town.names import NameGroup
from tocsin.town.naming import Called, child_first, child_middle, child_surname, twin_first

YEAR = 365.25
EXPECTED = 210  # days before birth from which agencies may know of a pregnancy
CLOSEST = 300  # days between two births of one mother
CHILDHOOD = int(18 * YEAR) - 30


def birth_days(draft: FamilyDraft, pregnancies: int) -> list[date]:
    """Eldest first. All are under 18 at the window's end; the youngest may be unborn then."""
    rng, until = draft.rng, draft.settings.until
    room = max(2.0, 17.4 - 2.3 * (pregnancies - 1)) * YEAR
    day = until + timedelta(EXPECTED - int(rng.random() * (room + EXPECTED)))
    days = [day]
    for left in range(pregnancies - 2, -1, -1):
        gap = 400 + int(min(rng.expovariate(1 / 500), 2900))
        earliest = until - timedelta(CHILDHOOD - CLOSEST * left)
        day = min(day - timedelta(CLOSEST), max(day - timedelta(gap), earliest))
        days.append(day)
    return days[::-1]


def sexes(draft: FamilyDraft, together: int) -> list[str]:
    rng, boys = draft.rng, draft.share.share("boys")
    first = "m" if rng.random() < boys else "f"
    others = {"m": "f", "f": "m"}
    mixed = draft.share.share("opposite_twins")
    return [first, *(others[first] if rng.random() < mixed else first for _ in range(together - 1))]


def have_children(
    draft: FamilyDraft,
    births: tuple[int, ...],
    days: list[date],
    *,
    group: NameGroup,
    mother: PersonDraft,
    father: PersonDraft | None,
    names_from: Called | None,
) -> list[PersonDraft]:
    """The children of one mother and father. `names_from`: whose surname they get, if not the mother's."""
    children: list[PersonDraft] = []
    taken: set[str] = set()
    for together, day in zip(births, days, strict=True):
        born: list[PersonDraft] = []
        for sex in sexes(draft, together):
            called = _called(draft, group, sex, taken, twins=born, mother=mother, father=names_from)
            when = day + timedelta(1) if born and draft.chance("different_day") else day
            child = draft.add("child", sex=sex, born=when, group=group, called=called)
            child.mother, child.father = mother.number, father.number if father else None
            taken.add(called[0])
            born.append(child)
        _are_twins(born)
        children += born
    return children


def _called(
    draft: FamilyDraft,
    group: NameGroup,
    sex: str,
    taken: set[str],
    *,
    twins: list[PersonDraft],
    mother: PersonDraft,
    father: Called | None,
) -> Called:
    rng = draft.rng
    if twins:
        first = twin_first(rng, group, sex, [twin.names[0].first for twin in twins], taken)
        surname = twins[0].names[0].surname
        if group.habits.surname == "singh_kaur" or group.habits.endings:
            surname = child_surname(rng, group, sex, father, mother.called)
    else:
        surname = child_surname(rng, group, sex, father, mother.called)
        first = child_first(rng, draft.book, group, sex, taken)
        by_father = group.habits.surname in ("patronym", "three_names")  # his name stands there already
        if sex == "m" and father and not by_father and draft.chance("namesake") and father[0] not in taken:
            first = father[0]
    return first, child_middle(rng, group, sex, surname, father), surname


def _are_twins(born: list[PersonDraft]) -> None:
    if len(born) > 1:
        for child in born:
            child.twins = [other.number for other in born if other is not child]
