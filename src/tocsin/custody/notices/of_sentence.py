"""On sentence: the assessment that an offence asks for, and the victim contact scheme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby

from tocsin.custody.counting import in_words
from tocsin.custody.facts import Offence, Sentence
from tocsin.custody.notices.known import sentence_known
from tocsin.custody.notices.rules import Rule, data
from tocsin.custody.notices.view import Occasion, View, children_of, month_of
from tocsin.custody.notices.watch import asking
from tocsin.custody.standing import sentences_on

INDETERMINATE = ("IPP", "DPP", "LIFE", "WHOLE_LIFE")
# These sentences can be passed only for a specified violent or sexual offence, or for murder.
ALWAYS_SPECIFIED = (*INDETERMINATE, "SDS+", "EDS", "SOPC")


def sentenced_trigger(view: View, _rule: Rule) -> Iterator[Occasion]:
    refs = {offence.ref for offence in asking(view.adult, on=view.on)}
    for occasion in _by_day([s for s in sentences_on(view.adult, on=view.on) if s.offence in refs], view):
        words = (
            "The offence is on the list that asks for an assessment of risk to children; that is no finding."
        )
        yield replace(occasion, why=f"{occasion.why} {words}")


def sentenced_scheme(view: View, _rule: Rule) -> Iterator[Occasion]:
    offences = {offence.ref: offence for offence in view.adult.offences}
    held = [(s, _specified(s, offences.get(s.offence))) for s in sentences_on(view.adult, on=view.on)]
    offered = [(s, sure) for s, sure in held if sure is not None and is_long_enough(s)]
    certain = [s.sentenced_on for s, sure in offered if sure]
    for occasion in _by_day([s for s, _ in offered], view):
        yield occasion if occasion.starts_on in certain else _with_doubt(occasion)


def _with_doubt(occasion: Occasion) -> Occasion:
    words = "Not stated whether the offence is a specified violent or sexual one: ask, and refer meanwhile."
    return replace(occasion, uncertain=words)


def _specified(sentence: Sentence, offence: Offence | None) -> bool | None:
    """True where stated or implied by the kind; False where only a child victim is stated; else None."""
    listed = data("victim_contact")["scheme"]["offences"]
    if sentence.kind in ALWAYS_SPECIFIED or any(code in listed for code in sentence.exclusions):
        return True
    return False if offence is not None and offence.child_victim == "yes" else None


def is_long_enough(sentence: Sentence) -> bool:
    term = sentence.term
    months: int = data("victim_contact")["scheme"]["shortest_months"]
    days = term.weeks * 7 + term.days
    return sentence.kind in INDETERMINATE or term.years * 12 + term.months + days / 30.5 >= months


def _by_day(sentences: list[Sentence], view: View) -> Iterator[Occasion]:
    """Sentences of one day are one occasion."""
    ordered = sorted(sentences, key=_passed)
    for day, passed in groupby(ordered, key=_passed):
        known = max(day, min(sentence_known(one) for one in passed))
        yield Occasion(f"sentenced-{day.isoformat()}", known, f"Sentenced on {in_words(day)}.",
                       starts_on=day, children=children_of(view), month=month_of(day))  # fmt: skip


def _passed(sentence: Sentence) -> date:
    return sentence.sentenced_on
