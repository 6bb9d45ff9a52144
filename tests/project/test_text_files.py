"""Files that people write are UTF-8, and a file that is not is named instead of ending the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from sia.errors import UserError
from sia.extracts.folder import read_received
from sia.project.area_names import area_names
from sia.project.partnership import AreaFiles
from sia.project.text_files import read_utf8
from sia.registers.tables import decoded
from sia.warehouse import open_warehouse, run_queries


def test_a_byte_order_mark_is_no_text_and_line_ends_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xef\xbb\xbfa,b\r\n1,\xc5\xb5\r\n")
    assert read_utf8(path, "a.csv") == "a,b\r\n1,ŵ\r\n"


def test_another_encoding_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "received.csv"
    path.write_bytes(b"file,received\ncaf\xe9.csv,2023-12-01\n")
    with pytest.raises(UserError, match=r"received\.csv: the file is not UTF-8 text \(byte 18\)\. Save it as UTF-8\."):
        read_received(path)


def test_a_query_in_another_encoding_is_told_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "one.sql").write_bytes(b"select 'caf\xe9' as name")
    connection = open_warehouse(":memory:")
    with pytest.raises(UserError, match=r"queries/one\.sql: the file is not UTF-8 text"):
        run_queries(connection, tmp_path / "queries")
    connection.close()


def test_area_files_in_another_encoding_are_left_to_those_who_report_them(tmp_path: Path) -> None:
    (tmp_path / "areas").mkdir()
    (tmp_path / "areas" / "areas.csv").write_bytes(b"area_code,level,name\nD1,district,Caf\xe9\n")
    assert area_names(tmp_path, AreaFiles())["district"]["D1"] == "D1"


def test_half_a_character_of_utf_16_is_no_reason_to_stop() -> None:
    assert decoded(b"\xff\xfea\x00b").startswith("a")
