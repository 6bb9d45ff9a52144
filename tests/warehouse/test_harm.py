"""Weights of harm carry one source and version, and invented ones never reach real data."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from sia.errors import UserError
from sia.warehouse.harm import HARM_WEIGHTS, NUMBERS, harm_weights

HEAD = "subcategory,weight,weight_source,version,invented\n"


def project(root: Path, text: str | None, synthetic: bool = False) -> SimpleNamespace:
    path = root / HARM_WEIGHTS
    path.parent.mkdir(parents=True)
    if text is not None:
        path.write_text(text, encoding="utf-8")
    return SimpleNamespace(root=root, partnership=SimpleNamespace(synthetic=synthetic))


def test_weights_are_read_with_their_source_and_version(tmp_path: Path) -> None:
    found = harm_weights(project(tmp_path, f"{HEAD}burglary,438.2,Published weights,2024,\n"))
    assert found.rows() == [("burglary", 438.2, "Published weights", "2024")]


def test_invented_weights_are_for_invented_data_only(tmp_path: Path) -> None:
    text = f"{HEAD}burglary,100,invented,1,yes\n"
    assert harm_weights(project(tmp_path / "real", text)).is_empty()
    assert harm_weights(project(tmp_path / "invented", text, synthetic=True)).height == 1


def test_without_a_file_there_are_no_weights(tmp_path: Path) -> None:
    assert harm_weights(project(tmp_path, None)).is_empty()


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    rows = "burglary,100,A,1,\nburglary,heavy,A,1,\nrobbery,0,A,2,\nassault,5,,1,\n"
    with pytest.raises(UserError) as caught:
        harm_weights(project(tmp_path, HEAD + rows))
    assert [str(problem) for problem in caught.value.problems] == [
        f"{HARM_WEIGHTS}:3, subcategory: 'burglary' stands here a second time. Keep one.",
        f"{HARM_WEIGHTS}:3, weight: 'heavy' is not a number above nought. {NUMBERS}",
        f"{HARM_WEIGHTS}:4, weight: '0' is not a number above nought. {NUMBERS}",
        f"{HARM_WEIGHTS}:4, weight_source: weights of another source or version than the first row's cannot be added up with "
        "them. Keep one source and version.",
        f"{HARM_WEIGHTS}:5, weight_source: a weight needs its source and version. Name them.",
        f"{HARM_WEIGHTS}:5, weight_source: weights of another source or version than the first row's cannot be added up with "
        "them. Keep one source and version.",
    ]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="there is no column 'invented'"):
        harm_weights(project(tmp_path, "subcategory,weight,weight_source,version\n"))
