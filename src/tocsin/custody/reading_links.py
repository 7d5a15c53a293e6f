"""What within one adult must fit together before anything is reckoned: refs that are one, and lead somewhere.

A sentence consecutive to a missing one, or to itself by a round, is a question for the reckoning, which
says it beside the dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tocsin.custody.facts import Adult
from tocsin.custody.reading_tree import Fault
from tocsin.errors import CustodyLinkBroken, CustodyTwice

NO_REF = "Give the ref of an entry of the same adult, or leave the key out."


def broken_links(adult: Adult, path: str, lines: Mapping[str, int]) -> Iterator[Fault]:
    for part, refs in _refs(adult):
        yield from _repeated(refs, f"{path}.{part}", lines)
    offences = {one.ref for one in adult.offences}
    sentences = {one.ref for one in adult.sentences}
    for at, sentence in enumerate(adult.sentences):
        yield from _dangling(sentence.offence, offences, f"{path}.sentences.{at}.offence", lines)
    for at, appeal in enumerate(adult.appeals):
        yield from _dangling(appeal.offence, offences, f"{path}.appeals.{at}.offence", lines)
        yield from _dangling(appeal.sentence, sentences, f"{path}.appeals.{at}.sentence", lines)


def _refs(adult: Adult) -> Iterator[tuple[str, list[str]]]:
    yield "offences", [one.ref for one in adult.offences]
    yield "sentences", [one.ref for one in adult.sentences]
    yield "parole", [one.ref for one in adult.parole]
    yield "victims", [one.ref for one in adult.victims]


def _repeated(refs: Iterable[str], path: str, lines: Mapping[str, int]) -> Iterator[Fault]:
    met: set[str] = set()
    for at, ref in enumerate(refs):
        if ref in met:
            place = f"{path}.{at}.ref"
            found = "Another entry of the list has this ref."
            yield Fault(CustodyTwice, place, lines.get(place, 1), found, "Give each a ref of its own.")
        met.add(ref)


def _dangling(ref: str, known: set[str], path: str, lines: Mapping[str, int]) -> Iterator[Fault]:
    if ref and ref not in known:
        found = "This ref leads to nothing in the file."
        yield Fault(CustodyLinkBroken, path, lines.get(path, 1), found, NO_REF)
