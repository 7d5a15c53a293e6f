"""What in the facts of a life, IPP or DPP sentence contradicts itself. Its dates are then withheld."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tocsin.custody.answer import Problem
from tocsin.custody.counting import in_words
from tocsin.custody.determinate.days_moved import contradicted, runs_past
from tocsin.custody.determinate.faults import Others, follows_fault, ill_dated, impossible, problem
from tocsin.custody.facts import Adjustment, Adult, Sentence
from tocsin.custody.rows import kinds_under, rule_on
from tocsin.custody.standing import CREDIT, counts_for, decided, known, sentences_on, touches
from tocsin.errors import CustodyNoRow, CustodyNoTerm


def faults_by_sentence(
    serving: Sequence[Sentence], adult: Adult, *, on: date
) -> Mapping[str, tuple[Problem, ...]]:
    """Of each sentence by its ref; one whose dates rest on sound facts is not among them."""
    standing = sentences_on(adult, on=on)
    refs = {one.ref for one in standing}
    others = Others(frozenset(), frozenset(one.ref for one in adult.sentences if one.ref not in refs))
    found = {}
    for one in serving:
        linked = follows_fault(one, standing, others) if one.consecutive_to else None
        faults = (*_of_one(one, adult), *([linked] if linked else ()), *_of_remand(one, adult, on))
        if faults:
            found[one.ref] = faults
    return found


def changed_unclearly(sentence: Sentence, adult: Adult, *, on: date) -> bool:
    """An appeal changed it and what it became is not given: nothing can be said of its days."""
    changes = [one for one in decided(adult.appeals, on=on) if one.outcome == "sentence_changed"]
    return any(one.becomes is None and touches(one, sentence) for one in changes)


def _of_one(one: Sentence, adult: Adult) -> Iterable[Problem]:
    yield from ill_dated(one, adult)
    if impossible(one.minimum_term):
        said = "The minimum term cannot be right."
        yield problem(CustodyNoTerm, said, one.ref, "Copy it from the court's order.")
    available = "sentence_available"
    if one.kind in kinds_under(available) and rule_on(available, one.sentenced_on, kind=one.kind) is None:
        yield problem(
            CustodyNoRow,
            f"No law held here let a court pass this kind of sentence ({one.kind}) on "
            f"{in_words(one.sentenced_on)}.",
            one.ref,
            "See the kind and the day; if they are right, ask the prison for its dates.",
        )


def _of_remand(one: Sentence, adult: Adult, on: date) -> list[Problem]:
    """Of no account where the court has counted remand itself."""
    if one.minimum_term_net_of_remand == "yes":
        return []
    stated = [each for each in adult.adjustments if known(each.known_from, None, on=on)]
    mine = {
        at for at, each in enumerate(stated, start=1) if _is_credit(each) and counts_for(each, one, on=on)
    }
    late = [runs_past(at, stated[at - 1]) for at in mine if _too_late(stated[at - 1], one)]
    return [found for at, found in contradicted(stated) if at in mine] + late


def _is_credit(one: Adjustment) -> bool:
    return one.kind in CREDIT


def _too_late(one: Adjustment, sentence: Sentence) -> bool:
    tied = one.applies_from == sentence.sentenced_on
    return tied and one.last is not None and one.last >= sentence.sentenced_on
