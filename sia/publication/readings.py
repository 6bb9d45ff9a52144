"""What publication reads from the warehouse: the one place that names queries and their columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from sia.warehouse import read_frame

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COLUMNS = {
    "measures": "indicator, area_code, level, strand, month, count, denominator",
    "chosen_sources": "indicator, source, proxy",
    "indicator_categories": "indicator, source, category, subcategory",
    "area_rates": "indicator, area_code, level, name, parent_code, count, persons, rate, previous_count, rank",
    "group_counts": "indicator, dimension, area_group, areas, count, previous_count, persons, count_squares, count_persons, persons_squares",
    "group_pieces": "indicator, period, ward_code, deprivation, rural_urban, count",
    "harm_parts": "indicator, strand, current_count, previous_count, weight, weight_source, version, found_by_police",
    "peer_ranks": "indicator, area_code, name, period_label, count, persons, rate, rank, ties, areas, is_subject, value_kind",
    "register_counts": "indicator, area_code, year_start, count",
    "listed_years": "indicator, strand, year_start, count",
    "levels": "indicator, area_code, area_name, strand, period_start, period_end, period_label, value, lower, upper, "
    "numerator, denominator, benchmark, benchmark_lower, benchmark_upper, benchmark_name, mark",
    "denominators": "indicator, area_code, year, persons",
    "standardised_counts": "indicator, area_code, period, months, age_band, first_age, last_age, standard, version, year, "
    "persons, count",
    "unfitting_bands": "indicator, first_age, last_age, bands",
    "outside_area": "source, month, events, without_location",
    "late_recording": "source, month, events, recorded_after_30_days, share",
    "coverage": "source, area_code, month",
    "areas": "area_code, level, name, parent_code, valid_from, valid_to",
    "sources": "source, title, agency, licence, attribution, public, synthetic, suppress_below, supplied, problem",
}
DISTRICT_ONLY = {
    "measures": "area_code = (select district_code from parameters)",
    "denominators": "area_code = (select district_code from parameters)",
    "standardised_counts": "area_code = (select district_code from parameters)",
    "coverage": "area_code = (select district_code from parameters)",
    "register_counts": "area_code = (select district_code from parameters)",
}


@dataclass(frozen=True)
class Readings:
    """One frame a query, sorted, with exactly the columns named in `COLUMNS`; and who and when all of it is about."""

    measures: pl.DataFrame
    chosen_sources: pl.DataFrame
    indicator_categories: pl.DataFrame
    area_rates: pl.DataFrame
    group_counts: pl.DataFrame
    group_pieces: pl.DataFrame
    harm_parts: pl.DataFrame
    peer_ranks: pl.DataFrame
    register_counts: pl.DataFrame
    listed_years: pl.DataFrame
    levels: pl.DataFrame
    denominators: pl.DataFrame
    standardised_counts: pl.DataFrame
    unfitting_bands: pl.DataFrame
    outside_area: pl.DataFrame
    late_recording: pl.DataFrame
    coverage: pl.DataFrame
    areas: pl.DataFrame
    sources: pl.DataFrame
    district: str
    newest_month: date


def read_warehouse(connection: DuckDBPyConnection) -> Readings:
    """Everything that may come to be published; areas other than the district only as totals of a window."""
    frames = {name: _read(connection, name) for name in COLUMNS}
    district, newest = connection.execute("select district_code, newest_month from parameters").fetchone()
    return Readings(**frames, district=district, newest_month=newest)


def _read(connection: DuckDBPyConnection, name: str) -> pl.DataFrame:
    condition = f" where {DISTRICT_ONLY[name]}" if name in DISTRICT_ONLY else ""
    return read_frame(connection, f"select {COLUMNS[name]} from {name}{condition}").sort(pl.all(), nulls_last=True)
