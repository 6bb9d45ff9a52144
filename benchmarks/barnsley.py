"""Reading 21 months of South Yorkshire and building Barnsley, against a bare DuckDB read of the same files.

    python benchmarks/barnsley.py --runs 3

The limit is three times the bare read and group-by of the same run, plus five seconds for everything else. The files are
those of SIA_SHARED (default ../shared); each build is a new process and a build from nothing.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

SHARED = Path(os.environ.get("SIA_SHARED", Path(__file__).resolve().parents[2] / "shared"))
STREET = SHARED / "data" / "police-uk-south-yorkshire"
TIMES_BARE, SECONDS_MORE = 3, 5
GROUPED = 'select "Month", "LSOA code", "Crime type", count(*) from read_csv(?) group by all'


def bare() -> float:
    """Seconds of a bare read of the files, grouped by month, area and type."""
    began = time.perf_counter()
    with duckdb.connect() as connection:
        connection.execute(GROUPED, [str(STREET / "*-street.csv.gz")]).fetchall()
    return time.perf_counter() - began


def built(project: Path) -> float:
    """Seconds of `sia build --all` in a project for Barnsley, as a person at a terminal would feel it."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "sia", "build", "--all"], cwd=project, check=True, capture_output=True)
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        project = Path(temporary) / "barnsley"
        start = [sys.executable, "-m", "sia", "init", str(project), "--district", "Barnsley", "--street", str(STREET)]
        subprocess.run(start, check=True, capture_output=True)
        pairs = [(bare(), built(project)) for _ in range(runs)]
    read, build = (statistics.median(values) for values in zip(*pairs, strict=True))
    limit = TIMES_BARE * read + SECONDS_MORE
    print(f"bare read_csv and group-by  {read:6.2f} s (median of {runs})")
    print(f"sia build of Barnsley       {build:6.2f} s")
    print(f"limit                       {limit:6.2f} s ({TIMES_BARE} times bare, and {SECONDS_MORE} s)")
    raise SystemExit(0 if build <= limit else 1)


if __name__ == "__main__":
    main()
