"""From the material of a review to review.json's one value: everything a report shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tocsin import __version__
from tocsin.chronology.event import Event
from tocsin.chronology.parts import Chronology
from tocsin.chronology.views import of_tellings, tellings_of
from tocsin.concerns.rounds import Coverage
from tocsin.concerns.state import RefusedDecision
from tocsin.errors import DecisionRefused
from tocsin.identity.people import Person
from tocsin.indicators.view import PUBLIC
from tocsin.records.record import Place, Quarantined
from tocsin.review import concerns_out, facts_out, spans, telling
from tocsin.review import schema as out
from tocsin.review.custody_prebirth import weeks_set_by
from tocsin.review.custody_section import custody_adults
from tocsin.review.material import DECISIONS, Material, coverage_of
from tocsin.review.plain_findings import plain_findings
from tocsin.review.questions import questions
from tocsin.review.replay import JOINED, Setting, refusals, replay, reviewed_children
from tocsin.review.seen_from import held_by, known_by
from tocsin.working_days import Calendar


def assemble(
    material: Material, *, calendar: Calendar, as_of: date | None = None, agency: str = ""
) -> out.Review:
    """`as_of` defaults to the last day of which the files hold anything, then or learnt later; given, it
    hides all that came after. `agency` shows what it alone knew."""
    whole = material.chronology
    start, end = period(whole)
    at = as_of or last_learnt(whole) or date.min
    if as_of:
        start, end = (start if start and start <= as_of else None), min(end or as_of, as_of)
    setting = Setting(
        catalogue=material.catalogue,
        calendar=calendar,
        as_of=at,
        holder=agency or JOINED,
        decisions=material.decisions,
        coverage=coverage_seen_by(agency, material),
    )
    then = known_by(whole, material.records, as_of) if as_of else whole
    shown = held_by(then, material.records, agency) if agency else then
    return Assembly(material, setting, then, shown, start, end).review()


def not_yet_born(child: Person, day: date) -> bool:
    return child.born.start > day if child.born else child.due is not None


def coverage_seen_by(agency: str, material: Material) -> Coverage:
    """One agency's own view: what the others' files cover is silence to it, and asked about."""
    coverage = coverage_of(material.folder)
    return {agency: coverage.get(agency, [])} if agency else coverage


def last_learnt(chronology: Chronology) -> date | None:
    """The last day on which anything happened or came to be known."""
    days = [event.when.end for event in chronology.events]
    days += [known.since for event in chronology.events for known in event.known]
    return max(days, default=None)


def period(chronology: Chronology) -> tuple[date | None, date | None]:
    days = [(event.when.start, event.when.end) for event in chronology.events]
    return min((day for day, _ in days), default=None), max((day for _, day in days), default=None)


def harm_day(events: Sequence[Event], subjects: set[str]) -> date | None:
    """The first death or critical injury of a child under review, else the first inner injury."""
    table = spans.tables()["harm"]
    own = [event for event in events if event.child in subjects]
    worst = [event.when.start for event in own if event.type in table["events"]]
    kinds = set(table["injury_kinds"])
    inner = [event.when.start for event in own if kinds & set(event.attributes.get("kind", ()))]
    return min(worst or inner, default=None)


def refused_decision(one: RefusedDecision) -> Quarantined:
    """In its place in decisions.csv, with the sentence that says what would do."""
    found, _, remedy = one.why.partition(". ")
    return Quarantined(
        Place(DECISIONS, "", one.decision.row),
        DecisionRefused.code,
        f"{found.removesuffix('.')}.",
        remedy or "Change the row, or take it out.",
        one.decision.concern[:200],
    )


class Assembly:
    """Draws each part of the review from the same material, setting and replay.

    `then` is what was known on the day of the view, `shown` the part of it the view's holder had. Rows are
    counted as read, whatever the view.
    """

    def __init__(
        self,
        material: Material,
        setting: Setting,
        then: Chronology,
        shown: Chronology,
        start: date | None,
        end: date | None,
    ) -> None:
        self.material = material
        self.setting = setting
        self.replayed = replay(then, setting)
        self.start = start
        self.end = end
        self.whole = material.chronology
        self.then = then
        self.chronology = shown
        self.people = shown.people
        self.children = reviewed_children(self.people)
        self.harm_on = harm_day(shown.events, {child.id for child in self.children})

    def review(self) -> out.Review:
        concerns = self.concerns()
        missed = list(self.missed())
        gaps = self.gaps()
        asked = questions(concerns, self.chronology, self.not_sent(), self.replayed)
        references = [spans.reference_for(child, self.chronology, self.setting) for child in self.children]
        return out.Review(
            tocsin_version=__version__,
            catalogue_version=self.setting.catalogue.version,
            calendar_version=self.setting.calendar.version,
            title=self.material.manifest.title,
            as_of=self.setting.as_of,
            view=self.setting.holder,
            anonymised=False,
            period_start=self.start,
            period_end=self.end,
            harm_on=self.harm_on,
            agencies_sent=self.sent(),
            agencies_expected_not_sent=self.not_sent(),
            findings=plain_findings(concerns, missed, gaps, asked, harm_on=self.harm_on),
            questions=asked,
            children=[facts_out.person(one) for one in self.people.persons if one.kind == "child"],
            people=[facts_out.person(one) for one in self.people.persons if one.kind != "child"],
            relationships=[facts_out.relationship(one) for one in self.people.relationships],
            households=facts_out.households(self.people),
            link_proposals=[out.LinkOut(p.a, p.b, p.why, p.strength) for p in self.people.proposals],
            links_made=[out.LinkOut(p.a, p.b, p.why, p.strength) for p in self.people.joined],
            events=facts_out.events(self.chronology, self.material.records),
            concerns=concerns,
            missed=missed,
            plans=[plan for one in references for plan in spans.plans(one, self.setting.as_of)],
            compliance=[item for one in references for item in spans.compliance(one, self.setting)],
            shared=list(telling.shared(self.chronology.events)),
            differences=[
                out.DifferenceOut(one.about, one.words, list(one.events))
                for one in self.chronology.differences
            ],
            seen_gaps=gaps,
            undated=facts_out.undated(self.chronology.undated),
            quarantine=facts_out.quarantined(self.quarantine(), words=self.chronology is self.whole),
            unmapped=[
                out.UnmappedOut(one.field, one.value, one.times, one.first_event)
                for one in self.chronology.unmapped
            ],
            files=[facts_out.file(read, self.material.chronology) for read in self.material.folder.files],
            refused=facts_out.refused(self.material.folder),
            counts=self.counts(),
            cards={card.id: card.plain for card in self.setting.catalogue.cards},
            partnership=self.setting.catalogue.partnership,
            switched_off=[
                out.SwitchedOffOut(off.card, off.reason, off.role, off.on, off.title)
                for off in self.setting.catalogue.switched_off
            ],
            local_changes=[
                out.LocalChangeOut(one.card, one.title, list(one.what), one.reason, one.role, one.on)
                for one in self.setting.catalogue.local_changes
            ],
            custody=custody_adults(
                self.material.custody,
                on=self.setting.as_of,
                view=self.setting.holder,
                calendar=self.setting.calendar,
                events=self.chronology.events,
                own_weeks=weeks_set_by(self.setting.catalogue),
            ),
        )

    def concerns(self) -> list[out.ConcernOut]:
        events = {event.id: event for event in self.chronology.events}
        return [
            concerns_out.concern(one, self.setting.catalogue.get(one.concern.indicator), events)
            for one in self.replayed
        ]

    def missed(self) -> list[out.MissedOut]:
        return list(
            concerns_out.missed(
                self.replayed,
                self.setting.catalogue,
                as_of=self.setting.as_of,
                harm_on=self.harm_on,
            )
        )

    def gaps(self) -> list[out.SeenGap]:
        if self.start is None or self.end is None:
            return []
        end = min(self.end, self.harm_on or self.end)
        born = [child for child in self.children if child.subject and not not_yet_born(child, end)]
        return telling.seen_gaps(born, self.chronology.events, start=self.start, end=end)

    def sent(self) -> list[str]:
        agencies = {code for read in self.material.folder.files for code in read.agencies}
        return sorted(agencies - {"unknown", PUBLIC})

    def not_sent(self) -> list[str]:
        """As the user said; else, of a folder of agencies' own files, the services every such child has."""
        expected = self.material.manifest.agencies_expected
        if not expected and any(read.kind == "chronology" for read in self.material.folder.files):
            expected = self.usual_agencies()
        return [code for code in expected if code not in self.sent()]

    def usual_agencies(self) -> tuple[str, ...]:
        table = spans.tables()["expected_agencies"]
        ages = [self.end.year - child.born.start.year for child in self.children if child.born and self.end]
        found = list(table["always"])
        found += table["under_five"] if any(age < 5 for age in ages) else []
        found += table["from_five"] if any(age >= 5 for age in ages) else []
        return tuple(found)

    def quarantine(self) -> list[Quarantined]:
        rows = [row for read in self.material.folder.files for row in read.quarantine]
        refused = [refused_decision(one) for one in refusals(self.then, self.setting)]
        return [*rows, *self.material.problems, *refused]

    def counts(self) -> out.Counts:
        whole = self.material.chronology
        files = [facts_out.file(read, whole) for read in self.material.folder.files]
        confirmed = [event for event in tellings_of(self.then) if not event.proposed]
        rows = sum(one.events for one in files)
        told = rows if self.chronology is whole else facts_out.rows_told(self.chronology.events)
        everything = concerns_out.totals(self.replayed, told)
        return out.Counts(
            rows_read=sum(one.rows_read for one in files),
            events=rows,
            further_accounts=sum(one.further_accounts for one in files),
            undated=sum(one.undated for one in files),
            quarantined=sum(one.quarantined for one in files),
            headers_and_blanks=sum(one.headers_and_blanks for one in files),
            derived_events=sum(bool(event.derived_from) for event in self.chronology.events),
            proposed_events=sum(event.proposed for event in self.chronology.events),
            assumed_known_dates=self.chronology.assumed_known,
            all=everything,
            without_proposals=everything
            if len(confirmed) == len(tellings_of(self.then))
            else self.without_proposals(of_tellings(self.then, confirmed)),
        )

    def without_proposals(self, bare: Chronology) -> out.Totals:
        told = facts_out.rows_told(event for event in self.chronology.events if not event.proposed)
        return concerns_out.totals(replay(bare, self.setting, alone=False), told)
