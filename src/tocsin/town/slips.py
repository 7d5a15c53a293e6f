"""Slips of the hand, of the keyboard and of the scanner."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib.resources import files
from random import Random
from typing import Any

from tocsin.plain_yaml import parse

LEAP_SAFE = 28  # every month has this day


@lru_cache(maxsize=1)
def keys_and_letters() -> Any:
    return parse((files("tocsin.town") / "data" / "slips.yaml").read_text(encoding="utf-8"))


def beside(rng: Random, letter: str) -> str:
    """A letter whose key lies beside this one's."""
    near = keys_and_letters()["keyboard"].get(letter.lower(), "e")
    return str(near[int(rng.random() * len(near))])


def typo(rng: Random, word: str) -> str:
    """One letter wrong, doubled, left out, or changed for the one beside it; never the same word."""
    if len(word) < 2:
        return word
    at, draw = int(rng.random() * (len(word) - 1)), rng.random()
    if draw < 0.28 and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if draw < 0.52:
        return word[: at + 1] + word[at + 2 :]
    if draw < 0.68:
        return word[: at + 1] + word[at] + word[at + 1 :]
    return word[: at + 1] + beside(rng, word[at + 1]) + word[at + 2 :]


def scan(rng: Random, word: str) -> str:
    """As a scanner may read it; a typing slip where no letter looks like another."""
    fits = [(read, seen) for read, seen in keys_and_letters()["scanned"] if read in word]
    if not fits:
        return typo(rng, word)
    read, seen = fits[int(rng.random() * len(fits))]
    return word.replace(read, seen, 1)


def digit(rng: Random, text: str) -> str:
    """One digit wrong."""
    places = [place for place, letter in enumerate(text) if letter.isdigit()]
    if not places:
        return text
    at = places[int(rng.random() * len(places))]
    other = (int(text[at]) + 1 + int(rng.random() * 9)) % 10
    return f"{text[:at]}{other}{text[at + 1 :]}"


def postcode_slip(rng: Random, postcode: str) -> str:
    """A wrong digit, a wrong letter, or two letters changed about."""
    draw = rng.random()
    if draw < 0.5 or len(postcode) < 3:
        return digit(rng, postcode)
    if draw < 0.75:
        return postcode[:-2] + postcode[-1] + postcode[-2]
    return postcode[:-1] + beside(rng, postcode[-1]).upper()


def birth_slip(rng: Random, born: date, kind: str) -> date | None:
    """A date of birth gone wrong in one way; always a date that can be, or None where it was lost."""
    if kind == "lost":
        return None
    if kind == "first_of_january":
        return date(born.year, 1, 1)
    if kind == "day_month" and born.day <= 12 and born.day != born.month:
        return date(born.year, born.day, born.month)
    up = 1 if rng.random() < 0.5 else -1
    if kind == "year":
        years = 10 if rng.random() < 0.2 else 1
        return date(born.year + up * years, born.month, min(born.day, LEAP_SAFE))
    if kind == "month":
        return date(born.year, (born.month - 1 + up) % 12 + 1, min(born.day, LEAP_SAFE))
    step = 10 if rng.random() < 0.25 else 1
    day = born.day + up * step
    return date(born.year, born.month, day if 1 <= day <= LEAP_SAFE else (born.day - 1 or 2))
