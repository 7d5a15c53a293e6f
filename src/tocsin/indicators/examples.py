"""A card's examples: short lines of made-up events, run through the reference as a child's view."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tocsin.chronology.event import Event, Known
from tocsin.chronology.seen import Told, seen_of
from tocsin.errors import CatalogueError
from tocsin.indicators.card import Card, Example
from tocsin.indicators.catalogue import Catalogue
from tocsin.indicators.evaluate import evaluate
from tocsin.indicators.finding import Finding
from tocsin.indicators.view import KnownAdult, child_view
from tocsin.records.when import Precision, When
from tocsin.working_days import Calendar

LOOK_ON = timedelta(days=1200)  # an example is looked at long after its last event, unless it says


class BadExample(CatalogueError):
    code = "T312"
    help = "A card's example cannot be read: `DATE AGENCY TYPE key=value;key=value`."


def interval(text: str) -> When:
    """2024-03-01, 2024-03, 2024, or two of these with a slash."""
    first, _, second = text.partition("/")
    start, end = whole(first)[0], whole(second or first)[1]
    kind = Precision.DAY if start == end else Precision.RANGE
    return When(start, end, kind)


def whole(text: str) -> tuple[date, date]:
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return date(*parts), date(*parts)
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 12, 31)
    after = date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
    return date(parts[0], parts[1], 1), after - timedelta(days=1)


def read_event(line: str, number: int, child: str = "child") -> Event:
    """`DATE AGENCY TYPE key=value;...`; `known=DATE` is when it became known, `child=` another child."""
    try:
        when_text, agencies, type_name, *rest = line.split(maxsplit=3)
        when = interval(when_text)
        attributes = dict(part.split("=", 1) for part in (rest[0].split(";") if rest else []) if part)
    except ValueError:
        raise BadExample(f"'{line}' is not an event.") from None
    since = date.fromisoformat(attributes.pop("known", when.end.isoformat()))
    holders = tuple(agencies.split("+"))
    row = attributes.pop("row", "")
    of_child = attributes.pop("child", child)
    says = {name: tuple(value.split(",")) for name, value in attributes.items()}
    seen = seen_of(type_name, says, {}, told=Told(holders[0]))
    return Event(
        id=f"{number}",
        key=f"{agencies} {number} {when_text} {type_name}",
        type=type_name,
        when=when,
        agencies=holders,
        child=of_child,
        attributes=says,
        known=tuple(Known(agency, since, assumed=False) for agency in holders),
        seq=number,
        seen=seen.seen,
        seen_alone=seen.alone,
        how=seen.how,
        derived_from=row,
    )


def run_example(catalogue: Catalogue, example: Example, calendar: Calendar) -> list[Finding]:
    events = [read_event(line, number) for number, line in enumerate(example.events, start=1)]
    births = [event.when for event in events if event.type == "birth" and event.child == "child"]
    last = max(event.when.end for event in events)
    view = child_view(
        "child",
        [event for event in events if event.child == "child"],
        others=[event for event in events if event.child != "child"],
        born=births[0] if births else interval(example.born) if example.born else None,
        due=date.fromisoformat(example.due) if example.due else None,
        adults=[KnownAdult(marker, None, "", ()) for marker in example.markers],
    )
    as_of = date.fromisoformat(example.as_of) if example.as_of else last + LOOK_ON
    return evaluate(catalogue, view, calendar=calendar, as_of=as_of)


def faults(catalogue: Catalogue, card: Card, calendar: Calendar) -> list[str]:
    """What the card's examples say and the reference does not; empty when they agree."""
    found = [fault(catalogue, card, example, calendar, quiet=False) for example in card.fires]
    found += [fault(catalogue, card, example, calendar, quiet=True) for example in card.quiet]
    if not card.fires or not card.quiet:
        found.append(f"{card.id}: a card needs examples that fire and examples that stay quiet.")
    return [one for one in found if one]


def fault(catalogue: Catalogue, card: Card, example: Example, calendar: Calendar, *, quiet: bool) -> str:
    mine = [one for one in run_example(catalogue, example, calendar) if one.indicator == card.id]
    days = [one.raised_latest.isoformat() for one in mine]
    if quiet:
        return f"{card.id}: '{example.case}' must stay quiet, but fires on {days}." if mine else ""
    if not mine:
        return f"{card.id}: '{example.case}' must fire, but stays quiet."
    if example.on and example.on not in days:
        return f"{card.id}: '{example.case}' must fire on {example.on}, but fires on {days}."
    return ""


def all_faults(catalogue: Catalogue, calendar: Calendar, cards: Sequence[Card]) -> list[str]:
    return [fault for card in cards for fault in faults(catalogue, card, calendar)]
