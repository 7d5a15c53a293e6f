"""Ordinary health: births, the health visitor's reviews, the surgery, A&E, appointments kept and missed."""

from __future__ import annotations

from datetime import date, timedelta

from tocsin.town.family import Resident
from tocsin.town.happenings.chance import between, how_many, uneven
from tocsin.town.happenings.diary import PREGNANCY, Diary, age_years, mother_of
from tocsin.town.happenings.knocks import injury_at, look_at_baby

REVIEWS = {  # first and last day of age at which each is held; Healthy Child Programme
    "new_birth": (9, 14),
    "6_8_week": (42, 56),
    "9_12_month": (270, 365),
    "2_2_5_year": (730, 912),
}
LATE_NEW_BIRTH = (15, 29)


def health_of(diary: Diary, child: Resident, *, not_brought: float) -> None:
    """`not_brought`: how much more often than others this family misses appointments."""
    born_into(diary, child)
    reviews(diary, child)
    uneven_here = uneven(diary.rng, diary.rates.figure("ae_unevenness"))
    for age, first, last, years in diary.years_of(child):
        surgery(diary, child, (age, first, last, years), not_brought)
        for _ in range(how_many(diary.rng, diary.rates.at_age("ae_attendances")[age] * years * uneven_here)):
            attend(diary, child, diary.some_day(first, last))
        clinics(diary, child, (age, first, last, years), not_brought)


def born_into(diary: Diary, child: Resident) -> None:
    booked = child.born - timedelta(days=PREGNANCY - between(diary.rng, (56, 90)))
    late = diary.chance("booked_late")
    if late:
        booked = child.born - timedelta(days=PREGNANCY - between(diary.rng, (142, 210)))
    if booked > diary.until or child.born < diary.since - timedelta(days=PREGNANCY):
        return
    weeks = (PREGNANCY - (child.born - booked).days) // 7
    if booked >= diary.since:
        diary.write(
            "midwifery", child, booked, "antenatal_booking", "late" if late else "",
            gestation_weeks=str(weeks), late="true" if late else "false",
        )  # fmt: skip
    for week in (25, 31, 36):
        day = child.born - timedelta(days=(40 - week) * 7 + between(diary.rng, (0, 6)))
        if diary.since <= day <= diary.until and day > booked and day < child.born:
            diary.write("midwifery", child, day, "antenatal_contact", gestation_weeks=str(week))
    if diary.since <= child.born <= diary.until:
        weeks_at_birth = str(between(diary.rng, (37, 41)))
        diary.write("midwifery", child, child.born, "birth", place="hospital", gestation_weeks=weeks_at_birth)


def reviews(diary: Diary, child: Resident) -> None:
    held = diary.rates.table("review_held")
    for contact, span in REVIEWS.items():
        if contact == "new_birth" and not diary.chance("new_birth_in_14_days"):
            span = LATE_NEW_BIRTH
        day = child.born + timedelta(days=between(diary.rng, span))
        if not diary.since <= day <= diary.until:
            continue
        if diary.rng.random() < held[contact]:
            father = "true" if diary.chance("health_visitor_father_seen") else "false"
            diary.write(
                "health_visiting", child, day, "health_review", contact,
                contact=contact, seen_child="true", father_seen=father,
            )  # fmt: skip
            look_at_baby(diary, child, day, "health_visiting")
        elif diary.chance("review_missed_written_down"):
            diary.write("health_visiting", child, day, "health_review_missed", contact=contact)


Year = tuple[int, date, date, float]  # age, first day, last day, length in years


def surgery(diary: Diary, child: Resident, year: Year, not_brought: float) -> None:
    age, first, last, years = year
    missed = min(0.5, diary.rates.figure("gp_not_brought") * not_brought)
    for _ in range(how_many(diary.rng, diary.rates.at_age("gp_contacts")[age] * years)):
        day = diary.some_day(first, last)
        jabs = diary.rng.random() < diary.rates.at_age("immunisation_visits")[age]
        if diary.rng.random() < missed:
            service = "immunisation" if jabs else "gp"
            diary.write("health_gp", child, day, "was_not_brought", service=service)
            continue
        diary.write(
            "health_gp", child, day, "gp_attendance", "immunisation" if jabs else "", registered="true"
        )
        if age == 0:
            look_at_baby(diary, child, day, "health_gp")


def attend(diary: Diary, child: Resident, day: date) -> None:
    age = age_years(child, day)
    injury = diary.rng.random() < diary.rates.at_age("ae_injury_share")[age]
    setting = "utc" if diary.chance("ae_elsewhere") else "ed"
    if diary.chance("ae_left_before_seen"):
        diary.write("health_hospital", child, day, "left_before_seen")
        return
    admitted = not injury and diary.rng.random() < diary.rates.at_age("ae_admitted")[age]
    diary.write(
        "health_hospital", child, day, "hospital_attendance", "injury" if injury else "illness",
        setting=setting, reason="injury" if injury else "illness",
        injury_related="true" if injury else "false", admitted="true" if admitted else "false",
    )  # fmt: skip
    if injury and diary.chance("ae_injury_recorded"):
        injury_at(diary, child, day, "health_hospital", "clinic")
    if admitted:
        diary.write(
            "health_hospital", child, day + timedelta(days=between(diary.rng, (1, 3))), "discharge",
            safeguarding_open="false",
        )  # fmt: skip


def clinics(diary: Diary, child: Resident, year: Year, not_brought: float) -> None:
    age, first, last, years = year
    figure = diary.rates.figure
    for _ in range(how_many(diary.rng, diary.rates.at_age("outpatient_appointments")[age] * years)):
        day = diary.some_day(first, last)
        if diary.rng.random() < min(0.6, figure("outpatient_not_brought") * not_brought):
            essential = "true" if diary.chance("not_brought_essential") else "false"
            service = "community_paediatrics" if diary.chance("community_clinic") else "acute_outpatient"
            diary.write(
                "health_hospital", child, day, "was_not_brought", service=service, essential=essential
            )
        else:
            diary.write(
                "health_hospital", child, day, "hospital_attendance", "outpatient",
                setting="outpatient", reason="routine", injury_related="false",
            )  # fmt: skip
    for _ in range(how_many(diary.rng, diary.rates.at_age("dental_contacts")[age] * years)):
        day = diary.some_day(first, last)
        if diary.rng.random() < min(0.5, figure("dental_not_brought") * not_brought):
            diary.write("dental", child, day, "was_not_brought", service="dental")
        else:
            untreated = "true" if diary.chance("dental_untreated") else "false"
            diary.write("dental", child, day, "dental_contact", untreated=untreated)


def adults_of(diary: Diary) -> None:
    """A health event of the parent whom the family's own records are kept under."""
    carer = mother_of(diary.family)
    years = ((diary.until - diary.since).days + 1) / 365.25
    for _ in range(how_many(diary.rng, diary.rates.figure("adult_crisis") * years)):
        kind = ("relapse", "crisis", "voluntary_admission", "postnatal_illness")[int(diary.rng.random() * 4)]
        diary.write(
            "mental_health_adult", carer, diary.some_day(diary.since, diary.until), "adult_health_event",
            kind=kind, sole_carer="true" if diary.chance("sole_carer") else "false", child_in_beliefs="false",
            person_role="mother" if carer.sex == "f" else "father",
        )  # fmt: skip
