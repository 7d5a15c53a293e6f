"""The tables of a review, row by row: the same for every format that holds tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tocsin.review.report import answers, family, page_one, terms
from tocsin.review.report.reading import Reading, from_until, further_accounts, place
from tocsin.review.schema import ConcernOut, EventOut

ASSUMED = "it was known on the day it happened"
UNCHECKED = "wording that nobody has checked yet"
AS_ABOVE = "as above"
# The columns of a missed response that say something of its whole concern.
OF_THE_CONCERN = (
    "Could first be seen all records together",
    "Could first be seen by one service alone",
    "Evidence",
)
Cell = str | int | date | None


@dataclass(frozen=True)
class Column:
    heading: str
    width: int  # in characters, for a sheet; its share of the page, for a document


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    rows: list[list[Cell]]


def _columns(**widths: int) -> tuple[Column, ...]:
    return tuple(Column(terms.capital(terms.plain(name)), width) for name, width in widths.items())


def all_tables(reading: Reading) -> Iterator[Table]:
    """Sheet by sheet, in the order a panel looks for them."""
    for make in (
        summary,
        chronology,
        concerns,
        responses,
        missed,
        adults,
        injuries,
        compliance,
        shared,
        questions,
        undated,
        quarantine,
        unmapped,
        input_files,
    ):
        yield make(reading)
    if (changed := local(reading)).rows:
        yield changed


def summary(reading: Reading) -> Table:
    page = page_one.page_one(reading)
    rows: list[list[Cell]] = [[page_one.DRAFT, ""], ["Title", page.title], ["View", page.view]]
    rows += [["Child", f"{child.name}, {child.words}"] for child in page.children]
    rows += [["Period", page.period], ["Serious incident", page.harm or "none recorded"]]
    rows += [["File sent", name] for name in page.sent]
    rows += [["Expected, not sent", name] for name in page.not_sent]
    rows += [[f"Finding {n}", finding.words] for n, finding in enumerate(page.findings, 1)]
    rows += [[f"Ask {name}", ask.words] for name, ask, _ in page.asks]
    rows += [[words, f"{all_}; {without} without proposed coding"] for words, all_, without in page.totals]
    rows += [["Note", fact] for fact in page.facts]
    rows += [[name, value] for name, value in page.versions]
    rows += [[f"Hash of {item.file}", item.sha256] for item in reading.review.files]
    rows += _unmatched(reading)
    return Table("Summary", _columns(what=28, words=110), rows)


def _unmatched(reading: Reading) -> list[list[Cell]]:
    left = reading.unmatched_analysis
    return [[f"Panel's analysis, no longer matched ({key})", words] for key, words in left.items()]


def chronology(reading: Reading) -> Table:
    columns = _columns(
        no=6,
        from_=12,
        to=12,
        date_in_words=24,
        agency=20,
        child=14,
        kind=20,
        what_was_recorded=70,
        action=30,
        childs_own_words=30,
        agencys_opinion=30,
        seen=26,
        source=34,
        other_accounts=40,
        differences=30,
        marks=24,
        coded_from=28,
        concerns=14,
        panels_analysis=40,
        id=14,
    )
    renamed = {
        "From ": "From",
        "Childs own words": "Child's own words",
        "Agencys opinion": "Agency's opinion",
    }
    renamed["Panels analysis"] = "Panel's analysis"
    columns = tuple(Column(renamed.get(c.heading, c.heading), c.width) for c in columns)
    return Table("Chronology", columns, [_event_row(reading, event) for event in reading.events])


def _event_row(reading: Reading, event: EventOut) -> list[Cell]:
    return [
        reading.event_number[event.id],
        event.happened.start,
        event.happened.end,
        date_words(event),
        terms.agencies(event.agencies),
        reading.person(event.child),
        kind_words(reading, event),
        event.words,
        event.action,
        event.voice,
        event.analysis,
        reading.seen(event),
        place(event.source),
        accounts_words(event),
        "; ".join(item.words for item in reading.differences_of.get(event.id, [])),
        "; ".join(reading.markers(event)),
        "; ".join(event.because),
        ", ".join(reading.concern_number[c.id] for c in reading.concerns_of.get(event.id, [])),
        reading.analysis(event.id),
        event.id,
    ]


def kind_words(reading: Reading, event: EventOut) -> str:
    """`Conviction (about: the father)`."""
    adults = reading.adults_of(event)
    return terms.capital(event.type_words) + (f" (about: {adults})" if adults else "")


def date_words(event: EventOut) -> str:
    note = f" ({event.happened.note})" if event.happened.note else ""
    return f"{terms.span(event.happened)}{note}"


def accounts_words(event: EventOut) -> str:
    told = []
    for account in further_accounts(event):
        differs = f" [differs: {', '.join(account.differs)}]" if account.differs else ""
        who = terms.agencies(account.agencies)
        told.append(
            f"{who}, {terms.span(account.happened)}: {account.words}{differs} ({place(account.source)})"
        )
    return "\n".join(told)


def concerns(reading: Reading) -> Table:
    columns = _columns(
        no=6,
        raised=12,
        concern=34,
        child=14,
        strength=11,
        state=12,
        certain=10,
        why=60,
        could_first_be_seen_all_records_together=16,
        could_first_be_seen_by_one_service_alone=30,
        owner=24,
        ended=12,
        evidence=40,
        rests_on=26,
        decision_or_reason=34,
        source=34,
        panels_analysis=40,
        id=14,
    )
    columns = tuple(Column(c.heading.replace("Panels", "Panel's"), c.width) for c in columns)
    return Table("Concerns", columns, [_concern_row(reading, concern) for concern in reading.concerns])


def _concern_row(reading: Reading, concern: ConcernOut) -> list[Cell]:
    joined, alone = answers.knowable(concern)
    return [
        reading.concern_number[concern.id],
        concern.raised_on,
        concern.title,
        reading.person(concern.child),
        terms.strength(concern.strength),
        terms.state(concern.state).words,
        concern.certainty,
        concern.reason,
        joined,
        alone,
        terms.capital(terms.plain(concern.owner)),
        concern.ended_on,
        reading.events_named(reading.evidence(concern)),
        rests_on(concern),
        concern.withdrawn_why or concern.decision,
        concern.source_words,
        reading.analysis(concern.id),
        concern.id,
    ]


def rests_on(concern: ConcernOut) -> str:
    words = [f"assumes {ASSUMED}"] if concern.rests_on_assumed_date else []
    return "; ".join(words + ([UNCHECKED] if concern.rests_on_proposed_coding else []))


def responses(reading: Reading) -> Table:
    columns = _columns(
        concern=8,
        title=34,
        response_expected=40,
        by_whom=26,
        required=10,
        time_expected=8,
        clock_started=12,
        limit=16,
        due=12,
        time_set_by=22,
        status=14,
        answered=12,
        answered_by=24,
        answering_event=30,
    )
    rows: list[list[Cell]] = []
    for concern in reading.concerns:
        for item in concern.responses:
            rows.append(
                [
                    reading.concern_number[concern.id],
                    concern.title,
                    item.words,
                    terms.capital(terms.plain(item.role)),
                    "yes" if item.required else "no",
                    item.round,
                    item.start_on,
                    item.limit,
                    item.due_on,
                    terms.label(item.time_label),
                    terms.status(item.status).words,
                    item.answered_on,
                    terms.agency(item.answered_by) if item.answered_by else "",
                    reading.event_name(item.answered_by_event) if item.answered_by_event else "",
                ]
            )
    return Table("Responses", columns, rows)


def missed(reading: Reading) -> Table:
    columns = _columns(
        no=6,
        due=16,
        response_expected=46,
        status=10,
        days_lost=10,
        time_set_by=22,
        concern=9,
        title=34,
        child=14,
        could_first_be_seen_all_records_together=18,
        could_first_be_seen_by_one_service_alone=30,
        answered=30,
        evidence=46,
        words=50,
    )
    return Table("Missed", columns, [_missed_row(reading, row) for row in answers.missed_rows(reading)])


def _missed_row(reading: Reading, row: answers.MissedRow) -> list[Cell]:
    joined, alone = answers.knowable(row.concern)
    return [
        row.number,
        row.missed.due_on,
        row.response.words if row.response else terms.capital(terms.plain(row.missed.response)),
        terms.status(row.missed.status).words,
        row.missed.days_lost,
        terms.label(row.missed.time_label),
        reading.concern_number[row.concern.id],
        row.concern.title,
        reading.person(row.concern.child),
        joined,
        alone,
        reading.answer(row.response) if row.response else "",
        reading.events_named(reading.evidence(row.concern)),
        row.missed.words,
    ]


def missed_by_concern(reading: Reading) -> Table:
    """The same rows concern by concern; what a concern rests on once, in its first row."""
    whole = missed(reading)
    each: dict[str, list[list[Cell]]] = {}
    for found, row in zip(answers.missed_rows(reading), whole.rows, strict=True):
        each.setdefault(found.concern.id, []).append(row)
    own = {place for place, column in enumerate(whole.columns) if column.heading in OF_THE_CONCERN}
    rows: list[list[Cell]] = []
    for first, *later in each.values():
        rows.append(first)
        rows += [[AS_ABOVE if n in own else cell for n, cell in enumerate(row)] for row in later]
    return Table(whole.name, whole.columns, rows)


def local(reading: Reading) -> Table:
    """What the partnership changed in the catalogue."""
    review = reading.review
    columns = _columns(sign=34, what_was_changed=60, why=60, signed_by=28, on=14)
    rows: list[list[Cell]] = [
        [
            one.title or terms.capital(terms.plain(one.card)),
            "Switched off: it raises nothing in this report",
            one.reason,
            terms.capital(terms.plain(one.role)),
            signed_day(one.on),
        ]
        for one in review.switched_off
    ]
    rows += [
        [
            one.title,
            "; ".join(one.what),
            one.reason,
            terms.capital(terms.plain(one.role)),
            signed_day(one.on),
        ]
        for one in review.local_changes
    ]
    return Table("Local changes", columns, rows)


def signed_day(written: str) -> str:
    try:
        return terms.day(date.fromisoformat(written))
    except ValueError:
        return written


def adults(reading: Reading) -> Table:
    columns = _columns(
        home=10, who=26, role=24, when=34, by_whose_account=24, checked=24, recorded_of_them=30, source=34
    )
    rows: list[list[Cell]] = [
        [
            home,
            stay.who,
            stay.role,
            stay.when,
            stay.account,
            stay.checked,
            ", ".join(stay.markers),
            stay.source,
        ]
        for home, stays in family.homes(reading)
        for stay in stays
    ]
    for adult in family.homeless_adults(reading):
        markers = ", ".join(terms.plain(marker) for marker in adult.markers)
        rows.append(["none stated", adult.label, family.role_words(adult), "", "", "", markers, ""])
    for tie in reading.review.relationships:
        what = f"{terms.relationship(tie.kind)} of {reading.person(tie.other)}"
        rows.append(
            [
                "relationship",
                reading.person(tie.person),
                what,
                from_until(tie.since, tie.until),
                terms.agency(tie.asserted_by),
                family.checked_words(reading, tie.person, tie.verified),
                "",
                place(tie.source),
            ]
        )
    return Table("Adults", columns, rows)


def injuries(reading: Reading) -> Table:
    columns = _columns(
        injury=8,
        event=24,
        what=34,
        child=14,
        explained_by=24,
        explained_when=24,
        told_to=24,
        words=60,
        judged=20,
        why_here=28,
    )
    rows: list[list[Cell]] = [
        [
            hurt.number,
            reading.event_name(hurt.event.id),
            hurt.what,
            reading.person(hurt.event.child),
            said.who,
            said.when,
            said.agencies,
            said.words,
            said.code,
            said.how,
        ]
        for hurt in family.injuries(reading)
        for said in hurt.explanations
    ]
    return Table("Injuries", columns, rows)


def compliance(reading: Reading) -> Table:
    columns = _columns(child=14, what=40, due=12, done=12, result=16, time_set_by=22, event=30)
    rows: list[list[Cell]] = [
        [
            name,
            item.words,
            item.due_on,
            item.done_on,
            terms.status(item.status).words,
            terms.label(item.time_label),
            reading.event_name(item.event) if item.event else "",
        ]
        for name, _, items in answers.compliance(reading)
        for item in items
    ]
    return Table("Compliance", columns, rows)


def shared(reading: Reading) -> Table:
    columns = _columns(on=12, from_agency=24, to_agency=24, what=50, event=30)
    told = sorted(reading.review.shared, key=lambda item: item.on)
    rows: list[list[Cell]] = [
        [
            item.on,
            terms.agency(item.from_agency),
            terms.agency(item.to_agency),
            item.what,
            reading.event_name(item.event),
        ]
        for item in told
    ]
    return Table("Shared", columns, rows)


def questions(reading: Reading) -> Table:
    rows: list[list[Cell]] = [
        [
            terms.agency(code),
            item.words,
            reading.events_named(item.about_events),
            concern_numbers(reading, item.about_concerns),
            "",
        ]
        for code, items in answers.questions(reading)
        for item in items
    ]
    return Table(
        "Questions", _columns(agency=24, question=80, about_events=40, about_concerns=16, answer=60), rows
    )


def concern_numbers(reading: Reading, ids: list[str]) -> str:
    return ", ".join(reading.concern_number.get(item, "") for item in ids)


def undated(reading: Reading) -> Table:
    rows: list[list[Cell]] = [
        [terms.agencies(item.agencies), item.date_words, item.words, place(item.source)]
        for item in reading.review.undated
    ]
    return Table("Undated", _columns(agency=24, date_as_written=24, words=90, source=40), rows)


def quarantine(reading: Reading) -> Table:
    rows: list[list[Cell]] = [
        [item.code, item.reason, item.remedy, item.words, place(item.source)]
        for item in reading.review.quarantine
    ]
    return Table("Quarantine", _columns(code=8, found=50, how_to_mend_it=50, as_written=60, source=40), rows)


def unmapped(reading: Reading) -> Table:
    rows: list[list[Cell]] = [
        [terms.plain(item.field), item.value, item.times, reading.event_name(item.first_event)]
        for item in reading.review.unmapped
    ]
    return Table("Unmapped", _columns(field=28, value=40, times=8, first_met_in=34), rows)


def input_files(reading: Reading) -> Table:
    columns = _columns(
        file=40,
        agencies=28,
        kind=14,
        rows_read=10,
        events=10,
        further_accounts=12,
        undated=10,
        quarantined=12,
        headers_and_blanks=12,
        covers_from=12,
        covers_to=12,
        columns=50,
        notes=50,
        sha256=66,
    )
    rows: list[list[Cell]] = [
        [
            item.file,
            terms.agencies(item.agencies),
            item.kind,
            item.rows_read,
            item.events,
            item.further_accounts,
            item.undated,
            item.quarantined,
            item.headers_and_blanks,
            item.covers_from,
            item.covers_to,
            "; ".join(f"{head} → {slot or 'kept as it is'}" for head, slot in item.columns.items()),
            "; ".join(item.notes),
            item.sha256,
        ]
        for item in reading.review.files
    ]
    for item in reading.review.refused:
        words = f"{item.code}: {item.reason} {item.remedy}"
        rows.append([item.file, "", "refused", 0, 0, 0, 0, 0, 0, None, None, "", words, ""])
    return Table("Files", columns, rows)
