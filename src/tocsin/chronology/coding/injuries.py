"""Injuries: kind, place on the body, pattern, what was said of it, and whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tocsin.chronology.coding.details import details, look
from tocsin.chronology.coding.patterns import (
    Index,
    Pattern,
    Patterns,
    compile_all,
    compile_pattern,
    grammar,
    lexicon,
    load_data,
    number_of,
)
from tocsin.chronology.coding.row import Row
from tocsin.chronology.coding.words import Proposal


@dataclass(frozen=True, slots=True)
class _Kind:
    code: str
    says: Patterns
    sets: Mapping[str, str]
    needs_site: bool


@dataclass(frozen=True, slots=True)
class _Hit:
    kind: _Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Data:
    kinds: Index[_Kind]
    sites: tuple[tuple[str, Patterns], ...]
    not_sites: Patterns
    story: Patterns  # where the account begins, after which a body part is part of the story
    unless: Patterns
    told_of: Patterns  # before an injury: it is spoken of, not seen
    no_new_sight: Patterns  # in its sentence: an injury with no place on the body is not a new one
    always: tuple[str, ...]  # details taken with every injury
    bordering: Pattern


@cache
def _data() -> _Data:
    data = load_data("injuries.yaml")
    return _Data(
        kinds=Index(_kind(row) for row in data["kinds"]),
        sites=tuple((code, compile_all(words)) for code, words in data["sites"]),
        not_sites=compile_all(data["not_sites"]),
        story=compile_all(data["story"]),
        unless=compile_all(data["unless"]),
        told_of=compile_all(data["told_of"]),
        no_new_sight=compile_all(data["no_new_sight"]),
        always=tuple(data["take"]),
        bordering=compile_pattern(data["side"]),
    )


def _kind(row: Mapping[str, Any]) -> _Kind:
    return _Kind(row["kind"], compile_all(row["say"]), row.get("set", {}), row.get("needs_site", False))


def injuries(row: Row) -> list[Proposal]:
    """At most one for the child and one for a sibling: a row tells of one occasion."""
    mine: list[_Hit] = []
    sibling: list[_Hit] = []
    for hit in _hits(row):
        holder = row.people.holder(hit.start, hit.end)
        if holder == "child":
            mine.append(hit)
        elif holder == "sibling":
            sibling.append(hit)
    return [
        *([_proposal(row, mine, who="")] if mine else []),
        *([_proposal(row, sibling, who="sibling")] if sibling else []),
    ]


def _hits(row: Row) -> list[_Hit]:
    found = [
        _Hit(kind, *match.span()) for kind, matches in _data().kinds.holding(row.prose) for match in matches
    ]
    kept: list[_Hit] = []
    for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
        if not (kept and hit.start < kept[-1].end):
            kept.append(hit)
    return [hit for hit in kept if _stands(row, hit)]


def _stands(row: Row, hit: _Hit) -> bool:
    sentence = row.reading.sentence(hit.start)
    if row.scopes.of(hit.start, hit.end) or _data().unless.first(row.prose, sentence.start, sentence.end):
        return False
    if _data().told_of.first(row.prose, sentence.start, hit.start):
        return False
    unplaced = hit.kind.needs_site or _data().no_new_sight.first(row.prose, sentence.start, sentence.end)
    if unplaced and not _sites(row, hit):
        return False
    if row.reading.agency in ("social_care",):
        teller = row.people.speaker(hit.start)
        return teller is None or teller.role not in lexicon()["lay"] or teller.role in lexicon()["carers"][:3]
    return True


def _reach(row: Row, hit: _Hit) -> tuple[int, int]:
    """From a little before the injury word to where the story of how it came about begins."""
    sentence = row.reading.sentence(hit.start)
    story = _data().story.first(row.prose, hit.end, sentence.end)
    return max(sentence.start, hit.start - 60), story.start() if story else sentence.end


def _sites(row: Row, hit: _Hit) -> list[tuple[str, str]]:
    start, end = _reach(row, hit)
    hidden = [match.span() for match in _data().not_sites.find(row.prose, start, end)]
    named = [
        (match.span(), code) for code, words in _data().sites for match in words.find(row.prose, start, end)
    ]
    hidden += [span for span, code in named if not code.endswith("_unspecified")]
    return [
        (code, row.quote(*span))
        for span, code in sorted(named)
        if not any(a <= span[0] and span[1] <= b and (a, b) != span for a, b in hidden)
        and "negated" not in row.scopes.of(*span)
    ]


def _proposal(row: Row, hits: list[_Hit], *, who: str) -> Proposal:
    values: dict[str, list[str]] = {}
    because: list[str] = []
    for hit in hits:
        _add(values, because, "kind", hit.kind.code, row.quote(hit.start, hit.end))
        for name, value in hit.kind.sets.items():
            _add(values, because, name, value, "")
        for code, quote in _sites(row, hit):
            _add(values, because, "site", code, quote)
        _sides_and_count(row, hit, values, because)
    _details(row, hits[0], values, because)
    if len(hits) > 1 and "non_specific_mark" in values["kind"] and len(values["kind"]) > 1:
        values["kind"].remove("non_specific_mark")
    if who:
        values["who"] = [who]
    attributes = {name: tuple(each) for name, each in values.items()}
    return Proposal("injury_seen", attributes, tuple(because), (hits[0].start, hits[0].end), rule="injury")


def _add(values: dict[str, list[str]], because: list[str], name: str, value: str, quote: str) -> None:
    if value not in values.setdefault(name, []):
        values[name].append(value)
        if quote and quote not in because:
            because.append(quote)


def _sides_and_count(row: Row, hit: _Hit, values: dict[str, list[str]], because: list[str]) -> None:
    start, end = _reach(row, hit)
    for match in _data().bordering.find(row.prose, start, end):
        side = {"l": "left", "r": "right"}.get(match.group().strip("() .")[:1], "both")
        _add(values, because, "side", side, row.quote(*match.span()))
    sentence = row.reading.sentence(hit.start)
    count = grammar("count").search(row.low[sentence.start : hit.start])
    number = number_of(count[1]) if count else None
    if number and number > 1 and "count" not in values:
        at = sentence.start + count.start(1) if count else 0
        _add(values, because, "count", str(number), row.quote(at, at + len(count[1])) if count else "")


def _details(row: Row, hit: _Hit, values: dict[str, list[str]], because: list[str]) -> None:
    for name in _data().always:
        detail = details()[name]
        for found in look(row, detail, at=(hit.start, hit.end)):
            if detail.many or detail.attribute not in values:
                _add(values, because, detail.attribute, found.value, found.quote)
    _told_by(row, hit, values, because)


def _told_by(row: Row, hit: _Hit, values: dict[str, list[str]], because: list[str]) -> None:
    """Who reported it, where nobody of the writing agency is said to have seen it."""
    teller = row.people.speaker(hit.start)
    own = lexicon()["report_of_agency"]
    if teller and teller.role not in ("child", own.get(row.reading.agency, "")):
        _add(values, because, "reported_by", teller.role, row.quote(teller.start, teller.end))
    _explained(row, values, because)


def _explained(row: Row, values: dict[str, list[str]], because: list[str]) -> None:
    """Who gave an account of it, and whether two accounts differ."""
    stories = list(details()["mechanism"].codes["yes"].find(row.prose, 0, len(row.low)))
    tellers: dict[str, str] = {}
    for story in sorted(stories, key=lambda match: match.start()):
        told = row.people.speaker(story.end())
        if told and told.role in (*lexicon()["carers"], "child", "sibling", "nursery", "school"):
            tellers.setdefault(told.role, row.quote(told.start, story.end()))
    if not tellers:
        return
    for role, quote in tellers.items():
        _add(values, because, "explanation_source", role, quote)
    carers = [role for role in tellers if role != "child"]
    turned = grammar("against").search(row.low) is not None
    if "explanation" not in values and len(carers) > 1 and len(tellers) > 1:
        values["explanation"] = ["differs_between_carers"]
    elif "explanation" not in values and "child" in tellers and carers and turned:
        values["explanation"] = ["differs_from_child"]
