"""Release that comes near, is fixed, moves earlier or happens; temporary release; recall."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from hashlib import sha256

from tocsin.custody.answer import KeyDate
from tocsin.custody.counting import before, in_words
from tocsin.custody.facts import Address, Movement
from tocsin.custody.indeterminate import indeterminate_on
from tocsin.custody.notices.known import LONG_AGO, in_custody, spell
from tocsin.custody.notices.rules import Rule
from tocsin.custody.notices.view import Occasion, View, children_of, doubt, driving, month_of
from tocsin.custody.rows import rule_on

RELEASING = ("releases", "may_be_released_if_directed")


def release_indeterminate(view: View, rule: Rule) -> Iterator[Occasion]:
    if _is_indeterminate(view):
        yield from _approaching(view, view.dates.earliest_if_directed, rule)


def release_parole(view: View, rule: Rule) -> Iterator[Occasion]:
    if not _is_indeterminate(view):
        yield from _approaching(view, view.dates.earliest_if_directed, rule)


def release_automatic(view: View, rule: Rule) -> Iterator[Occasion]:
    yield from _approaching(view, view.dates.release, rule)


def _is_indeterminate(view: View) -> bool:
    return bool(indeterminate_on(view.adult, on=view.on))


def _approaching(view: View, key_date: KeyDate | None, rule: Rule) -> Iterator[Occasion]:
    if key_date is None or not in_custody(view.adult, view.on):
        return
    opens = lead_before(driving(key_date), rule, view)
    yield _of_date(view, key_date, opens_on=opens, anchor=f"{key_date.effect}-{spell(view.adult, view.on)}")


def lead_before(day: date, rule: Rule, view: View) -> date:
    """By the row of practice that the rule names, else by the rule's own lead."""
    name = "handover_early" if rule.row and view.adult.early_allocation == "yes" else rule.row
    row = rule_on(name, view.on) if name else None
    if row is None:
        return before(day, months=rule.lead.months, days=rule.lead.days)
    return before(day, months=row.number("years") * 12 + row.number("months"), days=row.number("days"))


def _of_date(view: View, key_date: KeyDate, *, opens_on: date, anchor: str) -> Occasion:
    day = driving(key_date)
    return Occasion(
        anchor,
        opens_on,
        f"{release_words(key_date)}{_passed(key_date, view.on)}",
        standing="is" if key_date.effect == "releases" else "could_be",
        about=day,
        children=children_of(view),
        uncertain=doubt(key_date),
        month=month_of(day),
    )


def release_words(key_date: KeyDate) -> str:
    """Could be, or is: the difference between a date that releases and one that only allows it."""
    day = in_words(driving(key_date))
    by = "the prison's day" if key_date.official else "reckoned"
    if key_date.effect == "releases":
        return f"Is released by law on {day} ({key_date.kind}, {by})."
    return f"Could be released from {day}, only if the Parole Board directs it ({key_date.kind}, {by})."


def _passed(key_date: KeyDate, on: date) -> str:
    if driving(key_date) >= on or key_date.effect == "releases":
        return ""
    return " That day has passed: it may be directed at any time."


def release_fixed(view: View, _rule: Rule) -> Iterator[Occasion]:
    key_date = view.dates.release
    if key_date is None or key_date.official is None or not in_custody(view.adult, view.on):
        return
    stated = [o.stated_on for o in view.adult.official_dates if o.kind == key_date.kind]
    anchor = f"fixed-{spell(view.adult, view.on)}"
    yield _of_date(view, key_date, opens_on=max(stated, default=view.on), anchor=anchor)


def moved_earlier(view: View, _rule: Rule) -> Iterator[Occasion]:
    for change in view.changes:
        if change.direction != "earlier" or change.effect not in RELEASING or change.after is None:
            continue
        if change.before is None or not in_custody(view.adult, change.on):
            continue
        was, now = in_words(change.before), in_words(change.after)
        can = "is released" if change.effect == "releases" else "could be released, if directed,"
        yield Occasion(
            f"{change.effect}-{change.on.isoformat()}",
            change.on,
            f"{change.kind} moved from {was} to {now}: now {can} earlier ({change.why}).",
            standing="is" if change.effect == "releases" else "could_be",
            about=change.after,
            children=children_of(view),
            month=month_of(change.after),
        )


def dates_differ(view: View, _rule: Rule) -> Iterator[Occasion]:
    for key_date in view.dates.dates:
        official = key_date.official
        if official is None or key_date.earliest <= official <= key_date.latest:
            continue
        stated = [o.stated_on for o in view.adult.official_dates if o.kind == key_date.kind]
        own = in_words(key_date.earliest)
        yield Occasion(
            f"{key_date.kind}-{official.isoformat()}",
            max(stated, default=view.on),
            f"The prison gives {in_words(official)} as {key_date.kind}; the working here gives {own}.",
            about=official,
        )


def proposed_address(view: View, _rule: Rule) -> Iterator[Occasion]:
    if not in_custody(view.adult, view.on):
        return
    day = next_release(view)
    for address in view.adult.addresses:
        stands = address.last is None or address.last >= view.on
        for_release = address.kind in ("release", "approved_premises")
        if stands and for_release and is_flagged(address, view.authority):
            yield _proposal(view, address, day=day)


def is_flagged(address: Address, own: str) -> bool:
    elsewhere = bool(address.authority and own and address.authority != own)
    return bool(address.children) or elsewhere


def _proposal(view: View, address: Address, *, day: date | None) -> Occasion:
    found = [_children_there(len(address.children))] if address.children else []
    if address.authority and address.authority != view.authority:
        found.append(f"it lies in {address.authority}")
    identity = " ".join(address.address.casefold().split()) + "|" + "|".join(sorted(address.children))
    return Occasion(
        f"address-{sha256(identity.encode()).hexdigest()[:10]}-{spell(view.adult, view.on)}",
        address.known_from or address.first or LONG_AGO,
        f"An address is proposed for release; {'; '.join(found)}.",
        standing="could_be",
        about=day,
        children=address.children,
        authority=address.authority,
        place=address.address,
        uncertain="" if day else _no_day(view),
    )


def _no_day(view: View) -> str:
    """A day that has passed with nobody released is no comfort: release may come on any day."""
    if view.dates.release is None and view.dates.earliest_if_directed is None:
        return "No day of release is known."
    return "The day reckoned has passed and no release is recorded: it may come on any day."


def _children_there(count: int) -> str:
    return "a child lives or visits there" if count == 1 else f"{count} children live or visit there"


def next_release(view: View) -> date | None:
    """The earliest day on which release is possible and that has not passed."""
    found = [view.dates.release, view.dates.earliest_if_directed]
    days = [driving(one) for one in found if one is not None]
    return min((day for day in days if day >= view.on), default=None)


def temporary_release(view: View, _rule: Rule) -> Iterator[Occasion]:
    for movement in _moved(view, "temporary_release"):
        until = f" to {in_words(movement.until)}" if movement.until else ""
        yield _of_movement(view, movement, f"Temporary release from {in_words(movement.on)}{until}.")


def released(view: View, _rule: Rule) -> Iterator[Occasion]:
    for movement in _moved(view, "released"):
        yield _of_movement(view, movement, f"Released on {in_words(movement.on)}.", from_the_day=True)


def recalled(view: View, _rule: Rule) -> Iterator[Occasion]:
    for movement in _moved(view, "recalled"):
        yield _of_movement(view, movement, f"Recalled on {in_words(movement.on)}.")


def _moved(view: View, kind: str) -> list[Movement]:
    return [m for m in view.adult.movements if m.kind == kind]


def _of_movement(view: View, movement: Movement, why: str, *, from_the_day: bool = False) -> Occasion:
    known = movement.known_from or movement.on
    return Occasion(
        f"{movement.kind}-{movement.on.isoformat()}",
        max(known, movement.on) if from_the_day else known,
        why,
        about=movement.on,
        children=children_of(view),
        place=movement.address,
        month=month_of(movement.on),
    )
