"""The front door of children's social care: who sends what, what is decided, and what opens from it."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tocsin.town.family import Resident
from tocsin.town.happenings.casework import Casework
from tocsin.town.happenings.chance import between, from_lots, uneven
from tocsin.town.happenings.diary import YEAR, Diary, age_years, is_child, mother_of

SCHOOL_AGES = range(4, 17)
SOURCES = {  # who sends, and the census code of the source
    "school": ("2A",),
    "individuals": ("1A", "1B", "1D", "9"),
    "council": ("5B", "5D", "4"),
    "other": ("8", "7", "10"),
}
HOLDERS = {
    "2A": "school",
    "3A": "health_gp",
    "3B": "health_visiting",
    "3E": "health_hospital",
    "4": "housing",
}
REASONS = {
    "school": ("neglect", "behaviour", "family_stress", "emotional_wellbeing"),
    "health": ("neglect", "parental_mental_health", "family_stress", "missed_appointments"),
    "individuals": ("neglect", "shouting", "family_stress"),
    "council": ("housing", "family_stress", "neglect"),
    "other": ("family_stress", "substance_use", "neglect"),
    "police": ("domestic_abuse",),
}
COMES_BACK = (15, 330)  # days after the end of the work; our judgement


@dataclass(slots=True)
class Contact:
    day: date
    source: str
    code: str
    reason: str
    children: list[Resident]
    grave: bool = False

    @property
    def held_by(self) -> str:
        if self.source == "police":
            return "police+social_care"
        held = HOLDERS.get(self.code, "")
        if held == "school" and all(age_years(child, self.day) < 4 for child in self.children):
            held = "early_years"
        return f"{held}+social_care" if held else "social_care"


@dataclass(slots=True)
class Funnel:
    """`diary` reaches back before the window; a case still open when the window begins is kept whole."""

    diary: Diary
    since: date
    casework: Casework = field(init=False)
    again: set[date] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.casework = Casework(self.diary)

    def run(self) -> None:
        need = uneven(self.diary.rng, self.diary.rates.figure("need_unevenness"))
        days = sorted(self._days(need))
        for at, day in enumerate(days):  # a family that comes back is put in further on
            begun = len(self.diary.kept)
            ended = self._contact(day, sent_on=day in self.again)
            self._forget(begun)
            if ended and ended < self.diary.until and self.diary.chance("referred_again"):
                back = ended + timedelta(days=between(self.diary.rng, COMES_BACK))
                self.again.add(back)
                insort(days, back, lo=at + 1)

    def _forget(self, begun: int) -> None:
        own = self.diary.kept[begun:]
        if not any(one.happened >= self.since for one in own):
            del self.diary.kept[begun:]

    def _days(self, need: float) -> Iterator[date]:
        """Contacts about the family, at the published rate for each of its children."""
        diary, whole = self.diary, self.diary.rates.figure("whole_family")
        rate = diary.rates.figure("contacts") * need
        most = len(diary.family.children)
        days, last = 0.0, (diary.until - diary.since).days
        while rate > 0:
            days += diary.rng.expovariate(rate * most) * YEAR
            if days > last:
                return
            day = diary.since + timedelta(days=int(days))
            here = sum(1 for child in diary.family.children if is_child(child, day))
            about = whole * here + (1 - whole) if here else 0.0
            if about and diary.rng.random() < here / about / most:
                yield day

    def _contact(self, day: date, *, sent_on: bool) -> date | None:
        """The day on which what was opened ends. `sent_on`: of a family known lately, so referred."""
        diary = self.diary
        living = [child for child in diary.family.children if is_child(child, day)]
        if not living:
            return None
        if len(living) > 1 and not diary.chance("whole_family"):
            living = [living[int(diary.rng.random() * len(living))]]
        source = from_lots(diary.rng, diary.rates.lots("contact_source"))
        contact = Contact(day, source, self._code(source, living, day), self._reason(source), living)
        if source == "police":
            self._police(contact)
        return self._decide(contact, sent_on=sent_on)

    def _code(self, source: str, children: Sequence[Resident], day: date) -> str:
        if source == "police":
            return "6"
        if source == "health":
            age = min(age_years(child, day) for child in children)
            codes: Sequence[str] = ("3B", "3B", "3A") if age < 4 else ("3A", "3E", "3C")
        else:
            codes = SOURCES[source]
        return codes[int(self.diary.rng.random() * len(codes))]

    def _reason(self, source: str) -> str:
        reasons = REASONS[source]
        return reasons[int(self.diary.rng.random() * len(reasons))]

    def _police(self, contact: Contact) -> None:
        diary, day = self.diary, contact.day
        home = mother_of(diary.family)
        if not diary.chance("police_share_domestic_abuse"):
            contact.reason = "concern_for_welfare"
            kind = ("concern_for_welfare", "anti_social", "drugs", "other")[int(diary.rng.random() * 4)]
            diary.write("police", home, day, "police_incident", kind=kind, child_in_household="true")
            return
        grade = from_lots(diary.rng, diary.rates.lots("domestic_abuse_grade"))
        contact.grave = grade == "high"
        diary.write(
            "police", home, day, "police_incident", "domestic_abuse",
            kind="domestic_abuse", risk_grade=grade, child_in_household="true",
            child_present="true" if diary.chance("child_present") else "false",
        )  # fmt: skip
        if sent := diary.due("police_notice", day, first=0):
            diary.write(
                "police",
                home,
                sent,
                "police_notification",
                told="social_care",
                to_agency="social_care",
                grade=grade,
            )
        for child in diary.family.children:
            at_school = is_child(child, day) and age_years(child, day) in SCHOOL_AGES
            if at_school and (told := diary.due("encompass", day, first=0)):
                diary.write("police", child, told, "encompass_notification", sent_before_school="true")

    def _decide(self, contact: Contact, *, sent_on: bool) -> date | None:
        diary = self.diary
        likely = diary.rates.figure("high_grade_referred" if contact.grave else "referred")
        if any(self.casework.is_open(child, contact.day) for child in contact.children):
            self._to_the_worker(contact)
        elif sent_on or diary.rng.random() < likely:
            self._referral(contact)
            return max(self.casework.open_until.get(child.number, contact.day) for child in contact.children)
        else:
            outcome = from_lots(diary.rng, diary.rates.lots("contact_outcome"))
            self._received(contact, outcome)
            if contact.source == "police":
                self._screened(contact, outcome)
        return None

    def _screened(self, contact: Contact, outcome: str) -> None:
        """The hub reads each notice of the police and writes what it decided."""
        day = self.diary.due("decision", contact.day, first=0)
        if day is None:
            return
        for child in contact.children:
            self.diary.write("social_care", child, day, "referral_decision", outcome=outcome, manager="yes")

    def _received(self, contact: Contact, outcome: str) -> None:
        say = contact.source if contact.source in ("police", "individuals") else ""
        for child in contact.children:
            self.diary.write(
                contact.held_by, child, contact.day, "contact_received", say,
                source_code=contact.code, reason=contact.reason, outcome=outcome,
            )  # fmt: skip

    def _to_the_worker(self, contact: Contact) -> None:
        self._received(contact, "pass_to_allocated_worker")
        begins = self.diary.chance("open_case_section_47")
        if begins and not any(self.casework.is_busy(child, contact.day) for child in contact.children):
            self.casework.enquiry(self._with_expected(contact), contact.day, source=contact.code)

    def _referral(self, contact: Contact) -> None:
        diary = self.diary
        roll = diary.rng.random()
        none = diary.rates.figure("referral_no_action")
        enquiry = none + diary.rates.figure("referral_section_47")
        talked = enquiry + diary.rates.figure(
            "strategy_after_high_grade" if contact.grave else "strategy_without_enquiry"
        )
        hurt = none <= roll < enquiry and diary.chance("injury_enquiry")
        if hurt and contact.source != "police":
            contact.reason = "injury"
            self.casework.hurt(contact.children[0], contact.day, contact.code, contact.held_by)
        for child in contact.children:
            stated = {"injury_alleged": "true"} if hurt and contact.source == "individuals" else {}
            diary.write(
                contact.held_by, child, contact.day, "referral",
                source_code=contact.code, reason=contact.reason, **stated,
            )  # fmt: skip
        if roll < none:
            self._decided(contact, "no_further_action")
        elif roll < enquiry:
            self._decided(contact, "strategy_discussion")
            self.casework.enquiry(self._with_expected(contact), contact.day, source=contact.code, hurt=hurt)
        elif roll < talked:
            self._decided(contact, "strategy_discussion")
            self.casework.discussed(contact.children, contact.day)
        else:
            day = self._decided(contact, "family_help_assessment")
            self.casework.assess(contact.children, day)

    def _with_expected(self, contact: Contact) -> list[Resident]:
        """Brothers and sisters soon to be born are thought of with those who are here."""
        reach = contact.day + timedelta(days=150)
        expected = [c for c in self.diary.family.children if contact.day < c.born <= reach]
        return [*contact.children, *expected]

    def _decided(self, contact: Contact, outcome: str) -> date:
        diary = self.diary
        day = diary.due("decision", contact.day, first=0)
        told = diary.due("referrer_told", contact.day, first=0)
        for child in contact.children:
            if day:
                diary.write("social_care", child, day, "referral_decision", outcome=outcome, manager="yes")
            if told and contact.code not in ("9", "10"):
                diary.write("social_care", child, told, "referrer_informed", outcome=outcome)
        return day or contact.day + timedelta(days=5)
