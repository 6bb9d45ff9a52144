"""A build that reads only what has changed publishes the same bytes as one that reads everything."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sia.build import build
from sia.extracts import reading

HATE, FLY = "hate_incidents", "fly_tipping"


def published(root: Path) -> dict[str, str]:
    """Every file of a build but its timings and its database, whose bytes are not compared."""
    folder = root / "build" / "2024"
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("warehouse.duckdb", "timings.json")
    }


def remove_a_file(extracts: Path) -> None:
    (extracts / HATE / "synthetic-hate-incidents-2021.csv").unlink()


def add_a_copy_and_rename(extracts: Path) -> None:
    """The newest file comes once more under another name: its rows are duplicates of the renamed one's."""
    first = extracts / HATE / "synthetic-hate-incidents-2023.csv"
    shutil.copyfile(first, first.with_name("a-second-sending.csv"))
    first.rename(first.with_name("the-first-sending.csv"))


def take_out_records(extracts: Path) -> None:
    path = extracts / HATE / "synthetic-hate-incidents-2022.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-5]), encoding="utf-8", newline="\n")


def change_a_contract(extracts: Path) -> None:
    contract = extracts.parent / "sources" / f"{FLY}.yml"
    text = contract.read_text(encoding="utf-8")
    contract.write_text(text.replace("frequency: monthly", "frequency: weekly"), encoding="utf-8", newline="\n")
    assert contract.read_text(encoding="utf-8") != text


SLOW = [pytest.param(change, marks=pytest.mark.slow) for change in (remove_a_file, take_out_records, change_a_contract)]


@pytest.mark.parametrize("change", [add_a_copy_and_rename, *SLOW])
def test_what_has_changed_is_read_and_the_publication_is_that_of_a_fresh_reading(
    reference, tmp_path: Path, monkeypatch, change: Callable[[Path], None]
) -> None:
    root = shutil.copytree(reference.root, tmp_path / "our project")
    change(root / "extracts")
    seen: set[str] = set()
    whole = reading.parts_of

    def noted(contract, extract):
        seen.add(contract.id)
        return whole(contract, extract)

    monkeypatch.setattr(reading, "parts_of", noted)
    build(root)
    assert seen <= {FLY if change is change_a_contract else HATE}
    again = published(root)
    build(root, everything=True)
    assert len(seen) > 10
    assert again == published(root)
