"""Totals weighted by harm: kinds with weights are compared together, with the kind that matters most named."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest

from sia.signals import assess


@pytest.fixture
def assessed(given, tmp_path: Path):
    return partial(harm_of, given, tmp_path)


def harm_of(given, root: Path, counts: dict[str, np.ndarray], weights: dict[str, float], **declared: object):
    project = given.project(root, violence={"strands": "subcategory", "basis": "latest_12_months", **declared})
    rows = [row for kind, values in counts.items() for row in given.monthly("violence", values.tolist(), strand=kind)]
    rows += given.monthly("violence", sum(counts.values()).tolist())
    parts = [{"indicator": "violence", "strand": kind, "weight": weight} for kind, weight in weights.items()]
    return assess(project, given.measured(project, measures=rows, harm_parts=parts), given.breaks())


def counts(heavy: float, light: float, rise: float = 1.0) -> dict[str, np.ndarray]:
    chance = np.random.default_rng(3)
    year = np.repeat([1.0, 1.0, rise], 12)
    return {"robbery": chance.poisson(heavy * year), "assault": chance.poisson(light, 36)}


def test_the_total_of_kinds_with_weights_is_compared(assessed) -> None:
    counted = counts(20, 100)
    row = assessed(counted, {"robbery": 150, "assault": 15}).harm.row(0, named=True)
    assert row["current_points"] == 150 * counted["robbery"][24:].sum() + 15 * counted["assault"][24:].sum()
    assert (row["indicator"], row["heaviest"], row["method"], row["reason"]) == (
        "violence",
        "robbery",
        "weighted_counts",
        None,
    )
    assert row["lower"] < 1 < row["upper"]
    assert not row["clear"]


def test_more_of_the_heavy_kind_is_seen_where_the_count_hides_it(assessed) -> None:
    signals = assessed(counts(15, 400, rise=1.6), {"robbery": 800, "assault": 5})
    total = signals.signals.filter(signals.signals["strand"] == "").row(0, named=True)
    harm = signals.harm.row(0, named=True)
    assert harm["clear"] and harm["lower"] > 1
    assert not total["clear"]


def test_kinds_without_a_weight_stay_out(assessed) -> None:
    counted = counts(20, 100)
    row = assessed(counted, {"robbery": 150}).harm.row(0, named=True)
    assert row["current_points"] == 150 * counted["robbery"][24:].sum()


@pytest.mark.parametrize(("weights", "frequency"), [({}, "monthly"), ({"robbery": 150}, "annual")])
def test_without_weights_or_months_there_is_none(assessed, weights, frequency) -> None:
    assert assessed(counts(20, 100), weights, frequency=frequency).harm.is_empty()
