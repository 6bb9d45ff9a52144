"""Which months of a series were recorded in one and the same way as its newest ones."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from sia.calendar import last_day


def after_last_break(series: list[str], months: list[date], breaks: pl.DataFrame | None) -> np.ndarray:
    """An array of series x months: whether a month lies wholly after the last recording break of its series.

    `months` are first days in order; `breaks` has the columns series and date. A break after the last of the months is still
    to come and cuts nothing off.
    """
    after = np.ones((len(series), len(months)), dtype=bool)
    if breaks is None or not after.size:
        return after
    past = breaks.filter(pl.col("date") <= last_day(months[-1])).group_by("series").agg(last=pl.col("date").max())
    named = pl.DataFrame({"series": pl.Series(series, dtype=pl.String)})
    last = named.join(past, on="series", how="left", maintain_order="left")["last"].cast(pl.Date)
    begins = last.to_physical().fill_null(np.iinfo(np.int32).min).to_numpy()
    return pl.Series(months, dtype=pl.Date).to_physical().to_numpy()[None, :] >= begins[:, None]
