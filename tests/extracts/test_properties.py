"""Whatever is damaged in extracts that fit a contract: every row is accounted for, and what is accepted is right.

What should become of each row is said by a second, plain implementation of the contract, written here in Python.
"""

from __future__ import annotations

import csv
import gzip
import io
import tempfile
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sia.extracts.pseudonym import KEY_VARIABLE, pseudonym

KEY = "a key that is long enough"
PLANTED = "Plantedname"
CODES = {"Noise": "noise", "Litter & dirt": "litter", "Old noise": "noise", "Not known": ""}
GAPS = {"-", "n/a", "..", "*", "[c]", "<5", "not known"}
FIELDS = ("reference", "day", "persons", "kind", "year", "person", "remark", "born")
HEADINGS = {"reference": "Incident No", "day": "Date opened", "persons": "Persons", "kind": "Type", "year": "Year",
            "person": "Reporter", "remark": "Remark", "born": "Date of birth"}  # fmt: skip
GOOD = {
    "reference": ["A1", "A2", "B-7", "é’9", "x", "007"],
    "day": ["01/02/2023", "2023-03-31", "31/12/2022", "1 May 2023"],
    "persons": ["0", "3", "12", "1,200", "£4"],
    "kind": ["Noise", "LITTER & DIRT", "old-noise", "litter", "not known"],
    "year": ["2022-23", "2021/22", "FY2020/21"],
    "person": ["Ann", "Bob"],
    "remark": ["fine", 'she said "no", twice', "two\nlines", "عربي 🙂", "=1+1"],
    "born": [f"{PLANTED} 1970"],
}
BAD = [
    "never",
    "31/02/2023",
    "2022-24",
    "1.5",
    "abc",
    "-1",
    "9999",
    "Nois",
    "",
    " ",
    "-",
    "n/a",
    "[c]",
    "<5",
    "99/99/9999",
]
Cells = dict[str, str]


@dataclass
class Options:
    """What varies in the contract."""

    required: frozenset[str]
    most_persons: int | None
    first_day: date | None
    keyed: bool
    rule: bool

    def contract(self) -> dict:
        columns: dict[str, dict] = {name: {"headers": [HEADINGS[name]]} for name in FIELDS}
        columns["day"] |= {"type": "date", "title": "Day"} | ({"minimum": self.first_day} if self.first_day else {})
        columns["persons"] |= {"type": "integer", "minimum": 0}
        columns["persons"] |= {"maximum": self.most_persons} if self.most_persons else {}
        columns["kind"] |= {"type": "code", "codes": CODES}
        columns["year"] |= {"type": "period", "periods": ["financial year"]}
        columns["person"] |= {"pseudonymise": True}
        columns["born"] |= {"drop": True}
        for name in self.required:
            columns[name]["required"] = True
        rule = {
            "id": "few",
            "condition": "kind <> 'litter' or persons < 100",
            "sentence": "Too many people for litter.",
        }
        return {"columns": columns, "key": ["reference", "year"] if self.keyed else [], "rules": [rule] * self.rule}


@dataclass
class Row:
    """One row of a file: its cells by column, or as they stand when it was damaged beyond columns."""

    cells: Cells = field(default_factory=dict)
    line: list[str] | None = None
    fate: str = ""  # blank, broken or note, where the damage alone decides


options = st.builds(
    Options,
    required=st.sets(st.sampled_from(["persons", "kind", "year"]), max_size=2).map(lambda some: frozenset({*some, "reference", "day"})),
    most_persons=st.sampled_from([None, 50, 1000]),
    first_day=st.sampled_from([None, date(2023, 1, 1)]),
    keyed=st.booleans(),
    rule=st.booleans(),
)  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> list[Row]:
    """Rows that fit, some of them damaged: cells emptied, replaced or swapped, rows repeated, cut short or put between."""
    rows = [Row({name: draw(st.sampled_from(GOOD[name])) for name in FIELDS}) for _ in range(draw(st.integers(1, 6)))]
    for row in draw(st.lists(st.sampled_from(rows), max_size=4)):
        name, other = draw(st.tuples(st.sampled_from(FIELDS[:7]), st.sampled_from(FIELDS[:7])))
        if draw(st.booleans()):
            row.cells[name] = draw(st.sampled_from(BAD))
        else:
            row.cells[name], row.cells[other] = row.cells[other], row.cells[name]
    rows += draw(st.lists(st.sampled_from(rows), max_size=2))
    damaged = [Row(fate="blank"), Row(fate="broken"), Row(line=["Total: 12"], fate="note")]
    for row in draw(st.lists(st.sampled_from(damaged), max_size=3)):
        rows.insert(draw(st.integers(0, len(rows))), row)
    return rows


def file_of(rows: list[Row], order: list[str], headings: list[str], delimiter: str, ends: str) -> str:
    """The rows as a delimited text under a title; a note has one cell, a broken row lacks the first of the others."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=ends)
    writer.writerow(["A report"])
    writer.writerow([*headings, "Contact"])
    for row in rows:
        cells = [*(row.cells.get(name, "") for name in order), f"{PLANTED} 0114"]
        if row.fate == "broken":
            cells = [f"{PLANTED} 1970", *["x"] * (len(order) - 1)]
        writer.writerow(
            [""] * len(cells) if row.fate == "blank" else (row.line or []) + [""] * 8 if row.line else cells
        )
    return text.getvalue()


PACKED = {
    "utf-8": lambda text: ("csv", text.encode()),
    "utf-8 with a mark": lambda text: ("csv", text.encode("utf-8-sig")),
    "utf-16": lambda text: ("csv", text.encode("utf-16")),
    "gzip": lambda text: ("csv.gz", gzip.compress(text.encode(), mtime=0)),
    "zip": lambda text: ("zip", zipped(text.encode())),
}


def zipped(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("inside.csv", content)
    return made.getvalue()


class Model:
    """The contract once more, in plain Python: the values of a row, or the rules that it breaks."""

    def __init__(self, options: Options):
        self.options = options

    def read(self, cells: Cells) -> tuple[Cells, set[tuple[str, str]]]:
        texts = {name: cells[name].strip() or None for name in FIELDS[:7]}
        values, faults = dict(texts), set()
        for name, read in (("day", _day), ("persons", _whole), ("kind", _code), ("year", _year)):
            values[name], sound = read(texts[name])
            faults |= (
                set() if sound else {(name, {"persons": "integer", "kind": "code", "year": "period"}.get(name, "date"))}
            )
        for name in self.options.required:
            if values[name] is None and not any(column == name for column, _ in faults):
                faults.add((name, "required"))
        low, high, first = 0, self.options.most_persons, self.options.first_day
        number = values["persons"]
        faults |= {("persons", "below")} if number is not None and number < low else set()
        faults |= {("persons", "above")} if number is not None and high and number > high else set()
        faults |= {("day", "below")} if values["day"] and first and values["day"] < first else set()
        if self.options.rule and values["kind"] == "litter" and number is not None and number >= 100:
            faults.add(("", "few"))
        values["person"] = pseudonym(KEY.encode(), texts["person"])
        return values, faults


def _day(text: str | None) -> tuple[date | None, bool]:
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d %B %Y"):
        try:
            return datetime.strptime(text or "", form).date(), True
        except ValueError:
            continue
    return None, text is None or text.lower() in GAPS


def _whole(text: str | None) -> tuple[int | None, bool]:
    bare = (text or "").replace(",", "").replace("£", "")
    if bare.lstrip("-").isdigit():
        return int(bare), True
    return None, text is None or text.lower() in GAPS | {"x"}


def _code(text: str | None) -> tuple[str | None, bool]:
    def near(one: str) -> str:
        return "".join(letter for letter in one.lower() if letter.isalnum())

    known = {near(name): code or None for name, code in {**{"noise": "noise", "litter": "litter"}, **CODES}.items()}
    if text is not None and near(text) in known:
        return known[near(text)], True
    return None, text is None or text.lower() in GAPS


def _year(text: str | None) -> tuple[str | None, bool]:
    years = (text or "").removeprefix("FY").replace("/", "-").split("-")
    if len(years) == 2 and len(years[0]) == 4 and years[1].isdigit() and int(years[0][2:]) + 1 == int(years[1]):
        return text, True
    return None, text is None or text.lower() in GAPS


def expected(files: list[list[Row]], model: Model, hidden: bool) -> tuple[dict, dict, int]:
    """By (file, row): the values accepted and the faults quarantined; and how many repeat a row of a newer or the same
    file. A note in a first column that is `hidden`, dropped or pseudonymised, cannot be told from a row without values.
    """
    accepted, quarantined, repeated, seen = {}, {}, 0, set()
    for file in reversed(range(len(files))):
        for number, row in enumerate(files[file], 1):
            if row.fate == "blank":
                continue
            if row.fate and not (hidden and row.fate == "note"):
                quarantined[file, number] = {("", "cells" if row.fate == "broken" else "note")}
                continue
            values, faults = model.read(row.cells or dict.fromkeys(FIELDS, ""))
            if faults:
                quarantined[file, number] = faults
                continue
            key = (values["reference"], values["year"] and values["year"].replace("/", "-").removeprefix("FY"))
            if model.options.keyed and values["reference"] is not None and key in seen:
                repeated += 1
                continue
            seen.add(key)
            accepted[file, number] = values
    return accepted, quarantined, repeated


@pytest.fixture(scope="module", autouse=True)
def key():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(KEY_VARIABLE, KEY)
        yield


def check(desk, options: Options, files: list[list[Row]], drawn) -> None:
    """Read the files through the contract into a database on the disk and compare everything with the model."""
    order, upper, delimiter, ends, packings = drawn
    headings = [HEADINGS[name].upper() if upper else f" {HEADINGS[name]}" for name in order]
    with tempfile.TemporaryDirectory() as folder:
        own = type(desk)(Path(folder) / "project")
        names = []
        for number, rows in enumerate(files):
            suffix, content = PACKED[packings[number]](file_of(rows, list(order), headings, delimiter, ends))
            names.append(f"{number}.{suffix}" + (":inside.csv" if suffix == "zip" else ""))
            own.drop(f"{number}.{suffix}", content)
        database = Path(folder) / "warehouse.duckdb"
        declared = options.contract()
        reading = own.read(declared.pop("columns"), database=database, **declared)
        compare(reading, names, expected(files, Model(options), hidden=order[0] in ("person", "born")), files)
        told = repr(reading.report) + repr(reading.rows("SELECT * FROM quarantine"))
        reading.connection.close()
        assert PLANTED not in told
        assert PLANTED.encode() not in database.read_bytes()


def compare(reading, names: list[str], fates: tuple[dict, dict, int], files: list[list[Row]]) -> None:
    assert reading.report.problem == ""
    accepted, quarantined, repeated = fates
    found = reading.rows(
        "SELECT source_file, source_row, reference, day, persons, kind, year, person, remark FROM asb ORDER BY 1, 2"
    )
    assert {
        (names.index(file), row): dict(zip(FIELDS, values, strict=False)) for file, row, *values in found
    } == accepted
    lines = reading.rows("SELECT file, source_row, column_name, rule, sentence FROM quarantine")
    by_row: dict[tuple[int, int], set[tuple[str, str]]] = {}
    for file, row, column, rule, sentence in lines:
        by_row.setdefault((names.index(file), row), set()).add((column, rule))
        assert sentence.startswith(f"Row {row}: ")
        assert {"day": "Day"}.get(column, column) in sentence
    assert by_row == quarantined
    rows_in = sum(row.fate != "blank" for rows in files for row in rows)
    assert reading.counts == (rows_in, len(accepted), len(quarantined), repeated)
    for file in reading.report.files:
        assert file.rows_in == file.rows_accepted + file.rows_quarantined + file.rows_duplicate


shapes = st.tuples(
    st.permutations(FIELDS),
    st.booleans(),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.lists(st.sampled_from(sorted(PACKED)), min_size=2, max_size=2),
)
damaged = given(options=options, files=st.lists(tables(), min_size=1, max_size=2), drawn=shapes)
quick = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@damaged
@quick
def test_every_row_is_accounted_for_and_what_is_accepted_fits_the_contract(desk, options, files, drawn) -> None:
    check(desk, options, files, drawn)


@pytest.mark.slow
@damaged
@settings(quick, max_examples=600, derandomize=False)
def test_every_row_of_very_many_extracts_is_accounted_for(desk, options, files, drawn) -> None:
    check(desk, options, files, drawn)
