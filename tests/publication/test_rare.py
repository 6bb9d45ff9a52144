"""What is counted too rarely for a monthly chart: listed by year, or told by the time between events."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import partnership_frames as made
import polars as pl
import pytest

from sia.publication import publish
from sia.publication.exhibits import chart_groups
from sia.publication.rare_figure import RareFigure
from sia.publication.rare_words import between_sentence, rare_strands_sentence, unusual_strands_sentence
from sia.signals.frames import GAPS, RARE
from sia.trends.rare_events import time_between

SINCE = date(2021, 1, 1)


def figure(**more: Any) -> RareFigure:
    usual = {
        "indicator": "drownings", "strand": "", "strand_title": "", "title": "drownings", "unit": "drownings", "source": "water",
        "treatment": "days between", "public": False, "withheld": False, "standing": "as usual", "told_from": 57,
        "first_month": SINCE, "day_is": "happened", "usual_days": 18.6,
    }  # fmt: skip
    return RareFigure(**{**usual, **more})


def strand(name: str, standing: str | None = "as usual", **more: Any) -> RareFigure:
    return figure(strand=name, strand_title=name, standing=standing, told_from=None, usual_days=None, **more)


def test_the_sentence_says_how_long_is_usual_about_and_what_it_is_told_from() -> None:
    assert between_sentence(figure()) == (
        "The counts are too few for a monthly chart. Usually about 20 days pass from one to the next, going by when they "
        "happened (57 drownings since January 2021; several of one day count as one); neither the latest gap nor the time since the "
        "last one is unusual."
    )


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        ("more often", "Lately they have followed one another more quickly than usual."),
        ("less often", "Lately more time than usual has passed between them."),
        ("longer than usual", "More time than usual has already passed since the last one."),
    ],
)
def test_without_a_number_behind_it_there_are_only_words(standing, words) -> None:
    said = between_sentence(figure(standing=standing, told_from=None, usual_days=None))
    assert said == f"The counts are too few for a monthly chart. {words}"


def test_days_are_rounded_to_fives_from_ten_on() -> None:
    for days, words in ((0.4, "1 day passes"), (6.4, "6 days pass"), (9.9, "10 days pass"), (23, "25 days pass")):
        assert f"Usually about {words} from one to the next" in between_sentence(figure(usual_days=days))
    assert "Usually about 19 days pass" in between_sentence(figure(usual_days=18.6, public=True)), "as the chart says"


def test_a_quiet_time_is_doubted_where_events_are_recorded_late() -> None:
    for standing, doubted in (("longer than usual", True), ("less often", True), ("as usual", False)):
        said = between_sentence(figure(standing=standing), still_to_come=True)
        assert ("may not have been recorded yet" in said) == doubted


def test_nothing_is_said_of_what_is_withheld_or_listed() -> None:
    assert between_sentence(figure(withheld=True, standing=None)) == ""
    assert between_sentence(figure(treatment="list", standing=None)) == ""
    assert between_sentence(None) == ""
    assert rare_strands_sentence([strand("ice", withheld=True), strand("flood", treatment="list")]) == ""


def test_what_cannot_be_told_has_its_reason() -> None:
    said = between_sentence(figure(standing=None, reason="the source gives months and not days"))
    assert said.endswith(
        "How long it usually is from one to the next cannot be calculated: the source gives months and not days."
    )


def test_a_section_tells_of_rare_parts_only_where_one_is_out_of_the_ordinary() -> None:
    usual, unknown = strand("rivers"), strand("sea", None, reason="the day is not known for all of them")
    hidden = strand("ponds", "more often", withheld=True)
    assert unusual_strands_sentence([usual, unknown, hidden]) == ""
    odd = [usual, unknown, strand("lakes", "more often")]
    assert unusual_strands_sentence(odd) == rare_strands_sentence(odd) != ""


def test_parts_are_told_together_and_exceptions_by_name() -> None:
    assert rare_strands_sentence([strand("rivers"), strand("lakes")]) == (
        "Too few for a monthly chart of their own: rivers and lakes. "
        "The time from one to the next, and since the last, is not unusual for any of them."
    )
    assert rare_strands_sentence([strand("rivers")]).endswith("since the last, is not unusual.")
    assert rare_strands_sentence([strand("rivers"), strand("lakes", "more often"), strand("sea")]).endswith(
        "is not unusual for rivers and sea, except for lakes, where lately they have followed one another more quickly "
        "than usual."
    )
    assert rare_strands_sentence([strand("lakes", "more often")]).endswith(
        "Going by the time from one to the next: lakes, where lately they have followed one another more quickly than usual."
    )
    without = [strand(name, None, reason="the day is not known for all of them") for name in ("rivers", "lakes")]
    assert rare_strands_sentence([*without, strand("sea")]).endswith(
        "is not unusual for sea. How long it usually is from one to the next cannot be calculated for rivers and lakes: "
        "the day is not known for all of them."
    )


def test_what_is_listed_has_no_chart_over_time_and_other_rare_totals_none_by_month() -> None:
    project = made.declared(Path())
    measures = pl.DataFrame({"indicator": ["burglary", "hate_incidents"], "strand": ["", ""]})
    rare = [made.rare_row("burglary", treatment="list"), made.rare_row("hate_incidents", treatment="days between")]
    groups = chart_groups(project, SimpleNamespace(measures=measures), pl.DataFrame(rare, RARE, orient="row"))
    assert [(one.chart, one.coarser_than) for one in groups] == [("trend/hate_incidents", "month")]


def published(
    root: Path, folder: Path, *, frames: Any = None, project: Any = None, statements: tuple[str, ...] = ()
) -> dict[str, str]:
    connection = made.warehouse()
    for statement in statements:
        connection.execute(statement)
    project, frames = project or made.declared(root), frames or made.signal_frames()
    publish(project, connection, frames, made.proposals(), made.registers(), made.reports(), [], folder)
    connection.close()
    texts = (path for path in folder.rglob("*") if path.suffix in (".csv", ".md", ".json", ".yml", ".svg"))
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in texts}


def years_told(texts: dict[str, str], title: str) -> list[str]:
    line = next(line for line in texts["fragments/themes/risk.md"].splitlines() if line.startswith(f"| {title} |"))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def count_of_years(*counts: int) -> tuple[str, ...]:
    return tuple(
        f"update {table} set count = {count} where year_start = date '{2018 + place}-01-01'"
        for place, count in enumerate(counts)
        for table in ("register_counts", "listed_years")
    )


def with_deaths(current: int, expected: float, above: bool = False) -> made.Frames:
    frames = made.signal_frames()
    told = {"current": pl.lit(current), "expected": pl.lit(expected), "above_expectation": pl.lit(above)}
    return replace(frames, severe=frames.severe.with_columns(**told))


def test_years_and_their_sum_are_values_by_name(project_root, tmp_path) -> None:
    texts = published(project_root, tmp_path)
    values = {one["id"]: one for one in json.loads(texts["values.json"])}
    assert [values[f"road_deaths.years.{year}-12"]["value"] for year in range(2018, 2024)] == list(made.DEATHS)
    assert values["road_deaths.years.all"]["value"] == sum(made.DEATHS)
    assert values["road_deaths.years.all"]["trace"]["query"] == "listed_years"
    assert "What counts fewer than 12 a year on average is listed by year" in texts["fragments/themes/risk.md"]


def test_a_small_year_is_marked_and_a_year_without_any_is_nought(project_root, tmp_path) -> None:
    texts = published(project_root, tmp_path, frames=with_deaths(9, 3.6), statements=count_of_years(0, 3, 2, 7, 6, 9))
    assert years_told(texts, "Deaths on the roads") == ["0", "\\[c\\]", "\\[c\\]", "7", "6", "9", "27"]


def test_one_small_year_cannot_be_had_by_taking_away(project_root, tmp_path) -> None:
    """One year of 3 among five: the mean of the earlier years, or all together, less the others would tell it."""
    texts = published(project_root, tmp_path, frames=with_deaths(9, 6.0), statements=count_of_years(7, 8, 3, 7, 5, 9))
    *years, together = years_told(texts, "Deaths on the roads")
    assert years[2] == "\\[c\\]"
    hidden = years.count("\\[c\\]")
    assert hidden > 1 or (together == "\\[c\\]" and "about 6.0" not in texts["fragments/themes/risk.md"])


@pytest.mark.parametrize("above", [True, False])
def test_beside_a_verdict_on_a_year_not_shown_no_other_year_is(project_root, tmp_path, above) -> None:
    texts = published(
        project_root, tmp_path, frames=with_deaths(3, 6.4, above), statements=count_of_years(5, 6, 7, 6, 8, 3)
    )
    assert set(years_told(texts, "Deaths on the roads")) == {"\\[c\\]"}
    years = [one for one in json.loads(texts["values.json"]) if one["id"].startswith("road_deaths.years.")]
    assert len(years) == 7
    assert all(one["suppressed"] and one["value"] is None for one in years)


def test_a_change_of_recording_inside_the_years_is_told_beside_them(project_root, tmp_path) -> None:
    connection, registers = made.warehouse(), made.registers()
    change = {"date": date(2020, 3, 1), "source": "roads", "what": "A new form came into use"}
    later = {**change, "date": date(2024, 2, 1), "what": "Another one"}
    breaks = pl.DataFrame(
        [{**dict.fromkeys(registers.breaks.columns, ""), **row} for row in (change, later)], registers.breaks.schema
    )
    registers = made.GivenRegisters(**{**vars(registers), "breaks": breaks})
    frames = made.signal_frames()
    publish(made.declared(project_root), connection, frames, made.proposals(), registers, made.reports(), [], tmp_path)
    connection.close()
    page = (tmp_path / "fragments/themes/risk.md").read_text(encoding="utf-8")
    told = (
        "Recording changed on 1 March 2020, which touches the years of deaths on the roads: a new form came into use."
    )
    assert told in page
    assert "nother one" not in page


def test_years_are_read_backwards_until_one_is_missing(project_root, tmp_path) -> None:
    gone = ("delete from listed_years where year_start = date '2020-01-01'",)
    texts = published(project_root, tmp_path, statements=gone)
    assert years_told(texts, "Deaths on the roads") == ["7", "6", "9", "22"]


def test_a_listed_part_stands_beside_its_whole_and_gives_nothing_away(project_root, tmp_path) -> None:
    """Businesses broken into: 6 in 2022 of which 5 from April on leave one, which must not be told."""
    frames = made.signal_frames()
    rare = [made.rare_row("burglary", "business", source="police", treatment="list")]
    small = (pl.col("indicator") == "burglary") & (pl.col("strand") == "business")
    counts = {"current_count": 7.0, "previous_count": 5.0}
    signals = frames.signals.with_columns(
        **{name: pl.when(small).then(pl.lit(value)).otherwise(pl.col(name)) for name, value in counts.items()}
    )
    years = "insert into listed_years values ('burglary', 'business', date '2022-01-01', 6), ('burglary', 'business', date '2023-01-01', 13)"
    frames = replace(frames, signals=signals, rare=pl.DataFrame(rare, RARE, orient="row"))
    texts = published(project_root, tmp_path, frames=frames, statements=(years,))
    values = {one["id"]: one for one in json.loads(texts["values.json"])}
    shown = [
        not values[name]["suppressed"]
        for name in ("burglary.business.years.2022-12", "burglary.business.previous_count")
    ]
    assert sum(shown) < 2, "six less five is one"


def between_frames(root: Path, public: bool, standing: str = "as usual") -> tuple[made.Frames, Any]:
    """Hate incidents as if they were too rare for months, their days known."""
    wave = (7, 12, 3, 25, 14, 9, 31, 5)
    days = [SINCE]
    while (after := days[-1] + timedelta(days=wave[len(days) % len(wave)])) <= made.AS_AT:
        days.append(after)
    gaps = time_between(pl.DataFrame({"series": ["hate"] * len(days), "occurred_on": days}), made.AS_AT)
    row = made.rare_row(
        "hate_incidents", source="hate", treatment="days between", first_month=SINCE, day_is="recorded", events=len(days),
        usual_days=11.3, longest_usual=120.0, standing=standing,
    )  # fmt: skip
    frames = replace(
        made.signal_frames(),
        rare=pl.DataFrame([row], RARE, orient="row"),
        gaps=gaps.with_columns(indicator=pl.lit("hate_incidents")).select(*GAPS)
        if public
        else pl.DataFrame(schema=GAPS),
    )
    project = made.declared(root)
    contracts = {**project.contracts, "hate": made.contract("hate", public=public)}
    return frames, replace(project, contracts=contracts)


def test_a_public_source_has_its_gaps_charted_in_place_of_months(project_root, tmp_path) -> None:
    frames, project = between_frames(project_root, public=True)
    texts = published(project_root, tmp_path, frames=frames, project=project)
    rows = list(csv.reader(texts["tables/hate-crime-trend.csv"].splitlines()))
    assert rows[0] == ["Day that ends the gap", "Days", "Usual", "Lower limit", "Upper limit", "Special cause"]
    assert len(rows) - 1 == frames.gaps.height
    assert {row[1] for row in rows[1:]} == {"3", "5", "7", "9", "12", "14", "25", "31"}
    page = texts["fragments/themes/crime.md"]
    assert "Usually about 11 days pass from one to the next, going by when they were recorded" in page
    assert "Line chart of the days between hate incidents" in page
    assert "the longest ending on" in page
    assert "<text" in texts["figures/hate-crime-trend.svg"]


def test_of_other_sources_no_day_and_no_gap_is_published(project_root, tmp_path) -> None:
    frames, project = between_frames(project_root, public=False)
    texts = published(project_root, tmp_path, frames=frames, project=project)
    page = texts["fragments/themes/crime.md"]
    assert "The counts are too few for a monthly chart." in page
    assert "Line chart of the days" not in page
    assert "Day that ends the gap" not in "".join(texts.values())
    if "tables/hate-crime-trend.csv" in texts:
        assert not texts["tables/hate-crime-trend.csv"].startswith("Month"), "the chart by month would be one too many"


def test_a_standing_is_not_told_where_the_counts_compared_are_not_shown(project_root, tmp_path) -> None:
    frames, project = between_frames(project_root, public=False, standing="longer than usual")
    few = {
        name: pl.when(pl.col("indicator") == "hate_incidents").then(2.0).otherwise(pl.col(name))
        for name in ("current_count", "previous_count")
    }
    frames = replace(frames, signals=frames.signals.with_columns(**few))
    page = published(project_root, tmp_path, frames=frames, project=project)["fragments/themes/crime.md"]
    assert "too few for a monthly chart" not in page
    assert "since the last one" not in page


def test_all_that_is_published_is_the_same_whatever_the_days(project_root, tmp_path) -> None:
    """Of a source that is not public the days leave their standing and nothing more."""
    frames, project = between_frames(project_root, public=False)
    moved = replace(frames, rare=frames.rare.with_columns(usual_days=pl.lit(9.6), longest_usual=pl.lit(80.0)))
    first, second = (
        published(project_root, tmp_path / str(place), frames=each, project=project)
        for place, each in enumerate((frames, moved))
    )
    assert first == second
