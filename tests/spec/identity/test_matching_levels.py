"""How two records are compared, field by field."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tocsin.identity.matching.matcher import Matcher, Question
from tocsin.identity.matching.model import Model
from tocsin.identity.matching.register import Register
from tocsin.identity.matching.specification import specification
from tocsin.identity.stated import Home, Name, Stated

HOME = Home("KX1 2AB", "12 Mill Lane, Stowbeck")
BORN = date(2021, 3, 14)


def somebody(**said: object) -> Stated:
    """A child at HOME, but for what is said."""
    usual: dict[str, object] = {
        "id": "a",
        "names": (Name("Aisha", "Rahman"),),
        "births": (BORN,),
        "sex": "f",
        "homes": (HOME,),
    }
    return Stated(**{**usual, **said})  # type: ignore[arg-type]


def level(field: str, asked: Stated, held: Stated, *others: Stated) -> str:
    register = Register.build([held, *others])
    question = Question(register, [asked])
    code = Matcher(register, Model.shipped()).compared(question, np.array([0]), np.array([0]))
    place = specification().place[field]
    return specification().comparisons[place].levels[specification().levels_of(int(code[0]))[place]].name


def named(first: str, surname: str = "Rahman") -> Stated:
    return somebody(names=(Name(first, surname),))


CROWD = [somebody(id=f"x{n}", names=(Name("Aisha", "Rahman"),)) for n in range(20)]  # so that no name is rare


@pytest.mark.parametrize(
    ("asked", "held", "expected"),
    [
        ("Aisha", "AISHA", "same"),
        ("Aïsha", "Aisha", "same"),
        ("Wai Ming", "Wai-Ming", "same"),
        ("Miss Aisha", "Aisha", "same"),
        ("Aisha", "Aisha Noor", "same main name"),
        ("Aisha Noor", "Aisha Begum", "middle names differ"),
        ("Beth", "Elizabeth", "same name otherwise written"),
        ("Mohammed", "Muhammad", "same name otherwise written"),
        ("Юлия", "Yuliya", "same"),
        ("Jayden", "Jaydne", "nearly the same"),
        ("J", "Jayden", "one begins the other"),
        ("Noor", "Aisha Noor", "one begins the other"),
        ("Rory-James", "Jim", "one of two names"),
        ("Ka-Yan", "Kayan", "same"),
        ("Ga Yan", "Kayan", "but for the first letter"),
        ("Wing Kun", "Wing Kin", "a letter of a middle name"),
        ("Hassan", "Hussain", "alike but two names"),
        ("Jayden", "Hayden", "alike but two names"),
        ("Tegan", "Megan", "but for the first letter"),
        ("Aisha", "Oliver", "different"),
        ("Baby", "Aisha", "missing"),
        ("Infant of Sadia", "Aisha", "missing"),
        ("Twin 2", "Aisha", "missing"),
        ("Twin n", "Aisha", "missing"),
        ("Baby boy 2", "Aisha", "missing"),
        ("Baby B", "Aisha", "missing"),
        ("B/O Sadia", "Aisha", "missing"),
        ("Son of Sadia", "Aisha", "missing"),
        ("Son", "Son Minh", "same main name"),
        ("Bo", "Bo", "same"),
        ("", "Aisha", "missing"),
    ],
)
def test_first_names(asked: str, held: str, expected: str) -> None:
    crowd = [somebody(id=f"x{n}", names=(Name(held, "Rahman"),)) for n in range(20)]
    assert level("first_name", named(asked), named(held), *crowd) == expected


@pytest.mark.parametrize(
    ("asked", "held", "expected"),
    [
        ("O'Neil", "ONEIL", "same"),
        ("Adeyemi-Cole", "Cole", "one is part of the other"),
        ("Chan", "Chen", "sounds the same"),
        ("Hussain", "Hussein", "sounds the same"),
        ("Rahman", "Rahmam", "nearly the same"),
        ("Rahman", "Whitcombe", "different"),
        ("Not known", "Rahman", "missing"),
    ],
)
def test_surnames(asked: str, held: str, expected: str) -> None:
    crowd = [somebody(id=f"x{n}", names=(Name("Aisha", held),)) for n in range(20)]
    assert level("surname", named("Aisha", asked), named("Aisha", held), *crowd) == expected


@pytest.mark.parametrize(
    ("asked", "held", "expected"),
    [
        (("Chan", "Wai Ming"), ("Wai Ming", "Chan"), "exchanged with the {}"),
        (("Trinh", "Thoa"), ("Thoa Kim", "Trinh"), "exchanged with the {}"),
        (("Ly", "Loc Huu"), ("Loc", "Ly"), "exchanged with the {}"),
        (("Nugyen", "Bao Quang"), ("Bao Quang", "Nguyen"), "exchanged and otherwise written"),
        (("Yuan", "Man-Kut"), ("Man-Kit", "Yuen"), "exchanged and otherwise written"),
        (("Cnan", "Tsun Kit"), ("Tsun Kit", "Chan"), "exchanged and otherwise written"),
        (("Cross", "Lola"), ("Leila", "Cross"), "exchanged and somewhat alike"),
        (("Thomas", "James"), ("James", "Oliver"), "stands as a {}"),
    ],
)
def test_names_in_the_other_order_are_found(
    asked: tuple[str, str], held: tuple[str, str], expected: str
) -> None:
    one, other = named(*asked), named(*held)
    assert level("first_name", one, other) == expected.format("surname")
    assert level("surname", one, other) == expected.format("first name")


def test_an_exchanged_name_is_no_first_name_where_none_is_stated() -> None:
    assert level("first_name", named("Rahman", "Aisha"), named("Baby girl")) == "missing"


def test_a_slip_of_the_pen_is_no_name_that_others_bear() -> None:
    """Isha and Isla may be sisters; nobody is called Ispa."""
    crowd = [somebody(id=f"x{n}", names=(Name(("Isha", "Isla")[n % 2], "Rahman"),)) for n in range(20)]
    assert level("first_name", named("Isha"), named("Isla"), *crowd) == "a letter apart but two names"
    assert level("first_name", named("Ispa"), named("Isla"), *crowd) == "nearly the same"


def test_an_uncommon_name_says_more_than_a_common_one() -> None:
    many = [somebody(id=f"m{n}", names=(Name("Amelia", "Smith"),)) for n in range(5000)]
    assert level("first_name", named("Zephyrine"), named("Zephyrine"), *many) == "same and rare"
    assert level("first_name", named("Amelia"), named("Amelia"), *many) == "same"


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (date(2021, 3, 14), "same"),
        (date(2021, 3, 15), "one or two digits"),
        (date(2021, 3, 24), "one or two digits"),
        (date(2012, 3, 14), "the same day of another year"),
        (date(2020, 3, 14), "the same day of another year"),
        (date(2021, 5, 20), "same year"),
        (date(2021, 3, 28), "one part"),
        (date(2015, 8, 2), "different"),
    ],
)
def test_dates_of_birth(held: date, expected: str) -> None:
    assert level("born", somebody(), somebody(births=(held,))) == expected


def test_the_first_of_january_stands_for_a_year() -> None:
    """As it is written where only the year is known."""
    assert level("born", somebody(births=(date(2021, 1, 1),)), somebody()) == "the first of January"


def test_day_and_month_exchanged() -> None:
    asked, held = somebody(births=(date(2021, 4, 9),)), somebody(births=(date(2021, 9, 4),))
    assert level("born", asked, held) == "day and month exchanged"


@pytest.mark.parametrize(
    ("asked", "held", "expected"),
    [
        ("943 476 5919", "9434765919", "same"),
        ("9434765918", "9434765918", "same but check digit wrong"),
        ("9434765919", "0434765910", "nearly the same"),
        ("9434765919", "4010232137", "different"),
        ("9434765919", "9434765918", "missing"),
        ("9434765919", "", "missing"),
        ("0000000000", "0000000000", "missing"),
        ("12", "12", "missing"),
    ],
)
def test_nhs_numbers(asked: str, held: str, expected: str) -> None:
    assert level("nhs_number", somebody(nhs_numbers=(asked,)), somebody(nhs_numbers=(held,))) == expected


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (Home("kx12ab", "12 Mill Ln, Stowbeck"), "same home"),
        (Home("", "12 Mill Lane, Stowbeck"), "same address without its postcode"),
        (Home("KX1 2AC", "12 Mill Lane, Stowbeck"), "same address without its postcode"),
        (Home("KX1 2AB", "40 Quarry Road, Stowbeck"), "same postcode"),
        (Home("KX1 9ZZ", "40 Quarry Road, Stowbeck"), "same district"),
        (Home("UX7 9ZZ", "40 Quarry Road, Linmouth"), "different"),
        (Home("ZZ99 3VZ", "no fixed abode"), "missing"),
        (Home(), "missing"),
    ],
)
def test_homes(held: Home, expected: str) -> None:
    assert level("home", somebody(), somebody(homes=(held,))) == expected


def test_the_best_of_several_values_counts() -> None:
    held = somebody(
        names=(Name("Aisha", "Whitcombe"), Name("Aisha", "Rahman")),
        homes=(Home("UX7 9ZZ", "40 Quarry Road, Linmouth"), HOME, Home("YU3 5JH", "9 Chapel Court")),
    )
    assert level("surname", somebody(), held, *CROWD) == "same"
    assert level("home", somebody(), held, *CROWD) == "same home"


def test_somebody_else_of_that_home_and_birth_date_is_told() -> None:
    sister = somebody(id="b", names=(Name("Maryam", "Rahman"),), household="h1")
    held = somebody(household="h1")
    assert level("born_together", somebody(), held, sister) == "yes"
    assert level("born_together", somebody(), held) == "no"
