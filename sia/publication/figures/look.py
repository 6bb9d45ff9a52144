"""The look of every chart, from the theme: type, colours, sizes, and what may be drawn beside what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import altair as alt

from sia.project.theme import Theme

GRID, SOFT = "#E3E5E6", "#8A9299"


@dataclass(frozen=True)
class Look:
    """What the charts need of the theme."""

    theme: Theme

    @property
    def width(self) -> int:
        return self.theme.chart.width - 70

    @property
    def height(self) -> int:
        return self.theme.chart.height - 80

    @property
    def main(self) -> str:
        return self.theme.series[0]

    @property
    def second(self) -> str:
        return self.theme.series[1]

    @property
    def third(self) -> str:
        return self.theme.series[2]

    @property
    def warm(self) -> str:
        return self.theme.series[3]

    @property
    def quiet(self) -> str:
        return self.theme.colours.quiet

    @cached_property
    def configuration(self) -> dict[str, Any]:
        """The Vega-Lite configuration shared by all charts."""
        text, size = self.theme.colours.text, self.theme.chart.text_size
        font = ", ".join([self.theme.type.family, *self.theme.type.fallback])
        labels = {
            "labelFont": font,
            "labelFontSize": size,
            "labelColor": text,
            "titleFont": font,
            "titleFontSize": size,
        }
        return {
            "aria": False,  # the alternative text speaks for the drawing; marks would tell dates in the local time zone
            "background": self.theme.colours.page,
            "font": font,
            "padding": 6,
            "view": {"stroke": None},
            "axis": {
                **labels,
                "titleFontWeight": "normal",
                "titleColor": self.quiet,
                "gridColor": GRID,
                "domainColor": SOFT,
                "tickColor": SOFT,
            },
            "axisY": {"domain": False, "ticks": False, "labelPadding": 6},
            "axisX": {"grid": False},
            "header": {"labelFont": font, "labelFontSize": size, "labelFontWeight": "bold"},
            "legend": {**labels, "titleFontWeight": "normal"},
            "text": {"font": font, "fontSize": size, "color": text},
            "title": {
                "font": font,
                "fontSize": size,
                "fontWeight": "normal",
                "color": self.quiet,
                "anchor": "start",
                "offset": 8,
            },
        }

    def spec(self, chart: alt.TopLevelMixin) -> dict[str, Any]:
        """The finished specification; it holds no clock, locale or time zone."""
        return chart.properties(config=self.configuration).to_dict(validate=False)


def specified_without_checks() -> AbstractContextManager[None]:
    """Within it Altair does not hold every part of a chart against the schema, which takes longer than drawing it."""
    from altair.utils.schemapi import debug_mode

    return debug_mode(False)


def rows(values: Iterable[Mapping[str, Any]]) -> alt.Data:
    """Rows as inline data; dates as ISO text, read as UTC. A tuple, because Altair copies lists at every step."""
    return alt.Data(values=tuple({name: _plain(value) for name, value in row.items()} for row in values))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def time_axis(field: str, months: int) -> alt.X:
    """A time axis in UTC: years, with quarters between them where there is room."""
    axis = alt.Axis(
        title=None, format="%b %Y", tickCount={"interval": "month", "step": _step(months)}, labelFlush=False
    )
    return alt.X(f"{field}:T", scale=alt.Scale(type="utc", nice=False, padding=6), axis=axis)


def _step(months: int) -> int:
    return 3 if months <= 18 else 6 if months <= 42 else 12


def count_axis(field: str, *, ticks: int = 5, top: float | None = None) -> alt.Y:
    """A vertical axis of numbers from nought (to `top`), with its unit said above the chart instead of beside it."""
    axis = alt.Axis(title=None, tickCount=ticks, format=",~r")
    scale = alt.Scale(zero=True, nice=True) if top is None else alt.Scale(domain=[0, top], nice=False)
    return alt.Y(f"{field}:Q", scale=scale, axis=axis)
