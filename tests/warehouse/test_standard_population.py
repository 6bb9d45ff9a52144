"""The standard population by the bands that a source has: parts of its own bands, and every mistake of the file."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from sia.errors import UserError
from sia.project.standardised import Standardised
from sia.trends.standardised import EUROPEAN_STANDARD_POPULATION
from sia.warehouse.standard_population import standard_bands

ROOT = Path(__file__).parents[2]


def bands(root: Path = ROOT, **declared):
    indicator = SimpleNamespace(standardised=Standardised(**declared))
    return standard_bands(SimpleNamespace(root=root, indicators={"harm": (None, indicator)}))


def problems(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "sources" / "reference" / "standard_population.csv"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as error:
        bands(tmp_path)
    return [str(problem) for problem in error.value.problems]


def test_the_file_is_the_european_standard_population_of_2013() -> None:
    frame = bands()
    assert dict(frame.select("age_band", "standard").iter_rows()) == EUROPEAN_STANDARD_POPULATION
    assert frame["standard"].sum() == 100_000
    assert frame["version"].unique().to_list() == ["Eurostat's European Standard Population, 2013"]


def test_bands_that_cut_through_its_own_have_their_part_of_it() -> None:
    """0 to 5 are 5,000 and a fifth of 5,500; 76 and over four fifths of 4,000 and all who are older."""
    frame = bands(bands=("0-5", "6-15", "16-75", "76+"))
    assert frame["standard"].to_list() == pytest.approx([6100, 4400 + 5500 + 1100, 74_700, 3200 + 2500 + 1500 + 1000])
    assert frame["standard"].sum() == pytest.approx(100_000)


def test_without_a_standardised_indicator_the_file_is_not_wanted(tmp_path) -> None:
    nothing = SimpleNamespace(root=tmp_path, indicators={"a": (None, SimpleNamespace(standardised=None))})
    assert standard_bands(nothing).height == 0


def test_mistakes_of_the_file(tmp_path) -> None:
    assert problems(tmp_path, "age_band,persons,source,version\nyoung,5,A,1\n5+,none,A,2\n") == [
        "sources/reference/standard_population.csv:2, age_band: 'young' is not a band of ages. Write ages as 10-17, 10 or 90+.",
        "sources/reference/standard_population.csv:3, persons: 'none' is not a whole number above nought.",
        "sources/reference/standard_population.csv:3, version: '2' is not the version of the first row, '1'."
        " Name one version in every row.",
    ]


def test_a_file_that_leaves_ages_out_is_absent_or_lacks_a_column(tmp_path) -> None:
    assert problems(tmp_path / "a", "age_band,persons,source,version\n0-4,5,A,1\n10+,5,A,1\n") == [
        "sources/reference/standard_population.csv, age_band: ages 5 to 9 are missing before 10 and over."
        " Give each age once, from the youngest on."
    ]
    assert "there is no column 'source'" in problems(tmp_path / "b", "age_band,persons\n0+,5\n")[0]
    with pytest.raises(UserError, match="there is no such file, and an indicator is standardised"):
        bands(tmp_path)


def test_the_oldest_band_of_the_standard_cannot_be_divided() -> None:
    with pytest.raises(UserError, match=r"oldest band is 90 and over, which cannot be divided at 95"):
        bands(bands=("0-94", "95+"))
