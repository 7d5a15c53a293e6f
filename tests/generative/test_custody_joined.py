"""Whatever the days of a tie, nothing of an adult reaches a child who was not near."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tocsin.custody.facts import Adult, CustodyFile, MappaRecord, Movement, Offence, Tie
from tocsin.custody.joining import join, joined_table
from tocsin.custody.reading import CustodyRead
from tocsin.custody.records import records_of
from tocsin.identity.people import People, Person
from tocsin.records.record import FileRead

TODAY = date(2026, 11, 20)
PEOPLE = People(
    (
        Person("ada", "child", "Ada Lowe", ("Ada Lowe",), subject=True),
        Person("ben", "child", "Ben", ("Ben",)),
    ),
    (),
    (),
    (),
)
days = st.dates(date(2010, 1, 1), date(2027, 12, 31))


@st.composite
def ties(draw: st.DrawFn) -> Tie:
    first = draw(st.none() | days)
    last = draw(st.none() | days.map(lambda day: max(day, first or day)))
    lives = draw(st.sampled_from(["yes", "no", "not_stated"]))
    return Tie(
        child=draw(st.sampled_from(["ada", "ben"])),
        relation=draw(st.sampled_from(["father", "mothers_partner", "aunt_uncle"])),
        first=first,
        last=last,
        lives_with=lives,  # type: ignore[arg-type]
        known_from=draw(st.none() | days),
    )


@st.composite
def adults(draw: st.DrawFn) -> Adult:
    out = draw(days)
    return Adult(
        "a1",
        name="Dean Marlow",
        ties=tuple(draw(st.lists(ties(), max_size=3))),
        offences=(Offence("o1", "cruelty to a child", outcome_on=draw(days), child_victim="yes"),),
        movements=(
            Movement("temporary_release", out, until=out + timedelta(days=2)),
            Movement("recalled", draw(days)),
        ),
        mappa=(MappaRecord(2, first=draw(days)),),
    )


def records(adult: Adult) -> FileRead:
    read = CustodyRead(CustodyFile((adult,)), (), {}, "custody.yaml", "0" * 64)
    return records_of(read, join(read, PEOPLE), today=TODAY)


@given(adults())
def test_each_record_is_of_a_child_near_that_day_and_happened(adult: Adult) -> None:
    read = CustodyRead(CustodyFile((adult,)), (), {}, "custody.yaml", "0" * 64)
    joined = join(read, PEOPLE)
    for record in records_of(read, joined, today=TODAY).records:
        assert record.when is not None
        day = record.when.start
        assert day <= TODAY
        for child in record.child.split(", "):
            own = [touch for touch in joined.of("a1") if touch.child == child]
            lasting = record.event_type in joined_table()["kept_for_life"]
            assert any(not touch.over(day) if lasting else touch.holds(day) for touch in own)


@given(adults())
def test_nothing_is_known_of_a_child_before_it_happened_or_twice_over(adult: Adult) -> None:
    read = records(adult)
    assert read.rows_read == len(read.records) + len(read.quarantine) + read.headers_and_blanks
    assert len({record.id for record in read.records}) == len(read.records)
    assert records(adult) == read


@given(adults())
def test_an_adult_without_a_tie_reaches_nobody(adult: Adult) -> None:
    alone = Adult(adult.id, name=adult.name, offences=adult.offences, movements=adult.movements)
    assert records(alone).records == ()
