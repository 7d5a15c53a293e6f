"""One row -> its own event and those that follow from it, before ids, knowledge and corroboration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tocsin.chronology.coding.words import Proposal, Words
from tocsin.chronology.family_words import FamilyWords
from tocsin.chronology.knowing import FAMILY
from tocsin.chronology.naming import Attributes, code_for, derivations, named
from tocsin.chronology.seen import NOT_STATED
from tocsin.chronology.vocabulary import UNLISTED, Vocabulary
from tocsin.chronology.whose import shares, voice_of
from tocsin.identity.children import labels_of
from tocsin.records.record import Record
from tocsin.records.when import When


@dataclass(frozen=True, slots=True)
class Draft:
    """`step` is 0 for the row's own event, then 1, 2 ... for what follows from it."""

    record: Record
    child: str
    type: str
    attributes: Mapping[str, tuple[str, ...]]
    when: When
    step: int = 0
    proposed: bool = False
    because: tuple[str, ...] = ()
    unmapped: tuple[tuple[str, str], ...] = ()
    told_in: str = ""
    told_at: int = -1

    @property
    def key(self) -> str:
        return self.record.id if not self.step else f"{self.record.id}/{self.type}/{self.step}"


def words_of(record: Record) -> Words:
    slots = ("what", "action", "voice", "child_seen", "seen_alone")
    return Words(**{slot: record.cells.get(slot, "") for slot in slots})


def coded_drafts(
    record: Record, when: When, *, children: Sequence[str], vocabulary: Vocabulary
) -> list[Draft]:
    """A coded row: its own event, one further event a rule, and the same again for each further child."""
    own = named(record.event_type, record.attributes, agencies=record.agencies, vocabulary=vocabulary)
    if "true" in own.attributes.get("date_uncertain", ()) or "yes" in own.attributes.get(
        "date_uncertain", ()
    ):
        when = replace(when, uncertain=True)
    marked, further = derived(record, own.type, dict(own.attributes), vocabulary)
    first = Draft(record, children[0], own.type, marked, when, unmapped=own.unmapped)
    rest = [replace(first, type=kind, attributes=said, unmapped=()) for kind, said in further]
    return _numbered(first, rest, children)


def prose_drafts(
    record: Record,
    when: When,
    *,
    children: Sequence[str],
    proposals: Sequence[Proposal],
    named: FamilyWords | None = None,
) -> list[Draft]:
    """A row of prose: what its words suggest, the act of the row first; a note where they suggest nothing.

    Of a row about several children, each has what `named` finds to be theirs; the child whose words its
    voice column holds comes first, with the row's own event.
    """
    ranked = sorted(proposals, key=lambda proposal: not proposal.primary)
    if named is None or len(named.children) < 2:
        return _in_steps([_coded(record, when, child, each) for child in children for each in ranked]) or [
            Draft(record, children[0], "note", {}, when)
        ]
    words, on = words_of(record), when.end
    agency = record.agencies[0] if record.agencies else "unknown"
    labelled = bool(labels_of(record))
    shared = shares(words, ranked, children=children, agency=agency, named=named, on=on, labelled=labelled)
    several = len(children) > 1 and words.voice.strip()
    teller = voice_of(words, children=children, named=named, on=on) if several else ""
    order = sorted(shared, key=lambda child: (child != teller, not shared[child]))
    drafts = [_coded(record, when, child, each) for child in order for each in shared[child]]
    drafts = drafts or [Draft(record, order[0], "note", {}, when)]
    if teller and teller not in (drafts[0].child, NOT_STATED):
        drafts = [Draft(record, teller, "note", {}, when), *drafts]
    if teller:
        drafts[0] = replace(drafts[0], attributes={**drafts[0].attributes, "voice_of": (teller,)})
    return _in_steps(drafts)


def _coded(record: Record, when: When, child: str, proposal: Proposal) -> Draft:
    return Draft(
        record,
        child,
        proposal.type,
        dict(proposal.attributes),
        when,
        proposed=not proposal.confirmed,
        because=proposal.because,
        told_in=cell_of(record, proposal),
        told_at=proposal.span[0],
    )


def _in_steps(drafts: Sequence[Draft]) -> list[Draft]:
    return [replace(draft, step=n) for n, draft in enumerate(drafts)]


def cell_of(record: Record, proposal: Proposal) -> str:
    """The cell in which a proposal's words begin; `Words.text` puts what, action and voice in turn."""
    end = 0
    for cell in ("what", "action", "voice"):
        end += len(record.cells.get(cell, "")) + 1
        if proposal.span[0] < end:
            return cell
    return "voice"


def _numbered(first: Draft, rest: Sequence[Draft], children: Sequence[str]) -> list[Draft]:
    own = [first, *rest]
    copies = [replace(draft, child=child, unmapped=()) for child in children[1:] for draft in own]
    return [first, *(replace(draft, step=n) for n, draft in enumerate((*rest, *copies), start=1))]


def derived(
    record: Record, event_type: str, attributes: Attributes, vocabulary: Vocabulary
) -> tuple[Attributes, list[tuple[str, Attributes]]]:
    """(the row's own attributes with what the rule adds to them, the further events)."""
    further: list[tuple[str, Attributes]] = []
    marked = dict(attributes)
    for rule in derivations()["rules"]:
        if event_type not in rule["from"] or rule["event"] == event_type:
            continue
        if set(record.agencies) <= {FAMILY} or not _applies(rule, attributes, vocabulary):
            continue
        further.append((rule["event"], dict(_carried(rule, attributes))))
        for attribute, value in rule.get("marks", {}).get(event_type, {}).items():
            marked.setdefault(attribute, (value,))
    return marked, further


def _applies(rule: Mapping[str, Any], attributes: Attributes, vocabulary: Vocabulary) -> bool:
    if any(set(attributes.get(name, ())) & set(values) for name, values in rule.get("unless", {}).items()):
        return False
    if any(_has(attributes, name, wanted, vocabulary) for name, wanted in rule["when_any"].items()):
        return True
    needed = rule.get("when_all", ())
    if not needed or (rule.get("not_kind") and attributes.get("kind")):
        return False
    return all(attributes.get(name) for name in needed)


def _has(attributes: Attributes, name: str, wanted: str, vocabulary: Vocabulary) -> bool:
    """A value of the attribute is in the code list `wanted`, or is `wanted` itself."""
    values = attributes.get(name, ())
    if wanted in vocabulary.codes and wanted not in UNLISTED:
        return any(code_for(wanted, value, vocabulary) for value in values)
    return wanted in values


def _carried(rule: Mapping[str, Any], attributes: Attributes) -> Iterator[tuple[str, tuple[str, ...]]]:
    for attribute, origin in rule["carries"].items():
        if origin in attributes:
            yield attribute, attributes[origin]
