"""Groups of small areas are compared as areas are: by month, with chance over all groups of a dimension allowed for."""

from __future__ import annotations

from pathlib import Path

from sia.signals import assess


def test_a_group_that_rose_is_called_and_the_others_are_not(given, tmp_path: Path) -> None:
    project = given.project(tmp_path, burglary={})
    counts = {"1": given.stepping(100, 100), "3": given.stepping(20, 45), "5": given.stepping(30, 30)}
    months = [
        {
            "indicator": "burglary",
            "dimension": "deprivation",
            "area_group": group,
            "month": row["month"],
            "count": row["count"],
        }
        for group, values in counts.items()
        for row in given.monthly("burglary", values)
    ]
    total = [sum(values) for values in zip(*counts.values(), strict=True)]
    measured = given.measured(project, measures=given.monthly("burglary", total), group_months=months)
    groups = assess(project, measured, given.breaks()).groups
    assert groups.select("level", "area_code", "clear", "signal", "family_size").rows() == [
        ("deprivation", "1", False, "no clear change", 3),
        ("deprivation", "3", True, "worsening", 3),
        ("deprivation", "5", False, "no clear change", 3),
    ]


def test_without_groups_the_frame_is_empty(given, tmp_path: Path) -> None:
    project = given.project(tmp_path, burglary={})
    measured = given.measured(project, measures=given.monthly("burglary", given.stepping(10, 10)))
    assert assess(project, measured, given.breaks()).groups.is_empty()
