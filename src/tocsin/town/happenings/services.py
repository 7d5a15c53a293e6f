"""Home and its services: who moved in and who noticed, moves of house, housing, children who go missing."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from tocsin.town.family import Resident, Stay
from tocsin.town.happenings.chance import between, how_many
from tocsin.town.happenings.diary import CHILDHOOD, Diary, age_years, is_child, mother_of

ROLES = {"partner": "mothers_partner", "lodger": "lodger"}
CHANGES = {"partner": "new_partner", "lodger": "lodger", "kinship": "adult_joined"}


def home_of(diary: Diary) -> None:
    newcomers(diary)
    moves(diary)
    housing(diary)
    for child in diary.family.children:
        missing(diary, child)
        elsewhere(diary, child)


def newcomers(diary: Diary) -> None:
    """An adult who moves in is noticed by some service, or by none; few ask who they are."""
    adults = {adult.number: adult for adult in diary.family.adults}
    home = mother_of(diary.family)
    for stay in diary.family.stays:
        if stay.why not in ROLES or stay.resident not in adults or not diary.chance("newcomer_noticed"):
            continue
        day = stay.since + timedelta(days=between(diary.rng, (3, 90)))
        if not diary.since <= day <= diary.until:
            continue
        role = ROLES[stay.why]
        if stay.why == "partner" and adults[stay.resident].sex == "f" and home.sex == "m":
            role = "fathers_partner"
        seen = seen_by(diary, day)
        if seen is None:
            continue
        agency, about = seen
        diary.write(
            agency, about, day, "household_change",
            change=CHANGES[stay.why], person_role=role,
            verified="true" if diary.chance("newcomer_verified") else "false",
        )  # fmt: skip


def seen_by(diary: Diary, day: date) -> tuple[str, Resident] | None:
    """Which service notices, and on whose record it writes: a child's where it knows only children."""
    children = [child for child in diary.family.children if is_child(child, day)]
    if not children:
        return None
    youngest = max(children, key=lambda child: child.born)
    age = age_years(youngest, day)
    if diary.chance("newcomer_met_by_housing"):
        return "housing", mother_of(diary.family)
    return ("health_visiting" if age < 3 else "school" if age >= 4 else "early_years"), youngest


def moves(diary: Diary) -> None:
    """The family's own moves, as some service writes them down."""
    home = mother_of(diary.family)
    own = sorted((s for s in diary.family.stays if s.resident == home.number), key=lambda stay: stay.since)
    for before, stay in pairwise(own):
        day = stay.since + timedelta(days=between(diary.rng, (1, 40)))
        moved = before.dwelling.household != stay.dwelling.household
        if not moved or not diary.since <= day <= diary.until:
            continue
        for child in diary.family.children:
            if is_child(child, day) and diary.chance("move_noticed"):
                settled(diary, child, day)


def settled(diary: Diary, child: Resident, day: date) -> None:
    if age_years(child, day) >= 4 and diary.chance("school_told_of_move"):
        diary.write("school", child, day, "address_change", notified="true", destination_known="true")
    else:
        diary.write("health_gp", child, day, "gp_registration", registered="true")


def housing(diary: Diary) -> None:
    home = mother_of(diary.family)
    years = ((diary.until - diary.since).days + 1) / 365.25
    for _ in range(how_many(diary.rng, diary.rates.figure("housing_contacts") * years)):
        day = diary.some_day(diary.since, diary.until)
        if diary.chance("housing_transfer"):
            diary.write("housing", home, day, "housing_application")
        else:
            state = "good" if diary.chance("home_good") else "adequate"
            diary.write(
                "housing", home, day, "home_conditions_observed", home_conditions=state, hazards="false"
            )


def missing(diary: Diary, child: Resident) -> None:
    for age, first, last, years in diary.years_of(child):
        for _ in range(how_many(diary.rng, diary.rates.at_age("missing_episodes")[age] * years)):
            day = diary.some_day(first, last)
            hours = between(diary.rng, (2, 20) if diary.chance("missing_under_a_day") else (24, 40))
            diary.write("police", child, day, "missing_episode", hours=str(hours))
            if talked := diary.due("return_interview", day):
                diary.write("voluntary", child, talked, "return_home_interview", independent="true")


def elsewhere(diary: Diary, child: Resident) -> None:
    for stay in diary.family.stays:
        if stay.resident == child.number and stay.why == "private_fostering" and _in_childhood(child, stay):
            day = stay.since + timedelta(days=between(diary.rng, (2, 60)))
            if diary.since <= day <= diary.until:
                diary.write("social_care", child, day, "private_fostering_notification")


def _in_childhood(child: Resident, stay: Stay) -> bool:
    return 0 <= (stay.since - child.born).days < CHILDHOOD
