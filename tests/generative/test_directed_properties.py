"""Whatever the order says: no day of an indeterminate sentence releases; more to serve is never sooner."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tocsin.custody.answer import Dates, KeyDate
from tocsin.custody.facts import Adjustment, Adult, Duration, Sentence
from tocsin.custody.handover import first_review_dates, handover_dates
from tocsin.custody.indeterminate import earliest_if_directed, minimum_term_dates, no_date_releases

VIEWS = st.sampled_from([date(2021, 6, 1), date(2022, 6, 27), date(2022, 6, 28), date(2026, 11, 21)])
DAYS = st.dates(date(2004, 1, 1), date(2020, 12, 31))
TERMS = st.builds(
    Duration, years=st.integers(0, 40), months=st.integers(0, 11), weeks=st.just(0), days=st.integers(1, 30)
)
NET = st.sampled_from(["yes", "no", "not_stated"])
WHILE_IPP = st.dates(date(2005, 4, 4), date(2012, 12, 2))  # no court could pass one before or since


def passed_sentences(kinds: list[str], days: st.SearchStrategy[date]) -> st.SearchStrategy[Sentence]:
    return st.builds(
        Sentence,
        ref=st.just("s1"),
        kind=st.sampled_from(kinds),
        sentenced_on=days,
        minimum_term=TERMS,
        minimum_term_net_of_remand=NET,
    )


SENTENCES = passed_sentences(["LIFE"], DAYS) | passed_sentences(["IPP", "DPP"], WHILE_IPP)
REMAND = st.integers(0, 900)  # nought: none is stated
FIXED = st.builds(
    lambda kind, first, days, effect: KeyDate(kind, first, first + timedelta(days=days), effect),
    st.sampled_from(["PED", "CRD", "ARD"]),
    DAYS,
    st.integers(0, 800),
    st.just("releases"),
)


def adult(*sentences: Sentence, remand: int) -> Adult:
    days = (Adjustment("remand", remand),) if remand else ()
    return Adult(id="A", sentences=sentences, adjustments=days)


def earliest(one: Adult, fixed: list[KeyDate], on: date) -> KeyDate:
    found = earliest_if_directed(minimum_term_dates(one, on=on)[0], fixed, on=on)
    assert found is not None
    return found


@given(SENTENCES, REMAND, TERMS, st.lists(FIXED, max_size=2), VIEWS)
def test_a_longer_minimum_term_never_brings_the_day_forward(
    passed: Sentence, remand: int, more: Duration, fixed: list[KeyDate], on: date
) -> None:
    term = passed.minimum_term
    longer = Duration(term.years + more.years, term.months, 0, term.days)
    other = Sentence(
        "s1",
        passed.kind,
        passed.sentenced_on,
        minimum_term=longer,
        minimum_term_net_of_remand=passed.minimum_term_net_of_remand,
    )
    short, long = (earliest(adult(one, remand=remand), fixed, on) for one in (passed, other))
    assert short.earliest <= long.earliest
    assert short.latest <= long.latest


@given(st.lists(SENTENCES, min_size=1, max_size=3), REMAND, st.lists(FIXED, max_size=3), VIEWS)
def test_no_day_of_an_indeterminate_sentence_releases(
    passed: list[Sentence], remand: int, fixed: list[KeyDate], on: date
) -> None:
    one = adult(*passed, remand=remand)
    teds, _, _ = minimum_term_dates(one, on=on)
    dates = [*teds, earliest(one, fixed, on), *no_date_releases(fixed)]
    assert {each.effect for each in dates} <= {"marks", "may_be_released_if_directed"}


@given(SENTENCES, SENTENCES, REMAND, st.lists(FIXED, max_size=2), VIEWS)
def test_another_life_sentence_never_brings_the_day_forward(
    first: Sentence, second: Sentence, remand: int, fixed: list[KeyDate], on: date
) -> None:
    alone = earliest(adult(first, remand=remand), fixed, on)
    both = earliest(adult(first, second, remand=remand), fixed, on)
    assert alone.earliest <= both.earliest
    assert alone.latest <= both.latest


@given(SENTENCES, REMAND, FIXED, VIEWS)
def test_a_concurrent_fixed_term_never_brings_the_day_forward(
    passed: Sentence, remand: int, fixed: KeyDate, on: date
) -> None:
    one = adult(passed, remand=remand)
    alone, both = earliest(one, [], on), earliest(one, [fixed], on)
    assert alone.earliest <= both.earliest
    assert alone.latest <= both.latest


@given(SENTENCES, REMAND, VIEWS)
def test_what_comes_before_release_lies_before_it_in_every_reading(
    passed: Sentence, remand: int, on: date
) -> None:
    one = adult(passed, remand=remand)
    dates = Dates(on, (earliest(one, [], on),))
    for found in (*first_review_dates(one, dates, on=on), *handover_dates(one, dates, on=on)[0]):
        assert found.earliest < dates.dates[0].earliest
        assert found.latest < dates.dates[0].latest


@given(SENTENCES, REMAND, VIEWS)
def test_every_day_is_one_of_the_readings_that_are_told(passed: Sentence, remand: int, on: date) -> None:
    (ted,), _, _ = minimum_term_dates(adult(passed, remand=remand), on=on)
    told = {day for _, day in ted.labelled} or {ted.earliest}
    assert {ted.earliest, ted.latest} == {min(told), max(told)}
    assert bool(ted.why) is not ted.certain
