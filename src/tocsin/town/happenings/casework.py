"""Work with a family: assessment, enquiry, conference, plan, visits, reviews and its end, mostly in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tocsin.town.family import Resident
from tocsin.town.happenings.chance import between, from_lots, how_many
from tocsin.town.happenings.diary import Diary, age_months, age_years, is_child, mobility_of, working_day

Children = Sequence[Resident]
SOON = 90  # days: a pause of this length without a visit would be a missed one
ALL_PRESENT = {"police_present": "true", "health_present": "true", "social_care_present": "true"}


@dataclass(slots=True)
class Casework:
    diary: Diary
    open_until: dict[int, date] = field(default_factory=dict)
    busy_until: dict[int, date] = field(default_factory=dict)  # an enquiry or a protection plan

    def is_open(self, child: Resident, day: date) -> bool:
        return self.open_until.get(child.number, day) > day

    def is_busy(self, child: Resident, day: date) -> bool:
        return self.busy_until.get(child.number, day) > day

    def _opened(self, children: Children, until: date, *, busy: bool = False) -> None:
        for child in children:
            self.open_until[child.number] = max(until, self.open_until.get(child.number, until))
            if busy:
                self.busy_until[child.number] = max(until, self.busy_until.get(child.number, until))

    def _each(
        self, children: Children, day: date, event_type: str, say: str = "", /, **attributes: str
    ) -> None:
        for child in children:
            self.diary.write("social_care", child, day, event_type, say, **attributes)

    # Assessment --------------------------------------------------------------------------------------------

    def assess(self, children: Children, day: date, *, again: bool = False) -> None:
        """From the decision to assess; ends in closing or in a child in need plan."""
        diary = self.diary
        self._each(children, day, "assessment", "started", stage="started")
        if not again:
            self._seen(children, diary.due("first_visit", day, first=1), "visit")
            self._ask(children, day)
            if diary.chance("second_visit"):
                self._seen(children, working_day(day, after=between(diary.rng, (10, 25))), "visit")
        done = diary.due("assessment", day, first=15)
        ends = done or day + timedelta(days=120)
        if done:
            if diary.chance("last_visit"):
                self._seen(children, done - timedelta(days=between(diary.rng, (1, 10))), "visit")
            self._finished(children, done)
        self._opened(children, ends)
        if diary.chance("not_in_need"):
            self._close(children, ends)
        else:
            self.in_need(children, ends)

    def _finished(self, children: Children, day: date) -> None:
        diary = self.diary
        self._each(
            children, day, "assessment", "completed", stage="completed",
            father_seen="true" if diary.chance("father_seen") else "false",
            all_adults_assessed="true" if diary.chance("all_adults_assessed") else "false",
        )  # fmt: skip

    def _ask(self, children: Children, day: date) -> None:
        """The services that know the child are asked, and mostly answer."""
        diary = self.diary
        for child in children:
            age = age_years(child, day)
            other = "health_visiting" if age < 4 else "school"
            if asked := diary.due("history", day):
                diary.write(
                    "social_care",
                    child,
                    asked,
                    "information_request",
                    told=other,
                    to_agency=other,
                    purpose="assessment",
                )
                if told := diary.due("information", asked, first=1):
                    diary.write(
                        f"{other}+social_care",
                        child,
                        told,
                        "information_response",
                        from_agency=other,
                        complete="true",
                    )

    def _close(self, children: Children, day: date) -> None:
        diary = self.diary
        last = working_day(day, after=between(diary.rng, (1, 10)))
        if diary.chance("seen_before_closing"):
            self._seen(children, last - timedelta(days=between(diary.rng, (1, 14))), "visit")
        code = "RC9" if diary.chance("early_help_at_closing") else "RC8"
        self._each(children, last, "case_closure", reason_code=code)
        self._opened(children, last)

    # Child in need -----------------------------------------------------------------------------------------

    def in_need(self, children: Children, day: date) -> None:
        diary = self.diary
        months = diary.rates.figure("in_need_months")
        end = day + timedelta(days=int(30.4 * max(1.5, diary.rng.gammavariate(2.5, months / 2.5))))
        self._opened(children, end)
        self._each(children, day, "plan_started", plan="child_in_need")
        self._visits(children, day, end, "in_need_visit")
        self._supervised(children, day, end)
        self._workers(children, day, end)
        self._each(children, end, "plan_ended", plan="child_in_need", reason="goals_met")
        self._close(children, end)

    # Enquiry -----------------------------------------------------------------------------------------------

    def hurt(self, child: Resident, day: date, code: str, held_by: str) -> None:
        """What was seen before the referral was made."""
        diary, agency = self.diary, held_by.split("+")[0]
        if agency == "social_care":
            return
        site = ("cheek", "ear", "upper_arm", "back", "thigh", "forehead")[int(diary.rng.random() * 6)]
        account = ("absent", "unsuitable_inadequate", "differs_from_child")[int(diary.rng.random() * 3)]
        if age_years(child, day) < 3 and account == "differs_from_child":
            account = "absent"
        diary.write(
            agency, child, day, "injury_seen", "odd",
            kind="bruise", site=site, explanation=account, mobility=mobility_of(child, day, diary.rng),
            age_months=str(age_months(child, day)),
        )  # fmt: skip
        if code.startswith("2") and age_years(child, day) >= 4 and diary.chance("tells_at_school"):
            diary.write(
                agency, child, day, "disclosure", words="Said who had done it, in the child's own words.",
                by="child", kind="physical",
            )  # fmt: skip

    def discussed(self, children: Children, day: date) -> None:
        held = self.diary.due("strategy", day, first=0) or day
        for child in children:
            self.diary.write(
                "social_care+police", child, held, "strategy_discussion", outcome="assessment", **ALL_PRESENT
            )
        self.assess(children, held)

    def enquiry(self, children: Children, day: date, *, source: str, hurt: bool = False) -> None:
        diary = self.diary
        held = diary.due("strategy", day, first=0) or day
        medical = "true" if hurt else "false"
        present = (
            ALL_PRESENT
            if diary.chance("discussion_with_health")
            else {**ALL_PRESENT, "health_present": "false"}
        )
        joint = "true" if hurt or diary.chance("joint_enquiry") else "false"
        for child in children:
            diary.write(
                "social_care+police", child, held, "strategy_discussion",
                outcome="s47", medical_agreed=medical if child is children[0] else "false", **present,
            )  # fmt: skip
            diary.write("social_care", child, held, "s47_enquiry", joint=joint)
        self._seen(children, diary.due("seen_in_enquiry", held, first=0), "child_seen")
        if hurt and (seen := diary.due("medical", held, first=0)):
            self._medical(children[:1], seen)
        self._ask(children, held)
        if diary.chance("adults_checked"):
            self._each(children, diary.due("checks", held) or held, "person_check", finding="nothing_of_note")
        self._seen(children, diary.due("first_visit", held, first=2), "visit")
        self._concluded(children, held, again=source == "plan")

    def _medical(self, children: Children, day: date) -> None:
        diary = self.diary
        for child in children:
            if is_child(child, day):
                diary.write(
                    "health_hospital", child, day, "paediatric_assessment",
                    type="child_protection_medical", full_examination="true", report_issued="true",
                )  # fmt: skip
                opinion = ("undetermined", "likely_accidental", "likely_inflicted")[
                    int(diary.rng.random() * 3)
                ]
                diary.write(
                    "health_hospital", child, day, "medical_opinion",
                    opinion=opinion, author_grade="consultant", full_examination="true",
                )  # fmt: skip

    def _concluded(self, children: Children, held: date, *, again: bool) -> None:
        """To conference, to a child in need plan, or to an end."""
        diary = self.diary
        conference = not again and diary.chance("conference_after_enquiry")
        ended = diary.due("enquiry_outcome", held, first=4)
        done = diary.due("assessment", held, first=12)
        risk = "substantiated_continuing_risk" if conference else "not_substantiated"
        if not conference and diary.chance("harm_without_further_risk"):
            risk = "substantiated_no_continuing_risk"
        if ended:
            self._each(children, ended, "s47_outcome", outcome=risk)
        if done and not conference:
            self._finished(children, done)
        after = max(ended or held, done or held) if not conference else ended or held
        self._opened(children, after, busy=True)
        if conference:
            self.conference(children, diary.due("conference", held, first=9) or working_day(held, after=18))
        elif diary.chance("in_need_after_enquiry"):
            self.in_need(children, after)
        else:
            self._close(children, after)

    # Conference and plan -----------------------------------------------------------------------------------

    def conference(self, children: Children, day: date) -> None:
        diary = self.diary
        made = diary.chance("plan_after_conference")
        category = from_lots(diary.rng, diary.rates.lots("plan_category"))
        self._finished(children, day - timedelta(days=3))
        self._each(
            children, day - timedelta(days=2), "report_issued", report_by="social_worker", days_before="2"
        )
        said = {"outcome": "plan_made", "category": category} if made else {"outcome": "no_plan"}
        for child in children:
            kind = "initial" if child.born <= day else "pre_birth_initial"
            diary.write(
                "social_care", child, day, "conference",
                type=kind, quorate="true", **said,
            )  # fmt: skip
        if made:
            self._plan(children, day, category)
        elif diary.chance("in_need_after_enquiry"):
            self.in_need(children, day)
        else:
            self._close(children, day)

    def _plan(self, children: Children, day: date, category: str) -> None:
        diary = self.diary
        for child in children:
            plan = "child_protection" if child.born <= day else "pre_birth_child_protection"
            diary.write("social_care", child, day, "plan_started", plan=plan, category=category)
        reviews, end = self._reviews(day)
        for review in reviews:
            outcome = "plan_ended" if review == end else "plan_continued"
            self._each(children, review, "conference", type="review", outcome=outcome, quorate="true")
        self._opened(children, end, busy=True)
        self._core_groups(children, day, end)
        self._visits(children, day, end, "plan_visit")
        self._supervised(children, day, end)
        self._workers(children, day, end)
        self._born_meanwhile(children, day, end, category)
        self._each(children, end, "plan_ended", plan="child_protection", reason="goals_met")
        if diary.chance("stepped_down"):
            self.in_need(children, end)
        else:
            self._close(children, end)

    def _reviews(self, day: date) -> tuple[list[date], date]:
        diary, found = self.diary, list[date]()
        ends = diary.rates.table("plan_ends_at_review")
        for number in sorted(ends):
            deed = "first_review" if number == "1" else "next_review"
            day = diary.due(deed, day, first=50 if number == "1" else 100) or day + timedelta(days=150)
            found.append(day)
            if diary.rng.random() < ends[number]:
                break
        return found, found[-1]

    def _core_groups(self, children: Children, day: date, end: date) -> None:
        last, deed, first = day, "core_group", 5
        while True:
            due = self.diary.due(deed, last, first=first)
            last = due or last + timedelta(days=40)
            if last >= end:
                return
            if due:
                self._each(children, due, "core_group")
            deed, first = "next_core_group", 20

    def _born_meanwhile(self, children: Children, day: date, end: date, category: str) -> None:
        """A brother or sister expected while the plan runs has a discussion and a plan before the birth."""
        known = {child.number for child in children}
        for child in self.diary.family.children:
            if (
                child.number in known
                or not day < child.born < end
                or not self.diary.chance("unborn_planned_for")
            ):
                continue
            held = working_day(max(day, child.born - timedelta(days=between(self.diary.rng, (60, 100)))))
            self.diary.write(
                "social_care+police", child, held, "strategy_discussion",
                outcome="assessment", includes_child="true", **ALL_PRESENT,
            )  # fmt: skip
            met = working_day(held, after=12)
            self.diary.write(
                "social_care",
                child,
                met,
                "conference",
                type="pre_birth_initial",
                outcome="plan_made",
                quorate="true",
            )
            self.diary.write(
                "social_care",
                child,
                met,
                "plan_started",
                plan="pre_birth_child_protection",
                category=category,
            )
            self._visits([child], child.born, end, "plan_visit")
            self.diary.write(
                "social_care", child, end, "plan_ended", plan="child_protection", reason="goals_met"
            )

    # Seeing the child --------------------------------------------------------------------------------------

    def _seen(self, children: Children, day: date | None, event_type: str) -> None:
        if day is None:
            return
        for child in children:
            if is_child(child, day):
                alone = self.diary.rng.random() < self.diary.rates.at_age("seen_alone")[age_years(child, day)]
                self.diary.write(
                    "social_care",
                    child,
                    day,
                    event_type,
                    child_seen="seen_alone" if alone else "seen_with_carer",
                )

    def _visits(self, children: Children, day: date, end: date, deed: str) -> None:
        diary, allowed = self.diary, self.diary.rates.deeds[deed].days
        while True:
            due = diary.due(deed, day, first=allowed - 4)
            day = due or working_day(day, after=allowed * 2)
            if day >= end:
                return
            if due is None:
                continue
            if diary.chance("visit_missed"):
                reason = ("no_reply", "family_out", "illness")[int(diary.rng.random() * 3)]
                self._each([c for c in children if is_child(c, day)], day, "missed_visit", reason=reason)
                day = working_day(day, after=between(diary.rng, (1, 4)))
                if day >= end:
                    return
            self._seen(children, day, "visit")

    def _supervised(self, children: Children, day: date, end: date) -> None:
        while True:
            due = self.diary.due("supervision", day, first=14)
            day = due or day + timedelta(days=60)
            if day >= end:
                return
            self._each(children, day, "supervision", child_discussed="true")

    def _workers(self, children: Children, day: date, end: date) -> None:
        years = (end - day).days / 365.25
        for _ in range(how_many(self.diary.rng, self.diary.rates.figure("worker_changes") * years)):
            gap = (
                between(self.diary.rng, (0, 3))
                if self.diary.chance("worker_named_at_once")
                else between(self.diary.rng, (5, 20))
            )
            self._each(children, self.diary.some_day(day, end), "worker_change", unallocated_days=str(gap))
