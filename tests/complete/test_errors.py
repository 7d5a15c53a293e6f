"""Every error has a code of its own, a page, and words for somebody who has to mend something."""

from __future__ import annotations

import re

import pytest
from made_pages import every_error

from tocsin.errors import TocsinError

ERRORS = every_error()


def test_each_error_has_a_code_of_its_own() -> None:
    found = [error.code for error in ERRORS]
    assert len(found) == len(set(found))
    assert "T000" not in found


@pytest.mark.parametrize("error", ERRORS, ids=lambda one: one.__name__)
def test_an_error_says_what_to_do_and_how_the_command_ends(error: type[TocsinError]) -> None:
    assert re.fullmatch(r"T\d{3}", error.code)
    assert error.help.endswith(".")
    assert len(error.help) > 20
    assert error.exit_status in (2, 3, 4)


@pytest.mark.parametrize("error", ERRORS, ids=lambda one: one.__name__)
def test_an_error_states_its_own_code_and_help(error: type[TocsinError]) -> None:
    assert "code" in vars(error)
    assert "help" in vars(error)


def test_the_sentence_says_what_where_and_what_to_do() -> None:
    said = TocsinError("The file is damaged.", where="log.xlsx", do="Save it again.").sentence
    assert said == "T000 log.xlsx: The file is damaged. Save it again."
