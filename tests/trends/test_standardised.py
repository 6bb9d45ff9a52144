from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from sia.trends.standardised import (
    EUROPEAN_STANDARD_POPULATION,
    FEW,
    NEGATIVE,
    NO_BAND,
    NO_REFERENCE,
    NOTHING_EXPECTED,
    directly_standardised,
    indirectly_standardised,
)

PACKAGE, WORKBOOK = "PHEindicatormethods", "testdata_DSR_ISR.xlsx"
Finder = Callable[[str, str], Path]
LIMITS = {"value": "value", "lower": "lower95_0cl", "upper": "upper95_0cl"}
WIDE = {"lower_998": "lower99_8cl", "upper_998": "upper99_8cl"}


def sheet(path: Path, name: str) -> pl.DataFrame:
    return pl.read_excel(path, sheet_name=name, engine="calamine")


def with_standard(bands: pl.DataFrame) -> pl.DataFrame:
    """The bands of each area in their order, with the European Standard Population of 2013 beside them."""
    standard = pl.Series("standard", list(EUROPEAN_STANDARD_POPULATION.values()))
    areas = bands["area"].n_unique()
    return bands.rename({"pop": "population"}).with_columns(standard=pl.concat([standard] * areas))


def assert_same(ours: pl.DataFrame, theirs: pl.DataFrame, columns: dict[str, str]) -> None:
    assert ours.height == theirs.height
    for mine, other in columns.items():
        expected = theirs[other].cast(pl.Float64).fill_null(float("nan")).to_numpy()
        found = ours[mine].fill_null(float("nan")).to_numpy()
        np.testing.assert_allclose(found, expected, rtol=1e-6, equal_nan=True)


@pytest.mark.parametrize(("multiplier", "first"), [(10_000, 0), (100_000, 4)])
def test_every_reference_row_of_directly_standardised_rates(
    reference_file: Finder, multiplier: float, first: int
) -> None:
    path = reference_file(PACKAGE, WORKBOOK)
    results = sheet(path, "testresults_DSR")
    bands = with_standard(sheet(path, "testdata_multiarea"))
    ours = directly_standardised(bands, ["area"], multiplier=multiplier)
    assert_same(ours, results[first : first + 3], LIMITS | WIDE | {"count": "total_count", "population": "total_pop"})
    old = sheet(path, "testdata_1976").rename({"pop": "population", "esp1976": "standard"})
    old = directly_standardised(old.with_columns(area=pl.lit("1976")), ["area"], multiplier=multiplier)
    assert_same(old, results[first + 3 : first + 4], LIMITS)
    # of this one area the workbook gives the wider limits per ten times as many people
    assert_same(old.with_columns(pl.col(list(WIDE)) * 10), results[first + 3 : first + 4], WIDE)


def test_every_reference_row_of_events_that_fall_to_the_same_people(reference_file: Finder) -> None:
    path = reference_file(PACKAGE, WORKBOOK)
    people = [pl.col(f"f{times}").fill_null(0) * times**2 for times in (1, 2, 3, 4)]
    bands = with_standard(sheet(path, "testdata_nonindepe")).with_columns(squares=pl.sum_horizontal(people))
    ours = directly_standardised(bands, ["area"], squares="squares")
    assert_same(ours, sheet(path, "testresults_DSR")[8:12], LIMITS | WIDE)


@pytest.mark.parametrize(
    ("multiplier", "as_rate", "first"), [(100_000, True, 0), (1_000, True, 3), (1, False, 6), (100, False, 9)]
)
def test_every_reference_row_of_indirectly_standardised_rates_and_ratios(
    reference_file: Finder, multiplier: float, as_rate: bool, first: int
) -> None:
    path = reference_file(PACKAGE, WORKBOOK)
    names = {"pop": "population", "refcount": "reference_count", "refpop": "reference_population"}
    # the workbook leaves cells of nought empty; here an empty population is one that is not known
    bands = sheet(path, "testdata_multiarea_isr").rename(names).fill_null(0)
    ours = indirectly_standardised(bands, ["area"], multiplier=multiplier, as_rate=as_rate)
    theirs = sheet(path, "testresults_ISR")[first : first + 3]
    assert_same(ours, theirs, LIMITS | WIDE | {"expected": "expected", "count": "observed"})
    if as_rate:
        assert_same(ours, theirs, {"reference_rate": "ref_rate"})
    assert ours["method"].to_list() == [method.lower().rstrip("s") for method in theirs["method"]]


@pytest.mark.parametrize(("as_rate", "first"), [(True, 12), (False, 14)])
def test_an_area_without_people_of_one_age_is_still_standardised_indirectly(
    reference_file: Finder, as_rate: bool, first: int
) -> None:
    """The last four reference rows: nobody aged 5 to 9 lives in the first area, so that nothing is expected there."""
    path = reference_file(PACKAGE, WORKBOOK)
    whole = sheet(path, "refdata").rename({"refcount": "reference_count", "refpop": "reference_population"})
    bands = pl.concat([sheet(path, "testdata_err2"), pl.concat([whole, whole])], how="horizontal")
    assert (bands["pop"] == 0).sum() == 1
    areas = bands.rename({"pop": "population"})
    ours = indirectly_standardised(areas, ["area"], multiplier=100_000 if as_rate else 100, as_rate=as_rate)
    theirs = sheet(path, "testresults_ISR")[first : first + 2]
    assert ours["area"].to_list() == theirs["area"].to_list()
    assert_same(ours, theirs, LIMITS | {"expected": "expected", "count": "observed"})


def two_bands(**changed: object) -> pl.DataFrame:
    columns = {"area": ["A", "A"], "count": [40, 60], "population": [1000, 2000], "standard": [1, 1]}
    return pl.DataFrame({**columns, **changed}, strict=False)


def test_a_few_reference_figures_carried_here() -> None:
    crude = directly_standardised(two_bands(standard=[1000, 2000]), ["area"], multiplier=1000).row(0, named=True)
    assert crude["value"] == pytest.approx(100 / 3)
    # with its own population as the standard, Dobson's interval is Byar's interval of the crude rate
    assert crude["lower"] == pytest.approx(81.36213 / 3, rel=1e-5)
    assert crude["upper"] == pytest.approx(121.62753 / 3, rel=1e-5)


def test_what_cannot_be_standardised_says_why() -> None:
    def reason(**changed: object) -> str:
        (row,) = directly_standardised(two_bands(**changed), ["area"]).iter_rows(named=True)
        assert row["value"] is None
        assert row["lower"] is None
        assert row["method"] is None
        return row["reason"]

    assert reason(count=[4, 5]) == FEW
    assert reason(population=[1000, 0]) == NO_BAND
    assert reason(population=[1000, None]) == NO_BAND
    assert reason(count=[-1, 50]) == NEGATIVE
    assert reason(population=[1000.0, float("nan")]) == NO_BAND
    nothing = two_bands(reference_count=[0, 0], reference_population=[10, 10])
    assert indirectly_standardised(nothing, ["area"])["reason"].to_list() == [NOTHING_EXPECTED]
    unknown = two_bands(reference_count=[3, None], reference_population=[10, 10])
    assert indirectly_standardised(unknown, ["area"])["reason"].to_list() == [NO_REFERENCE]
    for standard in ([1, None], [-1, 2], [0, 0]):
        with pytest.raises(ValueError, match="standard population"):
            directly_standardised(two_bands(standard=standard), ["area"])


def test_rates_do_not_depend_on_how_many_bits_a_number_has() -> None:
    large = two_bands(
        count=[60_000, 7_000],
        population=[100_000, 90_000],
        standard=[7_000, 5_000],
        reference_count=[70_000, 60_000],
        reference_population=[100_000, 100_000],
    )
    small = large.cast({pl.Int64: pl.Int32})
    for calculate in (directly_standardised, indirectly_standardised):
        assert_frame_equal(calculate(small, ["area"]), calculate(large, ["area"]), check_dtypes=False)


@given(st.lists(st.tuples(st.integers(5, 500), st.integers(1000, 50_000)), min_size=2, max_size=8), st.integers(2, 9))
def test_the_scale_of_the_standard_population_does_not_matter(bands: list[tuple[int, int]], times: int) -> None:
    counts, people = (list(values) for values in zip(*bands, strict=True))
    frame = pl.DataFrame({"area": "A", "count": counts, "population": people, "standard": range(1, len(bands) + 1)})
    first = directly_standardised(frame, ["area"]).row(0, named=True)
    second = directly_standardised(frame.with_columns(pl.col("standard") * times), ["area"]).row(0, named=True)
    for name in ("value", "lower", "upper"):
        if first[name] is not None:
            assert second[name] == pytest.approx(first[name])
    if first["value"] is not None:
        assert first["lower"] < first["value"] < first["upper"]
