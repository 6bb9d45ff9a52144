"""Reference tables: dates and windows, areas checked strictly, declarations and registers as SQL sees them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from sia.errors import UserError
from sia.project.indicators import Indicator, Priority
from sia.project.partnership import AreaFiles, District, Theme
from sia.warehouse import load_reference, open_warehouse

AREAS = """area_code,level,name,parent_code,valid_from,valid_to
F,force,Force,,,
D1,district,Subject,F,1974-04-01,
D2,district,Peer,F,,
W1,ward,Abbey,D1,,2023-05-01
"""


@pytest.fixture
def project(tmp_path: Path) -> SimpleNamespace:
    (tmp_path / "areas").mkdir()
    (tmp_path / "areas" / "areas.csv").write_text(AREAS, encoding="utf-8")
    indicator = Indicator(
        title="burglary",
        role="headline",
        polarity="lower",
        sources={"police": {"category": ["burglary", "robbery"]}, "street": {"proxy": "all burglary"}},
        strands="category",
        strand_titles={"burglary": "burglary"},
        target=12,
    )
    priority = Priority(
        id="crime", position=1, title="Crime", theme="safe", summary="Crime.", indicators={"burglary": indicator}
    )
    return SimpleNamespace(
        root=tmp_path,
        partnership=SimpleNamespace(
            synthetic=True,
            district=District(code="D1", name="Subject"),
            peers=("D2",),
            areas=AreaFiles(),
            themes={"safe": Theme(title="Safe")},
        ),
        assessment=SimpleNamespace(id="2024", as_at=date(2023, 12, 31)),
        contracts={
            "police": SimpleNamespace(kind="events", kept={}),
            "street": SimpleNamespace(kind="events", kept={}),
        },
        priorities={"crime": priority},
        indicators={"burglary": (priority, indicator)},
    )


def empty_registers() -> SimpleNamespace:
    return SimpleNamespace(
        context=pl.DataFrame(schema={"priority": pl.String}),
        breaks=pl.DataFrame({"date": [date(2023, 4, 1)], "source": ["*"]}),
        actions=pl.DataFrame(schema={"number": pl.Int64}),
    )


@pytest.fixture
def rows(project):
    with open_warehouse(":memory:") as connection:
        load_reference(connection, project, empty_registers())
        yield lambda query: connection.execute(query).fetchall()


def problems(project) -> list[str]:
    with open_warehouse(":memory:") as connection, pytest.raises(UserError) as error:
        load_reference(connection, project, empty_registers())
    return [str(problem) for problem in error.value.problems]


def write(project, name: str, text: str) -> str:
    (project.root / "areas" / name).write_text(text, encoding="utf-8")
    return f"areas/{name}"


def test_one_row_of_parameters(rows):
    assert rows("select * from parameters") == [
        ("2024", date(2023, 12, 31), date(2023, 12, 1), "D1", "Subject", date(2023, 4, 1), date(2024, 3, 31))
    ]


def test_two_windows_for_each_basis(rows):
    assert rows("select period, first_month, last_month, months, days, label from windows where basis like 'fin%'") == [
        ("current", date(2023, 4, 1), date(2023, 12, 1), 9, 275, "April to December 2023"),
        ("previous", date(2022, 4, 1), date(2022, 12, 1), 9, 275, "April to December 2022"),
    ]
    assert rows("select count(*), count(distinct basis) from windows") == [(8, 4)]


def test_months_run_from_twelve_years_back_to_the_end_of_the_financial_year(rows):
    assert rows("select min(month), max(month), count(*) from months") == [(date(2011, 12, 1), date(2024, 3, 1), 148)]
    assert rows("select days, financial_year, calendar_month, name from months where month = '2024-02-01'") == [
        (29, "2023/24", 2, "February 2024")
    ]


def test_areas_have_dates_and_files_not_named_give_empty_tables(rows):
    assert rows("select valid_from, valid_to from areas where area_code in ('D1', 'W1') order by area_code") == [
        (date(1974, 4, 1), None),
        (None, date(2023, 5, 1)),
    ]
    assert rows("select (select count(*) from area_lookup), (select count(*) from population)") == [(0, 0)]
    assert rows("select area_code, position from peers") == [("D2", 1)]


def test_indicators_their_sources_in_order_and_what_they_select(rows):
    assert rows("select indicator, priority, role, basis, strands_overlap, target from indicators") == [
        ("burglary", "crime", "headline", "financial_year_to_date", False, 12.0)
    ]
    assert rows("select source, source_kind, preference, proxy from indicator_sources order by preference") == [
        ("police", "events", 1, ""),
        ("street", "events", 2, "all burglary"),
    ]
    assert rows("select source, field, value from indicator_selections order by value") == [
        ("police", "category", "burglary"),
        ("police", "category", "robbery"),
    ]
    assert rows("select * from strand_titles") == [("burglary", "burglary", "burglary")]
    assert rows("select priority, theme, position from priorities") == [("crime", "safe", 1)]


def test_registers_become_tables(rows):
    assert rows("select * from recording_breaks") == [(date(2023, 4, 1), "*")]
    assert rows("select count(*) from actions") == [(0,)]


def test_every_mistake_of_every_area_file_is_told_at_once(project):
    write(
        project,
        "areas.csv",
        AREAS + "W1,ward,Again,D1,,\nW2,wards,Bridge,D1,,\nW3,ward,Castle,D9,,\nD3,district,No,W1,,soon\n",
    )
    lookup = write(project, "lookup.csv", "code,area_code,share\nOLD,W1,1.5\n")
    population = write(
        project, "population.csv", 'area_code,year,sex,age_band,persons\nW1,2022,all,all,many\nW1,23,all,all,"1,234"\n'
    )
    project.partnership.areas = AreaFiles(lookup=lookup, population=population, profile="areas/none.csv")
    found = problems(project)
    assert found == [
        "areas/areas.csv:7, level: 'wards' is not a level. Did you mean 'ward'?",
        "areas/areas.csv:9, valid_to: 'soon' is not a date such as 2023-04-01.",
        "areas/lookup.csv:2, share: '1.5' is not a share above 0 and up to 1.",
        "areas/population.csv:2, persons: 'many' is not a whole number. Write digits alone, as 1234.",
        "areas/population.csv:3, year: '23' is not a year. Write it with four digits, as 2023.",
        "areas/population.csv:3, persons: '1,234' is not a whole number. Write digits alone, as 1234.",
        "areas/none.csv: there is no such file. Write it, or correct the name in partnership.yml.",
    ]


def test_areas_that_do_not_fit_together(project):
    write(project, "areas.csv", AREAS + "W1,ward,Again,D1,,\nW3,ward,Castle,D10,,\nD3,district,No,W1,,\n")
    lookup = write(project, "lookup.csv", "code,area_code,share\nOLD,W31,1\n")
    project.partnership.areas = AreaFiles(lookup=lookup)
    project.partnership.peers = ("Peer",)
    found = problems(project)
    assert found == [
        "areas/areas.csv:6, area_code: the code 'W1' stands here a second time.",
        "areas/areas.csv:7, parent_code: 'D10' is not an area of this file. Did you mean 'D1'?",
        "areas/areas.csv:8, parent_code: 'W1' is a ward, which cannot hold a district.",
        "partnership.yml, peers.0: 'Peer' is not a district in areas/areas.csv.",
        "areas/lookup.csv:2, area_code: 'W31' is not an area of areas/areas.csv. Did you mean 'W3'?",
    ]


def test_a_missing_column_is_told_with_the_columns_wanted(project):
    write(project, "areas.csv", "code,level,name\n")
    assert problems(project) == [
        "areas/areas.csv:1: there is no column 'area_code'."
        " The columns are area_code, level, name, parent_code, valid_from, valid_to."
    ]


def offences(project, text: str) -> None:
    path = project.root / "sources" / "reference" / "offences.csv"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")


def test_offences_may_lack_weights(project):
    offences(project, "offence_code,offence,category,subcategory,group,found_by_police\n1,Homicide,v,h,Violence,\n")
    with open_warehouse(":memory:") as connection:
        load_reference(connection, project, empty_registers())
        found = connection.execute("select offence_code, category, harm_weight from offences").fetchall()
    assert found == [("1", "v", None)]


def test_mistakes_in_the_offence_reference(project):
    offences(
        project,
        "offence_code,offence,category,subcategory,group,harm_weight\n1,A,v,h,V,12.5\n1,B,v,h,V,heavy\n",
    )
    assert problems(project) == [
        "sources/reference/offences.csv:3, offence_code: the code '1' stands here a second time.",
        "sources/reference/offences.csv:3, harm_weight: 'heavy' is not a number.",
    ]
