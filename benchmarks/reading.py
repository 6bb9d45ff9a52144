"""How long reading two million rows of street-level crime takes, beside DuckDB reading the same file and nothing else.

    python benchmarks/reading.py [--rows N] [--runs N]

The file (437 MB at two million rows) is made once in a temporary folder, the same for the same number of rows. What is
timed is a bare typed `read_csv` into a table of a database file, closed, and all of `sia.extracts.read_sources` into a
database file, closed: check sums, typing, codes, quarantine, duplicates, account, coverage. Then the same reading again,
with the file unchanged; with one more month of 13,000 rows beside it; and of the same rows in Windows-1252 and gzipped.

Each job runs in a process of its own, which also tells its peak memory where the system can say it. The jobs alternate, so
that a busy machine slows all of them; medians are compared.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import duckdb
from street_file import MONTH, write_street_file

from sia.extracts import read_sources
from sia.opendata import init_street
from sia.project.load import load_project
from sia.project.scaffold import copy_definitions, copy_documents
from sia.warehouse import open_warehouse

AT_MOST, MEMORY_AT_MOST = 2.5, 1536
ROWS, NEW_ROWS = 2_000_000, 13_000
SOURCE, STREET = "police_street_crime", "south-yorkshire-street.csv"
BARE, FIRST = "bare typed read_csv", "sia, first reading"
JOBS = {
    BARE: "plain",
    FIRST: "plain",
    "sia, nothing changed": "plain",
    "sia, one new month": "one more",
    "sia, in Windows-1252": "cp1252",
    "sia, gzipped": "packed",
}
WITH_LAST = {"sia, nothing changed", "sia, one new month"}
COLUMNS = {
    "Crime ID": "VARCHAR", "Month": "DATE", "Reported by": "VARCHAR", "Falls within": "VARCHAR", "Longitude": "DOUBLE",
    "Latitude": "DOUBLE", "Location": "VARCHAR", "LSOA code": "VARCHAR", "LSOA name": "VARCHAR", "Crime type": "VARCHAR",
    "Last outcome category": "VARCHAR", "Context": "VARCHAR",
}  # fmt: skip


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rows", type=int, default=ROWS)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--job", choices=JOBS, help=argparse.SUPPRESS)
    arguments.add_argument("--scratch", type=Path, help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    if chosen.job:
        print(json.dumps(_run(chosen.job, chosen.scratch)))
        return
    with tempfile.TemporaryDirectory() as folder:
        _make_projects(Path(folder), chosen.rows)
        _print_table(_measure(Path(folder), chosen.runs))


def _make_projects(scratch: Path, rows: int) -> None:
    """A project for each state of the source's folder."""
    start = scratch / "start"
    start.mkdir()
    write_street_file(start / f"{MONTH}-{STREET}", NEW_ROWS)
    whole = scratch / f"{MONTH}-{STREET}"
    write_street_file(whole, rows)
    for name in dict.fromkeys(JOBS.values()):
        root = scratch / name
        copy_definitions(root)
        copy_documents(root, init_street(root, district="Barnsley", street=start).assessment)
        folder = root / "extracts" / SOURCE
        shutil.rmtree(folder)
        folder.mkdir()
        _fill(folder, name, whole, rows)


def _fill(folder: Path, name: str, whole: Path, rows: int) -> None:
    target = folder / whole.name
    if name == "cp1252":
        write_street_file(target, rows, encoding="cp1252")
    elif name == "packed":
        with whole.open("rb") as plain, gzip.open(f"{target}.gz", "wb", compresslevel=6) as packed:
            shutil.copyfileobj(plain, packed)
    else:
        os.link(whole, target)
    if name == "one more":
        write_street_file(folder / f"2024-12-{STREET}", NEW_ROWS, month="2024-12")


def _measure(scratch: Path, runs: int) -> dict[str, list[dict[str, float]]]:
    found: dict[str, list[dict[str, float]]] = {name: [] for name in JOBS}
    for _ in range(runs):
        for job in JOBS:
            command = [sys.executable, __file__, "--job", job, "--scratch", str(scratch)]
            said = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
            found[job].append(json.loads(said.stdout.splitlines()[-1]))
    return found


def _run(job: str, scratch: Path) -> dict[str, float]:
    """One job; the database of the first reading is left for those that come after it."""
    root, database, last = scratch / JOBS[job], scratch / "new.duckdb", scratch / "last.duckdb"
    database.unlink(missing_ok=True)
    project = None if job == BARE else load_project(root)
    began = time.perf_counter()
    if project is None:
        _read_bare(scratch / f"{MONTH}-{STREET}", database)
    else:
        connection = open_warehouse(database)
        reports = read_sources(connection, project, last if job in WITH_LAST else None)
        connection.close()
        problems = [report.problem for report in reports if report.problem]
        if problems:
            raise SystemExit("; ".join(problems))
    seconds = time.perf_counter() - began
    if job == FIRST:
        database.replace(last)
    return {"seconds": seconds, "peak": _peak()}


def _read_bare(path: Path, database: Path) -> None:
    types = ", ".join(f"'{name}': '{kind}'" for name, kind in COLUMNS.items())
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            f"CREATE TABLE t AS SELECT * FROM read_csv('{path.as_posix()}', header = true, delim = ',', quote = '\"', "
            f"escape = '\"', columns = {{{types}}}, dateformat = '%Y-%m')"
        )


def _peak() -> float:
    """Peak memory of this process in MB; 0 where the system does not say it so."""
    status = Path("/proc/self/status")
    if status.is_file():  # getrusage counts the process that started this one too
        (line,) = [line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM:")]
        return int(line.split()[1]) / (1 << 10)
    if sys.platform != "darwin":
        return 0.0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


def _print_table(found: dict[str, list[dict[str, float]]]) -> None:
    bare = median(run["seconds"] for run in found[BARE])
    print(f"{'':24}{'median s':>10}{'fastest s':>11}{'x bare':>8}{'peak MB':>9}")
    for name, runs in found.items():
        seconds, peak = [run["seconds"] for run in runs], max(run["peak"] for run in runs)
        print(f"{name:24}{median(seconds):10.2f}{min(seconds):11.2f}{median(seconds) / bare:8.2f}{peak:9.0f}")
    ratio = median(run["seconds"] for run in found[FIRST]) / bare
    peak = max(run["peak"] for run in found[FIRST])
    within = ratio <= AT_MOST and peak <= MEMORY_AT_MOST
    print(
        f"{'within' if within else 'ABOVE'} the limits of {AT_MOST:g} times a bare read_csv and {MEMORY_AT_MOST:,} MB"
    )
    raise SystemExit(not within)


if __name__ == "__main__":
    main()
