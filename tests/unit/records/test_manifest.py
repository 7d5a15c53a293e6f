"""review.yaml: read strictly, proposed in full, written once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from agency_files import read

from tocsin.chronology import vocabulary
from tocsin.errors import ManifestError
from tocsin.records.agencies import agency_codes, agency_labels
from tocsin.records.manifest import (
    ChildEntry,
    Covers,
    FileEntry,
    Manifest,
    MarkerEntry,
    PersonEntry,
    manifest_of,
    propose_manifest,
    read_manifest,
)
from tocsin.records.manifest_text import manifest_text, write_manifest
from tocsin.records.reference_data import data_file

FULL = """
title: Review of services for one family
subject: child-1
children:
- {id: child-1, name: Amara, aliases: [Mara], born: 2016-05-22, labels: [Child A]}
- {id: child-2, due: 2018-01-02}
people:
- id: adult-1
  name: Tomasz
  role: mothers_partner
  markers: [{marker: alcohol_misuse, since: 2015-01-01, source: GP}]
agencies_expected: [police, social_care]
agency_names: {Riverside Family Support: voluntary}
files:
  police.xlsx:
    agency: police+probation
    columns: {Summary: what, Weather: ''}
    covers: {from: 2015-01-01, to: 2016-12-31}
  old/gp.docx: {skip: true}
two_digit_year_pivot: 1940
confirmed_links: [[Amara, Mara]]
rejected_links: [[Amara, Amira]]
redact: [a street]
partnership: partnership.yaml
"""


def test_it_reads_every_part() -> None:
    manifest = manifest_of(FULL)
    assert manifest.children[0] == ChildEntry(
        "child-1", "Amara", ("Mara",), date(2016, 5, 22), None, ("Child A",)
    )
    assert manifest.people[0].markers == (MarkerEntry("alcohol_misuse", date(2015, 1, 1), "GP"),)
    assert manifest.files["police.xlsx"].covers == Covers(date(2015, 1, 1), date(2016, 12, 31))
    assert manifest.files["old/gp.docx"].skip
    assert manifest.confirmed_links == (("Amara", "Mara"),)


def test_no_is_a_word_and_not_a_false() -> None:
    assert manifest_of("children: [{name: No, aliases: [yes, On]}]").children[0].name == "No"


@pytest.mark.parametrize("text", ["", "# nothing\n", "{}"])
def test_an_empty_file_says_nothing(text: str) -> None:
    assert manifest_of(text) == Manifest()


FAULTS = [
    ("title: a\nchilds: []", "unknown field 'childs'", "Allowed here: title, subject, children"),
    ("children:\n- name: a\n- nam: b", "line 3", "Allowed here: id, name, aliases, born"),
    ("children:\n- name: 7", "line 2, children.0.name", ""),
    ("children:\n- name: a\n  born: May 2016", "line 3, children.0.born", "22/05/2016"),
    ("children:\n- name: a\n  born: 05/22/2016", "line 3, children.0.born", "day first"),
    ("people:\n- name: a\n  markers: [{marker: x, since: '?'}]", "people.0.markers.0.since", "day first"),
    ("files:\n  a.csv:\n    covers: {from: soon}", "files.a.csv.covers.from", "day first"),
    ("children:\n- born: 2016-02-31", "does not exist", "2016-05-22"),
    (
        "agencies_expected:\n- police\n- polis",
        "line 3, agencies_expected.1",
        "Adult mental health (mental_health_adult), Ambulance",
    ),
    ("files:\n  a.csv:\n    agency: polis", "line 3, files.a", "Police (police)"),
    (
        "files:\n  a:\n    columns:\n      Weather: wether",
        "line 4, files.a.columns.Weather",
        "Allowed: date, time",
    ),
    ("files:\n  a:\n    covers: {from: 2016-01-01, to: 2015-01-01}", "ends before it starts", "Swap"),
    ("two_digit_year_pivot: 50", "two_digit_year_pivot", "1950"),
    ("confirmed_links: [[a]]", "confirmed_links.0", ""),
    ("- a\n- b", "line 1", ""),
    ("title: a: b", "line 1", "quotes"),
    ("title: &a x\nsubject: *a", "Anchors", ""),
    ("title: " + "[" * 900, "", ""),
]


@pytest.mark.parametrize(("text", "place", "remedy"), FAULTS)
def test_a_fault_names_its_line_and_what_is_allowed(text: str, place: str, remedy: str) -> None:
    with pytest.raises(ManifestError) as caught:
        manifest_of(text)
    assert place in caught.value.sentence
    assert remedy in caught.value.do
    assert "review.yaml" in caught.value.where


def test_it_is_read_from_the_folder_and_never_from_outside(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) is None
    (tmp_path / "review.yaml").write_text(FULL, "utf-8")
    manifest = read_manifest(tmp_path)
    assert manifest is not None
    assert manifest.subject == "child-1"
    (inner := tmp_path / "inner").mkdir()
    (inner / "review.yaml").symlink_to(tmp_path / "review.yaml")
    with pytest.raises(ManifestError):
        read_manifest(inner)
    (inner / "review.yaml").unlink()
    (inner / "review.yaml").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(ManifestError):
        read_manifest(inner)


def test_what_was_inferred_is_proposed_and_comes_back_as_the_same_reading(tmp_path: Path) -> None:
    (tmp_path / "police.csv").write_text("Date,Details,Weather,Child A\n22/05/2016,Seen,rain,x\n")
    (tmp_path / "mixed.csv").write_text("Date,Agency,Event\n22/05/2016,GP,a\n23/05/2016,HV,b\n")
    first = read(tmp_path)
    proposed = propose_manifest(
        first.files,
        title="T",
        children=[ChildEntry("child-1", "Amara")],
        people=[PersonEntry("adult-1", "Tomasz")],
    )
    assert proposed.files["police.csv"] == FileEntry(
        "police",
        "",
        {"Date": "date", "Details": "what", "Weather": ""},
        Covers(date(2016, 5, 22), date(2016, 5, 22)),
    )
    assert proposed.files["mixed.csv"].agency == ""
    assert proposed.agencies_expected == ("health_gp", "health_visiting", "police")
    assert write_manifest(tmp_path / "review.yaml", proposed)
    assert read_manifest(tmp_path) == proposed
    again = read(tmp_path, read_manifest(tmp_path))
    assert [one.records for one in again.files] == [one.records for one in first.files]


def test_an_agency_left_unknown_is_asked_for_again(tmp_path: Path) -> None:
    (tmp_path / "file1.csv").write_text("Date,Event\n22/05/2016,Seen\n")
    first = read(tmp_path)
    proposed = propose_manifest(first.files)
    assert proposed.files["file1.csv"].agency == "unknown"
    again = read(tmp_path, proposed)
    assert again.files[0].notes == first.files[0].notes
    assert any("say whose file it is" in note for note in again.files[0].notes)


def test_the_users_own_file_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "review.yaml").write_text("title: mine\n")
    assert not write_manifest(tmp_path / "review.yaml", Manifest(title="other"))
    assert (tmp_path / "review.yaml").read_text() == "title: mine\n"


@pytest.mark.parametrize("manifest", [Manifest(), manifest_of(FULL)])
def test_the_written_file_explains_every_part_and_reads_back(manifest: Manifest) -> None:
    text = manifest_text(manifest)
    assert manifest_of(text) == manifest
    for part in Manifest.__struct_fields__:
        assert f"\n{part}:" in text or f"\n# {part}:" in text
    examples = "\n".join(line[2:] for line in text.splitlines() if line.startswith("# "))
    assert "Ambulance (ambulance), Cafcass (cafcass)" in examples


def test_the_examples_in_the_comments_are_valid() -> None:
    comments = data_file("manifest_comments.yaml")
    for name, example in comments["examples"].items():
        assert getattr(manifest_of(example), name)


def test_the_agency_codes_are_those_of_the_vocabulary() -> None:
    raw = yaml.safe_load((Path(vocabulary.__file__).parent / "data" / "vocabulary.yaml").read_text("utf-8"))
    assert agency_codes() == set(raw["codes"]["agency"])


@pytest.mark.parametrize("written", ["22/05/2016", "22 May 2016", "2016-05-22", "'22.5.2016'"])
def test_a_day_may_be_written_as_people_write_it(written: str) -> None:
    text = f"children: [{{name: A, born: {written}}}]\nfiles: {{a.csv: {{covers: {{from: {written}}}}}}}"
    manifest = manifest_of(text)
    assert manifest.children[0].born == date(2016, 5, 22)
    assert manifest.files["a.csv"].covers == Covers(date(2016, 5, 22), None)


def test_a_due_date_may_lie_in_the_future() -> None:
    assert manifest_of("children: [{name: A, due: 1 June 2090}]").children[0].due == date(2090, 6, 1)


def test_an_agency_may_be_written_as_the_report_calls_it() -> None:
    text = "agencies_expected: [Health visiting]\nagency_names: {The Hub: children's social care}\n"
    manifest = manifest_of(text + "files: {a.csv: {agency: Police + school}}")
    assert manifest.agencies_expected == ("health_visiting",)
    assert manifest.agency_names == {"The Hub": "social_care"}
    assert manifest.files["a.csv"].agency == "police+school"


def test_every_agency_has_a_name_people_use() -> None:
    assert set(agency_labels()) == agency_codes()
