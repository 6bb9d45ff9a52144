from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sia.calendar import add_months
from sia.trends.control_chart import chart_kind, individuals_chart, latest, per_day_rate

PACKAGE = "NHSRplotthedots"
Finder = Callable[[str, str], Path]


def points(values: list[float | None], series: str = "a") -> pl.DataFrame:
    """Values at the positions 0, 1, 2 and so on."""
    return pl.DataFrame(
        {"series": [series] * len(values), "position": range(len(values)), "value": values},
        schema={"series": pl.String, "position": pl.Int64, "value": pl.Float64},
    )


def reference_chart(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema_length=None, try_parse_dates=True)


def limits_agree(chart: pl.DataFrame, expected: pl.DataFrame) -> bool:
    """Mean and limits within 1e-6 relative, and where each point lies to them, point by point in the same order."""
    for ours, theirs in (("value", "y"), ("mean", "mean_col"), ("lower", "lpl"), ("upper", "upl")):
        np.testing.assert_allclose(chart[ours].to_numpy(), expected[theirs].to_numpy(), rtol=1e-6)
    value, mean = pl.col("value"), pl.col("mean")
    outside = (value > pl.col("upper")) | (value < pl.col("lower"))
    near = (value - mean).abs() > (pl.col("upper") - mean) * 2 / 3
    places = chart.select(
        outside_limits=outside, relative_to_mean=(value - mean).sign().cast(pl.Int64), close_to_limits=near & ~outside
    )
    for name in places.columns:
        assert places[name].to_list() == expected[name].to_list(), name
    return True


def agrees(chart: pl.DataFrame, expected: pl.DataFrame) -> bool:
    """Limits as above, labels exact."""
    assert limits_agree(chart, expected)
    assert chart["special_cause"].to_list() == expected["special_cause_type"].to_list()
    assert (chart["special_cause"] != "Common Cause").to_list() == expected["special_cause_flag"].to_list()
    assert chart["point_type"].to_list() == expected["point_type"].to_list()
    return True


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("default", {}),
        ("screen_outliers_FALSE", {"screen_outliers": False}),
        ("fix_after_12", {"fix_after": 12}),
    ],
)
def test_the_42_police_series(reference_file: Finder, name: str, options: dict) -> None:
    counts = pl.read_csv(reference_file(PACKAGE, "input_police_uk_monthly_counts.csv")).select(
        series=pl.col("lad") + " | " + pl.col("Crime type"),
        position=(pl.col("Month") + "-01").str.to_date(),
        value="count",
    )
    expected = reference_chart(reference_file(PACKAGE, f"expected_police_uk_{name}_decrease.csv")).sort("f", "x")
    chart = individuals_chart(counts, "decrease", **options)
    assert chart["series"].n_unique() == 42
    assert chart["series"].to_list() == expected["f"].to_list()
    assert agrees(chart, expected)


@pytest.mark.parametrize("case", ["stable", "rebase_2018-07-01"])
def test_accident_and_emergency_breaches(reference_file: Finder, case: str) -> None:
    expected = reference_chart(reference_file(PACKAGE, f"expected_ae_RRK_type1_{case}_decrease.csv"))
    attendances = pl.read_csv(reference_file(PACKAGE, "ae_attendances.csv"), try_parse_dates=True).filter(
        (pl.col("org_code") == "RRK") & (pl.col("type") == "1")
    )
    if case == "stable":
        attendances = attendances.filter(pl.col("period") < date(2018, 4, 1))
    chart = individuals_chart(
        attendances.select(series="org_code", position="period", value="breaches"),
        "decrease",
        rebase=[date(2018, 7, 1)] if case != "stable" else None,
    )
    assert chart["phase"].to_list() == expected["rebase_group"].to_list()
    assert agrees(chart, expected.sort("x"))
    if case != "stable":
        assert latest(chart)["trial_limits"].item() == expected["short_group_warning"].to_list()[-1]


def test_the_snapshot_cases(reference_file: Finder) -> None:
    table = reference_chart(reference_file(PACKAGE, "expected_ptd_spc_standard_snapshot.csv"))
    assert table["case"].n_unique() == 3
    for (case,), rows in table.group_by("case"):
        frame = rows.select(series="case", position="x", value="y")
        chart = individuals_chart(frame, screen_outliers=case != "r3_outlier_not_screened")
        assert chart.height == 20 and limits_agree(chart, rows.sort("x"))


def test_every_reference_vector_of_seven_on_one_side(reference_file: Finder) -> None:
    for case in _vectors(reference_file, "ptd_seven_point_one_side_mean"):
        sides = [float(value) for value in case["v"].split()]
        ends = _flags_at_the_end_of_seven(individuals_chart(_around_zero(sides), screen_outliers=False), len(sides))
        assert ends == [int(value) for value in case["expected"].split()]


def test_every_reference_vector_of_seven_rising_or_falling(reference_file: Finder) -> None:
    for case in _vectors(reference_file, "ptd_seven_point_trend"):
        values = [float(value) for value in case["v"].split()]
        expected = [abs(int(value)) for value in case["expected"].split()]
        labels = individuals_chart(_with_wide_limits(values), screen_outliers=False)["special_cause"].to_list()
        whole = [label.startswith("7 Point Trend") for label in labels[: len(values)]]
        assert sum(whole) == (7 if any(expected) else 0)
        if any(expected):
            assert max(number for number, flag in enumerate(whole) if flag) == expected.index(1)


def test_every_reference_vector_of_what_belongs_to_seven_rising_or_falling(reference_file: Finder) -> None:
    """From the points at which seven are complete, those that belong to them: here from values that make them complete."""
    for case in _vectors(reference_file, "ptd_part_of_seven_trend"):
        complete = [int(value) for value in case["v"].split()]
        belonging = [int(value) for value in case["expected"].split()]
        labels = individuals_chart(_with_wide_limits(_completing(complete)), screen_outliers=False)["special_cause"]
        ours = [int(label.startswith("7 Point Trend")) for label in labels[: len(complete)]]
        assert ours == belonging, case["case"]


def _completing(complete: list[int]) -> list[float]:
    """Values that rise (or fall) strictly for seven up to each mark, and turn everywhere else."""
    signs = [sign for sign in complete if sign]
    if not signs:
        return [float(number % 2) for number in range(len(complete))]
    end, sign = complete.index(signs[0]), signs[0]
    rising = [float(number - end) for number in range(end - 6, end + 1)]
    before = [rising[0] + 1 + number % 2 for number in range(end - 6)]
    after = [rising[-1] - 1 - number % 2 for number in range(len(complete) - end - 1)]
    return [sign * value for value in (*before, *rising, *after)]


def test_every_reference_vector_of_two_in_three(reference_file: Finder) -> None:
    whole, threes = "ptd_part_of_two_in_three(ptd_two_in_three(v,rtm),v)", "ptd_two_in_three"
    cases = [(case, function) for function in (whole, threes) for case in _vectors(reference_file, function)]
    assert len(cases) == 16
    for case, function in cases:
        near, side, expected = (
            [int(value) for value in case[name].split()] for name in ("v", "relative_to_mean", "expected")
        )
        # the inner function also marks the third of three, which need not lie near the limit and then bears no label
        labelled = (
            expected if function == whole else [mark * is_near for mark, is_near in zip(expected, near, strict=True)]
        )
        assert _two_in_three(near, side) == labelled, case["case"]


def test_every_reference_vector_is_one_of_those_above(reference_file: Finder) -> None:
    table = pl.read_csv(reference_file(PACKAGE, "expected_rule_vectors.csv"), infer_schema_length=None)
    assert dict(table["function"].value_counts().iter_rows()) == {
        "ptd_seven_point_one_side_mean": 4,
        "ptd_part_of_seven_trend": 5,
        "ptd_seven_point_trend": 6,
        "ptd_two_in_three": 10,
        "ptd_part_of_two_in_three(ptd_two_in_three(v,rtm),v)": 6,
    }


def test_every_reference_case_of_assurance(reference_file: Finder) -> None:
    cases = pl.read_csv(reference_file(PACKAGE, "expected_assurance_type.csv"))
    assert cases.height == 9
    chart = cases.select(
        series=pl.col("improvement_direction") + pl.col("f"),
        position=pl.lit(1),
        value=pl.col("mean").cast(pl.Float64),
        mean="mean",
        lower="lpl",
        upper="upl",
        special_cause=pl.lit("Common Cause"),
        point_type=pl.lit("common_cause"),
        points_in_phase=pl.lit(20),
        improvement="improvement_direction",
        target="target",
    )
    expected = cases.with_columns(series=pl.col("improvement_direction") + pl.col("f")).sort("series")
    assert latest(chart)["assurance"].to_list() == expected["assurance_type"].to_list()


def _vectors(find: Finder, function: str) -> list[dict]:
    table = pl.read_csv(find(PACKAGE, "expected_rule_vectors.csv"), infer_schema_length=None)
    cases = table.filter(pl.col("function") == function).to_dicts()
    assert cases
    return cases


def _around_zero(sides: list[float]) -> pl.DataFrame:
    """The sides as values, then as many of the other sign, far apart enough that limits are wide and the mean is 0."""
    balance = -sum(sides) / 4
    return points([value + 0.01 for value in sides] + [balance - 90, balance + 90, balance - 90, balance + 90])


def _flags_at_the_end_of_seven(chart: pl.DataFrame, length: int) -> list[int]:
    """From the points labelled as part of a run, those at which seven are complete."""
    labels = chart["special_cause"].to_list()[:length]
    ends, run = [], 0
    previous = None
    for label in labels:
        run = run + 1 if label.startswith("7 Points") and label == previous else int(label.startswith("7 Points"))
        previous = label
        ends.append(int(run >= 7))
    return ends


def _with_wide_limits(values: list[float]) -> pl.DataFrame:
    return points([*values, 4, 90, -90, 90, -90, 90])


def _two_in_three(near: list[int], side: list[int]) -> list[int]:
    """Which of the points are labelled 2 in 3, in a chart whose limits stay at -10 and 10 and mean at 0."""
    values = [(8.0 if is_near else 1.0) * on_side for is_near, on_side in zip(near, side, strict=True)]
    baseline = [-10 / 2.66 / 2, 10 / 2.66 / 2] * 10
    chart = individuals_chart(points([*baseline, *values]), fix_after=20)
    return [int(label.startswith("2 in 3")) for label in chart["special_cause"].to_list()[20:]]


@pytest.mark.parametrize(
    ("near", "side", "expected"),
    [
        ("0 0 1 0 1 0 0", "1 1 1 1 1 1 1", "0 0 1 0 1 0 0"),
        ("1 0 0 1 1", "1 1 1 1 1", "0 0 0 1 1"),
        ("0 0 1 1 0 0 0", "-1 1 -1 1 -1 1 -1", "0 0 0 0 0 0 0"),
    ],
)
def test_a_few_reference_vectors_of_two_in_three_carried_here(near: str, side: str, expected: str) -> None:
    marks, sides = ([int(value) for value in text.split()] for text in (near, side))
    assert _two_in_three(marks, sides) == [int(value) for value in expected.split()]


@pytest.mark.parametrize(
    ("values", "labelled"),
    [("1 2 3 4 5 6", 0), ("1 2 3 3 4 5 6", 0), ("2 1 2 3 4 5 6 7 3", 7), ("2 7 6 5 4 3 2 1 3", 7)],
)
def test_a_few_reference_vectors_of_rising_and_falling_carried_here(values: str, labelled: int) -> None:
    chart = individuals_chart(_with_wide_limits([float(value) for value in values.split()]), screen_outliers=False)
    assert chart["special_cause"].str.starts_with("7 Point Trend").sum() == labelled


@pytest.mark.parametrize(
    ("improvement", "limits", "assurance"),
    [
        ("increase", (1, 2, 3), "consistent_fail"),
        ("increase", (5, 6, 7), "consistent_pass"),
        ("increase", (1, 4, 5), "inconsistent"),
        ("decrease", (1, 2, 3), "consistent_pass"),
        ("decrease", (5, 6, 7), "consistent_fail"),
    ],
)
def test_a_few_reference_cases_of_assurance_carried_here(
    improvement: str, limits: tuple[int, int, int], assurance: str
) -> None:
    lower, mean, upper = limits
    chart = individuals_chart(points([float(mean), float(mean)]), improvement, target=4).with_columns(
        lower=pl.lit(float(lower)), upper=pl.lit(float(upper))
    )
    assert latest(chart)["assurance"].item() == assurance


def test_limits_by_hand_and_a_few_reference_figures() -> None:
    chart = individuals_chart(points([1.0, 3, 2, 4]), "increase")
    assert chart["mean"].to_list() == [2.5] * 4
    assert chart["moving_range"].to_list() == [None, 2, 1, 2]
    assert chart["upper"].to_list() == pytest.approx([2.5 + 2.66 * 5 / 3] * 4)
    counts = [355, 383, 404, 370]
    assert individuals_chart(points(counts), fix_after=2)["lower"].to_list() == pytest.approx([369 - 2.66 * 28] * 4)


def test_each_rule_has_its_label_and_meaning() -> None:
    calm = [0.0, 1.0] * 12
    high = individuals_chart(points([*calm, 30.0]), "decrease")
    assert high.row(-1, named=True)["special_cause"] == "Above UCL"
    assert latest(high)["variation"].item() == "special_cause_concern"
    low = latest(individuals_chart(points([*calm, -30.0]), "neutral")).row(0, named=True)
    assert (low["special_cause"], low["variation"]) == ("Below LCL", "special_cause_neutral_low")
    shift = individuals_chart(points([0.0, 4.0] * 8 + [3.0] * 7), "increase", fix_after=16)
    assert shift["special_cause"].to_list()[-7:] == ["7 Points Above CL"] * 7
    assert shift["special_cause"].to_list()[:15] == ["Common Cause"] * 15
    assert shift["point_type"].to_list()[-1] == "special_cause_improvement"
    rise = individuals_chart(points([0.0, 4.0] * 8 + [0.4, 0.8, 1.2, 1.6, 2.4, 2.8, 3.2]), "increase", fix_after=16)
    assert rise["special_cause"].to_list()[-6:] == ["7 Point Trend (Increasing)"] * 6


def test_assurance_against_a_target_and_trial_limits() -> None:
    chart = individuals_chart(points([10.0, 11, 10, 12, 11]), "decrease", target=20)
    row = latest(chart).row(0, named=True)
    assert (row["assurance"], row["points_in_phase"], row["trial_limits"]) == ("consistent_pass", 5, True)
    assert (
        latest(individuals_chart(points([10.0, 11] * 7), "increase", target=20))["assurance"].item()
        == "consistent_fail"
    )
    assert latest(individuals_chart(points([10.0, 11] * 7), "decrease"))["assurance"].item() is None
    assert latest(individuals_chart(points([10.0, 11] * 7)))["trial_limits"].item() is False


def test_rebasing_one_series_leaves_the_other_alone() -> None:
    both = pl.concat([points([1.0, 2] * 6 + [11.0, 12] * 6), points([1.0, 2] * 12, "b")])
    chart = individuals_chart(both, rebase=pl.DataFrame({"series": ["a"], "position": [12]}))
    assert chart.filter(pl.col("series") == "a")["mean"].to_list() == [1.5] * 12 + [11.5] * 12
    assert chart.filter(pl.col("series") == "b")["mean"].to_list() == [1.5] * 24
    assert chart["special_cause"].unique().to_list() == ["Common Cause"]
    assert chart.filter((pl.col("series") == "a") & (pl.col("position") == 12))["moving_range"].item() is None


def test_a_missing_value_interrupts_runs_and_has_no_label() -> None:
    values: list[float | None] = [0.0, 4.0] * 8 + [3.0] * 4 + [None] + [3.0] * 4
    chart = individuals_chart(points(values), fix_after=16)
    assert chart.height == 25
    assert chart["special_cause"].to_list()[20] is None
    assert "7 Points Above CL" not in chart["special_cause"].to_list()
    assert latest(individuals_chart(points([1.0, 2.0, 1.0, None])))["position"].item() == 2


def test_a_single_point_has_no_limits() -> None:
    row = latest(individuals_chart(points([3.0]))).row(0, named=True)
    assert (row["mean"], row["lower"], row["special_cause"]) == (3.0, None, "Common Cause")


def test_months_are_charted_per_day() -> None:
    frame = pl.DataFrame({"series": "a", "month": [date(2023, 1, 1), date(2023, 2, 1)], "count": [62, 56]})
    assert per_day_rate(frame)["value"].to_list() == pytest.approx([60.8, 60.8])


def test_low_counts_are_not_charted() -> None:
    months = [add_months(date(2023, 1, 1), number) for number in range(12)]
    rows = [
        {"series": name, "month": month, "count": count} for name, count in (("a", 5), ("b", 4)) for month in months
    ]
    rows += [{"series": "c", "month": month, "count": int(month.month == 3)} for month in months]
    kinds = chart_kind(pl.DataFrame(rows))
    assert kinds["chart"].to_list() == ["individuals", "none", "list"]
    assert kinds["reason"].is_null().to_list() == [True, False, False]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 50), min_size=2, max_size=40), st.integers(0, 100))
def test_order_level_and_unit_change_no_label(values: list[int], level: int) -> None:
    frame = points([float(value) for value in values])
    expected = individuals_chart(frame)["special_cause"].to_list()
    assert individuals_chart(frame.reverse())["special_cause"].to_list() == expected
    doubled = frame.with_columns(pl.col("value") * 2)
    assert individuals_chart(doubled)["special_cause"].to_list() == expected
    chart = individuals_chart(frame.with_columns(pl.col("value") + level))
    assert (chart["upper"] >= chart["mean"]).fill_null(True).all()
