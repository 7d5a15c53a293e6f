"""A card's compiled operators in plain English: what the engine runs, not what the card claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import singledispatch

from tocsin.chronology.vocabulary import Vocabulary, vocabulary
from tocsin.concerns.roles import role_words
from tocsin.indicators.card import Card, ExpectedResponse
from tocsin.indicators.operators import (
    Absent,
    Adult,
    Age,
    All,
    Any,
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

WHOSE = {
    "child": "the child is in the state",
    "sibling": "another child of the family is in the state",
    "order": "there is in force",
}
SAME = "what it starts from"
LONG_START = 160  # characters that nobody reads twice
ABSENT = "or not stated"  # such a card says `absent: fires`


def limb_words(limb: Limb) -> list[str]:
    """The anchor, then one line for each condition, then the deadline."""
    lines = [f"Starts from {anchor_words(limb.anchor)}."]
    start = anchor_words(limb.anchor)
    for one in limb.also:
        said = condition_words(one)
        lines.append(f"Only where {said.replace(start, SAME) if len(start) > LONG_START else said}.")
    if limb.due:
        lines.append(f"Fires when {due_words(limb.due)}.")
    return lines


def anchor_words(anchor: Events | FindingTest) -> str:
    return finding_words(anchor) if isinstance(anchor, FindingTest) else events_words(anchor)


def due_words(due: Due) -> str:
    return f"within {due.limit.words} there is no {events_words(due.by)}"


def response_words(response: ExpectedResponse) -> str:
    """`Hold a strategy discussion: team manager, within 1 working day (law).`"""
    needed = "" if response.required else " Advised, and not needed for an answer."
    only = f" Expected only once the concern is at {response.only} level." if response.only else ""
    who = role_words(response.by)
    return f"{response.words}: {who}, {limit_words(response.limit)} ({response.label}).{needed}{only}"


def limit_words(limit: str) -> str:
    plain = " ".join(limit.split())
    if plain == "same day":
        return "the same day"
    if plain == "next school day":
        return "by the next school day"
    return plain if plain.startswith("before") or "before" in plain else f"within {plain}"


def strength_words(card: Card) -> str:
    """`consider; suspect on some grounds`."""
    raised = sorted({limb.strength for limb in card.limbs} - {card.strength})
    return f"{card.strength}; {' or '.join(raised)} on some grounds" if raised else card.strength


# selectors ----------------------------------------------------------------------------------


def events_words(events: Events) -> str:
    """Kinds with conditions of their own are parted so that each keeps its own; what is asked of every one
    of a kind is said once."""
    each: dict[str, list[Selector]] = {}
    for one in events.of:
        each.setdefault(one.type, []).append(one)
    words = [kind_words(kind, selectors) for kind, selectors in each.items()]
    return ", or ".join(words) if any(one.tests for one in events.of) else either(words)


def kind_words(kind: str, selectors: list[Selector]) -> str:
    """`“injury seen on the child” with site “ear”, or with delay hours at least 24; each with ...`."""
    name = f"“{vocabulary().words(kind)}”"
    first, *others = [one.tests for one in selectors]
    alike = [test for test in first if all(test in tests for tests in others)] if others else []
    own = [[test_words(test, kind) for test in one.tests if test not in alike] for one in selectors]
    if not all(own):
        return name if not alike else f"{name} with {' and '.join(test_words(one, kind) for one in alike)}"
    said = ", or with ".join(" and ".join(words) for words in own)
    also = " and ".join(test_words(test, kind) for test in alike)
    return f"{name} with {said}{f'; and each with {also}' if also else ''}"


def test_words(test: Test, event_type: str) -> str:
    words = vocabulary()
    name = test.attribute.replace("_", " ")
    parts = [f"{name} {part}" for part in comparisons(test, event_type, words)]
    said = " and ".join(parts) or f"{name} stated"
    return f"{said} ({ABSENT})" if test.absent_fires else said


def comparisons(test: Test, event_type: str, words: Vocabulary) -> Iterator[str]:
    listed = words.code_list(event_type, test.attribute)
    codes = [f"“{words.code_words(listed, code)}”" for code in sorted(test.values)]
    if codes:
        stated = "" if test.absent_fires else "stated and "
        yield f"{stated}other than {either(codes)}" if test.negated else either(codes)
    if test.at_least is not None:
        yield f"at least {number(test.at_least)}" if whole(test.at_least) else f"over {number(test.at_least)}"
    if test.under is not None:
        yield f"under {number(test.under)}" if whole(test.under) else f"at most {number(test.under)}"


def whole(value: float) -> bool:
    return value == round(value, 6)


def number(value: float) -> str:
    return f"{round(value, 6):g}"


# conditions ---------------------------------------------------------------------------------


@singledispatch
def condition_words(condition: Condition) -> str:
    """One condition, as a clause that can follow "only where"."""
    raise TypeError(f"no words for {type(condition).__name__}")


def say(kind: type) -> Callable[[Callable[..., str]], Callable[..., str]]:
    return condition_words.register(kind)


@say(Age)
def _age(age: Age) -> str:
    if age.unborn is not None:
        return "the child is not yet born" if age.unborn else "the child is born"
    parts = [f"at least {months(age.at_least)}"] if age.at_least is not None else []
    parts += [f"under {months(age.under)}"] if age.under is not None else []
    absent = f" ({ABSENT})" if age.absent_fires else ""
    return f"the child is {' and '.join(parts)} old{absent}"


@say(Count)
def _count(count: Count) -> str:
    return many(count, events_words(count.of))


def many(count: Count | CountFindings, things: str) -> str:
    """`there are at least 3 of ..., on 3 different days, in the 365 days up to it`."""
    head = f"at least {count.at_least} of {things}" if count.at_least > 1 else things
    parts = [f"there {'are' if count.at_least > 1 else 'is'} {head}"]
    if count.distinct:
        parts.append(different(count.distinct, count.at_least))
    if count.agencies > 1:
        parts.append(f"from at least {count.agencies} agencies")
    return f"{', '.join(parts)}{',' if len(parts) > 1 else ''} {up_to(count.days)}"


def different(name: str, at_least: int) -> str:
    known = {"day": "on {} different days", "agency": "from {} different agencies"}
    plain = f"of {{}} different {name.replace('_', ' ')}s"
    return known.get(name, plain).format(at_least)


@say(Run)
def _run(run: Run) -> str:
    same = " by one agency" if run.same_agency else ""
    broken = f", with no {events_words(run.broken_by)} between" if run.broken_by.of else ""
    window = f" {up_to(run.days)}" if run.days else ""
    return f"it is at least the {nth(run.at_least)} {events_words(run.of)} in a row{same}{broken}{window}"


@say(Earlier)
def _earlier(earlier: Earlier) -> str:
    adult = " about the same adult" if earlier.same_adult else ""
    return f"there is an earlier {events_words(earlier.of)}{adult} {up_to(earlier.days)}"


@say(Absent)
def _absent(absent: Absent) -> str:
    parts = [up_to(absent.before)] if absent.searches_before else []
    parts += [f"within {absent.after.words} after it"] if absent.after else []
    return f"there is no {events_words(absent.of)} {' nor '.join(parts)}"


@say(State)
def _state(state: State) -> str:
    names = either(f"“{name.replace('_', ' ')}”" for name in state.names)
    return f"{WHOSE[state.whose]} {names} {'when the time is up' if state.at_due else 'on that day'}"


@say(Adult)
def _adult(adult: Adult) -> str:
    names = either(f"“{name.replace('_', ' ')}”" for name in sorted(adult.markers))
    return f"an adult of the household, or the adult it is about, is recorded as {names}"


@say(Conflict)
def _conflict(conflict: Conflict) -> str:
    return (
        f"accounts of at least {conflict.agencies} agencies differ about the "
        f"{conflict.about.replace('_', ' ')} within {conflict.days} days"
    )


@say(CountFindings)
def _count_findings(count: CountFindings) -> str:
    one = finding_words(count.of)
    return many(count, one if count.at_least == 1 else one.replace("a concern", "the concerns", 1))


@say(All)
def _all(every: All) -> str:
    return " and ".join(condition_words(one) for one in every.of)


@say(Any)
def _any(some: Any) -> str:
    return "either " + ", or ".join(condition_words(one) for one in some.of)


@say(Not)
def _not(negated: Not) -> str:
    words = condition_words(negated.of)
    if words.startswith("there is "):
        return f"there is no {words.removeprefix('there is ').removeprefix('a ')}"
    return f"it is not so that {words}"


def finding_words(test: FindingTest) -> str:
    """`a concern of consider level, of the group “neglect”`."""
    parts = [f"a concern of {either(sorted(test.strengths))} level"]
    if test.groups:
        parts.append(f"of the group {quoted(test.groups)}")
    if test.not_groups:
        parts.append(f"not of the group {quoted(test.not_groups)}")
    if test.not_expecting:
        parts.append(f"whose own card does not expect “{vocabulary().words(test.not_expecting)}”")
    return ", ".join(parts)


# small words --------------------------------------------------------------------------------


def quoted(names: Iterable[str]) -> str:
    return either(f"“{name.replace('_', ' ')}”" for name in sorted(names))


def either(words: Iterable[str]) -> str:
    listed = list(words)
    return f"{', '.join(listed[:-1])} or {listed[-1]}" if len(listed) > 1 else "".join(listed)


def up_to(days: int | None) -> str:
    return "at any time before" if days is None else f"in the {days} days up to it"


def nth(count: int) -> str:
    return {1: "1st", 2: "2nd", 3: "3rd"}.get(count, f"{count}th")


def months(count: int) -> str:
    if count % 12 == 0 and count:
        return f"{count // 12} year{'s' if count != 12 else ''}"
    return f"{count} month{'s' if count != 1 else ''}"
