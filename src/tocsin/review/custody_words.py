"""How sentences, days and what happened to an adult are said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files

import msgspec

from tocsin.custody.facts import Adjustment, Adult, Duration, Movement, Offence, Sentence
from tocsin.custody.law import date_codes
from tocsin.identity.names import roles_table
from tocsin.plain_yaml import parse


class Sign(msgspec.Struct, frozen=True):
    """A shape beside a word, so that meaning never rests on colour; `tone` names its colour."""

    mark: str
    tone: str


class Reason(msgspec.Struct, frozen=True):
    short: str
    why: str


class StateSaid(msgspec.Struct, frozen=True):
    words: str
    mark: str
    tone: str


class CustodyWords(msgspec.Struct, frozen=True):
    dates: dict[str, str]
    effects: dict[str, str]
    kinds: dict[str, str]
    no_release_kinds: list[str]
    adjustments: dict[str, str]
    standings: dict[str, Sign]
    parts: dict[str, str]
    outcomes: dict[str, str]
    reviews: dict[str, str]
    recommends: dict[str, str]
    movements: dict[str, str]
    in_custody: list[str]
    reasons: dict[str, Reason]
    held_by: list[str]
    only_in_the_review: list[str]
    restricted_events: list[str]
    sides: dict[str, str]
    notice_states: dict[str, StateSaid]
    overtaken: dict[str, str]
    overtaken_act: str
    prebirth_states: dict[str, StateSaid]
    legal_aid_stages: dict[str, str]


@cache
def said() -> CustodyWords:
    text = files(__package__).joinpath("data/custody.yaml").read_text("utf-8")
    return msgspec.convert(parse(text), CustodyWords)


def day(when: date | None) -> str:
    """`3 March 2024`; nothing for no day."""
    return f"{when.day} {when:%B %Y}" if when else ""


def plain(code: str) -> str:
    return code.replace("_", " ")


def in_words(text: str) -> str:
    """Each 2015-02-01 of a text as 1 February 2015."""
    return _ISO.sub(lambda found: day(date(int(found[1]), int(found[2]), int(found[3]))), text)


_ISO = re.compile(r"\b(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b")


def relation_words(code: str) -> str:
    """`mother's partner`, `aunt or uncle`; what is no code stays as written."""
    labels: dict[str, str] = roles_table()["labels"]
    return labels.get(code) or plain(code)


def listed(words: Iterable[str], last: str = "and") -> str:
    """`a, b and c`."""
    parts = [word for word in words if word]
    return f" {last} ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def label(adult: Adult) -> str:
    return adult.name or f"Adult {adult.id}"


def date_words(kind: str) -> str:
    known = date_codes().get(kind)
    return known.words if known else said().dates.get(kind, kind)


def length(term: Duration) -> str:
    """`8 years and 3 months`; nothing for no term."""
    parts = ((term.years, "year"), (term.months, "month"), (term.weeks, "week"), (term.days, "day"))
    return listed(_count(number, unit) for number, unit in parts if number)


def _count(number: int, unit: str) -> str:
    return f"{number:,} {unit}" if number == 1 else f"{number:,} {unit}s"


def sentence_words(one: Sentence, order: dict[str, Sentence]) -> str:
    """`Extended sentence: 8 years in custody and 4 years on extended licence, consecutive to s1`."""
    parts = [length(one.term) and f"{length(one.term)} in custody"]
    parts.append(length(one.extension) and f"{length(one.extension)} on further licence")
    parts.append(length(one.minimum_term) and f"a minimum term of {length(one.minimum_term)}")
    terms = listed(part for part in parts if part)
    kind = said().kinds[one.kind]
    before = order.get(one.consecutive_to)
    tail = f", consecutive to that of {day(before.sentenced_on)} ({before.ref})" if before else ""
    return (f"{kind}: {terms}{tail}" if terms else f"{kind}{tail}") + _minimum_words(one)


def _minimum_words(one: Sentence) -> str:
    if not length(one.minimum_term):
        return ""
    stated = {"yes": "after remand was taken off", "no": "before remand is taken off"}
    how = stated.get(one.minimum_term_net_of_remand)
    if how:
        return f"; the minimum term was stated {how}"
    return "; the order does not say whether remand is already taken off"


def adjustment_words(one: Adjustment) -> str:
    days = one.days
    if not days and one.first and one.last:
        days = (one.last - one.first).days + 1
    when = _from_to(one.first, one.last)
    count = "1 day" if days == 1 else f"{days:,} days"
    return f"{count} {said().adjustments[one.kind]}{f' ({when})' if when else ''}"


def _from_to(first: date | None, last: date | None) -> str:
    if first and last:
        return day(first) if first == last else f"{day(first)} to {day(last)}"
    return f"from {day(first)}" if first else f"until {day(last)}" if last else ""


def period(first: date | None, last: date | None) -> str:
    return _from_to(first, last) or "days not stated"


def movement_words(one: Movement) -> str:
    words = said().movements[one.kind]
    recall = f" ({plain(one.recall)})" if one.recall else ""
    reason = f": {one.reason}" if one.reason else ""
    return f"{words}{recall}{reason}"


def committed_words(one: Offence) -> str:
    return _from_to(one.committed_from, one.committed_to or one.committed_from)
