"""Reads agency extracts as they come, against their contracts, into typed tables; nothing is lost without a word.

`read_sources` is the story; `SourceReport` is what it tells the rest of the build about each source. The modules, in
the order in which a file meets them:

- Before any file: `check` and its `check_columns`, `check_tables` and `check_rules` judge the contracts; `sources` goes
  through them, `reading` through one source's files.
- Which files: `folder` (order, months, what supersedes), `digest` and `tally` (one pass over the bytes).
- What has not changed: `manner` (what reading depends on), `earlier` and `kept` (rows of the last good build).
- Taking apart: `parts` tells what a file is; `texts`, `headers` and `places` look at delimited text, `archives` into
  archives, `workbooks` and `sheet_xml` into workbooks, `rows` into JSON.
- Into the table of texts: `raw` and `raw_table`; `raw_texts` has DuckDB read text (`served`, `row_numbers`), `records`
  and `raw_rows` carry what it refuses, `parquet` reads Parquet; `pseudonym` hides persons on the way.
- Typing and judging: `casts`, `codes`, `period`, `period_labels` and `lookups` give values, `judge` the faults, `fill`
  the two `tables` of a source; `misreadings` stops files written in another manner than the contract
  reads, `same_month` a month that came twice under names that hide it.
- The account: `accept` (repeated rows, rows in and out), `quarantine` and `quarantine_lines`, `received_again` and
  `received_words`, `coverage`, `completeness`, `stated_files` and `stated` (an agency's own totals), `told`, `report`.

`sql_text` writes names and texts into the SQL that contracts generate.
"""

from __future__ import annotations

from sia.extracts.check import check_contracts
from sia.extracts.report import FileReport, QuarantineReason, SourceReport
from sia.extracts.sources import read_example, read_sources

__all__ = ["FileReport", "QuarantineReason", "SourceReport", "check_contracts", "read_example", "read_sources"]
