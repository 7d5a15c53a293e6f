"""The grown-ups of a family: ages, names, marriages and the names they are known by elsewhere."""

from __future__ import annotations

from datetime import date, timedelta

from tocsin.town.births import YEAR
from tocsin.town.drafts import FamilyDraft, PersonDraft
from tocsin.town.names import NameGroup
from tocsin.town.naming import Called, adult_name, of_sex, true_name, wifes
from tocsin.town.stream import day_between

YOUNGEST, OLDEST = 16.5, 44.0


def mother_of(draft: FamilyDraft, first_birth: date, group: NameGroup) -> PersonDraft:
    age = min(max(draft.rng.gauss(28.5, 5.6), YOUNGEST), OLDEST)
    return grown_up(draft, "f", first_birth - timedelta(age * YEAR), group)


def father_of(draft: FamilyDraft, mother: PersonDraft, group: NameGroup) -> PersonDraft:
    older = min(max(draft.rng.gauss(2.4, 4.2), -6.0), 20.0)
    return grown_up(draft, "m", mother.born - timedelta(older * YEAR), group)


def grown_up(draft: FamilyDraft, sex: str, born: date, group: NameGroup) -> PersonDraft:
    called = adult_name(draft.rng, group, sex)
    return draft.add("adult", sex=sex, born=born, group=group, called=called)


def marry(draft: FamilyDraft, mother: PersonDraft, father: PersonDraft, first_birth: date) -> None:
    """Before the first child for most; a wife takes the name by the habit of her husband's group."""
    rng, share = draft.rng, draft.share
    draw = rng.random()
    if draw < share.share("married"):
        day = first_birth - timedelta(200 + rng.random() * 2000)
    elif draw < share.share("married") + share.share("married_later"):
        day = day_between(rng, first_birth, draft.settings.until)
    else:
        return
    day = max(day, mother.born + timedelta(18 * YEAR))
    habits = father.group.habits
    if (
        day < draft.settings.until
        and habits.surname in ("family", "gendered")
        and rng.random() >= habits.wife_keeps
    ):
        take_name(mother, wifes(father.group, father.called[2]), day)


def take_name(person: PersonDraft, surname: str, day: date, kind: str = "married") -> None:
    first, middle, before = person.called
    if surname != before:
        person.names.append(true_name((first, middle, surname), day, kind))


def known_elsewhere(draft: FamilyDraft, person: PersonDraft, role: str) -> None:
    """An alias, for the share of people in this role who are known under another name."""
    rng, alias = draft.rng, draft.share.alias
    if rng.random() >= alias.get(role, alias["other"]):
        return
    first, middle, surname = person.called
    draw = rng.random()
    if draw < 0.45 and middle:
        called: Called = (middle, "", surname)
    elif draw < 0.75:
        called = (
            _short(draft, person, first),
            "",
            of_sex(person.group, person.sex, person.group.surname(rng)),
        )
    else:
        called = (first, "", of_sex(person.group, person.sex, person.group.surname(rng)))
    since = day_between(rng, person.born + timedelta(16 * YEAR), draft.settings.until)
    person.names.append(true_name(called, since, "alias"))
    person.names.sort(key=lambda name: name.since)


def _short(draft: FamilyDraft, person: PersonDraft, first: str) -> str:
    short = person.group.nicknames.get(first, ())
    return short[int(draft.rng.random() * len(short))] if short else first
