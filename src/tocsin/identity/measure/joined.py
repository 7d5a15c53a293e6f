"""How well whole registers were joined: pairs of records that are one person's, in truth and as linked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from tocsin.errors import TableRefused
from tocsin.identity.measure.shares import Share
from tocsin.identity.measure.tables import Table
from tocsin.identity.measure.troubles import Troubles

Key = tuple[str, str]  # agency, local id
Pair = tuple[Key, Key]
BEFORE = " before"  # of an identity from before an adoption: another person to all but the truth


@dataclass(frozen=True, slots=True)
class TruePerson:
    """Whose record it is. `group`: of names. `family`: only to say what a wrong pair mixes up."""

    person: str
    kind: str  # "child" or "adult"
    group: str = ""
    twin: bool = False
    twins: frozenset[str] = frozenset()
    family: str = ""


@dataclass(slots=True)
class Pairs:
    """Of records: `both` true and linked, `linked` in all, `true` in all."""

    both: int = 0
    linked: int = 0
    true: int = 0

    @property
    def precision(self) -> Share:
        return Share(self.both, self.linked)

    @property
    def recall(self) -> Share:
        return Share(self.both, self.true)

    @property
    def f1(self) -> float | None:
        return 2 * self.both / (self.linked + self.true) if self.linked + self.true else None


@dataclass
class Joined:
    """`whole`: true persons all of whose records are in one linked person that holds no one else's."""

    records: int = 0
    persons_true: int = 0
    persons_linked: int = 0
    whole: int = 0
    mixed: int = 0  # linked persons that hold several people's records
    bands: Counter[str] = field(default_factory=Counter)
    of: defaultdict[tuple[str, str], Pairs] = field(default_factory=lambda: defaultdict(Pairs))
    wrong_kinds: Counter[str] = field(default_factory=Counter)
    wrong: list[Pair] = field(default_factory=list)  # one pair for each two people mixed

    @property
    def all(self) -> Pairs:
        return self.of["all", ""]


def read_truth(town: Path) -> dict[Key, TruePerson]:
    people = _people(town / "truth" / "people.csv")
    sealed = {
        (agency, local)
        for _, (agency, local) in Table(town / "truth" / "sealed.csv").rows(
            ("agency_before", "local_id_before"), Troubles()
        )
    }
    found: dict[Key, TruePerson] = {}
    rows = Table(town / "truth" / "records.csv").rows(("agency", "local_id", "person"), Troubles())
    for _, (agency, local, person) in rows:
        true = people[person]
        if (agency, local) in sealed:
            true = TruePerson(person + BEFORE, true.kind, true.group, family=true.family)
        found[agency, local] = true
    return found


def _people(path: Path) -> dict[str, TruePerson]:
    columns = ("person", "family", "kind", "name_group", "twin_of")
    found = {}
    for _, (person, family, kind, group, twins) in Table(path).rows(columns, Troubles()):
        several = frozenset(twins.split(";")) - {""}
        found[person] = TruePerson(person, kind, group, bool(several), several, family)
    return found


def read_links(path: Path) -> dict[Key, tuple[str, str]]:
    """Record -> (person, band). A record without a person stands alone."""
    table = Table(path)
    table.demand(("agency", "local_id", "person_id"))
    found: dict[Key, tuple[str, str]] = {}
    for _, (agency, local, person, band) in table.rows(
        ("agency", "local_id", "person_id", "band"), Troubles()
    ):
        found[agency, local] = (person or f"{agency}/{local}", band)
    if not found:
        raise TableRefused("It holds no link.", where=path.name, do="Link the town first.")
    return found


def judge(links: Mapping[Key, tuple[str, str]], truth: Mapping[Key, TruePerson]) -> Joined:
    """Records that stand in both; those left out of the links (withdrawn) are not judged."""
    of_person: defaultdict[str, list[Key]] = defaultdict(list)
    of_true: defaultdict[str, list[Key]] = defaultdict(list)
    joined = Joined(bands=Counter(band for _, band in links.values()))
    for key, (person, _) in links.items():
        if key in truth:
            joined.records += 1
            of_person[person].append(key)
            of_true[truth[key].person].append(key)
    joined.persons_true, joined.persons_linked = len(of_true), len(of_person)
    _true_pairs(joined, of_true.values(), links, truth)
    _linked_pairs(joined, of_person.values(), truth)
    for keys in of_true.values():
        person = links[keys[0]][0]
        joined.whole += {links[key][0] for key in keys} == {person} and len(of_person[person]) == len(keys)
    return joined


def missed(links: Mapping[Key, tuple[str, str]], truth: Mapping[Key, TruePerson]) -> Iterator[Pair]:
    """Each record that is not where most of its person's records are, and one of those."""
    of_true: defaultdict[str, list[Key]] = defaultdict(list)
    for key in links:
        if key in truth:
            of_true[truth[key].person].append(key)
    for keys in of_true.values():
        most, _ = Counter(links[key][0] for key in keys).most_common(1)[0]
        there = next(key for key in keys if links[key][0] == most)
        yield from ((key, there) for key in keys if links[key][0] != most)


def _true_pairs(
    joined: Joined,
    people: Iterable[Sequence[Key]],
    links: Mapping[Key, tuple[str, str]],
    truth: Mapping[Key, TruePerson],
) -> None:
    for keys in people:
        true = truth[keys[0]]
        for one, other in combinations(sorted(keys), 2):
            both = links[one][0] == links[other][0]
            for name in _named(true, (one, other)):
                joined.of[name].true += 1
                joined.of[name].both += both


def _linked_pairs(joined: Joined, persons: Iterable[Sequence[Key]], truth: Mapping[Key, TruePerson]) -> None:
    for keys in persons:
        met: dict[tuple[str, str], Pair] = {}
        for one, other in combinations(sorted(keys), 2):
            first, second = truth[one], truth[other]
            for name in dict.fromkeys((*_named(first, (one, other)), *_named(second, (one, other)))):
                joined.of[name].linked += 1
            if first.person != second.person:
                met.setdefault(
                    (min(first.person, second.person), max(first.person, second.person)), (one, other)
                )
        joined.mixed += bool(met)
        for pair in met.values():
            joined.wrong.append(pair)
            joined.wrong_kinds[_mixed(truth[pair[0]], truth[pair[1]])] += 1


def _named(true: TruePerson, pair: Pair) -> Iterator[tuple[str, str]]:
    yield "all", ""
    yield "of", "children" if true.kind == "child" else "adults"
    if true.twin:
        yield "of", "twins"
    if true.group:
        yield "names", true.group
    yield "agencies", " and ".join(dict.fromkeys((pair[0][0], pair[1][0])))


def _mixed(one: TruePerson, other: TruePerson) -> str:
    if one.person.removesuffix(BEFORE) == other.person.removesuffix(BEFORE):
        return "one child before and after an adoption"
    if other.person in one.twins:
        return "twins"
    if one.family != other.family:
        return "people of two families"
    kinds = {one.kind, other.kind}
    return (
        "a child and an adult of one family"
        if len(kinds) == 2
        else ("two children of one family" if kinds == {"child"} else "two adults of one family")
    )
