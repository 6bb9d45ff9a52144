"""What happens beside the stages of a build."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb
import pytest

from sia.build.inputs import fingerprint, sha256_of
from sia.build.story import LATER_STAGES, _loaded_meanwhile, _untouched_warehouse


def test_later_stages_are_loaded_when_reading_ends() -> None:
    with _loaded_meanwhile(LATER_STAGES):
        pass
    assert set(LATER_STAGES) <= set(sys.modules)


def test_a_module_that_is_not_there_is_left_to_the_stage_that_needs_it() -> None:
    with _loaded_meanwhile(("sia.no_such_room",)):
        pass
    assert "sia.no_such_room" not in sys.modules


def test_an_error_while_reading_comes_through() -> None:
    with pytest.raises(ValueError, match="unreadable"), _loaded_meanwhile(("sia.signals",)):
        raise ValueError("unreadable")


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder with a warehouse and the account of it."""
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        connection.execute("CREATE TABLE asb AS SELECT 1 AS persons")
    account = {"warehouse_sha256": sha256_of(tmp_path / "warehouse.duckdb")}
    (tmp_path / "timings.json").write_text(json.dumps(account), encoding="utf-8")
    return tmp_path


def test_rows_are_taken_from_the_last_warehouse_while_it_is_as_it_was_left(built: Path) -> None:
    with duckdb.connect(str(built / "warehouse.duckdb"), read_only=True) as connection:
        connection.execute("SELECT * FROM asb").fetchall()
    assert _untouched_warehouse(built) == built / "warehouse.duckdb"


def test_nothing_is_taken_from_a_warehouse_in_which_somebody_changed_a_value(built: Path) -> None:
    with duckdb.connect(str(built / "warehouse.duckdb")) as connection:
        connection.execute("UPDATE asb SET persons = 2")
    assert _untouched_warehouse(built) is None


@pytest.mark.parametrize("gone", ["timings.json", "warehouse.duckdb"])
def test_nothing_is_taken_from_a_warehouse_without_an_account(built: Path, gone: str) -> None:
    (built / gone).unlink()
    assert _untouched_warehouse(built) is None


def test_nothing_is_taken_from_a_warehouse_with_changes_still_to_be_made(built: Path) -> None:
    (built / "warehouse.duckdb.wal").write_bytes(b"changes")
    assert _untouched_warehouse(built) is None


def test_a_build_runs_again_when_the_key_of_pseudonyms_is_another(tmp_path: Path, monkeypatch) -> None:
    seen = []
    for key in ("", "a key of some length", "another key of some length"):
        monkeypatch.setenv("SIA_PSEUDONYM_KEY", key)
        seen.append(fingerprint(tmp_path, []))
    assert len(set(seen)) == 3 and not any("key" in one for one in seen)
