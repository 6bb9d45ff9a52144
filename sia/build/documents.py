"""Build, then documents: the site, the PDF and the Word document are made again only when what they show has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sia.build.inputs import engine_hash, sha256_of
from sia.build.lock import build_lock
from sia.build.manifest import MANIFEST, read_json, write_json
from sia.build.story import PUBLICATION, BuildResult, build_holding_lock
from sia.project.find import newest_assessment

SITE, RECORD = "_site", "rendered.json"
Say = Callable[[str], None]


@dataclass(frozen=True)
class RenderedResult:
    """Where the documents are, what made them, and whether they were made now."""

    site: Path
    renderer: str
    fresh: bool
    warnings: tuple[str, ...]


def build_and_render(
    root: Path,
    assessment: str | None = None,
    *,
    renderer: str = "auto",
    everything: bool = False,
    say: Say = lambda _: None,
) -> RenderedResult:
    """Build if an input has changed, then render if a document has; raises UserError and leaves the last documents."""
    with build_lock(root / "build", wait=say):
        built = build_holding_lock(root, assessment or newest_assessment(root), everything=everything, say=say)
        now = _documents_fingerprint(root, built, renderer)
        last = read_json(built.folder / RECORD)
        if not everything and last.get("fingerprint") == now and (root / SITE / "index.html").is_file():
            return RenderedResult(root / SITE, last["renderer"], False, built.warnings)
        return _render(root, built, renderer, now, say)


def _render(root: Path, built: BuildResult, renderer: str, now: str, say: Say) -> RenderedResult:
    from datetime import date

    from sia.render import render_project

    account = read_json(built.folder / MANIFEST)
    result = render_project(
        root, built.assessment, renderer=renderer, as_at=date.fromisoformat(account["as_at"]), progress=say
    )
    write_json(built.folder / MANIFEST, {**account, "renderer": result.renderer})
    write_json(built.folder / RECORD, {"fingerprint": now, "renderer": result.renderer})
    return RenderedResult(result.site, result.renderer, True, built.warnings)


def _documents_fingerprint(root: Path, built: BuildResult, renderer: str) -> str:
    sources = [built.folder / PUBLICATION, root / "assessments" / built.assessment, root / "theme"]
    files = sorted(path for folder in sources for path in folder.rglob("*") if path.is_file())
    files = [path for path in (root / "_quarto.yml", *files) if path.is_file()]
    content = {path.relative_to(root).as_posix(): sha256_of(path) for path in files}
    whole = {"files": content, "renderer": renderer, "engine": engine_hash()}
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()
