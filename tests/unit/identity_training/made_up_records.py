"""Made-up registers and records about their people, with everyday errors; one value a field."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from tocsin.identity.stated import Home, Name, Stated

FIRSTS = [
    *(
        "Amara",
        "Bilal",
        "Carys",
        "Daniel",
        "Danielle",
        "Esme",
        "Farah",
        "Gwen",
        "Hamza",
        "Iris",
        "Jakub",
        "Kiran",
    ),
    *(
        "Layla",
        "Leila",
        "Marcin",
        "Nadia",
        "Owen",
        "Priya",
        "Mohammed",
        "Muhammad",
        "Yusuf",
        "Joseph",
        "Baby",
    ),
    *(
        "Elizabeth",
        "Beth",
        "Oluwaseun",
        "Seun",
        "Kasia",
        "Katarzyna",
        "Wei",
        "Xin",
        "Zoë",
        "Mary-Ann",
        "Jean-Luc",
    ),
]
MIDDLES = ("", "", "Rose", "James", "Ann", "A", "Noor")
LASTS = [
    *(
        "Adeyemi",
        "Begum",
        "Cooper",
        "Dhillon",
        "Evans",
        "Farrell",
        "Górski",
        "Gorska",
        "Hussain",
        "Iqbal",
        "Jones",
    ),
    *("Kowalski", "Lamb", "Mensah", "Nowak", "Chan", "Chen", "O'Brien", "MacDonald", "Smith-Jones", "Nguyen"),
    *("Garcia Lopez", "Yusuf", "Owen"),
]
STREETS = (
    "Mill Lane",
    "High St",
    "High Street",
    "Station Rd",
    "Church Walk",
    "Park Avenue",
    "Canal Side",
    "",
)


def nhs_number(chance: random.Random) -> str:
    while True:
        nine = [9, *(chance.randrange(10) for _ in range(8))]
        check = _check(nine)
        if check < 10:
            return "".join(map(str, [*nine, check]))


def people(count: int, seed: int) -> list[Stated]:
    found: list[Stated] = []
    chance = random.Random(seed)
    while len(found) < count:
        house, last, home, born = f"h{len(found)}", _last(chance), _home(chance), _born(chance)
        for number in range(chance.randrange(1, 4)):
            together = number and chance.random() < 0.3
            found.append(
                Stated(
                    id=f"p{len(found):05}",
                    names=(Name(_first(chance), last),),
                    births=(born if together or not number else _born(chance),),
                    sex=chance.choice("fm"),
                    homes=(home,),
                    nhs_numbers=(_number(chance),) if chance.random() < 0.7 else (),
                    household=house if chance.random() < 0.8 else "",
                )
            )
    return found[:count]


def records(register: list[Stated], count: int, seed: int) -> Iterator[tuple[Stated, str]]:
    """Records, each with the id of whom it is about; one in six about nobody here."""
    chance, strangers = random.Random(seed), people(count, seed + 1)
    for number in range(count):
        absent = chance.random() < 1 / 6
        person = strangers[number] if absent else chance.choice(register)
        yield (
            replace(_miswritten(person, chance), id=f"q{number:05}", household=""),
            "" if absent else person.id,
        )


def _miswritten(person: Stated, chance: random.Random) -> Stated:
    name, home = person.names[0], person.homes[0]
    first, last = name.first, name.surname
    if chance.random() < 0.25:
        first = chance.choice((_typo(first, chance), first.split(" ")[0], first[:1], "", _first(chance)))
    if chance.random() < 0.25:
        last = chance.choice(
            (_typo(last, chance), "", _last(chance), last.split("-")[0], last.split(" ")[-1])
        )
    if chance.random() < 0.05:
        first, last = last, first
    births = person.births if chance.random() < 0.8 else _near(person.births[0], chance)
    home = (
        home
        if chance.random() < 0.6
        else chance.choice((Home(home.postcode), Home("", home.address), _home(chance)))
    )
    wrong = chance.choice((lambda n: _other_digit(n, chance), _two_digits_on, lambda n: n, lambda n: n))
    numbers = tuple(map(wrong, person.nhs_numbers))
    return replace(
        person,
        names=(Name(first, last),) if first or last else (),
        births=births,
        homes=(home,),
        sex=person.sex if chance.random() < 0.9 else "",
        nhs_numbers=numbers if chance.random() < 0.6 else (),
    )


def _number(chance: random.Random) -> str:
    """One in ten has always been written down wrong."""
    number = nhs_number(chance)
    return number if chance.random() < 0.9 else _other_digit(number, chance)


def _near(born: date, chance: random.Random) -> tuple[date, ...]:
    turned = (date(born.year, born.day, born.month),) if born.day < 13 else ()
    other = born + timedelta(days=chance.choice((-365, -31, -1, 1, 10, 30, 365)))
    return chance.choice(((), (other,), turned, (date(born.year, other.month, 1),)))


def _typo(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word)) if word else 0
    return chance.choice(
        (word[:at] + word[at + 1 :], word[:at] + "e" + word[at:], word[: at + 1][::-1] + word[at + 1 :])
    )


def _other_digit(number: str, chance: random.Random) -> str:
    at = chance.randrange(10)
    return number[:at] + chance.choice("0123456789") + number[at + 1 :]


def _two_digits_on(number: str) -> str:
    """Another number whose check digit is right, two digits away; the same where there is none."""
    nine = [(int(number[0]) + 1) % 10, *map(int, number[1:9])]
    check = _check(nine)
    return "".join(map(str, [*nine, check])) if check < 10 else number


def _check(nine: list[int]) -> int:
    return (11 - sum((10 - place) * digit for place, digit in enumerate(nine)) % 11) % 11


def _first(chance: random.Random) -> str:
    if chance.random() < 0.05:
        return _uncommon(chance)
    return f"{chance.choice(FIRSTS)} {chance.choice(MIDDLES)}".strip()


def _uncommon(chance: random.Random) -> str:
    return "".join(chance.choice("bdgklmnrstvz") + chance.choice("aeiou") for _ in range(4)).title()


def _last(chance: random.Random) -> str:
    if chance.random() < 0.05:
        return _uncommon(chance)
    return chance.choice(LASTS)


def _born(chance: random.Random) -> date:
    return date(2005, 1, 1) + timedelta(days=chance.randrange(7000))


def _home(chance: random.Random) -> Home:
    code = f"LS{chance.randrange(1, 12)} {chance.randrange(1, 9)}{chance.choice('ABDE')}J"
    street = chance.choice(STREETS)
    flat = chance.choice(("", "", "", "Flat 2, "))
    return Home(code, f"{flat}{chance.randrange(1, 60)} {street}" if street else "")
