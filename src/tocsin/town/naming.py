"""How a family names its people: surnames by the habits of their name group, twins who sound alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from random import Random

from tocsin.town.family import TrueName
from tocsin.town.names import NameBook, NameGroup
from tocsin.town.plan import shares

SPARE = 5  # draws before a name that others in the family bear is let stand

Called = tuple[str, str, str]  # first, middle, surname

OF_TWO: dict[
    str, Callable[[Called, Called], str]
] = {  # a child's surname from the father's and mother's names
    "three_names": lambda father, _: father[1] or father[2],
    "patronym": lambda father, _: father[0],
    "spanish": lambda father, mother: f"{father[2].split()[0]} {mother[2].split()[0]}",
    "portuguese": lambda father, mother: f"{mother[2].split()[-1]} {father[2].split()[-1]}",
}


def wifes(group: NameGroup, surname: str) -> str:
    """The form of a husband's surname for his wife: Kowalska, Kazlauskienė."""
    for man, woman in group.habits.wifes_endings:
        if surname.endswith(man):
            return surname[: len(surname) - len(man)] + woman
    return of_sex(group, "f", surname)


def of_sex(group: NameGroup, sex: str, surname: str) -> str:
    """The form of a surname for one sex: Kowalski, Kowalska. A wife's becomes a son's or a daughter's."""
    for man, woman in group.habits.wifes_endings:
        if surname.endswith(woman):
            surname = surname[: len(surname) - len(woman)] + man
            break
    for man, woman in group.habits.endings:
        if sex == "f" and surname.endswith(man):
            return surname[: len(surname) - len(man)] + woman
        if sex == "m" and surname.endswith(woman):
            return surname[: len(surname) - len(woman)] + man
    return surname


def adult_name(rng: Random, group: NameGroup, sex: str) -> Called:
    """The name an adult was born with."""
    habits, first = group.habits, group.adult[sex].pick(rng)
    male = group.adult["m"]
    if habits.surname == "three_names":
        return first, male.pick(rng), group.surname(rng)
    if habits.surname == "patronym":
        return first, "", male.pick(rng)
    if habits.surname in ("spanish", "portuguese"):
        return first, "", f"{group.surname(rng)} {group.surname(rng)}"
    surname = of_sex(group, sex, group.surname(rng))
    if habits.surname == "singh_kaur":
        title = "Kaur" if sex == "f" else "Singh"
        return (first, title, surname) if rng.random() < 0.55 else (first, "", title)
    if sex == "f" and rng.random() < habits.female_surname_share:
        surname = _one_of(rng, habits.female_surnames)
    return _with_prefix(rng, group, sex, first), middle_name(rng, group, sex, adult=True), surname


def _one_of(rng: Random, names: tuple[str, ...]) -> str:
    return names[int(rng.random() * len(names))]


def _with_prefix(rng: Random, group: NameGroup, sex: str, first: str) -> str:
    habits = group.habits
    if sex == "m" and rng.random() < habits.male_prefix_share:
        prefix = _one_of(rng, habits.male_prefix)
        return first if first == prefix else f"{prefix} {first}"
    return first


def middle_name(rng: Random, group: NameGroup, sex: str, *, adult: bool = False) -> str:
    habits = group.habits
    if rng.random() >= habits.middle:
        return ""
    fixed = habits.female_middle if sex == "f" else habits.male_middle
    if fixed:
        return _one_of(rng, fixed)
    return (group.adult if adult else group.child)[sex].pick(rng)


def child_surname(rng: Random, group: NameGroup, sex: str, father: Called | None, mother: Called) -> str:
    """A child's surname. Without a known father it is the mother's."""
    if group.habits.surname == "singh_kaur" and (father or mother)[2] in ("Singh", "Kaur"):
        return "Kaur" if sex == "f" else "Singh"
    if father is None:
        return of_sex(group, sex, mother[2])
    if (form := group.habits.surname) in OF_TWO:
        return OF_TWO[form](father, mother)
    if group.habits.double and mother[2] != father[2] and rng.random() < group.habits.double:
        pair = [mother[2], father[2]]
        return "-".join(pair if rng.random() < 0.5 else reversed(pair))
    return of_sex(group, sex, father[2])


def child_middle(rng: Random, group: NameGroup, sex: str, surname: str, father: Called | None) -> str:
    if group.habits.surname == "three_names" and father is not None:
        return father[0]
    if group.habits.surname == "singh_kaur" and surname not in ("Singh", "Kaur"):
        return "Kaur" if sex == "f" else "Singh"
    return middle_name(rng, group, sex)


def child_first(rng: Random, book: NameBook, group: NameGroup, sex: str, taken: set[str]) -> str:
    """A first name that no brother or sister bears; some families choose an English one."""
    names = group.child[sex]
    if group.habits.english_first and rng.random() < group.habits.english_first:
        names = book.groups["british"].child[sex]
    for _ in range(SPARE):
        first = names.pick(rng)
        if first not in taken:
            break
    return _with_prefix(rng, group, sex, first)


def twin_first(rng: Random, group: NameGroup, sex: str, twins: Sequence[str], taken: set[str]) -> str:
    """A twin's first name: some rhyme with the other's, some begin with its letter.

    Never another spelling or a short form of a twin's."""
    other = twins[0]
    names, draw = group.child[sex], rng.random()
    like: list[str] = []
    rhyming = shares().share("twins_rhyming")
    if draw < rhyming:
        like = names.by_ending.get(other[-3:].lower(), [])
    elif draw < rhyming + shares().share("twins_same_initial"):
        like = names.by_initial.get(other[0], [])
    free = [name for name in like if name not in taken and _another(group, name, twins)]
    return free[int(rng.random() * len(free))] if free else _free(rng, group, sex, twins, taken)


def _another(group: NameGroup, first: str, twins: Sequence[str]) -> bool:
    return not any(group.one_name(first, twin) for twin in twins)


def _free(rng: Random, group: NameGroup, sex: str, twins: Sequence[str], taken: set[str]) -> str:
    names = group.child[sex]
    for _ in range(SPARE):
        first = names.pick(rng)
        if first not in taken and _another(group, first, twins):
            return first
    others = [one[0] for one in names.all.values if _another(group, one[0], twins)]
    return others[int(rng.random() * len(others))]


def true_name(called: Called, since: date, kind: str = "birth") -> TrueName:
    return TrueName(*called, since, kind)
