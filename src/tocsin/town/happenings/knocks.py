"""Everyday knocks and marks, seen by those who write them down; and what is done when a mark is unusual."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tocsin.town.family import Resident
from tocsin.town.happenings.chance import between, how_many
from tocsin.town.happenings.diary import Diary, age_days, age_months, mobility_of

SITES = {  # where children who move about bruise and cut themselves in play
    "bruise": ("shin", "knee", "forehead", "elbow", "shin", "forearm", "chin"),
    "abrasion": ("knee", "elbow", "hand", "knee", "nose"),
    "laceration": ("chin", "forehead", "finger", "foot", "scalp"),
    "fracture": ("forearm", "wrist", "finger", "ankle"),
}
PROTECTED = ("ear", "buttock", "neck", "hand", "back")
ODD = ("unsuitable_inadequate", "differs_between_carers", "unsuitable_inconsistent", "absent")
CRAWLERS = ("forehead", "shin", "knee", "chin")
BABIES = ("forehead", "shin", "cheek", "chest", "thigh")


def knocks_of(diary: Diary, child: Resident) -> None:
    """In the nursery's and the school's books, and noticed at the door."""
    nursery = diary.chance("at_nursery")
    for age, first, last, years in diary.years_of(child):
        agency = "early_years" if age < 4 else "school"
        if age < 1 or (age < 4 and not nursery) or age > 15:
            continue
        play = diary.rates.figure("nursery_knocks") if age < 4 else diary.rates.at_age("school_knocks")[age]
        for _ in range(how_many(diary.rng, play * years)):
            injury_at(diary, child, diary.some_day(first, last), agency, "play")
        for _ in range(how_many(diary.rng, diary.rates.at_age("arrived_with_mark")[age] * years)):
            injury_at(diary, child, diary.some_day(first, last), agency, "arrived")


def injury_at(diary: Diary, child: Resident, day: date, agency: str, say: str) -> None:
    kind = _kind(diary, say)
    site = SITES[kind][int(diary.rng.random() * len(SITES[kind]))]
    if diary.chance("protected_site"):
        site = PROTECTED[int(diary.rng.random() * len(PROTECTED))]
    account = _account(diary) if say != "play" else "suitable"
    odd = account in ODD
    delay = between(diary.rng, (24, 48)) if say == "clinic" and diary.chance("brought_next_day") else 1
    stated = {"delay_hours": str(delay)} if say == "clinic" else {}
    diary.write(
        agency, child, day, "injury_seen", "odd" if odd else say,
        kind=kind, site=site, pattern="single", explanation=account,
        mobility=mobility_of(child, day, diary.rng), age_months=str(age_months(child, day)), **stated,
    )  # fmt: skip
    if odd:
        talked_over(diary, child, day, agency)
        if kind == "fracture" or site in PROTECTED:
            referred(diary, child, day, agency)


def _kind(diary: Diary, say: str) -> str:
    roll = diary.rng.random()
    if say != "clinic":
        return "bruise" if roll < 0.75 else "abrasion"
    return (
        "laceration" if roll < 0.4 else "bruise" if roll < 0.7 else "fracture" if roll < 0.9 else "abrasion"
    )


def _account(diary: Diary) -> str:
    if diary.chance("account_odd"):
        return ODD[int(diary.rng.random() * len(ODD))]
    return "not_asked" if diary.chance("account_not_asked") else "suitable"


def look_at_baby(diary: Diary, child: Resident, day: date, agency: str) -> None:
    """A baby undressed: before the child moves about a mark is rare, and somebody should act that day."""
    months = age_days(child, day) / 30.4369
    moves = mobility_of(child, day, diary.rng)
    if months >= 12:
        return
    if moves in ("not_independently_mobile", "rolling") and months < 9:
        if diary.chance("mark_on_baby_looked_for") and diary.chance("mark_on_baby"):
            _mark_on_baby(diary, child, day, agency, moves)
    elif diary.chance("mark_on_crawler") and diary.chance("mark_on_crawler_written"):
        _mark(
            diary, child, day, agency, "crawler", site=_one(diary, CRAWLERS), moves=moves, account="suitable"
        )


def _mark_on_baby(diary: Diary, child: Resident, day: date, agency: str, moves: str) -> None:
    account = "not_asked" if diary.chance("account_of_a_baby_not_asked") else "suitable"
    _mark(diary, child, day, agency, "baby", site=_one(diary, BABIES), moves=moves, account=account)
    talked_over(diary, child, day, agency)
    if diary.chance("mark_on_baby_referred"):
        referred(diary, child, day, agency)


def _mark(
    diary: Diary, child: Resident, day: date, agency: str, say: str, *, site: str, moves: str, account: str
) -> None:
    diary.write(
        agency, child, day, "injury_seen", say,
        kind="bruise", site=site, pattern="single", explanation=account,
        mobility=moves, age_months=str(age_months(child, day)),
    )  # fmt: skip


def _one(diary: Diary, some: Sequence[str]) -> str:
    return some[int(diary.rng.random() * len(some))]


def talked_over(diary: Diary, child: Resident, day: date, agency: str) -> None:
    if told := diary.due("advice", day):
        diary.write(agency, child, told, "safeguarding_advice", advisor="named_nurse")
    if asked := diary.due("history", day):
        diary.write(agency, child, asked, "information_request", to_agency="health_gp", purpose="history")


def referred(diary: Diary, child: Resident, day: date, agency: str) -> None:
    """A mark that guidance sends on: referral, examination and a discussion, each mostly in time."""
    source = {"health_visiting": "3B", "health_gp": "3A", "health_hospital": "3E"}.get(agency, "2A")
    diary.write(f"{agency}+social_care", child, day, "referral", source_code=source, reason="injury")
    if seen := diary.due("medical", day, first=0):
        diary.write(
            "health_hospital", child, seen, "paediatric_assessment",
            type="child_protection_medical", full_examination="true", report_issued="true",
        )  # fmt: skip
        opinion = "medical_cause" if diary.chance("mark_has_medical_cause") else "likely_accidental"
        diary.write(
            "health_hospital", child, seen, "medical_opinion",
            opinion=opinion, author_grade="consultant", full_examination="true",
        )  # fmt: skip
    if held := diary.due("strategy", day, first=0):
        diary.write(
            "social_care+police", child, held, "strategy_discussion",
            outcome="no_s47", police_present="true", health_present="true", social_care_present="true",
        )  # fmt: skip
    decided = diary.due("decision", day) or day + timedelta(days=7)
    diary.write(
        "social_care", child, decided, "referral_decision", outcome="information_advice", manager="yes"
    )
