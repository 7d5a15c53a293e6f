"""Who the records are about. One function; nothing outside this folder knows how it is done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tocsin.identity.adults import Key, Met, adults_of, met_in
from tocsin.identity.children import children_of
from tocsin.identity.households import memberships_of, relationships_of
from tocsin.identity.links import joined_by_engine, merge, merged_into, proposals_of, with_joined
from tocsin.identity.people import LinkProposal, People
from tocsin.identity.told import told_in
from tocsin.records.record import FileRead

if TYPE_CHECKING:
    from tocsin.records.manifest import Manifest


def resolve(reads: Sequence[FileRead], manifest: Manifest | None) -> People:
    """Everybody in a folder. Links are proposed, and never made by name alone."""
    children = children_of(reads, manifest)
    mentions = met_in(reads, children)
    adults, owner = adults_of(mentions, manifest)
    entries = (*children, *adults)
    told = told_in(reads, children)
    confirmed = merged_into(entries, manifest)
    joined = joined_by_engine(merge(entries, confirmed), manifest, told.known_as(confirmed))
    into = with_joined(confirmed, joined)
    persons = merge(entries, into)
    relationships = relationships_of(mentions, owner, children)
    memberships = memberships_of(mentions, owner, children)
    spoken_of = _told_by(mentions, owner, into)
    proposals = proposals_of(persons, manifest, spoken_of, told.known_as(into))
    known = {child.id for child in children} - _doubtful(proposals)
    adult = {person.id for person in adults}
    return People(
        persons=persons,
        relationships=tuple(
            dict.fromkeys(
                replace(r, person=into[r.person], other=into[r.other])
                for r in relationships
                if r.person in adult | known and into[r.person] != into[r.other]
            )
        ),
        memberships=tuple(
            dict.fromkeys(replace(m, person=into[m.person]) for m in memberships if m.person in adult | known)
        ),
        proposals=proposals,
        joined=joined,
    )


def _doubtful(proposals: Sequence[LinkProposal]) -> set[str]:
    """Of two entries that may be one child, the second: nobody's sister or brother until that is decided."""
    return {proposal.b for proposal in proposals}


def _told_by(
    mentions: Sequence[Met], owner: Mapping[Key, str], into: Mapping[str, str]
) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for met in mentions:
        found[into[owner[met.key]]] |= dict.fromkeys(met.record.agencies[:1])
    return {person: tuple(agencies) for person, agencies in found.items()}
