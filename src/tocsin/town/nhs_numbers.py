"""NHS numbers that no real person has: valid check digits, from a range that has never been issued.

The range kept for tests, 999 000 0000 to 999 999 9999, holds fewer numbers than a town of a million
children has people. Numbers issued in England begin with 4, 6 or 7; ours begin with 80 to 99.
Eight digits come from the person, the ninth is one that makes the check digit valid: no two people share any.
"""

from __future__ import annotations

from tocsin.errors import TownTooLarge

FIRST = 80_000_000
PEOPLE = 19_999_999  # a prime, so that multiplying by SPREAD visits each number once
SPREAD = 7_368_787
PER_FAMILY = 24
FORMER = 20  # places 20 to 23 of a family are for numbers left behind at an adoption
_WEIGHTS = (10, 9, 8, 7, 6, 5, 4, 3, 2)


def check_digit(body: str) -> int:
    """Modulus 11 of nine digits; 10 where no digit is valid."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return (11 - total % 11) % 11


def nhs_number(family: int, place: int) -> str:
    """Ten digits for the person at `place` (0 to 23) of a family. Raises TownTooLarge past the range."""
    person = family * PER_FAMILY + place
    if person >= PEOPLE:
        raise TownTooLarge(
            "There are more people than the range of made-up NHS numbers.", do="Ask for fewer."
        )
    scattered = person * SPREAD % PEOPLE
    prefix = str(FIRST + scattered)
    for step in range(10):
        body = f"{prefix}{(scattered + step) % 10}"
        if (digit := check_digit(body)) < 10:
            return f"{body}{digit}"
    raise AssertionError("ten ninth digits, at most one of them without a check digit")


def is_valid(number: str) -> bool:
    return len(number) == 10 and number.isdigit() and check_digit(number[:9]) == int(number[9])
