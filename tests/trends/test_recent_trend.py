from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from sia.trends.recent_trend import recent_trend


def annual(
    values: list[float | None], width: float = 2.0, polarity: str | None = None, name: str = "a"
) -> pl.DataFrame:
    """Values of the years up to 2023, each with an interval of one width."""
    table = pl.DataFrame({"value": values}, schema={"value": pl.Float64}).with_row_index("year")
    return table.select(
        series=pl.lit(name),
        year=pl.col("year").cast(pl.Int64) + 2024 - len(values),
        value="value",
        lower=pl.col("value") - width / 2,
        upper=pl.col("value") + width / 2,
        polarity=pl.lit(polarity, pl.String),
    )


def test_slope_and_chi_square_by_hand() -> None:
    result = recent_trend(annual([10, 11, 13, 14, 17], width=3.92)).row(0, named=True)
    assert result["slope"] == pytest.approx(1.7)
    assert result["chi_square"] == pytest.approx(1.7**2 * 10)
    assert (result["trend"], result["meaning"]) == ("increasing", None)
    assert (result["first_year"], result["last_year"]) == (2019, 2023)


def test_weights_are_those_of_a_weighted_fit() -> None:
    frame = annual([10.0, 14, 12, 15, 13]).with_columns(upper=pl.col("value") + pl.Series([1.0, 2, 0.5, 3, 1.5]))
    error = ((frame["upper"] - frame["lower"]) / 3.92).to_numpy()
    fitted = np.polyfit(np.arange(5), frame["value"].to_numpy(), 1, w=1 / error)[0]
    assert recent_trend(frame)["slope"].item() == pytest.approx(fitted)


def test_dates_stand_for_their_year() -> None:
    frame = annual([10, 11, 13, 14, 17])
    for kind in (pl.Date, pl.Datetime("us")):
        dated = frame.with_columns(year=pl.date("year", 4, 1).cast(kind))
        assert recent_trend(dated).equals(recent_trend(frame))
    assert recent_trend(frame)["method"].to_list() == ["recent_trend"]


def test_a_value_without_a_finite_interval_breaks_the_run() -> None:
    endless = annual([10, 11, 13, 14, 17]).with_columns(upper=pl.lit(float("inf")))
    result = recent_trend(endless).row(0, named=True)
    assert (result["reason"], result["slope"], result["method"]) == ("2019 has no interval", None, None)


def test_a_year_twice_is_refused() -> None:
    frame = annual([10, 11, 13, 14, 17])
    with pytest.raises(ValueError, match="two values for the same year"):
        recent_trend(pl.concat([frame, frame.head(1)]))


def test_polarity_gives_the_meaning() -> None:
    rise = [10.0, 20, 30, 40, 50]
    frame = pl.concat([annual(rise, polarity="lower"), annual(rise[::-1], polarity="lower", name="b")])
    assert recent_trend(frame)["meaning"].to_list() == ["worse", "better"]
    assert recent_trend(annual(rise, polarity="higher"))["meaning"].item() == "better"
    assert recent_trend(annual(rise, polarity="ambiguous"))["meaning"].item() is None


def test_one_point_alone_makes_no_trend() -> None:
    result = recent_trend(annual([10, 9.9, 9.8, 9.7, 30], width=0.5)).row(0, named=True)
    assert result["chi_square"] > 9.5495
    assert result["trend"] == "no significant change"


def test_a_gap_breaks_the_run() -> None:
    frame = pl.concat(
        [annual([1, 2, None, 4, 5]), annual([1, 2, 3, 4], name="b"), annual([1, 2, 3, 4, 5], width=0, name="c")]
    )
    result = recent_trend(frame)
    assert result["reason"].to_list() == ["2021 is missing", "2019 is missing", "2019 has no interval"]
    assert set(result["trend"]) == {"cannot be calculated"}
    assert result["slope"].null_count() == 3


def test_older_years_are_left_out_and_nothing_gives_nothing() -> None:
    assert recent_trend(annual([900, None, 10, 11, 13, 14, 17], width=3.92))["slope"].item() == pytest.approx(1.7)
    assert recent_trend(annual([1.0]).clear()).height == 0
