"""Drafts of published files, as they are, read nearly all of them: with few questions, and nothing invented."""

from __future__ import annotations

import pytest

REAL = {
    "road-casualties/STATS19_road_casualties_2019-Jun2024.csv.gz": ("events", 20_435, 20_435),
    "police-uk-south-yorkshire/2025-12-south-yorkshire-street.csv.gz": ("events", 13_337, 13_337),
    "drug-alcohol-harm/drug_poisoning_registrations_by_LA.csv": ("series", 10_500, 10_500),
    "drug-alcohol-harm/alcohol_related_mortality.csv": ("series", 3_280, 3_280),
    "drug-alcohol-harm/admissions_self_harm.csv": ("series", 2_624, 2_624),
    "hate-crime/hate-crime.json": ("series", 84, 84),
    "ons-health-index/england_health_index_indicators.csv.gz": ("series", 120_344, 120_344),
}


@pytest.mark.parametrize("name", REAL)
def test_a_published_file_is_read_through_its_draft(desk, shared, name: str) -> None:
    kind, rows, accepted = REAL[name]
    made = desk.draft(shared(name), name="published")
    assert made.trial.problem == ""
    assert (made.draft.kind, made.trial.rows, made.trial.accepted) == (kind, rows, accepted)


def test_what_is_set_aside_of_fly_tipping_are_the_national_and_regional_totals(desk, shared) -> None:
    made = desk.draft(shared("fly-tipping/flytipping_la.ods"), name="published")
    assert (made.draft.kind, made.trial.rows, made.trial.accepted) == ("series", 3_642, 3_531)
    assert "111: the row is a total, not a record" in made.trial.reasons
    assert any(remark.startswith("Further columns of numbers, and left out: ") for remark in made.draft.remarks)
    assert desk.contract("published").sheet == "LA_incidents"
    assert desk.contract("published").reporting_basis == "reporting_basis"
    assert desk.contract("published").key == ("area_code", "period")


def test_years_across_become_rows_and_strands_become_measures(desk, shared) -> None:
    desk.draft(shared("drug-alcohol-harm/drug_poisoning_registrations_by_LA.csv"), name="deaths")
    assert desk.contract("deaths").unpivot.headers == r"(19|20)\d\d"
    desk.draft(shared("hate-crime/hate-crime.json"), name="strands")
    contract = desk.contract("strands")
    assert contract.records == "series.byStrand.data"
    assert contract.columns["measure"].codes["sexualOrientation"] == "sexual-orientation"


def test_the_old_workbook_under_its_wrong_name_is_looked_at_sheet_by_sheet(desk, shared) -> None:
    made = desk.draft(shared("home-office-recorded-crime/pfafinalmar22.xls"), name="published", sheet="Table P12")
    assert made.trial.problem == ""
    assert desk.contract("published").sheet == "Table P12"


def test_street_level_crime_keeps_its_small_areas_and_drops_its_streets(desk, shared) -> None:
    desk.draft(shared("police-uk-south-yorkshire/2025-12-south-yorkshire-street.csv.gz"), name="street")
    contract = desk.contract("street")
    assert contract.columns["lsoa_code"].type == "text" and contract.columns["location"].drop
    assert contract.key == ("crime_id",)
    assert "context" not in contract.columns, "a column that is blank in every row says nothing"


def test_every_extract_of_the_reference_partnership_is_drafted_as_it_is_declared(new_desk, tmp_path) -> None:
    """Kind, frequency and nearly all types of what was written by hand come out of looking at the files."""
    from pathlib import Path

    from sia.demo import write_extracts
    from sia.drafting import draft_source
    from sia.project.load import load_project

    repository = load_project(Path(__file__).parents[2])
    write_extracts(tmp_path / "extracts")
    desk = new_desk()
    (desk.root / "areas" / "areas.csv").write_bytes((repository.root / "areas" / "areas.csv").read_bytes())
    (desk.root / "partnership.yml").write_bytes((repository.root / "partnership.yml").read_bytes())
    for path in (repository.root / "areas").iterdir():
        (desk.root / "areas" / path.name).write_bytes(path.read_bytes())
    project = load_project(desk.root)
    for folder in sorted((tmp_path / "extracts").iterdir()):
        example = min(path for path in folder.iterdir() if path.name != "received.csv")
        declared = repository.contracts[folder.name]
        made = draft_source(project, example, name=f"like_{folder.name}", contract_only=True)
        kind = "events" if declared.kind == "register" else declared.kind
        assert (made.draft.kind, made.trial.problem) == (kind, ""), folder.name
        assert made.trial.accepted >= 0.99 * made.trial.rows, folder.name
        if kind == "series":
            assert made.draft.frequency == declared.frequency, folder.name
