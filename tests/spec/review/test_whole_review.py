"""What holds of every review, whatever the folder: counts, ids, a second run, the same files renamed."""

from __future__ import annotations

import csv
import json
import random
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from coded_folders import TODAY, folder_of, reviewed

from tocsin.review.report.json_file import schema_json
from tocsin.review.run import review_folder
from tocsin.review.schema import Review

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "examples" / "riverside"
CASES = ROOT.parent / "shared" / "data"
LIMIT = date(2024, 9, 1)
PARTS = ("events", "further_accounts", "undated", "quarantined", "headers_and_blanks")


def example(folder: Path, *, manifest: bool = True) -> Path:
    shutil.copytree(EXAMPLE, folder)
    (folder / "coding.csv").unlink(missing_ok=True)
    if not manifest:
        (folder / "review.yaml").unlink()
    return folder


def run(folder: Path, out: Path, **options: Any) -> Review:
    wanted = {"today": LIMIT, "formats": ("json",), **options}
    return review_folder(folder, out=out, **wanted).review


def cases() -> list[Path]:
    return [*CASES.glob("published_cases/p*.csv"), *CASES.glob("benign_cases/benign*.csv")]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reviews of the example with and without its manifest, and of every case beside the project."""
    base = tmp_path_factory.mktemp("made")
    run(example(base / "known"), base / "known-out")
    run(example(base / "unknown", manifest=False), base / "unknown-out")
    for case in cases():
        (base / case.stem).mkdir()
        shutil.copy(case, base / case.stem / "chronology.csv")
        run(base / case.stem, base / f"{case.stem}-out", today=TODAY)
    return base


def reviews(base: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(base.glob("*-out/review.json")):
        yield path.parent.name, json.loads(path.read_text("utf-8"))


def test_every_row_is_counted_once_in_each_file_and_in_all(made: Path) -> None:
    for name, review in reviews(made):
        for counted in [*review["files"], review["counts"]]:
            assert counted["rows_read"] == sum(counted[part] for part in PARTS), name
        for part in ("rows_read", *PARTS):
            assert review["counts"][part] == sum(file[part] for file in review["files"]), (name, part)
        assert review["counts"]["undated"] == len(review["undated"]), name
        assert review["counts"]["quarantined"] == len(review["quarantine"]), name


def test_each_review_follows_the_published_schema(made: Path) -> None:
    judge = jsonschema.Draft202012Validator(schema_json())
    for name, review in reviews(made):
        assert not list(judge.iter_errors(review)), name


def test_every_id_that_is_named_exists(made: Path) -> None:
    for name, review in reviews(made):
        events = {one["id"] for one in review["events"]}
        concerns = {one["id"] for one in review["concerns"]}
        people = {one["id"] for one in (*review["children"], *review["people"])}
        assert len(events) == len(review["events"]), name
        assert len(concerns) == len(review["concerns"]), name
        assert named_events(review) <= events, name
        assert named_concerns(review) <= concerns, name
        assert named_people(review) <= people, name
        assert {one["indicator"] for one in review["concerns"]} <= set(review["cards"]), name


def named_events(review: dict[str, Any]) -> set[str]:
    found = {one["event"] for concern in review["concerns"] for one in concern["evidence"]}
    for concern in review["concerns"]:
        found |= {*concern["anchors"], *(one["answered_by_event"] for one in concern["responses"])}
    found |= {one["derived_from"] for one in review["events"]}
    found |= {one["start_event"] for one in review["plans"]} | {one["end_event"] for one in review["plans"]}
    found |= {one["event"] for one in (*review["compliance"], *review["shared"])}
    found |= {one["first_event"] for one in review["unmapped"]}
    found |= {event for one in review["differences"] for event in one["events"]}
    found |= {event for one in review["questions"] for event in one["about_events"]}
    return (found | {event for one in review["findings"] for event in one["events"]}) - {None, ""}


def named_concerns(review: dict[str, Any]) -> set[str]:
    found = {one["concern"] for one in review["missed"]}
    found |= {concern for one in review["questions"] for concern in one["about_concerns"]}
    return found | {concern for one in review["findings"] for concern in one["concerns"]}


def named_people(review: dict[str, Any]) -> set[str]:
    found = {one["child"] for part in ("events", "concerns", "plans", "compliance") for one in review[part]}
    found |= {person for one in review["events"] for person in one["people"]}
    found |= {one[side] for one in review["relationships"] for side in ("person", "other")}
    found |= {member["person"] for home in review["households"] for member in home["members"]}
    return found | {one[side] for one in review["link_proposals"] for side in ("a", "b")}


@pytest.mark.parametrize("manifest", [True, False])
def test_a_second_run_with_what_the_first_wrote_says_the_same(tmp_path: Path, manifest: bool) -> None:
    folder = example(tmp_path / "family", manifest=manifest)
    run(folder, tmp_path / "first")
    assert {"review.yaml", "coding.csv"} <= {path.name for path in folder.iterdir()}
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    run(folder, tmp_path / "second")
    assert (tmp_path / "second/review.json").read_bytes() == (tmp_path / "first/review.json").read_bytes()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_first_run_joins_nobody_by_name_for_the_second(tmp_path: Path) -> None:
    """What was only inferred stands behind a # in review.yaml: adults, and children a column names."""
    folder = example(tmp_path / "family", manifest=False)
    run(folder, tmp_path / "out")
    lines = (folder / "review.yaml").read_text("utf-8").splitlines()
    assert "# people:" in lines
    assert "#   name: Mr C Strake" in lines
    assert [line for line in lines if line.startswith("  name:")] == ["  name: Tobi A-K"]
    assert "subject: child-1" in lines


def test_other_names_and_another_order_of_the_files_change_no_concern(tmp_path: Path) -> None:
    """`a-police.xlsx` for `police-log.xlsx`: the agency is still in the name."""
    plain = run(example(tmp_path / "family", manifest=False), tmp_path / "plain-out")
    renamed = example(tmp_path / "renamed", manifest=False)
    for number, path in enumerate(sorted(renamed.iterdir(), reverse=True)):
        path.rename(renamed / f"{number:02} {path.name}")
    other = run(renamed, tmp_path / "renamed-out")
    assert {one.key for one in other.concerns} == {one.key for one in plain.concerns}
    assert {one.id for one in other.events} == {one.id for one in plain.events}


def test_a_file_saved_anew_with_the_same_rows_keeps_every_id(tmp_path: Path) -> None:
    rows = [
        "2023-01-10 social_care plan_started plan=child_protection;category=NEG",
        "2023-03-06 school injury_seen kind=bruise;site=shin",
        "2023-06-30 social_care visit child_seen=no",
    ]
    folder = folder_of(tmp_path / "family", *rows)
    before = reviewed(folder)
    data = (folder / "chronology.csv").read_bytes()
    (folder / "chronology.csv").unlink()
    saved = "\ufeff" + data.decode().replace(",", "\t").replace("\r\n", "\r\n\r\n", 1)
    (folder / "Chronology (2).tsv").write_bytes(saved.encode("utf-16"))
    after = reviewed(folder)
    assert [one.id for one in after.events] == [one.id for one in before.events]
    assert [one.key for one in after.concerns] == [one.key for one in before.concerns]
    assert after.files[0].sha256 != before.files[0].sha256


def test_the_order_in_which_rows_stand_changes_no_concern(tmp_path: Path) -> None:
    """Without a sequence column nothing but the dates orders the rows."""
    lines = (EXAMPLE / "hospital-export.csv").read_bytes().decode("cp1252")
    rows = list(csv.reader(lines.splitlines(keepends=True), delimiter=";"))
    head = next(number for number, row in enumerate(rows) if row[0].startswith("Date"))
    found = []
    for seed in (0, 1):
        body = [row for row in rows[head + 1 :] if row and row[0]]
        random.Random(seed).shuffle(body)
        folder = tmp_path / f"order{seed}"
        folder.mkdir()
        with (folder / "hospital.csv").open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows([rows[head], *body])
        found.append({one.key for one in run(folder, tmp_path / f"out{seed}").concerns})
    assert found[0] == found[1]


def test_a_proposed_link_counts_for_nothing_until_it_is_confirmed(tmp_path: Path) -> None:
    folder = example(tmp_path / "family", manifest=False)
    review = run(folder, tmp_path / "out")
    assert review.link_proposals
    people = {one.id for one in (*review.children, *review.people)}
    for link in review.link_proposals:
        assert {link.a, link.b} <= people, "two entries, and not one"
    one = review.link_proposals[0]
    text = (folder / "review.yaml").read_text("utf-8")
    (folder / "review.yaml").write_text(f"{text}\nrejected_links: [[{one.a}, {one.b}]]\n", encoding="utf-8")
    again = run(folder, tmp_path / "again")
    assert (one.a, one.b) not in {(link.a, link.b) for link in again.link_proposals}
    assert [concern.key for concern in again.concerns] == [concern.key for concern in review.concerns]


# ------------------------------------------------------------ the answer key of the published cases

KEY_COLUMNS = ("response_taken", "missed_opportunity")
KEY_ATTRIBUTES = (
    "mo_basis", "listed_in", "done_on", "delay_weeks", "delay_months", "review_note", "total_incidents",
)  # fmt: skip


def keyless(source: Path, target: Path) -> None:
    with source.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [name for name in rows[0] if name not in KEY_COLUMNS])
        writer.writeheader()
        for row in rows:
            kept = [
                part for part in row["attributes"].split(";") if part.partition("=")[0] not in KEY_ATTRIBUTES
            ]
            fields = {name: cell for name, cell in row.items() if name not in KEY_COLUMNS}
            writer.writerow({**fields, "attributes": ";".join(kept)})


def without_hashes(review: dict[str, Any]) -> dict[str, Any]:
    """The hash of the file, its columns, and the note that says which were left out."""
    for file in review["files"]:
        file["sha256"] = file["columns"] = ""
        file["notes"] = [note for note in file["notes"] if "answers for measuring" not in note]
    return review


def test_the_answer_key_changes_nothing(made: Path, shared: Path, tmp_path: Path) -> None:
    for case in sorted(shared.glob("data/published_cases/p*.csv")):
        folder = tmp_path / case.stem
        folder.mkdir()
        keyless(case, folder / "chronology.csv")
        run(folder, tmp_path / f"{case.stem}-out", today=TODAY)
        bare = json.loads((tmp_path / f"{case.stem}-out" / "review.json").read_text("utf-8"))
        whole = json.loads((made / f"{case.stem}-out" / "review.json").read_text("utf-8"))
        assert without_hashes(bare) == without_hashes(whole), case.stem
        assert not re.search("|".join(KEY_ATTRIBUTES), json.dumps(whole["events"])), case.stem


# ------------------------------------------------------------ anonymised

FAMILY = (
    "Tobiloba", "Adeyo", "Kowalik", "Tobi", "Zofia", "Leon", "Strake", "Straik", "Strayke", "Callum",
    "Kallum", "Marta", "police-log", "school-log", "hospital-export", "health-visiting", "housing-notes",
    "social-care-chronology", "2020-05-09", "2017-02-21", "2024-06-24", "09/05/2020", "9 May 2020",
    "21 February 2017", "24 June 2024",
)  # fmt: skip


def texts(out: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(out.rglob("*")):
        if path.suffix in (".xlsx", ".docx"):
            with zipfile.ZipFile(path) as package:
                for part in package.namelist():
                    yield f"{path.name}/{part}", package.read(part).decode("utf-8", "replace")
        elif path.is_file():
            yield path.name, path.read_text("utf-8")


@pytest.fixture(scope="module")
def anonymised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("anonymous")
    folder = example(base / "family")
    run(folder, base / "one", anonymise=True, formats=("html", "xlsx", "docx", "json"))
    run(folder, base / "two", anonymise=True)
    return base


def test_an_anonymised_review_holds_no_name_no_file_and_no_birth_in_any_file(anonymised: Path) -> None:
    read = dict(texts(anonymised / "one"))
    assert len(read) > 20
    for name, text in read.items():
        for word in FAMILY:
            assert not re.search(rf"(?<![a-z]){re.escape(word)}", text, re.IGNORECASE), (name, word)


def test_a_second_anonymised_run_gives_the_same_pseudonyms(anonymised: Path) -> None:
    one, two = (anonymised / name / "review.json" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_an_anonymised_review_finds_the_same_concerns(anonymised: Path) -> None:
    plain = run(anonymised / "family", anonymised / "plain")
    hidden = json.loads((anonymised / "one" / "review.json").read_text("utf-8"))
    assert [one["id"] for one in hidden["concerns"]] == [one.id for one in plain.concerns]
    assert [one["child"] for one in hidden["concerns"]] != [one.child for one in plain.concerns]
    assert named_people(hidden) <= {one["id"] for one in (*hidden["children"], *hidden["people"])}


# ------------------------------------------------------------ the panel's own words


def test_the_panels_words_survive_every_run_and_every_view(tmp_path: Path) -> None:
    folder = example(tmp_path / "family")
    out = tmp_path / "out"
    concern = run(folder, out).concerns[-1]
    path = out / "analysis.csv"
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    line = next(row for row in rows if row[0] == concern.id)
    line[1:4] = ["=Seen as one-off; was it?", "R. Panel", "1 May 2025"]
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)
    for options in ({}, {"as_of": date(2023, 6, 1)}, {"agency": "school"}, {}):
        review = run(folder, out, **options)
        shown = concern.id in {one.id for one in review.concerns}
        assert (concern.id in review.analysis) is shown
    assert review.analysis[concern.id] == "=Seen as one-off; was it? (R. Panel, 1 May 2025)"
    assert "'=Seen as one-off" in path.read_text("utf-8-sig")
