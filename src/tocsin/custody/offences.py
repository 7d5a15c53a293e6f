"""What an offence is and is not: the list that asks for an assessment, and what became of each accusation.

Conviction, caution, acquittal, a quashed conviction and an allegation are kept apart, each in its own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import zip_longest
from typing import Any, Literal

from tocsin.custody.facts import Adult, Appeal, Offence
from tocsin.custody.law import table
from tocsin.custody.rows import certainties
from tocsin.custody.standing import decided, known, sentences_on

Asks = Literal["yes", "closed", "for_a_person"]


@dataclass(frozen=True, slots=True)
class Trigger:
    """Why an offence asks for an assessment. `by` is code, words or child_victim."""

    kind: str
    name: str
    by: Literal["code", "words", "child_victim"]
    words: str
    part: str  # in words, for DVCVA 2004 s5 only
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Standing:
    """`code` is a key of `standings` in offences.yaml; `was` what stood before an appeal, "" without one."""

    code: str
    name: str
    is_so: str
    is_not: str
    since: date | None
    asks: Asks
    was: str = ""
    reason: str = ""  # why it is still shown
    source: str = ""
    certainty: str = ""


def _plain(words: str) -> str:
    return f" {' '.join(re.sub(r'[^a-z0-9]', ' ', words.lower()).split())} "


def _has(title: str, words: Iterable[str]) -> bool:
    return any(_plain(word) in title for word in words)


@lru_cache(maxsize=1)
def _by_code() -> dict[str, dict[str, Any]]:
    return {code: one for one in table("offences")["triggers"] for code in one.get("codes", ())}


def trigger_of(offence: Offence) -> Trigger | None:
    """What of the list this offence is, whatever became of it; `standing_of` says whether it still asks."""
    coded = _by_code().get(offence.code.strip().upper())
    if coded is not None:
        return None if _of_an_adult(coded, offence) else _trigger(coded, "code", offence)
    worded = next((one for one in table("offences")["triggers"] if _worded(one, offence)), None)
    if worded is not None:
        return _trigger(worded, "words", offence)
    if offence.child_victim != "yes":
        return None
    stated = next(one for one in table("offences")["triggers"] if one.get("child_stated"))
    return _trigger(stated, "child_victim", offence)


def _of_an_adult(one: dict[str, Any], offence: Offence) -> bool:
    """DVCVA 2004 s5 also protects vulnerable adults."""
    return bool(one.get("parts")) and offence.child_victim == "no"


def _worded(one: dict[str, Any], offence: Offence) -> bool:
    title = _plain(offence.title)
    if _has(title, one.get("of_a_child", ())):
        return True
    if not _has(title, one.get("words", ())) or _of_an_adult(one, offence):
        return False
    if not one.get("needs_child"):
        return True
    named = _has(title, table("offences")["names_a_child"]) and offence.child_victim != "no"
    return offence.child_victim == "yes" or named


def _trigger(one: dict[str, Any], by: Literal["code", "words", "child_victim"], offence: Offence) -> Trigger:
    return Trigger(
        kind=one["kind"],
        name=one["name"],
        by=by,
        words=table("offences")["words"]["trigger"],
        part=table("offences")["parts"][offence.part] if one.get("parts") else "",
        source=f"{one['source']}; {table('offences')['words']['source']}",
        certainty=certainties()[one["sure"]],
    )


def maximum_of(offence: Offence) -> tuple[str, ...]:
    """The longest sentence allowed, in words; two where the dates straddle a change or are unknown."""
    coded = _by_code().get(offence.code.strip().upper())
    rows: Sequence[dict[str, Any]] = coded.get("maximum", ()) if coded else ()
    return tuple("life" if row.get("life") else f"{row['years']} years" for row in _held(rows, offence))


def _held(rows: Sequence[dict[str, Any]], offence: Offence) -> list[dict[str, Any]]:
    """A row holds from its day until the next row's."""
    first = offence.committed_from or offence.committed_to
    last = offence.committed_to or first
    found = []
    for row, after in zip_longest(rows, rows[1:]):
        begins, ends = row.get("from"), after["from"] if after else None
        if (last is None or begins is None or begins <= last) and (
            first is None or ends is None or first < ends
        ):
            found.append(row)
    return found


def standing_of(offence: Offence, appeals: Iterable[Appeal], *, on: date) -> Standing:
    """What the accusation is on a day, as then decided and known."""
    quashed = [one for one in decided(appeals, on=on) if _quashes(one, offence)]
    before = _before_appeal(offence, on)
    if quashed and before != "not_decided_yet":
        return _overturned(before, quashed[-1].decided_on)
    if before == "overturned":
        return _overturned("", offence.outcome_on)
    if offence.spent == "yes" and before in ("convicted", "cautioned"):
        return _spent(before, offence)
    return _standing(before, offence.outcome_on if before != "not_decided_yet" else None)


def _quashes(appeal: Appeal, offence: Offence) -> bool:
    return appeal.outcome == "conviction_quashed" and appeal.offence == offence.ref


def _before_appeal(offence: Offence, on: date) -> str:
    if not known(offence.known_from, offence.outcome_on, on=on) or (offence.outcome_on or on) > on:
        return "not_decided_yet"
    return "overturned" if offence.outcome == "quashed" else offence.outcome


def _standing(code: str, since: date | None) -> Standing:
    words = table("offences")["standings"][code]
    return Standing(code, words["name"], words["is"], words["is_not"], since, words["asks"])


def _overturned(was: str, since: date | None) -> Standing:
    plain = _standing("overturned", since)
    reason = table("offences")["appeal_quashed"]["trigger"]
    return Standing("overturned", plain.name, plain.is_so, plain.is_not, since, plain.asks, was, reason)


def _spent(was: str, offence: Offence) -> Standing:
    plain, under = _standing("spent", offence.outcome_on), _standing(was, None)
    why = table("offences")["spent"]
    return Standing(
        code="spent",
        name=plain.name,
        is_so=plain.is_so.format(under=under.is_so),
        is_not=plain.is_not,
        since=offence.outcome_on,
        asks=plain.asks,
        was=was,
        reason=why["reason"],
        source=why["source"],
        certainty=certainties()[why["sure"]],
    )


def appeals_of(adult: Adult, offence: Offence) -> tuple[Appeal, ...]:
    """Appeals that name the offence, or name only a sentence that was passed for it and for nothing else."""
    passed = {one.ref for one in adult.sentences if one.offence == offence.ref}
    mine = []
    for one in adult.appeals:
        if one.offence == offence.ref:
            mine.append(one)
        elif not one.offence and one.sentence in passed:
            mine.append(
                Appeal(one.decided_on, one.outcome, one.sentence, offence.ref, one.becomes, one.source)
            )
    return tuple(mine)


def standings(adult: Adult, *, on: date) -> tuple[tuple[Offence, Standing], ...]:
    """Each offence known on the day with what became of it, in the order of the file."""
    seen = [one for one in adult.offences if known(one.known_from, None, on=on)]
    return tuple((one, standing_of(one, appeals_of(adult, one), on=on)) for one in seen)


def open_triggers(adult: Adult, *, on: date) -> tuple[tuple[Offence, Trigger], ...]:
    """Offences of the list that ask for an assessment on the day."""
    found = []
    for offence, standing in standings(adult, on=on):
        trigger = trigger_of(offence)
        if trigger is not None and standing.asks == "yes":
            found.append((offence, trigger))
    return (*found, *_by_sentence(adult, on))


def _by_sentence(adult: Adult, on: date) -> Iterable[tuple[Offence, Trigger]]:
    """A sentence that states only the code of its offence is a conviction of it all the same."""
    for one in sentences_on(adult, on=on):
        offence = Offence(one.ref, code=one.offence_code, outcome_on=one.sentenced_on)
        trigger = trigger_of(offence) if not one.offence and one.offence_code else None
        if trigger is not None:
            yield offence, trigger


def closed_triggers(adult: Adult, *, on: date) -> tuple[Offence, ...]:
    asked = [(one, standing) for one, standing in standings(adult, on=on) if trigger_of(one) is not None]
    return tuple(one for one, standing in asked if standing.asks == "closed")
