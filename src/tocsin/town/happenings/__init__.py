"""What befalls the families of the made-up town, and which agency writes it down. Nobody in it exists."""

from __future__ import annotations

from datetime import date, timedelta

from tocsin.town.family import Family, Happening
from tocsin.town.happenings.chance import uneven
from tocsin.town.happenings.diary import Diary
from tocsin.town.happenings.funnel import Funnel
from tocsin.town.happenings.knocks import knocks_of
from tocsin.town.happenings.ordinary import adults_of, health_of
from tocsin.town.happenings.paths.choose import with_story
from tocsin.town.happenings.paths.story import lookalikes, paths
from tocsin.town.happenings.paths.unfold import Unfolded, unfold
from tocsin.town.happenings.practice import looked_into
from tocsin.town.happenings.rates import Rates, load_rates
from tocsin.town.happenings.schooling import schooling_of
from tocsin.town.happenings.services import home_of
from tocsin.town.stream import stream

__all__ = ["Rates", "Unfolded", "happenings", "load_rates", "stories", "with_story"]

Window = tuple[date, date]


def happenings(family: Family, *, rates: Rates, window: Window, seed: int) -> list[Happening]:
    """By day. The family's path and look-alikes are told where `with_story` gave it any.

    A case of social care that was open when the window began is told from its beginning, so a few
    happenings lie before the window; everything else lies in it."""
    told, _ = _told(family, rates, window, seed)
    return told


def stories(family: Family, *, rates: Rates, window: Window, seed: int) -> list[Unfolded]:
    """The truth about the family's path and look-alikes: which child, since when, and the day of harm."""
    return _told(family, rates, window, seed)[1]


def _told(family: Family, rates: Rates, window: Window, seed: int) -> tuple[list[Happening], list[Unfolded]]:
    rng = stream(seed, family.number, "happenings")
    diary = Diary(family, rates, rng, *window)
    not_brought = uneven(rng, rates.figure("not_brought_unevenness"))
    for child in family.children:
        health_of(diary, child, not_brought=not_brought)
        knocks_of(diary, child)
        schooling_of(diary, child)
    adults_of(diary)
    home_of(diary)
    before = timedelta(days=int(rates.figure("warm_up_years") * 365.25))
    past = Diary(family, rates, rng, window[0] - before, window[1], diary.kept)
    Funnel(past, window[0]).run()
    looked_into(diary)
    unfolded = _stories(diary)  # after, for what services fail to do is part of a story
    told = sorted(diary.kept, key=lambda one: (one.happened, one.recorded))
    return told, unfolded


def _stories(diary: Diary) -> list[Unfolded]:
    family = diary.family
    known = [(family.path, paths())] if family.path else []
    found = [unfold(diary, name, table[name]) for name, table in known]
    found += [unfold(diary, name, lookalikes()[name]) for name in family.lookalikes]
    return [one for one in found if one is not None]
