"""What an indicator is made of by season of the year: its counts through disclosure control, and what comes through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from sia.calendar import SeasonMonths, Window
from sia.publication.counts import Counts, Door
from sia.publication.overlaps import Pieces
from sia.publication.readings import Readings
from sia.publication.season_evidence import SeasonCell, SeasonMix
from sia.publication.season_sums import SeasonTable

KEEP_SEASON, KEEP_LEADER, KEEP_OTHERS = 3, 1, 0
SEASONS = ("spring", "summer", "autumn", "winter")
SeasonKey = tuple[str, str, str]


def gather_mix(
    counts: Counts,
    readings: Readings,
    mix: Mapping[str, Any],
    cells: pl.DataFrame,
    about: Mapping[str, tuple[str, Pieces | None]],
    threshold: int,
) -> dict[SeasonKey, str]:
    """Put an indicator's counts by season, and by part and season, into the set; the names of their cells.

    `about` has the subject and the pieces of each strand, and of the total under "". None where the strands do not make
    up the total month by month: what is then left over would not be protected.
    """
    name, district = mix["indicator"], readings.district
    if not _make_up_the_total(readings.measures, name):
        return {}
    totals = cells.group_by("season").agg(count=pl.col("season_total").first(), position=pl.lit(0), strand=pl.lit(""))
    rows = pl.concat([cells.select("season", "count", "position", "strand"), totals], how="diagonal_relaxed")
    found = {}
    for row in rows.sort("season", "strand").iter_rows(named=True):
        subject, pieces = about[row["strand"]]
        months = SeasonMonths(row["season"], mix["first_month"], mix["last_month"])
        keep = {0: KEEP_SEASON, 1: KEEP_LEADER}.get(row["position"], KEEP_OTHERS)
        found[name, row["strand"], row["season"]] = counts.add(
            subject, district, months, row["count"], threshold, keep, pieces
        )
    for season in SEASONS:
        parts = [cell for (_, strand, one), cell in found.items() if strand and one == season]
        counts.add_up(found[name, "", season], parts)
    subjects = [subject for strand, (subject, _) in about.items() if strand]
    counts.season_tables.append(SeasonTable(district, about[""][0], tuple(subjects)))
    return found


def _make_up_the_total(measures: pl.DataFrame, indicator: str) -> bool:
    own = measures.filter(pl.col("indicator") == indicator)
    part = pl.col("strand") != ""
    by_month = own.group_by("month").agg(
        parts=pl.col("count").filter(part).sum(), total=pl.col("count").filter(~part).sum()
    )
    return by_month.height > 0 and bool((by_month["parts"] == by_month["total"]).all())


def shown_mixes(signals: Any, cells: Mapping[SeasonKey, str], door: Door) -> Iterator[SeasonMix]:
    """The indicators whose make-up changes with the season, with the counts that may be shown."""
    for mix in signals.mixes.filter("changes").iter_rows(named=True):
        name = mix["indicator"]
        if not any(key[0] == name for key in cells):
            continue
        rows = signals.mix_cells.filter(pl.col("indicator") == name).sort("season", "position", "strand")
        window = Window(mix["first_month"], mix["last_month"])
        yield SeasonMix(
            name, rows["source"][0], window, tuple(_cell(row, name, cells, door) for row in rows.iter_rows(named=True))
        )


def _cell(row: Mapping[str, Any], name: str, cells: Mapping[SeasonKey, str], door: Door) -> SeasonCell:
    own, total = cells[name, row["strand"], row["season"]], cells[name, "", row["season"]]
    return SeasonCell(
        strand=row["strand"],
        strand_title=row["strand_title"],
        season=row["season"],
        count=row["count"] if door.shows(own) else None,
        total=row["season_total"] if door.shows(total) else None,
        position=row["position"],
        like_next=bool(row["like_next"]),
        differs=row["differs"],
    )
