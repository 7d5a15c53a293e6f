"""What each field weighed, drawn: every bar begins where the one above it ended. Read without colour too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from tocsin.identity.answer import Bar

WIDTH = 28  # of the drawing, in characters
SLIGHT = 0.05  # natural log-odds
FOR, AGAINST, ASCII_FOR, ASCII_AGAINST = "█", "▒", "#", "-"


def waterfall(bars: Sequence[Bar], *, blocks: bool = True) -> Table:
    """Full: for the same person; hatched: against. `blocks`: whether the terminal shows such characters."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("evidence", ratio=1, overflow="fold")
    table.add_column("weight", justify="right", no_wrap=True)
    table.add_column("drawn", width=WIDTH, no_wrap=True)
    for bar, begin, end, low, high in _placed(weighty(bars)):
        table.add_row(bar.words, f"{bar.weight:+.2f}", drawn(begin, end, low, high, blocks=blocks))
    table.add_row("together", f"{sum(bar.weight for bar in bars):+.2f}", "")
    return table


def weighty(bars: Sequence[Bar]) -> list[Bar]:
    """Those that weigh something, and all the others as one."""
    kept = [bar for bar in bars if abs(bar.weight) >= SLIGHT]
    rest = [bar for bar in bars if abs(bar.weight) < SLIGHT]
    if not rest:
        return kept
    return [
        *kept,
        Bar("rest", "", sum(bar.weight for bar in rest), f"{len(rest)} more, next to nothing"),
    ]


def _placed(bars: Sequence[Bar]) -> Iterator[tuple[Bar, float, float, float, float]]:
    ends = list(accumulate((bar.weight for bar in bars), initial=0.0))
    low, high = min(ends), max(ends)
    for bar, begin, end in zip(bars, ends, ends[1:], strict=False):
        yield bar, begin, end, low, high


def drawn(begin: float, end: float, low: float, high: float, *, blocks: bool) -> Text:
    scale = (WIDTH - 1) / ((high - low) or 1.0)
    first, last = sorted(round((edge - low) * scale) for edge in (begin, end))
    speaks_for = end >= begin
    full, hatched = (FOR, AGAINST) if blocks else (ASCII_FOR, ASCII_AGAINST)
    mark = (full if speaks_for else hatched) * max(1, last - first)
    return Text(" " * first + mark, style="green" if speaks_for else "red")


def spoken(bars: Sequence[Bar]) -> Iterator[str]:
    """The same in lines of words, heaviest first, for a screen reader."""
    for bar in sorted(weighty(bars), key=lambda one: -abs(one.weight)):
        way = "for" if bar.weight >= 0 else "against"
        yield f"{abs(bar.weight):.2f} {way}: {bar.words}"
    yield f"Together {sum(bar.weight for bar in bars):+.2f}."
