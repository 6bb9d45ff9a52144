"""The extracts: as many as a district would send, the same for the same seed, marked synthetic, and as agencies send them."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sia.demo import write_extracts
from sia.demo.extracts import write_source
from sia.demo.plan import read_plan

Read = Callable[[str], list[dict[str, str]]]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_seed_writes_the_same_bytes(demo_folder: Path, tmp_path: Path) -> None:
    write_extracts(tmp_path, seed=2023)
    assert contents(tmp_path) == contents(demo_folder)


def test_another_seed_writes_other_events(demo_folder: Path, tmp_path: Path) -> None:
    write_source(tmp_path, "police_asb", read_plan(), 7)
    other, first = contents(tmp_path), contents(demo_folder)
    assert set(other) <= set(first) and all(other[name] != first[name] for name in other)


def test_every_file_name_says_synthetic(demo_folder: Path) -> None:
    assert all(path.name.startswith("synthetic-") for path in demo_folder.rglob("*") if path.is_file())


def test_about_150_000_events_are_written_within_seconds(planted: Read, tmp_path: Path) -> None:
    begun = time.perf_counter()
    write_extracts(tmp_path)
    seconds = time.perf_counter() - begun
    events = sum(len(planted(source)) for source in read_plan()["events"])
    assert 140_000 < events < 175_000
    assert seconds < 10, "three seconds on an idle machine"


def test_files_that_people_dropped_are_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "police_asb" / "march.csv"
    stale = tmp_path / "police_asb" / "synthetic-police-asb-1999-01.csv"
    mine.parent.mkdir()
    for path in (mine, stale):
        path.write_text("Incident No\n1\n", encoding="utf-8")
    write_source(tmp_path, "police_asb", read_plan(), 2023)
    assert mine.read_text(encoding="utf-8") == "Incident No\n1\n"
    assert not stale.exists()


def test_three_years_of_events_and_six_of_casualties(planted: Read, day_of: Callable[[str], date | None]) -> None:
    asb = {(day.year, day.month) for row in planted("police_asb") if (day := day_of(row["Date opened"]))}
    assert len(asb) == 36 and min(asb) == (2021, 1) and max(asb) == (2023, 12)
    casualties = {day.year for row in planted("road_casualties") if (day := day_of(row["date"]))}
    assert casualties == set(range(2018, 2024))


def test_town_centres_have_most_and_some_events_cannot_be_placed(planted: Read) -> None:
    wards = [row["Ward"] for row in planted("police_asb")]
    assert wards.count("Larkminster Central") > 5 * wards.count("Heronford")
    assert 0.005 < wards.count("") / len(wards) < 0.02


def test_a_ward_and_its_small_area_agree(planted: Read, repository: Path) -> None:
    import csv

    with (repository / "areas" / "areas.csv").open(encoding="utf-8", newline="") as file:
        areas = {row["area_code"]: row for row in csv.DictReader(file)}
    for row in planted("police_recorded_crime"):
        if row["LSOA"] and row["Ward"] != "Nowhere Parish":
            assert areas[areas[row["LSOA"]]["parent_code"]]["name"] == row["Ward"]
        assert row["LSOA"] or row["Ward"] in ("", "Nowhere Parish")


def test_casualties_of_one_collision_share_day_and_place(planted: Read) -> None:
    collisions: dict[str, set[tuple[str, str]]] = {}
    for row in planted("road_casualties"):
        collisions.setdefault(row["accident_index"], set()).add((row["date"], row["lsoa_of_accident_location"]))
    assert all(len(places) == 1 for places in collisions.values())
    assert len(collisions) < len(planted("road_casualties"))


def test_rates_lie_between_their_limits(planted: Read) -> None:
    for row in planted("drug_and_alcohol_harm"):
        lower, value, upper = (float(row[name]) for name in ("Lower CI 95.0 limit", "Value", "Upper CI 95.0 limit"))
        assert lower < value < upper


def test_a_truth_that_is_not_declared_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Did you mean 'asb-summer-peak'"):
        write_extracts(tmp_path, without=frozenset({"asb-summer-peek"}))
