"""One adult of custody.yaml as review.json, the report and `tocsin custody show` have it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tocsin.custody.answer import KeyDate
from tocsin.custody.facts import Adult, ParoleReview, Tie
from tocsin.custody.notices.of_children import short_words as condition_words
from tocsin.custody.notices.victims import conditions_to_tell
from tocsin.review import schema_custody as out
from tocsin.review.custody_answer import tell_lines, unsure_lines, when_lines, why_lines
from tocsin.review.custody_case import Case
from tocsin.review.custody_next import next_lines
from tocsin.review.custody_prebirth import legal_aid_out
from tocsin.review.custody_stretches import stretches
from tocsin.review.custody_words import (
    adjustment_words,
    committed_words,
    date_words,
    day,
    in_words,
    label,
    movement_words,
    period,
    plain,
    relation_words,
    said,
    sentence_words,
)

FIRM = {True: "estimate", False: "not certain"}


def adult_out(case: Case) -> out.CustodyOut:
    adult = case.adult
    calendar = sorted(_calendar(case), key=lambda one: (one.on, one.until, one.words))
    return out.CustodyOut(
        id=adult.id,
        person=case.person,
        label=label(adult),
        on=case.on,
        when=list(when_lines(case)),
        why=list(why_lines(case)),
        tell=list(tell_lines(case)),
        unsure=list(unsure_lines(case)),
        dates=[date_out(one, case) for one in case.dates.dates],
        calendar=calendar,
        names=[name for name in (adult.name, *adult.aliases) if name],
        sentences=list(_sentences(case)),
        adjustments=[adjustment_words(one) for one in adult.adjustments],
        history=[_happened(one.on, movement_words(one)) for one in case.movements],
        notices=sorted(case.notices, key=lambda one: (one.due_on, one.to, one.key)),
        offences=list(_standings(case)),
        risk=case.risk,
        asks=list(case.asks),
        reviews=[_review(one, case) for one in adult.parole],
        licence=list(case.licence),
        stretches=list(stretches(case)),
        conditions=[
            out.ConditionOut(condition_words(one), one.words, period(one.first, one.last))
            for one in case.conditions
        ],
        ties=list(case.ties or (*(_tie(one, case) for one in adult.ties), *_unborn(case))),
        restricted=list(_restricted(adult)),
        changes=list(case.changes),
        problems=[f"{one.where}: {one.found} {one.do} ({one.code})" for one in case.dates.problems],
        notes=list(case.dates.notes),
        next=next_lines(case, calendar),
        prebirth=list(case.prebirth),
        legal_aid=legal_aid_out() if case.prebirth else [],
    )


def date_out(one: KeyDate, case: Case) -> out.CustodyDateOut:
    stated = [
        date for date in case.adult.official_dates if date.kind == one.kind and date.day == one.official
    ]
    return out.CustodyDateOut(
        kind=one.kind,
        words=date_words(one.kind),
        earliest=one.earliest,
        latest=one.latest,
        effect=one.effect,
        effect_words=said().effects[one.effect],
        why=in_words(one.why),
        labelled=[out.ReadingOut(in_words(words), on) for words, on in one.labelled],
        official=one.official,
        official_source=", ".join(f"{it.source or 'the prison'}, {day(it.stated_on)}" for it in stated[-1:]),
        working=[
            out.WorkingOut(
                in_words(line.words), line.day, case.law(line.law) if line.law else "", _fact(line.fact, case)
            )
            for line in one.working
        ],
        sentence=one.sentence,
    )


def _fact(ref: str, case: Case) -> str:
    """The court's own words of the sentence a line rests on, else its ref and where it stands."""
    if not ref:
        return ""
    for one in case.adult.sentences:
        if one.ref == ref:
            told = f"“{one.words}”, " if one.words else ""
            where = case.place_of_sentence(ref)
            return f"{told}{one.court or 'the court'}, {day(one.sentenced_on)} ({where})"
    return ref


def _sentences(case: Case) -> Iterator[out.SentenceOut]:
    order = {one.ref: one for one in case.adult.sentences}
    offences = {one.ref: one.title or one.code for one in case.adult.offences}
    for one in case.adult.sentences:
        yield out.SentenceOut(
            ref=one.ref,
            words=sentence_words(one, order),
            sentenced_on=one.sentenced_on,
            offence=offences.get(one.offence, one.offence_code),
            court=one.court,
            court_words=one.words,
            place=case.place_of_sentence(one.ref),
        )


def _calendar(case: Case) -> Iterator[out.CustodyDayOut]:
    for one in case.dates.dates:
        yield _of_date(one)
    for assessed in case.adult.assessments:
        if assessed.review_by:
            words = "Assessment of risk to children to be looked at again"
            yield out.CustodyDayOut(assessed.review_by, assessed.review_by, words, "review", "stated")
    yield from case.steps


KINDS = {"releases": "release", "may_be_released_if_directed": "if_directed"}


def _of_date(one: KeyDate) -> out.CustodyDayOut:
    words = f"{date_words(one.kind)[0].upper()}{date_words(one.kind)[1:]} ({one.kind})"
    kind = KINDS.get(one.effect, "licence" if one.effect.startswith("ends") else "review")
    if one.official:
        return out.CustodyDayOut(one.official, one.official, words, kind, "official")
    return out.CustodyDayOut(one.earliest, one.latest, words, kind, FIRM[one.certain])


def _happened(on: date, words: str) -> out.CustodyDayOut:
    return out.CustodyDayOut(on, on, words, "happened", "happened")


def _standings(case: Case) -> Iterator[out.StandingOut]:
    for one in case.adult.offences:
        if standing := case.standings.get(one.ref):
            words = " ".join(part for part in (standing.is_so, standing.reason) if part)
            yield out.StandingOut(
                ref=one.ref,
                title=one.title or one.code or "offence not named",
                standing=standing.code,
                name=standing.name,
                words=words,
                is_not=standing.is_not,
                on=standing.since,
                committed=committed_words(one),
                part=said().parts.get(one.part, ""),
                source=one.source,
            )


def _review(one: ParoleReview, case: Case) -> out.BoardReviewOut:
    return out.BoardReviewOut(
        ref=one.ref,
        words=said().reviews[one.kind],
        outcome=said().outcomes[one.outcome],
        stages=list(case.stages.get(one.ref, ())),
        flags=list(case.flags.get(one.ref, ())),
        wanted=list(case.wanted.get(one.ref, ())),
        opinions=[
            out.OpinionOut(
                it.by, it.on, it.about, it.finding, said().recommends.get(it.recommends, ""), it.tool
            )
            for it in one.reports
        ],
    )


def _tie(one: Tie, case: Case) -> out.CustodyTieOut:
    lives = {"yes": "lives with the child", "no": "does not live with the child"}.get(one.lives_with, "")
    how = ", ".join(part for part in (as_relation(one.relation) or "tie not named", lives) if part)
    when = period(one.first, one.last) if one.first or one.last else "for life"
    why = f"{said().reasons['relationship'].why}."
    return out.CustodyTieOut(case.child(one.child), how, when, why, one.source)


def as_relation(relation: str) -> str:
    """The adult's place towards the child, so that nobody reads it as the child's."""
    return f"this adult is the {relation_words(relation)}" if relation else ""


def _unborn(case: Case) -> Iterator[out.CustodyTieOut]:
    for one in case.adult.pregnancies:
        how = as_relation(one.relation) or "pregnancy in which this adult has a part"
        why = f"{said().reasons['pregnancy'].why}."
        yield out.CustodyTieOut(case.child(one.child), how, f"birth expected {day(one.due)}", why, one.source)


def _restricted(adult: Adult) -> Iterator[str]:
    for one in adult.mappa:
        level = f", level {one.level}" if one.level else ", level not stated"
        when = period(one.first, one.last)
        yield f"Public protection arrangements: category {one.category}{level}, {when}."
    for victim in adult.victims:
        asked = {"yes": "asked to be told", "no": "asked not to be told"}.get(
            victim.opted_in, "not asked yet"
        )
        kept = (
            f" Never of: {', '.join(plain(it) for it in victim.not_to_be_told)}."
            if victim.not_to_be_told
            else ""
        )
        yield f"Victim contact, {victim.relation}: {asked}; by the victim liaison officer only.{kept}"
    told = conditions_to_tell(adult)
    if told and any(one.opted_in == "yes" for one in adult.victims):
        yield f"Conditions that victim contact may tell of, in these words and no others: {'; '.join(told)}."
