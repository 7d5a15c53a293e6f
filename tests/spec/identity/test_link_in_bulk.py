"""`identity link --bulk` and `--workers`: other ways to the same links."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from small_register import make
from typer.testing import CliRunner

from tocsin.cli.commands import app
from tocsin.identity.onboarding import asking

Linked = dict[str, tuple[str, str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("register"), count=1_500, asked=400)


def links(folder: Path, *words: str) -> Linked:
    """Record -> the person linked, and the band."""
    out = folder / "links.csv"
    files = ["--register", str(folder / "register.csv"), "--records", str(folder / "queries.csv")]
    run = CliRunner().invoke(app, ["identity", "link", *files, "--out", str(out), *words])
    assert run.exit_code == 0, run.output
    with out.open(newline="", encoding="utf-8") as file:
        return {row["record_id"]: (row["person_id"], row["band"]) for row in csv.DictReader(file)}


def test_two_processes_link_as_one_does(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Few:
        shared_from = 0

    monkeypatch.setattr(asking, "settings", Few)
    assert links(folder, "--workers", "2") == links(folder)


def test_splink_leads_to_the_same_links_where_there_is_no_history(folder: Path) -> None:
    pytest.importorskip("splink")
    ours, theirs = links(folder), links(folder, "--bulk")
    assert ours.keys() == theirs.keys()
    assert sum(ours[one] == theirs[one] for one in ours) > 0.98 * len(ours)
    assert sum(person != "" for person, _ in theirs.values()) > 0.5 * len(theirs)
