"""One child written in two ways is one where both files state the birth date, and the report says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tocsin.review.run import review_folder
from tocsin.review.schema import Review

SOCIAL_CARE = (
    "Date,Child,Date of birth,What happened\n"
    "10/01/2023,Ellie-Mae Hart,01/02/2015,Home visit. Ellie-Mae seen.\n"
    "12/02/2023,Ellie-Mae Hart,01/02/2015,Home visit. Nobody in.\n"
)
SCHOOL = (
    "Date,Pupil,Date of birth,Note\n"
    "11/01/2023,Hart Ellie-Mae,01/02/2015,Bruise to left cheek seen by class teacher.\n"
    "13/02/2023,Hart Ellie-Mae,01/02/2015,Absent.\n"
)


def reviewed(folder: Path, manifest: str = "") -> tuple[Review, str]:
    folder.mkdir()
    (folder / "social_care.csv").write_text(SOCIAL_CARE, encoding="utf-8")
    (folder / "school.csv").write_text(SCHOOL, encoding="utf-8")
    if manifest:
        (folder / "review.yaml").write_text(manifest, encoding="utf-8")
    out = folder.with_name(f"{folder.name}-out")
    done = review_folder(folder, out=out, today=date(2024, 1, 1), formats=("json", "html"))
    return done.review, (out / "report.html").read_text("utf-8")


def test_the_join_stands_in_the_report_with_its_evidence_and_every_row_is_hers(tmp_path: Path) -> None:
    review, page = reviewed(tmp_path / "family")
    (child,) = review.children
    assert {event.child for event in review.events} == {child.id}
    (link,) = review.links_made
    assert (link.strength, link.a) == ("joined", child.id)
    assert "the same date of birth" in link.why
    assert "Entries that were joined" in page
    assert link.why in page


def test_the_user_undoes_it_in_the_manifest(tmp_path: Path) -> None:
    review, page = reviewed(tmp_path / "family", "rejected_links: [[Ellie-Mae Hart, Hart Ellie-Mae]]\n")
    assert len(review.children) == 2
    assert review.links_made == []
    assert "Entries that were joined" not in page
