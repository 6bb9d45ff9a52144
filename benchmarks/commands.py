"""How long whole commands take, as a person at a terminal would feel it: medians of several runs, each a new process.

python benchmarks/commands.py            # demo from nothing, a second run without changes, sia --help
python benchmarks/commands.py --runs 5
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
PROJECT_ITEMS = ("partnership.yml", "_quarto.yml", "areas", "sources", "queries", "indicators", "theme", "assessments")
LIMITS = {"demo from nothing to all documents": 20.0, "second run without changes": 1.5, "sia --help": 0.3}


def seconds(arguments: list[str], folder: Path) -> float:
    """Wall-clock seconds of one `sia` command in a folder; a failure ends the benchmark."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "sia", *arguments], cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - began


def copy_project(folder: Path) -> Path:
    """The reference partnership as a fresh clone has it."""
    folder.mkdir(parents=True)
    for name in PROJECT_ITEMS:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("generated"))
        else:
            shutil.copyfile(source, folder / name)
    return folder


def measure(runs: int) -> dict[str, list[float]]:
    """Seconds of each command, run by run."""
    times: dict[str, list[float]] = {name: [] for name in LIMITS}
    for _ in range(runs):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
            folder = copy_project(Path(temporary) / "project of a new user")
            times["demo from nothing to all documents"].append(seconds(["demo"], folder))
            times["second run without changes"].append(seconds(["render"], folder))
            times["sia --help"].append(seconds(["--help"], folder))
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    times = measure(parser.parse_args().runs)
    print(f"{'command':<38}{'min':>8}{'median':>8}{'max':>8}{'limit':>8}  seconds")
    for name, values in times.items():
        middle = statistics.median(values)
        print(f"{name:<38}{min(values):>8.2f}{middle:>8.2f}{max(values):>8.2f}{LIMITS[name]:>8.1f}")


if __name__ == "__main__":
    main()
