"""The coded chronologies beside the project read whole, each alone and all in one folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tocsin.chronology.build import build
from tocsin.chronology.parts import Chronology
from tocsin.chronology.vocabulary import vocabulary
from tocsin.identity.resolve import resolve
from tocsin.records.folder import FolderRead, read_folder

DATA = Path(__file__).parents[4] / "shared" / "data"
FOLDERS = ("published_cases", "benign_cases")
ANSWERS = {
    "mo_basis",
    "listed_in",
    "done_on",
    "delay_weeks",
    "delay_months",
    "review_note",
    "total_incidents",
}
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not DATA.exists(), reason="the data folder beside the project is absent"),
]


def told(folder: str) -> tuple[FolderRead, Chronology]:
    read = read_folder(DATA / folder, manifest=None, today=date(2026, 11, 21))
    people = resolve(read.files, None)
    return read, build(read.files, people, codings={}, vocabulary=vocabulary(), today=date(2026, 11, 21))


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_row_is_accounted_for(folder: str) -> None:
    read, chronology = told(folder)
    for file in (file for file in read.files if file.kind == "coded"):
        count = chronology.counts[file.file]
        kept = count.events + count.further_accounts + count.undated
        assert file.rows_read == kept + len(file.quarantine) + file.headers_and_blanks


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_answer_is_among_the_facts(folder: str) -> None:
    _, chronology = told(folder)
    assert all(ANSWERS.isdisjoint(event.attributes) for event in chronology.events)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_event_type_is_in_the_vocabulary(folder: str) -> None:
    read, chronology = told(folder)
    coded = {file.file for file in read.files if file.kind == "coded"}
    events = [event for event in chronology.events if event.accounts[0].source.file in coded]
    assert {event.type for event in events} <= set(vocabulary().event_types)
