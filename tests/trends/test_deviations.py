"""Where results differ from those of known tools: the list is complete in itself, its switches exist, its page is up to date."""

from __future__ import annotations

import importlib
import inspect
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from sia.calendar import Window
from sia.project.indicators import Indicator
from sia.trends.comparison import COLUMNS, compare_periods
from sia.trends.control_chart import individuals_chart, per_day_rate
from sia.trends.deviations import DEVIATIONS, Deviation, as_page
from sia.trends.funnel import overdispersed_funnel

PAGE = Path(__file__).parents[2] / "docs" / "deviations.md"
SWITCHES = sorted({switch for one in DEVIATIONS for switch in one.switches})


@pytest.mark.parametrize("one", DEVIATIONS, ids=lambda one: f"{one.tool}: {one.subject}")
def test_every_entry_says_all_five_things(one: Deviation) -> None:
    for text in (one.tool, one.subject, one.theirs, one.ours, one.why, one.restore):
        assert text and text == text.strip() and not text.endswith(".")


@pytest.mark.parametrize("switch", SWITCHES)
def test_every_switch_exists(switch: str) -> None:
    module, name, *argument = switch.split(".")
    if module == "indicators":
        assert name in Indicator.model_fields
    else:
        function = getattr(importlib.import_module(f"sia.trends.{module}"), name)
        assert argument[0] in inspect.signature(function).parameters


def test_columns_that_are_named_exist() -> None:
    assert {"exact_lower", "exact_upper", "p_value"} <= set(COLUMNS)


def test_the_page_is_that_of_the_list() -> None:
    assert PAGE.read_text(encoding="utf-8") == as_page(), "write docs/deviations.md anew from as_page()"


def test_switches_of_the_chart_restore_theirs() -> None:
    monthly = pl.DataFrame(
        {"series": "a", "month": [date(2023, month, 1) for month in range(1, 13)], "count": [40, 52, 41, 60] * 3}
    )
    assert per_day_rate(monthly, by_day=False)["value"].to_list() == monthly["count"].to_list()
    ours = individuals_chart(per_day_rate(monthly))
    theirs = individuals_chart(per_day_rate(monthly), limit=3 / 1.128)
    half = ((one["upper"] - one["mean"]).to_numpy() for one in (ours, theirs))
    assert np.divide(*half) == pytest.approx(2.66 / (3 / 1.128))


def test_the_switch_of_percentages_restores_theirs() -> None:
    months = [date(2021 + number // 12, number % 12 + 1, 1) for number in range(36)]
    monthly = pl.DataFrame({"series": "a", "month": months, "count": [1, 0] * 12 + [2, 0] * 6})
    year = Window(date(2023, 1, 1), date(2023, 12, 1))
    assert compare_periods(monthly, year, year.shifted(-12))["change_percent"].item() is None
    assert compare_periods(monthly, year, year.shifted(-12), percent_from=0)["change_percent"].item() == 100


def test_the_switch_of_winsorising_restores_theirs() -> None:
    counts = np.random.default_rng(1).poisson(100, size=25)
    areas = pl.DataFrame({"family": "a", "count": counts, "expected": 100.0})
    ours, theirs = (overdispersed_funnel(areas, "family", corrected=corrected) for corrected in (True, False))
    assert (theirs["dispersion"] / ours["dispersion"]).to_list() == pytest.approx([0.678655] * 25)
