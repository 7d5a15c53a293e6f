"""`tocsin identity find` and `explain`: one answer with its evidence. What is typed is kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid

from tocsin.cli.answers import answering
from tocsin.cli.identity_engine import matcher_of, model_of, people_of
from tocsin.cli.identity_evaluate import ModelFile, Quiet
from tocsin.cli.identity_tables import show_troubles
from tocsin.cli.identity_words import band_words, margin_words, why_words
from tocsin.cli.progress import stages
from tocsin.cli.waterfall import spoken, waterfall
from tocsin.errors import UsageError
from tocsin.identity.answer import Answer, Band, Candidate
from tocsin.identity.measure.cells import read_date, read_sex
from tocsin.identity.measure.people import read_register
from tocsin.identity.measure.tables import Table
from tocsin.identity.measure.troubles import Troubles
from tocsin.identity.stated import Home, Name, Stated

if TYPE_CHECKING:
    from tocsin.identity.matching.matcher import Matcher

RegisterFile = Annotated[Path, typer.Option("--register", help="Who is known: CSV or Parquet.")]
Words = Annotated[str, typer.Option(show_default=False)]
Born = Annotated[str, typer.Option(metavar="DATE", help="2019-05-04 or 04/05/2019.", show_default=False)]
Sex = Annotated[str, typer.Option(help="f or m; left out where it is not known.", show_default=False)]
Nhs = Annotated[str, typer.Option("--nhs", metavar="NUMBER", show_default=False)]
Plain = Annotated[bool, typer.Option("--plain", help="Lines of words, for a screen reader: nothing drawn.")]
Most = Annotated[int, typer.Option("--most", min=1, max=20, help="Candidates to show.")]
Records = Annotated[
    list[str], typer.Option("--record", metavar="ID", help="A person_id of the register; give two.")
]


@answering
def find_command(
    register: RegisterFile,
    first_name: Words = "",
    surname: Words = "",
    born: Born = "",
    sex: Sex = "",
    postcode: Words = "",
    address: Words = "",
    nhs: Nhs = "",
    model: ModelFile = None,
    most: Most = 5,
    plain: Plain = False,
    quiet: Quiet = False,
) -> None:
    """Who is this? The answer, those who come nearest, and what each piece of evidence weighed.

    What you type is shown here and kept nowhere.
    """
    asked = asked_for(first_name, surname, born, sex, (postcode, address), nhs)
    troubles = Troubles()
    with stages(quiet=quiet) as told:
        people = people_of(register, troubles, told)
        matcher = matcher_of(people, model_of(model))
    answer = matcher.find(asked, most=most)
    console = Console(highlight=False)
    known = entries(register, {candidate.person for candidate in answer.candidates})
    show_answer(console, answer, known, plain=plain)
    if answer.best is not None:
        show_evidence(console, matcher, asked, answer.best, margin=answer.margin, plain=plain)
    if not quiet:
        show_troubles(Console(stderr=True, highlight=False), troubles)


def asked_for(first: str, surname: str, born: str, sex: str, home: tuple[str, str], nhs: str) -> Stated:
    if not any((first.strip(), surname.strip(), born.strip(), nhs.strip(), *home)):
        raise UsageError("Nothing was given to go by.", do="Give names, a date of birth or an NHS number.")
    day = read_date(born.strip()) if born.strip() else None
    if born.strip() and day is None:
        raise UsageError("That is no date.", where="--born", do="Write 2019-05-04 or 04/05/2019.")
    known = read_sex(sex.strip())
    if known is None:
        raise UsageError("That is neither f nor m.", where="--sex", do="Leave it out where it is not known.")
    return Stated(
        id="asked",
        names=(Name(first.strip(), surname.strip()),) if first.strip() or surname.strip() else (),
        births=(day,) if day else (),
        sex=known,
        homes=(Home(home[0].strip(), home[1].strip()),) if any(home) else (),
        nhs_numbers=(nhs.strip(),) if nhs.strip() else (),
    )


def entries(register: Path, wanted: set[str]) -> dict[str, Stated]:
    """What the register says of a few: it is read again, so that a million need not be held in full."""
    if not wanted:
        return {}
    return {one.id: one for one in read_register(Table(register), Troubles()) if one.id in wanted}


def show_answer(console: Console, answer: Answer, known: dict[str, Stated], *, plain: bool) -> None:
    console.print(band_words(answer), style="" if plain else "bold")
    if answer.band is not Band.AUTO and (why := why_words(answer)):
        console.print(f"Why not automatic: {why}.")
    if not answer.candidates:
        return
    console.print(f"The first stands {margin_words(answer)}.")
    if plain:
        for place, candidate in enumerate(answer.candidates, 1):
            said = "; ".join(part for part in in_words(known.get(candidate.person)) if part)
            console.print(f"{place}. {candidate.person}, score {candidate.score:.2f}: {said}", soft_wrap=True)
        return
    console.print(candidates_table(answer, known))


def candidates_table(answer: Answer, known: dict[str, Stated]) -> Grid:
    table = Grid(box=SIMPLE_HEAD, pad_edge=False)
    for heading in ("", "person", "score", "names", "born", "home"):
        table.add_column(heading, overflow="fold", justify="right" if heading == "score" else "left")
    for place, candidate in enumerate(answer.candidates, 1):
        names, born, home = in_words(known.get(candidate.person))
        table.add_row(str(place), candidate.person, f"{candidate.score:.2f}", names, born, home)
    return table


def in_words(stated: Stated | None) -> tuple[str, str, str]:
    if stated is None:
        return "", "", ""
    return (
        " / ".join(f"{name.first} {name.surname}".strip() for name in stated.names),
        " / ".join(born.strftime("%d/%m/%Y") for born in stated.births),
        " / ".join(f"{home.address} {home.postcode}".strip() for home in stated.homes),
    )


def show_evidence(
    console: Console, matcher: Any, asked: Stated, candidate: Candidate, *, margin: float, plain: bool
) -> None:
    from tocsin.identity.matching.explain import explain

    found = explain(matcher, asked, candidate, margin=margin)
    console.print(f"\nEvidence on {candidate.person}: {found.sentence}", soft_wrap=plain)
    if plain:
        for line in spoken(found.bars):
            console.print(line, soft_wrap=True)
    else:
        console.print(waterfall(found.bars, blocks="utf" in (console.encoding or "").lower()))


@answering
def explain_command(
    register: RegisterFile,
    record: Records,
    model: ModelFile = None,
    plain: Plain = False,
    quiet: Quiet = False,
) -> None:
    """Why two people of the register are held to be one, or not."""
    if len(record) != 2 or record[0] == record[1]:
        raise UsageError("Two different ids are needed.", where="--record", do="Give --record A --record B.")
    troubles = Troubles()
    with stages(quiet=quiet) as told:
        people = people_of(register, troubles, told)
    absent = [str(place) for place, id in enumerate(record, 1) if id not in people.ids]
    if absent:
        raise UsageError(
            f"The register holds no such person (id {' and '.join(absent)} of the two).",
            where="--record",
            do="Give a person_id of the register.",
        )
    matcher = matcher_of(people, model_of(model))
    both = entries(register, set(record))
    asked = both[record[0]]
    matcher.register.remove(asked.id)
    console = Console(highlight=False)
    for line in pair_words(matcher, asked, record[1]):
        console.print(line, soft_wrap=plain)
    found = pair(matcher, asked, record[1])
    margin = margin_of(matcher.find(asked), found)
    show_evidence(console, matcher, asked, found, margin=margin, plain=plain)


def margin_of(answer: Answer, found: Candidate) -> float:
    """Above the next person, or below the best one."""
    best = answer.best
    if best is None or best.person == found.person:
        return answer.margin
    return found.score - best.score


def pair(matcher: Matcher, asked: Stated, other: str) -> Candidate:
    """The other as a candidate, whether or not anything would have led to it."""
    import numpy as np

    from tocsin.identity.matching.matcher import Question

    question = Question(matcher.register, [asked])
    row = np.array([matcher.register.entry_of[other]], dtype=np.int64)
    pattern = int(matcher.compared(question, np.zeros(1, dtype=np.int64), row)[0])
    return Candidate(other, float(matcher.model.scores[pattern]), pattern)


def pair_words(matcher: Matcher, asked: Stated, other: str) -> Iterator[str]:
    answer = matcher.find(asked)
    score = pair(matcher, asked, other).score
    limits = matcher.model.thresholds
    best = answer.best
    if best is not None and best.person == other:
        yield f"{other} comes nearest to {asked.id}, {margin_words(answer)}. {band_words(answer)}"
        if answer.why:
            yield f"Why not automatic: {why_words(answer)}."
    elif other not in matcher.candidates(asked):
        yield f"The two share nothing by which people are sought, so {other} would never be compared."
    elif best is not None:
        yield f"Another person comes nearer to {asked.id} than {other} does: {best.score:.2f} to {score:.2f}."
    if score < limits.review:
        yield f"Their score, {score:.2f}, lies below {limits.review:.2f}, from where a person would be asked."
