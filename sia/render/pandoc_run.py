"""Running Pandoc: one process for every document of a run, driven by the Lua files beside this module."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sia.errors import Problem, UserError
from sia.render.words import ENGLISH, WELSH

SCRIPTS = Path(__file__).parent / "pandoc"


@dataclass(frozen=True)
class Job:
    """One document in one format: `html`, `docx` or `typst`.

    `lang` chooses the renderer's words, `tag` is the language as the document declares it; `output` and `reference`
    are for DOCX, as paths from the project's root; `widths` are the shares of a line that figures take ("60%"),
    `line_points` the width of a line on paper.
    """

    name: str
    text: str
    format: str
    title: str = ""
    subtitle: str = ""
    date: str = ""
    lang: str = "en"
    tag: str = "en-GB"
    author: str = ""
    numbered: bool = False
    toc_depth: int = 2
    contents: bool = False
    contents_after: str = ""
    edition: str = "public"
    output: str = ""
    reference: str = ""
    widths: Mapping[str, str] = field(default_factory=dict)
    line_points: float = 470.0


def pandoc() -> str:
    """The path of the Pandoc that comes with `pypandoc-binary`: never another one that happens to be on PATH."""
    import pypandoc

    bundled = Path(pypandoc.__file__).parent / "files"
    found = shutil.which("pandoc", path=str(bundled))
    if not found:
        raise UserError.at(
            "pandoc",
            "the package pypandoc-binary has no program in it.",
            "Install it again: pip install --force-reinstall pypandoc-binary",
        )
    return found


def convert(root: Path, workspace: Path, jobs: Sequence[Job], as_at: date, workers: int = 2) -> list[dict[str, Any]]:
    """The results of `jobs`, in their order: `body`, `title`, `contents`, ... as the format's Lua file makes them.

    The jobs are dealt to at most `workers` processes. Raises `UserError` for documents that Pandoc cannot make.
    """
    scripts = _copy_scripts(workspace)
    hands = [list(range(start, len(jobs), workers)) for start in range(min(workers, len(jobs)))]
    with ThreadPoolExecutor(max_workers=max(1, len(hands))) as pool:
        answers = pool.map(lambda hand: _run(root, scripts, [jobs[index] for index in hand], as_at), hands)
        by_index = {
            index: result
            for hand, answer in zip(hands, answers, strict=True)
            for index, result in zip(hand, answer, strict=True)
        }
    failed = [
        Problem(job.name, f"cannot be made as {job.format}: {by_index[index]['error']}")
        for index, job in enumerate(jobs)
        if "error" in by_index[index]
    ]
    if failed:
        raise UserError(*failed)
    return [by_index[index] for index in range(len(jobs))]


def _copy_scripts(workspace: Path) -> Path:
    """The Lua files inside the workspace, so that they have plain relative names wherever `sia` is installed."""
    target = workspace / "pandoc"
    target.mkdir(parents=True, exist_ok=True)
    for script in sorted(SCRIPTS.glob("*.lua")):
        shutil.copyfile(script, target / script.name)
    return target


def _run(root: Path, scripts: Path, jobs: list[Job], as_at: date) -> list[dict[str, Any]]:
    request = {"jobs": [asdict(job) for job in jobs], "words": {"en": ENGLISH, "cy": WELSH}}
    done = subprocess.run(
        [pandoc(), "lua", str(scripts.relative_to(root) / "render.lua")],
        input=json.dumps(request).encode(),
        capture_output=True,
        cwd=root,
        env=environment(as_at),
        check=False,
    )
    if done.returncode != 0:
        raise UserError.at("pandoc", f"stopped: {done.stderr.decode(errors='replace').strip()}")
    missing = [line for line in done.stderr.decode(errors="replace").splitlines() if "Could not fetch" in line]
    if missing:
        raise UserError(*(Problem("pandoc", line) for line in missing))
    return json.loads(done.stdout)


def environment(as_at: date) -> dict[str, str]:
    """The environment of a renderer: no clock but the as-at date, no edition but the public one."""
    midnight = datetime(as_at.year, as_at.month, as_at.day, tzinfo=UTC)
    kept = {key: value for key, value in os.environ.items() if key not in ("QUARTO_PROFILE", "SOURCE_DATE_EPOCH")}
    return {**kept, "SOURCE_DATE_EPOCH": str(int(midnight.timestamp()))}
