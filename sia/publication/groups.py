"""Events by deprivation and by urban or rural small areas: shown all together, or not at all.

A table of groups cuts across wards, so that a ward and a group could be set against one another. It is shown only where
every count of the indicator's areas is shown, every group passes disclosure control, and no ward's part of a group is a small
number: whatever is then worked out from sums and differences is a sum of parts of which none is small.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from sia.calendar import Window
from sia.project.residents import Residents
from sia.publication.counts import Counts, Door
from sia.publication.evidence import GroupFigure
from sia.publication.readings import Readings
from sia.trends.area_groups import group_rates

KEEP_GROUP = 0
NOT_KNOWN = ""
#: The column of each period's count.
COUNTED = {"current": "count", "previous": "previous_count"}
GroupKey = tuple[str, str, str, str]


def gather_groups(
    counts: Counts,
    readings: Readings,
    indicator: str,
    totals: Mapping[str, str],
    windows: Mapping[str, Window],
    threshold: int,
    about: Mapping[str, Any],
) -> dict[GroupKey, str]:
    """Put an indicator's groups, what is not known included, into the set: of each dimension they add up to its total.

    `totals` and `windows` are by period; `about` holds the subject and the pieces of the indicator's counts. Returns the cells'
    names.
    """
    cells: dict[GroupKey, str] = {}
    own = readings.group_counts.filter(pl.col("indicator") == indicator)
    for which, column in COUNTED.items():
        for (dimension,), rows in own.drop_nulls(column).group_by("dimension", maintain_order=True):
            added = {
                (indicator, dimension, row["area_group"], which): counts.add(
                    about["subject"],
                    _area(row),
                    windows[which],
                    int(row[column]),
                    threshold,
                    KEEP_GROUP,
                    about["pieces"],
                )
                for row in rows.iter_rows(named=True)
            }
            counts.add_up(totals[which], added.values())
            cells |= added
    return cells


def _area(row: Mapping[str, Any]) -> str:
    return f"{row['dimension']} {row['area_group'] or 'not known'}"


def shown_groups(
    readings: Readings,
    changes: pl.DataFrame,
    cells: Mapping[GroupKey, str],
    areas: Mapping[tuple, str],
    thresholds: Mapping[str, int],
    per: Mapping[str, Residents],
    door: Door,
) -> list[GroupFigure]:
    """The groups of the indicators whose tables give no small number away, each with its rate by residents.

    The earlier count, and with it the change (`changes` are those of `signals.groups`), is shown where the earlier period gives
    none away either.
    """
    named = sorted({indicator for indicator, *_ in cells})
    safe = {
        which: {name for name in named if _is_safe(name, which, readings, cells, areas, thresholds[name], door)}
        for which in COUNTED
    }
    known = pl.col("indicator").is_in(list(safe["current"])) & (pl.col("area_group") != NOT_KNOWN)
    rows = readings.group_counts.filter(known)
    clear = {
        (indicator, dimension, group)
        for indicator, dimension, group in changes.filter("clear").select("indicator", "level", "area_code").iter_rows()
        if indicator in safe["previous"]
    }
    whole = {key: part for key, part in _sums(rows)}
    return [
        _figure(
            row if row["indicator"] in safe["previous"] else {**row, "previous_count": None},
            whole[row["indicator"], row["dimension"]],
            per[row["indicator"]],
            (row["indicator"], row["dimension"], row["area_group"]) in clear,
        )
        for row in group_rates(rows).iter_rows(named=True)
    ]


def _is_safe(
    name: str,
    which: str,
    readings: Readings,
    cells: Mapping[GroupKey, str],
    areas: Mapping[tuple, str],
    threshold: int,
    door: Door,
) -> bool:
    groups = [cell for (indicator, _, _, period), cell in cells.items() if (indicator, period) == (name, which)]
    inside = [cell for (indicator, _, _, period), cell in areas.items() if (indicator, period) == (name, which)]
    own = (pl.col("indicator") == name) & (pl.col("period") == which)
    parts = readings.group_pieces.filter(own)["count"]
    return bool(groups) and door.shows(*groups, *inside) and not any(0 < count < threshold for count in parts)


def _sums(rows: pl.DataFrame) -> list[tuple[tuple[str, str], tuple[int, int]]]:
    """Events and residents of all groups of a dimension together; residents 0 where those of a group are not known."""
    summed = rows.group_by("indicator", "dimension").agg(
        count=pl.col("count").sum(),
        persons=pl.when(pl.col("persons").is_null().any()).then(0).otherwise(pl.col("persons").sum()),
    )
    return [((one, dimension), (count, persons)) for one, dimension, count, persons in summed.iter_rows()]


def _figure(row: dict[str, Any], whole: tuple[int, int], per: Residents, clear: bool) -> GroupFigure:
    events, persons = whole
    limits = {name: None if row[name] is None else per.multiplier * row[name] for name in ("value", "lower", "upper")}
    return GroupFigure(
        indicator=row["indicator"],
        dimension=row["dimension"],
        group=row["area_group"],
        areas=row["areas"],
        count=row["count"],
        share=row["count"] / events if events else None,
        share_of_residents=row["persons"] / persons if persons else None,
        rate=limits["value"],
        rate_lower=limits["lower"],
        rate_upper=limits["upper"],
        per=per.words,
        previous_count=row["previous_count"],
        clear=clear,
    )
