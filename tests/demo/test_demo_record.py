"""The same synthetic extracts are written once, and again when anything about them differs."""

from __future__ import annotations

from pathlib import Path

from sia.demo import ensure_extracts


def test_they_are_written_again_only_when_something_differs(tmp_path: Path) -> None:
    assert ensure_extracts(tmp_path, seed=1)
    assert not ensure_extracts(tmp_path, seed=1)
    assert ensure_extracts(tmp_path, seed=2)
    next(tmp_path.glob("hate_incidents/synthetic-*")).unlink()
    assert ensure_extracts(tmp_path, seed=2)
    file = next(tmp_path.glob("hate_incidents/synthetic-*"))
    file.write_bytes(file.read_bytes() + b"\n")
    assert ensure_extracts(tmp_path, seed=2)
    (tmp_path / ".synthetic.json").write_text("[1", encoding="utf-8")
    assert ensure_extracts(tmp_path, seed=2)
    assert not ensure_extracts(tmp_path, seed=2)
