"""Agency by agency, records become persons.

Each agency's records are asked about in the register of those before it. What is linked adds its values to
the person; what nobody is like founds a person; what a person must decide stays apart. Records of one agency
are compared with each other as well, and at the end whoever has one record is asked about once more.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tocsin.identity.answer import Answer, Band
from tocsin.identity.matching.matcher import Matcher
from tocsin.identity.matching.model import Model
from tocsin.identity.matching.register import Register
from tocsin.identity.onboarding.asking import ask
from tocsin.identity.onboarding.persons import Persons
from tocsin.identity.onboarding.records import Record
from tocsin.identity.onboarding.roster import Baby, by_their_mothers
from tocsin.identity.onboarding.settings import settings
from tocsin.identity.onboarding.unborn import Expected, Key, born_of, pregnancies
from tocsin.identity.stated import Stated

Told = Callable[[str, int, int], None]


@dataclass(slots=True)
class Link:
    """One record's person. `score` and `margin` only where the engine compared it with somebody.

    `nearest`: the person it came nearest to, where it was not linked; `why`: what kept it from that."""

    agency: str
    local: str
    person: str
    band: Band
    score: float | None = None
    nearest: str = ""
    why: str = ""


class Onboarding:
    """`take` agencies in order, then `finish`; `links` then holds every record's person."""

    def __init__(self, model: Model, *, workers: int, told: Told) -> None:
        self.persons = Persons()
        self.links: dict[Key, Link] = {}
        self.asked = 0
        self._model, self._workers, self._told = model, workers, told
        self._matcher: Matcher | None = None
        self._changed: set[str] = set()  # persons of whom the register does not hold all that is known
        self._waiting: list[tuple[Key, Stated, Answer]] = []  # for a person to decide
        self._expected: list[tuple[Key, Record]] = []
        self._mothers: dict[Key, Key] = {}
        self._births: dict[str, date] = {}

    def take(self, agency: str, records: Sequence[Record]) -> None:
        stated = [record.stated for record in records if record.due is None]
        self._expected += [((agency, one.local), one) for one in records if one.due is not None]
        self._mothers |= {(agency, one.local): (agency, one.mother) for one in records if one.mother}
        answers = self._ask(agency, self._register(), stated)
        left: list[Stated] = []
        for one, answer in zip(stated, answers, strict=True):
            if answer.band is Band.AUTO:
                self._linked(agency, one, answer)
            elif answer.band is Band.REVIEW:
                self._waiting.append(((agency, one.id), one, answer))
            else:
                left.append(one)
        self._keep_register(self._among_themselves(agency, left))

    # One agency

    def _register(self) -> Matcher:
        if self._matcher is None:
            self._told("building the register", 0, 1)
            self._matcher = Matcher(Register.build(self.persons), self._model)
            self._changed.clear()
        return self._matcher

    def _keep_register(self, founded: Sequence[str]) -> None:
        """Newcomers can be asked about at once; what others were told of, when much has been told."""
        self._changed.update(founded)
        if self._matcher is None or len(self._changed) > settings().rebuilt_from * len(self.persons):
            self._matcher = None
            return
        for person in founded:
            self._matcher.add(self.persons.entry(person))

    def _ask(
        self, stage: str, matcher: Matcher, stated: Sequence[Stated], *, others: bool = False
    ) -> list[Answer]:
        count = 0

        def done(more: int) -> None:
            nonlocal count
            count += more
            self._told(stage, count, len(stated))

        self.asked += len(stated)
        themselves = self._model.thresholds if others else None
        return ask(matcher, stated, workers=self._workers, done=done, themselves=themselves)

    def _linked(self, agency: str, stated: Stated, answer: Answer) -> None:
        assert answer.best is not None
        person = self.persons.now(answer.best.person)
        self.links[agency, stated.id] = Link(agency, stated.id, person, Band.AUTO, answer.best.score)
        if self.persons.grow(person, stated):
            self._changed.add(person)

    def _among_themselves(self, agency: str, stated: Sequence[Stated]) -> list[str]:
        """Persons founded of those whom nobody in the register is like; some may be one person twice."""
        own = Matcher(Register.build(stated), self._model)
        answers = self._ask(f"{agency}, among themselves", own, stated, others=True)
        person_of: dict[str, str] = {}
        for one, answer in zip(stated, answers, strict=True):
            best = answer.best
            earlier = person_of.get(best.person) if best and answer.band is Band.AUTO else None
            if best is None or earlier is None:
                person_of[one.id] = self.persons.found(one)
                self.links[agency, one.id] = Link(agency, one.id, person_of[one.id], Band.NEW)
                continue
            person_of[one.id] = earlier
            self.persons.grow(earlier, one)
            self.links[agency, one.id] = Link(agency, one.id, earlier, Band.AUTO, best.score)
        return list(dict.fromkeys(person_of.values()))

    # After the last agency

    def finish(self) -> None:
        self._matcher = None
        self._ask_again()
        self._decide_waiting()
        self._unborn()
        for link in self.links.values():
            link.person = self.persons.now(link.person)
            link.nearest = self.persons.now(link.nearest) if link.nearest else ""

    def _ask_again(self) -> None:
        """Persons of one record: others have since been told more of."""
        records = Counter(link.person for link in self.links.values())
        single = [self.persons.entry(person) for person, count in records.items() if count == 1]
        matcher = self._register()
        answers = self._ask("persons of one record", matcher, single, others=True)
        first = {link.person: link for link in self.links.values() if records[link.person] == 1}
        for one, answer in zip(single, answers, strict=True):
            if answer.best is not None and answer.band is Band.AUTO:
                self.persons.join(one.id, answer.best.person)
                first[one.id].band, first[one.id].score = Band.AUTO, answer.best.score

    def _decide_waiting(self) -> None:
        self._matcher = None
        waiting, self._waiting = self._waiting, []
        stated = [one for _, one, _ in waiting]
        answers = self._ask("those not decided", self._register(), stated)
        left = []
        for ((agency, _), one, before), now in zip(waiting, answers, strict=True):
            if now.band is Band.AUTO:
                self._linked(agency, one, now)
            else:
                left.append(((agency, one.id), one, now if now.band is Band.REVIEW else before))
        known = self._known_by_mothers(left)
        for key, one, answer in left:
            if key in known:
                self._linked(key[0], one, answer)
                self.links[key].why = "only_child_of_the_mother_born_then"
            else:
                self._apart(key[0], one, answer)

    def _known_by_mothers(self, left: Sequence[tuple[Key, Stated, Answer]]) -> set[Key]:
        babies = []
        for key, one, answer in left:
            mother = self.links.get(self._mothers.get(key, key))
            if answer.why == "first_name_missing" and mother is not None and answer.best is not None:
                nearest = self.persons.entry(self.persons.now(answer.best.person))
                babies.append(Baby(key, one, self.persons.now(mother.person), nearest))
        held = {(link.agency, self.persons.now(link.person)) for link in self.links.values()}
        return by_their_mothers(babies, self._children_of(), held)

    def _apart(self, agency: str, stated: Stated, answer: Answer) -> None:
        best = answer.best
        assert best is not None
        person = self.persons.found(stated)
        self.links[agency, stated.id] = Link(
            agency, stated.id, person, Band.REVIEW, best.score, best.person, answer.why
        )

    # Unborn children

    def _unborn(self) -> None:
        children = self._children_of()
        for pregnancy in pregnancies(self._expecting()):
            born = born_of(pregnancy, children[pregnancy.mother])
            # which of several is which cannot be told from dates of birth
            certain = len(born) == len(pregnancy.foetuses) == 1
            for place, foetus in enumerate(pregnancy.foetuses):
                person = born[place] if certain else self.persons.issue()
                for agency, local in foetus.records:
                    band = Band.AUTO if certain else Band.REVIEW if born else Band.NEW
                    nearest = born[0] if born and not certain else ""
                    why = "births_and_expected_differ" if nearest else ""
                    self.links[agency, local] = Link(agency, local, person, band, None, nearest, why)

    def _expecting(self) -> Iterator[Expected]:
        for key, record in self._expected:
            assert record.due is not None
            mother = self.links.get(self._mothers.get(key, key))
            named = self.persons.now(mother.person) if mother else ""
            yield Expected(key, named, record.due, record.ordinal)

    def _children_of(self) -> defaultdict[str, dict[str, date]]:
        """Mother -> her children and when they were born, as the most trusted record says."""
        found: defaultdict[str, dict[str, date]] = defaultdict(dict)
        for child, mother in self._mothers.items():
            if child in self.links and mother in self.links:
                one = self.persons.now(self.links[child].person)
                births = self.persons.entry(one).births
                if births and self.links[child].band is not Band.REVIEW:
                    found[self.persons.now(self.links[mother].person)].setdefault(one, births[0])
        return found


def counted(links: Iterable[Link]) -> Counter[Band]:
    return Counter(link.band for link in links)
