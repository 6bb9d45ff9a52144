"""From frames to what may be shown: each figure with its cells looked up at the door."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

import polars as pl

from sia.calendar import Basis
from sia.project.indicators import Indicator
from sia.project.load import Project
from sia.project.residents import Residents
from sia.publication.evidence import (
    AreaFigure,
    Comparison,
    Evidence,
    GroupFigure,
    LevelFigure,
    PeerFigure,
    SevereFigure,
    by_indicator,
    window_of,
)
from sia.publication.gathering import threshold_of
from sia.publication.group_contrasts import group_contrasts
from sia.publication.groups import shown_groups
from sia.publication.harm import shown_harm
from sia.publication.rare import rare_figures
from sia.publication.rare_figure import RareFigure
from sia.publication.readings import Readings
from sia.publication.releasing import Released
from sia.publication.resident_rates import resident_rates
from sia.publication.season_mixes import shown_mixes
from sia.publication.standardised_rates import standardised_rates
from sia.trends.funnel import overdispersed_funnel
from sia.trends.rates import rate

#: Figures of a comparison that are made of its two counts, or of the months in and before them.
FROM_BOTH_COUNTS = (
    "current_count",
    "previous_count",
    "change",
    "change_percent",
    "ratio",
    "lower",
    "upper",
    "p_value",
    "q_value",
    "dispersion",
    "degrees_of_freedom",
    "projected",
    "projected_lower_80",
    "projected_upper_80",
    "projected_lower_95",
    "projected_upper_95",
    "naive_scaled",
    "naive_last_year",
    "long_run",
    "long_run_percent",
    "long_run_lower",
    "long_run_upper",
    "turning_point",
    "turned",
)
#: They would tell the year to date, which is published only where it is what was compared, and last year's remainder.
FROM_THE_YEAR_TO_DATE = ("naive_scaled", "naive_last_year")
#: Levels of too few or too unlike areas for a funnel.
UNFUNNELLED = ("district", "place")
LEVEL_TEXTS = ("period_label", "benchmark_name", "signal", "reason", "source", "mark")
LEVEL_NUMBERS = ("value", "lower", "upper", "previous_value", "benchmark")
OF_YEARS_AGO = ("years_ago_value", "years_ago_clear")


def evidence_of(project: Project, readings: Readings, signals: Any, released: Released) -> Evidence:
    """Everything about the district that may be shown, with figures made of suppressed counts taken out."""
    comparisons = {(one.indicator, one.strand): one for one in _comparisons(project, signals, released)}
    groups = by_indicator(_groups(project, readings, signals, released))
    return Evidence(
        comparisons=comparisons,
        rates=resident_rates(project, readings, comparisons),
        standardised=standardised_rates(project, readings, comparisons),
        levels=by_indicator(_levels(project, readings, signals, released)),
        severe={one.indicator: one for one in _severe(project, signals, released)},
        areas=by_indicator(_areas(project, readings, signals, released)),
        peers=by_indicator(_peers(project, readings, released)),
        groups=groups,
        contrasts=by_indicator(group_contrasts(readings, groups)),
        harm={one.indicator: one for one in shown_harm(readings, signals.harm, comparisons.values())},
        further=_further(project, signals, released),
        mixes={one.indicator: one for one in shown_mixes(signals, released.gathered.seasons, released.door)},
        rare={(one.indicator, one.strand): one for one in _rare(project, signals, released)},
    )


def _rare(project: Project, signals: Any, released: Released) -> list[RareFigure]:
    gathered = released.gathered
    return rare_figures(project, signals, gathered.rare, gathered.comparisons, gathered.severe, released.door)


def _comparisons(project: Project, signals: Any, released: Released) -> list[Comparison]:
    found = []
    for row in signals.signals.sort("indicator", "strand").iter_rows(named=True):
        key = row["indicator"], row["strand"]
        cells = [released.gathered.comparisons.get((*key, which)) for which in ("current", "previous")]
        withheld = released.door.withholds(*cells)
        # of a part last year's total is said nowhere, so that it is not in the set: it would tell the months left over
        year_withheld = bool(row["strand"]) or released.door.withholds(released.gathered.years.get(key))
        found.append(_comparison(row, project.indicators[key[0]][1], withheld, year_withheld))
    return found


def _further(project: Project, signals: Any, released: Released) -> dict[tuple[str, str], tuple[Comparison, ...]]:
    """The comparisons on further bases, by indicator and strand, in the order in which the bases are declared."""
    found: dict[tuple[str, str], dict[str, Comparison]] = defaultdict(dict)
    for row in signals.further.sort("indicator", "strand").iter_rows(named=True):
        key = row["indicator"], row["strand"]
        cells = [released.gathered.further.get((*key, row["basis"], which)) for which in ("current", "previous")]
        indicator, withheld = project.indicators[key[0]][1], released.door.withholds(*cells)
        found[key][row["basis"]] = replace(_comparison(row, indicator, withheld, year_withheld=False), further=True)
    orders = {key: [str(basis) for basis in project.indicators[key[0]][1].also] for key in found}
    return {key: tuple(ones[basis] for basis in orders[key] if basis in ones) for key, ones in found.items()}


def _comparison(row: dict[str, Any], indicator: Indicator, withheld: bool, year_withheld: bool) -> Comparison:
    wanted = {one.name for one in fields(Comparison)}
    known = {name: value for name, value in row.items() if name in wanted and value is not None}
    if withheld:
        known = {name: value for name, value in known.items() if name not in FROM_BOTH_COUNTS}
    if withheld or year_withheld:
        known.pop("previous_year_total", None)
    if year_withheld or indicator.basis is not Basis.FINANCIAL_YEAR_TO_DATE:
        known = {name: value for name, value in known.items() if name not in FROM_THE_YEAR_TO_DATE}
    for name in ("current_count", "previous_count", "previous_year_total"):
        if name in known:
            known[name] = round(known[name])
    return Comparison(**{**known, **_described(row, indicator), "withheld": withheld})


def _described(row: dict[str, Any], indicator: Indicator) -> dict[str, Any]:
    """What a comparison is of: titles, windows, words; a missing text is an empty one."""
    title = row.get("strand_title") or indicator.strand_titles.get(row["strand"], row["strand"].replace("-", " "))
    texts = {name: row.get(name) or "" for name in ("source", "proxy", "reason", "break_what", "signal", "basis")}
    return {
        **texts,
        "title": indicator.title,
        "unit": indicator.unit or "events",
        "strand_title": title,
        "frequency": indicator.frequency,
        "current": window_of(row["current_first"], row["current_last"]),
        "previous": window_of(row["previous_first"], row["previous_last"]),
        "season_peaks": tuple(row.get("season_peaks") or ()),
    }


def _levels(project: Project, readings: Readings, signals: Any, released: Released) -> list[LevelFigure]:
    found = []
    for row in (
        signals.levels.filter(pl.col("area_code") == readings.district)
        .sort("indicator", "strand")
        .iter_rows(named=True)
    ):
        name, strand = row["indicator"], row["strand"]
        indicator = project.indicators[name][1]
        cells = {
            period: released.gathered.levels.get((name, strand, readings.district, row[period]), ())
            for period in ("period_start", "previous_start", "years_ago_start")
        }
        years_ago = released.door.withholds(*cells.pop("years_ago_start"))
        withheld = released.door.withholds(*(cell for period in cells.values() for cell in period))
        shown = () if withheld else LEVEL_NUMBERS if years_ago else (*LEVEL_NUMBERS, *OF_YEARS_AGO)
        numbers = {key: row.get(key) for key in shown}
        found.append(
            LevelFigure(
                indicator=name,
                strand=strand,
                strand_title=indicator.strand_titles.get(strand, strand.replace("-", " ")),
                title=indicator.title,
                unit=indicator.unit,
                value_kind=indicator.value,
                polarity=indicator.polarity,
                withheld=withheld,
                position=row.get("position") or "not compared",
                position_998=row.get("position_998") or "not compared",
                trend=row.get("trend"),
                previous_label=row.get("previous_label") or "",
                years_ago_label=row.get("years_ago_label") or "",
                whole=any(cells.values()) and indicator.value == "level",
                **{key: row.get(key) or "" for key in LEVEL_TEXTS},
                **numbers,
            )
        )
    return found


def _severe(project: Project, signals: Any, released: Released) -> list[SevereFigure]:
    found = []
    for row in signals.severe.sort("indicator").iter_rows(named=True):
        indicator = project.indicators[row["indicator"]][1]
        hidden = {
            which: released.door.withholds(released.gathered.severe.get((row["indicator"], which)))
            for which in ("current", "earlier")
        }
        found.append(
            SevereFigure(
                indicator=row["indicator"],
                title=indicator.title,
                unit=indicator.unit,
                withheld=hidden["current"],
                current_label=row["current_label"] or "",
                current=None if hidden["current"] else row["current"],
                # beside the verdict, what was expected would narrow down a count that is not shown
                expected=None if any(hidden.values()) else row["expected"],
                years_used=row["years_used"],
                above_expectation=row["above_expectation"],
                p_value=None if any(hidden.values()) else row["p_value"],
                reason=row["reason"] or "",
            )
        )
    return found


def _areas(project: Project, readings: Readings, signals: Any, released: Released) -> list[AreaFigure]:
    judged = {(row["indicator"], row["area_code"]): row for row in signals.areas.iter_rows(named=True)}
    rated = rate(readings.area_rates, count="count", denominator="persons", multiplier=1)
    funnels = _funnels(readings.area_rates)
    per = {name: one.per for name, (_, one) in project.indicators.items()}
    areas = [
        replace(
            _area(row, per[row["indicator"]], judged.get((row["indicator"], row["area_code"]), {}), released),
            funnel=funnel,
        )
        for row, funnel in zip(rated.iter_rows(named=True), funnels, strict=True)
    ]
    areas = [replace(one, funnel=one.funnel if one.current_count is not None else None) for one in areas]
    shown = _shown_ranks((one.indicator, one.level, one.rank) for one in areas)
    return [replace(one, rank=_rank(shown[one.indicator, one.level], one.rank)) for one in areas]


def _funnels(areas: pl.DataFrame) -> list[str | None]:
    """Where each area lies among those of its level, set against the rate of all of them together."""
    small = (pl.col("area_code").fill_null("") != "") & (pl.col("persons") > 0) & ~pl.col("level").is_in(UNFUNNELLED)
    family = pl.concat_str("indicator", "level", separator="|")
    known = areas.with_columns(family=family, persons=pl.when(small).then("persons"))
    share = pl.col("persons") / pl.col("persons").sum().over("family")
    total = pl.col("count").filter(pl.col("persons").is_not_null()).sum().over("family")
    return overdispersed_funnel(known.with_columns(expected=share * total), "family")["funnel"].to_list()


def _shown_ranks(ranks: Iterable[tuple[str, str, int | None]]) -> dict[tuple[str, str], list[int]]:
    """The ranks that are shown, in order, by indicator and level."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for indicator, level, rank in ranks:
        found[indicator, level] += [] if rank is None else [rank]
    return {key: sorted(ones) for key, ones in found.items()}


def _rank(shown: list[int], rank: int | None) -> int | None:
    """The rank among those shown: a gap in the ranks would say between which two a suppressed count lies."""
    return None if rank is None else bisect_left(shown, rank) + 1


def _area(row: dict[str, Any], per: Residents, judged: dict[str, Any], released: Released) -> AreaFigure:
    """One area, its limits scaled to so many residents as its rate; a count that passes by itself is shown although the other one, and the change with it, is withheld."""
    key = row["indicator"], row["level"], row["area_code"] or ""
    shown = {which: _passes(released, released.gathered.areas.get((*key, which))) for which in ("current", "previous")}
    both = all(shown.values())
    return AreaFigure(
        indicator=row["indicator"],
        area_code=row["area_code"] or "",
        level=row["level"],
        name=row["name"] if row["area_code"] else "Not placed",
        parent_code=row["parent_code"] or "",
        withheld=not both,
        current_count=row["count"] if shown["current"] else None,
        previous_count=row["previous_count"] if shown["previous"] else None,
        persons=row["persons"],
        rate=row["rate"] if shown["current"] else None,
        rank=row["rank"] if shown["current"] else None,
        signal=(judged.get("signal") or "") if both else "",
        clear=bool(judged.get("clear")) and both,
        rate_lower=_scaled(row["lower"], per) if shown["current"] else None,
        rate_upper=_scaled(row["upper"], per) if shown["current"] else None,
        per=per.words,
        family_size=judged.get("family_size"),
    )


def _scaled(value: float | None, per: Residents) -> float | None:
    return None if value is None else value * per.multiplier


def _groups(project: Project, readings: Readings, signals: Any, released: Released) -> list[GroupFigure]:
    """Kinds of small areas, where their table gives no small number away."""
    gathered = released.gathered
    sources = dict(readings.chosen_sources.drop_nulls("source").select("indicator", "source").iter_rows())
    thresholds = {name: threshold_of(project, sources[name]) for name, *_ in gathered.groups}
    per = {name: one.per for name, (_, one) in project.indicators.items()}
    return shown_groups(readings, signals.groups, gathered.groups, gathered.areas, thresholds, per, released.door)


def _passes(released: Released, cell: str | None) -> bool:
    return cell is not None and released.door.shows(cell)


def _peers(project: Project, readings: Readings, released: Released) -> list[PeerFigure]:
    per = {name: one.unit if one.value == "rate" else one.per.words for name, (_, one) in project.indicators.items()}
    found = []
    for row in readings.peer_ranks.sort("indicator", "rank", "area_code", nulls_last=True).iter_rows(named=True):
        cell = released.gathered.peers.get((row["indicator"], row["area_code"], row["period_label"]))
        withheld = cell is not None and released.door.withholds(cell)
        numbers = (
            {"count": None, "rate": None, "rank": None}
            if withheld
            else {name: row[name] for name in ("count", "rate", "rank")}
        )
        texts = {name: row[name] for name in ("indicator", "area_code", "name", "period_label", "value_kind")}
        found.append(
            PeerFigure(
                **texts,
                **numbers,
                is_subject=bool(row["is_subject"]),
                withheld=withheld,
                ties=0,
                areas=0,
                per=per[row["indicator"]],
            )
        )
    shown = _shown_ranks((one.indicator, "", one.rank) for one in found)
    return [_among_shown(one, shown[one.indicator, ""]) for one in found]


def _among_shown(one: PeerFigure, shown: list[int]) -> PeerFigure:
    """A district ranked among those whose numbers are shown."""
    ties = max(shown.count(one.rank) - 1, 0)
    return replace(one, rank=_rank(shown, one.rank), ties=ties, areas=len(shown))
