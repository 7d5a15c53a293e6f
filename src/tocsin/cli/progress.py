"""Progress by stage, on standard error, so that standard output stays the summary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

Told = Callable[[str, int, int], None]


@contextmanager
def stages(*, quiet: bool) -> Iterator[Told]:
    """Yields `told(stage, done, of)`: one bar a stage, in the order in which stages are first met.

    Where standard error is no terminal, nothing is drawn.
    """
    console = Console(stderr=True)
    columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=quiet or not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def told(stage: str, done: int, of: int) -> None:
            if stage not in tasks:
                for earlier in bars.tasks:
                    bars.update(earlier.id, completed=earlier.total)
                tasks[stage] = bars.add_task(stage[:1].upper() + stage[1:], total=None)
            bars.update(tasks[stage], completed=done, total=max(of, done, 1))

        yield told
