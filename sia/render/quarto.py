"""Quarto, where it is installed: found, run, and not believed when it only warns."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

from sia.errors import Problem, UserError
from sia.render.pandoc_run import environment

# Quarto prints these and carries on; a document with a hole in it is not a document.
_HOLES = re.compile(
    r"\?(?:meta|var):[\w.-]*|\?@(?:fig|tbl|sec)-[\w-]+|Unable to resolve (?:crossref|link target)[^\n]*"
)


def find_quarto() -> Path | None:
    """The Quarto program: the one `QUARTO_PATH` names, else the one on PATH; None when there is none."""
    named = os.environ.get("QUARTO_PATH")
    if named:
        path = Path(named)
        found = shutil.which("quarto", path=named) if path.is_dir() else shutil.which(named)
        if not found:
            raise UserError.at("QUARTO_PATH", f"'{named}' is not a program.", "Correct it or unset it.")
        return Path(found)
    found = shutil.which("quarto")
    return Path(found) if found else None


def quarto_version(quarto: Path) -> str:
    """The version Quarto gives itself; raises `UserError` when it does not run."""
    done = subprocess.run([quarto, "--version"], capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise UserError.at(
            quarto.name, f"does not run: {done.stderr.strip()}", "Use `--renderer embedded` or install it anew."
        )
    return done.stdout.strip()


def render_site(quarto: Path, root: Path, output: Path, as_at: date) -> None:
    """Let Quarto make the site into `output` (below the root), which replaces the configured output folder.

    Raises `UserError` when Quarto fails and when it leaves a value, a reference or a link unresolved.
    """
    shown = output.relative_to(root).as_posix()
    done = subprocess.run(
        [quarto, "render", ".", "--to", "html", "--output-dir", shown],
        cwd=root,
        env=environment(as_at),
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    said = done.stdout + done.stderr
    holes = sorted(set(_HOLES.findall(said)) | _holes_in_pages(output))
    if done.returncode != 0:
        raise UserError.at("quarto", f"stopped with status {done.returncode}: {_last_lines(said)}")
    if holes:
        raise UserError(*(Problem("quarto", f"could not resolve '{hole}'.", "See `sia check`.") for hole in holes))


def _holes_in_pages(output: Path) -> set[str]:
    pages = sorted(output.rglob("*.html")) if output.is_dir() else []
    return {hole for page in pages for hole in _HOLES.findall(page.read_text(encoding="utf-8", errors="replace"))}


def _last_lines(said: str) -> str:
    return " / ".join([line.strip() for line in said.splitlines() if line.strip()][-5:])
