from __future__ import annotations

import pkgutil
import re
import subprocess
import sys
from datetime import date

import polars as pl
import pytest

import sia.trends
from sia.calendar import Window, add_months
from sia.trends.area_groups import group_gradient, group_rates, group_ratios
from sia.trends.benchmark import against_benchmark
from sia.trends.comparison import compare_periods
from sia.trends.concentration import top_fifth
from sia.trends.control_chart import individuals_chart, latest, per_day_rate
from sia.trends.funnel import funnel_position, overdispersed_funnel, proportion_funnel
from sia.trends.methods import METHODS
from sia.trends.monthly_trend import monthly_slope
from sia.trends.ordered_parts import ordered_parts
from sia.trends.projection import project_months, project_year_end
from sia.trends.rare_events import since_the_last
from sia.trends.rates import proportion, rate
from sia.trends.recent_trend import recent_trend
from sia.trends.season import monthly_index
from sia.trends.seasonal_mix import seasonal_mix
from sia.trends.severe import against_expectation
from sia.trends.standardised import directly_standardised, indirectly_standardised
from sia.trends.turning_points import turning_points
from sia.trends.two_proportions import compare_proportions, dispersion_of_shares
from sia.trends.weighted_counts import compare_weighted

#: The modules that hold no method of their own but serve those that do.
SERVING = {
    "deviations",
    "memory",
    "methods",
    "period_pair",
    "recording_breaks",
    "series_grid",
    "two_counts",
    "variation",
}
MODULE_OF = {
    "two_counts": "comparison",
    "two_counts_small": "comparison",
    "byar": "rates",
    "exact": "rates",
    "wilson": "rates",
    "individuals": "control_chart",
    "expectation": "severe",
    "dobson": "standardised",
    "time_between": "rare_events",
    "listing": "control_chart",
    "monthly_slope": "monthly_trend",
    "turning_point": "turning_points",
    "indirect": "standardised",
    "difference_of_limits": "two_proportions",
    "overdispersed_funnel": "funnel",
}


def test_every_module_with_a_method_is_registered() -> None:
    modules = {module.name for module in pkgutil.iter_modules(sia.trends.__path__)}
    assert {MODULE_OF.get(name, name) for name in METHODS} == modules - SERVING


def test_every_entry_is_filled_in_and_has_no_final_full_stop() -> None:
    for method in METHODS.values():
        for text in (method.name, method.what, method.formula, method.source, method.verified):
            assert text and text == text.strip() and not text.endswith("."), method.id


def test_no_entry_begins_with_a_symbol_or_has_a_sentence_of_more_than_sixty_words() -> None:
    for method in METHODS.values():
        for text in (method.what, method.formula, method.verified, method.beware):
            assert not text or len(text.split()[0]) > 1 or text.startswith("a "), method.id
            assert max(len(part.split()) for part in re.split(r"[.;:] ", text)) <= 60, method.id


def results() -> dict[str, pl.DataFrame]:
    """One result of each function that judges: of a sound series, and of one that it cannot judge."""
    months = [add_months(date(2021, 1, 1), number) for number in range(36)]
    counts = [20, 22, 25, 30, 35, 40, 45, 40, 35, 30, 25, 20] * 3
    sound = pl.DataFrame({"series": "sound", "month": months, "count": counts})
    monthly = pl.concat([sound, sound.tail(1).with_columns(series=pl.lit("too short"))])
    as_at, year = date(2023, 12, 31), Window(date(2023, 1, 1), date(2023, 12, 1))
    chart = individuals_chart(per_day_rate(monthly))
    areas = pl.DataFrame({"family": ["a"] * 12 + ["b"], "count": [7, 9, 12] * 4 + [1], "expected": 10.0})
    pairs = {"current_count": [5, None], "current_denominator": 50, "previous_count": 7, "previous_denominator": 60}
    years = pl.DataFrame({"series": ["a"] * 5 + ["b"], "year": [*range(2019, 2024), 2023], "value": 5.0})
    bands = pl.DataFrame({"area": ["a", "b"], "count": [40, 3], "population": 900, "standard": 1})
    reference = bands.with_columns(reference_count=pl.Series([30, None]), reference_population=800)
    shares = monthly.select("series", "count", period=pl.lit("x"), denominator=50)
    seasons = pl.concat(
        [
            sound.select("month", "count", family=pl.lit(family), part=pl.lit(part))
            for family, part in (("a", "x"), ("a", "y"), ("b", "x"))
        ]
    )
    weights = pl.DataFrame({"total": ["all", "none"], "series": ["sound", "absent"], "weight": [2.0, 3.0]})
    squares = {"count_squares": 900, "count_persons": 90_000, "persons_squares": 10_000_000}
    groups = pl.DataFrame({"by": ["a", "a", "b", "b"], "group": [1, 2, 1, 2], "areas": [9, 9, 3, 3], "count": 80})
    rates = group_rates(
        groups.with_columns(persons=pl.lit(9000), **{name: pl.lit(one) for name, one in squares.items()})
    )
    days = [date(2022, month, 1 + number) for month in range(1, 11) for number in (3, 17)]
    events = pl.DataFrame({"series": ["often"] * 20 + ["once"], "occurred_on": [*days, days[0]]})
    return {
        "since_the_last": since_the_last(events, as_at),
        "group_rates": rates,
        "group_ratios": group_ratios(rates, ["by"], "group", 1, 2),
        "group_gradient": group_gradient(rates, ["by"], "group", 2),
        "ordered_parts": ordered_parts(pl.DataFrame({"family": "a", "part": ["x", "y"], "count": [9, 4]}), "family"),
        "compare_weighted": compare_weighted(monthly, weights, year, year.shifted(-12)),
        "seasonal_mix": seasonal_mix(seasons).families,
        "compare_periods": compare_periods(monthly, year, year.shifted(-12)),
        "compare_proportions": compare_proportions(pl.DataFrame(pairs)),
        "dispersion_of_shares": dispersion_of_shares(shares),
        "rate": rate(pl.DataFrame({"count": [5, 40, None], "denominator": 100})),
        "proportion": proportion(pl.DataFrame({"count": [5, None], "denominator": 100})),
        "directly_standardised": directly_standardised(bands, ["area"]),
        "indirectly_standardised": indirectly_standardised(reference, ["area"]),
        "against_benchmark": against_benchmark(
            pl.DataFrame({"value": [5.0, None], "lower": 4.0, "upper": 6.0, "benchmark": 7.0, "polarity": "lower"})
        ),
        "latest": latest(chart),
        "recent_trend": recent_trend(years.with_columns(lower=pl.lit(4.0), upper=pl.lit(6.0))),
        "monthly_slope": monthly_slope(monthly, as_at),
        "turning_points": turning_points(monthly, as_at, months=36),
        "monthly_index": monthly_index(monthly),
        "project_year_end": project_year_end(monthly, as_at),
        "project_months": project_months(monthly, as_at, 3),
        "top_fifth": top_fifth(areas, "family"),
        "funnel_position": funnel_position(areas.with_columns(count=pl.col("count").replace(1, None))),
        "proportion_funnel": proportion_funnel(pl.DataFrame({"count": [5, None], "denominator": 100})),
        "overdispersed_funnel": overdispersed_funnel(areas, "family"),
        "against_expectation": against_expectation(years.select("series", "year", count=pl.lit(3)), 2023),
    }


@pytest.mark.parametrize(("name", "result"), results().items(), ids=list(results()))
def test_every_result_names_a_registered_method_or_says_why_there_is_none(name: str, result: pl.DataFrame) -> None:
    methods, reasons = result["method"].to_list(), result["reason"].to_list()
    assert {method for method in methods if method} <= set(METHODS) and any(methods), name
    assert any(reasons), name
    assert all((method is None) == (reason is not None) for method, reason in zip(methods, reasons, strict=True)), name
    assert all(reason and not reason.endswith(".") and "  " not in reason for reason in reasons if reason is not None)


def test_importing_the_room_leaves_scipy_alone() -> None:
    names = ", ".join(f"sia.trends.{module.name}" for module in pkgutil.iter_modules(sia.trends.__path__))
    code = f"import sys, {names}; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
