"""How long reading 21 months of street-level crime takes, beside DuckDB reading the same files and nothing else.

    python benchmarks/street.py [FOLDER] [--runs N]

FOLDER holds *-street.csv.gz files of one force; by default the South Yorkshire set under SIA_SHARED (../shared). What is
timed: a bare `read_csv` into a table, a bare `read_csv` and a group-by, and all of `sia.extracts.read_sources` (check
sums, typing, codes, quarantine, duplicates, account, coverage) into a database file. The runs alternate, so that a
busy machine slows all of them; medians are compared.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import duckdb

from sia.extracts import read_sources
from sia.opendata import init_street
from sia.project.load import Project, load_project
from sia.project.scaffold import copy_definitions, copy_documents

REPOSITORY = Path(__file__).parents[1]
SHARED = Path(os.environ.get("SIA_SHARED", REPOSITORY.parent / "shared"))
AT_MOST = 2.0


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folder", type=Path, nargs="?", default=SHARED / "data" / "police-uk-south-yorkshire")
    arguments.add_argument("--district", default="Barnsley")
    arguments.add_argument("--runs", type=int, default=5)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        project = _project(Path(scratch) / "project", chosen.folder, chosen.district)
        _print_table(_timings(project, Path(scratch), chosen.runs))


def _project(root: Path, street: Path, district: str) -> Project:
    copy_definitions(root)
    copy_documents(root, init_street(root, district=district, street=street).assessment)
    return load_project(root)


def _timings(project: Project, scratch: Path, runs: int) -> dict[str, list[float]]:
    files = sorted((project.root / "extracts" / "police_street_crime").glob("*-street.csv*"))
    names = "[" + ", ".join("'" + path.as_posix().replace("'", "''") + "'" for path in files) + "]"
    grouped = f'SELECT "Month", "LSOA code", "Crime type", count(*) FROM read_csv({names}) GROUP BY ALL'
    jobs: dict[str, Callable[[duckdb.DuckDBPyConnection], object]] = {
        "bare read_csv into a table": lambda database: database.execute(
            f"CREATE TABLE t AS SELECT * FROM read_csv({names})"
        ),
        "bare read_csv and group-by": lambda database: database.execute(grouped).fetchall(),
        "sia reads, checks and accounts": lambda database: read_sources(database, project),
    }
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for run in range(runs):
        for number, (name, job) in enumerate(jobs.items()):
            with duckdb.connect(str(scratch / f"{run}-{number}.duckdb")) as database:
                began = time.perf_counter()
                job(database)
                seconds[name].append(time.perf_counter() - began)
    return seconds


def _print_table(seconds: dict[str, list[float]]) -> None:
    bare = median(seconds["bare read_csv into a table"])
    print(f"{'':34}{'median s':>10}{'fastest s':>10}{'x bare':>8}")
    for name, times in seconds.items():
        print(f"{name:34}{median(times):10.3f}{min(times):10.3f}{median(times) / bare:8.2f}")
    ratio = median(seconds["sia reads, checks and accounts"]) / bare
    print(f"{'within' if ratio <= AT_MOST else 'ABOVE'} the limit of {AT_MOST:g} times a bare read_csv into a table")
    raise SystemExit(ratio > AT_MOST)


if __name__ == "__main__":
    main()
