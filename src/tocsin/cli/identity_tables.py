"""The tables of an evaluation for the terminal: they say the same without colour and at 80 columns."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from tocsin.identity.measure.figures import SMALLEST_GROUP
from tocsin.identity.measure.goals import amount, goal_words, verdicts
from tocsin.identity.measure.run import Evaluation
from tocsin.identity.measure.shares import Share
from tocsin.identity.measure.troubles import Troubles

WORDS = {
    "recall_auto": "right person linked automatically",
    "wrong_auto": "registered person linked to another",
    "wrong_auto_all": "anybody linked wrongly, of all",
    "recall_auto_or_review": "linked or shown for review",
    "review_share_registered": "registered, sent to review",
    "review_share_absent": "absent, sent to review",
    "absent_linked": "absent, linked automatically",
    "absent_twin_linked": "absent twin, linked automatically",
    "first": "right person ranked first",
    "twin_first": "the same, twins",
    "twin_wrong_auto": "registered twin linked to another",
    "blocking_recall": "right person among candidates",
}


def show_evaluation(console: Console, evaluation: Evaluation) -> None:
    held = evaluation.thresholds
    console.print(
        f"{evaluation.n:,} queries, {evaluation.registered:,} of them about people in a register of "
        f"{evaluation.people:,}.\nAutomatic from {held.auto:g} with a margin of {held.margin:g}; "
        f"review from {held.review:g} (natural log-odds)."
    )
    console.print(shares_table(evaluation))
    if evaluation.figures.groups:
        console.print(groups_table(evaluation))
    console.print(goals_table(evaluation))
    if evaluation.differing:
        console.print(f"{evaluation.differing} queries are answered otherwise singly than in bulk.")


def new_table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="left" if place == 0 else "right", overflow="fold")
    return table


def interval_words(interval: tuple[float, float] | None) -> str:
    return f"{100 * interval[0]:.2f} to {100 * interval[1]:.2f}" if interval else ""


def share_words(share: Share) -> str:
    return amount(share.value, "share") if share.value is not None else "none to judge"


def shares_table(evaluation: Evaluation) -> Table:
    table = new_table("Figures, with 95% intervals", "figure", "share", "interval, %", "count")
    for name, share in evaluation.figures.shares.items():
        count = f"{share.count:,} of {share.of:,}"
        table.add_row(WORDS.get(name, name), share_words(share), interval_words(share.interval), count)
    return table


def groups_table(evaluation: Evaluation) -> Table:
    table = new_table(
        "By name group", "names", "registered", "missed", "not automatic", "wrong", "candidates"
    )
    for name, one in evaluation.figures.groups.items():
        mark = "" if one.registered >= SMALLEST_GROUP else " (few)"
        cells = (one.missed, one.missed_auto, one.wrong_auto, one.blocking_recall)
        table.add_row(f"{name}{mark}", f"{one.registered:,}", *map(share_words, cells))
    return table


def goals_table(evaluation: Evaluation) -> Table:
    table = new_table("Goals that this can judge", "goal", "measured", "interval, %", "goal is", "verdict")
    table.columns[-1].justify = "left"
    for one in verdicts(evaluation):
        name = f"{one.goal.id} {one.goal.words}"
        measured = amount(one.value, one.goal.unit)
        table.add_row(name, measured, interval_words(one.interval), goal_words(one.goal), one.words)
    return table


def show_troubles(console: Console, troubles: Troubles) -> None:
    if len(troubles):
        console.print("In the files:", *(f"  {one.sentence}" for one in troubles), sep="\n")
