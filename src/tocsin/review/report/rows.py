"""The smaller tables of the page, with their links."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup, escape

from tocsin.review.report import answers, family, links, tables, terms
from tocsin.review.report.links import (
    BREAK,
    Cell,
    Row,
    concern_attributes,
    concern_link,
    event_link,
    event_links,
    grounds,
    joined,
    marked,
    number_link,
    status_tag,
    tag,
)
from tocsin.review.report.reading import Reading, from_until, further_accounts, place
from tocsin.review.report.tables import ASSUMED, UNCHECKED
from tocsin.review.schema import ComplianceOut, ConcernOut, EventOut, Question, ResponseOut, Source

REASONS_PARTED = ".; "  # how a concern's reason parts what raised it from what extended it
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
        first = _missed(reading, items[0], _grounds_of(reading, items[0].first.concern))
        first.cells[1] += _on_paper(items[0].first.concern)
        made.append(first)
        made += [_missed(reading, item, ["as above"] * 3 + [""]) for item in items[1:]]
    return made


def _on_paper(concern: ConcernOut) -> Markup:
    """A page can be opened at the concern; a sheet of paper says here what it is."""
    first, *more = concern.reason.split(REASONS_PARTED)
    further = f" (and {terms.count(len(more), 'further sign')} alike)" if more else ""
    said = Markup('<span class="on-paper"> · {}; raised {}: {}{}</span>')
    strength = terms.strength(concern.strength)
    return said.format(strength, terms.day(concern.raised_on), first.rstrip("."), further)


def _grounds_of(reading: Reading, concern: ConcernOut) -> list[Cell]:
    return [
        *answers.knowable(concern),
        links.evidence(reading, reading.evidence(concern), shown=EVIDENCE_SHOWN),
        reading.analysis(concern.id),
    ]


def _missed(reading: Reading, item: answers.MissedItem, basis: list[Cell]) -> Row:
    row = item.first
    expected = row.response.words if row.response else terms.capital(terms.plain(row.missed.response))
    by = f" ({terms.plain(row.response.role)}, within {row.response.limit})" if row.response else ""
    answer = reading.answer(row.response) if row.response else ""
    came = BREAK + Markup("{} {}").format(answer, _answer_link(reading, row.response)) if answer else ""
    what = Markup("<strong>{}</strong>{}{}{}").format(
        expected, by, BREAK, concern_link(reading, row.concern.id)
    )
    if reading.several_children:
        what += BREAK + reading.person(row.concern.child)
    if row.concern.rests_on_proposed_coding and not reading.mostly_proposed:
        what += BREAK + Markup("<small>Rests on wording nobody has checked.</small>")
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
    return BREAK + Markup("<small>Again expected on {}.</small>").format(said) if said else Markup("")


def _answer_link(reading: Reading, response: ResponseOut | None) -> Markup:
    answered = response.answered_by_event if response else None
    return Markup("({})").format(number_link(reading, answered)) if answered else Markup("")


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
    """What one account says of one person alike, in one row, with each day and each place it is said."""
    each: dict[tuple[str, ...], list[family.Stay]] = {}
    for stay in items:
        marks = ", ".join(stay.markers)
        each.setdefault((stay.who, stay.role, stay.account, stay.checked, marks), []).append(stay)
    return [
        Row([who, role, *_said([(one.when, one.source) for one in said], account, checked, marks)])
        for (who, role, account, checked, marks), said in each.items()
    ]


def _said(told: list[tuple[str, str]], *between: str) -> list[Cell]:
    """When, what is alike of all, and where it is written."""
    when = list(dict.fromkeys(day for day, _ in told))
    return [joined(map(escape, when), Markup("; <br>")), *between, _places([where for _, where in told])]


def _places(written: list[str]) -> str:
    """Each file once, with its places: `a.docx, table 1, row 3; row 5`."""
    each: dict[str, list[str]] = {}
    for where in dict.fromkeys(written):
        file, _, rest = where.partition(", ")
        each.setdefault(file, []).append(rest)
    return "; ".join(f"{file}, {'; '.join(rests)}".rstrip(", ") for file, rests in each.items())


def relationships(reading: Reading) -> list[Row]:
    each: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for tie in reading.review.relationships:
        is_ = f"{terms.relationship(tie.kind)} of {reading.person(tie.other)}"
        checked = family.checked_words(reading, tie.person, tie.verified)
        alike = (reading.person(tie.person), is_, terms.agency(tie.asserted_by), checked)
        each.setdefault(alike, []).append((from_until(tie.since, tie.until), place(tie.source)))
    return [
        Row([who, is_, *_said(told, account, checked)]) for (who, is_, account, checked), told in each.items()
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
                number_link(reading, item.event) if item.event else "",
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
                number_link(reading, item.event),
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
    if whole is None or not in_part(reading, event):
        return marked(event.words, event.because)
    parts = joined((Markup("<mark>{}</mark>").format(part) for part in event.because), " … ")
    return Markup("… {} … <small>(the same entry as {})</small>").format(
        parts, number_link(reading, whole.id)
    )


def in_part(reading: Reading, event: EventOut) -> bool:
    """Whether its words stand whole at the event it follows from."""
    whole = reading.event_by_id.get(event.derived_from)
    return whole is not None and whole.words == event.words and bool(event.because)


def folded(reading: Reading) -> dict[str, list[EventOut]]:
    """On paper: the events that say nothing but a part of an entry's words, by the event of that entry."""
    found: dict[str, list[EventOut]] = {}
    for event in reading.events:
        if in_part(reading, event) and not _says_more(reading, event):
            found.setdefault(event.derived_from, []).append(event)
    return found


def _says_more(reading: Reading, event: EventOut) -> bool:
    whole = reading.event_by_id[event.derived_from]
    own = (event.action, event.voice, event.analysis)
    more = any(
        said and said != of for said, of in zip(own, (whole.action, whole.voice, whole.analysis), strict=True)
    )
    told = further_accounts(event) or reading.differences_of.get(event.id) or reading.analysis(event.id)
    moved = (event.happened, event.agencies) != (whole.happened, whole.agencies)
    return more or bool(told) or moved


def also_read(reading: Reading, events: list[EventOut]) -> Markup:
    """`65 Advice taken; 66 Somebody told of harm (C15).`"""
    return joined((_also(reading, event) for event in events), "; ")


def _also(reading: Reading, event: EventOut) -> Markup:
    whole = reading.event_by_id[event.derived_from]
    adults = reading.adults_of(event)
    about = [f"about: {adults}"] if adults else []
    about += [reading.person(event.child)] if event.child != whole.child else []
    seen = reading.seen(event)
    about += [seen] if seen and seen != reading.seen(whole) else []
    about += [reading.concern_number[one.id] for one in reading.concerns_of.get(event.id, [])]
    more = f" ({', '.join(about)})" if about else ""
    return Markup("<b>{} {}</b>{}").format(
        reading.event_number[event.id], terms.capital(event.type_words), more
    )


def words_stand_at(reading: Reading) -> dict[tuple[Source, str], str]:
    """Where the words of each row stand whole: at its own event, else at the first that tells them."""
    own = [e for e in reading.events if not in_part(reading, e)]
    found: dict[tuple[Source, str], str] = {}
    for event in own:
        found.setdefault((event.source, event.words), event.id)
    for event in reading.events:
        for account in further_accounts(event):
            found.setdefault((account.source, account.words), event.id)
    return found


def question_grounds(reading: Reading, question: Question) -> Markup:
    return grounds(reading, question.about_concerns, question.about_events)


def local_changes(reading: Reading) -> list[Row]:
    """What the partnership switched off or changed in the catalogue, who signed and why."""
    return [Row([cell for cell in row if isinstance(cell, str)]) for row in tables.local(reading).rows]


def unmatched(reading: Reading) -> list[Row]:
    return [Row([key, words]) for key, words in reading.unmatched_analysis.items()]
