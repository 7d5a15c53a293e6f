"""No path to quiet and unanswered: random adults, days and things said of their notices."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.concerns.notices import NoticeState, state_of
from tocsin.custody.answer import Dates, KeyDate
from tocsin.custody.facts import (
    Address,
    Adult,
    Appeal,
    Duration,
    Movement,
    Offence,
    Pregnancy,
    Sentence,
    Tie,
    Told,
    VictimContact,
)
from tocsin.custody.notice import Notice
from tocsin.custody.notices.rounds import notices_of
from tocsin.working_days import england

START = date(2024, 1, 15)
CALENDAR = england()
PLACE = "4 Made Up Row"
ENDED = ("answered", "late", "not_needed", "withdrawn")

days = st.integers(0, 900).map(lambda n: START + timedelta(days=n))
whats = st.sampled_from(["sent", "acknowledged", "not_needed"])


@st.composite
def adults(draw: st.DrawFn) -> Adult:
    moved = draw(
        st.lists(st.tuples(st.sampled_from(["released", "recalled", "temporary_release"]), days), max_size=4)
    )
    appealed = draw(st.lists(days, max_size=1))
    return Adult(
        id="a1",
        offences=(Offence(ref="o1", child_victim="yes"),),
        sentences=(Sentence(ref="s1", kind="SDS", sentenced_on=START, offence="o1", term=Duration(years=3)),),
        movements=tuple(Movement(kind=kind, on=on, address=PLACE) for kind, on in moved),  # type: ignore[arg-type]
        appeals=tuple(Appeal(decided_on=on, outcome="conviction_quashed", offence="o1") for on in appealed),
        victims=(VictimContact(ref="v1", relation="aunt", opted_in="yes"),),
        ties=tuple(Tie(child="c1", lives_with="yes", first=on) for on in draw(st.lists(days, max_size=2))),
        addresses=tuple(
            Address(address=PLACE, kind="release", children=("c2",), known_from=on)
            for on in draw(st.lists(days, max_size=2))
        ),
        pregnancies=tuple(
            Pregnancy(child="u1", due=on + timedelta(days=200), known_from=on)
            for on in draw(st.lists(days, max_size=1))
        ),
    )


@st.composite
def histories(draw: st.DrawFn) -> list[Dates]:
    moves = draw(st.lists(st.tuples(days, days), min_size=1, max_size=4, unique_by=lambda pair: pair[0]))
    return [
        Dates(on, (KeyDate("CRD", release, release, "releases"),))
        for on, release in sorted([(START, moves[0][1]), *moves[1:]], key=lambda pair: pair[0])
    ]


@st.composite
def things_said(draw: st.DrawFn, notices: tuple[Notice, ...]) -> list[Told]:
    if not notices:
        return []
    one = st.builds(
        Told,
        notice=st.sampled_from([key for n in notices for key in (n.key, n.id)]),
        on=days,
        by=st.sampled_from(["Front door", ""]),
        what=whats,
        reason=st.sampled_from(["", "another person"]),
    )
    return draw(st.lists(one, max_size=12))


def told_about(adult: Adult, history: list[Dates], on: date) -> tuple[Notice, ...]:
    return notices_of(adult, dates=history, on=on, calendar=CALENDAR, authority="Riverside")


def ended_by_somebody(state: NoticeState, told: list[Told]) -> bool:
    """Somebody, by name, who had been told or gave a reason, between the day it was raised and the view."""
    notice = state.notice
    return any(
        t.notice in (notice.key, notice.id)
        and notice.raised_on <= t.on <= state.on
        and bool(t.by)
        and (t.what == "acknowledged" or (t.what == "not_needed" and bool(t.reason)))
        and (t.on, t.by) == (state.ended_on, state.ended_by)
        for t in told
    )


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_notice_is_quiet_only_if_somebody_answered_or_what_it_rests_on_is_gone(data: st.DataObject) -> None:
    adult, history, on = data.draw(adults()), data.draw(histories()), data.draw(days)
    notices = told_about(adult, history, on)
    told = data.draw(things_said(notices))
    for notice in notices:
        state = state_of(notice, told, on=on, calendar=CALENDAR)
        if state.status == "withdrawn":
            assert notice.withdrawn_on is not None
            assert state.why
        elif state.status in ENDED:
            assert ended_by_somebody(state, told)
        else:
            assert state.is_open
            last = max((step.on for step in state.climbed), default=notice.raised_on)
            assert state.next_change_on is not None or last > notice.due


@settings(max_examples=60, deadline=None)
@given(adults(), histories(), days)
def test_a_round_that_is_told_again_is_followed_by_one_that_stands_or_says_why_not(
    adult: Adult, history: list[Dates], on: date
) -> None:
    notices = told_about(adult, history, on)
    by_key = {notice.key: notice for notice in notices}
    assert len(by_key) == len(notices)
    for notice in notices:
        if notice.replaced_by:
            after = by_key[notice.replaced_by]
            assert after.raised_on == notice.withdrawn_on
            assert after.priority == "high"
        if not notice.stands:
            assert notice.withdrawn_why


@settings(max_examples=60, deadline=None)
@given(adults(), histories(), days, st.integers(0, 200))
def test_what_was_raised_is_never_gone_without_a_trace(
    adult: Adult, history: list[Dates], on: date, later: int
) -> None:
    before = {notice.key: notice for notice in told_about(adult, history, on)}
    after = {notice.key: notice for notice in told_about(adult, history, on + timedelta(days=later))}
    assert before.keys() <= after.keys()
    assert all(after[key].raised_on == notice.raised_on for key, notice in before.items())
    assert all(after[key].withdrawn_on == n.withdrawn_on for key, n in before.items() if not n.stands)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_state_is_the_same_however_often_and_in_whatever_order_it_is_asked(data: st.DataObject) -> None:
    adult, history, on = data.draw(adults()), data.draw(histories()), data.draw(days)
    notices = told_about(adult, history, on)
    told = data.draw(things_said(notices))
    for notice in notices:
        state = state_of(notice, told, on=on, calendar=CALENDAR)
        again = state_of(notice, list(reversed(told)), on=on, calendar=CALENDAR)
        assert (state.status, state.ended_on, state.climbed) == (again.status, again.ended_on, again.climbed)


@settings(max_examples=60, deadline=None)
@given(adults(), histories(), days)
def test_time_alone_changes_nothing_before_the_day_it_names(
    adult: Adult, history: list[Dates], on: date
) -> None:
    for notice in told_about(adult, history, on):
        state = state_of(notice, (), on=on, calendar=CALENDAR)
        if state.next_change_on is None:
            continue
        assert state.next_change_on > on
        eve = state_of(notice, (), on=state.next_change_on - timedelta(days=1), calendar=CALENDAR)
        then = state_of(notice, (), on=state.next_change_on, calendar=CALENDAR)
        assert (eve.status, eve.climbed) == (state.status, state.climbed)
        assert (then.status, then.climbed) != (state.status, state.climbed)


@settings(max_examples=60, deadline=None)
@given(adults(), histories(), days)
def test_nothing_of_a_place_or_a_child_reaches_the_victims_side(
    adult: Adult, history: list[Dates], on: date
) -> None:
    for notice in told_about(adult, history, on):
        if notice.side == "victim":
            said = f"{notice.why} {notice.say} {notice.title} {notice.next_act} {notice.withdrawn_why}"
            assert not any(word in said for word in (PLACE, "c1", "c2", "u1"))
            assert (notice.place, notice.child, notice.children, notice.about) == ("", "", (), None)
