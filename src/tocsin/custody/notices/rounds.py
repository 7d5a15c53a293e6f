"""Every notice of one adult up to a day: raised, told again, or withdrawn where it can be seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tocsin.custody.answer import Dates
from tocsin.custody.changes import Change, changes_in
from tocsin.custody.counting import in_words
from tocsin.custody.facts import Adult
from tocsin.custody.notice import Notice
from tocsin.custody.notices.build import Addressed, addressed, notice_of
from tocsin.custody.notices.known import as_known, died_on, learned
from tocsin.custody.notices.of_children import links_of
from tocsin.custody.notices.rules import rule_called, rule_list
from tocsin.custody.notices.triggers import occasions
from tocsin.custody.notices.view import Link, View
from tocsin.working_days import Calendar

NOTHING_RECKONED = Dates(date.min, ())


def notices_of(
    adult: Adult,
    *,
    dates: Dates | Sequence[Dates],
    on: date,
    calendar: Calendar,
    authority: str = "",
    links: Sequence[Link] = (),
    known_on: date | None = None,
) -> tuple[Notice, ...]:
    """Every notice raised by the end of `on`, in the order raised; those withdrawn or told again are kept.

    `dates`: the answer as it stood from each day on (`changes.history_of`), or one answer for all days.
    `links`: ties to children that other records show. `known_on`: leave out what was learned later; with `on`
    in the future this gives what is to come, as things stand. Where no fact of the adult has a day, what it
    asks for is raised on the day of the view.
    """
    history = _ordered(dates)
    known = min(known_on or on, on)
    telling = _Telling(calendar)
    changes = changes_in([d for d in history if d.on <= known], adult=as_known(adult, known))
    days = _days(adult, history, links, known)
    for day, until in zip(days, [*days[1:], date.max], strict=True):
        view = _view(adult, day, history=history, changes=changes, links=links, authority=authority)
        telling.take(view, until=until, on=on)
    return telling.told()


def _ordered(dates: Dates | Sequence[Dates]) -> list[Dates]:
    return [dates] if isinstance(dates, Dates) else sorted(dates, key=lambda one: one.on)


def _days(adult: Adult, history: Sequence[Dates], links: Sequence[Link], known: date) -> list[date]:
    facts = {one.on for one in learned(adult, until=known)}
    reckoned = {d.on for d in history if d.on <= known}
    linked = {link.known_from for link in links if link.known_from <= known}
    return sorted(facts | reckoned | linked) or [known]


def _view(
    adult: Adult,
    day: date,
    *,
    history: Sequence[Dates],
    changes: Sequence[Change],
    links: Sequence[Link],
    authority: str,
) -> View:
    known = as_known(adult, day)
    reckoned = [d for d in history if d.on <= day]
    single = history[0] if len(history) == 1 else NOTHING_RECKONED
    return View(
        known,
        day,
        reckoned[-1] if reckoned else single,
        tuple(change for change in changes if change.on <= day),
        (*links_of(known), *(link for link in links if link.known_from <= day)),
        authority,
    )


@dataclass
class _Telling:
    """The notices so far, by their key without the round; the last of each list is the round that runs."""

    calendar: Calendar
    rounds: dict[str, list[Notice]] = field(default_factory=dict)
    about: dict[str, date] = field(default_factory=dict)  # by key: the day a round speaks of

    def take(self, view: View, *, until: date, on: date) -> None:
        met = {one.key: one for one in _addressed(view)}
        for one in met.values():
            self._met(
                one, view=view, opens=max(one.occasion.opens_on, view.on), last=min(until, on), until=until
            )
        for key, rounds in self.rounds.items():
            if key not in met and rounds[-1].stands:
                why = gone_because(view, rounds[-1])
                if why:
                    self._end(key, on=view.on, why=why)
        self._overtake(view)

    def _overtake(self, view: View) -> None:
        """What was to be told before a release, once it has come. It is not withdrawn: it was owed."""
        out = [m.on for m in view.adult.movements if m.kind == "released" and m.on <= view.on]
        for rounds in self.rounds.values():
            last = rounds[-1]
            since = [day for day in out if day >= last.raised_on]
            if last.stands and since and rule_called(last.rule).until == "release":
                rounds[-1] = replace(last, overtaken_on=min(since), overtaken_by="Release has come.")

    def _met(self, one: Addressed, *, view: View, opens: date, last: date, until: date) -> None:
        running = self._running(one.key)
        if running is not None and one.occasion.opens_on > view.on:
            self._end(one.key, on=view.on, why=_moved_later(running, one))
            running = None
        if opens > last or opens >= until:
            return
        if running is None:
            self._raise(one, view=view, on=opens)
        elif self._is_earlier(one, running):
            self._again(one, view=view, on=opens)
        else:
            self.rounds[one.key][-1] = self._kept(running, one, view=view)

    def _running(self, key: str) -> Notice | None:
        rounds = self.rounds.get(key, [])
        return rounds[-1] if rounds and rounds[-1].stands else None

    def _is_earlier(self, one: Addressed, running: Notice) -> bool:
        before, now = self.about.get(running.key), one.occasion.about
        return before is not None and now is not None and now < before

    def _end(self, key: str, *, on: date, why: str, replaced_by: str = "") -> None:
        ended = replace(self.rounds[key][-1], withdrawn_on=on, withdrawn_why=why, replaced_by=replaced_by)
        self.rounds[key][-1] = ended

    def _raise(self, one: Addressed, *, view: View, on: date) -> Notice:
        before = self.rounds.setdefault(one.key, [])
        key = f"{one.key}:again-{on.isoformat()}" if before else one.key
        made = self._make(one, key=key, view=view, on=on)
        before.append(replace(made, again_on=on) if before else made)
        return before[-1]

    def _again(self, one: Addressed, *, view: View, on: date) -> None:
        """Told again: what anybody acknowledged before was about the later day."""
        place = len(self.rounds[one.key]) - 1
        made = self._raise(one, view=view, on=on)
        why = made.why if made.side == "victim" else f"{made.why} Told again: the day moved earlier."
        old = self.rounds[one.key][place]
        self.rounds[one.key][place] = replace(
            old,
            withdrawn_on=on,
            withdrawn_why="The day moved earlier: it is told again.",
            replaced_by=made.key,
        )
        self.rounds[one.key][-1] = replace(made, priority="high", why=why)

    def _kept(self, running: Notice, one: Addressed, *, view: View) -> Notice:
        """The same duty with what is known now; the round, its day and its urgency stay."""
        made = self._make(one, key=running.key, view=view, on=running.raised_on)
        return replace(made, again_on=running.again_on, priority=running.priority)

    def _make(self, one: Addressed, *, key: str, view: View, on: date) -> Notice:
        if one.occasion.about is not None:
            self.about[key] = one.occasion.about
        made = notice_of(one, key=key, raised_on=on, view=view, calendar=self.calendar)
        later = _tied_later(view, than=on)
        return replace(made, children=tuple(child for child in made.children if child not in later))

    def told(self) -> tuple[Notice, ...]:
        found = [notice for rounds in self.rounds.values() for notice in rounds]
        return tuple(sorted(found, key=lambda one: (one.raised_on, one.due, one.key)))


def _addressed(view: View) -> Iterator[Addressed]:
    for rule in rule_list():
        for occasion in occasions(rule, view):
            yield from addressed(rule, occasion, view)


def _tied_later(view: View, *, than: date) -> set[str]:
    """Children whose every tie became known after a day: what was raised by then did not speak of them."""
    known = {link.child for link in view.links if link.known_from <= than}
    return {link.child for link in view.links} - known


def _moved_later(running: Notice, one: Addressed) -> str:
    if running.side == "victim":
        return "The day it is about moved later; it will be told again."
    return f"The day it is about moved later; it will be told again from {in_words(one.occasion.opens_on)}."


def gone_because(view: View, notice: Notice) -> str:
    """Why what gave rise to a notice is no longer so; "" where it was true and only time has passed."""
    died = died_on(view.adult)
    if died is not None and died <= view.on:
        return f"The adult died on {in_words(died)}."
    if any(a.decided_on == view.on and a.outcome != "dismissed" for a in view.adult.appeals):
        return "An appeal changed what it rests on."
    if any(m.kind == "released" and notice.raised_on <= m.on <= view.on for m in view.adult.movements):
        return ""
    otherwise = "What it rests on changed: what is known now is told under its own notice."
    return rule_called(notice.rule).gone or otherwise
