"""From a card's YAML to operators. Refuses what it does not know, saying where and what is allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any as Yaml

from tocsin.chronology.vocabulary import Vocabulary
from tocsin.errors import CatalogueError
from tocsin.indicators.durations import duration, window_days
from tocsin.indicators.operators import (
    Absent,
    Adult,
    Age,
    All,
    Any,
    Clue,
    Condition,
    Conflict,
    Count,
    CountFindings,
    Due,
    Earlier,
    Events,
    FindingTest,
    Limb,
    Not,
    Run,
    Selector,
    State,
    Test,
)
from tocsin.indicators.view import READ_OTHERWISE

PSEUDO = READ_OTHERWISE | {"age_months", "words"}


# what was compiled before, by all that it says: equal ones are one object, matched once a view
_tests: dict[tuple[object, ...], Test] = {}
_selectors: dict[tuple[str, tuple[Test, ...]], Selector] = {}
_events: dict[tuple[Selector, ...], Events] = {}


class BadCard(CatalogueError):
    code = "T310"
    help = "A card says something the indicator language does not know; the message names the place."


class Compiler:
    """One card's trigger. `where` names the place in the file for messages."""

    def __init__(self, vocabulary: Vocabulary, where: str) -> None:
        self.vocabulary = vocabulary
        self.where = where

    def refuse(self, found: str, do: str = "") -> BadCard:
        return BadCard(found, where=self.where, do=do)

    def keys(self, given: Mapping[str, Yaml], allowed: set[str], what: str) -> None:
        if not isinstance(given, Mapping):
            raise self.refuse(f"{what} must be a mapping, not {given!r}.")
        strange = set(given) - allowed
        if strange:
            raise self.refuse(f"{what} has {sorted(strange)}.", f"Allowed: {sorted(allowed)}.")

    # attribute tests ------------------------------------------------------------------------

    def values(self, given: Yaml) -> frozenset[str]:
        if isinstance(given, Mapping) and set(given) == {"in_set"}:
            return self.named_set(str(given["in_set"]))
        listed = given if isinstance(given, list) else [given]
        return frozenset(spelt(value) for value in listed)

    def named_set(self, name: str) -> frozenset[str]:
        if name not in self.vocabulary.sets:
            raise self.refuse(f"`{name}` is not a set.", f"Sets: {sorted(self.vocabulary.sets)}.")
        return self.vocabulary.sets[name]

    def codes_of(self, type_name: str, attribute: str) -> frozenset[str]:
        return frozenset(self.vocabulary.codes.get(self.vocabulary.code_list(type_name, attribute), {}))

    def test(self, type_name: str, attribute: str, given: Yaml) -> Test:
        if not isinstance(given, Mapping) or "in_set" in given:
            absent = isinstance(given, Mapping) and given.get("absent") == "fires"
            plain = {"in_set": given["in_set"]} if isinstance(given, Mapping) else given
            return Test(
                attribute,
                values=self.values(plain),
                absent_fires=absent,
                plain=attribute != "age_months",
            )
        self.keys(
            given, {"not", "is", "at_least", "under", "over", "at_most", "absent"}, f"where.{attribute}"
        )
        if given.get("absent", "fires") != "fires":
            raise self.refuse(f"where.{attribute}.absent can only be `fires`.")
        codes = self.codes_of(type_name, attribute)
        whatever_is_said = not codes or "absent" in given  # a word outside the code list is no unknown
        numeric = not given.keys().isdisjoint({"at_least", "over", "under", "at_most"})
        return Test(
            attribute,
            values=self.values(given.get("not", given.get("is", []))),
            negated="not" in given,
            at_least=limit(given, "at_least", "over"),
            under=limit(given, "under", "at_most"),
            absent_fires="absent" in given,
            codes=codes,
            plain=not numeric and attribute != "age_months" and ("not" not in given or whatever_is_said),
        )

    def tests(self, given: Mapping[str, Yaml] | None, type_name: str) -> tuple[Test, ...]:
        for attribute in given or {}:
            if attribute not in PSEUDO and not self.vocabulary.has_attribute(type_name, str(attribute)):
                allowed = self.vocabulary.event_types[type_name].attributes
                raise self.refuse(
                    f"`{type_name}` has no attribute `{attribute}`.", f"It has {sorted(allowed)}."
                )
        return tuple(once(self.test(type_name, str(name), value)) for name, value in (given or {}).items())

    # selectors ------------------------------------------------------------------------------

    def selector(self, given: Yaml, shared: Mapping[str, Yaml] | None) -> Selector:
        if isinstance(given, str):
            given = {"type": given}
        self.keys(given, {"type", "where"}, "selector")
        name = str(given["type"])
        if name not in self.vocabulary.event_types:
            raise self.refuse(f"`{name}` is not an event type of the vocabulary.")
        tests = self.tests(given.get("where", shared), name)
        return _selectors.setdefault((name, tests), Selector(name, tests, clues(name, tests)))

    def events(self, given: Yaml, shared: Mapping[str, Yaml] | None = None) -> Events:
        if given is None:
            raise self.refuse("a selector is missing.", "Name an event type.")
        listed = given if isinstance(given, list) else [given]
        selectors = tuple(self.selector(one, shared) for one in listed)
        found = frozenset(clue for one in selectors for clue in one.clues)
        return _events.setdefault(selectors, Events(selectors, found))

    def finding_test(self, given: Mapping[str, Yaml]) -> FindingTest:
        self.keys(given, {"strength", "group", "not_group", "not_kind", "not_expecting"}, "anchor_finding")
        return FindingTest(
            strengths=self.values(given["strength"]),
            groups=self.values(given.get("group", [])),
            not_groups=self.values(given.get("not_group", [])),
            not_kind=int(given.get("not_kind", 0)),
            not_expecting=str(given.get("not_expecting", "")),
        )

    # conditions -----------------------------------------------------------------------------

    def days(self, given: Mapping[str, Yaml], what: str) -> int | None:
        if "within" not in given:
            raise self.refuse(f"`{what}` states no interval.", "Add `within:`.")
        return window_days(duration(given["within"]))

    def age(self, given: Mapping[str, Yaml]) -> Age:
        self.keys(given, {"under", "at_least", "absent"}, "age")
        return Age(
            at_least=months(given.get("at_least")),
            under=months(given.get("under")),
            absent_fires=given.get("absent") == "fires",
        )

    def count(self, given: Mapping[str, Yaml]) -> Count:
        self.keys(given, {"of", "where", "at_least", "within", "distinct", "agencies"}, "count")
        return Count(
            of=self.events(given.get("of"), given.get("where")),
            at_least=int(given["at_least"]),
            days=self.days(given, "count"),
            distinct=str(given.get("distinct", "")),
            agencies=int(given.get("agencies", 1)),
        )

    def run(self, given: Mapping[str, Yaml]) -> Run:
        allowed = {"of", "where", "at_least", "broken_by", "broken_where", "within", "same"}
        self.keys(given, allowed, "run")
        return Run(
            of=self.events(given.get("of"), given.get("where")),
            at_least=int(given["at_least"]),
            broken_by=self.events(given.get("broken_by"), given.get("broken_where")),
            days=window_days(duration(given.get("within", "ever"))),
            same_agency=given.get("same") == "agency",
        )

    def earlier(self, given: Mapping[str, Yaml]) -> Earlier:
        self.keys(given, {"of", "where", "within", "same"}, "earlier")
        if given.get("same", "adult") != "adult":
            raise self.refuse("earlier.same can only be `adult`.")
        return Earlier(
            self.events(given.get("of"), given.get("where")),
            self.days(given, "earlier"),
            same_adult="same" in given,
        )

    def none(self, given: Mapping[str, Yaml]) -> Absent:
        self.keys(given, {"of", "where", "before", "after"}, "none")
        if "before" not in given and "after" not in given:
            raise self.refuse("`none` states no interval.", "Add `before:` or `after:`.")
        return Absent(
            of=self.events(given.get("of"), given.get("where")),
            before=window_days(duration(given["before"])) if "before" in given else 0,
            searches_before="before" in given,
            after=duration(given["after"]) if "after" in given else None,
        )

    def state(self, given: Yaml, whose: str) -> State:
        if isinstance(given, Mapping):
            self.keys(given, {"any", "at"}, "state")
            if given.get("at", "due") != "due":
                raise self.refuse(f"state.at is {given['at']!r}.", "It can only be `due`.")
        at_due = isinstance(given, Mapping) and "at" in given
        listed = given["any"] if isinstance(given, Mapping) else given
        names = tuple(listed) if isinstance(listed, list) else (str(listed),)
        return State(names, whose=whose, at_due=at_due)  # type: ignore[arg-type]

    def conflict(self, given: Mapping[str, Yaml]) -> Conflict:
        self.keys(given, {"about", "within", "agencies"}, "conflict")
        return Conflict(
            str(given["about"]), self.days(given, "conflict") or 36500, int(given.get("agencies", 2))
        )

    def count_findings(self, given: Mapping[str, Yaml]) -> CountFindings:
        allowed = {"strength", "group", "not_group", "distinct", "at_least", "within", "agencies"}
        self.keys(given, allowed, "count_findings")
        test = {key: given[key] for key in ("strength", "group", "not_group") if key in given}
        return CountFindings(
            of=self.finding_test(test),
            at_least=int(given["at_least"]),
            days=self.days(given, "count_findings"),
            distinct=str(given.get("distinct", "")),
            agencies=int(given.get("agencies", 1)),
        )

    def conditions(self, given: Yaml) -> tuple[Condition, ...]:
        listed = given if isinstance(given, list) else [given] if given else []
        return tuple(self.condition(one) for one in listed)

    def condition(self, given: Mapping[str, Yaml]) -> Condition:
        if not isinstance(given, Mapping) or not given:
            raise self.refuse(f"a condition must be a mapping, not {given!r}.")
        parts = tuple(self.one(str(name), value) for name, value in given.items())
        return parts[0] if len(parts) == 1 else All(parts)

    def one(self, name: str, value: Yaml) -> Condition:
        known: dict[str, Callable[[Yaml], Condition]] = {
            "age": self.age,
            "unborn": lambda v: Age(unborn=bool(v)),
            "state": lambda v: self.state(v, "child"),
            "sibling_state": lambda v: self.state(v, "sibling"),
            "order": lambda v: self.state(v, "order"),
            "adult": lambda v: Adult(self.values(v)),
            "count": self.count,
            "run": self.run,
            "earlier": self.earlier,
            "none": self.none,
            "conflict": self.conflict,
            "count_findings": self.count_findings,
            "any": lambda v: Any(self.conditions(v)),
            "all": lambda v: All(self.conditions(v)),
            "not": lambda v: Not(self.condition(v)),
        }
        if name not in known:
            raise self.refuse(f"`{name}` is not a condition.", f"Conditions: {sorted(known)}.")
        return known[name](value)

    # limbs ----------------------------------------------------------------------------------

    def due(self, given: Mapping[str, Yaml] | None) -> Due | None:
        if given is None:
            return None
        self.keys(given, {"by", "where", "within"}, "unanswered")
        return Due(self.events(given.get("by"), given.get("where")), duration(given["within"]))

    def limb(self, given: Mapping[str, Yaml], strength: str, shared: tuple[Condition, ...]) -> Limb:
        allowed = {"reason", "strength", "anchor", "anchor_finding", "where", "also", "unanswered"}
        self.keys(given, allowed, "limb")
        if ("anchor" in given) == ("anchor_finding" in given):
            raise self.refuse("a limb has either `anchor` or `anchor_finding`.")
        anchor: Events | FindingTest
        if "anchor" in given:
            anchor = self.events(given["anchor"], given.get("where"))
        else:
            anchor = self.finding_test(given["anchor_finding"])
        limb = Limb(
            reason=str(given["reason"]),
            strength=str(given.get("strength", strength)),
            anchor=anchor,
            also=shared + self.conditions(given.get("also")),
            due=self.due(given.get("unanswered")),
        )
        self.asked_when_due(limb)
        return limb

    def asked_when_due(self, limb: Limb) -> None:
        """`at: due` has a meaning only beside the limit of events it waits for."""
        if limb.at_due and (limb.due is None or isinstance(limb.anchor, FindingTest)):
            raise self.refuse(
                f"a state `at: due` in '{limb.reason}', which waits for nothing.",
                "Give the limb `anchor` and `unanswered`, or ask for the state on the anchor's day.",
            )
        if any(asks_at_due(one) for one in limb.on_the_day):
            raise self.refuse(
                f"a state `at: due` inside any, all or not, in '{limb.reason}'.",
                "Put it in `also` by itself.",
            )


def once(test: Test) -> Test:
    return _tests.setdefault(tuple(getattr(test, field.name) for field in fields(test)), test)


def clues(type_name: str, tests: tuple[Test, ...]) -> frozenset[Clue]:
    """The codes of the test that names fewest, where one must be said; else the type alone."""
    must = [one for one in tests if one.plain and not one.negated and not one.absent_fires]
    must = [one for one in must if one.attribute not in READ_OTHERWISE]
    if not must:
        return frozenset({(type_name,)})
    test = min(must, key=lambda one: len(one.values))
    return frozenset((type_name, test.attribute, value) for value in test.values)


def asks_at_due(condition: Condition) -> bool:
    if isinstance(condition, All | Any):
        return any(asks_at_due(one) for one in condition.of)
    if isinstance(condition, Not):
        return asks_at_due(condition.of)
    return isinstance(condition, State) and condition.at_due


def spelt(value: Yaml) -> str:
    """YAML reads true, false and 3E in its own way; codes are words."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def months(text: Yaml) -> int | None:
    if text is None:
        return None
    length = duration(str(text))
    if length.unit not in ("months", "years"):
        raise BadCard(f"an age is in months or years, not {length.words}.")
    return length.count * (12 if length.unit == "years" else 1)


def limit(given: Mapping[str, Yaml], inclusive: str, exclusive: str) -> float | None:
    """`at_least` n and `under` n as they stand; `over` n and `at_most` n step just past n."""
    if inclusive in given:
        return float(given[inclusive])
    if exclusive in given:
        return float(given[exclusive]) + 1e-9
    return None
