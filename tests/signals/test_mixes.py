"""Which indicators are made up otherwise in summer than in winter: said after all of them were looked at together."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sia.signals import assess
from sia.signals.frames import MIX_CELLS, MIXES

ROOT = Path(__file__).parents[2]
SUMMER = [2, 2, 4, 6, 10, 18, 30, 28, 9, 4, 2, 2]
WINTER = [9, 8, 6, 4, 3, 2, 2, 2, 4, 6, 8, 9]
WOBBLE = (0, 1, -1, 1, 0, 0, -1, 1, 0, 1, -1, 0, 0)


def three_years(shape: list[int]) -> list[int]:
    return [max(shape[number % 12] + WOBBLE[number % len(WOBBLE)], 0) for number in range(36)]


def assessed(given, parts: dict[str, list[int]], *breaks, **declared):
    project = given.project(ROOT, water={"role": "headline", "strands": "category", **declared})
    rows = given.monthly("water", [sum(month) for month in zip(*parts.values(), strict=True)])
    for name, counts in parts.items():
        rows += given.monthly("water", counts, strand=name)
    return assess(project, given.measured(project, measures=rows), given.breaks(*breaks))


def test_a_mix_that_changes_with_the_season_is_told_by_part_and_season(given) -> None:
    found = assessed(given, {"swimming": three_years(SUMMER), "floods": three_years(WINTER)})
    assert (found.mixes.columns, found.mix_cells.columns) == (list(MIXES), list(MIX_CELLS))
    row = found.mixes.row(0, named=True)
    assert row["changes"] and row["method"] == "seasonal_mix" and row["family_size"] == 1
    assert (row["first_month"], row["last_month"]) == (date(2021, 1, 1), date(2023, 12, 1))
    cells = {(cell["strand"], cell["season"]): cell for cell in found.mix_cells.iter_rows(named=True)}
    assert len(cells) == 8
    assert cells["swimming", "summer"]["position"] == cells["floods", "winter"]["position"] == 1
    assert cells["swimming", "summer"]["differs"] == cells["floods", "winter"]["differs"] == "more"
    assert cells["swimming", "summer"]["like_next"] is False


def test_parts_of_one_season_do_not_change_with_it(given) -> None:
    same = {"one": three_years(SUMMER), "two": three_years(SUMMER[:6] + SUMMER[6:])}
    assert not assessed(given, same).mixes["changes"][0]


def test_parts_that_overlap_and_a_late_break_have_their_reason(given) -> None:
    parts = {"swimming": three_years(SUMMER), "floods": three_years(WINTER)}
    overlapping = assessed(given, parts, strands_overlap=True).mixes.row(0, named=True)
    assert (overlapping["changes"], overlapping["reason"]) == (False, "one event can be in several parts")
    broken = assessed(given, parts, {"date": date(2023, 1, 1), "source": "police_recorded_crime"}).mixes.row(
        0, named=True
    )
    assert broken["reason"] == "fewer than 24 months in a row are known since the last recording break"


def test_an_indicator_without_parts_has_no_row(given) -> None:
    project = given.project(ROOT, burglary={"role": "headline"})
    measured = given.measured(project, measures=given.monthly("burglary", given.stepping(50, 50)))
    found = assess(project, measured, given.breaks())
    assert found.mixes.is_empty() and found.mix_cells.is_empty()
