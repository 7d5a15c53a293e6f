"""Speed and size of a review, as ratios against a floor measured in the same run.

    python scripts/bench.py

The floor only reads the same files and writes the same rows to XLSX and DOCX with the same libraries.
Whole processes, alternating, so that a busy machine slows both. Prints the limits beside what was measured.
"""

from __future__ import annotations

import csv
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import docx
import openpyxl
import xlsxwriter
from lxml import etree
from odf.opendocument import OpenDocumentText
from odf.table import Table as OdtTable
from odf.table import TableCell, TableRow
from odf.text import P
from python_calamine import CalamineWorkbook
from rich.console import Console
from rich.table import Table

from tocsin.chronology.event import Event
from tocsin.indicators.catalogue import load
from tocsin.indicators.evaluate import evaluate
from tocsin.indicators.examples import read_event
from tocsin.indicators.view import child_view
from tocsin.records.when import When
from tocsin.working_days import england

AGENCIES = (
    "Children's social care",
    "Police",
    "Health visiting",
    "Hospital",
    "School",
    "Housing",
    "GP",
    "Probation",
)
ROWS = 5000
RUNS = 3
LOOKS = 5  # at each child, for the fastest that stands beside the ordinary look
WARM = 20  # children looked at before any is timed
HEADINGS = ("Date", "Source", "Event", "Action")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ODF_ROW = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-row"
SIGNS = (  # rows that a card may look at
    "Home visit. Ada seen with mother, playing with bricks. Bedroom seen and warm.",
    "No reply at the door at 10.15. Card left asking mother to ring.",
    "Ada was not brought to her outpatient appointment. Letter sent to the family and to the GP.",
    "Small bruise noticed on left shin. Ada said she fell from her scooter; mother gave the same account.",
    "Police called to the address after neighbours reported shouting. Ada was asleep upstairs.",
    "Telephone call from nursery: Ada tired and asked for a second breakfast three days this week.",
    "Core group held. Mother, school and health visitor attended. Actions reviewed.",
    "Mother reports that her new partner is staying over at weekends. His name was not given.",
    "Repairs officer attended to mend the boiler. Hall cluttered; kitchen clean.",
    "Supervision: case discussed. Next visit to be unannounced.",
)
NOTES = (  # most rows of any chronology
    "Telephone call from mother about the school bus.",
    "Email to the nursery about term dates; reply received.",
    "Ada attended dance club and enjoyed it.",
    "Letter sent confirming the next appointment.",
    "Weight and height in line with last time.",
    "Rent account in order; no repairs outstanding.",
    "Routine immunisation given.",
    "Meeting with the class teacher about reading; going well.",
)
SHARE_OF_SIGNS = 0.25
WORDS = (
    "family",
    "routines",
    "sleep",
    "meals",
    "school",
    "travel",
    "and",
    "what",
    "would",
    "help",
    "this",
    "week",
)


def rows(count: int, seed: int) -> Iterator[tuple[str, str, str, str]]:
    chance = random.Random(seed)
    for _ in range(count):
        day = date(2019, 1, 7) + timedelta(days=chance.randrange(5 * 365))
        more = " ".join(chance.choice(WORDS) for _ in range(chance.randrange(8, 40)))
        words = chance.choice(SIGNS if chance.random() < SHARE_OF_SIGNS else NOTES)
        source = f"Case note {chance.randrange(9999)}"
        yield day.strftime("%d/%m/%Y"), source, f"{words} {more}.", "Noted."


def write_csv(path: Path, table: list[tuple[str, ...]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADINGS, *table])


def write_xlsx(path: Path, table: list[tuple[str, ...]]) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Chronology")
    for row in [HEADINGS, *table]:
        sheet.append(row)
    book.save(path)


def write_docx(path: Path, table: list[tuple[str, ...]]) -> None:
    document = docx.Document()
    body = document.add_table(rows=0, cols=len(HEADINGS))._tbl
    for row in [HEADINGS, *table]:
        body.append(word_row(row))
    document.save(str(path))


def word_row(row: tuple[str, ...]) -> etree._Element:
    line = etree.Element(f"{W}tr")
    for cell in row:
        paragraph = etree.SubElement(etree.SubElement(line, f"{W}tc"), f"{W}p")
        text = etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t")
        text.text = cell
    return line


def write_odt(path: Path, table: list[tuple[str, ...]]) -> None:
    document = OpenDocumentText()
    body = OdtTable(name="Chronology")
    for row in [HEADINGS, *table]:
        line = TableRow()
        for cell in row:
            box = TableCell()
            box.addElement(P(text=cell))
            line.addElement(box)
        body.addElement(line)
    document.text.addElement(body)
    document.save(str(path))


WRITERS: tuple[tuple[str, Callable[[Path, list[tuple[str, ...]]], None]], ...] = (
    ("csv", write_csv),
    ("xlsx", write_xlsx),
    ("docx", write_docx),
    ("odt", write_odt),
)


def make_folder(folder: Path) -> None:
    names = [name.lower().replace(" ", "-").replace("'", "") for name in AGENCIES]
    for number, name in enumerate(names):
        ending, write = WRITERS[number % len(WRITERS)]
        write(folder / f"{name}.{ending}", list(rows(ROWS // len(AGENCIES), number)))
    (folder / "review.yaml").write_text("title: Bench\nchildren:\n- {id: ada, name: Ada, born: 2017-05-04}\n")


# the floor ------------------------------------------------------------------------------------------


def floor(folder: Path, out: Path, *, bare: bool) -> None:
    """Read the same files and write the same rows, with the same libraries, and nothing else.

    `bare` writes the Word rows as XML beside python-docx, which its own calls take longer for.
    """
    table = [row for path in sorted(folder.iterdir()) for row in read(path)]
    book = xlsxwriter.Workbook(str(out / "rows.xlsx"), {"strings_to_formulas": False})
    sheet = book.add_worksheet()
    for number, row in enumerate(table):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell)
    book.close()
    (write_docx if bare else write_docx_by_cells)(out / "rows.docx", table)


def write_docx_by_cells(path: Path, table: list[tuple[str, ...]]) -> None:
    document = docx.Document()
    grid = document.add_table(rows=len(table), cols=len(HEADINGS))
    for line, row in zip(grid.rows, table, strict=True):
        for cell, words in zip(line.cells, row, strict=False):
            cell.text = words
    document.save(str(path))


def read(path: Path) -> Iterator[tuple[str, ...]]:
    if path.suffix == ".csv":
        with path.open(newline="", encoding="utf-8") as file:
            yield from (tuple(row) for row in csv.reader(file))
    elif path.suffix == ".xlsx":
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        yield from (tuple(str(cell) for cell in row) for row in sheet.to_python())
    elif path.suffix == ".docx":
        for line in docx.Document(str(path)).element.body.iter(f"{W}tr"):
            yield tuple("".join(cell.itertext()) for cell in line.iter(f"{W}tc"))
    elif path.suffix == ".odt":
        import zipfile

        tree = etree.fromstring(zipfile.ZipFile(path).read("content.xml"))
        for line in tree.iter(ODF_ROW):
            yield tuple("".join(cell.itertext()) for cell in line)


# measuring ------------------------------------------------------------------------------------------


def timed(command: list[str]) -> tuple[float, float]:
    """Seconds of the whole process, and its peak memory in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} failed with {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def review_ratio(console: Console) -> None:
    with tempfile.TemporaryDirectory() as top:
        folder, out = Path(top, "folder"), Path(top, "out")
        folder.mkdir()
        out.mkdir()
        make_folder(folder)
        review = [sys.executable, "-m", "tocsin", "review", str(folder), "--out", str(out), "--quiet"]
        floors = [[sys.executable, __file__, flag, str(folder), str(out)] for flag in ("--floor", "--bare")]
        runs = [[timed(command) for command in (review, *floors)] for _ in range(RUNS)]
    seconds = [statistics.median(run[n][0] for run in runs) for n in range(3)]
    ratios = [statistics.median(run[0][0] / run[n][0] for run in runs) for n in (1, 2)]
    peak = max(run[0][1] for run in runs)
    table = Table(
        title=f"A folder of {len(AGENCIES)} agencies and {ROWS} rows, whole process, median of {RUNS}"
    )
    for heading in ("what", "measured", "limit"):
        table.add_column(heading)
    table.add_row("review with its four reports, seconds", f"{seconds[0]:.1f}", "")
    table.add_row(
        "floor: read, and write the rows by the libraries' own calls, seconds", f"{seconds[1]:.1f}", ""
    )
    table.add_row("bare floor: the Word rows as text, seconds", f"{seconds[2]:.1f}", "")
    table.add_row("review / floor", f"{ratios[0]:.2f}", "3.00")
    table.add_row("review / bare floor", f"{ratios[1]:.2f}", "")
    table.add_row("peak memory of the review, MB", f"{peak:.0f}", "400")
    console.print(table)


ROUTINE = (  # the days on which nothing is amiss, and most days of any file
    "social_care visit child_seen=seen_with_carer;bedroom_seen=true",
    "social_care child_seen child_seen=seen_alone;seen_alone=true",
    "social_care supervision child_discussed=true",
    "social_care core_group",
    "social_care information_request to_agency=health_gp",
    "health_visiting health_review contact=9_12_month;seen_child=true",
    "health_gp gp_attendance complaint=cough;registered=true",
    "health_hospital hospital_attendance setting=outpatient;reason=follow_up;injury_related=false",
    "dental dental_contact finding=no_decay;untreated=false",
    "school school_absence days=1;authorised=true;explained=true",
    "school child_review outcome=settled",
    "police police_incident kind=anti_social;child_in_household=true",
    "housing note",
    "early_years injury_seen kind=bruise;site=shin;explanation=suitable;mobility=walking;delay_hours=0",
)


def chronology(chance: random.Random, lines: list[str], *, routine: float) -> list[Event]:
    events = []
    for number in range(100):
        day = date(2021, 1, 4) + timedelta(days=chance.randrange(1200))
        rest = chance.choice(ROUTINE) if chance.random() < routine else chance.choice(lines).partition(" ")[2]
        events.append(read_event(f"{day.isoformat()} {rest}", number))
    return events


def milliseconds(routine: float) -> tuple[list[float], list[float], float]:
    """Of 200 children in rising order, one ordinary look and the fastest of five; and mean findings.

    The ordinary look is the first at that child, after a few other children. The fastest is what is left when
    nothing else runs. The events that are not routine are the cards' own examples.
    """
    catalogue, calendar = load(), england()
    examples = [one for card in catalogue.cards for one in (*card.fires, *card.quiet)]
    lines = sorted({line for one in examples for line in one.events})
    lines = [line for line in lines if "/" not in line.split()[0] and "child=" not in line]
    chance, looks, found = random.Random(7), [], 0
    for number in range(WARM + 200):
        events = chronology(chance, lines, routine=routine)
        took = []
        for _ in range(LOOKS):
            start = time.perf_counter()
            view = child_view("child", events, born=When(date(2018, 6, 1), date(2018, 6, 1)))
            findings = evaluate(catalogue, view, calendar=calendar, as_of=date(2025, 1, 1))
            took.append((time.perf_counter() - start) * 1000)
        if number >= WARM:
            looks.append(took)
            found += len(findings)
    return sorted(took[0] for took in looks), sorted(min(took) for took in looks), found / 200


def reference_times(console: Console) -> None:
    """One child of 100 events: four in five of them routine; and every one from a card's example."""
    table = Table(
        title=f"Reference evaluation of {len(load().cards)} cards, one child of 100 events, 200 children"
    )
    headings = (
        "events",
        "findings each",
        "one look: p50 ms",
        "p99 ms",
        "limit for p50",
        "fastest of 5: p50, p99",
    )
    for heading in headings:
        table.add_column(heading)
    for words, routine, limit in (
        ("four in five routine", 0.8, "3.00"),
        ("all from cards' examples", 0.0, ""),
    ):
        one, best, found = milliseconds(routine)
        beside = f"{best[100]:.2f}, {best[197]:.2f}"
        table.add_row(words, f"{found:.0f}", f"{one[100]:.2f}", f"{one[197]:.2f}", limit, beside)
    console.print(table)


def main() -> int:
    if sys.argv[1:2] in (["--floor"], ["--bare"]):
        floor(Path(sys.argv[2]), Path(sys.argv[3]), bare=sys.argv[1] == "--bare")
        return 0
    console = Console(width=110)
    reference_times(console)
    review_ratio(console)
    return 0


if __name__ == "__main__":
    sys.exit(main())
