"""What is known of each indicator, as far as it may be shown: the rows of `Signals` after disclosure control.

A figure made of a suppressed count is None here and `withheld` is true, so that no sentence, table or chart can show
it: everything downstream is written from these objects.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sia.calendar import Window
from sia.project.indicators import Priority
from sia.publication.rare_figure import RareFigure
from sia.publication.season_evidence import SeasonMix

PER_THOUSAND = "per 1,000 people"


@dataclass(frozen=True)
class Comparison:
    """An indicator, or one of its strands, in two periods; None where it cannot be calculated or is withheld.

    Counts are of whole windows; `ratio`, `lower` and `upper` compare rates per day (95 %); percentages are of the
    earlier period; the projection is of the whole financial year, with its 80 % and 95 % ranges and what naive methods give
    (the year to date per day, and with last year's same remaining months). `long_run` is the trend over years
    (rising, falling, no clear trend) in per cent a year, `turning_point` the direction since `turned`. A
    comparison is `further` when it is on another basis than its indicator's own; `same_as` is then the basis that covers the
    same months, if one does.
    """

    indicator: str
    strand: str
    strand_title: str
    title: str
    unit: str
    priority: str
    role: str
    polarity: str
    basis: str
    source: str
    proxy: str
    frequency: str
    current: Window | None
    previous: Window | None
    withheld: bool
    signal: str
    reason: str
    current_count: int | None = None
    previous_count: int | None = None
    change: float | None = None
    change_percent: float | None = None
    ratio: float | None = None
    lower: float | None = None
    upper: float | None = None
    p_value: float | None = None
    q_value: float | None = None
    family_size: int | None = None
    dispersion: float | None = None
    degrees_of_freedom: float | None = None
    method: str | None = None
    months_used: int | None = None
    clear: bool = False
    material: bool = False
    size: str | None = None
    break_inside: bool = False
    break_what: str = ""
    counts_towards_rating: bool = True
    season_peaks: tuple[int, ...] = ()
    season_strength: float | None = None
    projected: float | None = None
    projected_lower_80: float | None = None
    projected_upper_80: float | None = None
    projected_lower_95: float | None = None
    projected_upper_95: float | None = None
    naive_scaled: float | None = None
    naive_last_year: float | None = None
    previous_year_total: int | None = None
    projection_direction: str | None = None
    projection_method: str | None = None
    projection_months: int | None = None
    projection_reason: str | None = None
    long_run: str | None = None
    long_run_percent: float | None = None
    long_run_lower: float | None = None
    long_run_upper: float | None = None
    long_run_first: date | None = None
    long_run_months: int | None = None
    long_run_reason: str | None = None
    turning_point: str | None = None
    turned: date | None = None
    target: float | None = None
    assurance: str | None = None
    further: bool = False
    same_as: str = ""

    @property
    def calculable(self) -> bool:
        return self.signal != "cannot be calculated"

    @property
    def name(self) -> str:
        """The lower-case noun phrase for a sentence."""
        return self.strand_title if self.strand else self.title


@dataclass(frozen=True)
class LevelFigure:
    """The latest published or measured level of an indicator, with limits and benchmark where there are any."""

    indicator: str
    strand: str
    strand_title: str
    title: str
    unit: str
    value_kind: str
    polarity: str
    source: str
    withheld: bool
    signal: str
    reason: str
    period_label: str = ""
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    previous_label: str = ""
    previous_value: float | None = None
    years_ago_label: str = ""
    years_ago_value: float | None = None
    years_ago_clear: bool | None = None
    benchmark: float | None = None
    benchmark_name: str = ""
    position: str = "not compared"
    position_998: str = "not compared"
    trend: str | None = None
    mark: str = ""
    whole: bool = False

    @property
    def calculable(self) -> bool:
        return self.withheld or self.value is not None

    @property
    def name(self) -> str:
        """The lower-case noun phrase for a sentence."""
        return f"{self.title}, {self.strand_title}" if self.strand else self.title


@dataclass(frozen=True)
class SevereFigure:
    """Deaths or other severe harm in the latest twelve months against what earlier years lead one to expect."""

    indicator: str
    title: str
    unit: str
    withheld: bool
    current_label: str
    current: int | None
    expected: float | None
    years_used: int | None
    above_expectation: bool | None
    p_value: float | None
    reason: str


@dataclass(frozen=True)
class AreaFigure:
    """An indicator in one small area of the district: two counts, a rate by residents, its rank, and its place in the
    funnel of the areas of its level ('high (0.001)' and so on, None without residents). `per` is what the rate is a rate of;
    `clear` allows for the `family_size` areas compared at once."""

    indicator: str
    area_code: str
    level: str
    name: str
    parent_code: str
    withheld: bool
    current_count: int | None
    previous_count: int | None
    persons: float | None
    rate: float | None
    rank: int | None
    signal: str
    clear: bool
    rate_lower: float | None = None
    rate_upper: float | None = None
    funnel: str | None = None
    per: str = PER_THOUSAND
    family_size: int | None = None


@dataclass(frozen=True)
class GroupFigure:
    """An indicator in the small areas of one kind: a fifth of deprivation (1 the most deprived), or urban or rural.

    Shares are of what could be placed in a small area (0 to 1); the rate is by residents of those areas, with 95 % limits
    that allow for how much they differ from one another; `per` is what it is a rate of. `clear` says whether the change from the
    earlier count is, which is None where it is not shown.
    """

    indicator: str
    dimension: str
    group: str
    areas: int
    count: int
    share: float | None
    share_of_residents: float | None
    rate: float | None
    rate_lower: float | None
    rate_upper: float | None
    per: str = PER_THOUSAND
    previous_count: int | None = None
    clear: bool = False


@dataclass(frozen=True)
class GroupContrast:
    """How many times the rate of one group of small areas is that of another, with its 95 % limits, or why that is not known.

    `kind` is 'ends' (the most deprived fifth against the least, rural against urban areas) or 'step' (a fifth against the next
    more deprived one, over all five); `clear` allows for the `family_size` indicators compared at once.
    """

    indicator: str
    dimension: str
    kind: str
    ratio: float | None
    lower: float | None
    upper: float | None
    clear: bool
    family_size: int
    reason: str


@dataclass(frozen=True)
class HarmFigure:
    """The total of an indicator weighted by harm in two periods, in points, and the ratio of points per day (95 %).

    `effective_events` says of how many events, in both periods, the points are worth in certainty; `heaviest` names the kind of
    offence that matters most to it. `share_without` (0 to 1) is the share of the latest count in kinds without a weight.
    """

    indicator: str
    withheld: bool = False
    weights: str = ""
    current_points: float | None = None
    previous_points: float | None = None
    ratio: float | None = None
    lower: float | None = None
    upper: float | None = None
    effective_events: float | None = None
    clear: bool = False
    reason: str = ""
    heaviest: str = ""
    without_weight: tuple[str, ...] = ()
    share_without: float | None = None
    found_by_police: tuple[str, ...] = ()


@dataclass(frozen=True)
class PeerFigure:
    """An indicator in one of the districts compared, with its rank among them; `per` is what its rate is a rate of."""

    indicator: str
    area_code: str
    name: str
    is_subject: bool
    period_label: str
    value_kind: str
    withheld: bool
    count: int | None
    rate: float | None
    rank: int | None
    ties: int
    areas: int
    per: str = PER_THOUSAND


@dataclass(frozen=True)
class ResidentRate:
    """A district's count per residents of some ages or of one sex, in words (`per`), with its 95 % limits; or a reason.

    `year` is that of the population.
    """

    per: str
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    year: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class PeriodRate:
    """A standardised rate of one period with its 95 % limits, rounded as it may be shown."""

    label: str
    value: float
    lower: float
    upper: float


@dataclass(frozen=True)
class StandardisedRate:
    """A count as a rate standardised for age, of the current period and where known the one before; or a reason.

    `step` is what the figures are rounded to; `most_unknown` a share, in steps of 5 %, that events without an age do not
    exceed in either period; `clear` says whether the two rates differ by more than chance explains.
    """

    per: str
    standard: str = ""
    year: int | None = None
    periods: tuple[PeriodRate, ...] = ()
    step: float | None = None
    most_unknown: float | None = None
    clear: bool | None = None
    reason: str = ""


@dataclass(frozen=True)
class Evidence:
    """Everything that may be shown, by indicator."""

    comparisons: dict[tuple[str, str], Comparison]
    levels: dict[str, tuple[LevelFigure, ...]]
    severe: dict[str, SevereFigure]
    areas: dict[str, tuple[AreaFigure, ...]]
    peers: dict[str, tuple[PeerFigure, ...]]
    groups: dict[str, tuple[GroupFigure, ...]] = field(default_factory=dict)
    rates: dict[str, ResidentRate] = field(default_factory=dict)
    contrasts: dict[str, tuple[GroupContrast, ...]] = field(default_factory=dict)
    harm: dict[str, HarmFigure] = field(default_factory=dict)
    further: dict[tuple[str, str], tuple[Comparison, ...]] = field(default_factory=dict)
    standardised: dict[str, StandardisedRate] = field(default_factory=dict)
    mixes: dict[str, SeasonMix] = field(default_factory=dict)
    rare: dict[tuple[str, str], RareFigure] = field(default_factory=dict)

    def headline(self, priority: Priority) -> str | None:
        """The indicator that a priority is told by: its headline, or else the first that says anything."""
        ordered = sorted(priority.indicators, key=lambda name: priority.indicators[name].role != "headline")
        return next((name for name in ordered if self.says_something(name)), None)

    def says_something(self, indicator: str) -> bool:
        """Whether anything about an indicator could be calculated."""
        total = self.comparisons.get((indicator, ""))
        levels = self.levels.get(indicator, ())
        severe = self.severe.get(indicator)
        told = severe is not None and (severe.withheld or severe.current is not None)
        counted = [*([total] if total else []), *self.further.get((indicator, ""), ())]
        return told or any(one.calculable for one in (*counted, *levels))

    def rare_strands(self, indicator: str) -> tuple[RareFigure, ...]:
        """The strands of an indicator that are too rare for a monthly chart, by name."""
        return tuple(one for (name, strand), one in sorted(self.rare.items()) if name == indicator and strand)

    def strands(self, indicator: str) -> tuple[Comparison, ...]:
        """The strands of an indicator, the greatest first, those not shown last."""
        found = [one for (name, strand), one in self.comparisons.items() if name == indicator and strand]
        return tuple(sorted(found, key=lambda one: (one.withheld, -(one.current_count or 0), one.strand)))

    def further_strands(self, indicator: str, basis: str) -> list[Comparison]:
        """The strands of an indicator on a further basis, in the order of `strands`."""
        beside = (self.further.get((indicator, own.strand), ()) for own in self.strands(indicator))
        return [one for ones in beside for one in ones if one.basis == basis]


def window_of(first: Any, last: Any) -> Window | None:
    """The window of two dates that may be missing."""
    return Window(first, last) if first is not None and last is not None else None


def by_indicator(figures: Iterable[Any]) -> dict[str, tuple[Any, ...]]:
    """Figures grouped by their indicator, in the order given."""
    grouped: dict[str, list[Any]] = {}
    for one in figures:
        grouped.setdefault(one.indicator, []).append(one)
    return {name: tuple(ones) for name, ones in grouped.items()}
