"""The genogram: everybody once, nobody on top of anybody, and only what was so on the day."""

from __future__ import annotations

import random
from datetime import date
from itertools import combinations
from typing import Any

import pytest

from tocsin.pictures.genogram import (
    Couple,
    Genogram,
    ParentLink,
    Person,
    Resident,
    genogram,
    genogram_text,
)
from tocsin.pictures.genogram_data import at_date
from tocsin.pictures.genogram_layout import SLOT, lay_out
from tocsin.pictures.genogram_lines import ended_slashes, frame_of, household_boxes
from tocsin.pictures.genogram_symbols import BOX_HEIGHT, HALF, age_mark

DAY = date(2024, 6, 1)


def born(year: int, month: int = 6) -> dict[str, Any]:
    return {"born_earliest": date(year, month, 1), "born_latest": date(year, month, 1)}


FAMILY = Genogram(
    persons=(
        Person("gm", "Maternal grandmother", "female", **born(1961)),
        Person("gf", "Maternal grandfather", "male", **born(1958), died=date(2015, 3, 3)),
        Person("pgm", "Paternal grandmother", "female"),
        Person("m", "Mother", "female", **born(1993)),
        Person("f", "Father of Amara", "male", **born(1990)),
        Person("f0", "Father of Tunde", "male", verified=False),
        Person("p", "Mother’s partner", "male", verified=False),
        Person("p4", "Earlier partner", "male", verified=False),
        Person("tunde", "Tunde", "male", **born(2012), child=True),
        Person("amara", "Amara", "female", **born(2022), subject=True, child=True),
        Person("t1", "Zainab", "female", **born(2019), child=True),
        Person("t2", "Yusuf", "male", **born(2019), child=True),
        Person("baby", "Unborn sibling", due=date(2024, 11, 4), child=True),
        Person("lodger", "Lodger", verified=False),
    ),
    couples=(
        Couple("gm", "gf", "married"),
        Couple("m", "f0", "cohabiting", date(2010, 1, 1), date(2014, 1, 1)),
        Couple("m", "p4", "cohabiting", date(2015, 1, 1), date(2016, 1, 1), "separated"),
        Couple("m", "f", "married", date(2017, 1, 1), date(2023, 3, 1), "divorced"),
        Couple("m", "p", "unconfirmed", date(2023, 9, 1)),
    ),
    parents=(
        ParentLink("m", ("gm", "gf")),
        ParentLink("f", ("pgm",)),
        ParentLink("tunde", ("m", "f0")),
        ParentLink("amara", ("m", "f")),
        ParentLink("t1", ("m", "f"), "2019"),
        ParentLink("t2", ("m", "f"), "2019"),
        ParentLink("baby", ("m", "p")),
    ),
    household=tuple(Resident(who) for who in ("m", "p", "amara", "t1", "t2", "lodger")),
)


def boxes(data: Genogram) -> dict[str, tuple[float, float, float, float]]:
    """The room each person takes: symbol, badge and label."""
    layout = lay_out(data)
    frame = frame_of(layout, 0)
    half = SLOT / 2 - 1
    return {
        person: (
            layout.x[person] - half,
            frame.middle[row] - HALF - 8,
            layout.x[person] + half,
            frame.middle[row] - HALF + BOX_HEIGHT,
        )
        for person, row in layout.row_of.items()
    }


def overlapping(data: Genogram) -> list[tuple[str, str]]:
    found = boxes(data).items()
    return [
        (a, b)
        for (a, one), (b, two) in combinations(found, 2)
        if one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
    ]


def test_it_draws_everybody_once_and_nobody_over_another(read: Any) -> None:
    root = read(genogram(FAMILY, at=DAY, name="g"))
    drawn = [each.get("data-person") for each in root.iter() if each.get("class") == "person"]
    assert sorted(drawn) == sorted(person.id for person in FAMILY.persons)
    assert overlapping(at_date(FAMILY, DAY)) == []


def made_family(seed: int) -> Genogram:
    """Four generations, partners and lodgers at random: three or more partners to some parents."""
    chance = random.Random(seed)
    persons = [Person(f"p{i}", f"Person {i}", chance.choice(["male", "female"])) for i in range(30)]
    couples = [
        Couple(f"p{a}", f"p{b}", "married", date(2000 + a % 20, 1, 1))
        for start in (0, 6, 14)
        for a, b in [chance.sample(range(start, start + 6), 2) for _ in range(4)]
    ]
    links = [
        ParentLink(f"p{i}", (couple.a, couple.b))
        for i in range(6, 30)
        if chance.random() < 0.8
        for couple in [couples[chance.randrange(4) + 4 * (0 if i < 14 else 1 if i < 22 else 2)]]
        if f"p{i}" not in (couple.a, couple.b)
    ]
    return Genogram(tuple(persons), tuple(couples), tuple(links))


@pytest.mark.parametrize("seed", range(25))
def test_it_never_overlaps_in_any_family(read: Any, seed: int) -> None:
    family = made_family(seed)
    assert len(boxes(family)) == 30
    assert overlapping(family) == []
    read(genogram(family, at=DAY, name="g"))


def test_it_puts_parents_above_children_and_couples_side_by_side() -> None:
    layout = lay_out(at_date(FAMILY, DAY))
    assert [layout.row_of[p] for p in ("gm", "m", "f", "amara", "baby")] == [0, 1, 1, 2, 2]
    row = layout.rows[0]
    assert abs(row.index("gm") - row.index("gf")) == 1


def test_it_survives_records_that_make_somebody_their_own_ancestor(read: Any) -> None:
    circle = Genogram(
        (Person("a", "A"), Person("b", "B")),
        (Couple("a", "a"),),
        (ParentLink("a", ("b",)), ParentLink("b", ("a",)), ParentLink("a", ("a", "nobody"))),
    )
    read(genogram(circle, at=DAY, name="g"))
    assert overlapping(at_date(circle, DAY)) == []


def test_it_shows_only_what_was_so_on_the_day() -> None:
    then = at_date(FAMILY, date(2014, 6, 1))
    shown = {person.id for person in then.persons}
    assert "tunde" in shown
    assert not {"amara", "t1", "baby"} & shown
    assert {couple.b for couple in then.couples} == {"gf", "f0"}


def test_it_shows_a_pregnancy_from_conception_to_birth() -> None:
    due = Person("u", "Unborn", **born(2024, 7), due=date(2024, 7, 10))
    family = Genogram((due,))
    assert at_date(family, date(2023, 9, 1)).persons == ()
    assert at_date(family, date(2024, 6, 1)).persons == (due,)
    assert "unborn, due 10 July 2024" in " ".join(genogram_text(family, at=date(2024, 6, 1)))
    assert "aged 4 weeks" in " ".join(genogram_text(family, at=date(2024, 7, 30)))


def test_it_leaves_the_dead_and_those_who_moved_out_of_the_household() -> None:
    family = Genogram(
        (Person("a", "A", died=date(2020, 1, 1)), Person("b", "B"), Person("c", "C")),
        household=(Resident("a"), Resident("b", until=date(2021, 1, 1)), Resident("c", date(2022, 1, 1))),
    )
    assert [r.person for r in at_date(family, date(2019, 1, 1)).household] == ["a", "b"]
    assert [r.person for r in at_date(family, DAY).household] == ["c"]


def test_it_draws_the_household_around_its_members_and_nobody_else() -> None:
    data = at_date(FAMILY, DAY)
    layout = lay_out(data)
    frame = frame_of(layout, 0)
    inside = {resident.person for resident in data.household}
    drawn = household_boxes(inside, layout, frame)
    for person, row in layout.row_of.items():
        x, y = layout.x[person], frame.middle[row]
        covered = any(b[0] <= x <= b[2] and b[1] <= y <= b[3] for b in drawn)
        assert covered == (person in inside)


@pytest.mark.parametrize(
    ("couple", "slashes"),
    [
        (None, 0),
        (Couple("a", "b", "married"), 0),
        (Couple("a", "b", "married", until=date(2020, 1, 1)), 1),
        (Couple("a", "b", "married", until=date(2020, 1, 1), ended="divorced"), 2),
        (Couple("a", "b", "married", until=date(2030, 1, 1), ended="divorced"), 0),
        (Couple("a", "b", "cohabiting", ended="separated"), 1),
    ],
)
def test_it_strikes_a_couple_once_when_apart_and_twice_when_divorced(
    couple: Couple | None, slashes: int
) -> None:
    assert ended_slashes(couple, DAY) == slashes


def test_it_marks_an_age_that_is_not_known_to_the_day() -> None:
    rough = Person("a", "A", born_earliest=date(1990, 1, 1), born_latest=date(1990, 12, 31))
    assert age_mark(rough, DAY) == "~34"
    assert age_mark(Person("a", "A", **born(2024, 1)), DAY) == "5m"
    assert age_mark(Person("a", "A"), DAY) == ""


def test_it_says_all_it_shows_in_words() -> None:
    text = "\n".join(genogram_text(FAMILY, at=DAY))
    for person in FAMILY.persons:
        assert person.label in text
    assert "Mother and Father of Amara: married from 1 January 2017, divorced by 1 March 2023." in text
    assert "Zainab, one of twins: child of Mother and Father of Amara." in text
    assert "Mother’s partner, male, age not known, identity not verified." in text
    assert "In the household: Mother, Mother’s partner, Amara, Zainab, Yusuf and Lodger." in text


def test_it_names_a_resident_once_though_several_agencies_say_so() -> None:
    family = Genogram((Person("a", "A"),), household=(Resident("a"), Resident("a", date(2020, 1, 1))))
    assert "In the household: A." in genogram_text(family, at=DAY)


def test_it_says_so_where_nobody_is_recorded(read: Any, words: Any) -> None:
    assert "Nobody is recorded for this day." in words(read(genogram(Genogram(), at=DAY, name="g")))
    assert "0 people" in genogram_text(Genogram(), at=DAY)[0]


def test_it_lets_no_label_become_markup(read: Any, hostile: str) -> None:
    family = Genogram(
        (Person(hostile, hostile, hostile, subject=True), Person("b", hostile)),
        (Couple(hostile, "b", hostile, ended=hostile),),
        (ParentLink("b", (hostile,), hostile),),
        (Resident("b"),),
    )
    read(genogram(family, at=DAY, name="g"))


def test_it_draws_the_same_every_time() -> None:
    assert genogram(FAMILY, at=DAY, name="g") == genogram(FAMILY, at=DAY, name="g")
