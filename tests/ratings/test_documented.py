"""What is written about the rules holds: every field a condition can name is documented, and none besides."""

from __future__ import annotations

import re
from pathlib import Path

from sia.quality import GRADE_RULE
from sia.ratings.columns import ACTIONS, CONTEXT, MEASURE
from sia.ratings.condition import FUNCTIONS

PAGE = (Path(__file__).parents[2] / "docs" / "rating-rules.md").read_text(encoding="utf-8")
FIELDS = PAGE.split("<!-- fields: begin -->")[1].split("<!-- fields: end -->")[0]


def test_every_field_is_documented_with_its_values():
    rows = re.findall(r"^\| `(\w+)` \| ([^|]*) \| ([^|]*) \|$", FIELDS, flags=re.MULTILINE)
    kinds = {"VARCHAR": "text", "DOUBLE": "number", "BOOLEAN": "true or false"}
    declared = [
        (name, " · ".join(field.values) or kinds[field.type], field.says)
        for fields in (MEASURE, ACTIONS, CONTEXT)
        for name, field in fields.items()
    ]
    assert rows == declared


def test_every_function_is_documented():
    assert all(f"`{name}`" in PAGE for name in FUNCTIONS if name.isalpha())


def test_every_grade_is_documented():
    assert re.findall(r"\b([A-D]) - ", PAGE) == list(GRADE_RULE)
