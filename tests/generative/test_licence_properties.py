"""Licences and offences of any facts: a recall never ends a licence sooner; no title breaks the list."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tocsin.custody.answer import Dates
from tocsin.custody.facts import Adult, Appeal, Duration, Movement, Offence, Outcome, Sentence
from tocsin.custody.licence import licence_on
from tocsin.custody.offences import standing_of, trigger_of

FIRST = st.dates(date(2009, 1, 1), date(2024, 12, 31))
VIEWS = st.dates(date(2024, 11, 1), date(2030, 12, 31))
KINDS = st.sampled_from(["IPP", "DPP"])
GAPS = st.lists(st.integers(1, 900), max_size=6)
OUTCOMES: list[Outcome] = [
    "convicted",
    "cautioned",
    "acquitted",
    "quashed",
    "charged",
    "alleged",
    "no_further_action",
]


def moves(first: date, gaps: list[int]) -> tuple[Movement, ...]:
    """Released, then recalled and released in turn after as many days."""
    found, day = [Movement("released", first)], first
    for number, gap in enumerate(gaps):
        day += timedelta(days=gap)
        found.append(Movement("released" if number % 2 else "recalled", day))
    return tuple(found)


def ends(kind: str, found: tuple[Movement, ...], on: date) -> tuple[date, date] | None:
    passed = Sentence("s", kind, date(2008, 6, 2), minimum_term=Duration(years=1))  # type: ignore[arg-type]
    adult = Adult(id="A", sentences=(passed,), movements=found)
    end = licence_on(adult, Dates(on, ()), on=on).of("LICENCE_END")
    return (end.earliest, end.latest) if end else None


@given(KINDS, FIRST, GAPS, VIEWS)
def test_a_recall_never_ends_a_licence_sooner(kind: str, first: date, gaps: list[int], on: date) -> None:
    before, after = ends(kind, moves(first, []), on), ends(kind, moves(first, gaps), on)
    if before and after:
        assert before[0] <= after[0]
        assert before[1] <= after[1]


@given(KINDS, FIRST, st.integers(1, 900), VIEWS)
def test_a_later_first_release_never_ends_a_licence_sooner(
    kind: str, first: date, later: int, on: date
) -> None:
    early, late = (ends(kind, moves(day, []), on) for day in (first, first + timedelta(days=later)))
    if early and late:
        assert early <= late


@given(KINDS, FIRST, GAPS, VIEWS)
def test_two_answers_are_given_only_in_order(kind: str, first: date, gaps: list[int], on: date) -> None:
    found = ends(kind, moves(first, gaps), on)
    assert found is None or found[0] <= found[1]


@given(st.text(max_size=80), st.text(max_size=12), st.sampled_from(["yes", "no", "not_stated"]))
def test_no_title_or_code_breaks_the_list(title: str, code: str, child: str) -> None:
    found = trigger_of(Offence("o", title, code, child_victim=child))  # type: ignore[arg-type]
    assert found is None or "never a finding of risk" in found.words


@given(
    st.sampled_from(OUTCOMES),
    st.dates(date(2000, 1, 1), date(2026, 1, 1)),
    st.dates(date(2000, 1, 1), date(2026, 1, 1)),
    st.dates(date(2000, 1, 1), date(2026, 1, 1)),
)
def test_only_a_conviction_or_a_caution_that_stands_asks(
    outcome: Outcome, decided: date, quashed: date, on: date
) -> None:
    offence = Offence("o", outcome=outcome, outcome_on=decided)
    found = standing_of(offence, [Appeal(quashed, "conviction_quashed", offence="o")], on=on)
    asks = outcome in ("convicted", "cautioned") and decided <= on < quashed
    assert (found.asks == "yes") is asks
