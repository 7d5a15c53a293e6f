"""What holds of every fixed term, whatever the court said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tocsin.custody.answer import Dates, KeyDate
from tocsin.custody.facts import Adjustment, Adult, Duration, Sentence
from tocsin.custody.reckon import dates_of

ON = date(2027, 12, 31)
DAYS = st.dates(date(2015, 4, 13), date(2027, 6, 30))
RELEASE, EXPIRY = ("CRD", "ARD"), ("SLED", "SED")
KINDS = st.sampled_from(["SDS", "SDS", "EDS", "SOPC", "YOUTH"])
EXCLUSIONS = st.sampled_from([("none",), ("sexual",), ("sexual_later",), ("progression_schedule",), ()])


@st.composite
def sentences(draw: st.DrawFn, *, ref: str = "s1", on: date | None = None, kind: str = "") -> Sentence:
    kind = kind or draw(KINDS)
    passed = on or draw(DAYS)
    return Sentence(
        ref=ref,
        kind=kind,  # type: ignore[arg-type]
        sentenced_on=passed,
        offence_on=passed - timedelta(days=draw(st.integers(0, 3000))),
        term=Duration(months=draw(st.integers(0, 120)), days=draw(st.integers(2, 40))),
        extension=Duration(years=draw(st.integers(1, 5))) if kind == "EDS" else Duration(),
        exclusions=draw(EXCLUSIONS),
    )


def adult(*given_sentences: Sentence, remand: int = 0, added: int = 0) -> Adult:
    first = min(one.sentenced_on for one in given_sentences)
    days = [Adjustment("remand", remand, applies_from=first)] if remand else []
    days += [Adjustment("added_days", added)] if added else []
    return Adult("A1", born=date(1990, 1, 1), sentences=given_sentences, adjustments=tuple(days))


def reckoned(*given_sentences: Sentence, remand: int = 0, added: int = 0) -> Dates:
    return dates_of(adult(*given_sentences, remand=remand, added=added), on=ON)


def the(dates: Dates, kinds: tuple[str, ...]) -> KeyDate:
    return next(one for one in dates.dates if one.kind in kinds)


def ends(dates: Dates) -> tuple[date, date, date]:
    release, expiry = the(dates, RELEASE), the(dates, EXPIRY)
    return release.earliest, release.latest, expiry.earliest


@given(sentences(), st.integers(0, 400), st.integers(0, 400))
def test_more_remand_never_moves_a_day_later(one: Sentence, less: int, more: int) -> None:
    few, many = reckoned(one, remand=less), reckoned(one, remand=less + more)
    assert all(after <= before for before, after in zip(ends(few), ends(many), strict=True))


@given(sentences(kind="SDS"), st.integers(1, 400))
def test_a_longer_term_never_releases_earlier(one: Sentence, more: int) -> None:
    term = Duration(months=one.term.months, days=one.term.days + more)
    longer = Sentence(
        "s1", one.kind, one.sentenced_on, offence_on=one.offence_on, term=term, exclusions=("none",)
    )
    same = Sentence(
        "s1", one.kind, one.sentenced_on, offence_on=one.offence_on, term=one.term, exclusions=("none",)
    )
    assert ends(reckoned(same)) <= ends(reckoned(longer))


@given(st.data(), DAYS, st.integers(0, 300))
def test_the_order_in_which_concurrent_sentences_stand_does_not_matter(
    data: st.DataObject, on: date, remand: int
) -> None:
    some = [data.draw(sentences(ref=f"s{number}", on=on)) for number in range(3)]
    forward, backward = reckoned(*some, remand=remand), reckoned(*reversed(some), remand=remand)
    assert [(one.kind, one.earliest, one.latest) for one in forward.dates] == [
        (one.kind, one.earliest, one.latest) for one in backward.dates
    ]


@given(st.lists(sentences(), min_size=1, max_size=3), st.integers(0, 300), st.integers(0, 200))
def test_nobody_is_released_after_the_end_or_before_the_sentence(
    some: list[Sentence], remand: int, added: int
) -> None:
    named = [Sentence(**{**_fields(one), "ref": f"s{number}"}) for number, one in enumerate(some)]
    dates = reckoned(*named, remand=remand, added=added)
    release, expiry = the(dates, RELEASE), the(dates, EXPIRY)
    assert release.earliest <= release.latest <= expiry.latest
    assert release.earliest >= max(min(one.sentenced_on for one in named), date(2015, 4, 13))
    parole = dates.of("PED")
    assert parole is None or parole.earliest <= release.latest


def _fields(one: Sentence) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__struct_fields__}


@given(DAYS, st.lists(st.integers(1, 900), min_size=2, max_size=4))
def test_a_chain_of_days_equals_its_sum(on: date, days: list[int]) -> None:
    chain = [
        Sentence(
            f"s{number}",
            "SDS",
            on,
            offence_on=on,
            term=Duration(days=length),
            consecutive_to=f"s{number - 1}" if number else "",
            exclusions=("none",),
        )
        for number, length in enumerate(days)
    ]
    whole = Sentence("s", "SDS", on, offence_on=on, term=Duration(days=sum(days)), exclusions=("none",))
    assert ends(reckoned(*chain)) == ends(reckoned(whole))


@given(st.data(), DAYS, st.integers(0, 300), st.integers(0, 60))
def test_every_working_ends_with_its_date(data: st.DataObject, on: date, remand: int, added: int) -> None:
    first = data.draw(sentences(on=on))
    other = data.draw(sentences(ref="s2", on=on))
    follows = Sentence(**{**_fields(other), "consecutive_to": data.draw(st.sampled_from(["", "s1"]))})  # type: ignore[arg-type]
    for one in reckoned(first, follows, remand=remand, added=added).dates:
        assert one.working[-1].day == one.earliest
        assert one.working[-1].words.startswith(f"{one.kind}, ")
        days = [line.day for line in one.working if line.day is not None]
        assert one.kind in ("PED", "TUSED", "LED") or days[-2] == one.earliest


@given(sentences(), st.integers(1, 100))
def test_added_days_leave_the_end_alone(one: Sentence, added: int) -> None:
    plain, later = reckoned(one), reckoned(one, added=added)
    assert the(plain, EXPIRY).earliest == the(later, EXPIRY).earliest
    assert the(plain, RELEASE).earliest <= the(later, RELEASE).earliest


@given(sentences(), st.integers(0, 200))
def test_a_range_is_labelled_and_its_earliest_is_one_of_the_labels(one: Sentence, remand: int) -> None:
    for each in reckoned(one, remand=remand).dates:
        labels = [day for _, day in each.labelled]
        assert bool(labels) or each.certain
        assert not labels or (min(labels), max(labels)) == (each.earliest, each.latest)
        assert not labels or each.why


@given(sentences(), st.dates(date(2014, 1, 1), ON))
def test_no_sentence_is_known_before_it_was_passed(one: Sentence, on: date) -> None:
    assume(on < one.sentenced_on)
    assert dates_of(adult(one), on=on).dates == ()


KNOWN = [  # between the first and the last day the same law was known
    (date(2020, 1, 1), date(2024, 7, 28)),
    (date(2024, 7, 29), date(2024, 12, 11)),
    (date(2024, 12, 12), date(2026, 1, 21)),
    (date(2026, 1, 22), date(2026, 12, 31)),
]


@given(st.data(), st.sampled_from(KNOWN))
def test_the_same_law_gives_the_same_days_whenever_it_is_asked(
    data: st.DataObject, known: tuple[date, date]
) -> None:
    one = data.draw(sentences(on=data.draw(st.dates(date(2015, 4, 13), known[0]))))
    first, second = data.draw(st.dates(*known)), data.draw(st.dates(*known))
    assert ends(dates_of(adult(one), on=first)) == ends(dates_of(adult(one), on=second))


@pytest.mark.parametrize("kind", ["SDS", "SDS+", "EDS", "SOPC", "YOUTH"])
@given(
    on=st.dates(date(1850, 1, 1), date(2300, 1, 1)), years=st.integers(-3, 4000), days=st.integers(-9, 10**9)
)
def test_whatever_stands_in_a_sentence_is_answered(kind: str, on: date, years: int, days: int) -> None:
    odd = Sentence("s1", kind, on, term=Duration(years=years, days=days))  # type: ignore[arg-type]
    dates = dates_of(Adult("A1", sentences=(odd,)), on=date(2299, 1, 1))
    assert dates.dates or dates.problems
