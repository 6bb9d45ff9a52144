"""Rows that an agency would have to mend: added to the good ones, in known numbers, never in their place."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from sia.demo.plan import read_plan


def with_dirt(shaped: pl.DataFrame, declared: dict[str, Any], chance: np.random.Generator) -> pl.DataFrame:
    """Append copies of good rows with a wrong value and a reference of their own, and exact repetitions.

    `shaped` has the agency's headers, all text, and `_day` for the file that a row goes to.
    """
    reference = next(header for header, name in declared["columns"].items() if name in ("reference", "collision"))
    frames = [shaped]
    for entry in declared.get("dirt", ()):
        rows = entry.get("rows", entry.get("duplicates"))
        copies = shaped[np.sort(chance.choice(len(shaped), size=rows, replace=False)).tolist()]
        if "column" in entry:
            copies = copies.with_columns(pl.lit(entry["value"]).alias(entry["column"]))
            if entry["column"] != reference:
                copies = copies.with_columns(pl.col(reference) + f"-{len(frames)}")
        frames.append(copies)
    return pl.concat(frames)


def dirty_rows() -> dict[str, dict[str, int]]:
    """Per source, how many rows must be `quarantined` and how many are `duplicates`."""
    return {
        source: {
            "quarantined": sum(entry.get("rows", 0) for entry in declared.get("dirt", ())),
            "duplicates": sum(entry.get("duplicates", 0) for entry in declared.get("dirt", ())),
        }
        for source, declared in read_plan()["events"].items()
    }
