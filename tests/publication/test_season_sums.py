"""Counts by season are tied to every span of months they share with it, so that no difference gives a small one away."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from sia.calendar import SeasonMonths, Window, add_months, month_range
from sia.publication.counts import Counts, Door, through
from sia.publication.season_sums import SeasonTable, season_sums

FIRST, LAST = date(2021, 1, 1), date(2023, 12, 1)
MONTHS = month_range(FIRST, LAST)
SEASONS = ("spring", "summer", "autumn", "winter")
AREA = "X07000001"
PARTS = ("swimming", "falls", "floods")


def spans() -> list[Window | SeasonMonths]:
    """Seasons, the period compared and the one before, last year, and the quarters of a chart."""
    quarters = [Window(month, add_months(month, 2)) for month in MONTHS[::3]]
    compared = [Window(date(year, 4, 1), date(year, 12, 1)) for year in (2022, 2023)]
    seasons = [SeasonMonths(season, FIRST, LAST) for season in SEASONS]
    return [*seasons, *compared, Window(date(2022, 4, 1), date(2023, 3, 1)), *quarters]


def counted(counts: np.ndarray, span: Window | SeasonMonths) -> int:
    return int(sum(counts[MONTHS.index(month)] for month in span.months))


def published(parts: dict[str, np.ndarray], of_parts: list, of_total: list) -> tuple[Counts, Door]:
    counts = Counts()
    total = sum(parts.values())
    for span in of_total:
        counts.add("all", AREA, span, counted(total, span), 5, keep=4)
    for name, values in parts.items():
        for span in of_parts:
            counts.add(name, AREA, span, counted(values, span), 5)
    counts.season_tables.append(SeasonTable(AREA, "all", tuple(parts)))
    return counts, through(counts)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 6), min_size=36, max_size=36), st.lists(st.integers(0, 9), min_size=36, max_size=36))
def test_every_sum_holds_for_the_counts_of_its_pieces(one: list[int], two: list[int]) -> None:
    parts = {"a": np.array(one), "b": np.array(two)}
    cells = {name: {span: f"{name} {span}" for span in spans()} for name in ("all", "a", "b")}
    values = {
        cells[name][span]: counted(sum(parts.values()) if name == "all" else parts[name], span)
        for name in cells
        for span in spans()
    }
    table = SeasonTable(AREA, "all", ("a", "b"))
    pieces: dict[str, int] = {}
    for total, unknown in season_sums(table, cells):
        assert values[total] >= 0 and len(unknown) == len(set(unknown))
        pieces |= dict.fromkeys(unknown, 0)
    for name, counts in parts.items():
        starts = sorted(label.rpartition(" ")[2] for label in pieces if label.startswith(f"{name}|"))
        of = _piece_of_month()
        for month, count in zip(MONTHS, counts, strict=True):
            pieces[f"{name}|{AREA}|months from {of[month]}"] += int(count)
        assert set(starts) == set(of.values())
    for total, unknown in season_sums(table, cells):
        assert values[total] == sum(pieces[name] for name in unknown), total


def _piece_of_month() -> dict[date, str]:
    """Months that lie in the same spans, named by the first of them."""
    first: dict[tuple[bool, ...], str] = {}
    return {
        month: first.setdefault(tuple(month in span.months for span in spans()), f"{month:%Y-%m}") for month in MONTHS
    }


def bounds(parts: dict[str, np.ndarray], counts: Counts, door: Door, wanted: str) -> tuple[float, float]:
    """What a reader can make of a cell who takes every part of every month for unknown, found without the sums told."""
    place = {(name, month): at for at, (name, month) in enumerate((name, month) for name in parts for month in MONTHS)}
    rows, right, goal = [], [], np.zeros(len(place))
    for registers in (counts.windows, counts.seasons):
        for (subject, _), cells in registers.items():
            for span, cell in cells.items():
                row = np.zeros(len(place))
                names = parts if subject == "all" else (subject,)
                row[[place[name, month] for name in names for month in span.months]] = 1
                if cell == wanted:
                    goal = row
                if door.shows(cell):
                    rows.append(row)
                    right.append(counts.values[cell])
    found = [
        linprog(sign * goal, A_eq=np.array(rows), b_eq=right, bounds=(0, None), method="highs") for sign in (1, -1)
    ]
    return found[0].fun, np.inf if found[1].status == 3 else -found[1].fun


@pytest.mark.parametrize("seed", [0, 1, 3, 4, 6, 7])
def test_no_small_count_can_be_worked_out_from_seasons_periods_and_quarters_together(seed: int) -> None:
    chance = np.random.default_rng(seed)
    summer = np.array([month.month in (6, 7, 8) for month in MONTHS])
    parts = {
        "swimming": chance.poisson(np.where(summer, 20, 1.5)),
        "falls": chance.poisson(2.0, 36),
        "floods": chance.poisson(np.where(summer, 0.3, 2.0)),
    }
    counts, door = published(parts, spans()[:7], spans())
    small = [name for name, value in counts.values.items() if 0 < value < 5]
    assert small
    for name in small:
        assert not door.shows(name)
        least, most = bounds(parts, counts, door, name)
        assert least <= 1 and most >= 4, (name, least, most)


def test_a_season_that_quarters_and_periods_would_give_away_is_not_shown() -> None:
    """Floods of one summer month: all other months of the summers are shown as windows of the same part."""
    floods = np.zeros(36, dtype=int)
    floods[[0, 1, 5, 18, 30]] = [9, 8, 3, 7, 6]
    parts = {"floods": floods, "falls": np.full(36, 9)}
    summers = [Window(date(2022, 6, 1), date(2022, 8, 1)), Window(date(2023, 6, 1), date(2023, 8, 1))]
    others = Window(date(2021, 6, 1), date(2021, 8, 1))
    season = SeasonMonths("summer", FIRST, LAST)
    counts, door = published(parts, [*summers, others, season], [])
    hidden = next(name for name, value in counts.values.items() if value == 3)
    least, most = bounds(parts, counts, door, hidden)
    assert not door.shows(hidden) and least <= 1 and most >= 4


def test_seasons_of_one_span_have_names_of_their_own() -> None:
    counts = Counts()
    names = {counts.add("a", AREA, SeasonMonths(season, FIRST, LAST), 9, 5) for season in SEASONS}
    assert len(names) == 4
    assert not counts.windows
