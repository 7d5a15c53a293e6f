"""Names, addresses and numbers in the form in which they are compared. Nothing written is changed by it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from anyascii import anyascii

from tocsin.identity.names import data_table

LONGEST = 80  # letters of a name that are compared


class NameParts(NamedTuple):
    """Empty where not stated. `kin` is shared by spellings of one name, `bag` by all orders of all names."""

    first: str = ""
    main: str = ""
    initial: str = ""
    middle: str = ""
    middle_kin: str = ""
    kin: str = ""
    nickname: str = ""
    apart: str = ""
    surname: str = ""
    surname_kin: str = ""
    first_part: str = ""
    last_part: str = ""
    bag: str = ""


class HomeParts(NamedTuple):
    postcode: str = ""
    district: str = ""
    numbers: str = ""
    street: str = ""
    dwelling: str = ""


@lru_cache(maxsize=1)
def _placeholders() -> Mapping[str, Any]:
    table: dict[str, Any] = data_table("placeholders")
    return {name: frozenset(map(str, words)) for name, words in table.items()}


@lru_cache(maxsize=1)
def _short() -> Mapping[str, str]:
    return dict(data_table("addresses")["short"])


@lru_cache(maxsize=1)
def _unknown_homes() -> frozenset[str]:
    return frozenset(map(str, data_table("addresses")["unknown"]))


@lru_cache(maxsize=1)
def _units() -> frozenset[str]:
    return frozenset(map(str, data_table("addresses")["unit"]))


class _Spelling(NamedTuple):
    find: str
    write: str
    pattern: re.Pattern[str] | None  # None where letters are found as they stand


@lru_cache(maxsize=1)
def _spellings() -> tuple[_Spelling, ...]:
    lines = data_table("romanisation")["spellings"]
    return tuple(
        _Spelling(find, write, None if find.isalnum() else re.compile(find)) for find, write in lines
    )


@lru_cache(maxsize=3)
def _classes(kind: str) -> Mapping[str, str]:
    return {str(name): str(line[0]) for line in data_table("nicknames")[kind] for name in line}


@lru_cache(maxsize=1)
def _apart() -> Mapping[str, str]:
    """Each name that must be told apart from some -> the first name of its first line in the list."""
    lines = reversed(data_table("nicknames")["apart"])
    return {str(name): str(line[0]) for line in lines for name in line}


def words_of(written: str) -> list[str]:
    """Lower-case Latin words of any script, apostrophes closed up: "O'Neil-Żak" -> ["oneil", "zak"]."""
    text = written if written.isascii() else anyascii(written)
    bare = text.lower().replace("'", "").replace("`", "")
    return _WORD.findall(bare[: 4 * LONGEST])


_WORD = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=1 << 17)
def sound_of(word: str) -> str:
    for find, write, pattern in _spellings():
        word = word.replace(find, write) if pattern is None else pattern.sub(write, word)
    return word


_WITHOUT_VOWELS = str.maketrans("", "", "aeiouh")


@lru_cache(maxsize=1 << 17)
def _kin(word: str, kind: str) -> str:
    """The class of a name: its list's, itself where it must be kept apart, else its consonants."""
    if word in _classes(kind):
        return _classes(kind)[word]
    if kind == "first" and word in _apart():
        return word
    sounds = sound_of(word)
    bare = sounds[:1] + sounds[1:].translate(_WITHOUT_VOWELS)
    return f"~{bare}" if len(bare) > 2 else f"~{sounds}"


def _placeholder(words: list[str], kind: str) -> bool:
    known, beside = _placeholders()[kind], _placeholders()["beside"]
    if not words or " ".join(words) in known:
        return True
    if kind == "surname":
        return False
    if " ".join(words[:2]) in known:
        return True
    return words[0] in known and all(len(word) == 1 or word in known | beside for word in words[1:2])


@lru_cache(maxsize=1 << 17)
def _first(written: str) -> tuple[str, ...]:
    every = words_of(written)
    words = [word for word in every if not word.isdigit()]
    words = words[1:] if len(words) > 1 and words[0] in _placeholders()["titles"] else words
    return () if _placeholder(every, "first") else tuple(words)


@lru_cache(maxsize=1 << 17)
def _last(written: str) -> tuple[str, ...]:
    words = [word for word in words_of(written) if not word.isdigit()]
    return () if _placeholder(words, "surname") else tuple(words)


class _Written(NamedTuple):
    columns: tuple[str, ...]  # of NameParts: those of the first names, or of the surname
    sounds: tuple[str, ...]


@lru_cache(maxsize=1 << 17)
def _first_columns(written: str) -> _Written:
    words = _first(written)
    main = words[0][:LONGEST] if words else ""
    middle = words[1][:LONGEST] if len(words) > 1 else ""
    kin = _kin(main, "first") if main else ""
    classes = _classes("first").get(main, ""), _apart().get(main, "")
    middle_kin = _kin(middle, "first") if len(middle) > 1 else ""
    columns = ("".join(words)[:LONGEST], main, main[:1], middle, middle_kin, kin, *classes)
    return _Written(columns, tuple(map(sound_of, words)))


@lru_cache(maxsize=1 << 17)
def _last_columns(written: str) -> _Written:
    words = _last(written)
    together = "".join(words)[:LONGEST]
    parts = (words[0], words[-1]) if len(words) > 1 else ("", "")
    kin = _kin(together, "surname") if together else ""
    return _Written((together, kin, *parts), tuple(map(sound_of, words)))


def name_parts(first: str, surname: str) -> NameParts:
    one, other = _first_columns(first), _last_columns(surname)
    bag = " ".join(sorted(one.sounds + other.sounds)) if one.sounds and other.sounds else ""
    return NameParts._make((*one.columns, *other.columns, bag))


@lru_cache(maxsize=1 << 16)
def home_parts(postcode: str, address: str) -> HomeParts:
    code = _NO_SIGN.sub("", postcode.upper())[:12]
    code = "" if code in _placeholders()["postcodes"] else code
    words = [_short().get(word, word) for word in words_of(address)]
    if not words or " ".join(words) in _unknown_homes() or words[0] in _unknown_homes():
        return HomeParts(code, _district(code))
    numbers = " ".join([word for word in words if word[0].isdigit()])
    street = "".join([word for word in words if not word[0].isdigit() and word not in _units()])[:LONGEST]
    district = _district(code)
    dwelling = f"{numbers}|{street}|{district}" if numbers and street else ""
    return HomeParts(code, district, numbers, street, dwelling)


def _district(code: str) -> str:
    """The outward part of a British postcode; of any other code, its first three signs."""
    british = _BRITISH.fullmatch(code)
    return british[1] if british else code[:3]


_NO_SIGN = re.compile(r"[^A-Z0-9]")
_BRITISH = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)[0-9][A-Z]{2}")


@lru_cache(maxsize=1 << 16)
def nhs_parts(written: str) -> tuple[int, int]:
    """The number, and the number again where its check digit is right; nought where there is none.

    Modulus 11 over nine digits weighted 10 to 2: NHS Data Model and Dictionary, NHS NUMBER.
    """
    digits = re.sub(r"\D", "", written)
    if len(digits) != 10 or digits in _placeholders()["numbers"]:
        return 0, 0
    check = 11 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=False)) % 11
    return int(digits), int(digits) if check % 11 == int(digits[9]) and check != 10 else 0


def exchanged(born: date) -> date | None:
    """The date with day and month exchanged, where that is another date that can be."""
    if born.day > 12 or born.day == born.month:
        return None
    return date(born.year, born.day, born.month)


def forget_parts() -> None:
    """Frees what was kept of names and homes already taken apart."""
    for kept in (sound_of, _kin, _first, _last, _first_columns, _last_columns, home_parts, nhs_parts):
        kept.cache_clear()
