"""questions/<agency>.csv: what each agency's author is asked, and any answer typed there since."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from tocsin.review.report import answers, tables, terms
from tocsin.review.report.reading import Reading
from tocsin.review.report.safe import bare, csv_bytes, within

FOLDER = "questions"
ANSWER, QUESTION = "Answer", "Question"
NO_LONGER = "no longer asked"


def question_files(reading: Reading, out: Path) -> list[tuple[Path, str]]:
    """Each file's path and the code of its agency."""
    codes = [code for code, _ in answers.questions(reading)]
    return [(within(out, FOLDER, f"{_file_name(code)}.csv"), code) for code in codes]


def _file_name(agency: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", agency.lower()).strip("_") or "agency"


def question_bytes(reading: Reading, agency: str, path: Path) -> bytes:
    """The questions of this run, answers of the last one kept beside them or at the end."""
    table = tables.questions(reading)
    heads = [column.heading for column in table.columns]
    given = _answers(path)
    rows = []
    for row in table.rows:
        if row[0] == terms.agency(agency):
            cells = [str(cell) for cell in row]
            rows.append([*cells[:-1], given.pop(cells[1], "")])
    rows += [[terms.agency(agency), words, NO_LONGER, "", answer] for words, answer in given.items()]
    return csv_bytes([heads, *rows])


def _answers(path: Path) -> dict[str, str]:
    """Question -> what somebody typed as its answer."""
    if not path.is_file():
        return {}
    words = path.read_bytes().decode("utf-8-sig", "replace")
    rows = csv.DictReader(io.StringIO(words, newline=""))
    pairs = ((bare(row.get(QUESTION) or ""), bare(row.get(ANSWER) or "")) for row in rows)
    return {question: answer for question, answer in pairs if question and answer}
