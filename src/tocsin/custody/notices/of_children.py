"""Links to children: a household, a visit, a pregnancy; and what they may say about a condition."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from tocsin.custody.counting import in_words
from tocsin.custody.facts import Address, Adult, Condition
from tocsin.custody.licence import licence_on
from tocsin.custody.notices.known import LONG_AGO, in_custody
from tocsin.custody.notices.rules import Rule, data
from tocsin.custody.notices.view import Link, Occasion, View, driving
from tocsin.custody.notices.watch import Watch, watch_of


def links_of(adult: Adult) -> tuple[Link, ...]:
    """Every way in which the file ties this adult to a child. They last for life unless an end is given."""
    return (*_ties(adult), *_places(adult), *_pregnancies(adult))


def _ties(adult: Adult) -> Iterator[Link]:
    for tie in adult.ties:
        yield Link(
            tie.child,
            "lives_with" if tie.lives_with == "yes" else "tie",
            tie.known_from or tie.first or LONG_AGO,
            since=tie.first,
            until=tie.last,
            uncertain="" if tie.verified else "Nobody has checked this.",
        )


def _places(adult: Adult) -> Iterator[Link]:
    for address in adult.addresses:
        if address.kind not in ("home", "visits"):
            continue
        for child in address.children:
            yield Link(
                child,
                "lives_with" if address.kind == "home" else "visits",
                address.known_from or address.first or LONG_AGO,
                since=address.first,
                until=address.last,
                place=address.address,
            )


def _pregnancies(adult: Adult) -> Iterator[Link]:
    for one in adult.pregnancies:
        yield Link(
            one.child,
            "pregnancy",
            one.known_from,
            lives_with_mother=one.lives_with_mother == "yes",
            birth_due=one.due,
        )


def household_link(view: View, _rule: Rule) -> Iterator[Occasion]:
    watch = watch_of(view.adult, on=view.on)
    if watch is None:
        return
    for link in _joined(view, "lives_with", "visits", since=watch.since):
        yield _link(
            link, watch, _household_words(link), anchor=f"link-{(link.since or link.known_from).isoformat()}"
        )


def _household_words(link: Link) -> str:
    since = f" since {in_words(link.since)}" if link.since else ""
    return (
        f"Lives with this child{since}." if link.how == "lives_with" else f"Visits this child's home{since}."
    )


def pregnancy_link(view: View, _rule: Rule) -> Iterator[Occasion]:
    watch = watch_of(view.adult, on=view.on)
    if watch is None:
        return
    for link in _joined(view, "pregnancy", since=watch.since):
        due = f" due {in_words(link.birth_due)}" if link.birth_due else ""
        lives = (
            "lives with the mother of a baby" if link.lives_with_mother else "is or may be a parent of a baby"
        )
        yield _link(link, watch, f"This adult {lives}{due}.", anchor="pregnancy")


def _link(link: Link, watch: Watch, words: str, *, anchor: str) -> Occasion:
    return Occasion(
        anchor,
        max(link.known_from, link.since or LONG_AGO, watch.since),
        f"{words} {watch.words}",
        child=link.child,
        children=(link.child,),
        place=link.place,
        uncertain=" ".join(words for words in (link.uncertain, watch.uncertain) if words),
    )


def _joined(view: View, *hows: str, since: date) -> list[Link]:
    """Links that held on or after the day from which they must be told, one for each child and day."""
    found = [k for k in view.links if k.how in hows and (k.until is None or k.until >= since)]
    return list({(k.child, k.since or k.known_from): k for k in reversed(found)}.values())[::-1]


def breach_sign(view: View, _rule: Rule) -> Iterator[Occasion]:
    """A sign on a day on which the condition bound: after the licence it is a link and no breach."""
    end = licence_on(view.adult, view.dates, on=view.on).of("LICENCE_END")
    last = driving(end) if end is not None else None
    for link in _joined(view, "lives_with", "visits", "pregnancy", since=LONG_AGO):
        learned = max(link.known_from, link.since or LONG_AGO)
        bound = [one for one in view.adult.conditions if _binds(one, learned, last)]
        kept = [one for one in bound if _signs(link) & signs_of(one.about)]
        if kept and not in_custody(view.adult, learned):
            yield _sign(link, kept, learned=learned)


def _sign(link: Link, conditions: list[Condition], *, learned: date) -> Occasion:
    said = "; ".join(words_of(one) for one in conditions)
    aged = any(one.under_age for one in conditions)
    return Occasion(
        f"sign-{learned.isoformat()}",
        learned,
        f"{_sign_words(link)} In force: {said}. A sign is no breach: it may have been approved.",
        child=link.child,
        children=(link.child,),
        uncertain="The condition speaks of an age: check the child's." if aged else "",
    )


def _sign_words(link: Link) -> str:
    return "A pregnancy became known." if link.how == "pregnancy" else _household_words(link)


def _signs(link: Link) -> set[str]:
    if link.how == "pregnancy":
        return {"pregnancy", "new_household"} if link.lives_with_mother else {"pregnancy"}
    return {"lives_with_child", "new_household"} if link.how == "lives_with" else {"visits_child"}


def signs_of(about: str) -> set[str]:
    """None for a condition that the list does not know: it says nothing about children that we can read."""
    return set(data("conditions")["conditions"].get(about, {}).get("signs", ()))


def words_of(condition: Condition) -> str:
    known = data("conditions")["conditions"].get(condition.about, {})
    return condition.words or str(known.get("words", condition.about.replace("_", " ")))


def short_words(condition: Condition) -> str:
    """What it is about, in general words; its own words stand beside these."""
    return words_of(Condition(about=condition.about))


def _binds(condition: Condition, day: date, licence_end: date | None) -> bool:
    last = condition.last or (licence_end if condition.instrument == "licence" else None)
    return (condition.first or LONG_AGO) <= day and (last is None or day <= last)


def moved_area(view: View, _rule: Rule) -> Iterator[Occasion]:
    homes = [a for a in view.adult.addresses if a.kind == "home" and a.authority]
    if watch_of(view.adult, on=view.on) is None:
        return
    ordered = sorted(homes, key=_from)
    for old, new in pairwise(ordered):
        if new.authority != old.authority:
            day = _from(new)
            yield Occasion(
                f"moved-{day.isoformat()}-{new.authority}",
                max(day, new.known_from or day),
                f"Moved from {old.authority} to {new.authority}.",
                authority=new.authority,
                children=tuple(dict.fromkeys(link.child for link in view.links)),
                place=new.address,
            )


def _from(address: Address) -> date:
    return address.first or address.known_from or LONG_AGO
