"""What is in doubt about the data is said after a build, with lines ready for the register of breaks."""

from __future__ import annotations

import csv
from datetime import date
from types import SimpleNamespace

from sia.build.suspected import questions
from sia.quality import Findings
from sia.quality.findings import EndsEarly, SuspectedBreak, UnusualMonth

DECEMBER = date(2023, 12, 1)
REPORT = SimpleNamespace(source="police", title="Police crime", months_covered=(date(2023, 11, 1), DECEMBER))
PROJECT = SimpleNamespace(
    contracts={"police": SimpleNamespace(agency="Exampleshire Police")}, assessment=SimpleNamespace(id="2024")
)


def test_nothing_in_doubt_leaves_no_word_and_no_file(tmp_path):
    assert questions(PROJECT, [REPORT], Findings(), tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_a_newest_month_that_looks_incomplete_is_said_once(tmp_path):
    few = UnusualMonth("police", "", DECEMBER, 90, 300, 70, "fewer")
    found = Findings(unusual=(few,), ends_early=(EndsEarly("police", DECEMBER, date(2023, 12, 9)),))
    assert questions(PROJECT, [REPORT], found, tmp_path) == [
        "Police crime: December 2023 looks incomplete; ask whether more is to come."
    ]


def test_suspected_breaks_are_written_as_lines_of_the_register(tmp_path):
    step = SuspectedBreak("police", "", date(2016, 4, 1), yearly=True, before=354, after=3318)
    (warning,) = questions(PROJECT, [REPORT], Findings(suspected=(step,)), tmp_path)
    assert warning == (
        "1 change in recording suspected, not confirmed: ask the agency; a line for the register of breaks is in "
        "build/2024/suspected-breaks.csv."
    )
    with (tmp_path / "suspected-breaks.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["date"], row["source"], row["direction"], row["certain"]) == ("2016-04-01", "police", "up", "check")
    assert row["what"] == "The level changed at least twofold. Not confirmed: ask Exampleshire Police."
