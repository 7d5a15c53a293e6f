"""What people call an agency -> the vocabulary's code; several in one cell keep their order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import msgspec

from tocsin.records.headings import plain
from tocsin.records.reference_data import data_file

_BRACKETED = re.compile(r"[(\[].*?[)\]]")
_SEVERAL = re.compile(r"\s*(?:\+|/|;|,|\n|&|\band\b)\s*", re.IGNORECASE)


class AgencyNames(msgspec.Struct, frozen=True):
    contained: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _names() -> dict[str, AgencyNames]:
    return msgspec.convert(data_file("agencies.yaml")["names"], dict[str, AgencyNames])


@lru_cache(maxsize=1)
def agency_codes() -> frozenset[str]:
    return frozenset(_names())


@lru_cache(maxsize=1)
def agency_labels() -> Mapping[str, str]:
    """How people call each agency, by code."""
    return msgspec.convert(data_file("agencies.yaml")["labels"], dict[str, str])


def known_agencies() -> str:
    """`Ambulance (ambulance), Cafcass (cafcass) ...`: what may be written for an agency."""
    named = sorted((label, code) for code, label in agency_labels().items() if code != "unknown")
    return ", ".join(f"{label} ({code})" for label, code in named)


def code_of_label(written: str) -> str:
    """The code of an agency written by its code or by its label, in any case; "" for anything else."""
    if written in agency_codes():
        return written
    return next((code for code, label in agency_labels().items() if plain(label) == plain(written)), "")


@lru_cache(maxsize=1)
def _exact() -> Mapping[str, str]:
    named = {name: code for code, names in _names().items() for name in (*names.contained, *names.exact)}
    return {**named, **{plain(code): code for code in _names()}}


@lru_cache(maxsize=1)
def _contained() -> tuple[re.Pattern[str], Mapping[str, str]]:
    by_name = {name: code for code, names in _names().items() for name in names.contained}
    by_name |= {plain(code): code for code in _names() if code != "unknown"}
    longest_first = sorted(by_name, key=lambda name: (-len(name), name))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b"), by_name


@lru_cache(maxsize=4096)
def agencies_in(written: str) -> tuple[str, ...]:
    """Codes of a cell such as "Police / Social Care (J. D.)"; () where no part is known."""
    exact = _exact()
    for text in (written, _BRACKETED.sub(" ", written)):
        if code := exact.get(plain(text)):
            return (code,)
    parts = [part for part in _SEVERAL.split(_BRACKETED.sub(" ", written)) if part.strip()]
    codes = [exact.get(plain(part)) for part in parts]
    if len(parts) > 1 and all(codes):
        return tuple(dict.fromkeys(code for code in codes if code))
    return _mentioned(written)


def _mentioned(written: str) -> tuple[str, ...]:
    pattern, by_name = _contained()
    met = pattern.findall(plain(written))
    return tuple(dict.fromkeys(by_name[name] for name in met))


def agency_of_title(text: str) -> str:
    """The one agency a file name or a title names; "" where it names none, or two."""
    codes = _mentioned(text)
    return codes[0] if len(codes) == 1 else ""


def split_codes(written: str) -> tuple[str, ...]:
    """`a+b` of a coded chronology: codes as written where they are codes, else as named."""
    found: list[str] = []
    for part in written.split("+"):
        code = part.strip()
        found.extend([code] if code in agency_codes() else agencies_in(code) or ["unknown"])
    return tuple(dict.fromkeys(found))
