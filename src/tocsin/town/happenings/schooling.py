"""School and nursery: absence, worries logged, behaviour that changes, leaving the roll."""

from __future__ import annotations

from datetime import date

from tocsin.town.family import Resident
from tocsin.town.happenings.chance import between, how_many
from tocsin.town.happenings.diary import Diary

SCHOOL_AGES = range(4, 17)
SUMMER = (7, 24), (9, 3)  # no school between these days; each school's own dates differ


def schooling_of(diary: Diary, child: Resident) -> None:
    for age, first, last, years in diary.years_of(child):
        if age in SCHOOL_AGES:
            absences(diary, child, (age, first, last, years))
            worries(diary, child, (age, first, last, years))
        if age >= 2:
            changes(diary, child, (age, first, last, years))


Year = tuple[int, date, date, float]


def absences(diary: Diary, child: Resident, year: Year) -> None:
    age, first, last, years = year
    for name, say in (
        ("sickness_spells", ""),
        ("unexplained_spells", "unexplained"),
        ("long_unauthorised", "holiday"),
        ("long_sickness", "long"),
    ):
        for _ in range(how_many(diary.rng, diary.rates.at_age(name)[age] * years)):
            absent(diary, child, school_day(diary, first, last), name, say)


def absent(diary: Diary, child: Resident, day: date | None, name: str, say: str) -> None:
    if day is None:
        return
    long = name.startswith("long")
    days = between(diary.rng, (15, 25) if name == "long_sickness" else (10, 14) if long else (1, 4))
    sick = name in ("sickness_spells", "long_sickness")
    explained = "sickness" if sick else "true" if long else "false"
    diary.write(
        "school", child, day, "school_absence", say,
        days=str(days), authorised="true" if sick else "false", explained=explained,
    )  # fmt: skip
    if not sick and not long and (called := diary.due("first_day_call", day)):
        diary.write("school", child, called, "absence_followed_up", method="telephone")
    if long and (sent := diary.due("attendance_return", day)):
        diary.write("school", child, sent, "attendance_return")


def worries(diary: Diary, child: Resident, year: Year) -> None:
    age, first, last, years = year
    for _ in range(how_many(diary.rng, diary.rates.at_age("school_worries")[age] * years)):
        if day := school_day(diary, first, last):
            sign = ("withdrawn", "tired", "low_mood", "school_anxiety")[int(diary.rng.random() * 4)]
            diary.write("school", child, day, "school_concern_logged", sign=sign)
    for _ in range(how_many(diary.rng, diary.rates.at_age("home_education")[age] * years)):
        if (day := school_day(diary, first, last)) and age < 16:
            diary.write(
                "school", child, day, "school_withdrawal", reason="home_education", written_notice="true"
            )
            if checked := diary.due("information", day):
                seen = "true" if diary.chance("home_educated_child_seen") else "false"
                diary.write(
                    "local_authority_education", child, checked, "home_education_check",
                    child_seen=seen, social_care_checked="true",
                )  # fmt: skip


def changes(diary: Diary, child: Resident, year: Year) -> None:
    age, first, last, years = year
    agency = "early_years" if age < 4 else "school"
    for _ in range(how_many(diary.rng, diary.rates.at_age("behaviour_changes")[age] * years)):
        day = school_day(diary, first, last)
        if day is None:
            continue
        explained = not diary.chance("behaviour_unexplained")
        sign = ("withdrawn", "tearful", "aggressive", "clingy", "sleep")[int(diary.rng.random() * 5)]
        severity = "mild" if diary.chance("behaviour_mild") else "moderate"
        diary.write(
            agency, child, day, "behaviour_change", "" if explained else "unexplained",
            sign=sign, severity=severity, explained="true" if explained else "false",
        )  # fmt: skip
        if not explained:
            if told := diary.due("advice", day):
                diary.write(agency, child, told, "safeguarding_advice", advisor="safeguarding_lead")
            if looked := diary.due("look_again", day):
                diary.write(agency, child, looked, "child_review")


def school_day(diary: Diary, first: date, last: date) -> date | None:
    """A day in term, or None where three tries found none."""
    for _ in range(3):
        day = diary.some_day(first, last)
        if day.weekday() < 5 and not SUMMER[0] <= (day.month, day.day) < SUMMER[1]:
            return day
    return None
