"""The state of a notice on a day, and how it climbs: the ladders, roles and clocks of concerns.

Three exits, as for a concern: a named person acknowledged it, a named person said with a reason that it is
not needed, or what it rests on was withdrawn. Sending it is none: who was told may not have read it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tocsin.concerns import climb
from tocsin.concerns.concern import Escalation
from tocsin.concerns.roles import agency_of, level, resolve
from tocsin.custody.facts import Told
from tocsin.custody.notice import Notice
from tocsin.indicators.terms import CardTerms
from tocsin.working_days import Calendar

NoticeStatus = Literal["to_come", "running", "answered", "late", "missed", "not_needed", "withdrawn"]


@dataclass(frozen=True, slots=True)
class NoticeState:
    """running: not acknowledged, and there is time; answered: acknowledged in time; late: acknowledged after
    time; missed: past time and not acknowledged. `sent_on` alone ends nothing.

    `refused`: what was written of this notice and ends nothing, with why.
    """

    notice: Notice
    on: date
    status: NoticeStatus
    sent_on: date | None = None
    sent_by: str = ""
    ended_on: date | None = None
    ended_by: str = ""
    why: str = ""  # the reason it is not needed, or was withdrawn
    climbed: tuple[Escalation, ...] = ()
    next_change_on: date | None = None
    refused: tuple[tuple[Told, str], ...] = ()

    @property
    def is_open(self) -> bool:
        return self.status in ("to_come", "running", "missed")


def state_of(notice: Notice, told: Sequence[Told], *, on: date, calendar: Calendar) -> NoticeState:
    """`told`: all that is written of any notice; what names another, or is dated after `on`, is left."""
    if on < notice.raised_on:
        return NoticeState(notice, on, "to_come", next_change_on=notice.raised_on)
    said = sorted((t for t in told if names(t, notice) and t.on <= on), key=lambda one: one.on)
    good = [one for one in said if not refusal(one, notice)]
    sent = next(iter(good), None)
    end = next((one for one in good if one.what != "sent"), None)
    gone = notice.withdrawn_on
    if gone is not None and gone <= on and (end is None or gone < end.on):
        end = None
    else:
        gone = None
    ended = end.on if end else gone
    spells = _overdue(notice, sent=sent, ended=ended, on=on)
    terms, agency = _terms(notice), agency_of(notice.to.role, "unknown")
    return NoticeState(
        notice,
        on,
        _status(notice, end=end, gone=gone, sent=sent, on=on),
        sent.on if sent else None,
        sent.by if sent else "",
        ended,
        end.by if end else "",
        _why(notice, end=end, gone=gone),
        tuple(climb.would_have_reached(spells, at=on, terms=terms, agency=agency, calendar=calendar)),
        _next(notice, spells, sent=sent, ended=ended, on=on, calendar=calendar),
        tuple((one, refusal(one, notice)) for one in said if refusal(one, notice)),
    )


def states_of(
    notices: Sequence[Notice], told: Sequence[Told], *, on: date, calendar: Calendar
) -> tuple[NoticeState, ...]:
    return tuple(state_of(notice, told, on=on, calendar=calendar) for notice in notices)


def unmatched(told: Sequence[Told], notices: Sequence[Notice]) -> tuple[Told, ...]:
    """Written of a notice that there is not: a key mistyped, or a fact since taken out of the file."""
    return tuple(one for one in told if not any(names(one, notice) for notice in notices))


def names(told: Told, notice: Notice) -> bool:
    """A round that is told again has a key of its own: what was said of the old day does not count for it."""
    return told.notice in (notice.key, notice.id)


def refusal(told: Told, notice: Notice) -> str:
    """Why this answers nothing; "" where it counts."""
    if told.on < notice.raised_on:
        return "It is dated before the notice was raised. Check its date."
    if not told.by.strip():
        return "It does not say who. Write the name or post."
    if told.what == "not_needed" and not told.reason.strip():
        return "That a notice is not needed takes a reason. Write it."
    return ""


def deadline(notice: Notice, *, sent: Told | None) -> date:
    """Nobody told by the due day: that day. Told in time: the day by which it must be acknowledged."""
    return notice.acknowledge_by if sent is not None and sent.on <= notice.due else notice.due


def _status(
    notice: Notice, *, end: Told | None, gone: date | None, sent: Told | None, on: date
) -> NoticeStatus:
    if gone is not None:
        return "withdrawn"
    if end is None:
        return "running" if on <= deadline(notice, sent=sent) else "missed"
    if end.what == "not_needed":
        return "not_needed"
    return "answered" if end.on <= deadline(notice, sent=sent) else "late"


def _why(notice: Notice, *, end: Told | None, gone: date | None) -> str:
    if gone is not None:
        return notice.withdrawn_why
    return end.reason if end is not None else ""


def first_step(notice: Notice) -> str:
    """Always above who was told: a manager's notice goes to the manager's own."""
    told = notice.to.role
    agency = agency_of(told, "unknown")
    manager = resolve(notice.climb.to, agency)
    if level(manager) > level(told):
        return manager
    return climb.role_at(min(level(told) + 1, climb.TOP), agency)


def _overdue(notice: Notice, *, sent: Told | None, ended: date | None, on: date) -> list[climb.Overdue]:
    """One spell at most: telling late does not stop the climb, an acknowledgement does."""
    last = deadline(notice, sent=sent)
    if on <= last or (ended is not None and ended <= last):
        return []
    return [climb.Overdue(last + climb.DAY, ended)]


def _terms(notice: Notice) -> CardTerms:
    return CardTerms(
        indicator=notice.rule,
        version=1,
        title=notice.title,
        strength="suspect" if notice.priority == "high" else "consider",
        expected=(),
        escalate_to=first_step(notice),
        escalate_after=notice.climb.after,
        escalate_unit=notice.climb.unit,
        ladder=notice.climb.ladder,
    )


def _next(
    notice: Notice,
    spells: Sequence[climb.Overdue],
    *,
    sent: Told | None,
    ended: date | None,
    on: date,
    calendar: Calendar,
) -> date | None:
    """The next day on which time alone changes something; None once it has ended."""
    if ended is not None:
        return None
    last = deadline(notice, sent=sent)
    if on <= last:
        return last + climb.DAY
    agency = agency_of(notice.to.role, "unknown")
    return climb.next_step(spells, at=on, terms=_terms(notice), agency=agency, calendar=calendar)
