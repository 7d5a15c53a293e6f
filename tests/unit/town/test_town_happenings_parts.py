"""Parts of the made-up town's happenings: chance, practice, files, and the folder of one family."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from tocsin.records.manifest import read_manifest
from tocsin.review.run import review_folder
from tocsin.town.family import Dwelling, Family, Happening, Resident, Stay, Tie, TrueName
from tocsin.town.family_folder import people_in_truth, rows_by_agency, write_family_folder
from tocsin.town.happenings import load_rates
from tocsin.town.happenings.chance import between, from_lots, how_many
from tocsin.town.happenings.diary import Diary, mobility_of, working_day
from tocsin.town.happenings.practice import looked_into, spans_of
from tocsin.town.happenings.write_events import (
    COLUMNS,
    event_text,
    known_to,
    plain_ids,
    rows_of,
    write_events,
)

SINCE, UNTIL = date(2023, 1, 1), date(2025, 12, 31)


def person(number: int, kind: str, born: date, **more: object) -> Resident:
    name = TrueName(("Ada", "Ben", "Cleo", "Dev")[number % 4], "", "Larkmoor", born)
    return replace(Resident(number, kind, (name,), "f", born, "", "british"), **more)  # type: ignore[arg-type]


MOTHER = person(100, "adult", date(1990, 5, 1))
ELDER = person(101, "child", date(2018, 3, 1), mother=100)
BABY = person(102, "child", date(2024, 6, 1), mother=100)
HOME = Dwelling("H1", "1 Larch Row", "UX1 1AA")
FAMILY = Family(
    1,
    (MOTHER, ELDER, BABY),
    (Stay(100, HOME, date(2015, 1, 1), None),),
    (Tie(100, 101, "mother", ELDER.born), Tie(100, 102, "mother", BABY.born)),
)


def happening(agency: str, resident: int, day: date, event_type: str, /, **said: str) -> Happening:
    return Happening(agency, resident, day, "day", day, event_type, "Words.", tuple(said.items()))


def diary() -> Diary:
    return Diary(FAMILY, load_rates(), Random(1), SINCE, UNTIL)


def test_counts_drawn_have_the_mean_asked_for() -> None:
    rng = Random(1)
    drawn = [how_many(rng, 1.7) for _ in range(20_000)]
    assert sum(drawn) / len(drawn) == pytest.approx(1.7, rel=0.03)
    assert how_many(rng, 0.0) == 0


def test_a_span_gives_both_its_ends_and_nothing_beyond() -> None:
    rng = Random(1)
    assert {between(rng, (3, 5)) for _ in range(200)} == {3, 4, 5}


def test_lots_are_drawn_by_their_shares() -> None:
    rng = Random(1)
    drawn = [from_lots(rng, (("a", "b"), (0.2, 1.0))) for _ in range(10_000)]
    assert drawn.count("a") / len(drawn) == pytest.approx(0.2, abs=0.02)


def test_a_working_day_is_counted_after_the_day_and_skips_the_weekend() -> None:
    friday = date(2023, 6, 9)
    assert working_day(friday, after=1) == date(2023, 6, 12)
    assert working_day(date(2023, 6, 10)) == date(2023, 6, 12)


def test_a_deed_is_done_in_time_late_or_never_by_its_shares() -> None:
    rates, one = load_rates(), diary()
    deed, start = rates.deeds["core_group"], date(2023, 3, 6)
    days = [one.due("core_group", start) for _ in range(4_000)]
    last = working_day(start, after=deed.days)
    assert sum(day is not None and day <= last for day in days) / 4_000 == pytest.approx(
        deed.in_time, abs=0.02
    )
    assert sum(day is not None and day > last for day in days) / 4_000 == pytest.approx(deed.late, abs=0.02)
    assert max(day for day in days if day) <= working_day(start, after=deed.at_most)


def test_a_baby_of_three_months_does_not_move_about_and_a_child_of_two_walks() -> None:
    rng = Random(1)
    assert {mobility_of(BABY, date(2024, 8, 20), rng) for _ in range(50)} == {"not_independently_mobile"}
    assert {mobility_of(BABY, date(2026, 6, 1), rng) for _ in range(50)} == {"walking"}


def test_nothing_is_written_after_the_window_or_after_a_death() -> None:
    one = diary()
    one.write("health_gp", BABY, date(2026, 1, 1), "gp_attendance")
    one.write("health_gp", replace(BABY, died=date(2025, 1, 1)), date(2025, 2, 1), "gp_attendance")
    assert one.kept == []


def test_a_third_missed_appointment_in_six_months_is_looked_into_and_a_second_is_not() -> None:
    days = [date(2024, 9, 2), date(2024, 10, 7), date(2024, 11, 4)]
    for count, expected in ((2, False), (3, True)):
        found = False
        for seed in range(12):  # a service may never get to it
            one = Diary(FAMILY, load_rates(), Random(seed), SINCE, UNTIL)
            one.kept += [
                happening("health_hospital", 102, day, "was_not_brought", essential="false")
                for day in days[:count]
            ]
            looked_into(one)
            found |= any(row.event_type == "safeguarding_advice" for row in one.kept)
        assert found is expected


def test_a_plan_runs_from_its_start_to_its_end_or_on() -> None:
    told = [
        happening("social_care", 102, date(2024, 7, 1), "plan_started", plan="child_protection"),
        happening("social_care", 102, date(2025, 2, 1), "plan_ended", plan="child_protection"),
        happening("social_care", 102, date(2025, 3, 1), "plan_started", plan="child_in_need"),
    ]
    assert spans_of(told, "child_protection") == [(date(2024, 7, 1), date(2025, 2, 1))]
    assert spans_of(told, "") == [(date(2024, 7, 1), date(2025, 2, 1)), (date(2025, 3, 1), date.max)]


TOLD = [
    happening("midwifery", 102, date(2024, 2, 1), "antenatal_booking", late="false"),
    happening("police", 100, date(2024, 3, 1), "police_incident", kind="domestic_abuse"),
    happening("health_gp", 102, date(2024, 9, 1), "gp_attendance"),
    happening("school+social_care", 101, date(2024, 9, 9), "referral", source_code="2A"),
    happening("health_gp", 102, date(2025, 9, 1), "gp_attendance"),
]


def test_a_row_two_agencies_hold_stands_in_both_files_under_each_ones_id() -> None:
    ids = {("school", 101): ["S9"], ("social_care", 101): ["C4"]}
    rows = list(rows_of(FAMILY, TOLD[3:4], ids))
    assert [(agency, row[0]) for agency, row in rows] == [("school", "S9"), ("social_care", "C4")]


def test_of_two_records_of_one_child_the_older_has_the_older_rows() -> None:
    ids = {("health_gp", 102): ["G1", "G2"]}
    rows = [row for agency, row in rows_of(FAMILY, TOLD, ids) if agency == "health_gp"]
    assert [(row[0], row[1]) for row in rows] == [("G1", "1"), ("G2", "1")]


def test_a_child_whom_an_agency_holds_no_record_of_is_written_about_under_the_mothers() -> None:
    rows = list(rows_of(FAMILY, TOLD[:1], {("midwifery", 100): ["M7"]}))
    assert [row[0] for _, row in rows] == ["M7"]
    assert list(rows_of(FAMILY, TOLD[:1], {})) == []


def test_who_is_known_to_an_agency_is_whoever_it_wrote_about() -> None:
    assert ("school", 101) in known_to(TOLD)
    assert ("police", 102) not in known_to(TOLD)


def test_events_are_written_agency_by_agency(tmp_path: Path) -> None:
    rows = write_events(tmp_path, [(FAMILY, TOLD, plain_ids(TOLD))])
    assert rows == {"midwifery": 1, "police": 1, "health_gp": 2, "school": 1, "social_care": 1}
    with (tmp_path / "agencies" / "health_gp" / "events.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    assert tuple(lines[0]) == COLUMNS
    assert [line[2] for line in lines[1:]] == ["2024-09-01", "2025-09-01"]
    assert event_text(FAMILY, [], {}) == {}


def folder_of(tmp_path: Path, family: Family = FAMILY) -> Path:
    ids = plain_ids(TOLD)
    folder = tmp_path / "family"
    write_family_folder(
        folder,
        title="A made-up family",
        people=people_in_truth(family),
        rows=rows_by_agency(rows_of(family, TOLD, ids)),
        person_of={(agency, held[0]): held[0] for (agency, _), held in ids.items()},
        covers=(SINCE, UNTIL),
    )
    return folder


def test_the_folder_of_a_family_says_who_everybody_is(tmp_path: Path) -> None:
    manifest = read_manifest(folder_of(tmp_path))
    assert manifest is not None
    assert [(child.id, child.born) for child in manifest.children] == [
        ("101", ELDER.born),
        ("102", BABY.born),
    ]
    assert [(adult.id, adult.role) for adult in manifest.people] == [("100", "mother")]


def test_an_incident_at_home_is_about_each_child_there_or_expected(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    with (folder / "police.csv").open(encoding="utf-8", newline="") as file:
        assert [row["child"] for row in csv.DictReader(file)] == ["101+102"]
    later = replace(BABY, born=date(2025, 6, 1))
    folder = folder_of(tmp_path, replace(FAMILY, residents=(MOTHER, ELDER, later)))
    with (folder / "police.csv").open(encoding="utf-8", newline="") as file:
        assert [row["child"] for row in csv.DictReader(file)] == ["101"]


def test_the_folder_goes_through_review_whole_and_every_agency_asked_has_answered(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    outcome = review_folder(folder, out=tmp_path / "out", today=date(2026, 1, 5), as_of=UNTIL, formats=())
    review = outcome.review
    assert review.quarantine == []
    assert {child.id for child in review.children} == {"101", "102"}
    told = [event for event in review.events if event.type != "note"]
    assert sum(event.type == "referral" for event in told) == 1  # two agencies' rows, one referral
    held = (folder / "housing.csv").read_text(encoding="utf-8")
    assert "Nothing is held" in held
    assert not any("same bytes" in note for note in outcome.notes)
