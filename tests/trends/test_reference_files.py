"""No file of reference statistics is passed over without a word: each is held by a test, or named here with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
COLLECTIONS = {"PHEindicatormethods": "testdata_Rate.xlsx", "NHSRplotthedots": "ae_attendances.csv"}
#: What nothing here computes; a package that comes to compute it must hold it to these files.
NOT_COMPUTED = {
    "testdata_Mean.xlsx": "means of measured values with Student's t: events are counted here, not measured",
    "testdata_Quantiles.xlsx": "quantiles of areas: fifths of deprivation come ready from the published index",
    "DSR_testdata.csv": "standardised rates of fifths, as input of a slope index of inequality",
    "testdata_funnel_rate_input_funnels.csv": "the place of points on the axis of a funnel figure",
}


@pytest.mark.parametrize(("collection", "known"), COLLECTIONS.items())
def test_every_reference_file_is_held_by_a_test_or_named(
    reference_file: Callable[[str, str], Path], collection: str, known: str
) -> None:
    files = {path.name for path in reference_file(collection, known).parent.iterdir()}
    assert len(files) >= 10
    texts = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("test_*.py") if path != Path(__file__))
    named = {re.sub(r"\{\w+\}", "*", name) for name in re.findall(r'"([\w.{}]+\.(?:xlsx|csv))"', texts)}
    held = {file for file in files if any(Path(file).match(pattern) for pattern in named)}
    assert files - held == files & set(NOT_COMPUTED)
