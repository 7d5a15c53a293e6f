"""The house in order: pages that are not stale, locks without addresses, one set of Python versions."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from made_pages import LOCKS, ROOT, commands, faults, stale, versions

from tocsin import __version__
from tocsin.indicators.catalogue import load
from tocsin.records.manifest import manifest_of

DOCS = sorted((ROOT / "docs").rglob("*.md"))
TOLD = [*DOCS, *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"))]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(#[^)]*)?\)")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_no_reference_page_is_stale() -> None:
    assert stale() == []


def test_a_page_that_was_edited_by_hand_is_found(tmp_path: Path) -> None:
    assert "cli.md is stale" in stale(tmp_path)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert faults(text) == []
    assert "://" not in text


@pytest.mark.parametrize(
    "line",
    ["--index-url https://x.test/simple", "lxml==6.1.3", "lxml>=6 \\", "lxml @ file:///tmp/lxml.whl"],
)
def test_a_lock_with_an_address_or_without_a_hash_is_refused(line: str) -> None:
    assert faults(line + "\n")


def test_both_locks_agree_and_hold_every_dependency() -> None:
    run, develop = (versions((ROOT / name).read_text(encoding="utf-8")) for name in LOCKS)
    assert run.items() <= develop.items()
    needed = {re.split(r"[>=\[ ]", one)[0].lower() for one in PROJECT["dependencies"]}
    assert needed <= run.keys()
    assert {"hatchling", "editables"} <= run.keys()


def test_the_named_python_versions_agree() -> None:
    assert PROJECT["requires-python"] == ">=3.11"
    for name in ("README.md", "Makefile", "CONTRIBUTING.md"):
        said = set(re.findall(r"Python (3\.\d+)", (ROOT / name).read_text(encoding="utf-8")))
        assert said == {"3.11"}, name


def test_each_dependency_says_what_it_is_for() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = [line for line in text.splitlines() if re.match(r'\s+"[A-Za-z].*[>"]', line) and "=" in line]
    unsaid = [line for line in listed if re.match(r'\s+"[A-Za-z0-9-]+(>|"|=)', line) and "#" not in line]
    assert unsaid == []


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_every_command_is_in_the_docs(name: str) -> None:
    assert f"## `{name}`" in (ROOT / "docs/reference/cli.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", TOLD, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_links_to_what_is_not_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    missing = [target for target, _ in LINK.findall(text) if not (page.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("page", DOCS, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_page_can_be_reached_from_the_index(page: Path) -> None:
    seen: set[Path] = set()
    waiting = [ROOT / "docs" / "README.md"]
    while waiting:
        here = waiting.pop().resolve()
        if here not in seen and here.suffix == ".md" and here.is_file():
            seen.add(here)
            text = here.read_text(encoding="utf-8")
            waiting += [here.parent / target for target, _ in LINK.findall(text)]
    assert page.resolve() in seen


def test_the_changelog_speaks_of_this_version() -> None:
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_page_on_safety_names_only_what_is_there() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:src|tests)/[^`]+)`", text)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_nothing_that_is_installed_to_run_a_review_can_reach_a_network() -> None:
    run = versions((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    assert not run.keys() & {"requests", "urllib3", "httpx", "aiohttp", "certifi", "websockets"}
    reaching = re.compile(r"^\s*(?:import|from) (?:socket|http|urllib\.request|ftplib|smtplib|ssl)\b", re.M)
    sources = (ROOT / "src").rglob("*.py")
    assert [path.name for path in sources if reaching.search(path.read_text(encoding="utf-8"))] == []


def test_only_the_command_line_reads_the_clock_or_the_environment() -> None:
    reading = re.compile(r"date\.today\(|datetime\.now\(|utcnow\(|time\.time\(|os\.environ|os\.getenv")
    below = [path for path in (ROOT / "src").rglob("*.py") if "cli" not in path.parts]
    assert [path.name for path in below if reading.search(path.read_text(encoding="utf-8"))] == []


def test_the_example_of_a_local_file_can_be_used(tmp_path: Path) -> None:
    page = (ROOT / "docs/how-to/set-local-times.md").read_text(encoding="utf-8")
    shown = re.search(r"```yaml\n(.+?)```", page, re.S)
    assert shown
    local = tmp_path / "partnership.yaml"
    local.write_text(shown[1], encoding="utf-8")
    catalogue = load(local)
    assert catalogue.get("child_not_seen_alone").responses[0].limit == "5 working days"
    assert [off.card for off in catalogue.switched_off] == ["food_scavenging"]


def test_the_manifests_shown_in_the_docs_can_be_used() -> None:
    shown = [
        block
        for page in DOCS
        for block in re.findall(r"```yaml\n(.+?)```", page.read_text(encoding="utf-8"), re.S)
        if not any(word in block for word in ("signed:", "trigger:", "adults:")) and not block.startswith(" ")
    ]
    assert len(shown) >= 4
    for text in shown:
        assert manifest_of(text)
