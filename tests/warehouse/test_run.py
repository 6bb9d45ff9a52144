"""Queries run in the order of what they read, and mistakes in them are told by file and line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sia.errors import UserError
from sia.warehouse import inputs_of, open_warehouse, read_frame, run_queries, sources_of


@pytest.fixture
def connection():
    opened = open_warehouse(":memory:")
    opened.execute("create table burglary as select * from (values ('W1', 3), ('W2', 4)) as t(ward, events)")
    yield opened
    opened.close()


def write(folder: Path, **queries: str) -> Path:
    for name, text in queries.items():
        path = folder / "queries" / f"{name.replace('__', '/')}.sql"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "queries"


def problems(connection, folder: Path) -> list[str]:
    with pytest.raises(UserError) as error:
        run_queries(connection, folder)
    return [str(problem) for problem in error.value.problems]


def test_each_query_becomes_a_table_named_by_its_file_after_all_it_reads(connection, tmp_path):
    folder = write(
        tmp_path,
        a_last="select sum(events) as events from middle",
        measures__middle="with b as (select * from first_step) select * from b where events > 3",
        z__first_step="select * from burglary",
    )
    runs = run_queries(connection, folder)
    assert [(run.name, run.reads, run.rows) for run in runs] == [
        ("first_step", ("burglary",), 2),
        ("middle", ("first_step",), 1),
        ("a_last", ("middle",), 1),
    ]
    assert all(run.seconds > 0 for run in runs)
    assert connection.execute("select events from a_last").fetchall() == [(4,)]


def test_staging_queries_are_views_and_others_tables(connection, tmp_path):
    folder = write(tmp_path, staging__stg_one="select * from burglary", measures__two="select * from stg_one")
    run_queries(connection, folder)
    kinds = connection.execute("select table_name, table_type from information_schema.tables").fetchall()
    assert dict(kinds) == {"burglary": "BASE TABLE", "stg_one": "VIEW", "two": "BASE TABLE"}


def test_what_a_query_rests_on_through_others(connection, tmp_path):
    connection.execute("create table areas as select 'W1' as ward")
    folder = write(
        tmp_path,
        one="select * from burglary",
        two="select * from one where ward in (select ward from areas)",
    )
    runs = run_queries(connection, folder)
    assert inputs_of(runs, "two") == {"burglary", "areas"}
    assert sources_of(runs, "two", ["burglary", "robbery"]) == {"burglary"}


def test_every_unknown_table_is_told_with_its_line_and_the_nearest_name(connection, tmp_path):
    folder = write(tmp_path, one="-- é\nselect *\nfrom burglry", two="select * from on_e")
    assert problems(connection, folder) == [
        "queries/one.sql:3: there is no table or query 'burglry'. Did you mean 'burglary'?",
        "queries/two.sql:1: there is no table or query 'on_e'. Did you mean 'one'?",
    ]


def test_a_staging_query_without_its_contract(connection, tmp_path):
    folder = write(tmp_path, staging__stg_robbery="select * from robbery")
    assert problems(connection, folder) == [
        "queries/staging/stg_robbery.sql:1: there is no table or query 'robbery'. Add the contract sources/robbery.yml,"
        " or take this query and its lines in all_events or series out."
    ]


def test_queries_that_wait_for_each_other(connection, tmp_path):
    folder = write(tmp_path, a="select * from b", b="select *\nfrom c", c="select * from b", d="select * from burglary")
    assert problems(connection, folder) == [
        "queries/b.sql:2: these queries wait for each other: b reads c reads b. Take one of these readings out."
    ]


def test_files_that_are_not_one_select(connection, tmp_path):
    folder = write(
        tmp_path,
        a="create table x as select 1",
        b="select 1; select 2",
        c="select 1\nfrom from",
        d__e="select 1",
        e="select 1",
        f="",
    )
    found = problems(connection, folder)
    assert found[0].startswith("queries/a.sql:1: this is not a query that can run: Only SELECT")
    assert found[1] == "queries/b.sql: the file holds 2 statements. Keep one SELECT a file."
    assert found[2].startswith("queries/c.sql:2: this is not a query that can run: syntax error")
    assert found[3].startswith("queries/e.sql: there is already a query of this name, queries/d/e.sql.")
    assert found[4] == "queries/f.sql: the file holds 0 statements. Keep one SELECT a file."


def test_mistakes_of_every_kind_are_told_at_once(connection, tmp_path):
    folder = write(tmp_path, a="selec 1", b="select * from nowhere", burglary="select 1 as one", c="select * from a")
    found = problems(connection, folder)
    assert [line.split(": ")[0] for line in found] == ["queries/a.sql:1", "queries/burglary.sql", "queries/b.sql:1"]


def test_a_query_named_like_a_table(connection, tmp_path):
    folder = write(tmp_path, burglary="select 1 as one")
    assert problems(connection, folder) == [
        "queries/burglary.sql: there is already a table 'burglary'. Give the query another name."
    ]


def test_an_unknown_column_is_told_with_the_line_of_the_file(connection, tmp_path):
    folder = write(tmp_path, one="-- one row per ward\nselect\n    ward,\n    evnts\nfrom burglary")
    (found,) = problems(connection, folder)
    assert found.startswith('queries/one.sql:4: the query could not be run: Binder Error: Referenced column "evnts"')


def test_a_wrong_value_met_while_running_is_told_without_a_traceback(connection, tmp_path):
    folder = write(tmp_path, one="select cast(ward as integer) as number from burglary")
    (found,) = problems(connection, folder)
    assert found.startswith("queries/one.sql:1: the query could not be run: Conversion Error")


def test_no_extension_is_fetched(tmp_path):
    with open_warehouse(tmp_path / "warehouse.duckdb") as connection:
        settings = dict(
            connection.execute(
                "select name, value from duckdb_settings() where name in"
                " ('autoinstall_known_extensions', 'autoload_known_extensions', 'TimeZone')"
            ).fetchall()
        )
    assert settings == {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "TimeZone": "UTC",
    }


def test_rows_come_out_as_a_frame(connection):
    frame = read_frame(connection, "select ward, events from burglary order by ward")
    assert frame.to_dict(as_series=False) == {"ward": ["W1", "W2"], "events": [3, 4]}


@pytest.mark.parametrize("query", ["select * from measures", "select evnts from burglary"])
def test_what_the_engine_reads_and_no_query_makes_is_told(connection, query):
    with pytest.raises(UserError, match=r"queries/: no query makes what the engine reads: .*(measures|evnts)"):
        read_frame(connection, query)


@pytest.mark.parametrize(
    "text",
    [
        "select * from read_csv('other.csv')",
        "select content from read_text('other.txt')",
        "select current_date as day",
        "select now() as moment",
        "select random() as chance",
        "select * from query('select 1')",
    ],
)
def test_queries_read_tables_only_and_know_neither_clock_nor_chance(connection, tmp_path, text):
    (found,) = problems(connection, write(tmp_path, one=text))
    assert found.startswith("queries/one.sql:1: '") and "cannot be used in a query" in found


def test_a_program_that_reads_frames_ends_quietly():
    program = (
        "from sia.warehouse import open_warehouse, read_frame\n"
        "connection = open_warehouse(':memory:')\n"
        "assert read_frame(connection, 'select 1 as one').shape == (1, 1)\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert (ended.stdout, ended.stderr) == ("", "")


def test_fractions_add_up_to_the_same_digits_however_many_threads_there_are(connection, tmp_path):
    """Added by several threads, a sum of fractions depends in its last digit on which of them ends first."""
    connection.execute("set threads = 4")
    connection.execute("create table shares as select (i % 7) / 10.0 + 1.0 / (i + 3) as share from range(1500000) t(i)")
    folder = write(tmp_path, whole="select sum(cast(share as double)) as whole from shares")
    sums = set()
    for _ in range(6):
        run_queries(connection, folder)
        sums.update(connection.execute("select whole from whole").fetchall())
        connection.execute("drop table whole")
    assert len(sums) == 1
    assert connection.execute("select current_setting('threads')").fetchone() == (4,)


def test_queries_that_several_threads_run_add_nothing_up() -> None:
    """Queries over rows may use every thread, because none of them adds fractions."""
    from pathlib import Path

    from sia.warehouse.run import ROWS_ONLY

    folder = Path(__file__).parents[2] / "queries"
    for path in (path for name in ROWS_ONLY for path in (folder / name).glob("*.sql")):
        text = path.read_text(encoding="utf-8").lower()
        assert not any(f"{function}(" in text for function in ("sum", "avg", "stddev", "corr")), path.name


def test_long_queries_draw_no_bar_into_what_a_command_prints(connection) -> None:
    settings = connection.execute("select value from duckdb_settings() where name = 'enable_progress_bar'").fetchall()
    assert settings == [("false",)]
