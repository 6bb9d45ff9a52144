"""A new project starts from the reference partnership's files, and from nothing that it said of itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sia.project.load import load_project
from sia.project.scaffold import copy_definitions, copy_documents, scaffold_folder
from sia.project.start import start_blank


def start(folder: Path) -> Path:
    copy_definitions(folder)
    assessment = start_blank(folder, district="Ourtown", code="", as_at=date(2025, 12, 31))
    copy_documents(folder, assessment)
    return folder


def test_a_blank_project_loads_and_is_for_the_year_asked_for(tmp_path: Path) -> None:
    project = load_project(start(tmp_path / "our partnership"))
    assert (project.assessment.id, project.partnership.district.name) == ("2026", "Ourtown")
    assert set(project.priorities) == set(load_project(scaffold_folder()).priorities)


def test_nothing_of_the_reference_partnership_is_left_in_it(tmp_path: Path) -> None:
    root = start(tmp_path / "our partnership")
    assert not any(priority.led_elsewhere for priority in load_project(root).priorities.values())
    for path in [*root.rglob("*.yml"), *root.rglob("*.qmd"), *root.rglob("*.csv")]:
        text = path.read_text(encoding="utf-8")
        assert "Example" not in text, path
    assert not any(contract.synthetic for contract in load_project(root).contracts.values())
    for path in [root / "_quarto.yml", *(root / "assessments").rglob("*.qmd")]:
        assert "2024" not in path.read_text(encoding="utf-8"), path


def test_the_site_and_the_assessment_have_one_title(tmp_path: Path) -> None:
    root = start(tmp_path / "our partnership")
    title = load_project(root).assessment.title
    assert f"title: {title}\n" in (root / "_quarto.yml").read_text(encoding="utf-8")
