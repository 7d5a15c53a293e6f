"""What one source states about who somebody is: as written, nothing cleaned, nothing guessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Name:
    """`first` holds forename and middle names as one field, as most agencies send them."""

    first: str = ""
    surname: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    postcode: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Unborn:
    """One foetus: who the mother is (her record's id), when due, and which of several (from 1)."""

    mother: str
    due: date
    ordinal: int = 1


@dataclass(frozen=True, slots=True)
class Stated:
    """One record's identity, or a person's with its history: each field holds every value met, newest first.

    `births` holds only dates that can be; what could not be read is in the record's quarantine.
    `nhs_numbers` are as written: a number whose check digit is wrong is no evidence either way.
    """

    id: str
    names: tuple[Name, ...] = ()
    births: tuple[date, ...] = ()
    sex: str = ""  # "f", "m" or "": not stated, or other
    homes: tuple[Home, ...] = ()
    nhs_numbers: tuple[str, ...] = ()
    household: str = ""  # the register's own household reference
    agency: str = ""
    unborn: Unborn | None = None
