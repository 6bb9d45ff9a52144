"""A dropped column is read nowhere; a pseudonymised one is a keyed hash everywhere."""

from __future__ import annotations

import gzip
import hmac
import io
import tempfile
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from sia.extracts.pseudonym import KEY_VARIABLE, pads, pseudonym, pseudonym_sql

KEY = "a key that is long enough"
COLUMNS = {
    "reference": {"required": True},
    "day": {"type": "date", "required": True},
    "person": {"pseudonymise": True},
    "date_of_birth": {"drop": True},
}
TEXT = "reference,day,person,date_of_birth\nA1,01/01/2023,Planted Name,Planted Birth\nA2,never, Planted Name ,Planted Birth\n"


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, KEY)


def book() -> bytes:
    made = io.BytesIO()
    workbook = xlsxwriter.Workbook(made)
    sheet = workbook.add_worksheet()
    for number, line in enumerate(TEXT.splitlines()):
        sheet.write_row(number, 0, line.split(","))
    workbook.close()
    return made.getvalue()


FORMS = {
    "plain.csv": TEXT.encode(),
    "packed.csv.gz": gzip.compress(TEXT.encode()),
    "other.csv": TEXT.replace("A1", "A’1").encode("cp1252"),
    "ragged.csv": (TEXT + "A3,02/01/2023,Planted Name\n").encode(),
    "book.xlsx": book(),
}


@pytest.mark.parametrize("name", FORMS)
def test_planted_names_are_in_no_table_file_or_report(desk, tmp_path, monkeypatch, name: str) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    kept = _keep_temporary_files(monkeypatch, tmp_path / "kept")
    desk.drop(name, FORMS[name])
    database = tmp_path / "warehouse.duckdb"
    reading = desk.read(COLUMNS, database=database)
    assert reading.counts[1] == 1
    everything = repr(reading.report).encode()
    for schema, table in reading.rows("SELECT schema_name, table_name FROM duckdb_tables()"):
        everything += repr(reading.rows(f'SELECT * FROM "{schema}"."{table}"')).encode()
    reading.connection.close()
    everything += database.read_bytes() + b"".join(path.read_bytes() for path in kept())
    assert b"Planted" not in everything
    assert b"never" in everything
    assert list(scratch.iterdir()) == []


def _keep_temporary_files(monkeypatch: pytest.MonkeyPatch, folder: Path):
    """Copies of every Parquet file that rows are carried through, taken before it is removed."""
    import polars as pl

    folder.mkdir()
    write = pl.DataFrame.write_parquet

    def write_and_keep(frame: pl.DataFrame, path: Path, **options: object) -> None:
        write(frame, path, compression="uncompressed")
        (folder / f"{len(list(folder.iterdir()))}.parquet").write_bytes(path.read_bytes())

    monkeypatch.setattr(pl.DataFrame, "write_parquet", write_and_keep)
    return lambda: sorted(folder.iterdir())


def test_a_person_is_the_same_in_every_kind_of_file(desk) -> None:
    for name, content in FORMS.items():
        desk.drop(name, content)
    reading = desk.read(COLUMNS)
    expected = hmac.new(KEY.encode(), b"Planted Name", "sha256").hexdigest()[:32]
    assert reading.rows("SELECT DISTINCT person FROM asb") == [(expected,)]


@pytest.mark.parametrize("key", ["short but allowed", "é" * 40, "x" * 200])
@pytest.mark.parametrize("value", ["Planted Name", "O’Brien", "1"])
def test_python_and_sql_compute_the_same_hash(key: str, value: str) -> None:
    found = duckdb.execute(
        f"SELECT {pseudonym_sql('name')} FROM (SELECT $name AS name)", {**pads(key.encode()), "name": value}
    ).fetchone()
    assert found == (pseudonym(key.encode(), value),)


@pytest.mark.parametrize(("key", "said"), [("", "is not set"), ("too short", "is shorter than 16 characters")])
def test_without_a_proper_key_the_source_stops(desk, monkeypatch, key: str, said: str) -> None:
    monkeypatch.setenv(KEY_VARIABLE, key)
    desk.drop("asb.csv", TEXT)
    reading = desk.read(COLUMNS)
    assert not reading.report.supplied
    assert reading.report.problem == (
        f"Police ASB not read: its person must be replaced by a keyed hash, and {KEY_VARIABLE} {said}."
    )


def test_a_blank_has_no_pseudonym(desk) -> None:
    desk.drop("asb.csv", "reference,day,person\nA1,01/01/2023,\nA2,01/01/2023, \n")
    assert desk.read(COLUMNS).rows("SELECT DISTINCT person FROM asb") == [(None,)]
