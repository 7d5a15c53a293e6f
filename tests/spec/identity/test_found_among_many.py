"""In a large register a hundred share a birthday: the person asked for still comes among those compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tocsin.identity.answer import Band
from tocsin.identity.matching.matcher import Matcher
from tocsin.identity.matching.model import Model
from tocsin.identity.matching.register import Register
from tocsin.identity.stated import Home, Name, Stated

HOME, ELSEWHERE = Home("KX1 2AB", "12 Mill Lane, Stowbeck"), Home("UX7 1AA", "9 Quay Row, Linmouth")
BORN, DAY_AFTER, EXCHANGED = date(2018, 9, 4), date(2018, 9, 5), date(2018, 4, 9)
ROBERT = Stated("robert", (Name("Robert", "Adjei"),), (BORN,), "m", (HOME,))
BORN_ALIKE = tuple(
    Stated(f"{day}-{n}", (Name(f"{'BCDFGH'[n % 6]}{'aeiou'[n % 5]}rn{n}a", f"Vel{n}ski"),), (day,), "m")
    for day in (BORN, DAY_AFTER, EXCHANGED)
    for n in range(100)
)


def written(first: str, surname: str, born: date, home: Home = ELSEWHERE) -> Stated:
    return Stated("asked", (Name(first, surname),), (born,), "m", (home,))


@pytest.fixture(scope="module")
def register() -> Matcher:
    return Matcher(Register.build((*BORN_ALIKE, ROBERT)), Model.shipped())


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(written("Adjei", "Robert", BORN), id="names in the other order"),
        pytest.param(written("Adjei", "Robert", DAY_AFTER), id="and a day out"),
        pytest.param(written("Adjei", "Robert", EXCHANGED), id="and day and month exchanged"),
        pytest.param(written("Adjei", "Robret", BORN), id="and one of them misspelt"),
        pytest.param(written("oRbert", "Adjei", DAY_AFTER), id="first letters exchanged, a day out"),
        pytest.param(written("Robert", "Adjeei", DAY_AFTER), id="surname misspelt, a day out"),
        pytest.param(written("Robrt", "Adjie", date(2017, 9, 4), HOME), id="both misspelt, another year"),
    ],
)
def test_who_was_meant_is_compared_and_shown(register: Matcher, asked: Stated) -> None:
    answer = register.find(asked)
    assert "robert" in register.candidates(asked)
    assert answer.best is not None
    assert answer.best.person == "robert"
    assert answer.band is not Band.NEW


def test_a_home_is_found_whose_postcode_is_not_known(register: Matcher) -> None:
    asked = written("Robrt", "Adjie", date(2018, 1, 1), Home("", HOME.address))
    assert "robert" in register.candidates(asked)


def test_many_asked_at_once_find_the_same(register: Matcher) -> None:
    asked = [written("Adjei", "Robert", DAY_AFTER), written("Robert", "Adjeei", DAY_AFTER)]
    some = [replace(one, id=str(n)) for n, one in enumerate(asked)]
    assert register.find_all(some) == [register.find(one) for one in some]
