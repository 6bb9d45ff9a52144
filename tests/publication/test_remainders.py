"""Comparisons on several bases share months: whoever sets their windows against one another works nothing out."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from sia.calendar import Basis, Window, add_months, comparison_windows, financial_year_start, month_range
from sia.publication.counts import Counts, Door, through
from sia.publication.remainders import atoms, left_over, nested, worked_out

AREA, THRESHOLD = "X07000001", 5
Cell = tuple[str, Window]
LAST = date(2023, 12, 1)
MONTHS = month_range(date(2020, 1, 1), LAST)


def year(number: int) -> Window:
    return Window(date(number, 1, 1), date(number, 12, 1))


def test_windows_are_cut_where_any_of_them_begins_or_ends():
    to_date, whole = Window(date(2023, 4, 1), LAST), year(2023)
    first_quarter = Window(date(2023, 1, 1), date(2023, 3, 1))
    assert atoms([to_date, whole]) == {to_date: [to_date], whole: [first_quarter, to_date]}


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20)), min_size=1, max_size=8))
def test_the_pieces_of_a_window_are_its_months(ends):
    windows = [Window(add_months(MONTHS[0], first), add_months(MONTHS[0], first + more)) for first, more in ends]
    for window, pieces in atoms(windows).items():
        assert [month for piece in pieces for month in piece.months] == window.months
    for outer, inner, left in nested(windows, windows):
        assert sorted([*inner.months, *(month for run in left for month in run.months)]) == outer.months
        assert left == left_over(outer, inner)


def bases_of(day: date, own: Basis, also: list[Basis]) -> tuple[list[Window], list[Window]]:
    """The windows of an indicator's own comparison, the year before among them, and those of further ones."""
    start = financial_year_start(day)
    last_year = Window(add_months(start, -12), add_months(start, -1))
    return [*comparison_windows(own, day), last_year], [one for basis in also for one in comparison_windows(basis, day)]


def published(
    counts: dict[date, int], own: list[Window], further: list[Window]
) -> tuple[Door, dict[Window, str], Counts]:
    """The windows' counts passed through disclosure control, and each window's cell."""
    gathered, cells = Counts(), {}
    for window in own:
        value = sum(counts[month] for month in window.months)
        cells[window] = gathered.add("robbery", AREA, window, value, THRESHOLD, 4)
    for window in further:
        value = sum(counts[month] for month in window.months)
        cells[window] = gathered.add_further("robbery", AREA, window, value, THRESHOLD, 0, None)
    return through(gathered), cells, gathered


def bounds(
    shown: dict[Cell, int], wanted: Cell, suppressed: list[Cell], parts: tuple[str, ...] = ("",)
) -> tuple[float, float]:
    """The least and greatest that a cell can be, for a reader who knows the shown cells and that none of those suppressed is
    nought; the attack knows only parts and months, and nothing of how the cells were chosen."""
    place = {kind: number for number, kind in enumerate((part, month) for part in parts for month in MONTHS)}

    def line(cell: Cell):
        row = np.zeros(len(place))
        row[[place[part, month] for part in ([cell[0]] if cell[0] in parts else parts) for month in cell[1].months]] = 1
        return row

    known = {"A_eq": np.array([line(cell) for cell in shown]), "b_eq": list(shown.values())} if shown else {}
    above = {"A_ub": np.array([-line(cell) for cell in suppressed]), "b_ub": [-1] * len(suppressed)}
    known |= above if suppressed else {}
    least, most = (linprog(sign * line(wanted), bounds=(0, None), method="highs", **known) for sign in (1, -1))
    assert least.status == 0 and most.status in (0, 3)
    return least.fun, np.inf if most.status == 3 else -most.fun


def work_out(values: dict[Cell, int], door: Door, names: dict[Cell, str], parts: tuple[str, ...] = ("",)) -> list[Cell]:
    """The small counts that a reader narrows down further than the noughts shown by policy do when all else is suppressed."""
    shown = {cell: value for cell, value in values.items() if door.shows(names[cell])}
    hidden = [cell for cell in values if door.withholds(names[cell])]
    assert len(shown) + len(hidden) == len(values)
    noughts = {cell: 0 for cell, value in shown.items() if not value}
    others = [cell for cell in values if cell not in noughts]
    found = []
    for cell in hidden:
        if values[cell] < THRESHOLD:
            least, most = bounds(shown, cell, hidden, parts)
            anyway, at_most = bounds(noughts, cell, others, parts)
            safe = least <= max(1, anyway) + 1e-6 and most >= min(THRESHOLD - 1, at_most) - 1e-6
            found += [] if safe else [cell]
    return found


@given(
    st.lists(st.integers(0, 3), min_size=48, max_size=48),
    st.sampled_from([LAST, date(2023, 6, 1), date(2023, 3, 1), date(2023, 10, 1)]),
    st.sampled_from(list(Basis)),
    st.data(),
)
@settings(max_examples=60, deadline=None)
def test_no_window_too_small_to_show_can_be_worked_out_from_those_of_other_bases(counts, newest, own, data):
    also = data.draw(st.lists(st.sampled_from([one for one in Basis if one is not own]), min_size=1, unique=True))
    sparse = data.draw(st.sampled_from([1, 3, 6]))
    by_month = {
        month: count if number % sparse == 0 else 0
        for number, (month, count) in enumerate(zip(MONTHS, counts, strict=True))
    }
    own_windows, further = bases_of(newest, own, also)
    usable = [window for window in own_windows if window.first >= MONTHS[0]]
    beside = [window for window in further if window.first >= MONTHS[0] and window not in usable]
    door, cells, _ = published(by_month, usable, beside)
    values = {("", window): sum(by_month[month] for month in window.months) for window in cells}
    assert work_out(values, door, {("", window): cell for window, cell in cells.items()}) == []


@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([LAST, date(2023, 6, 1), date(2023, 10, 1)]),
    st.sampled_from(list(Basis)),
    st.lists(st.sampled_from([0.1, 0.3, 1, 3, 8]), min_size=2, max_size=3),
)
@settings(max_examples=12, deadline=None)
def test_nor_can_that_of_a_part_whose_total_is_shown_on_every_basis(seed, newest, own, means):
    chance, parts = np.random.default_rng(seed), tuple(f"part {number}" for number in range(len(means)))
    counts = {
        part: dict(zip(MONTHS, chance.poisson(mean, len(MONTHS)), strict=True))
        for part, mean in zip(parts, means, strict=True)
    }
    own_windows, further = bases_of(newest, own, [one for one in Basis if one is not own])
    gathered, values, names = Counts(), {}, {}
    for window in dict.fromkeys(window for window in (*own_windows, *further) if window.first >= MONTHS[0]):
        of_parts = {part: int(sum(counts[part][month] for month in window.months)) for part in parts}
        for name, value in (("all", sum(of_parts.values())), *of_parts.items()):
            add = gathered.add if window in own_windows else gathered.add_further
            keep = 0 if window not in own_windows else 4 if name == "all" else 1
            values[name, window] = value
            names[name, window] = add(f"crime/{name}", AREA, window, value, THRESHOLD, keep, None)
        gathered.add_up(names["all", window], [names[part, window] for part in parts])
    assert work_out(values, through(gathered), names, parts) == []


def quarters(newest: date) -> list[Window]:
    """The whole quarters of a chart."""
    return [
        one
        for one in (Window(month, add_months(month, 2)) for month in MONTHS if month.month in (1, 4, 7, 10))
        if one.last <= newest
    ]


def told_exactly(shown: dict[Window, int]) -> np.ndarray:
    """Which runs of months sums and differences of the windows tell, by first and last month; the months of nought are nought."""
    known = [months for window, count in shown.items() for months in _sums(window, count)]
    rows = np.array([[month in months for month in MONTHS] for months in known], dtype=float).reshape(-1, len(MONTHS))
    told = np.eye(len(MONTHS)) - np.linalg.pinv(rows) @ rows
    first, last, month = np.ogrid[: len(MONTHS), : len(MONTHS), : len(MONTHS)]
    runs = ((first <= month) & (month <= last)).astype(float)
    return (np.abs(runs @ told).max(axis=2) < 1e-6) & (runs.sum(axis=2) > 0)


def _sums(window: Window, count: int) -> list[list[date]]:
    return [window.months] if count else [[month] for month in window.months]


@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([date(2023, month, 1) for month in (2, 3, 5, 8, 11, 12)]),
    st.sampled_from([0.5, 1, 2, 4, 8]),
    st.booleans(),
)
@settings(max_examples=40, deadline=None)
def test_no_few_months_are_left_between_the_periods_compared_and_the_quarters_or_years_of_a_chart(
    seed, newest, mean, by_year
):
    """In November, April to November less two quarters is October and November."""
    drawn = np.random.default_rng(seed).poisson(mean, len(MONTHS))
    counts = {month: int(count) for month, count in zip(MONTHS, drawn, strict=True)}
    compared = comparison_windows(Basis.FINANCIAL_YEAR_TO_DATE, newest)
    whole = [Window(date(year, 4, 1), date(year + 1, 3, 1)) for year in (2020, 2021, 2022)]
    points = [one for one in (whole if by_year else quarters(newest)) if one.last <= newest and one not in compared]
    door, cells, _ = published(counts, list(compared), points)
    values = {window: sum(counts[month] for month in window.months) for window in cells}
    told = told_exactly({window: value for window, value in values.items() if door.shows(cells[window])})
    for first, last in np.argwhere(told):
        count = sum(counts[month] for month in MONTHS[first : last + 1])
        assert not 0 < count < THRESHOLD, (MONTHS[first], MONTHS[last], count)


def test_two_quarters_taken_out_of_eight_months_leave_two():
    eight = Window(date(2023, 4, 1), date(2023, 11, 1))
    first, second = Window(date(2023, 4, 1), date(2023, 6, 1)), Window(date(2023, 7, 1), date(2023, 9, 1))
    left = worked_out({eight: 23, first: 10, second: 10})
    assert left[Window(date(2023, 10, 1), date(2023, 11, 1))] == 3
    assert left[Window(date(2023, 7, 1), date(2023, 11, 1))] == 13
    assert worked_out({}) == {}


def test_the_pieces_of_a_window_of_nought_are_nought():
    spring, overlapping = Window(date(2023, 3, 1), date(2023, 5, 1)), Window(date(2023, 4, 1), date(2023, 6, 1))
    assert worked_out({spring: 0, overlapping: 6})[Window(date(2023, 6, 1), date(2023, 6, 1))] == 6


def in_months(**counts: int) -> dict[date, int]:
    """Counts by month, given as `m2023_01=4`; all other months are nought."""
    named = {date(int(name[1:5]), int(name[6:]), 1): count for name, count in counts.items()}
    return {month: named.get(month, 0) for month in MONTHS}


TO_DATE, BEFORE, LAST_YEAR = (
    Window(date(2023, 4, 1), LAST),
    Window(date(2022, 4, 1), date(2022, 12, 1)),
    Window(date(2022, 4, 1), date(2023, 3, 1)),
)


def test_the_same_months_left_over_twice_give_nothing_away():
    """The calendar year 2023 less April to December is what 2022/23 less April to December 2022 is: January to March."""
    counts = in_months(m2023_05=30, m2023_02=20, m2022_06=3, m2022_02=12)
    door, cells, _ = published(counts, [TO_DATE, BEFORE, LAST_YEAR], [year(2023), year(2022)])
    assert door.withholds(cells[BEFORE])
    known = {window for window in (TO_DATE, LAST_YEAR, year(2023)) if door.shows(cells[window])}
    assert known != {TO_DATE, LAST_YEAR, year(2023)}, "30 + (23 - x) = 50 would give x away"


def test_a_small_remainder_between_two_bases_withholds_the_further_one_and_never_the_first():
    counts = in_months(m2023_05=30, m2023_02=2, m2022_06=40, m2022_02=9)
    door, cells, gathered = published(counts, [TO_DATE, BEFORE], [year(2023), year(2022)])
    assert door.shows(cells[TO_DATE], cells[BEFORE], cells[year(2022)])
    assert door.withholds(cells[year(2023)])
    assert gathered.remainders and not gathered.remainders & (door.hidden | door.shown.keys()), (
        "a remainder is nobody's figure"
    )


def test_a_remainder_that_the_first_basis_tells_already_withholds_nothing():
    counts = in_months(m2023_05=30, m2023_02=2, m2022_06=40, m2022_02=9)
    door, cells, gathered = published(counts, [TO_DATE, BEFORE, LAST_YEAR], [year(2023)])
    assert door.shows(*cells.values())
    assert not gathered.remainders


def test_figures_published_elsewhere_leave_no_remainder_to_protect():
    gathered = Counts()
    for window, value in ((TO_DATE, 30), (year(2023), 32)):
        gathered.add_further("street", AREA, window, value, 0, 0, None)
    assert not through(gathered).hidden


def test_a_further_window_that_is_published_anyway_is_one_cell():
    gathered = Counts()
    own = gathered.add("robbery", AREA, year(2023), 30, THRESHOLD, 4)
    assert gathered.add_further("robbery", AREA, year(2023), 30, THRESHOLD, 0, None) == own
    assert not gathered.further
    assert gathered.keep[own] == 4


@pytest.mark.parametrize("basis", list(Basis))
def test_every_pair_of_bases_is_cut_into_the_same_pieces(basis):
    windows = sorted(
        {one for other in Basis for one in (*comparison_windows(other, LAST), *comparison_windows(basis, LAST))}
    )
    pieces = sorted({piece for parts in atoms(windows).values() for piece in parts})
    assert all(earlier.last < later.first for earlier, later in pairwise(pieces))
