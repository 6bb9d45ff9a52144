"""Events by kind of small area are shown all together, or not at all where a small number could be worked out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import partnership_frames as made
import polars as pl
import pytest

from sia.publication import publish
from sia.publication.evidence import GroupContrast, GroupFigure
from sia.publication.group_contrasts import group_contrasts
from sia.publication.pages.groups import groups_sentence, growth_of_groups


def places_page(root: Path, folder: Path, small: int, *statements: str) -> str:
    """The page on places, where the third ward has `small` burglaries, after changing the warehouse."""
    connection = made.warehouse(small=small)
    for statement in statements:
        connection.execute(statement)
    publish(
        made.declared(root),
        connection,
        made.signal_frames(),
        made.proposals(),
        made.registers(),
        made.reports(),
        [],
        folder,
    )
    connection.close()
    return (folder / "fragments" / "places.md").read_text(encoding="utf-8")


def test_groups_are_shown_where_every_area_is(project_root, tmp_path) -> None:
    page = places_page(project_root, tmp_path, 7)
    assert "| Most deprived fifth | " in page
    assert "| Least deprived fifth | " in page
    assert "In the most deprived fifth of small areas there were " in page


@pytest.mark.parametrize(
    ("small", "statement"),
    [
        (3, "update group_counts set count = count"),
        (7, "insert into group_pieces values ('burglary', 'current', 'X05000001', '5', '', 2)"),
        (7, "update group_counts set count = case area_group when '' then 3 when '1' then count + 11 else count end"),
    ],
    ids=["a ward is not shown", "a ward's part of a group is small", "a group is small"],
)
def test_nothing_is_shown_where_a_small_number_could_be_worked_out(project_root, tmp_path, small, statement) -> None:
    page = places_page(project_root, tmp_path, small, statement)
    assert "deprived fifth" not in page
    assert "small areas there were" not in page


def test_the_change_of_groups_is_told_where_the_earlier_period_gives_nothing_away(project_root, tmp_path) -> None:
    page = places_page(project_root, tmp_path, 7)
    assert "Clearly down: the most deprived fifth (from " in page


@pytest.mark.parametrize(
    "statement",
    [
        "insert into group_pieces values ('burglary', 'previous', 'X05000001', '5', '', 2)",
        "update group_counts set previous_count = case area_group when '' then 3 when '1' then previous_count + 11 else previous_count end",
        "update group_counts set previous_count = null",
    ],
    ids=["a ward's part of a group was small", "a group was small", "a month was missing"],
)
def test_where_the_earlier_period_would_the_groups_are_shown_without_their_change(
    project_root, tmp_path, statement
) -> None:
    page = places_page(project_root, tmp_path, 7, statement)
    assert "| Most deprived fifth | " in page
    assert "Clearly down" not in page.split("deprived fifth of small areas there were")[1].split("|")[0]


def test_the_most_and_the_growth_may_lie_in_different_groups() -> None:
    def changed(group: str, before: int, now: int, clear: bool, dimension: str = "deprivation") -> GroupFigure:
        return GroupFigure(
            "burglary", dimension, group, 10, now, None, None, None, None, None, previous_count=before, clear=clear
        )

    fifths = [changed("1", 900, 910, False), changed("3", 300, 420, True), changed("5", 200, 150, True)]
    assert growth_of_groups(fifths) == (
        "Clearly up: the middle fifth (from 300 to 420). Clearly down: the least deprived fifth (from 200 to 150). The most are in "
        "the most deprived fifth (910), the greatest clear rise is in the middle fifth."
    )
    urban = [changed("urban", 900, 1200, True, "rural_urban"), changed("rural", 100, 110, False, "rural_urban")]
    assert growth_of_groups(urban).endswith("The most and the greatest clear rise are both in urban areas.")
    assert growth_of_groups([replace(one, clear=False) for one in fifths]).startswith(
        "None of these groups shows a clear change"
    )
    assert growth_of_groups([*fifths, replace(fifths[0], previous_count=None)]) == ""


def group(dimension: str, name: str, rate: float, low: float, high: float) -> GroupFigure:
    return GroupFigure("burglary", dimension, name, 10, 100, 0.5, 0.4, rate, low, high)


def contrast(dimension: str, ratio: float, low: float, high: float, clear: bool, **more) -> GroupContrast:
    facts = {"kind": "ends", "family_size": 1, "reason": ""} | more
    return GroupContrast("burglary", dimension, ratio=ratio, lower=low, upper=high, clear=clear, **facts)


ENDS = [group("deprivation", "1", 8.9, 7.2, 11.0), group("deprivation", "5", 4.3, 3.4, 5.5)]


def test_the_ends_are_set_against_one_another_with_their_intervals() -> None:
    assert groups_sentence(ENDS, [contrast("deprivation", 2.07, 1.5, 2.9, True, family_size=6)]).startswith(
        "In the most deprived fifth of small areas there were 8.9 per 1,000 people (95% interval 7.2 to 11.0), in the least "
        "deprived 4.3 per 1,000 people (95% interval 3.4 to 5.5): 2.1 times the rate (95% interval 1.5 to 2.9), a clear difference, "
        "after allowing for six indicators compared together. Fifths are those of"
    )
    near = [group("rural_urban", "rural", 5.0, 4.0, 6.0), group("rural_urban", "urban", 5.5, 5.2, 5.8)]
    said = groups_sentence(near, [contrast("rural_urban", 0.91, 0.7, 1.18, False)])
    assert (
        ": 0.91 times the rate (95% interval 0.70 to 1.18), which small areas that differ anyway could show by chance."
        in said
    )
    assert groups_sentence(ENDS[:1], []).startswith("Fifths are those of")


def test_groups_of_too_few_areas_are_not_judged() -> None:
    few = [replace(one, rate_lower=None, rate_upper=None) for one in ENDS]
    none = contrast("deprivation", None, None, None, False, reason="fewer than five small areas")
    assert (
        "in the least deprived 4.3 per 1,000 people; whether that is a clear difference cannot be said: fewer than five small areas."
        in groups_sentence(few, [none])
    )


def test_a_gradient_is_told_in_per_cent_a_fifth() -> None:
    step = contrast("deprivation", 0.83, 0.77, 0.9, True, kind="step")
    assert (
        "From each fifth to the next less deprived one the rate is 17% lower on average (95% interval 10% to 23%)."
        in groups_sentence(ENDS, [step])
    )
    level = contrast("deprivation", 0.98, 0.9, 1.07, False, kind="step")
    assert "Over the five fifths there is no clear gradient." in groups_sentence(ENDS, [level])


def test_contrasts_allow_for_all_indicators_compared_and_only_those_shown_are_told() -> None:
    def rows(indicator: str, ratio: float) -> list[dict]:
        sums = made.area_sums
        counts = {"1": round(400 * ratio), "5": 400}
        return [
            {
                "indicator": indicator,
                "dimension": "deprivation",
                "area_group": name,
                "areas": 20,
                "count": count,
                "persons": 30000,
            }
            | dict(zip(("count_squares", "count_persons", "persons_squares"), sums(count, 30000), strict=True))
            for name, count in counts.items()
        ]

    def told(*others: float) -> GroupContrast:
        frame = pl.DataFrame([row for at, ratio in enumerate((1.16, *others)) for row in rows(f"i{at}", ratio)])
        (one,) = group_contrasts(SimpleNamespace(group_counts=frame), {"i0": ()})
        return one

    alone, among = told(), told(*[1.0] * 9)
    assert alone.clear and alone.family_size == 1
    assert not among.clear and among.family_size == 10
    assert among.ratio == pytest.approx(1.16)
