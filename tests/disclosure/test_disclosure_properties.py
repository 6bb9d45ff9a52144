"""What holds for any published set: made of areas, months and categories, summed in many overlapping ways."""

from __future__ import annotations

from itertools import product
from random import Random
from time import perf_counter

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sia.disclosure import attack, suppress
from sia.errors import UserError

CELLS = {"cell": pl.String, "value": pl.Int64, "threshold": pl.Int64, "priority": pl.Int64}
SUMS = {"relation": pl.String, "total": pl.String, "part": pl.String, "sign": pl.Int64}


class Cube:
    """Counts by area, month and category, from which any margin can be published."""

    def __init__(self, counts: dict[tuple[int, int, int], int | None], thresholds: dict[int, int]):
        self.counts = counts
        self.thresholds = thresholds
        self.cells: dict[str, tuple[str, int | None, int, int]] = {}
        self.sums: list[tuple[str, str, str, int]] = []

    def publish(self, *kept: tuple[int, ...]) -> str:
        """One published count over sets of areas, months and categories; its name."""
        name = "|".join("+".join(map(str, axis)) for axis in kept)
        values = [self.counts[place] for place in product(*kept)]
        value = None if None in values else sum(values)
        size = len(values)
        self.cells[name] = (name, value, min(self.thresholds[category] for category in kept[2]), size // 8)
        return name

    def split(self, kept: tuple[tuple[int, ...], ...], axis: int, groups: list[tuple[int, ...]]) -> None:
        """Publishes a count and its parts along one axis, and the sum between them."""
        total = self.publish(*kept)
        for group in groups:
            part = self.publish(*(group if place == axis else members for place, members in enumerate(kept)))
            if part != total:
                self.sums.append((f"{total} by {axis} {groups}", total, part, 1))

    def frames(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        cells = pl.DataFrame(list(self.cells.values()), schema=CELLS, orient="row")
        return cells, pl.DataFrame(self.sums, schema=SUMS, orient="row").unique(maintain_order=True)


def singles(members: tuple[int, ...]) -> list[tuple[int, ...]]:
    return [(member,) for member in members]


@st.composite
def published_sets(draw) -> tuple[pl.DataFrame, pl.DataFrame]:
    areas, months = tuple(range(draw(st.integers(2, 4)))), tuple(range(draw(st.integers(3, 6))))
    categories = tuple(range(draw(st.integers(1, 3))))
    random = Random(draw(st.integers(0, 2**32)))
    size = draw(st.sampled_from([0.7, 2, 5, 20]))
    missing = draw(st.sampled_from([0, 0, 0.05]))
    counts = {
        place: None if random.random() < missing else int(random.expovariate(1 / size))
        for place in product(areas, months, categories)
    }
    cube = Cube(counts, {category: draw(st.sampled_from([5, 5, 5, 3, 2, 10, 0])) for category in categories})
    year, later = months, months[len(months) // 3 :]
    cube.split((areas, year, categories), 2, singles(categories))
    for category in singles(categories):
        cube.split((areas, year, category), 0, singles(areas))
        for window in (year, later) if draw(st.booleans()) else (year,):
            cube.split((areas, window, category), 1, singles(window))
            for area in singles(areas):
                cube.split((area, window, category), 1, singles(window))
        if draw(st.booleans()):
            for month in singles(months):
                cube.split((areas, month, category), 0, singles(areas))
        if draw(st.booleans()):
            cube.split((areas, year, category), 0, [areas[:2], areas[2:]] if len(areas) > 2 else singles(areas))
    return cube.frames()


POLICIES = st.sampled_from(["show", "suppress"])


@settings(max_examples=30, deadline=None)
@given(published_sets(), POLICIES)
def test_nothing_suppressed_can_be_undone(published, zeros):
    cells, sums = published
    result = suppress(cells, sums, zeros=zeros)
    assert attack(result, sums, zeros=zeros).filter("exposed").height == 0
    assert result.drop("suppressed", "note").equals(cells)
    gone = result.filter(pl.col("suppressed") != "no")
    assert gone["value"].null_count() == 0
    assert zeros == "suppress" or not (gone["value"] == 0).any()
    small = pl.col("value").is_between(0 if zeros == "suppress" else 1, pl.col("threshold") - 1)
    assert result.select((small.fill_null(False) == (pl.col("suppressed") == "primary")).all()).item()


@settings(max_examples=30, deadline=None)
@given(published_sets(), POLICIES)
def test_exempt_figures_stay_unless_it_is_said_that_they_had_to_go(published, zeros):
    cells, sums = published
    result = suppress(cells, sums, zeros=zeros)
    exempt_and_gone = (pl.col("threshold") == 0) & (pl.col("suppressed") != "no")
    assert result.select((exempt_and_gone == pl.col("note").is_not_null()).all()).item()
    if result.filter(exempt_and_gone).height:
        with pytest.raises(UserError, match="cannot be protected"):
            suppress(cells, sums, zeros=zeros, hide_exempt=False)
    else:
        assert suppress(cells, sums, zeros=zeros, hide_exempt=False).equals(result)


@settings(max_examples=15, deadline=None)
@given(published_sets(), st.integers(0, 1000))
def test_the_order_of_rows_does_not_matter_and_a_second_time_changes_nothing(published, seed):
    cells, sums = published
    result = suppress(cells, sums)
    shuffled = suppress(
        cells.sample(fraction=1, shuffle=True, seed=seed), sums.sample(fraction=1, shuffle=True, seed=seed)
    )
    assert shuffled.sort("cell").equals(result.sort("cell"))
    assert suppress(result, sums).equals(result)


@settings(max_examples=15, deadline=None)
@given(published_sets(), st.data())
def test_showing_the_only_company_again_is_found_out(published, data):
    """The attack is no rubber stamp: a sum left with a single unknown is always an exposure."""
    cells, sums = published
    result = suppress(cells, sums)
    gone = result.filter(pl.col("suppressed") != "no")["cell"]
    relations = sums.group_by("relation", maintain_order=True).agg(pl.col("total").first(), "part")
    candidates = []
    for _, total, parts in relations.iter_rows():
        hidden = [name for name in [total, *parts] if name in set(gone)]
        unknown = result.filter(pl.col("cell").is_in([total, *parts]) & pl.col("value").is_null()).height
        if len(hidden) == 2 and not unknown:
            candidates.append(hidden)
    if candidates:
        left, shown = data.draw(st.sampled_from(candidates))
        worse = result.with_columns(
            suppressed=pl.when(pl.col("cell") == shown).then(pl.lit("no")).otherwise(pl.col("suppressed"))
        )
        exposed = set(attack(worse, sums).filter("exposed")["cell"])
        assert left in exposed


def year_of_wards() -> tuple[pl.DataFrame, pl.DataFrame]:
    """24 areas, 24 months and four kinds of incident with every margin: about 3,100 cells and 880 sums."""
    random = Random(7)
    areas, months, kinds = tuple(range(24)), tuple(range(24)), tuple(range(4))
    typical = {kind: mean for kind, mean in zip(kinds, (2, 8, 25, 60), strict=True)}
    counts = {place: int(random.gammavariate(2, typical[place[2]] / 2)) for place in product(areas, months, kinds)}
    cube = Cube(counts, dict.fromkeys(kinds, 5))
    for area, month in product(singles(areas), singles(months)):
        cube.split((area, month, kinds), 2, singles(kinds))
    for kind in singles(kinds):
        cube.split((areas, months, kind), 0, singles(areas))
        cube.split((areas, months, kind), 1, singles(months))
        for area in singles(areas):
            cube.split((area, months, kind), 1, singles(months))
        for month in singles(months):
            cube.split((areas, month, kind), 0, singles(areas))
    for month in singles(months):
        cube.split((areas, month, kinds), 2, singles(kinds))
        cube.split((areas, month, kinds), 0, singles(areas))
    for area in singles(areas):
        cube.split((area, months, kinds), 1, singles(months))
        cube.split((area, months, kinds), 2, singles(kinds))
    cube.split((areas, months, kinds), 0, singles(areas))
    cube.split((areas, months, kinds), 1, singles(months))
    cube.split((areas, months, kinds), 2, singles(kinds))
    return cube.frames()


def test_a_whole_assessment_takes_seconds(record_property):
    cells, sums = year_of_wards()
    assert cells.height > 3000 and sums["relation"].n_unique() > 800
    start = perf_counter()
    result = suppress(cells, sums)
    suppressed_after = perf_counter() - start
    found = attack(result, sums)
    attacked_after = perf_counter() - start - suppressed_after
    record_property("seconds to suppress", round(suppressed_after, 2))
    record_property("seconds to attack", round(attacked_after, 2))
    print(f"suppress {suppressed_after:.2f} s, attack {attacked_after:.2f} s, {found.height} of {cells.height} cells")
    assert not found["exposed"].any() and found.height < cells.height / 2
    assert suppressed_after < 30 and attacked_after < 60
