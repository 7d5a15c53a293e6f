"""The plain-English reason of a finding: what the limb says, and the days of its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from tocsin.indicators.durations import Duration
from tocsin.indicators.operators import Limb
from tocsin.indicators.reference import Answer
from tocsin.indicators.truth import MAYBE
from tocsin.indicators.view import Fact

WITH_DAYS = re.compile(r"(?P<what>.+) \((?P<days>[^()]*\d{4})\)\.(?P<rest>.*)", re.DOTALL)


def reason(limb: Limb, anchor: Fact, answer: Answer) -> str:
    parts = [f"{sentence(limb.reason)} ({days_of(anchor, answer)})."]
    if limb.due is not None:
        parts.append(not_found(limb.due.limit, answer.absent))
    if answer.truth == MAYBE:
        parts.append("Possible only: it depends on dates that are not exact or on who is meant.")
    return " ".join(parts)


def said_once(reasons: Iterable[str]) -> str:
    """The reasons of a sign met again and again: what is the same stands once, with the days of each time."""
    days: dict[tuple[str, str], list[str]] = {}
    for words in reasons:
        found = WITH_DAYS.fullmatch(words)
        what, rest = (found["what"], found["rest"]) if found else (words, "")
        days.setdefault((what, rest), []).extend([found["days"]] if found else [])
    return " ".join(
        f"{what} ({'; '.join(dict.fromkeys(times))}).{rest}" if times else what
        for (what, rest), times in days.items()
    )


@lru_cache(maxsize=1024)
def sentence(words: str) -> str:
    return words[:1].upper() + words[1:].rstrip(".")


def days_of(anchor: Fact, answer: Answer) -> str:
    if len(answer.evidence) == 1:
        only = answer.evidence[0][0]
        return spoken(only.first, only.last)
    # by event: a sibling's facts are numbered apart from the child's own
    facts = {fact.event.id: fact for fact, _ in answer.evidence} or {anchor.event.id: anchor}
    ordered = sorted(facts.values(), key=lambda fact: (fact.first, fact.last, fact.event.id))
    return ", ".join(dict.fromkeys([spoken(fact.first, fact.last) for fact in ordered]))


@lru_cache(maxsize=8192)
def spoken(first: int, last: int) -> str:
    start, end = date.fromordinal(first), date.fromordinal(last)
    if start == end:
        return day_words(start)
    return f"between {day_words(start)} and {day_words(end)}"


def day_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


@lru_cache(maxsize=1024)
def not_found(limit: Duration, absent: str) -> str:
    return f"No {absent.replace('_', ' ')} is recorded within {limit.words}."
