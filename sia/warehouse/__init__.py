"""The DuckDB file of a build: reference tables, the queries of `queries/` in order, and what each one reads."""

from sia.warehouse.connection import open_warehouse, read_frame, write_tables
from sia.warehouse.lineage import inputs_of, sources_of
from sia.warehouse.reference import load_reference
from sia.warehouse.run import QueryRun, run_queries

__all__ = [
    "QueryRun",
    "inputs_of",
    "load_reference",
    "open_warehouse",
    "read_frame",
    "run_queries",
    "sources_of",
    "write_tables",
]
