"""Comparisons on further bases as they are published: sentences, values, ratings, and what is withheld."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import partnership_frames as made
import polars as pl
import pytest
from test_sentences import BURGLARY, but

from sia.calendar import Basis, comparison_windows
from sia.publication import publish
from sia.publication.evidence import Evidence
from sia.publication.further import disagreement, further_sentence, further_sentences, named_sentence
from sia.signals.frames import FURTHER

AS_AT = date(2023, 12, 31)
YEARS = "in the calendar year 2022"


def on(basis: str, day: date = AS_AT, **changes):
    current, previous = comparison_windows(basis, day)
    return but(basis=basis, current=current, previous=previous, further=True, counts_towards_rating=False, **changes)


YEAR = on("calendar_year")


@pytest.mark.parametrize(
    ("evidence", "sentence"),
    [
        (
            YEAR,
            f"Over the calendar year 2023 there were 2,948 offences, 8% fewer than {YEARS} (95% interval 3% to 13%): a clear, moderate fall.",
        ),
        (
            replace(YEAR, clear=False, size=None, upper=1.02),
            f"Over the calendar year 2023 there were 2,948 offences, against 3,204 {YEARS}: no clear change (95% interval from "
            "13% fewer to 2% more).",
        ),
        (
            replace(YEAR, current_count=45, previous_count=31, change=14, change_percent=None, size="large"),
            f"Over the calendar year 2023 there were 45 offences, against 31 {YEARS}: a clear, large rise.",
        ),
        (
            replace(YEAR, current_count=6, previous_count=8, change=-2, change_percent=None, clear=False, size=None),
            f"Over the calendar year 2023 there were 6 offences, against 8 {YEARS}: small numbers.",
        ),
        (
            replace(YEAR, current_count=1, previous_count=12, change=-11, change_percent=None, size=None),
            f"Over the calendar year 2023 there was 1 offence, against 12 {YEARS}: a clear fall.",
        ),
        (
            replace(YEAR, current_count=31, previous_count=31, change=0, change_percent=None, clear=False, size=None),
            f"Over the calendar year 2023 there were 31 offences, as many as {YEARS}: no clear change.",
        ),
        (
            on("latest_12_months", date(2023, 6, 30)),
            "Over the 12 months to June 2023 there were 2,948 offences, 8% fewer than in the 12 months to June 2022 (95% interval "
            "3% to 13%): a clear, moderate fall.",
        ),
        (
            on("latest_12_months", date(2024, 3, 31)),
            "Over the 12 months to March 2024 there were 2,948 offences, 8% fewer than in the 12 months to March 2023 (95% interval "
            "3% to 13%): a clear, moderate fall.",
        ),
        (
            replace(BURGLARY, further=True),
            "In April to December 2023 there were 2,948 offences, 8% fewer than in April to December 2022 (95% interval 3% to 13%): a "
            "clear, moderate fall.",
        ),
        (
            on("three_year_mean", date(2023, 6, 30), current_count=900, previous_count=3001, change=-100.3, change_percent=-10.03),
            "Over the 12 months to June 2023 there were 900 offences, 10% fewer than the yearly mean of the three years before (July 2019 "
            "to June 2022), 1,000.3 (95% interval 3% to 13%): a clear, moderate fall.",
        ),
        (
            on("three_year_mean", current_count=20, previous_count=60, change=0, change_percent=0, clear=False, size=None, upper=1.1),
            "Over the calendar year 2023 there were 20 offences, as many as the yearly mean of the three years before (January 2020 to "
            "December 2022): no clear change (95% interval from 13% fewer to 10% more).",
        ),
        (
            replace(YEAR, signal="cannot be calculated", reason="May 2022 is missing", current_count=None),
            "The change in burglary over the calendar year 2023 against the calendar year 2022 cannot be calculated: May 2022 is missing.",
        ),
        (
            replace(YEAR, withheld=True, current_count=None, previous_count=None, change=None, change_percent=None),
            "The figures for burglary over the calendar year 2023 against the calendar year 2022 are not shown: small numbers could "
            "identify people, or be worked out from them.",
        ),
    ],
)  # fmt: skip
def test_a_comparison_on_a_further_basis_prints_its_months_and_years(evidence, sentence):
    assert further_sentence(evidence) == sentence


@pytest.mark.parametrize("basis", list(Basis))
@pytest.mark.parametrize("month", [1, 3, 4, 6, 12])
def test_both_years_stand_in_every_sentence(basis, month):
    current, previous = comparison_windows(basis, date(2023, month, 28))
    said = further_sentence(but(basis=basis, current=current, previous=previous))
    for window in (current, previous):
        assert str(window.last.year) in said


def test_a_part_is_named_where_nothing_before_has_named_it():
    part = replace(YEAR, strand="vehicle", strand_title="theft of vehicles", family_size=5)
    assert named_sentence(part).startswith(
        "Theft of vehicles: over the calendar year 2023 there were 2,948 offences, 8% fewer"
    )
    held = replace(part, withheld=True, current_count=None)
    assert named_sentence(held).startswith("The figures for theft of vehicles over the calendar year 2023")


LEVEL = {"clear": False, "size": None}
RISE = {"change": 256, "change_percent": 8.0, "ratio": 1.08, "lower": 1.03, "upper": 1.13}
IN_MONTHS, IN_YEAR = "in April to December 2023", "over the calendar year 2023"
NOT_COUNTED = "; only the first can count towards the rating"


@pytest.mark.parametrize(
    ("own", "beside", "said"),
    [
        ({}, {}, ""),
        (LEVEL, LEVEL, ""),
        ({}, {"size": "large"}, ""),
        (
            RISE,
            {},
            f"These two comparisons point different ways: a clear rise {IN_MONTHS}, a clear fall {IN_YEAR}{NOT_COUNTED}.",
        ),
        (
            {},
            LEVEL,
            f"Only one of these two comparisons shows a clear change: a clear fall {IN_MONTHS}, no clear change {IN_YEAR}{NOT_COUNTED}.",
        ),
        (
            LEVEL,
            RISE,
            f"Only one of these two comparisons shows a clear change: no clear change {IN_MONTHS}, a clear rise {IN_YEAR}{NOT_COUNTED}.",
        ),
        ({"withheld": True}, LEVEL, ""),
        ({}, {"withheld": True, **LEVEL}, ""),
        ({"signal": "cannot be calculated"}, RISE, ""),
    ],
)
def test_two_bases_that_do_not_agree_are_said_plainly(own, beside, said):
    assert disagreement(but(role="headline", **own), replace(YEAR, **beside)) == said


def test_the_mean_of_three_years_is_named_where_another_basis_has_the_same_year():
    mean = on("three_year_mean", previous_count=9612)
    said = disagreement(but(role="headline", **LEVEL), mean)
    assert said.endswith(
        "a clear fall over the calendar year 2023 against the yearly mean of the three years before" + NOT_COUNTED + "."
    )
    parts = further_sentences(
        evidence(BURGLARY, mean, parts=[part(BURGLARY, "homes", **LEVEL)], further_parts=[part(mean, "homes")]),
        "burglary",
    )
    assert (
        "Clearly down only over the calendar year 2023 against the yearly mean of the three years before: homes, by 8%, from 3,204"
        in parts
    )


def test_what_can_never_count_says_nothing_of_the_rating():
    assert "rating" not in disagreement(but(role="supporting"), replace(YEAR, **LEVEL))


def evidence(own, *further, parts=(), further_parts=()) -> Evidence:
    strands = {(one.indicator, one.strand): one for one in parts}
    beside = {(one.indicator, one.strand): (one,) for one in further_parts}
    return Evidence({("burglary", ""): own, **strands}, {}, {}, {}, {}, further={("burglary", ""): further, **beside})


def part(one, name: str, **changes):
    return replace(one, strand=name, strand_title=name, **changes)


def test_parts_that_moved_and_parts_on_which_the_two_differ_are_named():
    said = further_sentences(
        evidence(
            BURGLARY,
            YEAR,
            parts=[part(BURGLARY, "homes"), part(BURGLARY, "shops", **LEVEL), part(BURGLARY, "sheds"), part(BURGLARY, "held")],
            further_parts=[part(YEAR, "homes"), part(YEAR, "shops"), part(YEAR, "sheds", **RISE), part(YEAR, "held", withheld=True)],
        ),
        "burglary",
    )  # fmt: skip
    assert said.partition("moderate fall. ")[2] == (
        "As in the first comparison, clearly down: homes. Clearly down only over the calendar year 2023: shops, by 8%, from 3,204 to "
        "2,948. Clearly up over the calendar year 2023: sheds, by 8%, from 3,204 to 2,948; the first comparison shows the opposite."
    )


def test_a_part_that_is_clear_in_the_first_comparison_alone_or_known_in_the_second_alone_is_said_to_be():
    said = further_sentences(
        evidence(
            BURGLARY,
            YEAR,
            parts=[part(BURGLARY, "homes"), part(BURGLARY, "shops", withheld=True), part(BURGLARY, "sheds", **LEVEL)],
            further_parts=[part(YEAR, "homes", **LEVEL), part(YEAR, "shops"), part(YEAR, "sheds", **LEVEL)],
        ),
        "burglary",
    )
    assert said.partition("moderate fall. ")[2] == (
        "Clearly down over the calendar year 2023: shops, by 8%, from 3,204 to 2,948. Clear only in the first comparison: homes."
    )


def test_the_same_months_are_told_once_and_the_same_reason_too():
    absent = {"signal": "cannot be calculated", "reason": "no extract supplied for police", "current_count": None}
    assert further_sentences(evidence(BURGLARY, replace(YEAR, same_as="latest_12_months")), "burglary") == ""
    assert further_sentences(evidence(but(**absent), replace(YEAR, **absent)), "burglary") == ""
    other = replace(YEAR, **{**absent, "reason": "May 2022 is missing"})
    assert "May 2022 is missing" in further_sentences(evidence(BURGLARY, other), "burglary")


def test_a_change_of_recording_is_told_without_a_word_on_the_rating():
    said = further_sentences(evidence(BURGLARY, replace(YEAR, break_inside=True, break_what="a new form")), "burglary")
    assert said.endswith("a clear, moderate fall. Recording changed between the two periods (a new form).")


BASIS = "calendar_year"


def further_row(name: str, counts: list[int], strand: str = "", **more: Any) -> dict[str, Any]:
    """A row of the frame of further comparisons, over the calendar year."""
    current, previous = comparison_windows(BASIS, AS_AT)
    now, before = made.total(counts, current), made.total(counts, previous)
    windows = {
        f"{which}_{end}": getattr(window, end)
        for which, window in (("current", current), ("previous", previous))
        for end in ("first", "last")
    }
    counted = {"current_count": float(now), "previous_count": float(before), "change": float(now - before)}
    percent = {"change_percent": 100 * (now - before) / before if before >= 50 else None, "basis": BASIS}
    row = made.signal_row(name, counts, strand, **windows, **counted, **percent, **more)
    return {column: row.get(column) for column in FURTHER}


def publish_with(root: Path, folder: Path, *rows: dict[str, Any], frames: made.Frames | None = None) -> Path:
    """Publish the partnership made by hand with these further comparisons."""
    project = made.declared(root)
    for name in {row["indicator"] for row in rows}:
        priority, indicator = project.indicators[name]
        also = indicator.model_copy(update={"also": (Basis.CALENDAR_YEAR,)})
        project.priorities[priority.id] = priority.model_copy(
            update={"indicators": {**priority.indicators, name: also}}
        )
    frames = replace(frames or made.signal_frames(), further=pl.DataFrame(list(rows), schema=FURTHER, orient="row"))
    connection = made.warehouse()
    publish(project, connection, frames, made.proposals(), made.registers(), made.reports(), [], folder)
    connection.close()
    return folder


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def beside(project_root, tmp_path_factory) -> Path:
    rows = [further_row("burglary", made.BURGLARY), further_row("burglary", made.HOME, "home")]
    return publish_with(project_root, tmp_path_factory.mktemp("beside"), *rows)


def test_values_go_by_the_name_of_the_basis(beside):
    values = {one["id"]: one for one in read(beside, "values.json")}
    assert values["burglary.calendar_year.current_count"]["value"] == sum(made.BURGLARY[24:])
    assert values["burglary.calendar_year.previous_count"]["text"] == f"{sum(made.BURGLARY[12:24]):,}"
    assert values["burglary.home.calendar_year.change"]["value"] == sum(made.HOME[24:]) - sum(made.HOME[12:24])
    assert values["burglary.calendar_year.current_period"]["text"] == "the calendar year 2023"
    assert values["burglary.calendar_year.signal"]["text"] == "improving"
    assert values["burglary.current_count"]["value"] == made.total(made.BURGLARY, made.CURRENT)
    assert values["burglary.calendar_year.change"]["trace"]["query"] == "period_comparisons"


def test_a_rating_lists_the_further_comparison_as_not_counted(beside, published):
    ratings = {one["priority"]: one for one in read(beside, "ratings.json")}
    whole, home = (
        next(
            one for one in ratings["burglary"]["evidence"] if one["indicator"] == "burglary" and one["strand"] == strand
        )
        for strand in ("", "home")
    )
    (year,) = whole["further"]
    assert (year["counted"], year["how"]["basis"], year["how"]["months"]) == (
        False,
        BASIS,
        {"current": 12, "previous": 12},
    )
    assert year["why_not_counted"] == "a further basis: only the indicator's own one can count"
    assert year["sentence"].startswith("Burglary: over the calendar year 2023 there were 1,026 offences")
    assert home["further"][0]["sentence"].startswith("Burglary of homes: over the calendar year 2023 there were")
    for rating in ratings.values():
        for entry in rating["evidence"]:
            entry.pop("further", None)
    assert list(ratings.values()) == json.loads((published.folder / "ratings.json").read_text(encoding="utf-8"))


def test_the_section_and_the_data_page_print_it_and_the_methods_page_explains_it(beside):
    section = (beside / "fragments/themes/crime.md").read_text(encoding="utf-8")
    assert "Over the calendar year 2023 there were 1,026 offences, " in section
    data = (beside / "fragments/data/burglary.md").read_text(encoding="utf-8")
    assert (
        "the calendar year 2023 against the calendar year 2022 (a further basis, which counts towards no rating)"
        in data
    )
    methods = (beside / "fragments/methods.md").read_text(encoding="utf-8")
    assert "- Calendar year: the calendar year 2023 against the calendar year 2022." in methods
    assert "only a measure's own basis can count towards a rating" in methods


def test_without_a_further_basis_the_methods_page_says_nothing_of_one(published):
    methods = (published.folder / "fragments/methods.md").read_text(encoding="utf-8")
    assert "further basis" not in methods and "- Calendar year:" not in methods


FEW = [0] * 24 + [0, 0, 2] + [3] + [0] * 8


def test_a_further_count_that_is_small_is_withheld_wherever_it_would_stand(project_root, tmp_path):
    """Noise: two complaints in March 2023 and three in April; the calendar year has five, April to December three."""
    row = further_row("noise_complaints", FEW, signal="improving", reason=None)
    small = row | {"current_count": 3.0, "previous_count": 9.0, "change": -6.0}
    folder = publish_with(project_root, tmp_path, small)
    values = {one["id"]: one for one in read(folder, "values.json")}
    for name in ("current_count", "change"):
        one = values[f"noise_complaints.calendar_year.{name}"]
        assert (one["value"], one["suppressed"]) == (None, True)
    assert "noise_complaints.calendar_year.signal" not in values
    section = (folder / "fragments/themes/crime.md").read_text(encoding="utf-8")
    assert (
        "The figures for noise complaints over the calendar year 2023 against the calendar year 2022 are not shown"
        in section
    )
    (entry,) = (one for one in read(folder, "ratings.json")[0]["evidence"] if one["indicator"] == "noise_complaints")
    assert entry["further"][0]["values"] == dict.fromkeys(entry["further"][0]["values"])


NOISE = [6] * 24 + [0, 2, 0] + [6] * 9


def test_a_further_window_that_would_leave_a_small_remainder_is_withheld_and_the_first_is_not(project_root, tmp_path):
    """April to December is shown; a calendar year of two more would say that there were two in January to March."""
    frames = made.signal_frames()
    own = made.signal_row("noise_complaints", NOISE)
    rows = [own if row["indicator"] == "noise_complaints" else row for row in frames.signals.to_dicts()]
    frames = replace(frames, signals=pl.DataFrame(rows, infer_schema_length=None))
    row = further_row("noise_complaints", NOISE)
    values = {one["id"]: one for one in read(publish_with(project_root, tmp_path, row, frames=frames), "values.json")}
    assert values["noise_complaints.current_count"]["value"] == 54
    assert row["current_count"] == 56
    assert values["noise_complaints.calendar_year.current_count"]["suppressed"]
    assert "56" not in {one["text"] for one in values.values()}
