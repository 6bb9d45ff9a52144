"""A table by season is published as far as it gives no small number away, and costs no other figure."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import partnership_frames as made
import polars as pl
import pytest

from sia.calendar import season_of
from sia.publication import publish

HOME_AND_BUSINESS = {"home": made.HOME, "business": made.BUSINESS}
SEASONS = ("spring", "summer", "autumn", "winter")


def mix_frames(parts: dict[str, list[int]], changes: bool = True) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The frames of the signals for burglary, counted from its months."""
    first, last = made.MONTHS[0], made.MONTHS[-1]
    rows = []
    for season in SEASONS:
        at = [number for number, month in enumerate(made.MONTHS) if season_of(month) == season]
        counts = {part: sum(values[number] for number in at) for part, values in parts.items()}
        for place, (part, count) in enumerate(sorted(counts.items(), key=lambda pair: -pair[1]), 1):
            rows.append(
                {
                    "indicator": "burglary", "season": season, "strand": part, "strand_title": f"burglary of {part}s",
                    "source": "police", "count": count, "season_total": sum(counts.values()), "position": place,
                    "like_next": False, "differs": "more" if (part, season) == ("home", "winter") else None,
                }
            )  # fmt: skip
    mixes = {"indicator": ["burglary"], "changes": [changes], "first_month": [first], "last_month": [last]}
    return pl.DataFrame(mixes), pl.DataFrame(rows)


def published(root: Path, folder: Path, parts: dict[str, list[int]], changes: bool = True) -> dict[str, str]:
    """The texts by path, with the months of burglary's parts as given."""
    connection = made.warehouse()
    for part, counts in parts.items():
        for month, count in zip(made.MONTHS, counts, strict=True):
            connection.execute(
                "update measures set count = ? where indicator = 'burglary' and strand = ? and month = ?",
                [count, part, month],
            )
    mixes, cells = mix_frames(parts, changes)
    frames = made.signal_frames()
    outlook = frames.signals.with_columns(projection_direction=pl.lit("similar"))  # whose figure would come first
    frames = replace(frames, signals=outlook, mixes=mixes, mix_cells=cells)
    publish(made.declared(root), connection, frames, made.proposals(), made.registers(), made.reports(), [], folder)
    connection.close()
    texts = (path for path in folder.rglob("*") if path.suffix in (".csv", ".md", ".json", ".yml"))
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in texts}


@pytest.fixture(scope="module")
def texts(project_root, tmp_path_factory) -> dict[str, str]:
    return published(project_root, tmp_path_factory.mktemp("publication"), HOME_AND_BUSINESS)


def test_the_section_tells_the_seasons_and_draws_them(texts) -> None:
    page = texts["fragments/themes/crime.md"]
    assert (
        "What burglary is made up of changes with the season (January 2021 to December 2023, all years together): in all four "
        "seasons most are burglary of homes (" in page
    )
    assert "Clearly a larger share than in the other seasons together: in winter burglary of homes (" in page
    assert "fig-burglary-mix" in page


def test_table_values_and_sentence_hold_the_same_counts(texts) -> None:
    rows = {row["Part"]: row for row in csv.DictReader(texts["tables/burglary-mix.csv"].splitlines())}
    values = {one["id"]: one["value"] for one in json.loads(texts["values.json"])}
    for season in SEASONS:
        at = [number for number, month in enumerate(made.MONTHS) if season_of(month) == season]
        home, total = (sum(counts[number] for number in at) for counts in (made.HOME, made.BURGLARY))
        assert int(rows["Burglary of homes"][season.capitalize()]) == values[f"burglary.home.{season}_count"] == home
        assert int(rows["All parts"][season.capitalize()]) == values[f"burglary.{season}_count"] == total
        assert f"{home:,} of {total:,}" in texts["fragments/themes/crime.md"]


def test_nothing_is_told_of_a_mix_that_does_not_change(project_root, tmp_path) -> None:
    texts = published(project_root, tmp_path, HOME_AND_BUSINESS, changes=False)
    assert not any("changes with the season" in text for text in texts.values())
    assert not any("summer_count" in one["id"] for one in json.loads(texts["values.json"]))


def test_parts_that_do_not_make_up_the_total_month_by_month_are_not_told(project_root, tmp_path) -> None:
    short = {**HOME_AND_BUSINESS, "business": [39, *made.BUSINESS[1:]]}
    texts = published(project_root, tmp_path, short)
    assert not any("changes with the season" in text for text in texts.values())
