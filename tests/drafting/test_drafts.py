"""A draft says of every column what it holds, validates, and reads the file that it was drafted from."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import date, timedelta

import pytest

from sia.errors import UserError
from sia.extracts.check import check_contracts
from sia.project.load import load_project

HEADER = ["Incident No", "Date opened", "Closed", "Category", "Ward", "Cost", "Persons", "Repeat", "Easting"]
KINDS, WARDS = ("Noise", "Litter", "Graffiti"), ("Harbour", "Mill Lane", "North Fields")


def incidents(rows: int = 200) -> list[list[object]]:
    found = []
    for number in range(rows):
        day = date(2024, 1, 1) + timedelta(days=number)
        found.append([
            f"A{number:05d}", f"{day:%d/%m/%Y}", f"{day:%d-%b-%y}" if number % 5 else "", KINDS[number % 3], WARDS[number % 3],
            f"{number * 1.25:.2f}", number % 7, "Yes" if number % 2 else "No", 400_000 + number * 37 % 1000,
        ])  # fmt: skip
    return found


def test_types_formats_areas_codes_key_and_coverage_are_drafted(desk) -> None:
    made = desk.draft(desk.table("ASB incidents 2024-03.csv", HEADER, incidents()))
    assert made.draft.id == "asb_incidents"
    contract = desk.contract("asb_incidents")
    columns = contract.columns
    assert contract.title == "ASB incidents"
    assert {name: column.type for name, column in columns.items()} == {
        "incident_no": "text", "recorded_on": "date", "closed": "date", "category": "code", "ward_code": "code",
        "cost": "number", "persons": "integer", "repeat": "boolean", "easting": "integer",
    }  # fmt: skip
    assert columns["recorded_on"].formats == ("%d/%m/%Y",) and columns["closed"].formats == ("%d-%b-%y",)
    assert columns["ward_code"].areas == "ward" and not columns["ward_code"].codes
    assert columns["category"].codes == {"Graffiti": "graffiti", "Litter": "litter", "Noise": "noise"}
    assert [name for name, column in columns.items() if not column.required] == ["closed"]
    assert contract.key == ("incident_no",)
    assert (contract.coverage.by, contract.coverage.column) == ("rows", "recorded_on")
    assert (made.trial.rows, made.trial.accepted) == (200, 200)


@pytest.mark.parametrize(
    "habit", ["semicolons", "cp1252", "utf-16", "gzip", "zip", "titles", "jsonl", "nested json", "xlsx"]
)
def test_the_same_table_is_drafted_whatever_it_comes_in(desk, habit: str) -> None:
    rows = [[str(cell) for cell in row] for row in incidents()]
    text = "\n".join(",".join(row) for row in [HEADER, *rows]) + "\n"
    objects = [dict(zip(HEADER, row, strict=True)) for row in rows]
    as_bytes = {
        "semicolons": text.replace(",", ";").encode(),
        "cp1252": text.replace("Noise", "Café’s noise").encode("cp1252"),
        "utf-16": text.encode("utf-16"),
        "gzip": gzip.compress(text.encode()),
        "titles": f"Anti-social behaviour\n\nDrawn on 1 March,,,\n\n{text}\nTotal,200\n".encode(),
        "jsonl": "\n".join(map(json.dumps, objects)).encode(),
        "nested json": json.dumps({"about": [{"a": 1}], "data": {"rows": objects}}).encode(),
    }
    example = desk.file("extract.bin", as_bytes.get(habit, b""))
    if habit == "zip":
        with zipfile.ZipFile(example, "w") as archive:
            archive.writestr("incidents.csv", text)
    if habit == "xlsx":
        example.write_bytes(workbook({"About": [["What this is"]], "Incidents": [HEADER, *rows]}))
    made = desk.draft(example, name="incidents")
    contract = desk.contract("incidents")
    assert list(contract.columns) == [
        "incident_no", "recorded_on", "closed", "category", "ward_code", "cost", "persons", "repeat", "easting",
    ]  # fmt: skip
    assert contract.columns["recorded_on"].type == "date"
    assert made.trial.accepted == 200
    assert contract.sheet == ("Incidents" if habit == "xlsx" else "")
    assert contract.records == ("data.rows" if habit == "nested json" else "")


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return content.getvalue()


def test_title_rows_and_merged_header_lines_of_a_workbook_are_seen(desk) -> None:
    rows = [["Our return"], [], ["", "Incidents", "", "Outcomes", ""], ["Month", "Total", "Open", "Total", "Closed"]]
    rows += [[f"{number:%b-%y}", 10, 2, 7, 1] for number in (date(2024, month, 1) for month in range(1, 13))]
    made = desk.draft(desk.file("return.xlsx", workbook({"Sheet1": rows})), name="our_return", kind="series")
    assert "Incidents Total" in desk.text("sources/our_return.yml")
    assert made.trial.problem == "" and made.trial.accepted == made.trial.rows > 0


def test_days_that_could_be_months_are_told(desk) -> None:
    rows = [[f"R{n}", f"{n % 12 + 1:02d}/{n % 11 + 1:02d}/2024"] for n in range(50)]
    desk.draft(desk.table("unclear.csv", ["Ref", "Date"], rows))
    assert "it cannot show whether days or months come first" in desk.text("sources/unclear.yml")
    clear = [[f"R{n}", f"{n % 28 + 1:02d}/{n % 11 + 1:02d}/2024"] for n in range(50)]
    desk.draft(desk.table("clear.csv", ["Ref", "Date"], clear))
    assert "come first" not in desk.text("sources/clear.yml")


def test_two_spellings_of_dates_are_both_drafted(desk) -> None:
    rows = [[f"R{n}", f"{n % 28 + 1:02d}/03/2024" if n % 3 else f"{n % 28 + 1:02d}-Mar-2024"] for n in range(90)]
    made = desk.draft(desk.table("mixed.csv", ["Ref", "Date"], rows))
    assert desk.contract("mixed").columns["occurred_on"].formats == ("%d/%m/%Y", "%d-%b-%Y")
    assert made.trial.accepted == 90


def test_day_numbers_of_a_workbook_are_days(desk) -> None:
    rows = [[f"R{n}", 45_000 + n, 45_000 + n] for n in range(60)]
    made = desk.draft(desk.table("serial.csv", ["Ref", "Date of call", "Amount"], rows))
    columns = desk.contract("serial").columns
    assert (columns["occurred_on"].type, columns["amount"].type) == ("date", "integer")
    assert made.trial.accepted == 60


def test_a_file_for_each_month_is_told_by_its_name_and_its_rows(desk) -> None:
    rows = [[f"R{n}", f"{n % 28 + 1:02d}/03/2024"] for n in range(60)]
    said = "All rows lie in one month: if each file is the whole month that its name says, write 'by: files' under coverage."
    assert said in desk.draft(desk.table("calls-2024-03.csv", ["Ref", "Date"], rows)).draft.remarks
    assert said not in desk.draft(desk.table("visits.csv", ["Ref", "Date"], rows)).draft.remarks


def test_more_columns_than_are_read_are_refused(desk) -> None:
    wide = desk.table("wide.csv", [f"h{n}" for n in range(20_000)], [range(20_000)])
    with pytest.raises(UserError, match="it has 20,000 columns; more than 5,000 are not read"):
        desk.draft(wide)


def test_a_series_has_period_area_measure_value_and_a_key(desk) -> None:
    rows = [
        [f"{year}/{year % 100 + 1:02d}", "E07000999", "Ourtown", measure, 10.5 + year % 9, 8, 14]
        for year in range(2012, 2022)
        for measure in ("Deaths", "Admissions")
    ]
    header = ["Time period", "Area code", "Area name", "Indicator", "Value", "Lower CI", "Upper CI"]
    made = desk.draft(desk.table("profile.csv", header, rows))
    contract = desk.contract("profile")
    assert (contract.kind, contract.frequency) == ("series", "annual")
    assert list(contract.columns) == ["period", "area_code", "area_name", "measure", "value", "lower", "upper"]
    assert contract.columns["period"].periods == ("financial year",)
    assert contract.key == ("measure", "area_code", "period")
    assert made.trial.accepted == 20
    staged = desk.text("queries/staging/stg_profile.sql")
    for line in ("period_start,", "period as period_label,", "cast(value as double) as value,", "value_mark,"):
        assert f"    {line}\n" in staged
    assert "from stg_profile\n" in desk.text("queries/series/series.sql")


def test_the_indicator_to_paste_takes_no_name_that_there_is(desk) -> None:
    rows = [[f"R{n}", f"{n % 28 + 1:02d}/03/2024"] for n in range(60)]
    there = min(load_project(desk.root).indicators)
    made = desk.draft(desk.table("x.csv", ["Ref", "Date"], rows), name=f"{there}_new")
    assert made.indicator.startswith(f"  {there}_new:\n")
    desk_again = desk.draft(desk.table("y.csv", ["Ref", "Date"], rows), name="road_deaths")
    assert desk_again.indicator.startswith("  road_deaths_2:\n") and "      road_deaths: {}" in desk_again.indicator


def test_a_column_for_each_year_becomes_rows(desk) -> None:
    years = [str(year) for year in range(2015, 2023)]
    rows = [["E07000999", "Ourtown", *range(30, 38)], ["E07000998", "Elsewhere", *range(8)]]
    made = desk.draft(desk.table("wide.csv", ["code", "name", *years], rows))
    contract = desk.contract("wide")
    assert (contract.unpivot.name, contract.unpivot.value) == ("period", "value")
    assert contract.columns["period"].periods == ("calendar year",)
    assert (made.trial.rows, made.trial.accepted) == (16, 16)
    assert "    value: level\n" in made.indicator, "counts of whole years are set side by side, not added up"


def test_names_and_titles_never_answer_to_another_columns_header(desk) -> None:
    """The reader refuses a file in which two columns fit one of the contract."""
    rows = [[f"R{n}", f"{n % 28 + 1:02d}/03/2024", n, n * 2, "x"] for n in range(60)]
    made = desk.draft(
        desk.table("alike.csv", ["ref", "Reported", "recorded on", "Recorded_On_2", "Ref."], rows), name="alike"
    )
    assert "ref" in desk.text("sources/alike.yml")
    assert made.trial.problem == "" or "more than one column" in made.trial.problem


def test_rows_that_are_totals_or_notes_do_not_count(desk) -> None:
    table = desk.table("totals.csv", HEADER, [*incidents(), ["Total", "", "", "", "", 999, 9, "", ""], ["Source: us"]])
    made = desk.draft(table, name="totals")
    assert made.sample.seen == 200
    assert desk.contract("totals").columns["category"].required


def test_blank_columns_and_parts_of_the_date_are_left_out_with_a_word(desk) -> None:
    rows = [[f"R{n}", f"{n % 28 + 1:02d}/03/2024", 2024, "Mar", ""] for n in range(60)]
    made = desk.draft(desk.table("more.csv", ["Ref", "Date", "Year", "Month", "Context"], rows))
    assert list(desk.contract("more").columns) == ["ref", "occurred_on"]
    assert "Blank in every row, and left out: Context." in made.draft.remarks
    assert "Parts of the date, and left out: Year, Month." in made.draft.remarks


def test_of_a_long_file_a_sample_is_looked_at_and_all_of_it_tried(desk) -> None:
    rows = [[f"R{n}", f"{n % 28 + 1:02d}/03/2024", "rare" if n == 24_998 else "common"] for n in range(25_050)]
    made = desk.draft(desk.table("long.csv", ["Ref", "Date", "Type"], rows))
    assert "Drafted from 20,101 of 25,050 rows." in made.draft.remarks
    assert (made.sample.seen, made.sample.whole) == (25_050, False)
    assert made.trial.rows == 25_050
    assert made.trial.reasons == ("1: Type is not one of the agreed codes or names",)


def test_a_file_without_a_day_gets_a_contract_and_no_queries(desk) -> None:
    rows = [[f"R{n}", KINDS[n % 3]] for n in range(60)]
    made = desk.draft(desk.table("undated.csv", ["Ref", "Type"], rows))
    assert made.written == ("sources/undated.yml",)


def test_what_is_drafted_passes_every_check_but_the_questions(desk) -> None:
    from sia.build.checks import check_project

    desk.draft(desk.table("asb.csv", HEADER, incidents()), name="asb")
    problems = [str(problem) for problem in check_project(desk.root)]
    assert problems == [
        "sources/asb.yml:5, agency: this is not stated yet. Say who sends it.",
        "sources/asb.yml:6, owner: this is not stated yet. Say which role answers for it there.",
    ]
    text = desk.text("sources/asb.yml").replace("not stated yet", "Someone")
    (desk.root / "sources" / "asb.yml").write_text(text, encoding="utf-8", newline="\n")
    assert check_project(desk.root) == []
    schema = text.splitlines()[0].removeprefix("# yaml-language-server: $schema=")
    assert (desk.root / "sources" / schema).is_file(), "an editor finds the schema beside the contract"
    assert check_contracts(load_project(desk.root)) == []


def test_nothing_is_written_over_and_the_branch_is_added_once(desk) -> None:
    example = desk.table("asb.csv", HEADER, incidents())
    desk.draft(example, name="asb")
    before = desk.everything_written()
    with pytest.raises(UserError, match=r"sources/asb\.yml: this file is there already, and is not written over"):
        desk.draft(example, name="asb")
    assert desk.everything_written() == before
    for there in ("sources/asb.yml", "queries/staging/stg_asb.sql"):
        (desk.root / there).unlink()
    desk.draft(example, name="asb")
    assert desk.text("queries/staging/all_events.sql").count("from stg_asb\n") == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "Fire incidents",
            "'Fire incidents' is not made of small letters, digits and underscores. Say --id fire_incidents",
        ),
        ("events", "'events' is the name of a table of the warehouse"),
        ("police_asb", "sources/police_asb.yml: this file is there already"),
    ],
)
def test_a_name_that_cannot_be_is_refused_before_anything_is_read(desk, name: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        desk.draft(desk.file("x.csv", b""), name=name)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "looks like a header|holds no rows|no row"),
        (b"%PDF-1.7 \n", "this is a PDF, not a table"),
        (b"1,2,3\n4,5,6\n", "no row among the first 60 looks like a header"),
        (b"Ref,Date\n", "there is nothing below the header"),
        (b"PK\x03\x04 broken", "the archive is damaged"),
        (b"\x1f\x8b\x08 broken", "damaged"),
        (b'{"a": [1, 2', "not JSON"),
    ],
)
def test_a_file_that_is_no_table_gets_one_sentence_and_nothing_is_written(desk, content: bytes, said: str) -> None:
    before = desk.everything_written()
    with pytest.raises(UserError, match=said) as refused:
        desk.draft(desk.file("broken.csv", content), name="broken")
    assert len(refused.value.problems) == 1
    assert desk.everything_written() == before
    assert not (desk.root / "extracts" / "broken").exists()


def test_a_file_in_the_folder_of_a_source_names_it(desk) -> None:
    folder = desk.root / "extracts" / "fire_incidents"
    folder.mkdir(parents=True)
    example = desk.table("anything.csv", HEADER, incidents())
    assert desk.draft(example.rename(folder / "march 2024.csv")).draft.id == "fire_incidents"


def test_the_same_file_is_always_drafted_the_same_way(new_desk) -> None:
    texts = set()
    for desk in (new_desk(), new_desk()):
        desk.draft(desk.table("asb.csv", HEADER, incidents()), name="asb")
        texts.add(desk.text("sources/asb.yml") + desk.text("queries/staging/stg_asb.sql"))
    assert len(texts) == 1
