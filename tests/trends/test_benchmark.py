from __future__ import annotations

import polars as pl

from sia.trends.benchmark import against_benchmark


def place(value: float | None, lower: float | None, upper: float | None, benchmark: float | None, polarity: str | None):
    frame = pl.DataFrame(
        {"value": [value], "lower": [lower], "upper": [upper], "benchmark": [benchmark], "polarity": [polarity]},
        schema_overrides=dict.fromkeys(("value", "lower", "upper", "benchmark"), pl.Float64) | {"polarity": pl.String},
    )
    return against_benchmark(frame).select("position", "reason").row(0)


def test_positions_follow_the_polarity() -> None:
    assert place(10, 9, 11, 12, "lower") == ("better", None)
    assert place(10, 9, 11, 12, "higher") == ("worse", None)
    assert place(10, 9, 11, 8, "lower") == ("worse", None)
    assert place(10, 9, 11, 8, "higher") == ("better", None)
    assert place(10, 9, 11, 11, "lower") == ("similar", None)
    assert place(10, 9, 11, 9, "higher") == ("similar", None)


def test_what_is_not_compared_says_why() -> None:
    assert place(None, 9, 11, 12, "lower") == ("not compared", "there is no value")
    assert place(10, None, 11, 12, "lower") == ("not compared", "the value has no interval")
    assert place(10, 9, 11, None, "lower") == ("not compared", "there is no benchmark")
    for polarity in ("ambiguous", None):
        assert place(10, 9, 11, 12, polarity) == (
            "not compared",
            "it is not laid down whether lower or higher is better",
        )


def test_the_second_level_needs_the_wider_interval() -> None:
    frame = pl.DataFrame(
        {
            "value": [10.0, 10.0],
            "lower": [9.0, 9.0],
            "upper": [11.0, 11.0],
            "lower_998": [8.0, None],
            "upper_998": [12.0, 12.0],
            "benchmark": [11.5, 13.0],
            "polarity": ["lower", "lower"],
        }
    )
    result = against_benchmark(frame)
    assert result["position"].to_list() == ["better", "better"]
    assert result["method"].to_list() == ["benchmark", "benchmark"]
    assert result["position_998"].to_list() == ["similar", "not compared"]
