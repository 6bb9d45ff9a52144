"""The guide to weights of harm shows a file that a build reads, and says of the methods what they do."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

from sia.opendata.harm_weights import FULLY_KNOWN, MIX, WEIGHTS
from sia.trends.weighted_counts import FEWEST_DECIDING
from sia.warehouse.harm import HARM_WEIGHTS, harm_weights

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "harm-weights.md").read_text(encoding="utf-8")


def test_the_file_that_the_guide_shows_is_read(tmp_path: Path) -> None:
    shown = dict(re.findall(r"^`([\w/.-]+)`\n\n```csv\n(.*?)```$", GUIDE, re.MULTILINE | re.DOTALL))
    path = tmp_path / HARM_WEIGHTS
    path.parent.mkdir(parents=True)
    path.write_text(shown[HARM_WEIGHTS], encoding="utf-8")
    real = SimpleNamespace(root=tmp_path, partnership=SimpleNamespace(synthetic=False))
    assert dict(harm_weights(real).select("subcategory", "weight").iter_rows())["robbery-personal"] == 365


def test_the_kinds_that_the_guide_shows_are_those_of_the_reference() -> None:
    offences = (DOCS.parent / "sources" / "reference" / "offences.csv").read_text(encoding="utf-8")
    for kind in re.findall(r"^([\w-]+),\d+,Sentencing", GUIDE, re.MULTILINE):
        assert f",{kind}," in offences


def test_the_guide_names_files_columns_and_limits_as_they_are() -> None:
    for pattern, folder, columns in (WEIGHTS, MIX):
        assert f"`{pattern.removesuffix('*')}` (also in `{folder}/`) | {', '.join(columns)} |" in GUIDE
    assert f"fewer than {FEWEST_DECIDING} events" in GUIDE
    assert f"less than {FULLY_KNOWN:.0%}".replace("%", " %") in GUIDE
