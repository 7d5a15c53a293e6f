"""What a review tells of each concern: who could know it when, what was due, what came of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from coded_folders import concern_of, folder_of, indicators, response_of, reviewed

from tocsin.indicators.catalogue import BadLocalFile

PLAN = "2023-01-10 social_care plan_started plan=child_protection;category=NEG"
BRUISE = "2023-03-06 school injury_seen kind=bruise;site=shin;explanation=suitable"
TOLD = "2023-03-06 school disclosure by=child;kind=physical"
LAST = "2023-06-30 social_care visit child_seen=no"
CARD = "injury_on_cp_plan"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "family"


# ------------------------------------------------------------ who could know, and from when


def test_what_no_agency_could_see_alone_is_seen_joined_up(home: Path) -> None:
    found = concern_of(reviewed(home, PLAN, BRUISE, LAST), CARD)
    assert (found.raised_on, found.knowable_joined_on) == (date(2023, 3, 6), date(2023, 3, 6))
    assert (found.knowable_alone_on, found.knowable_alone_by) == (None, [])


def test_an_agency_that_was_told_could_see_it_alone(home: Path) -> None:
    found = concern_of(reviewed(home, PLAN, f"{BRUISE};shared_with=social_care", LAST), CARD)
    assert (found.knowable_alone_on, found.knowable_alone_by) == (date(2023, 3, 6), ["social_care"])


def test_a_fact_that_two_agencies_hold_is_known_to_each(home: Path) -> None:
    plan = PLAN.replace("social_care", "social_care+school")
    found = concern_of(reviewed(home, plan, BRUISE, LAST), CARD)
    assert (found.knowable_alone_on, found.knowable_alone_by) == (date(2023, 3, 6), ["school"])


def test_one_agency_may_see_later_than_all_together(home: Path) -> None:
    again = "2023-04-20 social_care injury_seen kind=bruise;site=shin;explanation=suitable"
    found = [one for one in reviewed(home, PLAN, BRUISE, again, LAST).concerns if one.indicator == CARD]
    assert [(one.knowable_joined_on, one.knowable_alone_on) for one in found] == [
        (date(2023, 3, 6), None),
        (date(2023, 4, 20), date(2023, 4, 20)),
    ]


@pytest.mark.parametrize(
    ("said", "raised", "assumed"),
    [("known=2023-03-20", "2023-03-20", False), ("recorded=2023-03-21", "2023-03-21", True)],
)
def test_a_concern_is_raised_when_it_could_be_known_and_not_when_it_happened(
    home: Path, said: str, raised: str, assumed: bool
) -> None:
    found = concern_of(reviewed(home, PLAN, f"{BRUISE} {said}", LAST), CARD)
    assert found.raised_on == date.fromisoformat(raised)
    assert response_of(found, "child_seen").due_on == found.raised_on
    assert reviewed(home).events[1].known_from[0].assumed is assumed


def test_an_entry_made_after_everything_else_still_raises_its_concern(home: Path) -> None:
    review = reviewed(home, f"{TOLD} recorded=2023-09-01")
    assert review.as_of == date(2023, 9, 1)
    assert concern_of(review, "child_disclosure").raised_on == date(2023, 9, 1)


@pytest.mark.parametrize(
    ("row", "raised"),
    [
        (TOLD.replace(" school ", " family_public "), False),
        (f"{TOLD.replace(' school ', ' family_public ')};shared_with=police", True),
        (f"{TOLD};known_at_time=no", False),
        (f"{TOLD};known_at_time=yes", True),
        (f"{TOLD};aggregate=yes", False),
    ],
)
def test_only_what_an_agency_knew_raises_anything(home: Path, row: str, raised: bool) -> None:
    review = reviewed(home, row, LAST)
    assert ("child_disclosure" in indicators(review)) is raised
    assert len([event for event in review.events if not event.derived_from]) == 2, "it is still shown"


def test_a_row_that_its_agency_withdrew_is_kept_and_its_concern_withdrawn(home: Path) -> None:
    folder_of(home)
    (home / "chronology.csv").write_text(
        "seq,date_happened,agency,event_type,detail,attributes,withdrawn_on\n"
        "1,2023-03-06,school,disclosure,Another child's words.,by=child;kind=physical,2023-03-20\n"
        "2,2023-06-30,social_care,visit,Nobody in.,child_seen=no,\n"
    )
    review = reviewed(home)
    found = concern_of(review, "child_disclosure")
    assert (found.state, found.ended_on) == ("withdrawn", date(2023, 3, 20))
    assert not [one for one in review.missed if one.concern == found.id]
    before = concern_of(reviewed(home, as_of="2023-03-10"), "child_disclosure")
    assert before.state == "overdue", "on that day nobody had withdrawn it"


# ------------------------------------------------------------ the view: of a day, of one agency

LATER = [
    "2023-03-06 school disclosure by=child;kind=physical",
    "2023-03-07 social_care strategy_discussion outcome=s47 recorded=2023-05-02",
    "2023-04-11 police police_incident kind=domestic_abuse;child_present=true",
    "2023-05-20 health_hospital critical_injury kind=intracranial",
    "2023-05-20 social_care household_change change=partner_joined;person=mothers_partner",
]


def test_a_view_of_a_day_holds_nothing_of_what_came_after(home: Path) -> None:
    review = reviewed(home, *LATER, as_of="2023-03-06")
    assert [event.type for event in review.events] == ["disclosure"]
    assert (review.as_of, review.period_end, review.harm_on) == (date(2023, 3, 6),) * 2 + (None,)
    assert response_of(concern_of(review, "child_disclosure"), "strategy_discussion").status == "running"
    assert not review.missed
    assert not review.people
    assert max(gap.end for gap in review.seen_gaps) <= review.as_of if review.seen_gaps else True


def test_an_answer_written_down_later_was_no_answer_yet(home: Path) -> None:
    then = reviewed(home, *LATER, as_of="2023-04-20")
    assert response_of(concern_of(then, "child_disclosure"), "strategy_discussion").status == "missed"
    now = reviewed(home)
    assert response_of(concern_of(now, "child_disclosure"), "strategy_discussion").status == "answered"


def test_the_rows_are_counted_whatever_the_view(home: Path) -> None:
    whole, then = reviewed(home, *LATER), reviewed(home, as_of="2023-03-06")
    assert then.counts.rows_read == whole.counts.rows_read == 6
    assert then.counts.all.events == 1


def test_one_agency_alone_shows_only_what_it_held_or_was_told(home: Path) -> None:
    told = f"{BRUISE};shared_with=social_care"
    review = reviewed(home, PLAN, told, TOLD.replace("-06 ", "-08 "), LAST, agency="social_care")
    assert review.view == "social_care"
    assert [event.type for event in review.events if not event.derived_from] == [
        "plan_started",
        "injury_seen",
        "visit",
    ]
    assert {known.agency for event in review.events for known in event.known_from} == {"social_care"}
    assert CARD in indicators(review)
    assert "child_disclosure" not in indicators(review)


def test_what_one_agency_alone_raises_rests_on_its_own_events(home: Path) -> None:
    rows = [PLAN, BRUISE, f"{TOLD};shared_with=police", *LATER[1:], LAST]
    joined = reviewed(home, *rows)
    for agency in joined.agencies_sent:
        review = reviewed(home, agency=agency)
        held = {event.id for event in review.events}
        assert held < {event.id for event in joined.events}
        assert {one.event for found in review.concerns for one in found.evidence} <= held
        assert {event for found in review.concerns for event in found.anchors} <= held


# ------------------------------------------------------------ answered, late, missed, not evidenced


def test_days_lost_end_with_the_answer(home: Path) -> None:
    review = reviewed(home, TOLD, "2023-03-16 social_care referral source_code=2B", LAST)
    (late,) = [one for one in review.missed if one.response == "referral"]
    assert (late.status, late.due_on, late.days_lost) == ("late", date(2023, 3, 6), 10)


def test_days_lost_end_with_the_harm_or_the_view_whichever_is_first(home: Path) -> None:
    harm = "2023-04-05 health_hospital critical_injury kind=intracranial"
    (missed,) = [one for one in reviewed(home, TOLD, harm, LAST).missed if is_referral(one)]
    assert (missed.status, missed.days_lost) == ("missed", 30)
    (missed,) = [one for one in reviewed(home, TOLD, LAST).missed if is_referral(one)]
    assert missed.days_lost == (date(2023, 6, 30) - date(2023, 3, 6)).days


def is_referral(one: object) -> bool:
    return getattr(one, "response", "") == "referral" and "told of harm" in getattr(one, "words", "")


def test_a_duty_that_fell_due_after_the_harm_lost_no_day_before_it(home: Path) -> None:
    harm = "2023-03-06 health_hospital critical_injury kind=intracranial"
    review = reviewed(home, TOLD, harm, LAST)
    told = concern_of(review, "child_disclosure").id
    assert {one.days_lost for one in review.missed if one.concern == told} == {0}


def test_missed_holds_each_late_or_missed_required_response_once(home: Path) -> None:
    again = TOLD.replace("2023-03-06", "2023-05-15")
    review = reviewed(home, TOLD, "2023-03-20 social_care strategy_discussion outcome=s47", again, LAST)
    wanted = {
        (one.id, answer.name)
        for one in review.concerns
        for answer in one.responses
        if one.certainty == "certain"
        and one.state not in ("withdrawn", "stood_down")
        and answer.required
        and answer.status in ("late", "missed")
    }
    listed = [(one.concern, one.response) for one in review.missed]
    assert sorted(listed) == sorted(wanted)
    assert wanted


def test_what_no_file_speaks_to_is_a_question_and_never_missed(home: Path) -> None:
    folder_of(home)
    (home / "school.csv").write_text(
        "seq,date_happened,agency,event_type,detail,attributes\n"
        "1,2023-03-06,school,disclosure,She told her teacher.,by=child;kind=physical\n"
    )
    (home / "chronology.csv").write_text(
        "seq,date_happened,agency,event_type,detail,attributes\n"
        "1,2023-05-01,health_gp,gp_attendance,A cough.,complaint=illness\n"
        "2,2023-05-30,health_gp,gp_attendance,A cough.,complaint=illness\n"
    )
    review = reviewed(home)
    answer = response_of(concern_of(review, "child_disclosure"), "strategy_discussion")
    assert answer.status == "not_evidenced"
    assert "strategy_discussion" not in {one.response for one in review.missed}
    asked = {one.agency for one in review.questions}
    assert asked & set(answer.holders)


def test_a_concern_that_the_dates_leave_open_is_possible_and_never_missed(home: Path) -> None:
    born = "2022-06-10 midwifery birth"
    mark = "2022-11/2023-01 health_gp injury_seen kind=bruise;site=shin"
    review = reviewed(home, born, mark, LAST)
    found = concern_of(review, "bruise_not_independently_mobile")
    assert found.certainty == "possible"
    assert found.id not in {one.concern for one in review.missed}
    assert "missed" not in {answer.status for answer in found.responses}
    assert review.counts.all.possible >= 1


# ------------------------------------------------------------ decisions.csv

DECISIONS = "concern,decision,role,date,reason\n"


def decide(home: Path, *lines: str) -> None:
    (home / "decisions.csv").write_text(DECISIONS + "\n".join(lines) + "\n")


def test_a_manager_with_authority_and_a_reason_stands_a_concern_down(home: Path) -> None:
    found = concern_of(reviewed(home, TOLD, LAST), "child_disclosure")
    decide(home, f"{found.id},stand_down,social_care_head_of_service,08/03/2023,Another child was meant")
    review = reviewed(home)
    after = concern_of(review, "child_disclosure")
    assert (after.state, after.ended_on) == ("stood_down", date(2023, 3, 8))
    assert "Another child was meant" in after.decision
    assert after.id not in {one.concern for one in review.missed}
    assert not review.quarantine
    assert concern_of(reviewed(home, as_of="2023-03-07"), "child_disclosure").state == "overdue"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{id},stand_down,health_visitor,2023-03-08,No worry", "may not stand this concern down"),
        ("{id},stand_down,social_care_head_of_service,2023-03-01,Too early", "before the concern was raised"),
        ("C-00000000,stand_down,social_care_head_of_service,2023-03-08,x", "names no concern"),
        ("{id},noted,social_care_head_of_service,2023-03-08,x", "ends no concern"),
        ("{id},stand_down,social_care_head_of_service,2023-03-08,", '"reason" is empty'),
        ("{id},stand_down,nobody_at_all,2023-03-08,x", "not in the list of roles"),
        ("{id},stand_down,social_care_head_of_service,31/02/2023,x", "date cannot be read"),
    ],
)
def test_a_decision_that_ends_nothing_is_listed_with_what_to_do(home: Path, line: str, reason: str) -> None:
    found = concern_of(reviewed(home, TOLD, LAST), "child_disclosure")
    decide(home, "", line.format(id=found.id))
    review = reviewed(home)
    assert concern_of(review, "child_disclosure").state == "overdue"
    (refused,) = review.quarantine
    assert (refused.source.file, refused.source.row, refused.code) == ("decisions.csv", 3, "T130")
    assert reason in refused.reason
    assert refused.remedy


# ------------------------------------------------------------ partnership.yaml

SIGNED = "reason: Agreed by the partnership., signed: {role: delegated_safeguarding_partner, on: 2023-01-01}"


def test_a_partnership_sets_its_own_time(home: Path) -> None:
    shipped = response_of(concern_of(reviewed(home, TOLD, LAST), "child_disclosure"), "strategy_discussion")
    place = next(
        number
        for number, answer in enumerate(concern_of(reviewed(home), "child_disclosure").responses)
        if answer.name == "strategy_discussion"
    )
    (home / "partnership.yaml").write_text(
        "partnership: Riverside\ncards:\n  child_disclosure:\n"
        f"    {{set: {{responses.{place}.within: 5 working days}}, {SIGNED}}}\n"
    )
    review = reviewed(home)
    local = response_of(concern_of(review, "child_disclosure"), "strategy_discussion")
    assert (shipped.due_on, local.due_on) == (date(2023, 3, 7), date(2023, 3, 13))
    assert local.limit == "5 working days"
    assert review.partnership == "Riverside"
    (change,) = review.local_changes
    assert change.what == [f"{local.words}: within 5 working days (as shipped: {shipped.limit})"]
    assert change.role == "delegated_safeguarding_partner"


def test_a_card_switched_off_rings_no_more_and_the_review_says_who_signed(home: Path) -> None:
    before = reviewed(home, TOLD, LAST)
    (home / "partnership.yaml").write_text(f"cards:\n  child_disclosure: {{off: true, {SIGNED}}}\n")
    review = reviewed(home)
    assert "child_disclosure" in indicators(before) - indicators(review)
    (off,) = review.switched_off
    assert (off.card, off.role, off.on) == (
        "child_disclosure",
        "delegated_safeguarding_partner",
        "2023-01-01",
    )
    assert off.reason == "Agreed by the partnership."
    assert before.switched_off == []
    assert review.catalogue_version != before.catalogue_version


def test_a_card_is_not_switched_off_without_a_signed_reason(home: Path) -> None:
    folder_of(home, TOLD, LAST)
    (home / "partnership.yaml").write_text("cards:\n  child_disclosure: {off: true}\n")
    with pytest.raises(BadLocalFile):
        reviewed(home)
