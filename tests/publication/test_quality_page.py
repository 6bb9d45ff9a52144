"""The sections of the page on data quality: true sentences, figures only where they may be shown, no empty section."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from sia.extracts.received_words import words_of
from sia.extracts.report import ReceivedAgain, StatedTotal
from sia.extracts.stated import stated_words
from sia.project.contract import Contract
from sia.publication.pages.quality import _grades
from sia.publication.pages.quality_breaks import suspected
from sia.publication.pages.quality_fields import completeness_by_month, key_fields
from sia.publication.pages.quality_late import late_recording
from sia.publication.pages.quality_months import unusual_months
from sia.publication.pages.quality_received import not_read, not_supplied, received_twice, remarks, stated_totals
from sia.publication.pages.quality_rows import placed
from sia.publication.shares import Protection
from sia.quality import Findings
from sia.quality.findings import (
    EndsEarly,
    KeyField,
    LateCategory,
    MonthShare,
    OddValue,
    Placed,
    StillToCome,
    SuspectedBreak,
    UnusualMonth,
)
from sia.quality.grades import Grade

DECEMBER = date(2023, 12, 1)
COLUMNS = {
    "reported": {"type": "date"},
    "ward": {"title": "Ward"},
    "category": {"type": "code", "codes": {"Drug offences": "drug-offences", "9": "shop-theft"}},
    "outcome": {"title": "Outcome"},
}


def edition(found: Findings, *, public: bool = False, late=None, counted_by="recorded") -> SimpleNamespace:
    contract = Contract.model_validate(
        {"id": "police", "title": "Police crime", "agency": "Police", "owner": "Head", "kind": "events"}
        | {"frequency": "monthly", "classification": "official", "columns": COLUMNS, "public": public}
    )
    quality = SimpleNamespace(found=found, late=late or {}, protection=Protection.of)
    indicator = SimpleNamespace(sources={"police": None}, counted_by=counted_by)
    return SimpleNamespace(
        project=SimpleNamespace(contracts={"police": contract}, indicators={"crime": (None, indicator)}),
        readings=SimpleNamespace(newest_month=DECEMBER),
        quality=quality,
        as_at="31 December 2023",
        root="/build/2024/publication",
        source_title=lambda _: "Police crime",
    )


def lines(text: str) -> list[str]:
    return [line.removeprefix("- ") for line in text.splitlines() if line.startswith("- ")]


REPORT = SimpleNamespace(source="police", months_covered=(date(2021, 1, 1), DECEMBER))
SECTIONS = {
    "unusual": lambda given: unusual_months(given, [REPORT]),
    "fields": key_fields,
    "late": late_recording,
    "suspected": suspected,
    "placed": placed,
}


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_with_nothing_to_tell_is_not_there(name):
    assert SECTIONS[name](edition(Findings())) == ""


@pytest.mark.parametrize(
    ("public", "one", "sentence"),
    [
        (True, UnusualMonth("police", "", date(2023, 6, 1), 1204, 3100.4, 61.2, "fewer"),
         "Police crime: June 2023 lies 61% below its usual level (1,204, where about 3,100 are usual)."),
        (False, UnusualMonth("police", "", date(2023, 6, 1), 1204, 3100.4, 61.2, "fewer"),
         "Police crime: June 2023 lies 61% below its usual level."),
        (False, UnusualMonth("police", "drug-offences", date(2023, 6, 1), 3, 40, 92.5, "fewer"),
         "Police crime, drug offences: June 2023 lies far below its usual level."),
        (True, UnusualMonth("police", "shop-theft", date(2023, 6, 1), 90, 30, 200, "more"),
         "Police crime, shop theft: June 2023 lies 200% above its usual level (90, where about 30 are usual)."),
        (True, UnusualMonth("police", "", DECEMBER, 900, 3000, 70, "fewer"),
         "Police crime: December 2023 lies 70% below its usual level (900, where about 3,000 are usual). The month looks incomplete."),
    ],
)  # fmt: skip
def test_an_unusual_month_is_named_with_figures_where_these_may_be_shown(public, one, sentence):
    assert lines(unusual_months(edition(Findings(unusual=(one,)), public=public), [REPORT])) == [sentence]


def test_a_newest_month_that_ends_early_is_told_with_its_last_day():
    found = Findings(ends_early=(EndsEarly("police", DECEMBER, date(2023, 12, 17)),))
    told = lines(unusual_months(edition(found), [REPORT]))
    assert told == ["Police crime: the newest event is of 17 December 2023. December 2023 looks incomplete."]


def months(*blanks: int, rows: int = 1000) -> tuple[MonthShare, ...]:
    return tuple(MonthShare(date(2023, place, 1), rows, rows - blank) for place, blank in enumerate(blanks, 1))


def test_a_field_that_is_blank_unusually_often_is_told_beside_its_usual_share():
    every = months(10, 10, 140, 10)
    found = Findings(
        fields=(KeyField("police", "ward", every, unusual=every[2:3]), KeyField("police", "outcome", months(0, 0)))
    )
    text = key_fields(edition(found))
    assert "| Police crime | Ward | 96% | 86% (Mar 2023) |" in text
    assert "Every other key field is filled in every row." in text
    assert lines(text) == [
        "Police crime: Ward is blank unusually often in March 2023 (14% of rows; 1% in the other months)."
    ]


def test_small_numbers_of_blanks_are_withheld_in_the_table_and_in_what_is_downloaded():
    found = Findings(fields=(KeyField("police", "ward", months(2, 0, rows=40)),))
    assert "| Police crime | Ward | \\[c\\] | \\[c\\] |" in key_fields(edition(found))
    assert [line.split(",")[-1] for line in completeness_by_month(edition(found)).csv().splitlines()[1:]] == [
        "[c]",
        "100%",
    ]
    assert "95%" in key_fields(edition(found, public=True))


def odd(kind: str, column: str, value: str, *, newest: bool = False, usual: float = 0.0) -> OddValue:
    counted = (MonthShare(date(2023, 11, 1), 1000, 60), MonthShare(DECEMBER, 1000, 470))
    return OddValue("police", column, value, kind, counted, usual, newest)


def test_a_value_that_a_yearly_series_began_to_give_is_not_called_unfinished():
    of = edition(Findings(values=(odd("only", "outcome", "All incidents", newest=True),)), public=True)
    of.project.contracts["police"] = of.project.contracts["police"].model_copy(
        update={"kind": "series", "frequency": "annual"}
    )
    assert lines(key_fields(of)) == [
        "Police crime: Outcome is “All incidents” only in periods that begin in November 2023 or later (6% to 47% of rows)."
    ]


def test_values_of_some_months_only():
    told = [
        *lines(key_fields(edition(Findings(values=(odd("only", "outcome", "Open", newest=True),)), public=True))),
        *lines(key_fields(edition(Findings(values=(odd("only", "outcome", "Open"),)), public=True))),
        *lines(key_fields(edition(Findings(values=(odd("more", "category", "drug-offences", usual=0.05),))))),
    ]
    assert told == [
        "Police crime: Outcome is “Open” in the newest two months only, November to December 2023 (6% to 47% of rows): "
        "these may still change.",
        "Police crime: Outcome is “Open” in November to December 2023 only (6% to 47% of rows).",
        "Police crime: Category is “Drug offences” unusually often in November to December 2023 (6% to 47% of rows; "
        "usually 5%).",
    ]


def test_a_text_of_a_source_that_is_not_published_is_never_printed():
    assert key_fields(edition(Findings(values=(odd("only", "outcome", "Mr Planted of Mill Lane"),)))) == ""


def test_fields_that_a_category_never_has_are_told_in_one_sentence():
    never = ("drug-offences",)
    found = (KeyField("police", "ward", months(0, 0), never), KeyField("police", "outcome", months(0, 0), never))
    told = lines(key_fields(edition(Findings(fields=found))))
    assert told == ["Police crime: Ward and Outcome are never given for drug offences; shares are of the other rows."]


LATE = {"police": SimpleNamespace(source="police", events=10_000, late=1_200)}
TO_COME = Findings(
    to_come=(StillToCome("police", date(2022, 1, 1), date(2022, 12, 1), 9_000, 900),),
    late_categories=(LateCategory("police", "drug-offences", 800, 280),),
)


def test_events_that_count_when_they_happened_make_the_newest_months_provisional():
    told = lines(late_recording(edition(TO_COME, late=LATE, counted_by="occurred")))
    assert told == [
        "Police crime: of drug offences, 35% were recorded more than 30 days after they happened.",
        "Police crime: of what happened in the calendar year 2022, 10% was recorded more than 30 days after its month had ended.",
        "Police crime: figures by the month in which events happened are provisional for November to December 2023 and will "
        "still grow; a fall in them means less than it seems.",
    ]  # fmt: skip


def test_events_that_count_when_they_were_recorded_do_not_grow():
    told = lines(late_recording(edition(Findings(), late=LATE)))
    assert told == [
        "Police crime: events count in the month in which they were recorded, so that late ones do not add to earlier months."
    ]


def test_a_little_late_recording_makes_nothing_provisional():
    little = {"police": SimpleNamespace(source="police", events=10_000, late=900)}
    assert lines(late_recording(edition(Findings(), late=little, counted_by="occurred"))) == []


@pytest.mark.parametrize(
    ("public", "one", "sentence"),
    [
        (True, SuspectedBreak("police", "", date(2016, 4, 1), yearly=True, before=354.0, after=3318.0),
         "Police crime: in 2016/17, the level rises from 354 to 3,318."),
        (False, SuspectedBreak("police", "", date(2016, 1, 1), yearly=True, before=354.0, after=3318.0),
         "Police crime: in 2016, the level rises to about 9.4 times what it was."),
        (False, SuspectedBreak("police", "drug-offences", date(2022, 7, 1), yearly=False, before=300.0, after=100.0),
         "Police crime, drug offences: in or about July 2022, the level falls to about 33% of what it was."),
        (False, SuspectedBreak("police", "", date(2022, 7, 1), yearly=False, before=3.0, after=40.0),
         "Police crime: in or about July 2022, the level rises at least twofold."),
        (True, SuspectedBreak("police", "", date(2020, 4, 1), yearly=True, before=100.0, after=400.0, basis_before="Public", basis="All"),
         "Police crime: in 2020/21, the level rises from 100 to 400. The reporting basis changes from “Public” to “All” at the same time."),
        (False, SuspectedBreak("police", "", date(2020, 4, 1), yearly=True, basis_before="Public", basis="All"),
         "Police crime: in 2020/21, the reporting basis changes from “Public” to “All”."),
    ],
)  # fmt: skip
def test_a_suspected_change_is_a_question_with_what_was_seen(public, one, sentence):
    text = suspected(edition(Findings(suspected=(one,)), public=public))
    assert lines(text) == [sentence]
    assert "not confirmed" in text


def test_ways_of_placing_are_told_where_there_are_several():
    ways = (
        Placed("police", "not placed", 2, None),
        Placed("police", "best fit", 300, 0.12),
        Placed("police", "name", 600, None),
    )
    told = lines(placed(edition(Findings(placed=ways))))
    assert told == [
        "Police crime: 67% by name, 33% by the best fit of older areas (of whose residents 12% live outside the area counted) "
        "and a few not placed."
    ]
    assert placed(edition(Findings(placed=ways[2:]))) == ""


def report(**told) -> SimpleNamespace:
    blank = {"source": "police", "title": "Police crime", "supplied": True, "problem": "", "remarks": ()}
    return SimpleNamespace(**{**blank, "again": (), "stated": (), **told})


def test_a_month_received_twice_and_a_total_that_differs_are_told_once_each_apart_from_other_remarks():
    again = ReceivedAgain(DECEMBER, "old.csv", "new.csv", 900, 900, 0, 0, 0)
    stated = StatedTotal("", DECEMBER, (), 1000, 900)
    given = edition(Findings(), public=True)
    contract = given.project.contracts["police"]
    all_three = ("No column for 'Ward' in old.csv.", words_of(contract, again), stated_words(contract, stated))
    reports = [report(again=(again,), stated=(stated,), remarks=all_three)]
    assert lines(received_twice(given, reports)) == [
        "Police crime: December 2023 was received twice: new.csv (900 records) replaces old.csv. No record was added or removed."
    ]
    assert lines(stated_totals(given, reports)) == [
        "Police crime: totals.csv gives 1,000 for December 2023; the rows accepted come to 900."
    ]
    assert lines(remarks(given, reports)) == ["Police crime: No column for 'Ward' in old.csv."]
    assert received_twice(given, [report()]) == stated_totals(given, [report()]) == remarks(given, [report()]) == ""


def test_a_source_that_came_and_could_not_be_read_is_not_said_to_be_missing():
    given = edition(Findings())
    problem = (
        "Police crime not read: a.csv: line 1 has no column for 'Date' (looked for reported, Date (opened)) or for 'Ward' "
        "(looked for ward, Ward)."
    )
    given.reports = [report(supplied=False, problem=problem)]
    assert lines(not_read(given)) == ["Police crime (Police): a.csv: line 1 has no column for 'Date' or for 'Ward'."]
    assert not_supplied(given) == ""
    given.reports = [report(supplied=False)]
    assert not_read(given) == ""
    assert lines(not_supplied(given)) == ["Police crime (Police)."]


def test_a_source_that_could_not_be_read_is_graded_among_those_that_came():
    given = edition(Findings())
    given.source_title = lambda source: {"police": "Police crime", "noise": "Noise"}[source]
    given.reports = [
        report(),
        report(source="noise", supplied=False, problem="Noise not read: a.csv: it holds no rows."),
    ]
    given.quality.grades = {"police": Grade("police", "A"), "noise": Grade("noise", "D", "Noise not read: a.csv.")}
    given.quality.grade_rule = {}
    told = _grades(given)
    assert "Of 2 sources supplied, one is of grade A and one is of grade D." in told
    assert lines(told) == ["Noise: D, because the files that came could not be read."]
