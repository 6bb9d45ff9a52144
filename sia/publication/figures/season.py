"""The mean number in each month of the year, over complete years, with the peak months marked."""

from __future__ import annotations

import altair as alt

from sia.publication.chart_series import ChartSeries
from sia.publication.evidence import Comparison
from sia.publication.figures.figure import Figure
from sia.publication.figures.look import Look, count_axis, rows
from sia.publication.season_words import is_seasonal
from sia.publication.tables import Table
from sia.publication.wording import month_names, number, sentence_case

FEWEST_YEARS = 2


def season_figure(
    look: Look, name: str, series: ChartSeries, one: Comparison, finding: str, source: str
) -> Figure | None:
    """None without monthly points for two whole years or without a peak."""
    months = [(window.first, count) for window, count in series.points]
    years = len(months) // 12
    if series.grain != "month" or not is_seasonal(one) or years < FEWEST_YEARS:
        return None
    recent = months[-12 * years :]
    bars = [_bar(month, recent, month in one.season_peaks) for month in range(1, 13)]
    order = [bar["month"] for bar in bars]
    colour = alt.Color("peak:N", scale=alt.Scale(domain=["peak", "other"], range=[look.main, "#9FB4CB"]), legend=None)
    chart = (
        alt.Chart(rows(bars))
        .mark_bar(size=30)
        .encode(
            x=alt.X("month:N", sort=order, axis=alt.Axis(title=None, labelAngle=0)), y=count_axis("mean"), color=colour
        )
        .properties(
            width=look.width,
            height=look.height - 60,
            title=f"Mean {one.unit or one.title} a month, latest {years} years",
        )
    )
    alternative = (
        f"Bar chart of the mean number of {one.unit or one.title} in each month of the year over {years} years: from "
        f"{number(min(bar['mean'] for bar in bars))} to {number(max(bar['mean'] for bar in bars))}, highest in {month_names(one.season_peaks)}."
    )
    body = tuple((bar["month"], number(bar["mean"], 1)) for bar in bars)
    table = Table(
        f"data-{name}", f"{sentence_case(one.name)}, mean of {years} years by month. {source}", ("Month", "Mean"), body
    )
    return Figure(name, finding, source, alternative, look.spec(chart), table)


def _bar(month: int, recent: list, peak: bool) -> dict:
    values = [count for first, count in recent if first.month == month]
    name = month_names([month])[:3]
    return {"month": name, "mean": sum(values) / len(values), "peak": "peak" if peak else "other"}
