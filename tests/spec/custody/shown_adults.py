"""Made-up adults for the pages of custody: each shows something that the others do not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tocsin.cli.custody import shown
from tocsin.custody.reading import custody_of_text
from tocsin.review.schema_custody import CustodyOut

ON = date(2026, 11, 21)
NAMES = ("Tamsin Okafor-Reid", "Marek Wójcik", "Yusuf Adeyemi")
CUSTODY = """\
title: Made-up folder
authority: Northfield
adults:
  - id: serious
    name: Tamsin Okafor-Reid
    offences:
      - ref: o1
        title: Causing or allowing the death of a child
        code: DV04003
        committed_from: 2022-09-01
        outcome: convicted
        outcome_on: 2023-04-03
        child_victim: yes
        part: not determined
        source: Northfield Crown Court
      - {ref: o2, title: "Assault <b>on</b> a partner", outcome: alleged}
      - {ref: o3, title: Common assault, outcome: convicted, outcome_on: 2009-03-03, spent: yes}
      - {ref: o4, title: Theft, outcome: acquitted, outcome_on: 2011-03-03}
    sentences:
      - ref: s1
        kind: SDS plus
        sentenced_on: 15 May 2023
        offence: o1
        term: 8 years
        court: Northfield Crown Court
        words: Eight years' imprisonment.
    adjustments:
      - {kind: remand, days: 120, applies_from: 2023-05-15}
    victims:
      - {ref: v1, relation: grandmother of the child who died, opted_in: yes}
    mappa:
      - {category: 2, level: 1, from: 2026-01-01}
    ties:
      - {child: child-2, relation: mother}
    conditions:
      - {about: no_unsupervised_contact, words: Not alone with anyone under 18, under_age: 18}
    official_dates:
      - {kind: SLED, day: 2031-01-14, stated_on: 2023-06-02, source: prison letter}
  - id: ipp
    name: Marek Wójcik
    sentences:
      - {ref: s1, kind: IPP, sentenced_on: 2012-05-14, minimum_term: 5 years}
    adjustments:
      - {kind: remand, days: 212, applies_from: 2012-05-14}
    movements:
      - {kind: received, on: 2012-05-14}
    parole:
      - ref: p1
        referred_on: 2026-06-01
        hearing_on: 2027-02-03
        reports:
          - {by: psychologist, on: 2026-10-01, about: children, finding: Not begun., recommends: stay}
          - {by: probation officer, on: 2026-10-20, about: children, finding: Ready., recommends: release}
  - id: recalled
    name: Yusuf Adeyemi
    sentences:
      - {ref: s1, kind: EDS, sentenced_on: 2021-03-08, term: 6 years, extension: 3 years}
      - {ref: s2, kind: SDS, sentenced_on: 2021-03-08, term: 4 years}
    adjustments:
      - {kind: remand, days: 200, applies_from: 2021-03-08}
    movements:
      - {kind: released, on: 2026-08-19}
      - {kind: recalled, on: 2026-09-20, recall: standard}
    pregnancies:
      - {child: unborn-1, due: 2027-03-22, known_from: 2026-09-15, relation: father, lives_with_mother: yes}
  - id: unclear
    sentences:
      - {ref: s1, kind: SDS, sentenced_on: 2020-01-06, term: 2 years, consecutive_to: s9}
  - id: acquitted
    name: Priya Anand
    offences:
      - {ref: o1, title: Assault, outcome: acquitted, outcome_on: 2024-05-02}
  - id: left-out
    sentences:
      - {ref: s1, kind: SDS, sentenced_on: 2020-01-36, term: 2 years}
"""


def written(folder: Path) -> Path:
    path = folder / "custody.yaml"
    path.write_text(CUSTODY, encoding="utf-8")
    return path


def adults(*, on: date = ON) -> list[CustodyOut]:
    read = custody_of_text(CUSTODY)
    return [shown(read, at, on) for at in range(len(read.file.adults))]


def adult(name: str, *, on: date = ON) -> CustodyOut:
    return next(one for one in adults(on=on) if one.id == name)
