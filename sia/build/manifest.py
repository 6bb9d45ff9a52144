"""The account of a build: every input with its hash and rows, every query with what it reads, every version."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sia.build.inputs import versions
from sia.extracts import SourceReport
from sia.project.load import Project
from sia.warehouse import QueryRun

MANIFEST, TIMINGS = "manifest.json", "timings.json"
ROW_COUNTS = ("rows_in", "rows_accepted", "rows_quarantined", "rows_duplicate", "rows_superseded")


def manifest(
    project: Project, reports: Sequence[SourceReport], runs: Sequence[QueryRun], fingerprint: str
) -> dict[str, Any]:
    """What the build read and ran, without any clock: the same inputs give the same manifest."""
    return {
        "assessment": project.assessment.id,
        "as_at": project.assessment.as_at.isoformat(),
        "fingerprint": fingerprint,
        "versions": versions(),
        "renderer": None,
        "inputs": [_input(report.source, file) for report in reports for file in report.files],
        "sources_not_read": [
            {"source": report.source, "problem": report.problem} for report in reports if report.problem
        ],
        "queries": [{"name": run.name, "reads": list(run.reads), "rows": run.rows} for run in runs],
    }


def _input(source: str, file: Any) -> dict[str, Any]:
    counts = {name: getattr(file, name) for name in ROW_COUNTS}
    newest = file.last_month.isoformat() if file.last_month else None
    known = {"source": source, "file": file.file, "sha256": file.sha256, "bytes": file.bytes}
    return {**known, "newest_month": newest, **counts}


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON as published: UTF-8, two spaces, one line end everywhere."""
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def read_json(path: Path) -> dict[str, Any]:
    """What a file of `build/` says; nothing when it is absent or damaged, so that it is made again."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
