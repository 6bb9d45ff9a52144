"""What the kept rows of a source hold: how completely its key fields are filled each month, and with which values.

Counted in DuckDB over the accepted rows, by SQL generated from the contract, so that any contract can be asked about. The
tables hold counts of a whole month of the source; what of them may be shown is publication's decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sia.extracts.casts import MARKS, is_gap
from sia.extracts.judge import has_mark
from sia.extracts.period import period_columns, span_columns
from sia.extracts.sql_text import identifier, literal, literals
from sia.project.contract import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TABLES = {
    "completeness": "source VARCHAR, month DATE, column_name VARCHAR, category VARCHAR, rows BIGINT, filled BIGINT",
    "value_months": "source VARCHAR, month DATE, column_name VARCHAR, value VARCHAR, rows BIGINT",
    "reporting_basis": "source VARCHAR, area_code VARCHAR, period_start DATE, period_end DATE, basis VARCHAR",
}
CATEGORY, AREA = "category", "area_code"
#: A value that never makes up this share of a month is left out: names of streets are not a distribution.
LEAST_SHARE = 0.05


def create_tables(connection: DuckDBPyConnection) -> None:
    """Make the empty tables `completeness`, `value_months` and `reporting_basis`."""
    for name, columns in TABLES.items():
        connection.execute(f"CREATE TABLE {name} ({columns})")


def write_completeness(connection: DuckDBPyConnection, contract: Contract, district: str) -> None:
    """Fill the three tables for one source that was read; a source without dates has no months and gets no row.

    `completeness` has a row a month, key field and category ('' without a column of that name): rows and how many of them
    are filled. A text that says "not recorded", "-" or the like is not; a number marked as suppressed, not applicable or
    too small to show is, since nothing is lacking.
    `value_months` has a row a month, column and value that makes up a twentieth of some month. `reporting_basis` has the
    bases that a source names for each area and period; a source without areas speaks of the `district`.
    """
    span = period_columns(contract)
    if span is None:
        return
    month = f"date_trunc('month', {identifier(span[0])})::DATE"
    if fields := key_fields(contract):
        connection.execute(_filled(contract, month, fields))
    for name in enumerated(contract):
        connection.execute(_values(contract, month, name))
    if contract.reporting_basis:
        connection.execute(_basis(contract, span, district))


def key_fields(contract: Contract) -> list[str]:
    """The columns whose completeness is told: those that the contract names, or else all that may be blank."""
    return list(contract.key_fields) or [name for name, column in contract.kept.items() if not column.required]


def _filled(contract: Contract, month: str, fields: list[str]) -> str:
    """One pass over the table counts all fields; the second step only turns the result round."""
    category = identifier(CATEGORY) if _is_code(contract, CATEGORY) else "''"
    counts = ", ".join(
        f"count(CASE WHEN {_is_filled(contract, name)} THEN 1 END) AS {identifier(f'field {name}')}" for name in fields
    )
    turned = " UNION ALL ".join(
        f"SELECT {literal(contract.id)}, month, {literal(name)}, category, rows, {identifier(f'field {name}')} FROM counted"
        for name in fields
    )
    return (
        f"INSERT INTO completeness WITH counted AS MATERIALIZED (SELECT {month} AS month, "
        f"coalesce({category}, '') AS category, count(*) AS rows, {counts} FROM {identifier(contract.id)} "
        f"GROUP BY 1, 2 HAVING month IS NOT NULL) SELECT * FROM ({turned}) ORDER BY ALL"
    )


def _is_filled(contract: Contract, name: str) -> str:
    column = contract.columns[name]
    value = identifier(span_columns(name, column)[0])
    if column.type in ("text", "code"):
        # most texts are longer than any of these words, and their length is known without reading them
        words, longest = MARKS["not recorded"], max(map(len, MARKS["not recorded"]))
        return f"{value} <> '' AND (strlen({value}) > {longest} OR lower({value}) NOT IN ({literals(words)}))"
    if has_mark(contract, column):
        return f"{value} IS NOT NULL OR {identifier(f'{name}_mark')} <> 'not recorded'"
    return f"{value} IS NOT NULL"


def enumerated(contract: Contract) -> Iterator[str]:
    """Columns beyond the key with few values: codes that are no areas, and texts that the contract names as key fields."""
    for name, column in contract.kept.items():
        text = column.type == "text" and name in contract.key_fields and not column.pseudonymise
        if name not in contract.key and (_is_code(contract, name) or text):
            yield name


def _is_code(contract: Contract, name: str) -> bool:
    column = contract.kept.get(name)
    return column is not None and column.type == "code" and not column.areas


def _values(contract: Contract, month: str, name: str) -> str:
    return (
        f"INSERT INTO value_months WITH counted AS (SELECT {month} AS month, {identifier(name)} AS value, "
        f"count(*) AS rows FROM {identifier(contract.id)} WHERE {identifier(name)} <> '' GROUP BY 1, 2 "
        f"HAVING month IS NOT NULL), shares AS (SELECT *, rows / sum(rows) OVER (PARTITION BY month) AS share "
        f"FROM counted), large AS (SELECT DISTINCT value FROM shares WHERE share >= {LEAST_SHARE}) "
        f"SELECT {literal(contract.id)}, month, {literal(name)}, value, rows FROM counted SEMI JOIN large USING (value) "
        "ORDER BY ALL"
    )


def _basis(contract: Contract, span: tuple[str, str], district: str) -> str:
    area = identifier(AREA) if AREA in contract.kept else literal(district)
    basis = identifier(contract.reporting_basis)
    told = f"{basis} <> '' AND NOT {is_gap(basis)}"
    return (
        f"INSERT INTO reporting_basis SELECT DISTINCT {literal(contract.id)}, {area}, {identifier(span[0])}, "
        f"{identifier(span[1])}, {basis} FROM {identifier(contract.id)} WHERE {told} AND {area} IS NOT NULL "
        f"AND {identifier(span[0])} IS NOT NULL ORDER BY ALL"
    )
