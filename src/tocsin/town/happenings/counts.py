"""What a made-up town's happenings come to, in the terms of the published figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tocsin.town.family import Family, Happening, Resident
from tocsin.town.happenings.diary import CHILDHOOD, YEAR

A_YEAR = timedelta(days=365)
TURNS = frozenset({"case_closure", "plan_started", "s47_enquiry"})
DECIDED_WITHIN = timedelta(days=10)


@dataclass(slots=True)
class Counts:
    """Counted inside the window only. `infant_years` and `young_years`: child-years under 1, and under 5."""

    window: tuple[date, date]
    child_years: float = 0.0
    infant_years: float = 0.0
    young_years: float = 0.0
    events: Counter[str] = field(default_factory=Counter)
    open_days: int = 0  # days on a protection plan, of all children

    def add(self, family: Family, happenings: Iterable[Happening]) -> None:
        born = {child.number: child.born for child in family.children}
        for child in family.children:
            self.child_years += years_between(child, self.window, 0, CHILDHOOD)
            self.infant_years += years_between(child, self.window, 0, 365)
            self.young_years += years_between(child, self.window, 0, 1826)
        told = list(happenings)
        for one in told:
            if self.window[0] <= one.happened <= self.window[1]:
                self._count(one, dict(one.attributes), born)
        self._referrals_again(told)
        self._plans(told)

    def take(self, other: Counts) -> None:
        """The counts of other families of the same town."""
        self.child_years += other.child_years
        self.infant_years += other.infant_years
        self.young_years += other.young_years
        self.events += other.events
        self.open_days += other.open_days

    def _count(self, one: Happening, said: Mapping[str, str], born: Mapping[int, date]) -> None:
        events = self.events
        if one.event_type in ("referral", "contact_received"):
            events["contacts"] += 1  # a referral began as a contact
        if one.event_type == "referral":
            events["referrals"] += 1
        elif one.event_type == "s47_enquiry":
            events["section_47"] += 1
        elif one.event_type == "assessment" and said.get("stage") == "completed":
            events["assessments"] += 1
        elif one.event_type == "conference" and said.get("type") in ("initial", "pre_birth_initial"):
            events["conferences"] += 1
        elif one.event_type == "plan_started" and "child_protection" in said.get("plan", ""):
            events["plans_started"] += 1
        elif one.event_type == "hospital_attendance" and said.get("setting") in ("ed", "utc"):
            age = (one.happened - born[one.resident]).days if one.resident in born else CHILDHOOD
            events["infant_attendances"] += age < 365
            events["young_attendances"] += age < 1826

    def _referrals_again(self, told: Iterable[Happening]) -> None:
        """Referrals within twelve months of the one before, and those that came to nothing."""
        by_child: defaultdict[int, list[Happening]] = defaultdict(list)
        for one in told:
            by_child[one.resident].append(one)
        for own in by_child.values():
            before: date | None = None
            for at, one in enumerate(own):
                if one.event_type == "referral" and self.window[0] <= one.happened <= self.window[1]:
                    self._again(one.happened, before)
                    self._came_to(one.happened, own[at:])
                    before = one.happened

    def _again(self, day: date, before: date | None) -> None:
        """Not counted in the window's first year, when the one before may not be known."""
        if day > self.window[0] + A_YEAR:
            self.events["could_be_again"] += 1
            self.events["re_referrals"] += before is not None and day - before <= A_YEAR

    def _came_to(self, day: date, after: Sequence[Happening]) -> None:
        decided = next((one for one in after if one.event_type == "referral_decision"), None)
        if decided and decided.happened - day <= DECIDED_WITHIN:
            self.events["no_further_action"] += dict(decided.attributes)["outcome"] == "no_further_action"
        turns = (
            one.event_type
            for one in after
            if one.event_type in ("case_closure", "plan_started", "s47_enquiry")
        )
        self.events["not_in_need"] += next(turns, "") == "case_closure"

    def _plans(self, told: Iterable[Happening]) -> None:
        running: dict[int, date] = {}
        for one in told:
            plan = dict(one.attributes).get("plan", "")
            if one.event_type == "plan_started" and "child_protection" in plan:
                running.setdefault(one.resident, one.happened)
            elif one.event_type == "plan_ended" and "child_protection" in plan:
                self._days_on_plan(running.pop(one.resident, None), one.happened)
        for since in running.values():
            self._days_on_plan(since, self.window[1])

    def _days_on_plan(self, since: date | None, until: date) -> None:
        if since is not None:
            self.open_days += max(0, (min(until, self.window[1]) - max(since, self.window[0])).days)

    def rate(self, name: str) -> float:
        """In the terms of `published` in `data/rates.yaml`."""
        events = self.events
        if name == "plans_open":
            return self.open_days / YEAR / self.child_years * 10_000
        if name in ("no_further_action", "not_in_need"):
            return events[name] / max(1, events["referrals"])
        if name == "re_referrals":
            return events[name] / max(1, events["could_be_again"])
        if name == "infant_attendances":
            return events[name] / max(self.infant_years, 1e-9)
        if name == "young_attendances":
            return events[name] / max(self.young_years, 1e-9)
        return events[name] / self.child_years * 10_000


def years_between(child: Resident, window: tuple[date, date], first: int, last: int) -> float:
    """Years that the child spends in the window aged from `first` to `last` days."""
    begin = max(window[0], child.born + timedelta(days=first))
    end = min(window[1], child.born + timedelta(days=last), child.died or window[1])
    return max(0, (end - begin).days) / YEAR
