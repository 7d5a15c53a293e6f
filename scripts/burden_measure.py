"""What `make burden` measures: families of the made-up town through `tocsin review`."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from pathlib import Path

from burden_linked import Given

from tocsin.review.run import review_folder
from tocsin.review.schema import ConcernOut, Review
from tocsin.town.family import Family, Happening
from tocsin.town.family_folder import people_in_truth, rows_by_agency, write_family_folder
from tocsin.town.happenings import Rates, Unfolded, happenings, load_rates, stories, with_story
from tocsin.town.happenings.counts import Counts
from tocsin.town.happenings.paths.story import lookalikes, paths
from tocsin.town.happenings.write_events import plain_ids, rows_of
from tocsin.town.in_order import in_order
from tocsin.town.make_family import make_family
from tocsin.town.plan import families_for
from tocsin.town.settings import Settings

SEARCH = 5_000  # families looked through for the rarest path
TODAY = date(2026, 11, 1)  # only to refuse dates in the future
STRENGTHS = ("suspect", "consider", "context")
Load = dict[str, float]
Ring = tuple[str, str, date, str]  # indicator, child, day, strength
CHUNK = 250  # families weighed together


@dataclass(frozen=True)
class Town:
    """`share`: of families on a harm path; None for the town's own."""

    seed: int
    settings: Settings = field(default_factory=Settings)
    share: float | None = None

    @property
    def window(self) -> tuple[date, date]:
        return self.settings.since, self.settings.until

    def family(self, number: int) -> Family:
        family = make_family(self.seed, number, self.settings)
        return with_story(family, window=self.window, seed=self.seed, share=self.share)

    def told(self, family: Family) -> list[Happening]:
        return happenings(family, rates=figures(), window=self.window, seed=self.seed)

    def stories(self, family: Family) -> list[Unfolded]:
        return stories(family, rates=figures(), window=self.window, seed=self.seed)


@lru_cache(maxsize=1)
def figures() -> Rates:
    return load_rates()


@dataclass(frozen=True)
class Reviewed:
    """What one family's review came to, of concerns raised in the window."""

    number: int
    child_years: float
    open_weeks: float  # weeks of a child's work open to social care
    raised: Counter[tuple[str, str]]  # (indicator, strength)
    while_open: int  # of them, about a child whose work was open that day
    statuses: Counter[tuple[str, str]]  # (kind of concern, status) of required responses
    child_days: int  # days on which a child had a new concern
    found: tuple[Found, ...] = ()
    rings: frozenset[Ring] = frozenset()


@dataclass(frozen=True)
class Found:
    """What the review made of one story. `by_its_signs`: resting on rows of the story itself."""

    name: str
    harm_on: date | None
    first_suspect: date | None
    by_its_signs: date | None
    any_concern: date | None
    suspects: tuple[str, ...]  # indicators that rang on the story's own rows


Task = tuple[int, Given | None]


def reviewed(town: Town, task: Task) -> Reviewed:
    """The family of that number, from the rows given, else from the truth."""
    family = town.family(task[0])
    told = town.told(family)
    review = review_of(town, family, task[1] or given_in_truth(family, told))
    return _summary(town, family, told, review)


def given_in_truth(family: Family, told: Sequence[Happening]) -> Given:
    ids = plain_ids(told)
    person_of = {(agency, held[0]): held[0] for (agency, _), held in ids.items()}
    return Given(rows_by_agency(rows_of(family, told, ids)), person_of)


def review_of(town: Town, family: Family, given: Given) -> Review:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "family"
        write_family_folder(
            folder,
            title=f"Made-up family {family.number}",
            people=people_in_truth(family),
            rows=given.rows,
            person_of=given.person_of,
            covers=town.window,
        )
        outcome = review_folder(
            folder, out=Path(scratch) / "out", today=TODAY, as_of=town.settings.until, formats=()
        )
    return outcome.review


def _summary(town: Town, family: Family, told: Sequence[Happening], review: Review) -> Reviewed:
    first, last = town.window
    rings = [one for one in review.concerns if one.certainty == "certain" and first <= one.raised_on <= last]
    spans = open_spans(told, town.window)
    counts = Counts(town.window)
    counts.add(family, ())
    return Reviewed(
        number=family.number,
        child_years=counts.child_years,
        open_weeks=sum((end - start).days for spans_of in spans.values() for start, end in spans_of) / 7,
        raised=Counter((one.indicator, one.strength) for one in rings),
        while_open=sum(_within(one.raised_on, spans.get(one.child, ())) for one in rings),
        statuses=Counter(
            (_kind(one), answer.status) for one in rings for answer in one.responses if answer.required
        ),
        child_days=len({(one.child, one.raised_on) for one in rings}),
        found=tuple(_found(story, review) for story in town.stories(family)),
        rings=frozenset((one.indicator, one.child, one.raised_on, one.strength) for one in rings),
    )


def _kind(concern: ConcernOut) -> str:
    """Concerns that a service was late are apart: their answers are late from the start."""
    return "process" if concern.group == "process_drift" else concern.strength


def _within(day: date, spans: Iterable[tuple[date, date]]) -> bool:
    return any(start <= day <= end for start, end in spans)


def open_spans(told: Iterable[Happening], window: tuple[date, date]) -> dict[str, list[tuple[date, date]]]:
    """When each child's work was open to social care: from the first act of it to the closing."""
    begun: dict[int, date] = {}
    found: dict[str, list[tuple[date, date]]] = {}
    for one in told:
        if one.event_type in ("assessment", "s47_enquiry", "plan_started"):
            begun.setdefault(one.resident, one.happened)
        elif one.event_type == "case_closure" and one.resident in begun:
            _keep(found, one.resident, begun.pop(one.resident), one.happened, window)
    for resident, start in begun.items():
        _keep(found, resident, start, window[1], window)
    return found


def _keep(
    found: dict[str, list[tuple[date, date]]],
    resident: int,
    start: date,
    end: date,
    window: tuple[date, date],
) -> None:
    start, end = max(start, window[0]), min(end, window[1])
    if start < end:
        found.setdefault(str(resident), []).append((start, end))


def _found(story: Unfolded, review: Review) -> Found:
    """Up to the day of harm, or to the end where nobody is harmed. Concerns about any child of the family."""
    own = _rows_of_story(story, review)
    before = [
        one
        for one in review.concerns
        if one.certainty == "certain"
        and one.raised_on >= story.began
        and (story.harm_on is None or one.raised_on < story.harm_on)
    ]
    suspects = [one for one in before if one.strength == "suspect"]
    resting = [one for one in suspects if {item.event for item in one.evidence} & own]
    return Found(
        story.name,
        story.harm_on,
        _first(suspects),
        _first(resting),
        _first(before),
        tuple(sorted({one.indicator for one in resting})),
    )


def _first(concerns: Sequence[ConcernOut]) -> date | None:
    return min((one.raised_on for one in concerns), default=None)


def _rows_of_story(story: Unfolded, review: Review) -> set[str]:
    table = paths().get(story.name) or lookalikes()[story.name]
    words = {say for stage in table.stages for say in stage.say}
    return {event.id for event in review.events if event.words in words}


# Drawing and weighing -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Drawn:
    """Families of two strata, and how many of the town each family drawn stands for."""

    numbers: list[int]
    weights: dict[int, float]
    strata: dict[int, str]
    town_families: int
    counts: Counts


@dataclass(frozen=True)
class Weighed:
    """Some of the town's families, in order: how many children they hold, and who was referred."""

    children: int
    known: list[int]
    unknown: list[int]
    counts: Counts


def weighed(town: Town, numbers: range) -> Weighed:
    known: list[int] = []
    unknown: list[int] = []
    counts, held = Counts(town.window), 0
    for number in numbers:
        family = town.family(number)
        rows = town.told(family)
        counts.add(family, rows)
        held += len(family.children)
        referred = any(one.event_type == "referral" and one.happened >= town.window[0] for one in rows)
        (known if referred else unknown).append(number)
    return Weighed(held, known, unknown, counts)


def draw(
    town: Town, *, children: int, families: int, told: Callable[[str, int, int], None], workers: int = 1
) -> Drawn:
    """Families until there are `children`; then `families` of them at random: two in five from those referred
    to social care in the window, the rest from those that were not."""
    known: list[int] = []
    unknown: list[int] = []
    counts = Counts(town.window)
    number = sum(1 for _ in families_for(town.seed, children))
    chunks = [range(first, min(first + CHUNK, number + 1)) for first in range(1, number + 1, CHUNK)]
    held = 0
    for part in in_order(partial(weighed, town), chunks, workers=workers):
        known += part.known
        unknown += part.unknown
        counts.take(part.counts)
        held += part.children
        told("making", min(held, children), children)
    rng = random.Random(town.seed)
    some = rng.sample(known, min(len(known), families * 2 // 5))
    others = rng.sample(unknown, min(len(unknown), families - len(some)))
    weights = {n: len(known) / len(some) for n in some} | {n: len(unknown) / len(others) for n in others}
    strata = dict.fromkeys(some, "known") | dict.fromkeys(others, "unknown")
    return Drawn(sorted(weights), weights, strata, number, counts)


def loads(sample: Sequence[Reviewed], weights: Mapping[int, float]) -> Load:
    """Per 10,000 children a year: by strength, by indicator; `worker` is concerns a week for the children one
    social worker has; `days` are days on which a child had something new."""
    years = sum(weights[one.number] * one.child_years for one in sample)
    weeks = sum(weights[one.number] * one.open_weeks for one in sample)
    found: Counter[str] = Counter()
    for one in sample:
        weight = weights[one.number]
        for (indicator, strength), times in one.raised.items():
            found[f"strength {strength}"] += weight * times  # type: ignore[assignment]
            found[f"card {indicator} ({strength})"] += weight * times  # type: ignore[assignment]
            found["all"] += weight * times  # type: ignore[assignment]
        found["days"] += weight * one.child_days  # type: ignore[assignment]
    per = {name: value / years * 10_000 for name, value in found.items()}
    raised = sum(weights[one.number] * one.while_open for one in sample)
    return {**per, "worker": raised / max(weeks, 1e-9) * figures().worker.children}


def intervals(sample: Sequence[Reviewed], drawn: Drawn, *, times: int) -> dict[str, tuple[float, float]]:
    """95%, by drawing families again within each stratum."""
    rng = random.Random(0)
    strata = [[one for one in sample if drawn.strata[one.number] == name] for name in ("known", "unknown")]
    again: dict[str, list[float]] = {}
    names = loads(sample, drawn.weights)
    for _ in range(times):
        picked = [one for stratum in strata if stratum for one in rng.choices(stratum, k=len(stratum))]
        load = loads(picked, drawn.weights)
        for name in names:
            again.setdefault(name, []).append(load.get(name, 0.0))
    return {name: _middle(values) for name, values in again.items()}


def _middle(values: list[float]) -> tuple[float, float]:
    values.sort()
    return values[int(len(values) * 0.025)], values[int(len(values) * 0.975)]


def share_of(hits: int, of: int) -> str:
    """A share with its 95% interval (Wilson)."""
    if not of:
        return "none to measure on"
    z, p = 1.96, hits / of
    middle = (p + z * z / (2 * of)) / (1 + z * z / of)
    half = z * ((p * (1 - p) + z * z / (4 * of)) / of) ** 0.5 / (1 + z * z / of)
    return f"{p:.0%} ({max(0.0, middle - half):.0%} to {min(1.0, middle + half):.0%}), {hits} of {of}"


def on_paths(town: Town, *, wanted: int, after: int) -> Iterator[int]:
    """Families beyond the town's own, all put on a path where one fits: as many of each kind as can be."""
    met: Counter[str] = Counter()
    each, number = -(-wanted // len(paths())), after
    while sum(met.values()) < wanted and number < after + SEARCH:
        number += 1
        path = town.family(number).path
        if path and met[path] < each:
            met[path] += 1
            yield number


def with_traps(town: Town, *, wanted: int, after: int) -> Iterator[int]:
    number = after
    while wanted:
        number += 1
        if town.family(number).lookalikes:
            wanted -= 1
            yield number
