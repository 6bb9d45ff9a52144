"""An agency may call an area by its code, its name or a former one; what places nothing is left out."""

from __future__ import annotations

from pathlib import Path

from sia.project.area_names import area_names
from sia.project.partnership import AreaFiles

AREAS = """\
area_code,level,name,parent_code,valid_from,valid_to
D1,district,Exampleborough,,,
W1,ward,Abbey,D1,,
W2,ward,Bridge,D1,,
W3,ward,Castle,D1,,
W4,ward,Castle,D1,,
"""
LOOKUP = """\
code,area_code,share
Old Bridge,W2,1
OLD-12,W1,0.6
OLD-12,W2,0.4
Abbey,W2,1
Gone,NOWHERE,1
"""


def wards(folder: Path) -> dict[str, str]:
    (folder / "areas.csv").write_text(AREAS, encoding="utf-8")
    (folder / "lookup.csv").write_text(LOOKUP, encoding="utf-8")
    return area_names(folder, AreaFiles(register_of_areas="areas.csv", lookup="lookup.csv"))["ward"]


def test_a_code_a_name_and_a_former_name_stand_for_the_area(tmp_path):
    found = wards(tmp_path)
    assert (found["W2"], found["Bridge"], found["Old Bridge"]) == ("W2", "W2", "W2")


def test_a_former_area_that_was_divided_stands_for_itself(tmp_path):
    assert wards(tmp_path)["OLD-12"] == "OLD-12"


def test_a_name_of_two_areas_stands_for_none(tmp_path):
    """Two wards are called Castle, and one ward's name was once another's."""
    found = wards(tmp_path)
    assert "Castle" not in found
    assert "Abbey" not in found
    assert {"W1", "W3", "W4"} <= set(found)


def test_a_former_name_of_an_area_that_is_not_in_the_register_stands_for_nothing(tmp_path):
    assert "Gone" not in wards(tmp_path)
