"""The working of a date, line by line: the court's term, the share served, days moved, changes of the law."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, overload

from tocsin.custody.answer import Line
from tocsin.custody.determinate.chains import Chain, Served
from tocsin.custody.determinate.outcome import Board, Outcome, Reckoned, Supervised
from tocsin.custody.determinate.stays import Step, Sums
from tocsin.custody.facts import Duration
from tocsin.custody.law import citations, date_codes, table
from tocsin.custody.terms import Share as Fraction
from tocsin.custody.terms import share_of


class Working(Sequence[Line]):
    """Lines written out when they are first read, equal to a tuple of the same lines."""

    __slots__ = ("_about", "_lines", "_write")

    def __init__(self, write: Callable[[Any], tuple[Line, ...]], about: object) -> None:
        self._write, self._about = write, about
        self._lines: tuple[Line, ...] | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        if self._lines is None:
            self._lines = self._write(self._about)
        return self._lines

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Line, ...]: ...
    def __getitem__(self, at: int | slice) -> Line | tuple[Line, ...]:
        return self.lines[at]

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    def __eq__(self, other: object) -> bool:
        return self.lines == (other.lines if isinstance(other, Working) else other)

    def __hash__(self) -> int:
        return hash(self.lines)

    def __repr__(self) -> str:
        return repr(self.lines)

    def __reduce__(self) -> tuple[type[tuple[Line, ...]], tuple[tuple[Line, ...]]]:
        return tuple, (self.lines,)

    def __deepcopy__(self, memo: object) -> tuple[Line, ...]:
        return self.lines


@lru_cache(maxsize=65536)
def day_of(number: int) -> date:
    return date.fromordinal(number)


@lru_cache(maxsize=65536)
def said(number: int) -> str:
    day = day_of(number)
    return f"{day.day} {month_name[day.month]} {day.year}"


@lru_cache(maxsize=4096)
def length(term: Duration) -> str:
    parts = ((term.years, "year"), (term.months, "month"), (term.weeks, "week"), (term.days, "day"))
    return " ".join(f"{number} {unit}{'s' if number > 1 else ''}" for number, unit in parts if number)


@lru_cache(maxsize=64)
def kind_in_words(kind: str) -> str:
    words: str = table("dates")["sentences"][kind]
    return words


@lru_cache(maxsize=16)
def share_in_words(share: Fraction) -> str:
    words: str = table("dates")["shares"].get(f"{share[0]}/{share[1]}", f"{share[0]}/{share[1]}")
    return words


def says(row: str) -> str:
    return citations()[row].says


def term_lines(chain: Chain, *, extension: bool = False) -> list[Line]:
    if not chain.said:
        chain.said = _term_lines(chain)
    if not extension:
        return chain.said
    return chain.said + [
        Line(f"Extension of {_months(one.extension)}.", None, "", one.ref)
        for one in chain.members
        if one.extension != (0, 0)
    ]


def _term_lines(chain: Chain) -> list[Line]:
    lines = [
        Line(
            f"{kind_in_words(one.sentence.kind)} of {length(one.sentence.term)} passed on {said(one.first)}.",
            day_of(one.first),
            "",
            one.ref,
        )
        for one in chain.members
    ]
    if len(chain.members) > 1:
        text = f"{len(chain.members)} consecutive sentences run as one from {said(chain.first)}."
        lines.append(Line(text, day_of(chain.first), "consecutive-terms"))
    return lines


def _months(part: tuple[int, int]) -> str:
    return length(Duration(years=part[0] // 12, months=part[0] % 12, days=part[1]))


def served_lines(served: Served, *, board: bool = False) -> Iterable[Line]:
    days = 0
    for share in served.shares:
        fraction = share.row.board if board and share.row.board is not None else share.row.served
        number = share_of(share.days, fraction)
        days = share.first + number - 1
        whole = fraction[0] == fraction[1]
        held = f"{share.days:,} days"
        counted = held if whole else f"{share_in_words(fraction)} of {held} is {number:,}"
        yield Line(
            f"{share.row.cited.says} From {said(share.first)}: {counted}, to {said(days)}.",
            day_of(days),
            share.row.cited.id,
            ", ".join(one.ref for one in share.members),
        )


def moved_lines(sums: Sums, start: int, *, latest: int, end: int | None, added: bool = True) -> list[Line]:
    """From a day before anything is moved to the day after; `end` is what added days may not pass."""
    lines, day = [], start
    if sums.credited:
        day -= sums.credited
        text = f"Less {sums.credited} days on remand or tagged bail: {said(day)}."
        lines.append(Line(text, day_of(day), "remand-counts-once"))
    if sums.at_large:
        day += sums.at_large
        text = f"Put back by {sums.at_large} days unlawfully at large: {said(day)}."
        lines.append(Line(text, day_of(day), "at-large"))
    if day < latest:
        day = latest
        lines.append(
            Line(f"Not before the day of sentence: {said(day)}.", day_of(day), "not-before-sentence")
        )
    if added and sums.added:
        day += sums.added
        lines.append(Line(f"Put back by {sums.added} added days: {said(day)}.", day_of(day), "added-days"))
        if end is not None and day > end:
            lines.append(Line(f"Not after the end of the sentence: {said(end)}.", day_of(end), "added-days"))
    return lines


def _stage_line(step: Step, one: Reckoned, day: int) -> Line:
    stage = one.stay.law.stages[step.stage]
    tranche = step.tranche
    if tranche is None:
        return Line(f"{stage.cited.says} Passed since it began: {said(day)}.", day_of(day), stage.cited.id)
    reached = f"{stage.cited.says} Reached those serving on {said(tranche.day)} ({tranche.cited.says})"
    if day < tranche.day:
        text = f"{reached}; the date before it, {said(day)}, is earlier and stands."
    elif day == tranche.day:
        text = f"{reached}; the new date is no later, so that day counts."
    else:
        text = f"{reached}; the new date is later and counts: {said(day)}."
    return Line(text, day_of(day), tranche.cited.id)


def _steps(one: Reckoned, *, board: bool) -> list[Line]:
    sums = one.stay.sums(one.chain)
    lines: list[Line] = []
    for number, step in enumerate(one.steps):
        day = step.board if board else step.release
        start = step.served.board if board else step.served.release
        if day is None or start is None:
            continue
        if step.tranche is None or day >= step.tranche.day:
            lines += served_lines(step.served, board=board)
            end = one.release if board else one.expiry
            lines += moved_lines(sums, start, latest=one.chain.latest, end=end)
        if number:
            lines.append(_stage_line(step, one, day))
    return lines


def _last(kind: str, day: int) -> Line:
    return Line(f"{kind}, {date_codes()[kind].words}: {said(day)}.", day_of(day))


def release_working(found: Outcome) -> tuple[Line, ...]:
    one = found.governing
    lines = [*term_lines(one.chain), *_steps(one, board=False)]
    if len(found.now) > 1:
        text = f"The last of {len(found.now)} releases of sentences served together: {said(one.release)}."
        lines.append(Line(text, day_of(one.release), "concurrent-terms"))
    lines += _label_lines(one)
    return (*lines, _last(found.release_kind, one.release))


def _label_lines(one: Reckoned) -> list[Line]:
    return [_label_line(row) for row in dict.fromkeys([label.cited.id for label in one.labels])]


@lru_cache(maxsize=64)
def _label_line(row: str) -> Line:
    return Line(says(row), None, row)


def board_working(found: Board) -> tuple[Line, ...]:
    lines = [*term_lines(found.of.chain), *_steps(found.of, board=True)]
    if found.moved_by is not None:
        text = f"Another sentence keeps the person until its automatic release: {said(found.day)}."
        lines.append(Line(text, day_of(found.day), "board-after-automatic", found.moved_by.chain.refs))
    return (*lines, _last("PED", found.day))


def _whole_line(chain: Chain) -> Line:
    text = f"Counted whole, the day of sentence as day 1: {chain.days:,} days, to {said(chain.last)}."
    return Line(text, day_of(chain.last), "first-day-counts", chain.refs)


def expiry_working(found: Outcome) -> tuple[Line, ...]:
    one = found.ends
    sums = one.stay.sums(one.chain)
    lines = [*term_lines(one.chain, extension=True), _whole_line(one.chain)]
    lines += moved_lines(sums, one.chain.last, latest=one.chain.latest, end=None, added=False)
    return (*lines, *_label_lines(one), _last(found.expiry_kind, one.expiry))


def licence_working(one: Reckoned) -> tuple[Line, ...]:
    lines = [*term_lines(one.chain), _whole_line(one.chain), *_label_lines(one)]
    return (*lines, _last("LED", one.licence or one.expiry))


def unadjusted_working(found: Outcome) -> tuple[Line, ...]:
    chain = found.unadjusted.chain
    return (*term_lines(chain, extension=True), _whole_line(chain), _last("ESED", chain.last))


def supervision_working(found: Supervised) -> tuple[Line, ...]:
    one, rule = found.of, found.rule
    served = one.steps[-1].share_ends - one.stay.sums(one.chain).added
    lines = [
        *term_lines(one.chain),
        Line(
            f"The share to be served ends: {said(max(served, one.chain.latest))}.", None, "", one.chain.refs
        ),
        Line(
            f"{rule.cited.says} {rule.months} months on: {said(found.to)}.", day_of(found.to), rule.cited.id
        ),
    ]
    return (*lines, _last("TUSED", found.to))
