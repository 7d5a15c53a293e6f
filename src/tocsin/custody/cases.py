"""Worked cases of somebody else's, read from JSON and held against our own dates.

What the form here cannot express is kept with the reason and counts as a miss; it never stops the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tocsin.custody.answer import Dates, KeyDate
from tocsin.custody.facts import Adjustment, Adult, Duration, Sentence
from tocsin.custody.law import table
from tocsin.custody.reckon import dates_under
from tocsin.errors import CustodyCasesRefused

LAST_LINES = 4
UNITS = ("years", "months", "weeks", "days")


class NotExpressed(Exception):
    """A case holds something that has no place in the facts. The words say what."""


@dataclass(frozen=True, slots=True)
class Case:
    id: str
    types: str
    regime: str
    adult: Adult
    expected: Mapping[str, date]
    law_on: date
    on: date
    supervision_repealed: bool
    set_aside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One date that is not the same. `lines` are the last of our working."""

    kind: str
    group: str
    expected: date | None
    found: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One case. `groups` says which groups of dates agree; `missed` why there was no reckoning.

    `not_stated`: groups of which the case gives no date, so that nothing of ours was held against it.
    """

    id: str
    types: str
    regime: str
    groups: Mapping[str, bool]
    differences: tuple[Difference, ...]
    missed: str = ""
    set_aside: tuple[str, ...] = ()
    not_stated: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        apart = set(table("cases")["apart"])
        return not self.missed and all(same for group, same in self.groups.items() if group not in apart)


def read_cases(path: Path) -> list[Any]:
    """The cases as given. Refuses a file that is too large, is no JSON, or holds no list of cases."""
    limits = table("cases")["limits"]
    try:
        if path.stat().st_size > limits["bytes"]:
            raise _refused(path, "The file is too large")
        given = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as fault:
        raise _refused(path, "The file cannot be read as text") from fault
    except (ValueError, RecursionError) as fault:
        raise _refused(path, "The file is not JSON, or nests too deep") from fault
    cases = given
    if isinstance(given, dict):
        cases = [given] if "sentences" in given and "cases" not in given else given.get("cases")
    if not isinstance(cases, list) or not cases:
        raise _refused(path, "The file holds no list of `cases`")
    if len(cases) > limits["cases"]:
        raise _refused(path, f"The file holds more than {limits['cases']:,} cases")
    return cases


def _refused(path: Path, found: str) -> CustodyCasesRefused:
    do = "Give JSON with a list `cases`, in the form that docs/explanation/custody-disagreements.md shows."
    return CustodyCasesRefused(f"{found}.", where=path.name, do=do)


def compared(given: Iterable[Any]) -> list[Compared]:
    return [_one(case, number) for number, case in enumerate(given, start=1)]


def _one(given: Any, number: int) -> Compared:
    name = given.get("id") if isinstance(given, dict) else None
    name = _shown(name, 120) if isinstance(name, str | int) else f"case {number}"
    try:
        case = case_of(given, name)
    except NotExpressed as reason:
        held = given if isinstance(given, dict) else {}
        types = held.get("types") if isinstance(held.get("types"), list) else []
        said = " & ".join(_shown(one, 20) for one in types or [])
        regime = _shown(held.get("regime") or "", 40)
        return Compared(name, said or "not known", regime, {}, (), _shown(reason, 400))
    return held_against(case, dates_under(case.adult, on=case.on, law_on=case.law_on))


def _shown(given: object, most: int) -> str:
    """Words of the file as a terminal may show them, and any encoding write them."""
    return "".join(letter if letter.isprintable() else "?" for letter in str(given)[:most])


def case_of(given: Any, name: str) -> Case:
    """Raises NotExpressed."""
    case = _mapping(given, "the case")
    regimes = table("cases")["regimes"]
    regime = case.get("regime")
    if not isinstance(regime, str) or regime not in regimes:
        raise NotExpressed(f"regime: one of {', '.join(regimes)} is needed")
    aside: list[str] = []
    sentences = tuple(_sentence(one, aside) for one in _list(case, "sentences"))
    if not sentences:
        raise NotExpressed("sentences: there is none")
    most = table("cases")["limits"]["in_a_case"]
    if len(sentences) > most:
        raise NotExpressed(f"sentences: more than {most}")
    adult = Adult(
        id=name,
        born=_day(_mapping(case.get("offender") or {}, "offender"), "date_of_birth"),
        sentences=sentences,
        adjustments=tuple(_adjustments(_mapping(case.get("adjustments") or {}, "adjustments"), aside)),
    )
    law_on = regimes[regime]["law_on"]
    expected = _mapping(case.get("expected"), "expected")
    if all(day is None for day in expected.values()):
        raise NotExpressed("expected: no date is stated")
    return Case(
        id=name,
        types=" & ".join(sorted({one.kind for one in sentences})),
        regime=regime,
        adult=adult,
        expected={_shown(kind, 20): day for kind in expected if (day := _day(expected, kind))},
        law_on=law_on,
        on=max(law_on, *(one.sentenced_on for one in sentences)),
        supervision_repealed=case.get("post_sentence_supervision_repealed") is True,
        set_aside=tuple(aside),
    )


def _mapping(given: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise NotExpressed(f"{what}: not there, or not of the form expected")
    return given


def _list(given: Mapping[str, Any], key: str) -> list[Any]:
    held = given.get(key)
    if held is None:
        return []
    if not isinstance(held, list):
        raise NotExpressed(f"{key}: a list is needed")
    return held


def _day(given: Mapping[str, Any], key: str) -> date | None:
    held = given.get(key)
    if held is None:
        return None
    if not isinstance(held, str):
        raise NotExpressed(f"{str(key)[:40]}: not a day")
    try:
        return date.fromisoformat(held)
    except ValueError as fault:
        raise NotExpressed(f"{str(key)[:40]}: not a day of the calendar") from fault


def _number(given: Mapping[str, Any], key: str) -> int:
    held = given.get(key, 0)
    if held is None:
        return 0
    if isinstance(held, bool) or not isinstance(held, int):
        raise NotExpressed(f"{key}: a whole number is needed")
    return held


def _duration(given: Any, what: str) -> Duration:
    if given is None:
        return Duration()
    held = _mapping(given, what)
    return Duration(**{unit: _number(held, unit) for unit in UNITS})


def _code(names: Mapping[str, str], given: Any, what: str) -> str:
    if not isinstance(given, str) or given not in names:
        raise NotExpressed(f"{what}: {str(given)[:40]!r} has no place here")
    return names[given]


def _sentence(given: Any, aside: list[str]) -> Sentence:
    held, words = _mapping(given, "a sentence"), table("cases")
    ref = held.get("ref")
    sentenced = _day(held, "sentenced_at")
    if not isinstance(ref, str | int) or isinstance(ref, bool) or sentenced is None:
        raise NotExpressed("a sentence: its ref or the day of sentence is not there")
    offence = _day(held, "offence_date")
    if offence is not None and offence > sentenced:
        aside.append(f"{_shown(ref, 40)}: the offence is dated after the sentence; that day is set aside")
        offence = sentenced
    follows = held.get("consecutive_to")
    automatic = held.get("automatic_release")
    codes = [_code(words["exclusions"], one, "exclusion") for one in _list(held, "early_release_exclusions")]
    return Sentence(
        ref=_shown(ref, 40),
        kind=_code(words["kinds"], held.get("type"), "type of sentence"),  # type: ignore[arg-type]
        sentenced_on=sentenced,
        offence_on=offence,
        offence_code=str(held.get("offence_code") or "")[:20],
        term=_duration({unit: held.get(unit, 0) for unit in UNITS}, "term"),
        extension=_duration(held.get("extension"), "extension"),
        automatic_release="not_stated" if not isinstance(automatic, bool) else "yes" if automatic else "no",
        minimum_term=_duration(held.get("minimum_term"), "minimum_term"),
        consecutive_to=_shown(follows, 40) if follows else "",
        exclusions=tuple(codes) or ("none",),
        section_250=held.get("section_250") is True,
        serious_now=held.get("would_be_sds_plus_if_sentenced_now") is True,
    )


def _adjustments(given: Mapping[str, Any], aside: list[str]) -> Iterable[Adjustment]:
    names, most = table("cases")["adjustments"], table("cases")["limits"]["in_a_case"]
    for kind in given:
        if given[kind] is None or given[kind] == []:
            continue
        meant = _code(names, kind, "adjustment")
        if len(_list(given, kind)) > most:
            raise NotExpressed(f"{meant}: more than {most}")
        for one in _list(given, kind):
            held = _mapping(one, "an adjustment")
            days, first, last = _number(held, "days"), _day(held, "from"), _day(held, "to")
            if first and last and days > (last - first).days + 1:
                aside.append(f"{meant}: {days} days do not fit into their period; the period is set aside")
                first = last = None
            yield Adjustment(
                kind=meant,  # type: ignore[arg-type]
                days=days,
                first=first,
                last=last,
                applies_from=_day(held, "applies_to_sentences_from"),
            )


def held_against(case: Case, dates: Dates) -> Compared:
    found = {one.kind: one for one in dates.dates}
    groups = {**table("cases")["compared"], "apart": table("cases")["apart"]}
    named = {kind: group for group, kinds in groups.items() for kind in kinds}
    named |= {kind: "other" for kind in case.expected if kind not in named}
    unsaid = _not_stated(case.expected)
    differences = []
    for kind, group in named.items():
        if group in unsaid:
            continue
        if kind in case.expected or kind in found:
            difference = _difference(kind, group, case, found.get(kind))
            differences += [difference] if difference else []
    differing = {one.group for one in differences}
    missed = (
        "; ".join(f"{one.code} {one.where}: {one.found}" for one in dates.problems)
        if not _released(found)
        else ""
    )
    same = {group: group not in differing for group in dict.fromkeys(named.values())}
    return Compared(
        case.id, case.types, case.regime, same, tuple(differences), missed, case.set_aside, tuple(unsaid)
    )


def _not_stated(expected: Mapping[str, date]) -> list[str]:
    """Groups of which every sentence has a date, where the case gives none: there is nothing to compare."""
    compared_kinds, always = table("cases")["compared"], table("cases")["always_there"]
    return [group for group in always if expected.keys().isdisjoint(compared_kinds[group])]


def _released(found: Mapping[str, KeyDate]) -> bool:
    return not found.keys().isdisjoint(("CRD", "ARD", "EARLIEST", "TED"))


def _difference(kind: str, group: str, case: Case, found: KeyDate | None) -> Difference | None:
    wanted = case.expected.get(kind)
    if kind in table("cases")["apart"] and case.supervision_repealed and wanted is None:
        return None
    if found is None:
        return Difference(kind, group, wanted, "none", ())
    if found.certain and not found.labelled and found.earliest == wanted:
        return None
    lines = tuple(line.words for line in found.working[-LAST_LINES:])
    given = str(found.earliest) if found.certain else f"{found.earliest} to {found.latest}"
    return Difference(kind, group, wanted, given, lines)
