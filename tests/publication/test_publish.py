"""The whole publication: nothing suppressed gets out, nothing unfinished is printed, and the same bytes each time."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import partnership_frames as made
import pytest

from sia.publication import publish

TEXTS = {".md", ".json", ".yml", ".csv", ".svg"}


def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in TEXTS
    }


def publish_again(root: Path, folder: Path, **changes):
    connection = made.warehouse(**{name: value for name, value in changes.items() if name == "small"})
    frames = changes.get("frames") or made.signal_frames()
    given = (frames, changes.get("proposals") or made.proposals(), made.registers(), made.reports(), [])
    result = publish(changes.get("project") or made.declared(root), connection, *given, folder)
    connection.close()
    return result


def read_lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def values(folder: Path) -> dict[str, dict]:
    return {one["id"]: one for one in json.loads((folder / "values.json").read_text(encoding="utf-8"))}


def test_a_suppressed_count_is_in_no_file(project_root, tmp_path):
    """The one small ward is given the counts 1 to 4 in turn: but for the marks, every file is the same."""
    written = {}
    for small in (1, 2, 3, 4):
        publish_again(project_root, tmp_path / str(small), small=small)
        written[small] = texts(tmp_path / str(small))
    assert "[c]" in written[3]["tables/areas-burglary.csv"]
    differing = {name for name in written[1] if len({one[name] for one in written.values()}) > 1}
    assert not differing, "a file depends on a suppressed count"


def test_what_protects_a_suppressed_count_is_withheld_too(published):
    rows = list(csv.DictReader(read_lines(published.folder / "tables/areas-burglary.csv")))
    withheld = [row for row in rows if row["Latest"] == "[c]"]
    assert len(withheld) == 2
    assert all(row["Per 1,000 people"] == "[c]" and row["Rank"] == "[c]" for row in withheld)


def test_low_counts_are_charted_by_quarter(published):
    rows = list(csv.reader(read_lines(published.folder / "tables/hate-crime-trend.csv")))
    assert rows[0][0] == "Quarter"
    assert min(int(row[1]) for row in rows[1:]) >= 5


def test_nothing_unfinished_is_printed(published):
    unfinished = re.compile(r"\bnan\b|\bNone\b|\binf\b|(?<!\{)\{\}|\bnull\b(?!,)|  \.|\.\.(?!/)|Grade\(")
    for name, text in texts(published.folder).items():
        if name.endswith((".md", ".yml", ".csv")):
            assert not unfinished.search(text), (name, unfinished.search(text))


def test_every_figure_has_a_caption_and_a_description(published):
    figures = []
    for name, text in texts(published.folder).items():
        if name.endswith(".md"):
            figures += re.findall(
                r'!\[([^\]]+)\]\(/build/2024/publication/figures/([\w-]+)\.svg\)\{#fig-[\w-]+ fig-alt="([^"]+)"\}', text
            )
    drawn = {path.stem for path in (published.folder / "figures").glob("*.svg")}
    assert {name for _, name, _ in figures} == drawn
    assert drawn == {path.stem for path in (published.folder / "figures").glob("*.png")}
    assert all("Source:" in caption and len(alternative) > 40 for caption, _, alternative in figures)


def test_every_csv_equals_the_table_on_its_page(published):
    page = (published.folder / "fragments/data/burglary.md").read_text(encoding="utf-8")
    trend = list(csv.reader(read_lines(published.folder / "tables/burglary-trend.csv")))
    lines = [line for line in page.split("\n") if line.startswith("| Dec 2023")]
    assert [cell.strip() for cell in lines[0].strip("|").split("|")] == trend[-1]


def test_the_same_inputs_give_the_same_bytes(published, project_root, tmp_path):
    publish_again(project_root, tmp_path)
    first = {path.relative_to(published.folder): path.read_bytes() for path in published.files}
    again = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert first == again


def test_the_order_of_rows_does_not_matter(published, project_root, tmp_path):
    frames = made.signal_frames()
    shuffled = replace(
        frames, signals=frames.signals.reverse(), points=frames.points.reverse(), areas=frames.areas.reverse()
    )
    publish_again(project_root, tmp_path, frames=shuffled, proposals=made.proposals()[::-1])
    assert texts(tmp_path) == texts(published.folder)


def test_values_say_where_they_come_from(published):
    value = values(published.folder)["burglary.current_count"]
    assert (value["value"], value["text"], value["unit"]) == (783, "783", "offences")
    assert value["trace"]["query"] == "period_comparisons"
    assert value["trace"]["inputs"] == [{"source": "police", "file": "synthetic-police.csv", "sha256": "a" * 64}]


def test_a_withheld_value_has_a_name_and_no_number(published):
    hidden = [one for one in values(published.folder).values() if one["suppressed"]]
    assert hidden
    assert all(one["value"] is None and one["text"] == "not shown (protects small numbers)" for one in hidden)


def test_prose_can_name_values_by_priority(published):
    text = (published.folder / "metadata.yml").read_text(encoding="utf-8")
    from ruamel.yaml import YAML

    read = YAML(typ="safe").load(text)
    assert read["notice"].startswith("Synthetic data")
    assert read["road-safety"]["rating"] == "Red"
    assert read["burglary"]["change-percent"] == "−19%"
    assert read["ratings"] == {"all": "5", "amber": "4", "green": "0", "not-rated": "0", "red": "1"}


def test_ratings_carry_reasons_evidence_and_last_year(published):
    ratings = {
        one["priority"]: one for one in json.loads((published.folder / "ratings.json").read_text(encoding="utf-8"))
    }
    assert list(ratings) == ["burglary", "hate-crime", "road-safety", "drugs", "tensions"]
    assert ratings["road-safety"]["reasons"] == ["Deaths on the roads: 9 in 2023, more than the 4.2 expected."]
    assert ratings["burglary"]["sensitivity"] == ["Red if burglary rose by 34 more.", "Red if the share were 7."]
    assert (ratings["burglary"]["previous"], ratings["burglary"]["change"]) == ("Red", "lowered")
    evidence = ratings["burglary"]["evidence"][0]
    assert evidence["window"] == {"current": "April to December 2023", "previous": "April to December 2022"}
    assert evidence["sentence"].startswith("Burglary fell by 19% (95% interval 10% to 30%), from 963 to 783 offences")


def test_a_reason_about_a_suppressed_count_holds_it_back(project_root, tmp_path):
    few = [1 if at == 30 else 0 for at in range(36)]
    frames = made.signal_frames()
    rows = [made.signal_row("hate_incidents", few, clear=False, material=False, signal="no clear change")]
    others = frames.signals.filter(frames.signals["indicator"] != "hate_incidents").to_dicts()
    frames = replace(frames, signals=made.pl.DataFrame([*others, *rows], infer_schema_length=None))
    why = made.GivenReason(
        "{title} rose to {current_count}", "hate_incidents", values={"title": "hate incidents", "current_count": 1}
    )
    proposals = [made.GivenProposal("hate-crime", "crime", reasons=(why,))]
    publish_again(project_root, tmp_path, frames=frames, proposals=proposals)
    rating = json.loads((tmp_path / "ratings.json").read_text(encoding="utf-8"))[0]
    assert rating["reasons"] == ["Hate incidents rose to (not shown)."]
    assert rating["evidence"][0]["values"]["current_count"] is None


def test_a_ratio_to_nought_has_no_upper_limit_in_the_evidence(project_root, tmp_path):
    """A strand that counted nothing a year before: the ratio's limit is beyond any number, which JSON cannot hold."""
    frames = made.signal_frames()
    endless = made.pl.when(made.pl.col("indicator") == "burglary").then(float("inf")).otherwise("upper")
    frames = replace(frames, signals=frames.signals.with_columns(upper=endless))
    publish_again(project_root, tmp_path, frames=frames)
    ratings = json.loads((tmp_path / "ratings.json").read_text(encoding="utf-8"))
    assert ratings[0]["evidence"][0]["values"]["upper"] is None


def test_pages_are_written_only_when_they_change_and_stale_ones_go(project_root, published, tmp_path):
    folder = project_root / "assessments/2024/generated"
    stale = folder / "themes/gone.qmd"
    stale.write_text("old", encoding="utf-8")
    page = folder / "themes/crime.qmd"
    before = page.stat().st_mtime_ns
    publish_again(project_root, tmp_path)
    assert not stale.exists()
    assert page.stat().st_mtime_ns == before
    assert page.read_text(encoding="utf-8").startswith('---\ntitle: "Crime"\n')


def test_a_project_without_places_or_peers_says_so(project_root, tmp_path):
    connection = made.warehouse()
    for table in ("area_rates", "peer_ranks", "late_recording", "levels", "register_counts", "listed_years"):
        connection.execute(f"delete from {table}")
    connection.execute("delete from areas where level <> 'district'")
    frames = made.signal_frames()
    bare = replace(
        frames,
        severe=frames.severe.clear(),
        levels=frames.levels.clear(),
        areas=frames.areas.clear(),
        points=frames.points.clear(),
        rare=frames.rare.clear(),
    )
    registers = made.GivenRegisters(**{name: frame.clear() for name, frame in vars(made.registers()).items()})
    publish(made.declared(project_root), connection, bare, made.proposals(), registers, made.reports(), [], tmp_path)
    connection.close()
    written = texts(tmp_path)
    assert written["fragments/places.md"].startswith("No indicator can be shown for places")
    assert "What partners add" not in written["fragments/themes/crime.md"]
    assert "Deaths on the roads cannot be calculated: no extract supplied" in written["fragments/themes/risk.md"]


@pytest.mark.parametrize("words", ["significant", "skyrocket", "nominal"])
def test_words_that_are_not_ours(published, words):
    fragments = {name: text for name, text in texts(published.folder).items() if name.startswith("fragments/themes")}
    assert not any(words in text for text in fragments.values() if "statistically significant" not in text)


def test_drawings_hold_text_in_the_packaged_typeface(published):
    svg = (published.folder / "figures/burglary-trend.svg").read_text(encoding="utf-8")
    assert "Source Sans Pro" in svg
    assert "<text" in svg


def test_severe_harm_is_listed_by_year_and_not_charted(published):
    text = (published.folder / "fragments/themes/risk.md").read_text(encoding="utf-8")
    assert (
        "Deaths on the roads: 9 in the calendar year 2023, where the five earlier years lead one to expect about 4.2"
        in text
    )
    assert "| Deaths on the roads | 5 | 6 | 5 | 7 | 6 | 9 | 38 |" in text
    assert not (published.folder / "tables/road-safety-trend.csv").exists()


def test_severe_harm_below_the_threshold_is_held_back(project_root, tmp_path):
    connection = made.warehouse()
    connection.execute("update register_counts set count = 3 where year_start = date '2023-01-01'")
    frames = made.signal_frames()
    frames = replace(frames, severe=frames.severe.with_columns(made.pl.lit(3).alias("current")))
    publish(
        made.declared(project_root),
        connection,
        frames,
        made.proposals(),
        made.registers(),
        made.reports(),
        [],
        tmp_path,
    )
    connection.close()
    rating = {one["priority"]: one for one in json.loads((tmp_path / "ratings.json").read_text(encoding="utf-8"))}[
        "road-safety"
    ]
    assert rating["reasons"] == [
        "Deaths on the roads in the calendar year 2023: more than earlier years lead one to expect; "
        "the number is not shown, to protect people."
    ]
    assert (
        "The number of deaths in the calendar year 2023 is not shown because it is small"
        in texts(tmp_path)["fragments/themes/risk.md"]
    )


def test_figures_that_are_published_elsewhere_are_shown_however_small(project_root, tmp_path):
    project = made.declared(project_root)
    contracts = {name: one.model_copy(update={"public": True}) for name, one in project.contracts.items()}
    publish_again(project_root, tmp_path, project=replace(project, contracts=contracts))
    assert "[c]" not in texts(tmp_path)["tables/areas-burglary.csv"]
    assert texts(tmp_path)["tables/hate-crime-trend.csv"].startswith("Month,")


def test_a_source_that_was_not_read_is_named_with_its_reason(published):
    text = (published.folder / "fragments/data-quality.md").read_text(encoding="utf-8")
    assert "Noise (Exampleshire Police): noise extract not read: line 1 has no column for the date." in text
    assert "Noise complaints cannot be calculated: December 2023 is missing." in (
        published.folder / "fragments/themes/crime.md"
    ).read_text(encoding="utf-8")


def test_actions_past_their_date_are_said_to_be_overdue(published):
    text = (published.folder / "fragments/themes/crime.md").read_text(encoding="utf-8")
    assert "Two actions for this priority: one completed or now business as usual, and one is overdue." in text
    assert "Autumn 2023 (overdue)" in text


def test_a_drawing_does_not_depend_on_the_time_zone(published, tmp_path):
    """Drawn again in a program that lives in another time zone, from the same inputs."""
    here = Path(__file__).parent
    program = (
        "import sys, pathlib; sys.path.insert(0, sys.argv[1]); import partnership_frames as made\n"
        "from sia.publication import publish\n"
        "root, folder = pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])\n"
        "connection = made.warehouse()\n"
        "publish(made.declared(root), connection, made.signal_frames(), made.proposals(), made.registers(), made.reports(), [], folder)\n"
        "connection.close()\n"
    )
    root = published.folder.parents[2]
    elsewhere = {**os.environ, "TZ": "America/New_York", "PYTHONHASHSEED": "7", "LC_ALL": "C", "PYTHONUTF8": "1"}
    subprocess.run(
        [sys.executable, "-c", program, str(here), str(root), str(tmp_path)], env=elsewhere, check=True, timeout=120
    )
    assert texts(tmp_path) == texts(published.folder)


def test_events_in_no_district_are_said(published):
    text = (published.folder / "fragments/data-quality.md").read_text(encoding="utf-8")
    assert "Police: 120 of 3,490 events (3.4%), 90 without a location and 30 outside the districts compared." in text
    assert "Hate: a few events without a location, or outside the districts compared." in text
