"""From a child's view to findings: events first, then accumulation, then cards on concerns.

Late knowledge needs no special engine: each anchor is asked once with all that is known at
`as_of`, and, where something was learnt late or withdrawn, once more as it stood on the day it
would first have been raised. What fired then and no longer holds is a withdrawn finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from msgspec import structs

from tocsin.indicators import operators as op
from tocsin.indicators.card import STRENGTHS, Card
from tocsin.indicators.catalogue import Catalogue
from tocsin.indicators.finding import Evidence, Finding
from tocsin.indicators.lived import days_of_change, neighbourhood, touched_cards
from tocsin.indicators.over_findings import Raised, Standing, count_findings
from tocsin.indicators.reasons import reason
from tocsin.indicators.reference import FALSE, Answer, Reference, Rules, joined
from tocsin.indicators.truth import MAYBE, YES, fires, opposite
from tocsin.indicators.view import FOREVER, ChildView, Fact
from tocsin.working_days import Calendar


@dataclass(frozen=True)
class Asked:
    """One view under one catalogue, known up to a day."""

    reference: Reference
    rules: Rules
    ends: int  # the last ordinal on which anything may be raised


def evaluate(catalogue: Catalogue, view: ChildView, *, calendar: Calendar, as_of: date) -> list[Finding]:
    """Findings in order of the day raised. One finding for each card and anchor: its strongest limb."""
    rules = catalogue.rules(calendar)
    ends = min(as_of.toordinal(), view.ends)
    asked = Asked(Reference(view, rules, at=as_of.toordinal()), rules, ends)
    found = {raised.key: raised for raised in first_stratum(catalogue, asked)}
    if view.has_late_knowledge:
        found = {**lived(catalogue, view, asked, found), **found}
    for stratum in (1, 2):
        higher = list(over_findings(catalogue, asked, list(found.values()), stratum))
        found.update({raised.key: raised for raised in higher})
    return sorted((one.finding for one in found.values()), key=lambda finding: order_of(finding))


def order_of(finding: Finding) -> tuple[date, str, str]:
    return (finding.raised_latest, finding.indicator, finding.anchor)


def first_stratum(catalogue: Catalogue, asked: Asked) -> Iterator[Raised]:
    for card in catalogue.cards:
        if card.stratum == 0 and asked.reference.may_hold(card.clues):
            yield from strongest(limbs_met(card, asked, asked.reference))


def limbs_met(card: Card, asked: Asked, reference: Reference) -> Iterator[Raised]:
    for number, limb in enumerate(card.limbs):
        if not isinstance(limb.anchor, op.Events):
            continue
        met = reference.met(limb.anchor)
        if not met.facts or reference.rules_out(limb.on_the_day):
            continue
        for anchor in met.facts:
            if anchor.first > asked.ends:
                break  # in order of first day
            answer = ask(limb, anchor, met.sure[anchor.number], reference)
            if answer.truth >= MAYBE:
                raised = raise_finding(card, number, anchor, answer, asked=asked)
                if raised.finding.raised_earliest.toordinal() <= asked.ends:
                    yield raised


def ask(limb: op.Limb, anchor: Fact, truth: int, reference: Reference) -> Answer:
    """The limb at one anchor; conditions `at: due` are asked on the day the limit passes."""
    answers = []
    for condition in limb.on_the_day:
        answer = reference.ask(condition, anchor)
        if answer.truth < MAYBE:
            return answer
        answers.append(answer)
    if limb.due is not None:
        answer = reference.due(limb.due, anchor)
        if answer.truth < MAYBE:
            return answer
        answers.append(answer)
    itself = Answer(truth, ((anchor, "anchor"),))
    found = joined([itself, *answers]) if answers else itself
    if limb.due is None or not limb.at_due:
        return found
    return joined([found, *(reference.state_on(state, *found.falls_due) for state in limb.at_due)])


def raise_finding(card: Card, number: int, anchor: Fact, answer: Answer, *, asked: Asked) -> Raised:
    """Raised when its evidence was known and its limit had passed, whichever came last."""
    earliest, latest = answer.falls_due
    agencies = set()
    for fact, _ in answer.evidence:
        latest = max(latest, fact.known, fact.last)
        earliest = max(earliest, earliest_known(fact))
        agencies.add(fact.agency)
    limb = card.limbs[number]
    finding = Finding(
        indicator=card.id,
        version=card.version,
        child=asked.reference.view.child,
        anchor=anchor.event.id,
        anchor_key=anchor.event.key,
        limb=number,
        strength=limb.strength,
        certain=answer.truth == YES,
        raised_earliest=date.fromordinal(earliest),
        raised_latest=date.fromordinal(latest),
        evidence=evidence_of(answer),
        reason=reason(limb, anchor, answer),
        searched=searched(answer),
        absent=answer.absent,
    )
    key = f"{card.id} {anchor.event.id}"
    return Raised(finding, card, frozenset(agencies - {""}), anchor, latest, key)


def earliest_known(fact: Fact) -> int:
    """An imprecise event whose day of knowing is only its own last day may have been known on its first."""
    return fact.first if fact.known == fact.last else max(fact.known, fact.first)


def evidence_of(answer: Answer) -> tuple[Evidence, ...]:
    """Each event once, in the first role it has."""
    if len(answer.evidence) == 1:
        fact, role = answer.evidence[0]
        return (Evidence(fact.event.id, role),)
    roles: dict[str, str] = {}
    for fact, role in answer.evidence:
        roles.setdefault(fact.event.id, role)
    return tuple([Evidence(event, role) for event, role in roles.items()])


def searched(answer: Answer) -> tuple[date, date] | None:
    if answer.searched is None:
        return None
    low, high = answer.searched
    return date.fromordinal(max(low, 1)), date.fromordinal(min(high, FOREVER))


def strongest(raised: Iterable[Raised]) -> list[Raised]:
    """One finding an anchor: certain before possible, then the higher strength, then the earlier."""
    best: dict[str, Raised] = {}
    for one in raised:  # of one card
        held = best.get(one.finding.anchor)
        if held is None or rank(one) > rank(held):
            best[one.finding.anchor] = one
    return list(best.values())


def rank(raised: Raised) -> tuple[bool, int, int]:
    finding = raised.finding
    return (
        finding.certain,
        STRENGTHS.index(finding.strength),
        -finding.raised_latest.toordinal(),
    )


# as lived ---------------------------------------------------------------------------------------


def lived(catalogue: Catalogue, view: ChildView, asked: Asked, now: dict[str, Raised]) -> dict[str, Raised]:
    """Findings that stood on some earlier day of knowing and were taken back by what came later."""
    found: dict[str, Raised] = {}
    for day, changed in days_of_change(view, asked.ends):
        near = as_known(neighbourhood(view, changed, catalogue), asked, day)
        for card in touched_cards(catalogue, changed):
            if any(raised.key not in now for raised in limbs_met(card, near, near.reference)):
                then = as_known(view, asked, day)  # the neighbours alone may lack what kept it quiet
                for raised in strongest(limbs_met(card, then, then.reference)):
                    if raised.key not in now:
                        found.setdefault(raised.key, withdrawn(raised, day))
    return found


def as_known(view: ChildView, asked: Asked, day: int) -> Asked:
    """The view on the eve of `day`."""
    return Asked(Reference(view, asked.rules, at=day - 1), asked.rules, day - 1)


def withdrawn(raised: Raised, day: int) -> Raised:
    finding = structs.replace(
        raised.finding,
        withdrawn_on=date.fromordinal(day),
        withdrawn_why="what was recorded or corrected that day took its ground away",
    )
    return structs.replace(raised, finding=finding)


# findings over findings -------------------------------------------------------------------------


def over_findings(
    catalogue: Catalogue, asked: Asked, raised: Sequence[Raised], stratum: int
) -> Iterator[Raised]:
    standing = Standing(
        one for one in raised if one.finding.withdrawn_on is None and one.card.stratum < stratum
    )
    for card in catalogue.cards:
        if card.stratum != stratum:
            continue
        events = list(limbs_met(card, asked, asked.reference))
        above = [met for number in range(len(card.limbs)) for met in limb_over(card, number, standing, asked)]
        yield from strongest([*events, *above])


def limb_over(card: Card, number: int, standing: Standing, asked: Asked) -> Iterator[Raised]:
    limb = card.limbs[number]
    if not isinstance(limb.anchor, op.FindingTest):
        return
    for below in standing.met(limb.anchor):
        answer = ask_over(limb, below, standing, asked)
        if fires(answer.truth):
            raised = raise_finding(card, number, below.anchor, answer, asked=asked)
            raised = structs.replace(raised, agencies=raised.agencies | below.agencies)
            if raised.finding.raised_latest.toordinal() <= asked.ends:
                yield raised


def ask_one_over(
    condition: op.Condition, below: Raised, start: Fact, *, standing: Standing, asked: Asked
) -> Answer:
    if isinstance(condition, op.CountFindings):
        return count_findings(condition, below, standing)
    if isinstance(condition, op.Not) and isinstance(condition.of, op.CountFindings):
        return Answer(opposite(count_findings(condition.of, below, standing).truth))
    return asked.reference.ask(condition, start)


def ask_over(limb: op.Limb, below: Raised, standing: Standing, asked: Asked) -> Answer:
    """The clock of a limb on findings starts on the day the finding below is raised."""
    start = structs.replace(below.anchor, first=below.finding.raised_earliest.toordinal(), last=below.day)
    answers = [below.as_answer()]
    for condition in limb.also:
        answers.append(ask_one_over(condition, below, start, standing=standing, asked=asked))
        if answers[-1].truth < MAYBE:
            return FALSE
    if limb.due is not None:
        answers.append(asked.reference.due(limb.due, start))
    return joined(answers) if answers[-1].truth >= MAYBE else FALSE
