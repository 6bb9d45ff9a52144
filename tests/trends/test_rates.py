from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sia.trends.rates import byar_lower, byar_upper, proportion, rate, wilson_lower, wilson_upper

LIMITS = ("value", "lower", "upper", "lower_998", "upper_998")
REFERENCE_LIMITS = ("value", "lower95_0cl", "upper95_0cl", "lower99_8cl", "upper99_8cl")
Finder = Callable[[str, str], Path]


def near(values: pl.Series, expected: pl.Series) -> bool:
    """Equal within 1e-6 relative, null where null is expected."""
    return values.to_list() == [
        None if value is None else pytest.approx(value, rel=1e-6) for value in expected.to_list()
    ]


def test_every_reference_row_of_byar_and_wilson(reference_file: Finder) -> None:
    table = pl.read_excel(reference_file("PHEindicatormethods", "testdata_Byars_Wilson.xlsx"))
    assert table.height == 13
    for confidence in (0.95, 0.998):
        rows = table.filter(pl.col("confidence") == f"{confidence:.1%}".replace(".0%", "%"))
        assert rows.height > 0
        byar = rows.filter(pl.col("method") == "Byars")
        assert near(byar.select(byar_lower(pl.col("x"), confidence)).to_series(), byar["lowercl"])
        assert near(byar.select(byar_upper(pl.col("x"), confidence)).to_series(), byar["uppercl"])
        wilson = rows.filter(pl.col("method") == "Wilson")
        both = (pl.col("x"), pl.col("n"), confidence)
        assert near(wilson.select(wilson_lower(*both)).to_series(), wilson["lowercl"])
        assert near(wilson.select(wilson_upper(*both)).to_series(), wilson["uppercl"])


def test_every_reference_row_of_rates(reference_file: Finder) -> None:
    path = reference_file("PHEindicatormethods", "testdata_Rate.xlsx")
    table = pl.read_excel(path, sheet_name="testdata_Rate")
    assert table.height == 20
    for multiplier in (100, 100_000):
        rows = table.filter(pl.col("multiplier") == multiplier)
        result = rate(rows.drop("value", "method"), count="Numerator", denominator="Denominator", multiplier=multiplier)
        for ours, theirs in zip(LIMITS, REFERENCE_LIMITS, strict=True):
            assert near(result[ours], rows[theirs]), ours
        known = result["reason"].is_null()
        names = rows["method"].str.to_lowercase().str.strip_suffix("s")
        assert result["method"].filter(known).equals(names.filter(known), check_names=False)


def test_reference_rows_of_grouped_rates(reference_file: Finder) -> None:
    path = reference_file("PHEindicatormethods", "testdata_Rate.xlsx")
    rows = pl.read_excel(path, sheet_name="testdata_Rate_g")
    result = rate(rows.drop("value", "method"), count="Numerator", denominator="Denominator")
    assert rows.height == 12
    for ours, theirs in zip(LIMITS[:3], ("value", "lowercl", "uppercl"), strict=True):
        assert near(result[ours], rows[theirs])


def test_every_reference_row_of_proportions(reference_file: Finder) -> None:
    path = reference_file("PHEindicatormethods", "testdata_Proportion.xlsx")
    table = pl.read_excel(path, sheet_name="testdata_Prop")
    assert table.height == 19
    for multiplier in (1, 100):
        rows = table.filter(pl.col("multiplier") == multiplier)
        assert rows.height > 0
        columns = {"count": "Numerator", "denominator": "Denominator", "multiplier": multiplier}
        result = proportion(rows.drop("value", "method"), **columns)
        for ours, theirs in zip(LIMITS, REFERENCE_LIMITS, strict=True):
            assert near(result[ours], rows[theirs]), ours
    rows = pl.read_excel(path, sheet_name="testdata_Prop_g")
    assert rows.height == 11 and rows["multiplier"].unique().to_list() == [1]
    result = proportion(rows.drop("value"), count="Numerator", denominator="Denominator", multiplier=1)
    for ours, theirs in zip(LIMITS[:3], ("value", "lowercl", "uppercl"), strict=True):
        assert near(result[ours], rows[theirs])


def test_a_few_reference_figures_carried_here() -> None:
    frame = pl.DataFrame({"count": [65, 1045, 1, 5, 222], "denominator": [100, 5000, 100, 100, 3215]})
    rates = rate(frame, multiplier=100)
    assert rates["lower"].to_list()[0] == pytest.approx(50.163188, rel=1e-6)
    assert rates["upper"].to_list()[1] == pytest.approx(1110.331213 / 50, rel=1e-6)
    assert rates["lower"].to_list()[2:4] == pytest.approx([0.025318, 1.623486], rel=2e-5)
    assert rates["upper_998"].to_list()[2:4] == pytest.approx([9.233413, 16.454745], rel=1e-6)
    shares = proportion(frame)
    assert shares["lower"].to_list()[1] == pytest.approx(19.7955, rel=1e-5)
    assert shares["upper_998"].to_list()[4] == pytest.approx(8.418414, rel=1e-6)


def test_what_has_no_rate_says_why() -> None:
    frame = pl.DataFrame({"count": [None, 3, 3, -1, 30], "denominator": [10, None, 0, 10, 20]})
    assert rate(frame)["reason"].to_list() == [
        "the count is missing",
        "the denominator is missing",
        "the denominator is zero",
        "the count is negative",
        None,
    ]
    assert rate(frame)["value"].to_list() == [None] * 4 + [150_000]
    assert proportion(frame)["reason"].to_list()[4] == "more was counted than the denominator holds"
    assert proportion(frame)["value"].null_count() == 5


def test_a_rate_of_nothing_has_an_upper_limit() -> None:
    row = rate(pl.DataFrame({"count": [0], "denominator": [1000]}), multiplier=1000).row(0, named=True)
    assert (row["value"], row["lower"]) == (0, 0)
    assert row["upper"] == pytest.approx(3.688879, rel=1e-6)


@settings(deadline=None)
@given(st.integers(0, 10**5), st.integers(1, 10**6), st.floats(1.5, 100))
def test_limits_enclose_the_value_and_population_scales_it(count: int, people: int, times: float) -> None:
    rows = rate(pl.DataFrame({"count": [count] * 2, "denominator": [float(people), people * times]}))
    assert rows.select((pl.col("lower_998") <= pl.col("lower")) | pl.col("lower_998").is_null()).to_series().all()
    assert (rows["lower"] <= rows["value"]).all() and (rows["value"] <= rows["upper"]).all()
    for column in ("value", "lower", "upper", "upper_998"):
        first, second = rows[column].to_list()
        assert first == pytest.approx(second * times)
