"""Events by kind of small area are shown all together, or not at all where a small number could be worked out."""

from __future__ import annotations

from pathlib import Path

import partnership_frames as made
import pytest

from sia.publication import publish
from sia.publication.evidence import GroupFigure
from sia.publication.pages.groups import groups_sentence


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
        (7, "insert into group_pieces values ('burglary', 'X05000001', '5', '', 2)"),
        (7, "update group_counts set count = case area_group when '' then 3 when '1' then count + 11 else count end"),
    ],
    ids=["a ward is not shown", "a ward's part of a group is small", "a group is small"],
)
def test_nothing_is_shown_where_a_small_number_could_be_worked_out(project_root, tmp_path, small, statement) -> None:
    page = places_page(project_root, tmp_path, small, statement)
    assert "deprived fifth" not in page
    assert "small areas there were" not in page


def group(dimension: str, name: str, rate: float, low: float, high: float) -> GroupFigure:
    return GroupFigure("burglary", dimension, name, 10, 100, 0.5, 0.4, rate, low, high)


def test_the_ends_are_set_against_one_another_with_their_intervals() -> None:
    ends = [group("deprivation", "1", 8.9, 8.2, 9.6), group("deprivation", "5", 4.3, 3.6, 5.2)]
    assert groups_sentence(ends).startswith(
        "In the most deprived fifth of small areas there were 8.9 per 1,000 people (95% interval 8.2 to 9.6), in the least "
        "deprived 4.3 per 1,000 people (95% interval 3.6 to 5.2): more than chance explains."
    )
    near = [group("rural_urban", "rural", 5.0, 4.0, 6.0), group("rural_urban", "urban", 5.5, 5.2, 5.8)]
    assert ": within what chance explains." in groups_sentence(near)
    assert groups_sentence(ends[:1]).startswith("Fifths are those of")
