"""A build accounts for every row and query, publishes the same bytes from the same inputs, and runs nothing twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sia.build import build
from sia.build.story import BuildResult
from sia.errors import UserError


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_rows_in_are_accepted_quarantined_or_duplicates(reference) -> None:
    inputs = reference.manifest()["inputs"]
    assert len({entry["source"] for entry in inputs}) >= 20
    for entry in inputs:
        assert entry["rows_in"] == entry["rows_accepted"] + entry["rows_quarantined"] + entry["rows_duplicate"], entry
        path = reference.root / "extracts" / entry["source"] / entry["file"].split(" | ")[0]
        assert path.stat().st_size == entry["bytes"]
    assert sum(entry["rows_quarantined"] for entry in inputs) > 0
    assert sum(entry["rows_duplicate"] for entry in inputs) > 0


def test_about_150_000_events_reach_the_warehouse(reference) -> None:
    ((events,),) = reference.query("select count(*) from events")
    assert 130_000 < events < 180_000


def test_every_query_is_a_table_or_view_of_the_same_name(reference) -> None:
    files = {path.stem for path in (reference.root / "queries").rglob("*.sql")}
    tables = {name for (name,) in reference.query("select table_name from information_schema.tables")}
    runs = {entry["name"]: entry for entry in reference.manifest()["queries"]}
    assert files == set(runs)
    assert files <= tables
    for name, run in runs.items():
        assert set(run["reads"]) <= tables
        assert reference.query(f'select count(*) from "{name}"') == [(run["rows"],)]


def test_wards_and_not_placed_add_up_to_the_district(reference) -> None:
    wrong = reference.query(
        """
        with wards as (
            select indicator, sum(count) as total from area_rates where level = 'ward' group by indicator
        )
        select wards.indicator, wards.total, comparison.current_count
        from wards
        inner join period_comparisons as comparison on comparison.indicator = wards.indicator
        inner join parameters on comparison.area_code = parameters.district_code
        inner join indicators on indicators.indicator = wards.indicator and indicators.basis = comparison.basis
        where comparison.strand = '' and comparison.current_count is not null and wards.total <> comparison.current_count
        """
    )
    assert wrong == []


def test_the_same_inputs_publish_the_same_bytes(reference, make_built) -> None:
    other = make_built()
    assert bytes_of(other.publication) == bytes_of(reference.publication)
    assert other.manifest() == reference.manifest()
    for name in ("generated",):
        folders = [built.root / "assessments" / "2024" / name for built in (other, reference)]
        assert bytes_of(folders[0]) == bytes_of(folders[1])


def test_nothing_is_run_again_until_an_input_changes(reference, tmp_path) -> None:
    root = shutil.copytree(reference.root, tmp_path / "project", ignore=shutil.ignore_patterns("_site"))
    assert not build(root).fresh
    register = root / "assessments" / "2024" / "commentary.csv"
    register.write_text(register.read_text(encoding="utf-8").replace("\n", "\n", 1) + "\n", encoding="utf-8")
    assert build(root).fresh
    assert build(root, everything=True).fresh


@pytest.mark.parametrize("name", ["manifest.json", "publication/ratings.json", "warehouse.duckdb", "generated"])
def test_what_was_damaged_is_made_again(reference, tmp_path, monkeypatch, name: str) -> None:
    """What stands counts as built only while it is what the build left; nobody has to know which file is broken."""

    def run_again(*_: object) -> None:
        raise RuntimeError("run again")

    monkeypatch.setattr("sia.build.story._run", run_again)
    root = tmp_path / "project"
    shutil.copytree(reference.root, root, ignore=shutil.ignore_patterns("_site"))
    assert not build(root).fresh
    damaged = root / "build" / "2024" / name
    if name == "generated":
        shutil.rmtree(root / "assessments" / "2024" / name)
    elif name.endswith(".duckdb"):
        damaged.unlink()
    else:
        damaged.write_text("{", encoding="utf-8")
    with pytest.raises(RuntimeError, match="run again"):
        build(root)


def test_a_mistake_leaves_the_last_good_build(make_built) -> None:
    built = make_built()
    before = bytes_of(built.publication)
    rules = built.root / "indicators" / "rating-rules.yml"
    good = rules.read_text(encoding="utf-8")
    rules.write_text(good.replace("condition:", "conditon:", 1), encoding="utf-8")
    with pytest.raises(
        UserError, match=r"rating-rules\.yml:\d+.*there is no field 'conditon' here\. Did you mean 'condition'\?"
    ):
        build(built.root)
    assert bytes_of(built.publication) == before
    rules.write_text(good, encoding="utf-8")
    assert build(built.root) == BuildResult(
        built.publication.parent, "2024", False, tuple(built.manifest()["warnings"])
    )


def test_an_unreadable_extract_stops_its_source_and_what_depends_on_it_only(make_built) -> None:
    built = make_built()
    for path in (built.root / "extracts" / "hate_incidents").iterdir():
        path.write_text("nothing;of;use\n1;2;3\n", encoding="utf-8")
    result = build(built.root)
    rating = built.ratings["hate-crime"]
    assert rating["proposed"] == "Not rated"
    assert any("hate incidents" in sentence.lower() for sentence in rating["reasons"])
    assert any("hate" in warning.lower() for warning in result.warnings)
    assert built.proposals["road-safety"] == "Red"


def test_no_machine_path_and_no_clock_is_published(reference) -> None:
    for name, content in bytes_of(reference.publication.parent).items():
        if not name.endswith((".duckdb", "timings.json")):
            assert str(reference.root).encode() not in content, name
