"""Five plain findings for page one, each drawn from the concerns and never from a score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from tocsin.review.concerns_out import spoken
from tocsin.review.report.terms import agency as agency_words
from tocsin.review.schema import ConcernOut, MissedOut, PlainFinding, Question, SeenGap

MOST = 5


def plain_findings(
    concerns: Sequence[ConcernOut],
    missed: Sequence[MissedOut],
    gaps: Sequence[SeenGap],
    questions: Sequence[Question],
    *,
    harm_on: date | None,
) -> list[PlainFinding]:
    certain = [one for one in concerns if one.certainty == "certain" and one.state != "withdrawn"]
    found = [
        *first_chance(certain, missed, harm_on),
        *nobody_alone(certain),
        *most_missed(certain, missed),
        *out_of_sight(gaps),
        *answered_well(certain),
        *silence(questions),
    ]
    return found[:MOST]


def first_chance(
    concerns: Sequence[ConcernOut], missed: Sequence[MissedOut], harm_on: date | None
) -> Iterator[PlainFinding]:
    """The first suspect-level concern of which a required response was late or missed."""
    unanswered = {one.concern for one in missed}
    serious = [one for one in concerns if one.strength == "suspect" and one.id in unanswered]
    if not serious:
        return
    first = min(serious, key=lambda one: doubt(one, missed))
    before = ""
    if harm_on is not None and harm_on > first.raised_on:
        before = f", {(harm_on - first.raised_on).days:,} days before the child came to serious harm"
    words = (
        f"By {spoken(first.raised_on)}{before}, what the services knew together called for a response that "
        f"is late or not recorded: {first.title.lower()}. {alone_words(first)}"
    )
    yield PlainFinding(words, [first.id], first.anchors)


def doubt(concern: ConcernOut, missed: Sequence[MissedOut]) -> tuple[bool, bool, date, str]:
    """Confirmed wording before proposed, never done before done late, then the earliest."""
    never = any(one.concern == concern.id and one.status == "missed" for one in missed)
    return (concern.rests_on_proposed_coding, not never, concern.raised_on, concern.id)


def alone_words(concern: ConcernOut) -> str:
    if concern.knowable_alone_on is None:
        return "No single service could have seen it from its own records."
    names = " and ".join(agency_words(code) for code in concern.knowable_alone_by)
    if concern.knowable_alone_on <= concern.raised_on:
        return f"From its own records {names} could have seen it too."
    days = (concern.knowable_alone_on - concern.raised_on).days
    return f"Alone, {names} could have seen it {days:,} days later."


def nobody_alone(concerns: Sequence[ConcernOut]) -> Iterator[PlainFinding]:
    unseen = [one for one in concerns if one.knowable_alone_on is None]
    if unseen:
        words = (
            f"{len(unseen)} of {len(concerns)} concerns could be seen only by putting the services' records "
            f"together; no single service held enough."
        )
        yield PlainFinding(words, [one.id for one in unseen])


def most_missed(concerns: Sequence[ConcernOut], missed: Sequence[MissedOut]) -> Iterator[PlainFinding]:
    if not missed:
        return
    responses = Counter(response_words(one, concerns) for one in missed)
    words, times = responses.most_common(1)[0]
    total = len({(one.concern, one.response) for one in missed})
    yield PlainFinding(
        f"{total} expected responses came late or are not recorded. The commonest: {words} ({times} times).",
        list(dict.fromkeys(one.concern for one in missed if response_words(one, concerns) == words)),
    )


def response_words(one: MissedOut, concerns: Sequence[ConcernOut]) -> str:
    for concern in concerns:
        if concern.id == one.concern:
            for response in concern.responses:
                if response.name == one.response:
                    return response.words[:1].lower() + response.words[1:]
    return one.response.replace("_", " ")


def out_of_sight(gaps: Sequence[SeenGap]) -> Iterator[PlainFinding]:
    """The longest time nobody is recorded as having seen the child alone, or at all."""
    alone = [gap for gap in gaps if gap.kind == "seen_alone"]
    anyhow = [gap for gap in gaps if gap.kind == "seen"]
    if not anyhow:
        return
    longest = max(anyhow, key=lambda gap: gap.days)
    words = (
        f"The longest time for which nobody is recorded as having seen the child is {longest.days:,} days, "
        f"from {spoken(longest.start)} to {spoken(longest.end)}"
    )
    if alone:
        lone = max(alone, key=lambda gap: gap.days)
        words += f"; seen alone, {lone.days:,} days from {spoken(lone.start)}"
    yield PlainFinding(words + ".")


def answered_well(concerns: Sequence[ConcernOut]) -> Iterator[PlainFinding]:
    good = [one for one in concerns if one.state == "answered" and in_time(one)]
    if good:
        words = (
            f"Of {len(concerns)} concerns {len(good)} {'was' if len(good) == 1 else 'were'} answered in full "
            f"and in time; good practice is shown as plainly as the rest."
        )
        yield PlainFinding(words, [one.id for one in good])


def in_time(concern: ConcernOut) -> bool:
    return all(one.status == "answered" for one in concern.responses if one.required)


def silence(questions: Sequence[Question]) -> Iterator[PlainFinding]:
    asked = Counter(one.agency for one in questions)
    if asked:
        agency, times = asked.most_common(1)[0]
        yield PlainFinding(f"Most is still to be asked of {agency_words(agency)}: {times} questions.")
