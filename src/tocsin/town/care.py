"""Children who live away from their parents for a time or for good: kin, care, adoption, friends."""

from __future__ import annotations

from datetime import date, timedelta

from tocsin.town.drafts import FamilyDraft, PersonDraft
from tocsin.town.homes import Homes, Span, live, through_the_years, years
from tocsin.town.naming import child_surname, true_name
from tocsin.town.parents import grown_up, known_elsewhere
from tocsin.town.stream import day_between

YOUNGEST_ADOPTED = 900  # days before the window's end by which an adopted child was born
BACK_HOME = 0.45  # of children in foster care: return within the window; judgement
FIRST_NAME_CHANGED = 0.2  # of adopted children; judgement


def _day_away(draft: FamilyDraft, child: PersonDraft) -> date:
    return day_between(draft.rng, max(child.born, draft.settings.since), draft.settings.until)


def looked_after(draft: FamilyDraft, children: list[PersonDraft]) -> dict[int, Span]:
    """All children of the home are placed with foster carers on one day."""
    rng, settings = draft.rng, draft.settings
    start = day_between(rng, settings.since, settings.until)
    carer = grown_up(draft, "f", settings.until - years(32 + rng.random() * 28), draft.book.pick(rng))
    homes = through_the_years(draft, settings.since - years(4))
    live(draft, carer, homes, since=settings.since - years(4), why="family")
    until = start + timedelta(30 + int(rng.random() * 500)) if rng.random() < BACK_HOME else None
    away: dict[int, Span] = {}
    for child in children:
        if child.born < settings.until:
            away[child.place] = _placed(
                draft, child, carer, homes, max(start, child.born), until, "foster_carer"
            )
    return away


def _placed(
    draft: FamilyDraft,
    child: PersonDraft,
    carer: PersonDraft,
    homes: Homes,
    since: date,
    until: date | None,
    kind: str,
) -> Span:
    why = {"foster_carer": "foster", "kinship_carer": "kinship"}[kind]
    if until is not None and until <= since:
        until = None
    live(draft, child, homes, since=since, until=until, why=why)
    draft.tie(carer, child, kind, since, until=until)
    return since, until


def with_kin(draft: FamilyDraft, mother: PersonDraft, children: list[PersonDraft]) -> dict[int, Span]:
    """A grandmother or aunt takes them in."""
    rng, settings = draft.rng, draft.settings
    grandmother = rng.random() < 0.65
    born = (
        mother.born - years(20 + rng.random() * 14) if grandmother else mother.born + years(rng.gauss(0, 5))
    )
    carer = grown_up(draft, "f", born, mother.group)
    if rng.random() < 0.6:
        first = carer.names[0]
        carer.names[0] = true_name((first.first, first.middle, mother.names[0].surname), first.since)
    base = settings.since - years(6)
    homes = through_the_years(draft, base)
    live(draft, carer, homes, since=base)
    start = day_between(rng, settings.since - years(2), settings.until)
    away: dict[int, Span] = {}
    for child in children:
        draft.tie(carer, child, "grandparent" if grandmother else "aunt_uncle", child.born)
        if child.born < settings.until:
            away[child.place] = _placed(
                draft, child, carer, homes, max(start, child.born), None, "kinship_carer"
            )
    return away


def adopted(
    draft: FamilyDraft, adopters: tuple[PersonDraft, PersonDraft], children: list[PersonDraft]
) -> dict[int, Span]:
    """The eldest old enough came by adoption: born elsewhere under another name, with another NHS number."""
    settings, rng = draft.settings, draft.rng
    old_enough = [
        child
        for child in children
        if (settings.until - child.born).days > YOUNGEST_ADOPTED and not child.twins
    ]
    if not old_enough:
        return {}
    child = old_enough[0]
    first_mother = grown_up(draft, "f", child.born - years(17 + rng.random() * 18), draft.book.pick(rng))
    placed = day_between(rng, child.born + timedelta(200), settings.until - timedelta(250))
    order = placed + timedelta(180 + int(rng.random() * 60))
    _new_identity(draft, child, first_mother, order)
    child.mother, child.father = first_mother.number, None
    _before_placement(draft, child, first_mother, placed)
    draft.tie(first_mother, child, "mother", child.born)
    for adopter in adopters:
        draft.tie(adopter, child, "adopter", placed)
    known_elsewhere(draft, first_mother, "mother")
    return {child.place: (child.born, placed)}


def _new_identity(draft: FamilyDraft, child: PersonDraft, first_mother: PersonDraft, order: date) -> None:
    rng, given = draft.rng, child.names[0]
    surname = child_surname(rng, first_mother.group, child.sex, None, first_mother.called)
    changed = rng.random() < FIRST_NAME_CHANGED
    first = first_mother.group.child[child.sex].pick(rng) if changed else given.first
    child.names = [
        true_name((first, "", surname), child.born),
        true_name((given.first, given.middle, given.surname), order, "adoptive"),
    ]
    child.former_nhs_number, child.sealed_on = draft.former_number(), order


def _before_placement(
    draft: FamilyDraft, child: PersonDraft, first_mother: PersonDraft, placed: date
) -> None:
    """With the first mother, then with foster carers, then with the adopters."""
    homes = through_the_years(draft, child.born - timedelta(400))
    live(draft, first_mother, homes, since=child.born - timedelta(400))
    removed = day_between(draft.rng, child.born, placed)
    live(draft, child, homes, since=child.born, until=removed)
    carer = grown_up(draft, "f", child.born - years(40), draft.book.pick(draft.rng))
    draft.tie(carer, child, "foster_carer", removed, until=placed)
    fostered = through_the_years(draft, removed - years(3))
    live(draft, carer, fostered, since=removed - years(3))
    live(draft, child, fostered, since=removed, until=placed, why="foster")


def fostered_privately(draft: FamilyDraft, carer: PersonDraft, homes: Homes) -> None:
    """A child of another family who stays for more than 28 days (Children Act 1989 s66)."""
    rng, settings = draft.rng, draft.settings
    born = day_between(rng, settings.until - years(15.5), settings.until - years(5))
    group = draft.book.pick(rng) if rng.random() < 0.4 else carer.group
    sex = "m" if rng.random() < draft.share.share("boys") else "f"
    surname = group.surname(rng)
    child = draft.add(
        "child", sex=sex, born=born, group=group, called=(group.child[sex].pick(rng), "", surname)
    )
    since = day_between(rng, max(settings.since, homes.moves[0][0]), settings.until)
    until = since + timedelta(35 + int(rng.random() * 500))
    earlier = through_the_years(draft, born)
    live(draft, child, earlier, since=born, away=(since, until))
    live(draft, child, homes, since=since, until=until, why="private_fostering")
    draft.tie(carer, child, "private_foster_carer", since, until=until)
