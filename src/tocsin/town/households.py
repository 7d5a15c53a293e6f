"""Who lives with whom from when to when: couples, those who part, partners, kin, lodgers, other families."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tocsin.town.births import birth_days, have_children
from tocsin.town.care import adopted, fostered_privately, looked_after, with_kin
from tocsin.town.drafts import FamilyDraft, PersonDraft
from tocsin.town.homes import Homes, Span, flee, live, through_the_years, years
from tocsin.town.naming import child_surname, of_sex, true_name
from tocsin.town.parents import grown_up, known_elsewhere, mother_of, take_name
from tocsin.town.stream import day_between

STAYS_HALF_YEAR = 183


def settle(
    draft: FamilyDraft, mother: PersonDraft, father: PersonDraft | None, children: list[PersonDraft]
) -> None:
    """Homes, stays and ties of everybody, and everybody else who belongs to the family."""
    base = min(child.born for child in children) - timedelta(int(draft.rng.random() * 1200))
    homes = through_the_years(draft, base)
    if draft.plan.shape != "couple" and draft.chance("refuge"):
        homes = flee(draft, homes)
    carer, other = (father, mother) if draft.plan.shape == "lone_father" and father else (mother, father)
    live(draft, carer, homes, since=base)
    if other is not None:
        other_parent(draft, carer, other, homes, base)
    away = children_elsewhere(draft, mother, father, children)
    for child in children:
        live_with_parents(draft, child, homes, away.get(child.place))
    ties_of(draft, mother, father, children)
    others_at_home(draft, carer, children, homes, base)
    if draft.plan.other and father is not None:
        other_family(draft, father, children)
    later_names(draft, mother, father, children)


def live_with_parents(draft: FamilyDraft, child: PersonDraft, homes: Homes, away: Span | None) -> None:
    live(draft, child, homes, since=child.born, away=away)


def other_parent(
    draft: FamilyDraft, carer: PersonDraft, other: PersonDraft, homes: Homes, base: date
) -> None:
    """The parent who is or was not always there."""
    if draft.plan.shape == "couple":
        live(draft, other, homes, since=base)
        return
    left = parting_day(draft, base)
    if draft.plan.shape != "lone_mother":
        live(draft, other, homes, since=base, until=left)
    else:
        left = base
    live(draft, other, through_the_years(draft, left), since=left, why="other_parent")
    draft.tie(other, carer, "ex_partner", left)


def parting_day(draft: FamilyDraft, base: date) -> date:
    settings = draft.settings
    if draft.chance("parted_in_window"):
        return day_between(draft.rng, max(settings.since, base + timedelta(1)), settings.until)
    return day_between(draft.rng, base + timedelta(1), max(settings.since, base + timedelta(2)))


def children_elsewhere(
    draft: FamilyDraft,
    mother: PersonDraft,
    father: PersonDraft | None,
    children: list[PersonDraft],
) -> dict[int, Span]:
    """For each child who lived away from home for a time: from when to when."""
    if draft.plan.shape == "couple" and father and draft.chance("adoption"):
        return adopted(draft, (mother, father), children)
    if draft.chance("foster"):
        return looked_after(draft, children)
    if draft.chance("kinship"):
        return with_kin(draft, mother, children)
    return {}


def ties_of(
    draft: FamilyDraft, mother: PersonDraft, father: PersonDraft | None, children: Sequence[PersonDraft]
) -> None:
    for place, child in enumerate(children):
        if child.sealed_on is None:
            draft.tie(mother, child, "mother", child.born)
            if father is not None:
                draft.tie(father, child, "father", child.born)
        for younger in children[place + 1 :]:
            draft.tie(child, younger, "sibling", younger.born)


def others_at_home(
    draft: FamilyDraft, carer: PersonDraft, children: list[PersonDraft], homes: Homes, base: date
) -> None:
    if draft.plan.partner:
        partner_of(draft, carer, children, homes, base)
    if draft.chance("three_generations"):
        grandparents(draft, carer, children, homes, base)
    if draft.chance("lodger"):
        lodger(draft, children, homes, base)
    if draft.plan.visitor:
        fostered_privately(draft, carer, homes)


def partner_of(
    draft: FamilyDraft, carer: PersonDraft, children: list[PersonDraft], homes: Homes, base: date
) -> None:
    """Moves in, known to some agencies under another name; may bring a child; may leave again."""
    rng, settings = draft.rng, draft.settings
    since = day_between(rng, max(base + years(1), settings.since - years(3)), settings.until)
    sex = "m" if carer.sex == "f" else "f"
    group = draft.book.pick(rng) if rng.random() < 0.15 else carer.group
    partner = grown_up(draft, sex, carer.born + timedelta(rng.gauss(0, 1800)), group)
    until = None
    if rng.random() < draft.share.share("partner_leaves"):
        until = day_between(rng, since + timedelta(STAYS_HALF_YEAR), settings.until + years(1))
    live(draft, partner, homes, since=since, until=until, why="partner")
    kind = "mothers_partner" if carer.sex == "f" else "fathers_partner"
    for child in children:
        draft.tie(partner, child, kind, max(since, child.born), until=until)
    known_elsewhere(draft, partner, "partner")
    if draft.plan.partner_child:
        _brings_child(draft, partner, children, homes, since, until)


def _brings_child(
    draft: FamilyDraft,
    partner: PersonDraft,
    children: list[PersonDraft],
    homes: Homes,
    since: date,
    until: date | None,
) -> None:
    rng, settings = draft.rng, draft.settings
    born = day_between(rng, settings.until - years(16), min(since, settings.until - years(1)))
    sex = "m" if rng.random() < draft.share.share("boys") else "f"
    surname = child_surname(rng, partner.group, sex, partner.called, partner.called)
    first = partner.group.child[sex].pick(rng)
    child = draft.add("child", sex=sex, born=born, group=partner.group, called=(first, "", surname))
    if partner.sex == "m":
        child.father = partner.number
    else:
        child.mother = partner.number
    draft.tie(partner, child, "father" if partner.sex == "m" else "mother", born)
    live(draft, child, homes, since=max(since, born), until=until)
    if born < since:
        live(draft, child, through_the_years(draft, born), since=born, until=since)
    for other in children:
        draft.tie(child, other, "step_sibling", max(since, other.born, born), until=until)


def grandparents(
    draft: FamilyDraft, carer: PersonDraft, children: list[PersonDraft], homes: Homes, base: date
) -> None:
    rng = draft.rng
    since = day_between(rng, base, draft.settings.until)
    both = ("f", "m") if rng.random() < draft.share.share("grandfather_too") else ("f",)
    for sex in both:
        elder = grown_up(draft, sex, carer.born - years(19 + rng.random() * 16), carer.group)
        if sex == "m" or carer.group.habits.surname == "family":
            surname = of_sex(carer.group, sex, carer.names[0].surname)
            take_name(elder, surname, elder.born + years(24))
        live(draft, elder, homes, since=since)
        for child in children:
            draft.tie(elder, child, "grandparent", child.born)


def lodger(draft: FamilyDraft, children: list[PersonDraft], homes: Homes, base: date) -> None:
    rng, settings = draft.rng, draft.settings
    since = day_between(rng, max(settings.since, base), settings.until)
    shortest, longest = draft.share.lodger_days
    until = since + timedelta(shortest + int(rng.random() * (longest - shortest)))
    sex = "m" if rng.random() < 0.7 else "f"
    person = grown_up(draft, sex, settings.until - years(20 + rng.random() * 35), draft.book.pick(rng))
    live(draft, person, homes, since=since, until=until, why="lodger")
    for child in children:
        draft.tie(person, child, "lodger", max(since, child.born), until=until)
    known_elsewhere(draft, person, "other")


def other_family(draft: FamilyDraft, father: PersonDraft, children: list[PersonDraft]) -> None:
    """The father's children with another mother, in her home: half-siblings across two households."""
    days = birth_days(draft, len(draft.plan.other))
    mother = mother_of(draft, days[0], father.group)
    halves = have_children(
        draft,
        draft.plan.other,
        days,
        group=father.group,
        mother=mother,
        father=father,
        names_from=father.called if draft.rng.random() < 0.6 else None,
    )
    base = days[0] - timedelta(300)
    homes = through_the_years(draft, base)
    live(draft, mother, homes, since=base)
    for child in halves:
        live_with_parents(draft, child, homes, None)
    ties_of(draft, mother, father, halves)
    draft.tie(father, mother, "ex_partner", base)
    for child in halves:
        for other in children:
            draft.tie(child, other, "half_sibling", max(child.born, other.born))


def later_names(
    draft: FamilyDraft, mother: PersonDraft, father: PersonDraft | None, children: list[PersonDraft]
) -> None:
    """Aliases, names taken again after a parting, changes by deed, a spelling the family settles on."""
    known_elsewhere(draft, mother, "mother")
    if father is not None:
        known_elsewhere(draft, father, "father")
    if draft.plan.shape == "parted" and len(mother.names) > 1 and draft.rng.random() < 0.4:
        day = day_between(draft.rng, mother.names[-1].since, draft.settings.until)
        take_name(mother, mother.names[0].surname, day, "changed")
    for child in children:
        if child.sealed_on is None:
            _child_changes(draft, child, mother)


def _child_changes(draft: FamilyDraft, child: PersonDraft, mother: PersonDraft) -> None:
    rng, first = draft.rng, child.names[-1].first
    day = day_between(rng, child.born + timedelta(30), draft.settings.until)
    if day >= draft.settings.until:
        return
    if draft.chance("spelling_changed") and (others := child.group.spellings.get(first)):
        _renamed(child, others[int(rng.random() * len(others))], child.names[-1].surname, day)
    elif draft.chance("deed"):
        _renamed(child, first, of_sex(child.group, child.sex, mother.called[2]), day)


def _renamed(child: PersonDraft, first: str, surname: str, day: date) -> None:
    _, middle, before = child.called
    if (first, surname) != (child.called[0], before):
        child.names.append(true_name((first, middle, surname), day, "changed"))
