"""A card: one indicator as a practitioner reads it, and as the reference runs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tocsin.indicators.durations import Duration, duration, window_days
from tocsin.indicators.language import Compiler
from tocsin.indicators.operators import (
    Absent,
    All,
    Clue,
    Condition,
    Conflict,
    Count,
    CountFindings,
    Earlier,
    Events,
    Limb,
    Not,
    Run,
)
from tocsin.indicators.operators import Any as AnyOf

STRENGTHS = ("context", "consider", "suspect")  # in rising order
CONFIDENCE = ("exact", "common_local_policy", "our_judgement", "not_applicable")
LABELS = {
    "law": "law",
    "guidance": "guidance",
    "common_local_policy": "common local policy",
    "our_judgement": "our judgement",
}
FIELDS = {
    "id", "version", "group", "kind", "title", "strength", "plain", "why", "source", "source_year",
    "confidence", "evidence", "verify_before_release", "settled", "applies", "repeat_within",
    "trigger", "responses", "escalate", "ladder", "examples", "stratum", "expand",
}  # fmt: skip
RESPONSE_FIELDS = {"event", "within", "by", "words", "required", "label", "only", "any_agency", "note"}


@dataclass(frozen=True, slots=True)
class ExpectedResponse:
    event: str
    limit: str  # as the card writes it: "1 working day", "before event"
    by: str
    words: str
    required: bool
    label: str  # law, guidance, common local policy, our judgement
    only: str = ""  # expected only once the concern has this strength


@dataclass(frozen=True, slots=True)
class Example:
    """`on` is the ISO day the concern is raised; empty where the card must stay quiet."""

    case: str
    events: tuple[str, ...]
    on: str
    born: str = ""
    due: str = ""
    as_of: str = ""
    markers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    id: str
    version: int
    group: str
    kind: int
    title: str
    strength: str
    plain: str
    source: str
    source_year: str
    confidence: Mapping[str, str]
    evidence: str
    verify_before_release: bool
    settled: str
    stratum: int
    limbs: tuple[Limb, ...]
    repeat_days: int
    responses: tuple[ExpectedResponse, ...]
    escalate_to: str
    escalate_after: str
    ladder: Literal["urgent", "routine"]
    fires: tuple[Example, ...]
    quiet: tuple[Example, ...]
    text: Mapping[str, Any]  # the card's YAML, for the pages that show it
    clues: frozenset[Clue] = frozenset()  # of the events any limb starts from


def read_card(given: Mapping[str, Any], compiler: Compiler, limbs: list[Mapping[str, Any]]) -> Card:
    """`limbs` are the trigger's limbs, those of an `expand:` table included."""
    compiler.keys(given, FIELDS, "card")
    shared = compiler.conditions(given.get("applies"))
    compiled = tuple(compiler.limb(limb, str(given["strength"]), shared) for limb in limbs)
    one_of(compiler, given["strength"], STRENGTHS, "strength")
    for name, value in given["confidence"].items():
        one_of(compiler, value, CONFIDENCE, f"confidence.{name}")
    return Card(
        id=given["id"],
        version=int(given["version"]),
        group=given["group"],
        kind=int(given["kind"]),
        title=given["title"],
        strength=given["strength"],
        plain=" ".join(str(given["plain"]).split()),
        source=given["source"],
        source_year=str(given.get("source_year", "")),
        confidence=given["confidence"],
        evidence=given["evidence"],
        verify_before_release=bool(given["verify_before_release"]),
        settled=" ".join(str(given.get("settled", "")).split()),
        stratum=int(given.get("stratum", 0)),
        limbs=compiled,
        repeat_days=repeat_days(given.get("repeat_within"), compiled),
        responses=tuple(read_response(response, compiler) for response in given["responses"]),
        escalate_to=given["escalate"]["to"],
        escalate_after=str(given["escalate"]["after"]),
        ladder=one_of(compiler, given["ladder"], ("urgent", "routine"), "ladder"),  # type: ignore[arg-type]
        fires=tuple(read_example(one, compiler) for one in given["examples"].get("fires", [])),
        quiet=tuple(read_example(one, compiler) for one in given["examples"].get("quiet", [])),
        text=given,
        clues=clues(compiled),
    )


def clues(limbs: tuple[Limb, ...]) -> frozenset[Clue]:
    return frozenset(clue for limb in limbs if isinstance(limb.anchor, Events) for clue in limb.anchor.clues)


def one_of(compiler: Compiler, value: Any, allowed: tuple[str, ...], what: str) -> str:
    if value not in allowed:
        raise compiler.refuse(f"{what} is {value!r}.", f"Allowed: {', '.join(allowed)}.")
    return str(value)


def read_response(given: Mapping[str, Any], compiler: Compiler) -> ExpectedResponse:
    compiler.keys(given, RESPONSE_FIELDS, "response")
    return ExpectedResponse(
        event=given["event"],
        limit=str(given["within"]),
        by=given["by"],
        words=given["words"],
        required=bool(given["required"]),
        label=LABELS[one_of(compiler, given["label"], tuple(LABELS), "response.label")],
        only=given.get("only", ""),
    )


def read_example(given: Mapping[str, Any], compiler: Compiler) -> Example:
    compiler.keys(given, {"case", "born", "due", "events", "on", "as_of", "markers"}, "example")
    return Example(
        case=given["case"],
        events=tuple(str(event) for event in given["events"]),
        on=str(given.get("on", "")),
        born=str(given.get("born", "")),
        due=str(given.get("due", "")),
        as_of=str(given.get("as_of", "")),
        markers=tuple(given.get("markers", ())),
    )


def repeat_days(stated: Any, limbs: tuple[Limb, ...]) -> int:
    """Days within which a repeat extends a concern: as stated, else the trigger's longest window."""
    if stated is not None:
        length = duration(str(stated))
        return 0 if length == Duration(0, "days") else window_days(length) or 36500
    return max((days for limb in limbs for one in limb.also for days in windows(one)), default=0)


def windows(condition: Condition) -> list[int]:
    if isinstance(condition, Count | Run | Earlier | Conflict | CountFindings):
        return [condition.days] if condition.days else []
    if isinstance(condition, Absent):
        return [condition.before] if condition.before else []
    if isinstance(condition, All | AnyOf):
        return [days for one in condition.of for days in windows(one)]
    return windows(condition.of) if isinstance(condition, Not) else []
