"""What can be asked of a family on a day: who was called what, who lived where, whose number lies near."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from tocsin.town.family import Dwelling, Family, Resident, Stay, TrueName


class FamilyView:
    def __init__(self, family: Family) -> None:
        self.family = family
        self.by_number = {resident.number: resident for resident in family.residents}
        self._stays: defaultdict[int, list[Stay]] = defaultdict(list)
        for stay in family.stays:
            self._stays[stay.resident].append(stay)
        for stays in self._stays.values():
            stays.sort(key=lambda stay: stay.since)

    def move_in(self, person: Resident, home: Dwelling) -> None:
        """Somebody outside the family, for as long as they have lived."""
        self.by_number[person.number] = person
        self._stays[person.number] = [Stay(person.number, home, person.born, None)]

    def stays(self, resident: int) -> list[Stay]:
        """Oldest first."""
        return self._stays[resident]

    def home(self, resident: Resident, day: date) -> Dwelling | None:
        """Where they lived; the mother's home before birth; the latest known where nothing covers the day."""
        if day < resident.born and resident.mother in self.by_number and resident.mother is not None:
            return self.home(self.by_number[resident.mother], day)
        found: Dwelling | None = None
        for stay in self._stays[resident.number]:
            if stay.since <= day or found is None:
                found = stay.dwelling
        return found

    def earlier_home(self, resident: Resident, day: date) -> Dwelling | None:
        """The one before the home of that day, if there was one; after an adoption order there was none."""
        if resident.sealed_on is not None and day >= resident.sealed_on:
            return None
        lived = [stay.dwelling for stay in self._stays[resident.number] if stay.since <= day]
        homes = [home for home in lived if home != lived[-1]]
        return homes[-1] if homes else None

    def near(self, resident: Resident) -> list[Resident]:
        """Whose NHS number is most easily written by mistake: a twin's, else the mother's, else a child's."""
        twins = [self.by_number[number] for number in resident.twin_of]
        if twins or resident.sealed_on is not None:
            return twins
        if resident.mother in self.by_number and resident.mother is not None:
            return [self.by_number[resident.mother]]
        return [other for other in self.family.residents if other.mother == resident.number][:1]


def name_on(resident: Resident, day: date) -> TrueName:
    """The latest name that is no alias, on a day."""
    found = resident.names[0]
    for name in resident.names:
        if name.kind != "alias" and name.since <= day:
            found = name
    return found


def aliases(resident: Resident) -> list[TrueName]:
    return [name for name in resident.names if name.kind == "alias"]
