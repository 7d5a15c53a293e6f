"""docs/reference/states-and-timescales.md: what is in force when, and what the law makes due."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reference_pages.markdown import capital, code, page, spaced, table
from tocsin.chronology.vocabulary import vocabulary
from tocsin.cli.card_words import anchor_words, condition_words, due_words, events_words
from tocsin.indicators.catalogue import Catalogue
from tocsin.indicators.catalogue import table as data_table
from tocsin.indicators.language import Compiler

SOURCE = "`src/tocsin/indicators/data` and `src/tocsin/concerns/data`"


def states_page(catalogue: Catalogue) -> str:
    parts = [
        "A state is something in force for a child from one day to another, such as a child protection "
        "plan. An event switches it on, and another, or the time shown, ends it. Cards ask for states "
        "by name.\n",
        "## States, orders and conditions\n",
        states_table(catalogue),
        "## Limits of law and statutory guidance\n",
        "The card `statutory_timescale_breached` holds one ground for each of these.\n",
        limits_table(data_table("timescales")),
        "## What is recorded of adults\n",
        "Facts of conduct, conviction or status, each with its source. A learning disability, youth, "
        "poverty or having been in care is never one of them.\n",
        markers_table(catalogue),
    ]
    return page("States and timescales", *parts, source=SOURCE)


def states_table(catalogue: Catalogue) -> str:
    rows = [
        (
            code(rule.name),
            events_words(rule.on),
            events_words(rule.off) if rule.off.of else "nothing but time",
            rule.lasts.words if rule.lasts else "until ended",
            rule.source,
        )
        for rule in catalogue.states
    ]
    return table(("state", "begins with", "ends with", "lasts at most", "source"), rows)


def limits_table(rows: Mapping[str, Any]) -> str:
    compiler = Compiler(vocabulary(), "timescales")
    limbs = [compiler.limb(row, "suspect", ()) for row in rows["limbs"]]
    shown = [
        (
            capital(limb.reason),
            anchor_words(limb.anchor),
            "; ".join(condition_words(one) for one in limb.also),
            due_words(limb.due) if limb.due else "",
        )
        for limb in limbs
    ]
    return table(("breach", "starts from", "only where", "fires when"), shown)


def markers_table(catalogue: Catalogue) -> str:
    rows = [(spaced(name), events_words(events)) for name, events in catalogue.markers.items()]
    return table(("marker", "put on an adult by"), rows)
