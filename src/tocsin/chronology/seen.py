"""Was the child seen, was the child seen alone, and how: three facts, each stated or not stated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tocsin.chronology.vocabulary import data_table

NOT_STATED = "not_stated"


@dataclass(frozen=True, slots=True)
class Seen:
    seen: str = NOT_STATED
    alone: str = NOT_STATED
    how: tuple[str, ...] = ()
    by: str = ""


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Any]:
    table: dict[str, Any] = data_table("seen")
    table["words"] = {word: answer for answer, words in table["words"].items() for word in words}
    table["in_person"] = {row["type"]: row for row in table["in_person"]}
    table["how_words"] = {word: code for code, words in table["how_words"].items() for word in words}
    return table


@dataclass(frozen=True, slots=True)
class Told:
    """Who tells of the event, and how: the acting agency, whether in prose, and the row's words of it."""

    agency: str = ""
    prose: bool = False
    words: str = ""
    unseen: bool = False  # the row says elsewhere that the child was not seen


def seen_of(
    event_type: str,
    attributes: Mapping[str, tuple[str, ...]],
    cells: Mapping[str, str],
    *,
    told: Told = Told(),
) -> Seen:
    """Stated in a code, else in a column, else in the event's own nature, else not stated."""
    how = _how(attributes, cells)
    answers = [_table()["codes"][code] for code in how]
    seen = _stated("seen", attributes) or _first(a[0] for a in answers) or _cell("child_seen", cells)
    alone = _stated("seen_alone", attributes) or _cell("seen_alone", cells) or _first(a[1] for a in answers)
    seen = seen or ("yes" if alone == "yes" else "") or _by_nature(event_type, attributes, told)
    by = ", ".join(attributes.get("seen_by", ())) or cells.get("seen_by", "").strip()
    return Seen(seen or NOT_STATED, alone or ("no" if seen == "no" else NOT_STATED), how, by)


def _how(attributes: Mapping[str, tuple[str, ...]], cells: Mapping[str, str]) -> tuple[str, ...]:
    codes = _table()["codes"]
    stated = [*attributes.get("how", ()), *attributes.get("child_seen", ())]
    words = [_table()["how_words"].get(_plain(cells.get(slot, ""))) for slot in ("child_seen", "seen_alone")]
    return tuple(dict.fromkeys(code for code in (*stated, *words) if code in codes))


def _stated(attribute: str, attributes: Mapping[str, tuple[str, ...]]) -> str:
    answers = {"true": "yes", "yes": "yes", "false": "no", "no": "no"}
    return next((answers[value] for value in attributes.get(attribute, ()) if value in answers), "")


def _cell(slot: str, cells: Mapping[str, str]) -> str:
    answer: str = _table()["words"].get(_plain(cells.get(slot, "")), "")
    return answer


def _plain(words: str) -> str:
    return words and " ".join(words.casefold().replace(",", " ").strip(" .").split())


def _first(answers: Any) -> str:
    return next((answer for answer in answers if answer != NOT_STATED), "")


def _by_nature(event_type: str, attributes: Mapping[str, tuple[str, ...]], told: Told) -> str:
    for row in _table()["by_attribute"]:
        if row["type"] == event_type and row["value"] in attributes.get(row["attribute"], ()):
            return str(row["seen"])
    said = str(_table()["by_type"].get(event_type, ""))
    in_person = not told.unseen and (_in_person(event_type, attributes, told) or _examined(event_type, told))
    return said or ("yes" if in_person else "")


def _in_person(event_type: str, attributes: Mapping[str, tuple[str, ...]], told: Told) -> bool:
    """It cannot be done without the child, and the agency that tells of it is one that does it."""
    row = _table()["in_person"].get(event_type)
    if row is None or any(attributes.get(name) for name in row.get("unless", ())):
        return False
    group = row.get("prose_by", row["by"]) if told.prose else row["by"]
    doubted = told.prose and _pattern("unseen").search(told.words) is not None
    needed = row.get("needs", ())
    enough = not needed or any(attributes.get(name) for name in needed)
    return told.agency in _table()["groups"][group] and enough and not doubted


def _examined(event_type: str, told: Told) -> bool:
    """The words of an attendance say that the child was examined, measured or treated there."""
    if not told.prose or event_type not in _table()["examined"]["types"]:
        return False
    if told.agency not in _table()["groups"]["health"] or _pattern("unseen").search(told.words):
        return False
    return _pattern("says").search(_pattern("not").sub(" ", told.words)) is not None


@lru_cache(maxsize=4)
def _pattern(name: str) -> re.Pattern[str]:
    table = _table()["examined"]
    said = _table()["unseen_words"] if name == "unseen" else table[name].replace("{says}", table["says"])
    return re.compile(rf"\b(?:{said})(?!\w)", re.IGNORECASE)


def living_child_types() -> frozenset[str]:
    """Types that cannot happen to a child not yet born."""
    return frozenset(_table()["needs_living_child"])
