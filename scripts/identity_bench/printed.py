"""The figures of a whole run as tables: each goal, then Tocsin beside splink."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from tocsin.identity.measure.goals import Goal, amount, goal_words, goals


def print_all(found: dict[str, Any]) -> None:
    console = Console(width=110, highlight=False)
    machine, sizes = found["machine"], found["sizes"]
    console.print(
        f"Python {machine['python']}, {machine['processors']} processors, load {machine['load_before']:.1f} "
        f"before; {', '.join(f'{name} {number}' for name, number in machine['versions'].items())}.\n"
        f"Register of {sizes['people']:,} asked for, {sizes['queries']:,} queries; model: {found['model']}."
    )
    console.print(goals_printed(found))
    if "durable" in found:
        console.print(durable(found["durable"]))
    for table in (speed(found), onboarding(found), accuracy(found), public(found)):
        if table.row_count:
            console.print(table)


def figures(found: dict[str, Any]) -> dict[str, float | None]:
    """Every figure that a goal is judged by, from whichever part measured it."""
    flat = {key: value for key, value in found.get("accuracy", {}).items() if isinstance(value, int | float)}
    flat |= {key: found["live"][key] for key in ("p50_ms", "p95_ms", "p99_ms") if "live" in found}
    if "bulk" in found:
        fastest = max(
            (found[part] for part in ("bulk", "bulk_shared") if part in found),
            key=lambda one: one["per_second"],
        )
        flat |= {"bulk_per_second": fastest["per_second"], "bulk_peak_gib": fastest["peak_gib"]}
    for part in ("durable", "ledger"):
        flat |= {key: value for key, value in found.get(part, {}).items() if isinstance(value, int | float)}
    sets = found.get("public", {})
    for name in ("febrl3", "febrl4"):
        if name in sets:
            flat[f"{name}_f1"] = max(sets[name][model]["f1_best"] for model in ("shipped", "trained"))
    return flat


def verdict(goal: Goal, value: float | None, flat: dict[str, float | None]) -> str:
    if value is None:
        return "not measured in this run"
    shown = flat.get(goal.over_figure or "n") or 0
    if not goal.reached(value):
        return f"missed by {amount(abs(value - goal.limit), goal.unit)}"
    return "reached" if shown >= goal.over else f"open: {shown:,.0f} of {goal.over:,} shown"


def goals_printed(found: dict[str, Any]) -> Table:
    flat = figures(found)
    intervals = found.get("accuracy", {}).get("intervals", {})
    table = _table("The goals", "goal", "measured", "95% interval, %", "goal is", "verdict")
    for goal in goals():
        value = flat.get(goal.figure)
        held = intervals.get(goal.figure, {})
        between = (
            f"{100 * held['low']:.3f} to {100 * held['high']:.3f}" if held.get("low") is not None else ""
        )
        measured = amount(value, goal.unit) if value is not None else ""
        table.add_row(
            f"{goal.id} {goal.words}", measured, between, goal_words(goal), verdict(goal, value, flat)
        )
    return table


def durable(one: dict[str, Any]) -> str:
    """What a linked record costs, and where."""
    return (
        f"Linked live and durably (G2): p50 {one['durable_p50_ms']:.2f}, p95 {one['durable_p95_ms']:.2f}, "
        f"p99 {one['durable_p99_ms']:.2f} ms, {one['durable_per_second']:,.0f} records a second.\n"
        f"Setting: PostgreSQL {one['durable_server']} on this machine, every commit flushed "
        f"(synchronous_commit on), one linker and one connection, {one['durable_asked']:,} records one after "
        f"another among {one['durable_people']:,} people, tables vacuumed before; of each the find alone "
        f"{one['durable_parts_p50_ms']['find']:.2f} ms; the register entered in "
        f"{one['durable_register_filled_seconds']:.0f} s, opened in {one['durable_opened_seconds']:.0f} s."
    )


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="left" if place in (0, 4) else "right", overflow="fold")
    return table


def speed(found: dict[str, Any]) -> Table:
    table = _table("Speed and memory, side by side", "what", "Tocsin", "splink 5", "splink / Tocsin")
    if live := found.get("live"):
        theirs = live["splink"]
        table.add_row(
            "one live record, p50, ms",
            f"{live['p50_ms']:.3f}",
            f"{theirs['p50_ms']:.0f}",
            f"{live['ratio_p50']:,.0f}",
        )
        table.add_row(
            "the same, p95, ms",
            f"{live['p95_ms']:.3f}",
            f"{theirs['p95_ms']:.0f}",
            f"{theirs['p95_ms'] / live['p95_ms']:,.0f}",
        )
    if "bulk" in found and "splink" in found:
        ours, theirs = found["bulk"], found["splink"]
        for words, key in (("bulk, records a second", "per_second"), ("bulk, peak memory, GiB", "peak_gib")):
            ratio = theirs[key] / ours[key]
            table.add_row(words, f"{ours[key]:,.2f}", f"{theirs[key]:,.2f}", f"{ratio:.2f}")
    return table


ONBOARDING = {
    "bulk": "Tocsin, one process",
    "bulk_shared": "Tocsin, two processes",
    "splink_levels": "splink, Tocsin's levels",
    "splink": "splink, stock levels",
}


def onboarding(found: dict[str, Any]) -> Table:
    """`peak` of two processes is the larger one's: what they share is counted in both."""
    table = _table(
        "Onboarding against the register (G10)", "by", "records a second", "peak GiB", "made ready, s"
    )
    for part, words in ONBOARDING.items():
        if one := found.get(part):
            before = ("register_seconds", "loading_seconds", "training_seconds")
            ready = sum(one.get(name, 0.0) for name in before)
            table.add_row(words, f"{one['per_second']:,.0f}", f"{one['peak_gib']:.2f}", f"{ready:.0f}")
    return table


def accuracy(found: dict[str, Any]) -> Table:
    names = (
        "recall_auto",
        "wrong_auto",
        "absent_linked",
        "absent_twin_linked",
        "twin_first",
        "blocking_recall",
    )
    table = _table(
        "The same queries: recall, wrong, absent, absent twins, twin first, candidates", "linker", *names
    )
    if ours := found.get("accuracy"):
        table.add_row("Tocsin, one operating point", *(_percent(ours[name]) for name in names))
    for words, key in (("splink, weight", "at"), ("splink, margin 4, weight", "at_with_margin_4")):
        for weight, shares in found.get("splink", {}).get(key, {}).items():
            table.add_row(f"{words} ≥ {weight}", *(_share(shares[name]) for name in names))
    return table


def _percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.2f}%"


def _share(counted: list[int]) -> str:
    return f"{100 * counted[0] / counted[1]:.2f}%" if counted[1] else ""


def public(found: dict[str, Any]) -> Table:
    table = _table(
        "Public sets", "set and linker", "F1, fixed", "F1, best", "F1 of clusters", "recall; wrong; absent"
    )
    for name, linkers in found.get("public", {}).items():
        if isinstance(linkers, dict):
            for linker, held in linkers.items():
                cells = (held.get(key) for key in ("f1", "f1_best", "f1_clusters"))
                table.add_row(f"{name}, {linker}", *(_f1(value) for value in cells), "; ".join(_rates(held)))
    return table


def _f1(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def _rates(held: dict[str, Any]) -> Iterator[str]:
    names = ("recall_auto", "wrong_auto", "absent_linked")
    if "at" in held:
        held = {name: counted[0] / counted[1] for name, counted in held["at"][10].items() if counted[1]}
    yield from (_percent(held[name]) for name in names if held.get(name) is not None)
