"""Names in dropped, pseudonymised and undeclared columns are written nowhere, whatever the file and whatever is wrong with it.

The database is written without compression, so that its bytes, free blocks included, can be searched. In a text, a cell
too few or too many makes it uncertain which column a value belongs to, and nothing of the row is written; in a workbook a
cell stands in its column, whatever was typed into it.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest
import xlsxwriter

from sia.extracts import read_sources
from sia.extracts.pseudonym import KEY_VARIABLE

KEY = "a key that is long enough"
COLUMNS = {
    "reference": {"headers": ["Incident No"], "required": True},
    "day": {"type": "date", "required": True},
    "person": {"pseudonymise": True},
    "born": {"drop": True},
    "kind": {"type": "code", "codes": {"Noise": "noise"}},
    "remark": {},
}
PLANTED = ("Plantedann", "Plantedbob", "Plantedcat", "Plantedborn", "Plantedphone")
HEADER = ["Incident No", "day", "person", "born", "kind", "remark", "Telephone"]
ROWS = [
    ["A1", "01/01/2023", "Plantedann", "Plantedborn 1970", "Noise", "Keptremark", "Plantedphone 1"],
    ["A2", "Keptfault", "Plantedbob", "Plantedborn 1971", "Noise", "fine", "Plantedphone 2"],
    ["A3", "02/01/2023", "Plantedcat’s", "Plantedborn 1972", "Keptcode", "fine", "Plantedphone 3"],
]
SLIPPED = [
    ["A4", "Plantedann", "Plantedborn 1970", "Noise", "fine", "Plantedphone 4"],
    ["A5", "03/01/2023", "extra", "Plantedbob", "Plantedborn 1971", "Noise", "fine", "Plantedphone 5"],
    ["Plantedcat"],
]


def text(rows: list[list[str]], delimiter: str = ",") -> str:
    made = io.StringIO()
    csv.writer(made, delimiter=delimiter, lineterminator="\r\n").writerows([HEADER, *rows])
    return made.getvalue()


def workbook(rows: list[list[str]]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADER, *rows]):
            sheet.write_row(number, 0, row)
    return made.getvalue()


def archive(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr(name, content)
    return made.getvalue()


def parquet(rows: list[list[str]]) -> bytes:
    made = io.BytesIO()
    pl.DataFrame(rows, schema=HEADER, orient="row").write_parquet(made)
    return made.getvalue()


def objects(rows: list[list[str]]) -> str:
    return json.dumps([dict(zip(HEADER, row, strict=True)) for row in rows])


SOUND = {
    "utf-8.csv": text(ROWS).encode(),
    "windows.csv": text(ROWS).encode("cp1252"),
    "utf-16.csv": text(ROWS, ";").encode("utf-16"),
    "packed.csv.gz": gzip.compress(text(ROWS, "\t").encode()),
    "archive.zip": archive("inside.csv", text(ROWS).encode("cp1252")),
    "book.xlsx": workbook(ROWS),
    "objects.json": objects(ROWS).encode(),
    "lines.jsonl": "\n".join(json.dumps(dict(zip(HEADER, row, strict=True))) for row in ROWS).encode(),
    "columns.parquet": parquet(ROWS),
}
DAMAGED = {
    "slipped.csv": text(ROWS + SLIPPED).encode(),
    "slipped-windows.csv": text(ROWS + SLIPPED).encode("cp1252"),
    "quotes.csv": (text(ROWS) + 'A6,"Plantedann,Plantedborn,Noise,fine,Plantedphone\r\n').encode(),
    "cut.csv.gz": gzip.compress(text(ROWS * 50).encode())[:-20],
    "cut.zip": archive("inside.csv", text(ROWS).encode())[:-40],
    "cut.json": objects(ROWS)[:-30].encode(),
    "cut.parquet": parquet(ROWS)[:-30],
    "cut.xlsx": workbook(ROWS)[:-200],
    "headless.csv": "\n".join(",".join(row) for row in ROWS).encode(),
    "headless.json": json.dumps([{"Plantedann": "Plantedbob"}]).encode(),
    "months.csv": text([[row[0], f"01/{number}/2023", *row[2:]] for number, row in enumerate(ROWS * 3, 15)]).encode(),
    "nothing.csv": b"Plantedann,Plantedbob\n",
}


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, KEY)


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], bytes]:
    """A folder for temporary files, and everything that was in the Parquet files written to it, uncompressed."""
    folder, seen = tmp_path / "scratch", bytearray()
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    write = pl.DataFrame.write_parquet

    def write_and_look(frame: pl.DataFrame, path: Path, **more: object) -> None:
        write(frame, path, compression="uncompressed")
        seen.extend(Path(path).read_bytes())

    monkeypatch.setattr(pl.DataFrame, "write_parquet", write_and_look)

    def everything() -> bytes:
        assert list(folder.iterdir()) == []
        return bytes(seen)

    return everything


def all_that_is_written(desk, tmp_path: Path, scratch, capfd, name: str, content: bytes):
    """The report, and the bytes of everything that reading a file left or said anywhere but in the file itself."""
    desk.drop(name, content)
    database = tmp_path / "warehouse.duckdb"
    connection = duckdb.connect(str(database))
    connection.execute("PRAGMA force_compression='uncompressed'")
    (report,) = read_sources(connection, desk.project(desk.contract(COLUMNS)))
    tables = connection.execute("SELECT database_name, schema_name, table_name FROM duckdb_tables()").fetchall()
    rows = [connection.execute(f'SELECT * FROM "{a}"."{b}"."{c}"').fetchall() for a, b, c in tables]
    connection.close()
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.parent != desk.folder]
    assert database in files
    said = repr(report) + repr(rows) + "".join(capfd.readouterr())
    return report, said.encode() + scratch() + b"".join(path.read_bytes() for path in files), database.read_bytes()


@pytest.mark.parametrize("name", SOUND)
def test_names_are_nowhere_after_a_file_of_this_kind_was_read(desk, tmp_path, scratch, capfd, name: str) -> None:
    report, everything, database = all_that_is_written(desk, tmp_path, scratch, capfd, name, SOUND[name])
    assert [planted for planted in PLANTED if planted.encode() in everything] == []
    (file,) = report.files
    assert (file.rows_in, file.rows_accepted, file.rows_quarantined) == (3, 1, 2)
    # what is kept can be found by the same search, in the table and in quarantine
    assert all(kept in database for kept in (b"Keptremark", b"Keptfault", b"Keptcode"))


@pytest.mark.parametrize("name", DAMAGED)
def test_names_are_nowhere_after_a_damaged_file(desk, tmp_path, scratch, capfd, name: str) -> None:
    report, everything, _ = all_that_is_written(desk, tmp_path, scratch, capfd, name, DAMAGED[name])
    assert [planted for planted in PLANTED if planted.encode() in everything] == []
    assert report.problem or sum(file.rows_quarantined for file in report.files) >= 3


def test_without_the_key_nothing_is_read_and_no_name_is_written(desk, tmp_path, scratch, capfd, monkeypatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE)
    report, everything, _ = all_that_is_written(desk, tmp_path, scratch, capfd, "a.csv", SOUND["utf-8.csv"])
    assert "SIA_PSEUDONYM_KEY is not set" in report.problem
    assert [planted for planted in PLANTED if planted.encode() in everything] == []
