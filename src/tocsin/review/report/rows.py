"""The smaller tables of the page, with their links."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup, escape

from tocsin.review.report import answers, family, tables, terms
from tocsin.review.report.links import (
    Cell,
    Row,
    concern_attributes,
    concern_link,
    event_link,
    event_links,
    grounds,
    joined,
    marked,
    status_tag,
    tag,
)
from tocsin.review.report.reading import Reading, from_until, place
from tocsin.review.report.tables import ASSUMED, UNCHECKED
from tocsin.review.schema import ComplianceOut, ConcernOut, EventOut, Question, ResponseOut

EVIDENCE_SHOWN = 4  # in a table; the concern itself lists all of it
MISSED_HEADS = [
    "Due",
    "What guidance expects",
    "Result",
    "Time set by",
    "Days lost",
    "Could first be seen, all records together",
    "Could first be seen by one service alone",
    "Evidence",
    "Panel's analysis",
]
ANSWERED_HEADS = ["Due", "What guidance expects", "Result", "Time set by", "Answered", "Concern"]


def missed(reading: Reading) -> list[Row]:
    """Concern by concern, in the order of its first day due; what it rests on once, in its first row."""
    made: list[Row] = []
    for items in answers.missed_by_concern(reading):
        made += [_missed(reading, items[0], _grounds_of(reading, items[0].first.concern))]
        made += [_missed(reading, item, ["as above"] * 3 + [""]) for item in items[1:]]
    return made


def _grounds_of(reading: Reading, concern: ConcernOut) -> list[Cell]:
    return [
        *answers.knowable(concern),
        grounds(reading, [], reading.evidence(concern), shown=EVIDENCE_SHOWN),
        reading.analysis(concern.id),
    ]


def _missed(reading: Reading, item: answers.MissedItem, basis: list[Cell]) -> Row:
    row = item.first
    expected = row.response.words if row.response else terms.capital(terms.plain(row.missed.response))
    by = f" ({terms.plain(row.response.role)}, within {row.response.limit})" if row.response else ""
    answer = reading.answer(row.response) if row.response else ""
    came = Markup("<br>{} {}").format(answer, _answer_link(reading, row.response)) if answer else ""
    what = Markup("<strong>{}</strong>{}<br>{}").format(expected, by, concern_link(reading, row.concern.id))
    if reading.several_children:
        what += Markup("<br>{}").format(reading.person(row.concern.child))
    if row.concern.rests_on_proposed_coding and not reading.mostly_proposed:
        what += Markup("<br><small>Rests on wording nobody has checked.</small>")
    cells: list[Cell] = [
        terms.day(row.missed.due_on),
        what + _again([(one.missed.due_on, one.missed.status) for one in item.again]),
        tag(terms.status(row.missed.status)) + came,
        terms.label(row.missed.time_label),
        f"{row.missed.days_lost:,}",
        *basis,
    ]
    return Row(cells, concern_attributes(reading, row.concern))


def _again(later: list[tuple[date, str]]) -> Markup:
    """`Again expected on 3 May 2024: late; 3 June 2024: missed.`"""
    said = "; ".join(f"{terms.day(on)}: {terms.status(status).words.lower()}" for on, status in later)
    return Markup("<br><small>Again expected on {}.</small>").format(said) if said else Markup("")


def _answer_link(reading: Reading, response: ResponseOut | None) -> Markup:
    answered = response.answered_by_event if response else None
    return Markup("({})").format(event_link(reading, answered)) if answered else Markup("")


def answered(reading: Reading) -> list[Row]:
    return [_answered(reading, row) for row in answers.answered_rows(reading)]


def _answered(reading: Reading, row: answers.AnsweredRow) -> Row:
    response = row.response
    cells = [
        terms.day(response.due_on),
        Markup("<strong>{}</strong> ({}, within {})").format(
            response.words, terms.plain(response.role), response.limit
        ),
        status_tag(response),
        terms.label(response.time_label),
        Markup("{} {}").format(reading.answer(response), _answer_link(reading, response)),
        concern_link(reading, row.concern.id),
    ]
    return Row(cells, concern_attributes(reading, row.concern))


def not_evidenced(reading: Reading) -> list[Row]:
    rows = []
    for row in answers.not_evidenced_rows(reading):
        holders = terms.agencies(row.response.holders) or "not stated"
        cells = [
            row.response.words,
            terms.day(row.response.due_on),
            holders,
            concern_link(reading, row.concern.id),
        ]
        rows.append(
            Row([*cells, terms.label(row.response.time_label)], concern_attributes(reading, row.concern))
        )
    return rows


def responses(reading: Reading, concern: ConcernOut) -> list[Row]:
    """A row for each kind of response; where it fell due again, in one line."""
    each: dict[str, list[ResponseOut]] = {}
    for item in concern.responses:
        each.setdefault(item.name, []).append(item)
    rounds = [sorted(items, key=lambda one: (one.round, one.due_on)) for items in each.values()]
    return [_response(reading, items[0], items[1:]) for items in rounds]


def _response(reading: Reading, item: ResponseOut, again: list[ResponseOut]) -> Row:
    words = escape(item.words + ("" if item.required else " (not required)"))
    return Row(
        [
            words + _again([(one.due_on, one.status) for one in again]),
            terms.capital(terms.plain(item.role)),
            f"{terms.day(item.due_on)} ({item.limit}{', in whole days' if item.imprecise else ''})",
            terms.label(item.time_label),
            status_tag(item),
            Markup("{} {}").format(reading.answer(item), _answer_link(reading, item))
            if item.answered_on
            else "",
        ]
    )


def ladder(concern: ConcernOut) -> str:
    """`It would have reached the team manager on 3 March 2024 and the service manager on 4 March 2024.`"""
    steps = [
        (f"the {terms.plain(one.role)} on {terms.day(one.on)}", one.happened) for one in concern.escalations
    ]
    reached = terms.listed([words for words, happened in steps if happened])
    would = terms.listed([words for words, happened in steps if not happened])
    told = [f"On record, it reached {reached}."] if reached else []
    return " ".join([*told, *([f"It would have reached {would}."] if would else [])])


def facts(reading: Reading, concern: ConcernOut) -> list[tuple[str, str | Markup]]:
    joined_on, alone = answers.knowable(concern)
    raised = terms.day(concern.raised_on)
    if concern.raised_earliest != concern.raised_on:
        raised = f"between {terms.day(concern.raised_earliest)} and {raised}"
    found: list[tuple[str, str | Markup]] = [
        ("Child", reading.person(concern.child)),
        ("Raised", raised),
        ("Could first be seen, all records together", joined_on),
        ("Could first be seen by one service alone", alone),
        ("Owner", terms.capital(terms.plain(concern.owner))),
        ("Repeated", terms.listed([terms.day(on) for on in concern.extended_on])),
        ("Assumes", ASSUMED if concern.rests_on_assumed_date else ""),
        ("Rests on", UNCHECKED if concern.rests_on_proposed_coding else ""),
        ("Ended", terms.day(concern.ended_on)),
        ("Decision", concern.decision),
        ("Withdrawn because", concern.withdrawn_why),
        ("Next change through time alone", terms.day(concern.next_change_on)),
        ("Why it is a sign", reading.review.cards.get(concern.indicator, "")),
        ("Source", concern.source_words),
    ]
    return [(name, words) for name, words in found if words]


def evidence(concern: ConcernOut) -> list[tuple[str, str]]:
    """Each event once, with all it does for the concern."""
    does: dict[str, list[str]] = {}
    names = terms.terms().evidence_roles
    for item in concern.evidence:
        does.setdefault(item.event, []).append(names.get(item.role, item.role))
    return [(event, ", ".join(dict.fromkeys(roles))) for event, roles in does.items()]


def gaps(reading: Reading) -> list[Row]:
    kinds = {"seen": "seen by anybody", "seen_alone": "seen alone"}
    return [
        Row(
            [
                f"{gap.days:,} days",
                reading.person(gap.child),
                f"not {kinds.get(gap.kind, gap.kind)}",
                terms.day(gap.start),
                terms.day(gap.end),
            ]
        )
        for gap in family.longest_gaps(reading)
    ]


def last_seen(reading: Reading) -> list[Row]:
    rows = []
    for item in family.last_seen(reading):
        last = [
            Markup("{} by {}").format(event_link(reading, e.id), e.seen_by or terms.agencies(e.agencies))
            if e
            else "not recorded"
            for e in (item.seen, item.alone)
        ]
        rows.append(Row([item.child, *last]))
    return rows


def siblings(reading: Reading) -> list[Row]:
    return [
        Row(
            [
                item.person.label,
                item.age,
                terms.capital("; ".join(item.relations)) or "no relationship recorded",
                "; ".join(item.lived) or "not stated",
                f"{item.events:,}",
                f"{item.concerns:,}",
            ]
        )
        for item in family.siblings(reading)
    ]


def stays(items: list[family.Stay]) -> list[Row]:
    return [
        Row(
            [
                stay.who,
                stay.role,
                stay.when,
                stay.account,
                stay.checked,
                ", ".join(stay.markers) or "",
                stay.source,
            ]
        )
        for stay in items
    ]


def relationships(reading: Reading) -> list[Row]:
    return [
        Row(
            [
                reading.person(tie.person),
                f"{terms.relationship(tie.kind)} of {reading.person(tie.other)}",
                from_until(tie.since, tie.until),
                terms.agency(tie.asserted_by),
                family.checked_words(reading, tie.person, tie.verified),
                place(tie.source),
            ]
        )
        for tie in reading.review.relationships
    ]


def compliance(reading: Reading, items: list[ComplianceOut]) -> list[Row]:
    return [
        Row(
            [
                terms.capital(item.words),
                terms.day(item.due_on),
                terms.day(item.done_on) or "nothing recorded",
                tag(terms.status(item.status)),
                terms.label(item.time_label),
                event_link(reading, item.event) if item.event else "",
            ]
        )
        for item in items
    ]


def plans(reading: Reading) -> list[Row]:
    return [
        Row(
            [
                terms.capital(plan.words) or terms.terms().plan_kinds.get(plan.kind, plan.kind),
                reading.person(plan.child),
                terms.day(plan.start),
                terms.day(plan.end) or "no end recorded",
                joined([event_link(reading, e) for e in (plan.start_event, plan.end_event) if e], "; "),
            ]
        )
        for plan in sorted(reading.review.plans, key=lambda plan: plan.start)
    ]


def told(reading: Reading) -> list[Row]:
    return [
        Row(
            [
                terms.day(item.on),
                terms.agency(item.from_agency),
                terms.agency(item.to_agency),
                item.what,
                event_link(reading, item.event),
            ]
        )
        for item in sorted(reading.review.shared, key=lambda item: item.on)
    ]


def untold(reading: Reading) -> str:
    """The agencies that sent a file and are in no telling, either way."""
    met = {code for item in reading.review.shared for code in (item.from_agency, item.to_agency)}
    return terms.listed([terms.agency(code) for code in reading.review.agencies_sent if code not in met])


def differences(reading: Reading) -> list[Row]:
    names = terms.terms().differences
    return [
        Row([names.get(item.about, terms.capital(item.about)), item.words, event_links(reading, item.events)])
        for item in reading.review.differences
    ]


def files(reading: Reading) -> list[Row]:
    return [
        Row(
            [
                item.file,
                terms.agencies(item.agencies),
                f"{item.rows_read:,}",
                f"{item.events:,}",
                f"{item.further_accounts:,}",
                f"{item.undated:,}",
                f"{item.quarantined:,}",
                f"{item.headers_and_blanks:,}",
                f"{terms.day(item.covers_from)} to {terms.day(item.covers_to)}"
                if item.covers_from
                else "not stated",
                joined([Markup("<code>{}</code>").format(item.sha256), *map(escape, item.notes)], "<br>"),
            ]
        )
        for item in reading.review.files
    ]


def column_words(reading: Reading) -> list[tuple[str, str]]:
    return [
        (item.file, "; ".join(_read_as(*pair) for pair in item.columns.items()))
        for item in reading.review.files
        if item.columns
    ]


def _read_as(heading: str, slot: str) -> str:
    return f"“{heading}” read as {terms.plain(slot)}" if slot else f"“{heading}” kept as it is"


def unmapped(reading: Reading) -> list[Row]:
    return [
        Row([terms.plain(item.field), item.value, f"{item.times:,}", event_link(reading, item.first_event)])
        for item in reading.review.unmapped
    ]


def recorded(reading: Reading, event: EventOut) -> Markup:
    """The words of a record once: a further event of the same entry shows its own part and points there."""
    whole = reading.event_by_id.get(event.derived_from)
    if whole is None or whole.words != event.words or not event.because:
        return marked(event.words, event.because)
    parts = joined((Markup("<mark>{}</mark>").format(part) for part in event.because), " … ")
    return Markup("… {} … <small>(the same entry as {})</small>").format(parts, event_link(reading, whole.id))


def question_grounds(reading: Reading, question: Question) -> Markup:
    return grounds(reading, question.about_concerns, question.about_events)


def local_changes(reading: Reading) -> list[Row]:
    """What the partnership switched off or changed in the catalogue, who signed and why."""
    return [Row([cell for cell in row if isinstance(cell, str)]) for row in tables.local(reading).rows]


def unmatched(reading: Reading) -> list[Row]:
    return [Row([key, words]) for key, words in reading.unmatched_analysis.items()]
