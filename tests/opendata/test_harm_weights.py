"""Weights of harm by kind of offence come from published weights by code, or the kind has none."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from sia.errors import UserError
from sia.opendata.harm_weights import HARM_WEIGHTS, OFFENCES, kind_weights, unpack_harm_weights
from sia.project.scaffold import scaffold_folder
from sia.warehouse import harm

DATA = Path(os.environ.get("SIA_SHARED", Path(__file__).parents[2].parent / "shared")) / "data"
KINDS = {"28E": "burglary", "30C": "burglary", "34A": "robbery", "34B": "robbery", "49": "other", "35": "other"}
LISTED = {"28E": 400.0, "30C": 100.0, "34A": 800.0, "34B": 800.0, "49": 40.0, "35": 9000.0, "92E": 2.0}
RECORDED = {"28E": 60, "30C": 40, "34A": 1, "34B": 9, "49": 98, "35": 2, "92E": 500}


def offences(**kinds: str) -> pl.DataFrame:
    rows = [(code, kind, None) for code, kind in (KINDS | kinds).items()] + [("92E", "drugs", "yes")]
    return pl.DataFrame(rows, ["offence_code", "subcategory", "found_by_police"], orient="row")


def listed(**weights: float) -> pl.DataFrame:
    rows = [(code, str(weight)) for code, weight in (LISTED | weights).items()]
    return pl.DataFrame(rows, ["code_original", "weight"], orient="row")


def mix(**numbers: int) -> pl.DataFrame:
    rows = [("2017/18", code, str(number)) for code, number in (RECORDED | numbers).items()]
    return pl.DataFrame(rows, ["Financial_Year", "Offence_Code", "Number_of_Offences"], orient="row")


def test_a_kind_weighs_what_its_offences_weigh_in_the_countrys_mix() -> None:
    found = kind_weights(offences(), listed(), mix())
    assert found.weights == pytest.approx({"burglary": 0.6 * 400 + 0.4 * 100, "robbery": 800})
    assert (found.years, found.unknown_codes) == ("2017/18", ())


def test_a_kind_of_which_a_few_offences_weigh_far_more_has_no_weight() -> None:
    assert kind_weights(offences(), listed(), mix()).without == ("other",)


def test_without_a_mix_only_kinds_that_weigh_alike_have_a_weight() -> None:
    found = kind_weights(offences(), listed(), None)
    assert (found.weights, found.without, found.years) == ({"robbery": 800.0}, ("burglary", "other"), "")


def test_offences_taken_back_in_a_quarter_count_against_those_recorded() -> None:
    taken_back = pl.concat(
        [
            mix(**{"28E": 62}),
            mix().filter(pl.col("Offence_Code") == "28E").with_columns(Number_of_Offences=pl.lit("-2")),
        ]
    )
    assert kind_weights(offences(), listed(), taken_back).weights["burglary"] == pytest.approx(280)


def test_what_police_find_themselves_has_no_weight() -> None:
    found = kind_weights(offences(), listed(), mix())
    assert "drugs" not in found.weights and "drugs" not in found.without


def test_a_code_that_is_not_in_the_list_is_named_and_leaves_the_kind_without_a_weight_where_it_matters() -> None:
    rare = kind_weights(offences(X1="robbery"), listed(), mix())
    assert rare.unknown_codes == ("X1",)
    assert rare.weights["robbery"] == 800
    common = kind_weights(offences(X1="robbery"), listed(), mix(X1=9))
    assert "robbery" in common.without


def given(root: Path, weights: str) -> tuple[Path, Path]:
    reference, project = root / "reference", root / "project"
    (project / OFFENCES).parent.mkdir(parents=True)
    reference.mkdir()
    offences().write_csv(project / OFFENCES)
    (reference / "severity_codes.csv").write_text(weights, encoding="utf-8")
    return reference, project


def test_files_that_are_not_as_they_should_be_are_told_with_line_and_remedy(tmp_path: Path) -> None:
    folders = given(tmp_path, "code_original,weight\n28E,heavy\n30C,\n34A,800\n")
    with pytest.raises(UserError) as caught:
        unpack_harm_weights(*folders)
    assert [str(problem) for problem in caught.value.problems] == [
        "severity_codes.csv:2, weight: 'heavy' is not a number.",
        "severity_codes.csv:3, weight: '' is not a number.",
    ]
    (folders[0] / "severity_codes.csv").write_text("code,weight\n28E,400\n", encoding="utf-8")
    with pytest.raises(UserError, match="Its columns should be code_original, weight"):
        unpack_harm_weights(*folders)


def test_what_is_written_is_what_a_build_reads(tmp_path: Path) -> None:
    reference, project = given(tmp_path, "code_original,weight\n34A,800\n34B,800\n")
    unpack_harm_weights(reference, project)
    declared = SimpleNamespace(root=project, partnership=SimpleNamespace(synthetic=False))
    (row,) = harm.harm_weights(declared).rows()
    assert (row[:2], row[3]) == (("robbery", 800.0), "not stated")


def test_without_a_list_of_weights_the_project_keeps_what_it_has(tmp_path: Path) -> None:
    reference, project = given(tmp_path, "")
    (reference / "severity_codes.csv").unlink()
    assert unpack_harm_weights(reference, project) == []
    assert not (project / HARM_WEIGHTS).exists()


@pytest.mark.skipif(not (DATA / "crime-severity-weights").is_dir(), reason="real data not present: set SIA_SHARED")
def test_the_published_weights_serve_the_kinds_of_the_reference_offences(tmp_path: Path) -> None:
    (tmp_path / OFFENCES).parent.mkdir(parents=True)
    (tmp_path / OFFENCES).write_bytes((scaffold_folder() / OFFENCES).read_bytes())
    (line,) = unpack_harm_weights(DATA / "reference-geography", tmp_path)
    rows = pl.read_csv(tmp_path / HARM_WEIGHTS)
    weights = dict(rows.select("subcategory", "weight").iter_rows())
    assert (weights["robbery-personal"], weights["bicycle-theft"], weights["homicide"]) == (799.63, 15.18, 7973.39)
    assert weights["burglary"] == 380.11  # of 437,268 burglaries in 2017/18, by hand
    assert "drug-possession" not in weights
    assert "violence-without-injury" not in weights  # threats, kidnapping and slavery beside half a million assaults
    assert "Not in the list of weights: offence codes 8U." in line
    assert set(rows["version"]) == {"2017/18 (mix of offences)"}
