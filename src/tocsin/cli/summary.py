"""The summary of a review on standard output: counts and places, no words of a record."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.review.report.terms import agencies, count, day, listed
from tocsin.review.run import Outcome
from tocsin.review.schema import Review

SHOWN = 10  # files named one by one before "and so many more"


def summary(outcome: Outcome) -> str:
    review = outcome.review
    facts = [f"{name:<22}{said}" for name, said in _facts(review)]
    return "\n".join([*facts, "", *_unread(review), *_notes(outcome), *_places(outcome)])


def _facts(review: Review) -> Iterator[tuple[str, str]]:
    counts, totals = review.counts, review.counts.all
    yield "Seen from", f"{day(review.as_of)}{_view(review)}"
    yield "Children", str(len(review.children))
    yield "Files read", f"{len(review.files)}{_refused(review)}"
    yield "Rows read", _rows(review)
    yield "Sent records", agencies(review.agencies_sent) or "nobody"
    if review.agencies_expected_not_sent:
        yield "Sent nothing", agencies(review.agencies_expected_not_sent)
    yield "Concerns", f"{totals.concerns} raised, and {totals.possible} that the dates leave open"
    yield (
        "Responses expected",
        (
            f"{totals.answered_in_time} in time, {totals.late} late, {totals.missed} missed, "
            f"{totals.not_evidenced} that no file speaks to"
        ),
    )
    yield "Missed opportunities", str(len(review.missed))
    if counts.proposed_events:
        yield (
            "Rests on proposals",
            (
                f"{count(counts.proposed_events, 'event')} coded from prose; without them "
                f"{count(counts.without_proposals.concerns, 'concern')} would stand"
            ),
        )


def _view(review: Review) -> str:
    return ", all agencies together" if review.view == "joined" else f", by {agencies([review.view])} alone"


def _refused(review: Review) -> str:
    return f", and {count(len(review.refused), 'file')} that could not be read" if review.refused else ""


def _rows(review: Review) -> str:
    counts = review.counts
    parts = [
        count(counts.events, "event"),
        count(counts.further_accounts, "further account"),
        f"{counts.undated} undated",
        f"{counts.quarantined} that could not be used",
        f"{counts.headers_and_blanks} headings and blanks",
    ]
    return f"{counts.rows_read}: {listed(parts)}"


def _unread(review: Review) -> Iterator[str]:
    if review.refused:
        yield "Could not be read:"
        for refused in review.refused[:SHOWN]:
            yield f"  {refused.file}: {refused.reason} {refused.remedy} ({refused.code})"
        if len(review.refused) > SHOWN:
            yield f"  and {len(review.refused) - SHOWN} more, listed in the report."
        yield ""
    if review.counts.quarantined:
        yield (
            f"{count(review.counts.quarantined, 'row')} could not be used. "
            "The report lists each under “Data quality”, with how to mend it."
        )
        yield ""


def _notes(outcome: Outcome) -> Iterator[str]:
    if outcome.notes:
        yield from (f"Note: {note}" for note in outcome.notes)
        yield ""


def _places(outcome: Outcome) -> Iterator[str]:
    reports = [path for path in outcome.paths if path.parent == outcome.paths[0].parent]
    for path in reports:
        yield f"{'Report' if path is reports[0] else '':<22}{path}"
    others = len(outcome.paths) - len(reports)
    if others:
        yield f"{'':<22}and {count(others, 'file')} beside it"
