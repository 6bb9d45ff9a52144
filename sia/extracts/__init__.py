"""Reads agency extracts as they come, against their contracts, into typed tables; nothing is lost without a word.

`read_sources` is the story; `SourceReport` is what it tells the rest of the build about each source.
"""

from __future__ import annotations

from sia.extracts.check import check_contracts
from sia.extracts.report import FileReport, QuarantineReason, SourceReport
from sia.extracts.sources import read_example, read_sources

__all__ = ["FileReport", "QuarantineReason", "SourceReport", "check_contracts", "read_example", "read_sources"]
