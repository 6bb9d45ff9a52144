"""Whoever holds all that is published of the reference partnership cannot work out a count that is not shown.

The attack here knows nothing of disclosure control: it takes the published values and tables, writes each as a sum of
kinds of events that it does not know, and asks linear programming how far each suppressed count can be narrowed down.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

import numpy as np
import pytest
from scipy.optimize import linprog

from sia.calendar import Window, add_months, financial_year_start, month_range, season_of
from sia.publication.remainders import atoms

SMALLEST = 5
COLUMNS = "indicator, strand, current_first, current_last, previous_first, previous_last, current_count, previous_count"
SEASONS = ("spring", "summer", "autumn", "winter")
Equation = tuple[frozenset, float]


def bounds(equations: Iterable[Equation], wanted: frozenset) -> tuple[float, float]:
    """The least and the greatest that the sum of the wanted kinds can be."""
    equations = list(equations)
    kinds = sorted(frozenset().union(wanted, *(kinds for kinds, _ in equations)))
    place = {kind: number for number, kind in enumerate(kinds)}
    left = np.zeros((len(equations), len(kinds)))
    for row, (parts, _) in enumerate(equations):
        left[row, [place[kind] for kind in parts]] = 1
    goal = np.zeros(len(kinds))
    goal[[place[kind] for kind in wanted]] = 1
    right = [total for _, total in equations]
    given = {"A_eq": left, "b_eq": right} if equations else {}
    found = [linprog(sign * goal, bounds=(0, None), method="highs", **given) for sign in (1, -1)]
    return found[0].fun, np.inf if found[1].status == 3 else -found[1].fun


def counted_kinds(reference) -> dict[tuple[str, str], tuple[str, frozenset]]:
    """Of each total and each strand by category: its source, and the kinds that it counts."""
    flagged = {name for (name,) in reference.query("select indicator from indicator_selections where field = 'flag'")}
    found: dict[tuple[str, str], set] = defaultdict(set)
    sources = {}
    for name, strands, source, category, subcategory in reference.query(
        "select indicator, strands, source, category, subcategory from indicator_categories inner join indicators "
        "using (indicator) where role <> 'severe'"
    ):
        if name in flagged:
            continue
        sources[name] = source
        found[name, ""].add((category, subcategory))
        strand = {"category": category, "subcategory": subcategory}.get(strands)
        if strand:
            found[name, strand].add((category, subcategory))
    return {key: (sources[key[0]], frozenset(kinds)) for key, kinds in found.items()}


@pytest.mark.parametrize("which", ["current_count", "previous_count"])
def test_no_strand_can_be_worked_out_from_other_indicators(reference, which) -> None:
    published = {entry["id"]: entry for entry in reference.read("values.json")}
    equations: dict[str, list[Equation]] = defaultdict(list)
    hidden = []
    for (name, strand), (source, kinds) in counted_kinds(reference).items():
        value = published.get(f"{name}.{strand}.{which}" if strand else f"{name}.{which}")
        if value is None:
            continue
        if value["suppressed"]:
            hidden.append((name, strand, source, kinds))
        else:
            equations[source].append((kinds, value["value"]))
    assert ("serious_violence", "homicide") in {one[:2] for one in hidden}
    for name, strand, source, kinds in hidden:
        least, most = bounds(equations[source], kinds)
        assert least <= 1, (name, strand, least)
        assert most >= SMALLEST - 1, (name, strand, most)
        assert most - least >= SMALLEST - 2, (name, strand, least, most)


def test_no_ward_can_be_worked_out_from_its_district_and_place(reference) -> None:
    """Wards and what is not placed add up to the district, and wards to their place."""
    published = {entry["id"]: entry["value"] for entry in reference.read("values.json")}
    place_of = {
        name: place for name, place in reference.query("select name, parent_code from areas where level = 'ward'")
    }
    hidden_somewhere = False
    for file in sorted(reference.publication.glob("tables/areas-*.csv")):
        if file.stem.endswith("-map"):
            continue
        name = file.stem.removeprefix("areas-").replace("-", "_")
        rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
        for column, which in (("Latest", "current_count"), ("Earlier", "previous_count")):
            hidden = [row["Area"] for row in rows if row[column] == "[c]"]
            equations = [(frozenset([row["Area"]]), int(row[column])) for row in rows if row[column].isdigit()]
            equations.append((frozenset(row["Area"] for row in rows), published[f"{name}.{which}"]))
            for place in set(place_of.values()) if which == "current_count" else ():
                total = published.get(f"{name}.areas.{place}.current_count")
                inside = frozenset(ward for ward, its in place_of.items() if its == place)
                equations += [(inside, total)] if total is not None else []
            for area in hidden:
                hidden_somewhere = True
                least, most = bounds(equations, frozenset([area]))
                assert least <= 1, (name, column, area, least)
                assert most >= SMALLEST - 1, (name, column, area, most)
    assert hidden_somewhere


def cells_of_groups(reference, period: str) -> dict[tuple, int]:
    """Of each indicator with a table by kind of small area, its events by ward, fifth of deprivation and urban or rural."""
    found: dict[tuple, int] = {}
    rows = reference.query(
        "select indicator, ward_code, deprivation, rural_urban, count from group_pieces where period = ?", period
    )
    for *kind, count in rows:
        found[tuple(kind)] = count
    return found


@pytest.mark.parametrize("period", ["current", "previous"])
def test_no_small_part_of_a_ward_can_be_worked_out_from_kinds_of_small_areas(reference, period) -> None:
    """Wards, fifths of deprivation, and urban and rural cut across one another; no part of all three is narrowed to a few."""
    page = (reference.publication / "fragments" / "places.md").read_text(encoding="utf-8")
    cells = cells_of_groups(reference, period)
    shown = {name for name in {key[0] for key in cells} if f"tbl-groups-{name.replace('_', '-')}" in page}
    assert shown
    for name in shown:
        own = {key[1:]: count for key, count in cells.items() if key[0] == name}
        margins: dict[tuple, set] = defaultdict(set)
        for kind in own:
            for place, value in enumerate(kind):
                margins[place, value].add(kind)
        equations = [(frozenset(kinds), float(sum(own[kind] for kind in kinds))) for kinds in margins.values()]
        for kind in own:
            least, most = bounds(equations, frozenset([kind]))
            assert most >= SMALLEST, (name, kind, least, most)
            assert least >= SMALLEST or most - least >= SMALLEST - 2, (name, kind, least, most)


def months_of(reference, name: str) -> dict[str, list[date]]:
    """The months of each published figure of an indicator that is a sum of its months, by the end of the figure's name."""
    first, last = reference.query("select first_month, last_month from assessed_mixes where indicator = ?", name)[0]
    years = month_range(first, last)
    found = {f"{season}_count": [one for one in years if season_of(one) == season] for season in SEASONS}
    row = reference.query(
        "select current_first, current_last, previous_first, previous_last from assessed_signals "
        "where indicator = ? and strand = ''",
        name,
    )[0]
    found |= {"current_count": month_range(*row[:2]), "previous_count": month_range(*row[2:])}
    return found | {"previous_year_total": month_range(row[2], add_months(row[2], 11))}


def charted(reference, table: str) -> list[tuple[str, list[date], float]]:
    """Title, months and count of each point of a chart over months or quarters; nothing of another table."""
    path = reference.publication / "tables" / f"{table}.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines())) if path.exists() else [[""]]
    length = {"Month": 1, "Quarter": 3}.get(rows[0][0], 0)
    points = []
    for label, *cells in rows[1:] if length else ():
        begin = datetime.strptime(f"{label[:3]} {label[-4:]}", "%b %Y").date()
        months = month_range(begin, add_months(begin, length - 1))
        points += [
            (title, months, float(cell)) for title, cell in zip(rows[0][1:], cells, strict=True) if cell.isdigit()
        ]
    return points


def test_no_part_of_a_season_can_be_worked_out_from_periods_quarters_and_the_other_seasons(reference) -> None:
    """Every part of every month is unknown; what is published of the same months in any table is a sum of these."""
    published = {entry["id"]: entry for entry in reference.read("values.json")}
    mixed = reference.query(
        "select indicator, priority from assessed_mixes inner join assessed_signals using (indicator) "
        "where changes and strand = ''"
    )
    assert ("water_incidents", "water-safety") in mixed
    hidden_somewhere = False
    for name, priority in mixed:
        titles = dict(
            reference.query("select distinct strand, strand_title from assessed_mix_cells where indicator = ?", name)
        )
        sums = months_of(reference, name)
        equations, hidden = [], []
        for strand in ("", *titles):
            inside = titles if not strand else [strand]
            for end, months in sums.items():
                entry = published.get(f"{name}.{strand}.{end}" if strand else f"{name}.{end}")
                cell = frozenset((one, month) for one in inside for month in months)
                if entry is not None and entry["suppressed"]:
                    hidden.append((entry["id"], cell))
                elif entry is not None:
                    equations.append((cell, entry["value"]))
        for _, months, value in charted(reference, f"{priority}-trend"):
            equations.append((frozenset((one, month) for one in titles for month in months), value))
        for title, months, value in charted(reference, f"{priority}-parts"):
            strand = next(one for one, its in titles.items() if its.casefold() == title.casefold())
            equations.append((frozenset((strand, month) for month in months), value))
        for label, cell in hidden:
            hidden_somewhere = True
            least, most = bounds(equations, cell)
            assert least <= 1 and most >= SMALLEST - 1, (label, least, most)
    assert hidden_somewhere


def test_a_count_that_nothing_protects_would_be_found() -> None:
    kinds = {name: frozenset([(name, "")]) for name in ("homicide", "injury", "robbery")}
    everything = (frozenset().union(*kinds.values()), 100.0)
    shown = [everything, (kinds["injury"], 60.0), (kinds["robbery"], 37.0)]
    assert bounds(shown, kinds["homicide"]) == pytest.approx((3, 3))
    assert bounds(shown[:2], kinds["homicide"]) == pytest.approx((0, 40))


def windows_published(built) -> list[tuple[str, str, str, Window, int]]:
    """Each comparison's two windows and the year before: indicator, strand, name of its value, window, true count."""
    found = []
    for table, basis in (("assessed_signals", "''"), ("assessed_further", "'.' || basis")):
        rows = built.query(f"select {basis}, {COLUMNS} from {table} where current_count + previous_count is not null")
        for part, name, strand, *ends, now, before in rows:
            value = (f"{name}.{strand}" if strand else name) + part
            found.append((name, strand, f"{value}.current_count", Window(*ends[:2]), round(now)))
            found.append((name, strand, f"{value}.previous_count", Window(*ends[2:]), round(before)))
    start = add_months(financial_year_start(date(2023, 12, 31)), -12)
    years = "select indicator, strand, previous_year_total from assessed_signals where previous_year_total is not null"
    for name, strand, total in built.query(years):
        value = f"{name}.{strand}.previous_year_total" if strand else f"{name}.previous_year_total"
        found.append((name, strand, value, Window(start, add_months(start, 11)), round(total)))
    return found


@pytest.mark.slow
def test_with_every_basis_declared_no_small_count_can_be_worked_out(on_every_basis) -> None:
    """Each published count is a sum over the kinds it counts and the pieces of its window, none of which is known."""
    published = {entry["id"]: entry for entry in on_every_basis.read("values.json")}
    kinds_of, windows = counted_kinds(on_every_basis), windows_published(on_every_basis)
    pieces = atoms({window for *_, window, _ in windows})
    equations, small = defaultdict(list), []
    for name, strand, value, window, count in windows:
        if (name, strand) not in kinds_of or value not in published:
            continue
        source, kinds = kinds_of[name, strand]
        unknown = frozenset((kind, piece) for kind in kinds for piece in pieces[window])
        if not published[value]["suppressed"]:
            equations[source].append((unknown, published[value]["value"]))
        elif count < SMALLEST:
            small.append((value, source, unknown))
    assert len([value for value, *_ in small if "calendar_year" in value or "three_year" in value]) >= 2
    for value, source, unknown in small:
        least, most = bounds(equations[source], unknown)
        assert least <= 1, (value, least)
        assert most >= SMALLEST - 1, (value, most)


def spans_published(reference) -> dict[tuple[str, str], dict[frozenset, float]]:
    """By indicator and strand, the months of every span of which a count is published, or follows from others, and the count."""
    published = {entry["id"]: entry for entry in reference.read("values.json")}
    found: dict[tuple[str, str], dict[frozenset, float]] = defaultdict(dict)
    for name, strand, value, window, _ in windows_published(reference):
        if value in published and not published[value]["suppressed"]:
            found[name, strand][frozenset(window.months)] = published[value]["value"]
    for name, strand, title, priority in reference.query(
        "select indicator, strand, strand_title, case when role = 'headline' then priority else '' end from assessed_signals"
    ):
        points = charted(reference, f"{priority}-{'parts' if strand else 'trend'}")
        for heading, months, value in points:
            if heading.casefold() == (title or "" if strand else points[0][0]).casefold():
                found[name, strand][frozenset(months)] = value
        for end, value in listed_by_year(published, name, strand):
            found[name, strand][frozenset(date(*one, 1) for one in twelve_months(end))] = value
    return found


def listed_by_year(published: dict[str, dict], name: str, strand: str) -> list[tuple[str, float]]:
    start = f"{name}.{strand}.years." if strand else f"{name}.years."
    years = {key.removeprefix(start): one for key, one in published.items() if key.startswith(start)}
    return [(end, one["value"]) for end, one in years.items() if end != "all" and not one["suppressed"]]


def test_no_few_months_follow_from_charts_periods_and_listed_years_of_one_series(reference) -> None:
    """Whatever sums and differences of a series' published spans tell is nought or no small number."""
    counted, checked = months_counted(reference), 0
    for (name, strand), spans in spans_published(reference).items():
        known = counted[name, strand]
        every = sorted(set().union(*spans))
        sums = [one for span, count in spans.items() for one in ([span] if count else [frozenset([it]) for it in span])]
        rows = np.array([[month in span for month in every] for span in sums], dtype=float)
        blind = np.eye(len(every)) - np.linalg.pinv(rows) @ rows
        for first, last in runs_told(blind):
            months = every[first : last + 1]
            if months == month_range(months[0], months[-1]) and all(month in known for month in months):
                count = sum(known[month] for month in months)
                checked += 1
                assert not 0 < count < SMALLEST, (name, strand, months[0], months[-1], count)
    assert checked > 1000


def runs_told(blind: np.ndarray) -> list[tuple[int, int]]:
    """The first and last place of every run whose sum no unseen change of the months could alter."""
    added = np.vstack([np.zeros(len(blind)), np.cumsum(blind, axis=0)])
    unseen = np.abs(added[None, 1:] - added[:-1, None]).max(axis=2)
    return [(first, last) for first, last in np.argwhere(unseen < 1e-6) if first <= last]


def months_counted(reference) -> dict[tuple[str, str], dict[date, int]]:
    """The true counts of the district's months, by indicator and strand."""
    found: dict[tuple[str, str], dict[date, int]] = defaultdict(dict)
    for name, strand, month, count in reference.query(
        "select indicator, strand, month, count from measures inner join parameters on area_code = district_code "
        "where count is not null"
    ):
        found[name, strand][month] = count
    return found


def years_in_publication(reference) -> dict[str, dict]:
    """Every value of what is listed by year, by its name."""
    return {entry["id"]: entry for entry in reference.read("values.json") if ".years." in entry["id"]}


def test_no_listed_year_can_be_worked_out_from_the_others_their_sum_or_the_periods_compared(reference) -> None:
    """Months are the unknowns: years, all years together, the two periods and what was expected are sums of them."""
    published = {entry["id"]: entry for entry in reference.read("values.json")}
    listed = years_in_publication(reference)
    names = {name.partition(".years.")[0] for name in listed}
    assert {"domestic_homicide_reviews", "road_deaths", "serious_violence.homicide"} <= names
    hidden_somewhere = False
    for name in sorted(names):
        own = {key.rpartition(".")[2]: one for key, one in listed.items() if key.startswith(f"{name}.years.")}
        months = {end: frozenset(twelve_months(end)) for end in own if end != "all"}
        equations = [(months[end], own[end]["value"]) for end in months if not own[end]["suppressed"]]
        if "all" in own and not own["all"]["suppressed"]:
            equations.append((frozenset().union(*months.values()), own["all"]["value"]))
        expected = published.get(f"{name}.expected")
        if expected is not None and not expected["suppressed"]:
            earlier = sorted(months)[:-1][-5:]
            equations.append((frozenset().union(*(months[end] for end in earlier)), len(earlier) * expected["value"]))
        for which, first in (("current_count", 2023), ("previous_count", 2022)):
            value = published.get(f"{name}.{which}")
            if value is not None and not value["suppressed"]:
                equations.append((frozenset((first, month) for month in range(4, 13)), value["value"]))
        for end in (end for end in months if own[end]["suppressed"]):
            hidden_somewhere = True
            least, most = bounds(equations, months[end])
            assert least <= 1, (name, end, least)
            assert most >= SMALLEST - 1, (name, end, most)
    assert hidden_somewhere


def twelve_months(end: str) -> list[tuple[int, int]]:
    year, month = (int(part) for part in end.split("-"))
    return [(year - (back > month - 1), (month - 1 - back) % 12 + 1) for back in range(12)]


def test_listed_years_are_what_the_extracts_hold_and_add_up_where_all_are_shown(reference) -> None:
    listed = years_in_publication(reference)
    deaths = {key.rpartition(".")[2]: one["value"] for key, one in listed.items() if key.startswith("road_deaths.")}
    counted = reference.query(
        "select year(occurred_on), count(*) from road_casualties where severity = 'fatal' group by 1 order by 1"
    )
    assert {f"{year}-12": count for year, count in counted} == {key: one for key, one in deaths.items() if key != "all"}
    assert deaths["all"] == sum(count for _, count in counted)


def test_no_day_of_a_rare_event_and_no_gap_between_two_is_published(reference) -> None:
    """No source of the reference partnership with days is public, so that nothing is charted by days."""
    for path in sorted(reference.publication.rglob("*")):
        if path.suffix in (".md", ".csv"):
            text = path.read_text(encoding="utf-8")
            assert "Day that ends the gap" not in text
            assert "going by when they" not in text
    assert reference.query("select count(*) from assessed_gaps") == [(0,)]
    assert reference.query("select count(*) > 100 from rare_event_days where counted_on is not null") == [(True,)]
