"""Whether the kind of event changes with the season: found where it is there, seldom where it is not, and never half said."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sia.calendar import add_months
from sia.trends.season import SHORT, SHORT_SINCE_BREAK
from sia.trends.seasonal_mix import ONE_PART, OVERLAPPING, SEASONS, TOO_FEW, seasonal_mix

FIRST = date(2021, 1, 1)
BATHING = np.array([0.1, 0.1, 0.2, 0.5, 1.1, 2.1, 3.4, 3.2, 0.9, 0.3, 0.1, 0.1])
FLOODS = np.array([1.9, 1.8, 1.1, 0.6, 0.5, 0.4, 0.4, 0.5, 0.7, 1.1, 1.4, 1.6])


def frame_of(parts: dict[str, np.ndarray], first: date = FIRST, family: str = "water") -> pl.DataFrame:
    """Counts by part, one value a month from the first one."""
    return pl.concat(
        pl.DataFrame(
            {
                "family": family,
                "part": part,
                "month": [add_months(first, number) for number in range(len(counts))],
                "count": np.asarray(counts).astype(int),
            }
        )
        for part, counts in parts.items()
    )


def water(years: int = 3, seed: int = 4) -> dict[str, np.ndarray]:
    chance = np.random.default_rng(seed)
    rates = {"swimming": 9 * BATHING, "falls": np.full(12, 2.5), "floods": 2 * FLOODS}
    return {name: chance.poisson(np.tile(rate, years)) for name, rate in rates.items()}


def unchanging(families: int, rates: tuple[float, ...], seed: int, months: int = 36) -> pl.DataFrame:
    """Families whose parts all have the season of bathing, and no mix of their own to it."""
    chance = np.random.default_rng(seed)
    season = np.tile(0.5 + BATHING / 2, months // 12)
    return pl.concat(
        frame_of({f"part {at}": chance.poisson(rate * season) for at, rate in enumerate(rates)}, family=f"{number:05d}")
        for number in range(families)
    )


def only(frame: pl.DataFrame) -> dict:
    assert frame.height == 1
    return frame.row(0, named=True)


def test_swimming_in_summer_and_floods_in_winter_are_found() -> None:
    found = seasonal_mix(frame_of(water()))
    family = only(found.families)
    assert family["reason"] is None and family["method"] == "seasonal_mix"
    assert family["p_value"] < 0.001 and family["years_used"] == 3
    assert (family["first_month"], family["last_month"]) == (FIRST, date(2023, 12, 1))
    differs = {(row["part"], row["season"]): row["differs"] for row in found.cells.iter_rows(named=True)}
    assert differs["swimming", "summer"] == differs["floods", "winter"] == differs["falls", "winter"] == "more"
    assert differs["swimming", "winter"] == differs["floods", "summer"] == "fewer"


def test_the_counts_of_the_seasons_are_those_of_their_months_over_whole_years() -> None:
    parts = water()
    cells = seasonal_mix(frame_of(parts)).cells
    months = {"spring": (3, 4, 5), "summer": (6, 7, 8), "autumn": (9, 10, 11), "winter": (12, 1, 2)}
    for row in cells.iter_rows(named=True):
        at = [number for number in range(36) if number % 12 + 1 in months[row["season"]]]
        own, every = parts[row["part"]][at].sum(), sum(counts[at].sum() for counts in parts.values())
        assert (row["count"], row["season_total"]) == (own, every)
        assert row["share"] == pytest.approx(own / every)
        rest = sum(counts.sum() for counts in parts.values()) - every
        assert row["other_share"] == pytest.approx((parts[row["part"]].sum() - own) / rest)


def test_the_statistic_over_its_dispersion_is_that_of_the_published_formula() -> None:
    parts = water(years=2)
    found = only(seasonal_mix(frame_of(parts)).families)
    season = [("spring", "summer", "autumn", "winter").index(name) for name in SEASONS]
    of_month = np.array([3, 3, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3])
    tables = [
        np.array(
            [[counts[12 * year : 12 * year + 12][of_month == at].sum() for at in season] for counts in parts.values()]
        )
        for year in range(2)
    ]
    score = found["statistic"] * found["dispersion"] * found["degrees_between"]
    assert score == pytest.approx(_stratified(tables))
    assert (found["degrees_between"], found["degrees_within"]) == (6, 6)


def _stratified(tables: list[np.ndarray]) -> float:
    """The generalised Mantel-Haenszel statistic, with the last row and column left out instead of a general inverse."""
    gap, covariance = 0.0, 0.0
    for counts in tables:
        total, rows, columns = counts.sum(), counts.sum(axis=1), counts.sum(axis=0)
        gap += (counts - np.outer(rows, columns) / total)[:-1, :-1].reshape(-1)
        by_row = (np.diag(rows) * total - np.outer(rows, rows))[:-1, :-1]
        by_column = (np.diag(columns) * total - np.outer(columns, columns))[:-1, :-1]
        covariance += np.kron(by_row, by_column) / (total**2 * (total - 1))
    return float(gap @ np.linalg.solve(covariance, gap))


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"swimming": water()["swimming"]}, ONE_PART),
        ({name: counts[:23] for name, counts in water().items()}, SHORT),
        ({"swimming": water()["swimming"], "floods": np.zeros(36)}, TOO_FEW),
        ({"a": np.tile([1, 0, 1], 12), "b": np.tile([0, 1, 0], 12)}, TOO_FEW),
    ],
)
def test_what_cannot_be_told_has_a_reason_and_no_cells(parts, reason) -> None:
    found = seasonal_mix(frame_of(parts))
    family = only(found.families)
    assert (family["reason"], family["p_value"], family["method"]) == (reason, None, None)
    assert found.cells.is_empty()


def test_parts_that_share_events_are_not_tested() -> None:
    found = seasonal_mix(frame_of(water()), overlapping=["water"])
    assert only(found.families)["reason"] == OVERLAPPING


def test_nothing_is_looked_at_before_a_break_and_too_little_after_it_is_said() -> None:
    frame = frame_of(water(years=5))
    broken = pl.DataFrame({"series": ["water"], "date": [date(2022, 6, 1)]})
    family = only(seasonal_mix(frame, broken).families)
    assert (family["years_used"], family["first_month"]) == (3, date(2023, 1, 1))
    late = pl.DataFrame({"series": ["water"], "date": [date(2024, 6, 1)]})
    assert only(seasonal_mix(frame, late).families)["reason"] == SHORT_SINCE_BREAK


def test_years_end_with_the_newest_month_that_all_parts_have_and_stop_at_a_gap() -> None:
    frame = frame_of(water(years=5)).filter((pl.col("part") != "falls") | (pl.col("month") <= date(2025, 10, 1)))
    family = only(seasonal_mix(frame).families)
    assert (family["years_used"], family["last_month"]) == (4, date(2025, 10, 1))
    gap = frame.filter((pl.col("part") != "floods") | (pl.col("month") != date(2023, 3, 1)))
    assert only(seasonal_mix(gap).families)["years_used"] == 2


def test_no_family_gives_empty_frames() -> None:
    found = seasonal_mix(frame_of(water()).clear())
    assert found.families.is_empty() and found.cells.is_empty()


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 40), min_size=72, max_size=72), st.integers(-15, 15), st.randoms())
def test_other_years_names_and_orders_change_nothing(counts: list[int], shift: int, chance) -> None:
    one, two = np.array(counts[:36]), np.array(counts[36:])
    plain = seasonal_mix(frame_of({"a": one, "b": two}))
    moved = frame_of({"a": one, "b": two}, first=date(2021 + shift, 1, 1))
    rows = moved.rows()
    chance.shuffle(rows)
    again = seasonal_mix(pl.DataFrame(rows, schema=moved.schema, orient="row"))
    months = ["first_month", "last_month"]
    assert again.families.drop(months).equals(plain.families.drop(months))
    assert again.cells.equals(plain.cells)
    renamed = seasonal_mix(frame_of({"b": one, "a": two})).families
    for name in ("statistic", "dispersion", "p_value"):
        assert renamed[name].fill_null(-1).to_list() == pytest.approx(
            plain.families[name].fill_null(-1).to_list(), rel=1e-6
        )


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(st.integers(0, 60), min_size=24, max_size=24), min_size=2, max_size=4))
def test_shares_of_a_season_make_a_whole_and_nothing_is_called_where_the_whole_is_not(counts) -> None:
    found = seasonal_mix(frame_of({f"part {at}": np.array(one) for at, one in enumerate(counts)}))
    for (season,), cells in found.cells.group_by("season"):
        assert season in SEASONS
        assert cells["count"].sum() == cells["season_total"][0]
        assert cells["share"].null_count() or cells["share"].sum() == pytest.approx(1)
    called = found.cells.filter(pl.col("differs").is_not_null())
    assert called.is_empty() or (found.families["p_value"][0] < 0.05 and called["q_value"].max() < 0.05)


def test_a_mix_that_drifts_over_the_years_is_not_one_that_changes_with_the_season() -> None:
    rates = np.repeat([[40, 10], [25, 25], [10, 40]], 12, axis=0)
    chance = np.random.default_rng(3)
    frames = [
        frame_of({name: chance.poisson(rates[:, at]) for at, name in enumerate("ab")}, family=f"{number:04d}")
        for number in range(400)
    ]
    families = seasonal_mix(pl.concat(frames)).families
    assert 2 <= 100 * (families["p_value"] < 0.05).mean() <= 8


@pytest.mark.parametrize("rates", [(10.0, 10.0), (30.0, 20.0, 10.0, 5.0)])
def test_false_alarms_are_near_the_nominal_level(rates) -> None:
    found = seasonal_mix(unchanging(1000, rates, seed=9))
    share = 100 * (found.families["p_value"] < 0.05).mean()
    assert 3 <= share <= 7, share
    called = found.cells.group_by("family").agg(any=pl.col("differs").is_not_null().any())
    assert 100 * called["any"].mean() <= 7
