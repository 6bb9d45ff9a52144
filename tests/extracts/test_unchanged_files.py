"""Files that have not changed are not read again, and what comes of them is the same as if they had been."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sia.extracts import earlier, parts, read_sources, reading

HEADER = "Incident No,Date opened,persons,ward\n"
COLUMNS = {
    "reference": {"headers": ["Incident No"], "required": True},
    "recorded_on": {"type": "date", "headers": ["Date opened"], "required": True},
    "persons": {"type": "integer"},
    "ward": {"type": "code", "codes": {"Harbour": "W1", "Old Town": "W2"}},
}
TERMS = {"key": ("reference",), "coverage": {"by": "files"}}
JANUARY = (
    HEADER + "A1,01/01/2023,1,Harbour\nA2,02/01/2023,never,Harbour\nA3,03/02/2023,2,Harbour\nA4,04/01/2023,,Quay\n"
)
AGAIN = HEADER + "A1,01/01/2023,7,Old Town\nA5,05/01/2023,1,\n"
FEBRUARY = HEADER + "B1,01/02/2023,1,Harbour\nB1,01/02/2023,1,Harbour\nA1,02/02/2023,3,Harbour\n"
WIDE = {"area": {"required": True}, "year": {}, "value": {"type": "integer", "required": True}}
UNPIVOT = {"unpivot": {"headers": r"\d{4}", "name": "year", "value": "value"}, "key": ("area", "year")}


class Builds:
    """One source read again and again, each time with what the last reading left and, to compare, from nothing."""

    def __init__(self, desk, folder: Path):
        self.desk, self.folder = desk, folder
        self.columns, self.terms, self.number, self.last = COLUMNS, TERMS, 0, None

    def read(self) -> set[str]:
        """Read both ways and compare everything; returns the names of the files that had to be read."""
        project = self.desk.project(self.desk.contract(self.columns, **self.terms))
        again, seen = self._database(project, self.last)
        fresh, _ = self._database(project, None)
        assert contents(again) == contents(fresh)
        self.last = again
        return seen

    def _database(self, project, last: Path | None) -> tuple[Path, set[str]]:
        self.number += 1
        path = self.folder / f"{self.number}.duckdb"
        seen: set[str] = set()
        whole, reading.parts_of = reading.parts_of, lambda contract, extract: _noted(seen, contract, extract)
        try:
            with duckdb.connect(str(path)) as connection:
                (report,) = read_sources(connection, project, last)
        finally:
            reading.parts_of = whole
        path.with_suffix(".report").write_text(repr(report), encoding="utf-8")
        return path, seen


def _noted(seen: set[str], contract, extract):
    seen.add(extract.name)
    return parts.parts_of(contract, extract)


def contents(path: Path) -> dict[str, list[str]]:
    """Every table of a warehouse in the order in which its rows lie, and the report; not how often a file was read."""
    with duckdb.connect(str(path), read_only=True) as connection:
        names = connection.execute("SELECT schema_name, table_name FROM duckdb_tables() ORDER BY ALL").fetchall()
        found = {
            f"{schema}.{table}": list(map(repr, connection.execute(f'SELECT * FROM "{schema}"."{table}"').fetchall()))
            for schema, table in names
        }
    return {**found, "report": [path.with_suffix(".report").read_text(encoding="utf-8")]}


@pytest.fixture
def builds(desk, tmp_path: Path) -> Builds:
    return Builds(desk, tmp_path)


def test_nothing_is_read_again_when_nothing_has_changed(builds) -> None:
    builds.desk.drop("asb-2023-01.csv", JANUARY)
    builds.desk.drop("asb-2023-02.csv", FEBRUARY)
    assert builds.read() == {"asb-2023-01.csv", "asb-2023-02.csv"}
    assert builds.read() == set()
    assert builds.read() == set()


def test_only_the_new_the_changed_and_the_renamed_file_are_read(builds) -> None:
    builds.desk.drop("asb-2023-01.csv", JANUARY)
    builds.read()
    march = builds.desk.drop("asb-2023-03.csv", HEADER + "C1,01/03/2023,1,Harbour\n")
    assert builds.read() == {"asb-2023-03.csv"}
    builds.desk.drop("asb-2023-01.csv", AGAIN)
    assert builds.read() == {"asb-2023-01.csv"}
    march.rename(march.with_name("sent-2023-03.csv"))
    assert builds.read() == {"sent-2023-03.csv"}


def test_a_duplicate_counts_again_when_the_file_it_repeats_goes(builds) -> None:
    builds.terms = {"key": ("reference",)}
    builds.desk.drop("a.csv", HEADER + "A1,01/01/2023,1,Harbour\nA2,01/01/2023,1,Harbour\nA3,01/01/2023,1,Harbour\n")
    newer = builds.desk.drop("b.csv", HEADER + "A2,01/01/2023,5,Harbour\n")
    builds.read()
    newer.unlink()
    assert builds.read() == set()
    with duckdb.connect(str(builds.last)) as connection:
        rows = connection.execute("SELECT reference, persons, source_row FROM asb").fetchall()
    assert rows == [("A1", 1, 1), ("A2", 1, 2), ("A3", 1, 3)]


def test_a_superseded_month_and_its_faults_come_back_when_the_newer_file_goes(builds) -> None:
    builds.desk.drop("asb-2023-01.csv", JANUARY)
    newer = builds.desk.drop("later-2023-01.csv", AGAIN)
    builds.read()
    newer.unlink()
    assert builds.read() == set()
    with duckdb.connect(str(builds.last)) as connection:
        assert connection.execute("SELECT count(*) FROM quarantine").fetchone()[0] >= 3
        assert connection.execute("SELECT reference FROM asb").fetchall() == [("A1",)]


def test_another_contract_or_another_key_of_pseudonyms_reads_everything(builds, monkeypatch) -> None:
    builds.desk.drop("asb-2023-01.csv", JANUARY)
    builds.read()
    builds.columns = {**COLUMNS, "persons": {"type": "integer", "maximum": 1}}
    assert builds.read() == {"asb-2023-01.csv"}
    builds.columns = {**COLUMNS, "reference": {**COLUMNS["reference"], "pseudonymise": True}}
    monkeypatch.setenv("SIA_PSEUDONYM_KEY", "a key of the partnership")
    assert builds.read() == {"asb-2023-01.csv"}
    assert builds.read() == set()
    monkeypatch.setenv("SIA_PSEUDONYM_KEY", "another key of the partnership")
    assert builds.read() == {"asb-2023-01.csv"}


def test_archives_and_packed_files_are_known_by_their_own_name(builds) -> None:
    builds.terms = {"key": ("reference",)}
    with zipfile.ZipFile(builds.desk.folder / "sent.zip", "w") as archive:
        archive.writestr("one.csv", JANUARY)
        archive.writestr("two.csv", AGAIN)
    builds.desk.drop("more.csv.gz", gzip.compress(FEBRUARY.encode(), mtime=0))
    assert builds.read() == {"sent.zip", "more.csv.gz"}
    assert builds.read() == set()
    builds.desk.drop("last.csv", HEADER + "A5,05/01/2023,1,\n")
    assert builds.read() == {"last.csv"}


def test_a_wide_table_of_which_some_values_are_duplicates_is_read_again(builds) -> None:
    builds.columns, builds.terms = WIDE, UNPIVOT
    builds.desk.drop("a.csv", "area,2020,2021\nD1,1,2\nD2,3,x\n")
    builds.read()
    assert builds.read() == set()
    newer = builds.desk.drop("b.csv", "area,2021\nD1,9\n")
    assert builds.read() == {"b.csv"}
    newer.unlink()
    assert builds.read() == {"a.csv"}


@pytest.mark.parametrize("damage", ["absent", "no database", "cut", "other columns", "rows gone", "no reading"])
def test_whatever_is_wrong_with_the_last_warehouse_the_files_are_read_again(builds, damage: str) -> None:
    builds.desk.drop("asb-2023-01.csv", JANUARY)
    builds.read()
    _damage(builds.last, damage)
    assert builds.read() == {"asb-2023-01.csv"}


def _damage(path: Path, damage: str) -> None:
    statements = {
        "other columns": "ALTER TABLE asb ADD COLUMN more INTEGER",
        "rows gone": "DELETE FROM asb",
        "no reading": "DROP TABLE readings.files",
    }
    if damage == "absent":
        path.unlink()
    elif damage == "no database":
        path.write_bytes(b"nothing of use")
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    else:
        with duckdb.connect(str(path)) as connection:
            connection.execute(statements[damage])


@pytest.mark.slow
def test_blocks_that_were_overwritten_are_noticed(builds) -> None:
    builds.desk.drop("asb-2023-01.csv", HEADER + "".join(f"A{n},01/01/2023,{n},Harbour\n" for n in range(3000)))
    builds.read()
    sound = builds.last.read_bytes()
    for begin in range(0, len(sound), 1 << 16):
        builds.last.write_bytes(sound[:begin] + bytes(64) + sound[begin + 64 :])
        last = builds.last
        builds.read()
        builds.last = last


def test_a_source_that_was_not_read_leaves_nothing_to_take(builds) -> None:
    builds.desk.drop("asb-2023-01.csv", JANUARY)
    wrong = builds.desk.drop("asb.csv", JANUARY)
    builds.read()
    wrong.unlink()
    assert builds.read() == {"asb-2023-01.csv"}


def test_rows_set_aside_for_two_reasons_come_back_in_the_order_of_their_files(builds) -> None:
    received = {"2023-01-asb": "A1,01/01/2023,1,Harbour\n", "2023-02-asb": "B1,01/02/2023,1,Harbour\n"}
    later = {"again-2023-02-asb": "B1,01/02/2023,5,Harbour\n", "z-2023-03-asb": "A1,01/03/2023,5,Harbour\n"}
    for name, rows in (received | later).items():
        builds.desk.drop(f"{name}.csv", HEADER + rows)
    days = [f"{name}.csv,2023-0{month}-01\n" for month, name in enumerate(received | later, 4)]
    builds.desk.drop("received.csv", "file,received\n" + "".join(days))
    builds.read()
    for name in later:
        (builds.desk.folder / f"{name}.csv").unlink()
    assert builds.read() == set()


def test_rows_lie_in_the_order_of_the_files_and_of_the_rows_in_them(builds) -> None:
    builds.desk.drop("asb-2023-01.csv", JANUARY)
    builds.desk.drop("asb-2023-02.csv", JANUARY)
    builds.desk.drop("later-2023-01.csv", JANUARY)
    builds.terms = {"coverage": {"by": "rows"}}
    builds.read()
    with duckdb.connect(str(builds.last)) as connection:
        lie = connection.execute("SELECT source_file, source_row FROM asb").fetchall()
    assert lie == sorted(lie)


FILES = ("asb-2023-01.csv", "later-2023-01.csv", "asb-2023-02.csv", "asb-2023-03.csv")
STEPS = st.lists(
    st.tuples(st.sampled_from(FILES), st.sampled_from([JANUARY, AGAIN, FEBRUARY, HEADER, None])), min_size=1, max_size=4
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(STEPS, min_size=2, max_size=3), by=st.sampled_from(["files", "rows"]))
def test_however_files_come_and_go_the_result_is_that_of_reading_them_all(desk, tmp_path_factory, rounds, by) -> None:
    builds = Builds(desk, tmp_path_factory.mktemp("builds"))
    builds.terms = {"key": ("reference",), "coverage": {"by": by}}
    for path in desk.folder.iterdir():
        path.unlink()
    for steps in rounds:
        for name, content in steps:
            if content is None:
                (desk.folder / name).unlink(missing_ok=True)
            else:
                desk.drop(name, content)
        builds.read()


def test_the_warehouse_of_the_last_build_is_let_go(builds) -> None:
    builds.desk.drop("asb-2023-01.csv", JANUARY)
    builds.read()
    project = builds.desk.project(builds.desk.contract(builds.columns, **builds.terms))
    with duckdb.connect() as connection:
        read_sources(connection, project, builds.last)
        names = connection.execute("SELECT database_name FROM duckdb_databases() WHERE NOT internal").fetchall()
    assert (earlier.CATALOG.strip('"'),) not in names
