"""Every count that is to be published, gathered as one set and passed through disclosure control.

A count is named by what it counts: the subject (source and selection), the area and the months. The same count in two
tables is therefore one cell, whatever indicator or figure it stands in. What the set knows of sums it learns from
these names and from the relations it is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from sia.calendar import SeasonMonths, Window
from sia.disclosure import attack, suppress
from sia.errors import Problem, UserError
from sia.project.indicators import Indicator
from sia.publication.overlaps import Pieces, shared_sums
from sia.publication.remainders import atoms, nested, worked_out
from sia.publication.season_sums import SeasonTable, season_sums

REST = "the rest"
Span = Window | SeasonMonths
#: A remainder is not shown anyway, so that it is the first to go where something beside it needs protection.
KEEP_REMAINDER = -1


def subject_of(indicator: Indicator, source: str, strand: str = "") -> str:
    """What an indicator (or one of its strands) counts in a source, as a name: equal names count the same events."""
    selection = indicator.sources[source]
    chosen = {name: tuple(sorted(getattr(selection, name))) for name in ("category", "subcategory", "flag", "measure")}
    if strand and indicator.strands:
        chosen[indicator.strands] = (strand,)
    parts = [f"{name}={'+'.join(values)}" for name, values in chosen.items() if values]
    return "/".join([source, indicator.counted_by, *parts])


def cell_name(subject: str, area: str, window: Span) -> str:
    """The name of one count: what is counted, where, and in which months."""
    return f"{subject}|{area}|{_span_name(window, '|')}"


def _span_name(window: Span, to: str) -> str:
    season = f"{window.season}|" if isinstance(window, SeasonMonths) else ""
    return f"{season}{window.first:%Y-%m}{to}{window.last:%Y-%m}"


@dataclass(frozen=True)
class Sum:
    """A total that is the sum of published parts and of `unknown` ones, which are named but not published."""

    name: str
    total: str
    parts: tuple[str, ...]
    unknown: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether all parts are published."""
        return not self.unknown


@dataclass
class Counts:
    """The set as it is gathered: values and thresholds by cell name, the windows of each subject and area, the sums.

    `pieces` says what counts of events are made of, by area and window, so that those that share events can be found;
    `further` are the cells whose windows overlap those of the first comparison, that is comparisons on further bases and
    points of charts by quarter or year, and `remainders` the small counts left over between these, which are protected
    although they are not to be published;
    `season_tables` which parts and total are counted by season of the year, so that these can be tied to all else that
    is told of the same months.
    """

    values: dict[str, int] = field(default_factory=dict)
    thresholds: dict[str, int] = field(default_factory=dict)
    keep: dict[str, int] = field(default_factory=dict)
    windows: dict[tuple[str, str], dict[Window, str]] = field(default_factory=lambda: defaultdict(dict))
    seasons: dict[tuple[str, str], dict[SeasonMonths, str]] = field(default_factory=lambda: defaultdict(dict))
    season_tables: list[SeasonTable] = field(default_factory=list)
    sums: dict[str, Sum] = field(default_factory=dict)
    further: set[str] = field(default_factory=set)
    remainders: set[str] = field(default_factory=set)
    pieces: dict[tuple[str, Span], dict[str, Pieces]] = field(default_factory=lambda: defaultdict(dict))

    def add(
        self,
        subject: str,
        area: str,
        window: Span,
        value: int,
        threshold: int,
        keep: int = 0,
        pieces: Pieces | None = None,
    ) -> str:
        """Put a count into the set and return its cell's name; `keep` is higher for counts to suppress last.

        A second value for a name that is taken gets a cell of its own: then the names do not count the same.
        """
        if value is not None and self.values.get(cell_name(subject, area, window), value) != value:
            subject, pieces = f"{subject}/again", None
        name = cell_name(subject, area, window)
        self.values[name] = value
        self.thresholds[name] = max(threshold, self.thresholds.get(name, 0))
        self.keep[name] = max(keep, self.keep.get(name, 0))
        if isinstance(window, SeasonMonths):
            self.seasons[subject, area][window] = name
        else:
            self.windows[subject, area][window] = name
        if pieces is not None:
            self.pieces[area, window][name] = pieces
        return name

    def add_further(self, *cell: Any) -> str:
        """Put a count whose window overlaps those of the first comparison into the set, as `add` does; its cell's name."""
        before = len(self.values)
        name = self.add(*cell)
        if len(self.values) > before:
            self.further.add(name)
        return name

    def add_up(self, total: str, parts: Iterable[str]) -> None:
        """Tell the set that a total is made of parts; parts that do not reach it leave a rest that is not published."""
        parts = tuple(sorted(set(parts) - {total}))
        if not parts:
            return
        short = self.values[total] - sum(self.values[part] for part in parts)
        if short < 0:
            for part in parts:
                self._within(total, part)
            return
        self._put(total, parts, known=not short)

    def _within(self, total: str, part: str) -> None:
        if self.values[part] <= self.values[total]:
            self._put(total, (part,), known=False)

    def _put(self, total: str, parts: tuple[str, ...], *, known: bool, unknown: tuple[str, ...] = ()) -> None:
        """Keep a sum under a name of its own; a rest that nothing else is known of is unknown too."""
        name = f"{total} = {' + '.join((*parts, *unknown, *(() if known else (REST,))))}"
        self.sums[name] = Sum(name, total, parts, unknown if known else (*unknown, f"{REST} of {name}"))

    def share_events(self) -> None:
        """Find, for each area and window, which counts share events, and tell the set what sums follow."""
        for (area, window), cells in self.pieces.items():
            for total, parts, unknown in shared_sums(cells) if len(cells) > 1 else ():
                short = self.values[total] - sum(self.values[part] for part in parts)
                if short == 0 or (short > 0 and unknown):
                    named = tuple(f"{one} ({area}, {_span_name(window, ' to ')})" for one in unknown)
                    self._put(total, parts, known=True, unknown=named)

    def tie_seasons(self) -> None:
        """Tell the set which months seasons and windows of the same subjects have in common."""
        for table in self.season_tables:
            spans = {
                subject: {**self.windows.get((subject, table.area), {}), **self.seasons.get((subject, table.area), {})}
                for subject in (table.total, *table.parts)
            }
            for total, unknown in season_sums(table, spans):
                self._put(total, (), known=True, unknown=unknown)

    def nest_windows(self) -> None:
        """Find, for each subject and area, which windows are made of which others, and tell the set."""
        for (subject, area), windows in self.windows.items():
            if len(windows) > 1:
                self._nest(windows)
            further = {window for window, cell in windows.items() if cell in self.further and self.thresholds[cell]}
            if further:
                small = self._protect_remainders(subject, area, further)
                runs = self._protect_runs(subject, area, further)
                self._cut(subject, area, {**small, **runs, **windows})

    def _protect_remainders(self, subject: str, area: str, further: set[Window]) -> dict[Window, str]:
        """Small counts that a further window leaves beside another, as cells of their own; those of one run of months by window.

        What other windows, neither of them too small to be shown, leave among themselves is told without the further ones, and is
        not protected.
        """
        windows, found = self.windows[subject, area], {}
        others = self._told_anyway(windows, further)
        told = {left for _, _, left in nested(others, others)}
        for outer, inner, left in nested(windows, further):
            value, threshold = (
                self.values[windows[outer]] - self.values[windows[inner]],
                self.thresholds[windows[outer]],
            )
            name = " and ".join(cell_name(subject, area, window) for window in left)
            if not 0 < value < threshold or left in told or self.values.get(name, value) != value:
                continue
            self._remain(name, value, threshold)
            self._put(windows[outer], tuple(sorted((windows[inner], name))), known=True)
            found |= {left[0]: name} if len(left) == 1 else {}
        return found

    def _protect_runs(self, subject: str, area: str, further: set[Window]) -> dict[Window, str]:
        """The same of small counts that several windows together tell: one less two others, as months less quarters."""
        windows = self.windows[subject, area]
        counts = {window: self.values[cell] for window, cell in windows.items()}
        threshold = max(self.thresholds[cell] for cell in windows.values())
        told, found = worked_out({window: counts[window] for window in self._told_anyway(windows, further)}), {}
        for run, value in worked_out(counts).items():
            name = cell_name(subject, area, run)
            if 0 < value < threshold and run not in told and self.values.get(name, value) == value:
                self._remain(name, value, threshold)
                found[run] = name
        return found

    def _told_anyway(self, windows: Mapping[Window, str], further: set[Window]) -> list[Window]:
        return sorted(window for window in windows.keys() - further if not self._is_small(windows[window]))

    def _remain(self, name: str, value: int, threshold: int) -> None:
        if name not in self.values:
            self.values[name], self.thresholds[name], self.keep[name] = value, threshold, KEEP_REMAINDER
            self.remainders.add(name)

    def _is_small(self, cell: str) -> bool:
        return 0 < self.values[cell] < self.thresholds[cell]

    def _cut(self, subject: str, area: str, cells: Mapping[Window, str]) -> None:
        """Say of each window of which pieces it is made, cut at the ends of all of them; the same piece has one name."""
        for outer, pieces in atoms(cells).items():
            parts = tuple(sorted(cells[piece] for piece in pieces if piece in cells))
            unknown = tuple(cell_name(subject, area, piece) for piece in pieces if piece not in cells)
            short = self.values[cells[outer]] - sum(self.values[part] for part in parts)
            if len(pieces) > 1 and (short == 0 or (short > 0 and unknown)):
                self._put(cells[outer], parts, known=True, unknown=unknown)

    def _nest(self, windows: Mapping[Window, str]) -> None:
        longest_first = sorted(windows, key=lambda one: (-len(one.months), one.first))
        for place, outer in enumerate(longest_first):
            inside = [one for one in longest_first[place + 1 :] if outer.first <= one.first and one.last <= outer.last]
            for tiles in _tilings(inside):
                self.add_up(windows[outer], [windows[tile] for tile in tiles])


def _tilings(inside: list[Window]) -> list[list[Window]]:
    """Windows inside another, as rows of windows of one length each that do not overlap."""
    by_length: dict[int, list[Window]] = defaultdict(list)
    for window in sorted(inside):
        row = by_length[len(window.months)]
        if not row or row[-1].last < window.first:
            row.append(window)
    return list(by_length.values())


@dataclass(frozen=True)
class Door:
    """What came through disclosure control: which counts may be shown, and nothing of those that may not."""

    shown: Mapping[str, int]
    hidden: frozenset[str]

    def shows(self, *cells: str | None) -> bool:
        """Whether a figure made of these cells may be shown; a cell that was never in the set may not."""
        return all(cell in self.shown for cell in cells)

    def withholds(self, *cells: str | None) -> bool:
        """Whether a figure made of these cells is withheld because one of them is suppressed."""
        return any(cell in self.hidden for cell in cells)


def through(counts: Counts) -> Door:
    """Suppress what must be, attack the result, and return the door; raises UserError when anything is exposed."""
    counts.nest_windows()
    counts.share_events()
    counts.tie_seasons()
    protected = {name for name, threshold in counts.thresholds.items() if threshold}
    cells, sums = _frames(counts, protected)
    if not cells.height:
        return Door(dict(counts.values), frozenset())
    marked = suppress(cells, sums)
    hidden = frozenset(marked.filter(pl.col("suppressed") != "no")["cell"].to_list())
    refuse_exposed(marked, sums)
    shown = {name: value for name, value in counts.values.items() if name not in hidden | counts.remainders}
    return Door(shown, hidden - counts.remainders)


def refuse_exposed(marked: pl.DataFrame, sums: pl.DataFrame) -> None:
    """Run the independent attack on what is about to be published; raises UserError naming every cell it exposes."""
    exposed = attack(marked, sums).filter(pl.col("exposed"))
    if exposed.height:
        raise UserError(
            *(
                Problem(
                    f"publication, {cell}",
                    "this suppressed count could be worked out from what is published.",
                    "Nothing was published. Raise the source's suppress_below, or report this as a fault of sia.",
                )
                for cell in exposed["cell"].sort()
            )
        )


def _frames(counts: Counts, protected: set[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The two frames that disclosure control reads; sums between published figures alone need no protection."""
    sums = [one for one in counts.sums.values() if one.total in protected or protected.intersection(one.parts)]
    cells = protected.union(*(({one.total, *one.parts}) for one in sums)) if sums else protected
    rows = [(name, counts.values[name], counts.thresholds[name], counts.keep[name]) for name in sorted(cells)]
    rows += [(name, None, 0, 0) for name in sorted({name for one in sums for name in one.unknown})]
    parts = [(one.name, one.total, part, 1) for one in sums for part in (*one.parts, *one.unknown)]
    return (
        pl.DataFrame(
            rows,
            schema={"cell": pl.String, "value": pl.Int64, "threshold": pl.Int64, "priority": pl.Int64},
            orient="row",
        ),
        pl.DataFrame(
            parts, schema={"relation": pl.String, "total": pl.String, "part": pl.String, "sign": pl.Int64}, orient="row"
        ),
    )


def month_window(month: date) -> Window:
    """One month as a window."""
    return Window(month, month)
