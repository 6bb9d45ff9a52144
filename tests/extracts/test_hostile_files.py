"""Files that would crash, hang, fill or fool a careless reader: each ends in one clear sentence, or is read properly."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from sia.extracts import archives, digest, folder

HEADER = "Incident No,Date opened,persons\n"
ROW = "A1,02/01/2023,3\n"
TEXT = HEADER + ROW


def zipped(members: dict[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def problem_of(desk, name: str, content: str | bytes) -> str:
    desk.drop(name, content)
    report = desk.read().report
    assert not report.supplied
    assert report.problem.startswith(f"Police ASB not read: {name}")
    return report.problem.removeprefix("Police ASB not read: ")


def test_a_gzip_bomb_stops_at_the_limit(desk, monkeypatch) -> None:
    monkeypatch.setattr(digest, "UNPACKED_LIMIT", 10 << 20)
    bomb = gzip.compress((HEADER + ROW * 1_000_000).encode())
    assert problem_of(desk, "asb.csv.gz", bomb) == "asb.csv.gz: it would unpack to more than 2,048 MB."


def test_a_zip_bomb_stops_before_it_is_unpacked(desk, monkeypatch) -> None:
    monkeypatch.setattr(archives.check_sizes, "__defaults__", (1 << 20,))
    bomb = zipped({"a.csv": HEADER + ROW * 100_000})
    assert problem_of(desk, "asb.zip", bomb) == "asb.zip: it would unpack to more than 1 MB."


def test_a_zip_that_lies_about_its_sizes_is_damaged(desk) -> None:
    honest = zipped({"a.csv": TEXT * 1000})
    size = len(TEXT * 1000).to_bytes(4, "little")
    assert "the archive is damaged" in problem_of(desk, "asb.zip", honest.replace(size, (50).to_bytes(4, "little")))


def test_an_archive_inside_an_archive_is_not_unpacked(desk) -> None:
    nested = zipped({"inner.zip": zipped({"a.csv": TEXT})})
    said = "asb.zip: an archive inside an archive (inner.zip) is not read; unpack it."
    assert problem_of(desk, "asb.zip", nested) == said


def test_a_path_that_climbs_out_of_the_archive_leads_nowhere(desk, tmp_path: Path) -> None:
    desk.drop("asb.zip", zipped({"../../../evil.csv": TEXT, "/etc/evil2.csv": TEXT.replace("A1", "A2")}))
    before = sorted(tmp_path.rglob("*"))
    reading = desk.read()
    assert reading.counts == (2, 2, 0, 0)
    assert [file.file for file in reading.report.files] == ["asb.zip:evil.csv", "asb.zip:evil2.csv"]
    assert sorted(tmp_path.rglob("*")) == before
    assert not list(tmp_path.parent.rglob("evil*.csv"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7\n", "this is a PDF, not a table; save it as CSV or XLSX."),
        ("<html><body><table><tr><td>Incident No", "this is a web page, not a table; save it as CSV or XLSX."),
        ('<?xml version="1.0"?><Workbook/>', "this is an XML file, not a table; save it as CSV or XLSX."),
        (bytes(5000), "this is not a text file or a workbook."),
        (bytes(range(256)) * 20, "this is not a text file or a workbook."),
    ],
)
def test_a_file_that_is_something_else_is_called_what_it_is(desk, content: str | bytes, said: str) -> None:
    assert problem_of(desk, "asb.csv", content) == f"asb.csv: {said}"


def test_a_text_document_is_not_a_workbook(desk) -> None:
    document = zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"})
    assert "a text document or a presentation, not a table" in problem_of(desk, "asb.xlsx", document)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_zero_bytes_far_down_mean_a_damaged_text(desk, encoding: str) -> None:
    text = HEADER + "A’1,02/01/2023,3\n" * 9000 + "A\0,02/01/2023,3\n"
    said = "asb.csv: the text holds zero bytes, so it is damaged; ask for it again."
    assert problem_of(desk, "asb.csv", text.encode(encoding)) == said


def test_twenty_thousand_columns_are_too_many(desk) -> None:
    header = ",".join(f"col {number}" for number in range(20_000))
    said = "asb.csv: line 1 has 20,003 columns; more than 5,000 are not read."
    assert problem_of(desk, "asb.csv", f"{header},{TEXT}") == said


def test_a_header_that_is_longer_than_the_sample_is_found(desk) -> None:
    header = ",".join(f"a column with a long name, no {number}".replace(",", "") for number in range(4_000))
    blanks = "," * 4_000
    desk.drop("asb.csv", f"A title\n{header},{HEADER}{blanks}{ROW}")
    assert desk.read().rows("SELECT reference FROM asb") == [("A1",)]


def test_most_rows_astray_mean_that_none_can_be_trusted(desk) -> None:
    said = (
        "asb.csv: 60 of its 61 rows have more or fewer cells than the header or a stray quotation mark "
        "(the first is line 3); ask for it again."
    )
    assert problem_of(desk, "asb.csv", TEXT + "A2,02/01/2023,3,4\n" * 60) == said


def test_thousands_of_rows_astray_are_each_quarantined(desk) -> None:
    desk.drop("asb.csv", HEADER + ROW * 12_000 + "A2,02/01/2023,3,4\n" * 10_500 + "A3,02/01/2023,3\n")
    reading = desk.read()
    assert reading.counts == (22_501, 12_001, 10_500, 0)
    assert reading.rows("SELECT source_row FROM asb WHERE reference = 'A3'") == [(22_501,)]


def test_every_line_with_a_stray_quotation_mark_is_one_row_in_quarantine(desk) -> None:
    desk.drop("asb.csv", HEADER + ROW * 500 + 'A2,"02/01/2023,3\n' * 300 + "A3,02/01/2023,3\n")
    reading = desk.read()
    assert reading.counts == (801, 501, 300, 0)
    assert reading.rows("SELECT source_row FROM asb WHERE reference = 'A3'") == [(801,)]


def test_json_beyond_its_limit_is_asked_for_as_csv(desk, monkeypatch) -> None:
    monkeypatch.setattr("sia.extracts.parts.LARGEST_JSON", 1 << 20)
    objects = '[{"Incident No": "A1", "Date opened": "02/01/2023"}' + " " * (1 << 20) + "]"
    assert problem_of(desk, "asb.json", objects) == "asb.json: it is larger than 1 MB; ask for it as CSV."


@pytest.mark.parametrize("content", ["[" * 100_000, '{"a":' * 100_000])
def test_json_that_is_nested_without_end_is_refused(desk, content: str) -> None:
    said = problem_of(desk, "asb.json", content)
    assert said in ("asb.json: the JSON is nested too deeply to be a table.", "asb.json: this is not JSON (line 1).")


def test_letters_from_right_to_left_and_pictures_are_letters(desk) -> None:
    desk.drop("asb.csv", HEADER + "\u202eעברית 😀,02/01/2023,3\n")
    assert desk.read().rows("SELECT reference FROM asb") == [("\u202eעברית 😀",)]


def test_a_folder_with_the_name_of_a_file_is_named_and_left(desk) -> None:
    (desk.folder / "asb.csv").mkdir()
    report = desk.read().report
    assert (report.supplied, report.problem, report.left) == (False, "", ("asb.csv/",))


@pytest.mark.parametrize("name", ["asb.csv", "asb.csv.gz", "asb.zip"])
def test_a_file_that_changes_while_it_is_read_stops_its_source(desk, monkeypatch, name: str) -> None:
    made = {"asb.csv": TEXT.encode(), "asb.csv.gz": gzip.compress(TEXT.encode()), "asb.zip": zipped({"a.csv": TEXT})}
    path = desk.drop(name, made[name])
    look_again = folder.sha256_of

    def changed(again: Path) -> str:
        path.write_bytes(made[name] + b"A2,02/01/2023,3\n")
        return look_again(again)

    monkeypatch.setattr(folder, "sha256_of", changed)
    reading = desk.read()
    said = f"Police ASB not read: {name}: the file changed while it was read; build again when it is complete."
    assert reading.report.problem == said
    assert reading.rows("SELECT count(*) FROM asb") == [(0,)]


def test_a_file_that_may_not_be_opened_after_all_stops_its_source(desk, monkeypatch) -> None:
    """Refused while being read, not by permissions, which neither an administrator nor Windows would respect."""
    desk.drop("asb.csv", TEXT)
    monkeypatch.setattr("sia.extracts.parts.Place.start", _refuse)
    said = "Police ASB not read: asb.csv: the file cannot be opened; is it open in another program."
    assert desk.read().report.problem == said


def _refuse(*_: object) -> bytes:
    raise PermissionError("no")


@pytest.mark.slow
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("above", ["", TEXT])
def test_a_line_of_two_hundred_megabytes_is_no_table(desk, above: str, packed: bool) -> None:
    content = above.encode() + b"A2," + b"x" * 200_000_000 + b",3\n"
    name = "asb.csv.gz" if packed else "asb.csv"
    said = f"{name}: a line has more than 2,000,000 characters, so this is no table."
    assert problem_of(desk, name, gzip.compress(content, 1) if packed else content) == said


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_ten_million_empty_lines_are_passed_over(desk, encoding: str) -> None:
    desk.drop("asb.csv", (TEXT + "\n" * 10_000_000 + "A2,03/01/2023,3\n").encode(encoding))
    reading = desk.read()
    assert reading.counts == (2, 2, 0, 0)
    assert reading.rows("SELECT source_row FROM asb WHERE reference = 'A2'") == [(10_000_002,)]


def sheet() -> dict[str, bytes]:
    """The files inside a workbook of one sheet."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    data = book.add_worksheet("Data")
    for number, line in enumerate(TEXT.splitlines()):
        data.write_row(number, 0, line.split(","))
    book.close()
    with zipfile.ZipFile(made) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_workbook_whose_cells_lie_in_opposite_corners_would_fill_the_memory(desk) -> None:
    files = sheet()
    name = "xl/worksheets/sheet1.xml"
    files[name] = files[name].replace(b'r="C2"', b'r="XFD1048576"').replace(b'row r="2"', b'row r="1048576"')
    assert problem_of(desk, "asb.xlsx", zipped(files)) == (
        "asb.xlsx: a sheet reaches to row 1,048,576 and column 16,384, which is more than 20 million cells; "
        "ask for it as CSV."
    )


def test_xml_that_multiplies_itself_is_refused(desk) -> None:
    files, name = sheet(), "xl/sharedStrings.xml"
    laughs = "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{laughs}]>'.encode()
    text = files[name]
    files[name] = bomb + text[text.index(b"<sst") :].replace(b"<t>A1</t>", b"<t>&i;</t>")
    assert problem_of(desk, "asb.xlsx", zipped(files)) == (
        "asb.xlsx: the workbook is damaged or protected by a password."
    )


def test_a_workbook_that_unpacks_beyond_the_limit_is_refused(desk, monkeypatch) -> None:
    monkeypatch.setattr(archives, "WORKBOOK_LIMIT", 1 << 10)
    assert "it would unpack to more than" in problem_of(desk, "asb.xlsx", zipped(sheet()))
