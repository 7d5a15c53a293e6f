"""The closed set of triggers: each rule names one, and each is a function from what is known to occasions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tocsin.custody.notices import of_children, of_ends, of_parole, of_release, of_sentence
from tocsin.custody.notices.known import died_on
from tocsin.custody.notices.rules import Rule, Trigger
from tocsin.custody.notices.view import Occasion, View

TRIGGERS: Mapping[Trigger, Callable[[View, Rule], Iterator[Occasion]]] = {
    "sentenced_trigger": of_sentence.sentenced_trigger,
    "sentenced_scheme": of_sentence.sentenced_scheme,
    "release_indeterminate": of_release.release_indeterminate,
    "release_parole": of_release.release_parole,
    "release_automatic": of_release.release_automatic,
    "release_fixed": of_release.release_fixed,
    "moved_earlier": of_release.moved_earlier,
    "temporary_release": of_release.temporary_release,
    "released": of_release.released,
    "recalled": of_release.recalled,
    "proposed_address": of_release.proposed_address,
    "dates_differ": of_release.dates_differ,
    "parole_window": of_parole.parole_window,
    "report_old": of_parole.report_old,
    "opinions_differ": of_parole.opinions_differ,
    "decision_due": of_parole.decision_due,
    "direction_provisional": of_parole.direction_provisional,
    "direction_final": of_parole.direction_final,
    "direction_refused": of_parole.direction_refused,
    "direction_set_aside": of_parole.direction_set_aside,
    "household_link": of_children.household_link,
    "pregnancy_link": of_children.pregnancy_link,
    "breach_sign": of_children.breach_sign,
    "moved_area": of_children.moved_area,
    "licence_ends": of_ends.licence_ends,
    "mappa_ends": of_ends.mappa_ends,
    "notification_ends": of_ends.notification_ends,
}


def occasions(rule: Rule, view: View) -> tuple[Occasion, ...]:
    """Nobody is told of anything about an adult who has died; what stands is withdrawn, with why."""
    died = died_on(view.adult)
    if died is not None and died <= view.on:
        return ()
    return tuple(TRIGGERS[rule.trigger](view, rule))
