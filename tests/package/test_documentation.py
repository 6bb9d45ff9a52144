"""The documentation is complete and true: commands, links, pictures, and what continuous integration runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sia.cli import COMMANDS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
INDEX = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "queries" / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
SET_UP = "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/sia demo"
TEST = "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/python -m pytest"


def test_the_two_commands_of_the_readme_are_those_of_continuous_integration() -> None:
    assert f"\n    {SET_UP}\n" in README
    assert f"\n    {TEST}\n" in README
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert TEST in run.replace("install -q -e", "install -e")


@pytest.mark.parametrize("text", [README, INDEX], ids=["README", "docs/README"])
def test_every_command_is_listed_and_no_other(text: str) -> None:
    assert set(re.findall(r"^\| `sia (\w+)", text, re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"(?<!`)\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", page.read_text(encoding="utf-8"))):
        if not re.match(r"https?:|#|/", target):
            assert (page.parent / target.split("#")[0]).exists(), target


def test_every_page_of_the_documentation_is_in_the_index() -> None:
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert pages <= set(re.findall(r"\]\(([\w-]+\.md)\)", INDEX))


def test_commands_shown_in_the_documentation_exist() -> None:
    for page in PAGES:
        for name in re.findall(r"^    (?:\S*/)?sia ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE):
            assert name in COMMANDS, f"{page.name}: sia {name}"


def test_the_picture_in_the_readme_is_small() -> None:
    assert (ROOT / "docs" / "images" / "summary.png").stat().st_size < 200_000
