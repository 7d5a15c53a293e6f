"""What may be said on the victim's side: to those who asked, on what they did not refuse, a month only."""

from __future__ import annotations

from tocsin.custody.facts import Adult, Condition, VictimContact
from tocsin.custody.notices.of_children import short_words
from tocsin.custody.notices.rules import To, data
from tocsin.custody.notices.view import Occasion


def told_of(to: To, occasion: Occasion, adult: Adult) -> tuple[str, ...]:
    """Refs of those who are told; ("",) where it is not for one person of the scheme. Who asked later is not
    told of what was over by then."""
    if to.side != "victim" or to.each == "sentence":
        return ("",)
    asked = [v for v in adult.victims if v.asked_on is None or not occasion.is_past(v.asked_on)]
    return tuple(victim.ref for victim in asked if may_be_told(victim, to.topic))


def may_be_told(victim: VictimContact, topic: str) -> bool:
    """Nothing is said to who has not asked, nor on a subject they do not wish to hear of."""
    known = topic in data("victim_contact")["topics"]
    return known and victim.opted_in == "yes" and topic not in victim.not_to_be_told


def conditions_to_tell(adult: Adult) -> tuple[str, ...]:
    """The conditions about the victim or the family, in general words: never a place, never a child."""
    return tuple(dict.fromkeys(short_words(one) for one in adult.conditions if is_about_them(one)))


def is_about_them(condition: Condition) -> bool:
    return condition.about in data("victim_contact")["conditions_about_them"]
