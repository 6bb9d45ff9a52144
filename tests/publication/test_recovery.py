"""Somebody who knows the rules and holds every published file tries to work out what is not shown."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import partnership_frames as made
import pytest

from sia.publication import publish


def publish_with(root: Path, folder: Path, *statements: str, **given: Any) -> dict[str, str]:
    """Publish after changing the warehouse; the texts by path."""
    connection = made.warehouse()
    for statement in statements:
        connection.execute(statement)
    frames, proposals = given.get("frames") or made.signal_frames(), given.get("proposals") or made.proposals()
    reports = given.get("reports") or made.reports()
    publish(made.declared(root), connection, frames, proposals, made.registers(), reports, [], folder)
    connection.close()
    texts = (path for path in folder.rglob("*") if path.suffix in (".csv", ".md", ".json", ".yml"))
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in texts}


def few_deaths(current: int, above: bool) -> made.Frames:
    frames = made.signal_frames()
    columns = {"current": current, "above_expectation": above, "expected": 0.0}
    return replace(frames, severe=frames.severe.with_columns(**{name: made.pl.lit(it) for name, it in columns.items()}))


def few_rows() -> list[made.GivenReport]:
    roads = made.GivenFile("roads", "synthetic-roads.csv", "c" * 64, 6, 6, 0, 0)
    return [replace(one, files=(roads,)) if one.source == "roads" else one for one in made.reports()]


def no_earlier_deaths(current: int) -> tuple[str, ...]:
    tables = ("register_counts", "listed_years")
    return (
        *(f"update {table} set count = 0" for table in tables),
        *(f"update {table} set count = {current} where year_start = date '2023-01-01'" for table in tables),
    )


def test_a_verdict_on_few_deaths_does_not_tell_how_many(project_root, tmp_path):
    """One death after years of none is "within chance"; beside "0 expected" that would say that it was one."""
    more = made.GivenReason(
        "Red with {more} more {unit}", "road_deaths", values={"more": 1, "unit": "death"}, kind="count"
    )
    proposals = [
        replace(one, sensitivity=(more,)) if one.priority == "road-safety" else one for one in made.proposals()
    ]
    texts = publish_with(
        project_root,
        tmp_path,
        *no_earlier_deaths(1),
        frames=few_deaths(1, above=False),
        proposals=proposals,
        reports=few_rows(),
    )
    rating = next(one for one in json.loads(texts["ratings.json"]) if one["priority"] == "road-safety")
    assert rating["evidence"][0]["values"] == {"current": None, "expected": None, "years_used": 5}
    assert rating["sensitivity"] == [], "one more death is one thing, two more deaths another"
    roads = next(line for line in texts["fragments/data-quality.md"].splitlines() if line.startswith("| Roads |"))
    assert "6" not in roads, "all rows of a register less its earlier years are its latest"
    assert roads.count("[c") == 4


@pytest.mark.parametrize("above", [True, False])
def test_few_deaths_look_alike_however_few(project_root, tmp_path, above):
    written = [
        publish_with(
            project_root,
            tmp_path / str(count),
            *no_earlier_deaths(count),
            frames=few_deaths(count, above),
            reports=few_rows(),
        )
        for count in (1, 4)
    ]
    assert written[0] == written[1]


def test_ranks_have_no_gap_into_which_a_suppressed_count_would_fit(project_root, tmp_path):
    texts = publish_with(project_root, tmp_path)
    for name, text in texts.items():
        if not name.startswith("tables/areas"):
            continue
        rows = list(csv.DictReader(text.splitlines()))
        ranks = sorted(int(row["Rank"]) for row in rows if row["Rank"].isdigit())
        assert any(row["Rank"] == "[c]" for row in rows)
        assert ranks == [1 + sum(other < rank for other in ranks) for rank in ranks]


def test_districts_are_ranked_among_those_shown(project_root, tmp_path):
    third = "('burglary', 'X07000003', 'Testwell', (select period_label from peer_ranks limit 1), 3, 10, 300, 1, 0, 3, false, 'rate')"
    texts = publish_with(
        project_root,
        tmp_path,
        "update peer_ranks set rank = rank + 1, areas = 3",
        f"insert into peer_ranks values {third}",
    )
    values = {one["id"]: one["value"] for one in json.loads(texts["values.json"])}
    assert values["burglary.peers.X07000003"] is None
    assert (values["burglary.rank"], values["burglary.rank_areas"]) == (1, 2)
    assert "of the two districts of Exampleshire whose numbers can be shown" in texts["fragments/themes/crime.md"]


def test_a_share_of_years_ago_is_left_out_when_that_is_of_few(project_root, tmp_path):
    """The latest share stays: what it stood at long ago is told by its own count alone."""
    project = made.declared(project_root)
    project.contracts["health"] = made.contract("health")
    drugs = project.priorities["drugs"]
    share = drugs.indicators["drug_deaths"].model_copy(update={"value": "proportion", "frequency": "quarterly"})
    project.priorities["drugs"] = drugs.model_copy(update={"indicators": {"drug_deaths": share}})
    connection, frames = made.warehouse(), made.signal_frames()
    connection.execute("update levels set numerator = 40, denominator = 100, value = 40")
    connection.execute("update levels set numerator = 3, value = 3 where period_start = date '2017-01-01'")
    long_ago = {"years_ago_start": made.pl.lit(made.date(2017, 1, 1)), "years_ago_value": made.pl.lit(3.0)}
    told = {"years_ago_label": made.pl.lit("2017"), "years_ago_clear": made.pl.lit(True)}
    frames = replace(frames, levels=frames.levels.with_columns(**long_ago, **told))
    publish(project, connection, frames, made.proposals(), made.registers(), made.reports(), [], tmp_path)
    connection.close()
    values = {one["id"]: one for one in json.loads((tmp_path / "values.json").read_text(encoding="utf-8"))}
    assert not values["drug_deaths.value"]["suppressed"]
    texts = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "fragments").rglob("*.md"))
    assert "the value here was" not in texts


def test_a_share_beside_one_of_a_year_before_is_not_shown_when_that_is_of_few(project_root, tmp_path):
    """The value before is that of a year earlier, not of the last period but one: its count must pass too."""
    project = made.declared(project_root)
    project.contracts["health"] = made.contract("health")
    drugs = project.priorities["drugs"]
    share = drugs.indicators["drug_deaths"].model_copy(update={"value": "proportion", "frequency": "quarterly"})
    project.priorities["drugs"] = drugs.model_copy(update={"indicators": {"drug_deaths": share}})
    connection, frames = made.warehouse(), made.signal_frames()
    connection.execute("update levels set numerator = 40, denominator = 100, value = 40")
    connection.execute("update levels set numerator = 3, value = 3 where period_start = date '2017-01-01'")
    before = {"previous_start": made.pl.lit(made.date(2017, 1, 1)), "previous_value": made.pl.lit(3.0)}
    frames = replace(frames, levels=frames.levels.with_columns(**before))
    publish(project, connection, frames, made.proposals(), made.registers(), made.reports(), [], tmp_path)
    connection.close()
    values = {one["id"]: one for one in json.loads((tmp_path / "values.json").read_text(encoding="utf-8"))}
    assert values["drug_deaths.previous_value"]["suppressed"]
    assert values["drug_deaths.previous_value"]["value"] is None


@pytest.mark.parametrize(("left", "told"), [(2, False), (20, True)])
def test_last_years_total_is_held_back_where_it_would_tell_a_small_number_of_the_months_left(
    project_root, tmp_path, left, told
):
    """2022/23 less April to December 2022 is January to March 2023: two burglaries are nobody's business."""
    frames = made.signal_frames()
    total = (made.pl.col("indicator") == "burglary") & (made.pl.col("strand") == "")
    few = made.pl.when(total).then(made.pl.col("previous_count") + left).otherwise("previous_year_total")
    frames = replace(frames, signals=frames.signals.with_columns(previous_year_total=few))
    connection = made.warehouse()
    publish(
        made.declared(project_root),
        connection,
        frames,
        made.proposals(),
        made.registers(),
        made.reports(),
        [],
        tmp_path,
    )
    connection.close()
    values = {one["id"]: one for one in json.loads((tmp_path / "values.json").read_text(encoding="utf-8"))}
    assert ("burglary.previous_year_total" in values) == told
    assert not values["burglary.previous_count"]["suppressed"], "the comparison itself stays"
    assert not [
        name for name in values if name.startswith("burglary.") and name.count(".") > 1 and "year_total" in name
    ]


@pytest.mark.parametrize(("of_a_hundred", "hidden"), [(97, True), (95, False), (100, False), (3, True)])
def test_a_share_of_nearly_all_is_held_back_when_the_others_are_few(project_root, tmp_path, of_a_hundred, hidden):
    project = made.declared(project_root)
    project.contracts["health"] = made.contract("health")
    drugs = project.priorities["drugs"]
    share = drugs.indicators["drug_deaths"].model_copy(update={"value": "proportion"})
    project.priorities["drugs"] = drugs.model_copy(update={"indicators": {"drug_deaths": share}})
    connection = made.warehouse()
    connection.execute("update levels set numerator = 40, denominator = 100, value = 40")
    newest = "period_start = (select max(period_start) from levels)"
    connection.execute(f"update levels set numerator = {of_a_hundred}, value = {of_a_hundred} where {newest}")
    publish(project, connection, made.signal_frames(), made.proposals(), made.registers(), made.reports(), [], tmp_path)
    connection.close()
    values = {one["id"]: one for one in json.loads((tmp_path / "values.json").read_text(encoding="utf-8"))}
    assert values["drug_deaths.value"]["suppressed"] is hidden
