"""What is past its retention goes, with every copy of its rows, and the record of it is never wrong."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sia.build import build
from sia.build.purging import plan, purge
from sia.errors import UserError
from sia.extracts.digest import sha256_of
from sia.project.scaffold import copy_definitions, copy_documents
from sia.project.start import start_blank
from sia.sharing.purge import carry_out
from sia.sharing.receipts import read_receipt

AS_AT = date(2025, 12, 31)
OLD, NEW = "extracts/housing_asb/old.csv", "extracts/housing_asb/new.csv"


def agree(_: Any) -> bool:
    return True


def quiet(_: str) -> None:
    pass


def carried_out(root: Path, as_at: date | None = None) -> dict[str, str]:
    _, ended = purge(root, as_at, agree, quiet)
    return {entry.path: entry.state for entry in ended or []}


def receipt(root: Path, day: date = AS_AT) -> dict[str, str]:
    return {entry.path: entry.state for entry in read_receipt(root / "purge-receipts" / f"{day}.json")}


@pytest.fixture
def ourtown(tmp_path: Path) -> Path:
    """A project of which the source `housing_asb`, kept 60 months, has one old and one new file."""
    root = tmp_path / "our town"
    copy_definitions(root)
    copy_documents(root, start_blank(root, district="Ourtown", code="X1", as_at=AS_AT))
    drop(root, OLD, 2018)
    drop(root, NEW, 2025)
    received(root, "old.csv,2019-01-10")
    return root


def drop(root: Path, name: str, year: int) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = "".join(f"C{year}-{month},{year}-{month:02d}-05,Nuisance,\n" for month in range(1, 13))
    path.write_text(f"Case reference,Reported,Category,Ward\n{rows}", encoding="utf-8", newline="\n")


def received(root: Path, *lines: str) -> None:
    path = root / "extracts" / "housing_asb" / "received.csv"
    path.write_text("".join(f"{line}\n" for line in ("file,received", *lines)), encoding="utf-8", newline="\n")


def built(root: Path, name: str, *extracts: str, account: bool = True) -> Path:
    """A build as it lies there: a warehouse, rows for agencies, published figures, and its account."""
    folder = root / "build" / name
    (folder / "quarantine").mkdir(parents=True)
    (folder / "publication").mkdir()
    for path in ("warehouse.duckdb", "quarantine/housing_asb.xlsx", "publication/values.json"):
        (folder / path).write_text(f"{name} {path}", encoding="utf-8")
    inputs = [
        {"source": "housing_asb", "file": Path(one).name, "sha256": sha256_of(root / one), "newest_month": "2018-12-01"}
        for one in extracts
    ]
    if account:
        (folder / "manifest.json").write_text(json.dumps({"as_at": "2025-12-31", "inputs": inputs}), encoding="utf-8")
    return folder


def test_an_extract_past_its_retention_goes_and_others_stay(ourtown: Path) -> None:
    assert carried_out(ourtown) == {OLD: "removed"}
    assert not (ourtown / OLD).exists() and (ourtown / NEW).is_file()


def test_every_build_that_read_it_loses_its_rows_and_keeps_its_figures(ourtown: Path) -> None:
    read = built(ourtown, "2019", OLD)
    aside, unfinished = built(ourtown, "2020.replaced", OLD), built(ourtown, "2026.making", account=False)
    other = built(ourtown, "2025", account=True)
    gone = carried_out(ourtown)
    for folder in (read, aside, unfinished):
        assert not (folder / "warehouse.duckdb").exists() and not (folder / "quarantine").exists()
        assert gone[f"build/{folder.name}/warehouse.duckdb"] == "removed"
        assert (folder / "publication" / "values.json").is_file()
    assert (other / "warehouse.duckdb").is_file(), "a build that never read it stays whole"


def test_a_build_that_still_holds_rows_of_a_file_deleted_by_hand_loses_them(ourtown: Path) -> None:
    folder = built(ourtown, "2019", OLD)
    (ourtown / OLD).unlink()
    assert "build/2019/warehouse.duckdb" in carried_out(ourtown)
    assert not (folder / "warehouse.duckdb").exists()


def test_the_receipt_says_what_why_and_as_at_when_and_nothing_of_the_content(ourtown: Path) -> None:
    digest, size = sha256_of(ourtown / OLD), (ourtown / OLD).stat().st_size
    carried_out(ourtown)
    text = (ourtown / "purge-receipts" / "2025-12-31.json").read_text(encoding="utf-8")
    content = json.loads(text)
    (one,) = content["removed"]
    assert (content["as_at"], one["path"], one["source"]) == ("2025-12-31", OLD, "housing_asb")
    assert (one["sha256"], one["bytes"], one["state"]) == (digest, size, "removed")
    assert one["rule"] == "kept until 10 January 2024, counted from 10 January 2019, the day it was received"
    assert "OneDrive" in content["reach"] and "recycle bin" in content["reach"]
    assert "Nuisance" not in text and "C2018" not in text


def test_a_second_run_finds_nothing_and_leaves_the_record_as_it_is(ourtown: Path) -> None:
    carried_out(ourtown)
    before = (ourtown / "purge-receipts" / "2025-12-31.json").read_bytes()
    assert purge(ourtown, None, pytest.fail, quiet)[1] is None
    assert (ourtown / "purge-receipts" / "2025-12-31.json").read_bytes() == before


def test_a_file_found_later_is_added_to_the_record_of_the_day(ourtown: Path) -> None:
    carried_out(ourtown)
    drop(ourtown, OLD, 2017)
    assert carried_out(ourtown) == {OLD: "removed"}
    assert len(read_receipt(ourtown / "purge-receipts" / "2025-12-31.json")) == 2


class Killed(BaseException):
    """The power goes."""


@pytest.mark.parametrize("after", range(8))
def test_cut_short_at_any_step_the_record_is_true_and_another_run_completes_it(
    ourtown: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    built(ourtown, "2019", OLD)
    steps = [0]

    def stepwise(do: Callable) -> Callable:
        def step(*given: Any, **named: Any) -> Any:
            if steps[0] == after:
                raise Killed
            steps[0] += 1
            return do(*given, **named)

        return step

    planned = plan(ourtown)
    with monkeypatch.context() as during, suppress(Killed):
        during.setattr(Path, "unlink", stepwise(Path.unlink))
        during.setattr(os, "replace", stepwise(os.replace))
        carry_out(ourtown, planned)
    for path, state in receipt(ourtown).items():
        assert state == "planned" or not (ourtown / path).exists(), "what is said to be removed is"
    gone = [path for path in (OLD, "build/2019/warehouse.duckdb") if not (ourtown / path).exists()]
    assert set(gone) <= set(receipt(ourtown)), "nothing goes that is not written down"
    carried_out(ourtown)
    expected = {OLD, "build/2019/warehouse.duckdb", "build/2019/quarantine/housing_asb.xlsx"}
    assert set(receipt(ourtown)) == expected
    assert set(receipt(ourtown).values()) <= {"removed", "already gone"}
    assert not any((ourtown / path).exists() for path in expected)


def test_another_file_that_took_the_place_of_a_planned_one_is_not_removed(
    ourtown: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_use(monkeypatch)
    with pytest.raises(UserError):
        carried_out(ourtown)
    monkeypatch.undo()
    drop(ourtown, OLD, 2024)
    received(ourtown, "old.csv,2025-01-01")
    assert carried_out(ourtown) == {OLD: "another file by then, not removed"}
    assert (ourtown / OLD).is_file()


def in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows: what another program has open cannot be removed."""
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.suffix == ".csv":
            raise PermissionError(13, "The process cannot access the file", str(path))
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)


def test_a_file_in_use_is_named_stays_planned_and_the_others_go(ourtown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(ourtown, "2019", OLD)
    in_use(monkeypatch)
    with pytest.raises(UserError) as refused:
        carried_out(ourtown)
    (problem,) = refused.value.problems
    assert problem.place == OLD
    assert "could not be removed: The process cannot access the file." in problem.message
    assert "run 'sia purge' again" in problem.remedy
    assert receipt(ourtown)[OLD] == "planned" and receipt(ourtown)["build/2019/warehouse.duckdb"] == "removed"
    monkeypatch.undo()
    assert carried_out(ourtown) == {OLD: "removed"}


def test_a_warehouse_that_another_program_holds_is_named_before_anything_goes(
    ourtown: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(ourtown, "2019", OLD)

    def held(path: Path) -> str:
        if path.suffix == ".duckdb":
            raise PermissionError(13, "The process cannot access the file", str(path))
        return sha256_of(path)

    monkeypatch.setattr("sia.sharing.retention.sha256_of", held)
    with pytest.raises(
        UserError, match=r"^build/2019/warehouse\.duckdb: the file cannot be opened: The process cannot"
    ):
        carried_out(ourtown)
    assert (ourtown / OLD).is_file() and not (ourtown / "purge-receipts").exists()


def test_what_is_not_known_is_kept_and_named(ourtown: Path) -> None:
    drop(ourtown, "extracts/housing_asb/undated.csv", 2018)
    drop(ourtown, "extracts/asylum_dispersal/published.csv", 2018)
    drop(ourtown, "extracts/nobodys/file.csv", 2018)
    planned = plan(ourtown)
    assert set(planned.unknown_age) == {"extracts/housing_asb/undated.csv", NEW}
    assert planned.no_retention == ("asylum_dispersal",)
    assert planned.of_no_source == ("extracts/nobodys/",)
    carried_out(ourtown)
    assert (ourtown / "extracts/housing_asb/undated.csv").is_file()


def test_without_agreement_nothing_goes_and_nothing_is_written(ourtown: Path) -> None:
    assert purge(ourtown, None, lambda _: False, quiet)[1] is None
    assert (ourtown / OLD).is_file() and not (ourtown / "purge-receipts").exists()


def test_a_damaged_receipt_stops_everything(ourtown: Path) -> None:
    (ourtown / "purge-receipts").mkdir()
    (ourtown / "purge-receipts" / "2024-12-31.json").write_text('{"removed": [', encoding="utf-8")
    with pytest.raises(UserError, match=r"purge-receipts/2024-12-31\.json: the receipt is damaged"):
        carried_out(ourtown)
    assert (ourtown / OLD).is_file()


def test_a_real_build_is_purged_and_built_again_without_the_rows(ourtown: Path) -> None:
    received(ourtown)
    warnings = build(ourtown).warnings
    assert any("old.csv is past its retention of 60 months" in one for one in warnings)
    planned = plan(ourtown)
    assert planned.entries[0].path == OLD, "its age is known from the newest month in it"
    assert "build/2026/warehouse.duckdb" in {entry.path for entry in planned.entries}
    assert "the end of the newest month in it" in planned.entries[0].rule
    carried_out(ourtown)
    again = build(ourtown)
    assert again.fresh and not any("retention" in one for one in again.warnings)
    assert b"C2018-" not in (ourtown / "build" / "2026" / "warehouse.duckdb").read_bytes()
    assert plan(ourtown).all == ()
