"""A project of one source, as far as looking at the quality of data needs it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from sia.calendar import month_range
from sia.project.contract import Contract

MONTHS = month_range(date(2021, 1, 1), date(2023, 12, 1))
TERMS = {"title": "Police", "agency": "Exampleshire Police", "owner": "Head of Insight", "kind": "events"} | {
    "frequency": "monthly",
    "classification": "official",
    "columns": {"reported": {"type": "date"}, "ward": {}, "outcome": {}},
}


@pytest.fixture
def declare() -> Callable[..., Any]:
    """A project as at 31 December 2023 with the source `police`, whose contract has the terms given."""

    def declared(**more: Any) -> SimpleNamespace:
        contract = Contract.model_validate({**TERMS, "id": "police", **more})
        return SimpleNamespace(
            contracts={"police": contract},
            assessment=SimpleNamespace(id="2024", as_at=date(2023, 12, 31)),
            partnership=SimpleNamespace(district=SimpleNamespace(code="D1", name="Ourtown")),
        )

    return declared


@pytest.fixture
def monthly_rows() -> Callable[..., pl.DataFrame]:
    """The query `monthly_rows` of the source `police`: for each category its counts from January 2021 on."""

    def made(**counts: list[int]) -> pl.DataFrame:
        rows = [
            ("police", category.removeprefix("all").replace("_", "-"), month, float(count))
            for category, values in counts.items()
            for month, count in zip(MONTHS, values, strict=False)
        ]
        schema = {"source": pl.String, "category": pl.String, "month": pl.Date, "counted_rows": pl.Float64}
        return pl.DataFrame(rows, schema=schema, orient="row")

    return made


@pytest.fixture
def no_breaks() -> pl.DataFrame:
    """A register of breaks without a line."""
    return pl.DataFrame(schema={"date": pl.Date, "source": pl.String, "category": pl.String})
