from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys

import sia.trends
from sia.trends.methods import METHODS

#: The modules that hold no method of their own but serve those that do.
SERVING = {"deviations", "methods", "period_pair", "recording_breaks", "series_grid", "two_counts", "variation"}
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


def test_ids_in_results_are_registered() -> None:
    comparison = importlib.import_module("sia.trends.comparison")
    assert {"two_counts", "two_counts_small"} <= set(METHODS)
    assert "method" in comparison.COLUMNS


def test_importing_the_room_leaves_scipy_alone() -> None:
    names = ", ".join(f"sia.trends.{module.name}" for module in pkgutil.iter_modules(sia.trends.__path__))
    code = f"import sys, {names}; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
