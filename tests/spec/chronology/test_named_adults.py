"""A name in a row's words is linked to the person the folder lists, with that person's relationship."""

from __future__ import annotations

from datetime import date

import pytest
from chronology_rows import prose, reads

from tocsin.chronology.build import build
from tocsin.chronology.coding.words import Proposal
from tocsin.chronology.parts import Chronology
from tocsin.chronology.vocabulary import vocabulary
from tocsin.identity.resolve import resolve
from tocsin.records.manifest import ChildEntry, Manifest, PersonEntry

CHILDREN = (ChildEntry(id="ife", name="Ife Brandt", born=date(2017, 2, 21)),)
CALLUM = PersonEntry(id="callum", name="Callum Strake", aliases=("Cal",), role="mother's partner")
MAREK = PersonEntry(id="marek", name="Marek Nowak", role="uncle")
OTHER = PersonEntry(id="other", name="Callum Webb", role="neighbour")


def told(words: str, *people: PersonEntry, agency: str = "school", confirmed: bool = False) -> Chronology:
    row = prose("2024-04-26", agency, words)
    files = reads([row])
    known = resolve(files, Manifest(children=CHILDREN, people=people or (CALLUM, MAREK)))
    said = {row.id: [Proposal("disclosure", {"by": ("child",)}, confirmed=True)]} if confirmed else {}
    return build(files, known, codings=said, vocabulary=vocabulary(), today=date(2024, 12, 1))


def role(words: str, *people: PersonEntry) -> tuple[str, ...]:
    (event,) = [event for event in told(words, *people).events if event.type == "disclosure"]
    return event.attributes.get("perpetrator_role", ())


@pytest.mark.parametrize(
    "words",
    [
        "Ife disclosed that Callum did it, he hit her.",
        "Ife disclosed that she was hit by Callum Strake.",
        "Ife disclosed that Cal hits her with a belt.",
    ],
)
def test_the_one_who_is_said_to_have_done_it_has_that_persons_role(words: str) -> None:
    assert role(words) == ("mothers_partner",)


@pytest.mark.parametrize(
    "words",
    [
        "Ife disclosed that somebody hit her. Callum came to collect her.",
        "Ife disclosed that she was hit, she said Callum never did it.",
        "Ife disclosed that Callum Webb hit her.",
        "Ife disclosed that Marek hit her and then Callum hit her.",
    ],
)
def test_a_name_that_is_not_or_not_alone_the_one_who_did_it_gives_no_role(words: str) -> None:
    assert role(words) == ()


def test_the_words_that_led_to_the_role_are_given_and_the_event_stays_a_proposal() -> None:
    (event,) = [e for e in told("Ife disclosed that Callum hit her.").events if e.type == "disclosure"]
    assert event.proposed
    assert "Callum hit" in event.because
    assert "callum" in event.people


def test_a_name_that_two_people_bear_links_nobody_and_the_file_says_so() -> None:
    found = told("Ife disclosed that Callum hit her.", CALLUM, OTHER)
    assert all(not event.people and "perpetrator_role" not in event.attributes for event in found.events)
    ((note,),) = found.notes.values()
    assert "“Callum”" in note


def test_a_full_name_tells_two_of_one_first_name_apart() -> None:
    assert role("Ife disclosed that Callum Webb hit her.", CALLUM, OTHER) == ("neighbour",)


def test_what_the_user_confirmed_is_left_as_it_stands() -> None:
    (event,) = told("Ife disclosed that Callum hit her.", confirmed=True).events
    assert "perpetrator_role" not in event.attributes


def test_an_arrest_of_a_named_adult_is_of_that_adults_role() -> None:
    found = told("Callum arrested for assault. Mother spoken to.", agency="police").events
    (arrest,) = [event for event in found if event.type == "arrest"]
    assert arrest.attributes["person_role"] == ("mothers_partner",)
