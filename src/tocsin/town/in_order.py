"""Work on several processors whose results come back in order, with only a few waiting at any time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

Task = TypeVar("Task")
Done = TypeVar("Done")
AHEAD = 3  # tasks a worker may be ahead of the writer: what bounds the memory


def in_order(work: Callable[[Task], Done], tasks: Iterable[Task], *, workers: int) -> Iterator[Done]:
    """The results of `work` in the order of `tasks`, whatever the number of workers."""
    if workers == 1:
        yield from map(work, tasks)
        return
    # "spawn": forking a process that has threads (a progress bar) is unsafe
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[Done]] = deque()
        for task in tasks:
            waiting.append(pool.submit(work, task))
            if len(waiting) >= workers * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
