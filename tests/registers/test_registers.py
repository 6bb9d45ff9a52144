"""Registers are read into typed frames; every mistake of every register is told at once, with its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest
import xlsxwriter

from sia.errors import UserError
from sia.project.indicators import Indicator, Priority
from sia.project.registers_schema import REGISTERS, UnusualPeriod
from sia.registers import due_date, read_registers
from sia.registers.dates import read_date

CONTEXT = "priority,indicator,kind,strength,statement,evidence,said_by,said_on,expires_on\n"
DECISIONS = "priority,stage,rating,decided_on,by,reason\n"
ACTIONS = "number,priority,action,lead,status,due\n"


def priority(name: str, title: str, *aliases: str, indicators: tuple[str, ...] = ()) -> Priority:
    declared = {one: Indicator(title=one, polarity="lower", sources={"police_asb": {}}) for one in indicators}
    return Priority(id=name, position=1, title=title, theme="t", aliases=aliases, summary=title, indicators=declared)


@pytest.fixture
def project(tmp_path: Path) -> SimpleNamespace:
    priorities = {
        "hate-crime": priority("hate-crime", "Hate crime", "Hate incidents", indicators=("hate_incidents",)),
        "prevent": priority("prevent", "Prevent", indicators=("prevent_referrals",)),
    }
    folder = tmp_path / "assessments" / "2024"
    folder.mkdir(parents=True)
    return SimpleNamespace(
        root=tmp_path,
        contracts={"police_asb": None, "hate_incidents": None},
        priorities=priorities,
        indicators={name: (one, declared) for one in priorities.values() for name, declared in one.indicators.items()},
        assessment=SimpleNamespace(id="2024", previous="2023", as_at=date(2023, 12, 31)),
        assessment_folder=folder,
        partnership=SimpleNamespace(force="Exampleshire Police"),
    )


def write(project: SimpleNamespace, name: str, text: str, encoding: str = "utf-8") -> None:
    path = project.root / name if "/" in name else project.assessment_folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))


def problems(project: SimpleNamespace) -> list[str]:
    with pytest.raises(UserError) as error:
        read_registers(project)
    return [str(problem) for problem in error.value.problems]


def test_without_files_every_register_is_empty_and_typed(project):
    registers = read_registers(project)
    assert registers.actions.schema["number"] == pl.Int64
    assert registers.context.schema["said_on"] == pl.Date
    for name, frame in vars(registers).items():
        register = "decisions" if name == "previous_decisions" else name.replace("_", "-")
        model = UnusualPeriod if name == "unusual_periods" else REGISTERS[register]
        assert (frame.height, frame.columns) == (0, list(model.model_fields))


@pytest.mark.parametrize("name", ["hate-crime", "Hate crime", "HATE  CRIME", "hate incidents"])
def test_a_priority_is_known_by_id_title_or_alias_and_stands_as_id(project, name):
    write(project, "next-year.csv", f"Priority,Number,Text\n{name},1,Keep going\n")
    assert read_registers(project).next_year.rows() == [("hate-crime", 1, "Keep going")]


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8", ","), ("utf-8-sig", ","), ("cp1252", ";"), ("utf-16", "\t")]
)
def test_files_are_read_as_office_programs_save_them(project, encoding, separator):
    text = "priority,number,text\r\nprevent,1,Councillors’ café – “talks”\r\n".replace(",", separator)
    write(project, "next-year.csv", text, encoding)
    assert read_registers(project).next_year["text"].to_list() == ["Councillors’ café – “talks”"]


def test_a_workbook_says_the_same_as_a_csv_file(project):
    with xlsxwriter.Workbook(project.assessment_folder / "actions.xlsx") as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(1, 0, ["Number", "Priority", "Action", "Lead", "Status", "Due"])
        sheet.write_row(2, 0, [1, "Hate crime", "Train staff", "Council", "in progress", "Spring 2024"])
        sheet.write_row(3, 0, [2, "Prevent", "Brief schools", "Council", "Not started"])
        sheet.write_datetime(3, 5, date(2024, 3, 31), day)
    actions = read_registers(project).actions
    assert actions.select("number", "priority", "status", "due").rows() == [
        (1, "hate-crime", "In progress", "Spring 2024"),
        (2, "prevent", "Not started", "2024-03-31"),
    ]


def test_mistakes_of_a_workbook_are_told_by_cell(project):
    with xlsxwriter.Workbook(project.assessment_folder / "next-year.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(1, 0, ["priority", "number", "text"])
        sheet.write_row(2, 0, ["hate-crime", "one", "Keep going"])
    assert problems(project) == ["assessments/2024/next-year.xlsx, cell B3 (number): 'one' is not a whole number."]


def test_every_mistake_of_every_register_is_told_at_once(project):
    write(
        project,
        "context.csv",
        CONTEXT
        + "hate-crimes,,reporting_effect,asserted,S,E,Police,2023-10-01,2024-10-01\n"
        + "prevent,hate_incidents,community_concern,present,S,E,Police,31/02/2023,2024-10-01\n"
        + "prevent,hate_incidents,comunity_concern,present,S,,Police,2023-10-01,2024-10-01\n",
    )
    write(project, "next-year.csv", "priority,number,txt\nprevent,1,Text\n")
    assert problems(project) == [
        "assessments/2024/context.csv:2, priority: there is no priority 'hate-crimes'. Did you mean 'hate-crime'?",
        "assessments/2024/context.csv:3, said_on: '31/02/2023' is a date that does not exist."
        " Write it as 2024-03-31 or 31/03/2024.",
        "assessments/2024/context.csv:4, kind: 'comunity_concern' is not allowed here."
        " Did you mean 'community_concern'?",
        "assessments/2024/context.csv:4, evidence: a value is required here.",
        "assessments/2024/next-year.csv:1, txt: there is no field 'txt' in this register. Did you mean 'text'?",
        "assessments/2024/next-year.csv:1: the required column 'text' is absent. Add it.",
    ]


def test_the_line_is_that_of_the_file_even_after_a_text_over_two_lines(project):
    write(project, "next-year.csv", 'priority,number,text\nprevent,1,"two\nlines"\n\nprevent,x,Text\n')
    assert problems(project) == ["assessments/2024/next-year.csv:5, number: 'x' is not a whole number."]


def test_an_indicator_of_another_priority_is_a_mistake(project):
    write(
        project,
        "context.csv",
        CONTEXT + "prevent,hate_incidents,community_concern,present,S,E,Police,2023-10-01,2024-10-01\n",
    )
    assert problems(project) == [
        "assessments/2024/context.csv:2, indicator: 'hate_incidents' is an indicator of 'hate-crime', not of 'prevent'."
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "prevent,,forward_pressure,diffuse,S,E,Police,2023-10-01,2023-09-01\n",
            "expires_on: it expires on 2023-09-01, before it was said on 2023-10-01.",
        ),
        (
            "prevent,,forward_pressure,asserted,S,E,Police,2023-10-01,2024-09-01\n",
            "strength: 'asserted' is not a strength of 'forward_pressure'. Allowed: none, diffuse, specific.",
        ),
    ],
)
def test_a_context_signal_that_contradicts_itself(project, rows, expected):
    write(project, "context.csv", CONTEXT + rows)
    assert problems(project) == [f"assessments/2024/context.csv:2, {expected}"]


def test_a_changed_rating_needs_a_reason(project):
    write(
        project,
        "decisions.csv",
        DECISIONS
        + "prevent,theme group,Amber,2024-01-10,Chair,\n"
        + "hate-crime,theme group,Amber,2024-01-10,Chair,\n"
        + "prevent,board,Red,2024-02-10,Chair,\n"
        + "hate-crime,board,Amber,2024-02-10,Chair,\n",
    )
    assert problems(project) == [
        "assessments/2024/decisions.csv:4, reason: the rating Red differs from Amber at the stage before"
        " (theme group, line 2), and no reason is given. Write why it was changed."
    ]


def test_decisions_stand_in_the_order_in_which_they_were_taken(project):
    write(
        project,
        "decisions.csv",
        DECISIONS + "prevent,board,Amber,2024-02-10,Chair,\nprevent,scrutiny,Amber,2024-01-10,Chair,\n",
    )
    assert "decided before the decision of line 2" in problems(project)[0]


def test_two_actions_of_one_number_and_a_time_that_cannot_be_read(project):
    rows = "1,prevent,A,Council,Paused,Spring 2024\n1,hate-crime,B,Council,Paused,soon\n"
    write(project, "actions.csv", ACTIONS + rows)
    found = problems(project)
    assert found[0].startswith("assessments/2024/actions.csv:3, number: the number 1 stands on line 2 already.")
    assert found[1].startswith("assessments/2024/actions.csv:3, due: 'soon' is not a time by which something")


def test_a_register_twice_and_a_register_misspelt(project):
    write(project, "next-year.csv", "priority,number,text\n")
    write(project, "next-year.xlsx", "not read")
    write(project, "contxt.csv", CONTEXT)
    found = problems(project)
    assert "Did you mean 'context.csv'?" in found[0]
    assert "the register 'next-year' stands here twice" in found[1]


def test_a_workbook_that_is_none_is_told_in_words(project):
    write(project, "next-year.xlsx", "not a workbook")
    assert problems(project)[0].startswith("assessments/2024/next-year.xlsx: the workbook cannot be read:")


def test_national_breaks_follow_the_partnerships_own_unless_their_source_is_not_here(project):
    header = "date,source,category,indicator,direction,what,reference,certain\n"
    write(project, "breaks.csv", header + "2023-04-01,police_asb,,,up,New form,,yes\n")
    write(
        project,
        "sources/reference/breaks.csv",
        header + "2020-03-01,*,,,unknown,Pandemic,,yes\n2019-01-01,elsewhere,,,up,Other,,check\n",
    )
    found = read_registers(project).breaks.select("date", "source", "what").rows()
    assert found == [(date(2023, 4, 1), "police_asb", "New form"), (date(2020, 3, 1), "*", "Pandemic")]


def test_a_national_break_of_one_force_concerns_that_force_alone(project):
    header = "date,source,direction,what,force\n"
    rows = "2019-07-01,police_asb,down,Elsewhere,Another Police\n2020-03-01,police_asb,down,Here,Exampleshire Police\n"
    write(project, "sources/reference/breaks.csv", header + rows)
    assert read_registers(project).breaks["what"].to_list() == ["Here"]


def test_a_break_of_an_unknown_source_is_a_mistake(project):
    write(project, "breaks.csv", "date,source,direction,what\n2023-04-01,police_abs,up,New form\n")
    assert problems(project) == [
        "assessments/2024/breaks.csv:2, source: there is no source 'police_abs'. Did you mean 'police_asb'?"
    ]


def test_last_years_decisions_keep_priorities_that_have_left_the_plan(project):
    rows = "Hate incidents,board,Red,2023-03-01,Board,\nBurglary,board,Amber,2023-03-01,Board,\n"
    write(project, "assessments/2023/decisions.csv", DECISIONS + rows)
    registers = read_registers(project)
    assert registers.previous_decisions.select("priority", "rating").rows() == [
        ("hate-crime", "Red"),
        ("Burglary", "Amber"),
    ]
    assert registers.decisions.height == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Spring 2024", date(2024, 5, 31)),
        ("winter 2024", date(2025, 2, 28)),
        ("March 2024", date(2024, 3, 31)),
        ("Feb 2024", date(2024, 2, 29)),
        ("31 March 2024", date(2024, 3, 31)),
        ("2024-03-31", date(2024, 3, 31)),
        ("Ongoing", None),
        ("", None),
    ],
)
def test_when_an_action_is_due(text, expected):
    assert due_date(text) == expected


@pytest.mark.parametrize("text", ["soon", "Q1 2024", "32 March 2024", "Smarch 2024", "Spring"])
def test_what_is_not_a_time(text):
    with pytest.raises(ValueError, match=text):
        due_date(text)


@pytest.mark.parametrize("text", ["2024-03-05", "5/3/2024", "05.03.2024", "5 March 2024", "2024-03-05 00:00:00"])
def test_a_day_is_read_the_british_way(text):
    assert read_date(text) == date(2024, 3, 5)


def test_an_unusual_period_of_a_source_that_is_not_declared_is_told(project):
    write(
        project,
        "sources/reference/unusual_periods.csv",
        "first,last,source,what\n2020-03-23,2021-07-18,*,the restrictions\n2022-10-03,2022-10-20,no_such_source,the flood\n",
    )
    with pytest.raises(UserError, match=r"unusual_periods\.csv:3, source: there is no source 'no_such_source'"):
        read_registers(project)


def test_an_unusual_period_that_ends_before_it_begins_is_told(project):
    write(
        project,
        "sources/reference/unusual_periods.csv",
        "first,last,source,what\n2021-07-18,2020-03-23,*,the restrictions\n",
    )
    with pytest.raises(UserError, match="ends on 2020-03-23, before it begins on 2021-07-18"):
        read_registers(project)


CLAIM = "priority,kind,text,role,organisation,date,evidence\n"


@pytest.mark.parametrize("grade", ["asserted", "observed", "evaluated"])
def test_a_claim_of_effect_says_what_it_rests_on(project, grade):
    write(project, "commentary.csv", f"{CLAIM}prevent,claim of effect,It worked,Lead,Council,2024-01-12,{grade}\n")
    assert read_registers(project).commentary["evidence"].to_list() == [grade]


def test_an_ungraded_claim_and_a_graded_fact_are_told(project):
    rows = "prevent,claim of effect,It worked,Lead,Council,2024-01-12,\nprevent,context,So it is,Lead,Council,2024-01-12,observed\n"
    write(project, "commentary.csv", CLAIM + rows)
    assert problems(project) == [
        "assessments/2024/commentary.csv:2, evidence: a claim of effect says what it rests on. "
        "Allowed: asserted, observed, evaluated.",
        "assessments/2024/commentary.csv:3, evidence: 'observed' is given for a text that claims no effect. "
        "Leave it blank, or make it a claim of effect.",
    ]


def test_a_gap_with_a_date_and_nothing_to_be_done_is_told(project):
    write(project, "data-gaps.csv", "priority,gap,why,remedy,lead,due\nprevent,Tension,Unheard,,Police,Soon\n")
    found = problems(project)
    assert found[0] == "assessments/2024/data-gaps.csv:2, remedy: a lead or a date is given for nothing to be done."
    assert found[1].startswith("assessments/2024/data-gaps.csv:2, due: ")
