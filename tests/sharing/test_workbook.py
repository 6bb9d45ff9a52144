"""The workbook of rows that goes back to an agency: complete, explained, safe to open, and without personal data."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from polars import DataFrame, read_excel

from sia.sharing import returned as returned_rows
from sia.sharing.workbook import HEADER_ROW, write_workbook

PLANTED = ("Ada Quillfeather", "P-77-31")


def sheet(path: Path, name: str) -> DataFrame:
    return read_excel(path, sheet_name=name, read_options={"header_row": HEADER_ROW})


def written(desk: Any, name: str = "incidents") -> Path:
    (one,) = [one for one in desk.read()[1] if one.contract.id == name]
    write_workbook(desk.project, one, desk.root / "back.xlsx")
    return desk.root / "back.xlsx"


def xml(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def test_every_fault_is_a_line_with_file_row_column_rule_sentence_and_kept_values(
    desk: Any, incidents: Callable
) -> None:
    desk.drop("incidents", "dec.csv", incidents("L90,31/02/2023,Noise,P1,Ada", ",01/12/2023,Litter,P2,Ada"))
    rows = sheet(written(desk), "Rows").rows(named=True)
    own = ["File", "Row", "Column at fault", "Rule", "What is wrong"]
    assert list(rows[0]) == [*own, "Log number", "Date recorded", "Kind"]
    assert [(row["File"], row["Row"], row["Column at fault"], row["Rule"]) for row in rows] == [
        ("dec.csv", 32, "Date recorded", "date"),
        ("dec.csv", 33, "Log number", "required"),
    ]
    assert rows[0]["What is wrong"].startswith("Row 32: Date recorded is not a date")
    assert (rows[0]["Log number"], rows[0]["Date recorded"], rows[0]["Kind"]) == ("L90", "31/02/2023", "Noise")


def test_a_dropped_and_a_pseudonymised_column_are_nowhere_in_it(desk: Any, incidents: Callable) -> None:
    lines = (f"L90,31/02/2023,Noise,{PLANTED[1]},{PLANTED[0]}", f"L91,01/12/2023,Noise,{PLANTED[1]},{PLANTED[0]},stray")
    desk.drop("incidents", "dec.csv", incidents(*lines))
    parts = xml(written(desk))
    assert not [name for name, text in parts.items() if any(planted in text for planted in PLANTED)]
    assert "Person number; Name of the caller" in parts["xl/sharedStrings.xml"], "what is not shown is said by title"


def test_what_begins_like_a_formula_is_text_and_stays_text_when_edited(desk: Any, incidents: Callable) -> None:
    kinds = ("=1+1", "+44", "-cmd|' /C calc'!A0", "@SUM(A1)")
    desk.drop("incidents", "dec.csv", incidents(*(f"L9{n},31/02/2023,{kind},P,A" for n, kind in enumerate(kinds))))
    path = written(desk)
    assert sheet(path, "Rows")["Kind"].to_list() == list(kinds)
    parts = xml(path)
    assert not any("<f>" in text or "<hyperlink" in text for text in parts.values())
    assert 'quotePrefix="1"' in parts["xl/styles.xml"]


def test_the_summary_counts_rows_by_file_and_fault(desk: Any, incidents: Callable) -> None:
    desk.drop("incidents", "nov.csv", "Log,Recorded,Kind,Person,Caller\nM1,31/11/2023,Noise,P,A\nM2,,Noise,P,A\n")
    desk.drop("incidents", "dec.csv", incidents("L90,31/02/2023,Noise,P1,Ada", "L91,30/02/2023,Noise,P1,Ada"))
    rows = sheet(written(desk), "Summary").rows()
    assert [(row[0], row[1], row[2], row[4], row[5]) for row in rows] == [
        ("dec.csv", "Date recorded", "date", 2, 32),
        ("nov.csv", "Date recorded", "date", 1, 1),
        ("nov.csv", "Date recorded", "required", 1, 2),
    ]


def test_the_first_sheet_says_what_it_is_and_how_to_handle_it(desk: Any, incidents: Callable) -> None:
    desk.drop("incidents", "dec.csv", incidents("L90,31/02/2023,Noise,P1,Ada", "L1,01/12/2023,Noise,P1,Ada"))
    told = dict(sheet(written(desk), "Read me").rows())
    assert told["Source"] == "Police incidents"
    assert told["For the attention of"] == "Head of Insight, Exampleshire Police"
    assert told["Reply to"] == "Community safety analysts, Ourtown Council"
    assert told["Prepared for"] == "Assessment 2024, as at 31 December 2023"
    assert told["Handling"].startswith("OFFICIAL-SENSITIVE, under: Agreement of May 2024.")
    counts = [told[f"Rows {name}"] for name in ("received", "accepted", "set aside")]
    assert [*counts, told["Duplicate rows"]] == ["33", "31", "1", "1"]
    assert told["Sheet 'Rows'"].startswith("Every fault of every row")


def test_of_very_many_faults_each_file_and_kind_is_listed_and_all_are_counted(
    desk: Any, incidents: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returned_rows, "MOST_LINES", 4)
    desk.drop("incidents", "dec.csv", incidents(*(f"L9{n},31/02/2023,Noise,P,A" for n in range(6))))
    desk.drop("incidents", "nov.csv", incidents(",01/11/2023,Noise,P,A"))
    path = written(desk)
    assert sheet(path, "Rows")["File"].to_list() == ["dec.csv"] * 3 + ["nov.csv"]
    assert sheet(path, "Summary")["Rows"].sum() == 7
    assert dict(sheet(path, "Read me").rows())["Sheet 'Rows'"].startswith("The first 4 faults of 7")


def test_the_same_rows_give_the_same_bytes_without_a_clock_or_a_name(desk: Any, incidents: Callable) -> None:
    desk.drop("incidents", "dec.csv", incidents("L90,31/02/2023,Noise,P1,Ada"))
    (one,) = desk.read()[1]
    for name in ("first.xlsx", "second.xlsx"):
        write_workbook(desk.project, one, desk.root / name)
    assert (desk.root / "first.xlsx").read_bytes() == (desk.root / "second.xlsx").read_bytes()
    properties = xml(desk.root / "first.xlsx")["docProps/core.xml"]
    assert set(re.findall(r"20\d\d-\d\d-\d\dT[\d:]+Z", properties)) == {"2023-12-31T00:00:00Z"}
    assert re.findall(r"<dc:creator>(.*?)</dc:creator>", properties) in ([], [""])


def test_each_sheet_is_one_marked_table_with_a_filter_and_headings_that_stay(desk: Any, incidents: Callable) -> None:
    desk.drop("incidents", "dec.csv", incidents("L90,31/02/2023,Noise,P1,Ada"))
    parts = xml(written(desk))
    for number in (1, 2, 3):
        page, table = parts[f"xl/worksheets/sheet{number}.xml"], parts[f"xl/tables/table{number}.xml"]
        assert 'state="frozen"' in page and "<mergeCell" not in page
        assert "<autoFilter" in table and f'displayName="table_{number}"' in table


def test_columns_of_one_title_are_told_apart_as_a_table_needs(desk: Any, incidents: Callable) -> None:
    columns = {
        name: column.model_dump(exclude_defaults=True) for name, column in desk.contracts["incidents"].columns.items()
    }
    desk.source("incidents", columns={**columns, "kind": {"title": "file", "headers": ["Kind"]}})
    desk.drop("incidents", "dec.csv", incidents("L90,31/02/2023,Noise,P1,Ada"))
    assert "file (2)" in sheet(written(desk), "Rows").columns
