"""Many records asked about at once, by several processes where that pays."""

from __future__ import annotations

import gc
import multiprocessing
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from tocsin.identity.answer import Answer
from tocsin.identity.matching.bands import banded
from tocsin.identity.matching.model import Thresholds
from tocsin.identity.measure.engine import Finds
from tocsin.identity.onboarding.settings import settings
from tocsin.identity.stated import Stated

AT_ONCE = 1_000

Done = Callable[[int], None]


def nobody_waits(more: int) -> None:
    """For those who are told of progress otherwise."""


class _Asking(NamedTuple):
    matcher: Finds
    asked: Sequence[Stated]
    themselves: Thresholds | None  # a record is not its own candidate


_asking: _Asking | None = None  # a forked process finds it here, and nothing has to be sent to it


def ask(
    matcher: Finds,
    asked: Sequence[Stated],
    *,
    workers: int,
    done: Done,
    themselves: Thresholds | None = None,
) -> list[Answer]:
    """In the order of `asked`. `themselves`: the register holds those asked about too, under their ids, and
    each is to be told from itself at these thresholds."""
    global _asking
    _asking = _Asking(matcher, asked, themselves)
    found: list[Answer] = []
    try:
        with _mapper(workers if len(asked) >= settings().shared_from else 1) as mapped:
            for some in mapped(range(0, len(asked), AT_ONCE)):
                found += some
                done(len(some))
    finally:
        _asking = None
    return found


Mapped = Callable[[range], Iterator[list[Answer]]]


@contextmanager
def _mapper(workers: int) -> Iterator[Mapped]:
    if workers < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield lambda begins: map(_some, begins)
        return
    gc.freeze()  # so that counting references does not copy what the processes share
    try:
        with warnings.catch_warnings():
            # The children only compare: they take none of the locks that a thread of ours may hold.
            warnings.simplefilter("ignore", DeprecationWarning)
            with multiprocessing.get_context("fork").Pool(workers) as pool:
                yield lambda begins: pool.imap(_some, begins)
    finally:
        gc.unfreeze()


def _some(begin: int) -> list[Answer]:
    assert _asking is not None
    matcher, asked, themselves = _asking
    some = list(asked[begin : begin + AT_ONCE])
    answers = list(matcher.find_all(some))
    if themselves is None:
        return answers
    return [_of_others(one, answer, themselves) for one, answer in zip(some, answers, strict=True)]


def _of_others(stated: Stated, answer: Answer, limits: Thresholds) -> Answer:
    """The answer as it would be if the one asked about were not in the register."""
    left = tuple(one for one in answer.candidates if one.person != stated.id)
    return banded(left, limits, len(left))
