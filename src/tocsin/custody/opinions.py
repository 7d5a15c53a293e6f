"""Reports to the Board as attributed opinion: who said what of whom, when, with which tool. Never a score."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tocsin.custody.counting import in_words, months_on
from tocsin.custody.facts import ParoleReview, Report
from tocsin.custody.law import table


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one author told the Board, in their own words. `role` is a code of parole.yaml, or ""."""

    by: str
    role: str
    on: date
    finding: str
    about: str
    level: str
    tool: str
    recommends: str
    too_old: bool  # at the hearing, or on the day of the view where no hearing is fixed


@dataclass(frozen=True, slots=True)
class Wanted:
    role: str
    name: str
    source: str
    certainty: str
    came: tuple[Opinion, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a person must look at. `to` are the roles; nothing here says who is right."""

    code: str  # report_too_old, views_differ, views_not_comparable
    words: str
    to: tuple[str, ...] = ()


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[^a-z' ]", " ", words.lower()).split())


def role_of(author: str) -> str:
    """The longest name of a role that stands in what the file calls the author."""
    said = f" {_plain(author)} "
    found = [(word, one["role"]) for one in table("parole")["wanted"] for word in one["words"]]
    fitting = [(len(word), role) for word, role in found if f" {word} " in said]
    return max(fitting)[1] if fitting else ""


def opinions(review: ParoleReview, *, on: date) -> tuple[Opinion, ...]:
    """The reports made by the day of the view, oldest first."""
    made = sorted((one for one in review.reports if one.on <= on), key=lambda one: one.on)
    read_on = review.hearing_on or review.decided_on or on
    return tuple(_opinion(one, read_on) for one in made)


def _opinion(report: Report, read_on: date) -> Opinion:
    return Opinion(
        by=report.by,
        role=role_of(report.by),
        on=report.on,
        finding=report.finding,
        about=report.about,
        level=report.level,
        tool=report.tool,
        recommends=report.recommends,
        too_old=months_on(report.on, int(table("parole")["report_age"]["months"])) < read_on,
    )


def wanted(given: Iterable[Opinion]) -> tuple[Wanted, ...]:
    """Each role whose report the Board or the law looks for, with what came."""
    came = tuple(given)
    certainty = table("parole")["certainty"]
    return tuple(
        Wanted(
            role=one["role"],
            name=one["name"],
            source=one["source"],
            certainty=certainty[one["sure"]],
            came=tuple(opinion for opinion in came if opinion.role == one["role"]),
        )
        for one in table("parole")["wanted"]
    )


def flags(given: Iterable[Opinion]) -> tuple[Flag, ...]:
    came = tuple(given)
    newest = {one.role or one.by: one for one in came}
    old = tuple(_too_old(one) for one in newest.values() if one.too_old)
    return old + _side_by_side(came)


def _too_old(one: Opinion) -> Flag:
    age = table("parole")["report_age"]
    which = f"The report of the {one.by} of {in_words(one.on)}"
    words = f"{which} is older than {age['months']} months at the hearing."
    return Flag(
        "report_too_old", f"{words} ({age['source']})", ("community manager's manager", "Parole Board")
    )


def is_about_children(about: str) -> bool:
    words = set(_plain(about.replace("'s", "")).split())
    return any(set(term.split()) <= words for term in table("parole")["about_children"])


def _side_by_side(came: tuple[Opinion, ...]) -> tuple[Flag, ...]:
    first, second = table("parole")["side_by_side"]
    newest: dict[str, Opinion] = {one.role: one for one in came if is_about_children(one.about)}
    if first not in newest or second not in newest:
        return ()
    return _compared(newest[first], newest[second])


def _compared(one: Opinion, other: Opinion) -> tuple[Flag, ...]:
    """Their words are set side by side, never weighed: which is right is for the people who read both."""
    pairs: list[tuple[Any, Any]] = [
        (_plain(one.level), _plain(other.level)),
        (one.recommends, other.recommends),
    ]
    stated = [(mine, theirs) for mine, theirs in pairs if mine and theirs]
    to = ("community manager's manager", "Parole Board")
    if not stated:
        return (Flag("views_not_comparable", f"{_said(one)} {_said(other)} Read both: they may differ.", to),)
    if all(mine == theirs for mine, theirs in stated):
        return ()
    return (
        Flag("views_differ", f"On the risk to children two authors differ. {_said(one)} {_said(other)}", to),
    )


def _said(one: Opinion) -> str:
    level = f'"{one.level}"' if one.level else "no level"
    advice = {"release": "release", "open_conditions": "open conditions", "stay": "no move"}.get(
        one.recommends, ""
    )
    recommends = f", recommending {advice}" if advice else ""
    return f"The {one.by} on {in_words(one.on)}: {level}{recommends}."
