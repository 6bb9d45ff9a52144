"""A project is read as declared, and every mistake in it is told at once with its place and the nearest choice."""

from __future__ import annotations

from pathlib import Path

import pytest

from sia.errors import UserError
from sia.project.find import find_project, newest_assessment
from sia.project.load import load_project

PARTNERSHIP = """\
name: Exampleborough Community Safety Partnership
district: {code: X07000001, name: Exampleborough}
force: Exampleshire Police
themes:
  reducing-risk: {title: Reducing risk}
"""
CONTRACT = """\
title: Water incidents
agency: Exampleshire Fire and Rescue Service
owner: Performance Manager
kind: events
frequency: monthly
classification: official
columns:
  incident_number: {type: text}
  occurred_on: {type: date, required: true}
key: [incident_number]
"""
PRIORITY = """\
position: 1
title: Water safety
theme: reducing-risk
summary: Keeping people safe in and near water.
indicators:
  water_incidents:
    title: water incidents
    role: headline
    polarity: lower
    sources:
      water_incidents: {}
"""
RULES = """\
scale:
  - {rating: Amber, meaning: On the plan}
thresholds: {material_percent: 5}
rules:
  - {id: otherwise, proposes: Amber, condition: "true", sentence: It is on the plan.}
"""
ASSESSMENT = """\
title: Strategic Intelligence Assessment
as_at: 2023-12-31
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        "partnership.yml": PARTNERSHIP,
        "sources/water_incidents.yml": CONTRACT,
        "indicators/water-safety.yml": PRIORITY,
        "indicators/rating-rules.yml": RULES,
        "assessments/2024/assessment.yml": ASSESSMENT,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def change(root: Path, name: str, old: str, new: str) -> None:
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def problems(root: Path, assessment: str | None = None) -> list[str]:
    with pytest.raises(UserError) as caught:
        load_project(root, assessment)
    return [str(problem) for problem in caught.value.problems]


def test_ids_are_the_names_of_the_files(root: Path) -> None:
    project = load_project(root)
    assert (project.assessment.id, list(project.contracts), list(project.priorities)) == (
        "2024",
        ["water_incidents"],
        ["water-safety"],
    )
    assert project.indicators["water_incidents"][1].role == "headline"
    assert project.build_folder == root / "build" / "2024"


def test_the_project_is_found_from_any_folder_below_it(root: Path) -> None:
    assert find_project(root / "assessments" / "2024") == root
    with pytest.raises(UserError, match=r"no partnership\.yml here"):
        find_project(root.parent)


def test_the_newest_assessment_is_taken(root: Path) -> None:
    (root / "assessments" / "2023").mkdir()
    (root / "assessments" / "2023" / "assessment.yml").write_text(ASSESSMENT, encoding="utf-8")
    assert newest_assessment(root) == "2024"
    assert problems(root, "2025") == ["assessments/: there is no assessment '2025'. Did you mean '2024'?"]


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            "indicators/water-safety.yml",
            "polarity: lower",
            "polarity: lowr",
            "indicators/water-safety.yml:9, indicators.water_incidents.polarity: 'lowr' is not allowed here. Did you mean 'lower'?",
        ),
        (
            "indicators/water-safety.yml",
            "    role: headline",
            "    rolle: headline",
            "indicators/water-safety.yml:8, indicators.water_incidents.rolle: there is no field 'rolle' here. Did you mean 'role'?",
        ),
        (
            "indicators/water-safety.yml",
            "theme: reducing-risk",
            "theme: reducing-risks",
            "indicators/water-safety.yml:3, theme: there is no theme 'reducing-risks'. Did you mean 'reducing-risk'?",
        ),
        (
            "indicators/water-safety.yml",
            "      water_incidents: {}",
            "      water_incident: {}",
            "indicators/water-safety.yml:11, indicators.water_incidents.sources.water_incident: "
            "there is no source 'water_incident'. Did you mean 'water_incidents'?",
        ),
        (
            "sources/water_incidents.yml",
            "key: [incident_number]",
            "key: [incident]",
            "sources/water_incidents.yml:1: 'incident' is not a column of this contract.",
        ),
        (
            "sources/water_incidents.yml",
            "kind: events\n",
            "",
            "sources/water_incidents.yml:1, kind: the field 'kind' is required and absent. Add it.",
        ),
        (
            "assessments/2024/assessment.yml",
            "2023-12-31",
            "31 December",
            "assessments/2024/assessment.yml:2, as_at: this must be a day, such as 2025-12-31 (found '31 December').",
        ),
        (
            "assessments/2024/assessment.yml",
            "2023-12-31",
            "2023-12-20",
            "assessments/2024/assessment.yml:2, as_at: figures count whole months: write the last day of one, 2023-11-30 or "
            "2023-12-31 (found '2023-12-20').",
        ),
        (
            "indicators/rating-rules.yml",
            "thresholds:",
            "size_words: {moderate_from: 20}\nthresholds:",
            "indicators/rating-rules.yml:3, size_words: large_from (15) must be more than moderate_from (20): name both.",
        ),
        (
            "partnership.yml",
            "force: Exampleshire Police",
            "force: Exampleshire Police\nforce: Another",
            'partnership.yml:4: this is not valid YAML: found duplicate key "force" with value "Another" '
            '(original value: "Exampleshire Police").',
        ),
    ],
)
def test_a_mistake_names_file_line_field_value_and_the_nearest_choice(root: Path, name, old, new, message) -> None:
    change(root, name, old, new)
    assert problems(root) == [message]


def test_all_mistakes_of_all_files_are_told_at_once(root: Path) -> None:
    change(root, "indicators/water-safety.yml", "polarity: lower", "polarity: lowr")
    change(root, "sources/water_incidents.yml", "frequency: monthly", "frequency: often")
    change(root, "partnership.yml", "force: Exampleshire Police\n", "")
    assert [line.split(":")[0] for line in problems(root)] == [
        "partnership.yml",
        "sources/water_incidents.yml",
        "indicators/water-safety.yml",
    ]


def test_one_indicator_id_is_declared_once(root: Path) -> None:
    text = PRIORITY.replace("position: 1", "position: 2").replace("Water safety", "Road safety")
    (root / "indicators" / "road-safety.yml").write_text(text, encoding="utf-8")
    assert problems(root) == [
        "indicators/road-safety.yml:6, indicators.water_incidents: "
        "the indicator 'water_incidents' is declared in indicators/water-safety.yml already. Give it another id."
    ]


def test_yes_and_no_stay_words_and_times_stay_text(root: Path) -> None:
    """YAML 1.2: 'no' is not false and '1:30' is not ninety."""
    change(root, "partnership.yml", "force: Exampleshire Police", "force: no")
    assert load_project(root).partnership.force == "no"


def test_columns_that_name_areas_know_their_names_codes_and_former_names(root: Path) -> None:
    change(
        root,
        "sources/water_incidents.yml",
        "key: [incident_number]",
        "  ward_code: {type: code, areas: ward, codes: {Not known: X99}}\nkey: [incident_number]",
    )
    (root / "areas").mkdir()
    (root / "areas" / "areas.csv").write_text(
        "area_code,level,name,parent_code\nX1,ward,Larkfield,\nX2,ward,Mossfoot,\nX3,ward,Mossfoot,\n", encoding="utf-8"
    )
    (root / "areas" / "lookup.csv").write_text("code,area_code,share\nOld Larkfield,X1,1\n", encoding="utf-8")
    change(root, "partnership.yml", "themes:", "areas: {lookup: areas/lookup.csv}\nthemes:")
    assert load_project(root).contracts["water_incidents"].columns["ward_code"].codes == {
        "X1": "X1",
        "Larkfield": "X1",
        "X2": "X2",
        "X3": "X3",
        "Old Larkfield": "X1",
        "Not known": "X99",
    }


def test_a_language_that_nothing_is_written_in_is_refused(root: Path) -> None:
    """Taken without a word, it would print English under another language's name."""
    path = root / "partnership.yml"
    path.write_text(path.read_text(encoding="utf-8") + "\nlanguage: cy\n", encoding="utf-8")
    (problem,) = problems(root)
    assert problem.startswith("partnership.yml:") and problem.endswith(
        "language: 'cy' is not allowed here. Allowed: en."
    )
