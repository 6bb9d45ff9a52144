"""Where results differ from those of tools that analysts know, why, and what restores theirs.

docs/deviations.md is written from this list, and the methods page prints it. Sentences carry no final full stop.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Deviation:
    """One difference: the tool, what it does, what is done here, why, and how to have theirs.

    `switches` name what restores theirs: 'module.function.argument' of this room, or 'indicators.field' of a priority's file.
    Empty where `restore` says what to read instead.
    """

    tool: str
    subject: str
    theirs: str
    ours: str
    why: str
    restore: str
    switches: tuple[str, ...] = ()


DEVIATIONS = (
    Deviation(
        tool="NHSRplotthedots 0.2.2",
        subject="months of different length",
        theirs="charts the counts as they are given",
        ours="charts counts per day times 30.4",
        why="February has up to a tenth fewer days, which is no signal",
        restore="chart the counts themselves with by_day=False",
        switches=("control_chart.per_day_rate.by_day",),
    ),
    Deviation(
        tool="NHSRplotthedots 0.2.2",
        subject="season",
        theirs="leaves the season in the chart",
        ours="divides by the season where one peaks, says so, and shows the counts beside it",
        why="a summer that returns every year would be a signal every year and widen the limits for all other months",
        restore="chart the counts, which every published trend table holds, instead of the adjusted values",
        switches=("control_chart.per_day_rate.by_day",),
    ),
    Deviation(
        tool="NHSRplotthedots 0.2.2",
        subject="where limits begin anew",
        theirs="rebases only where the analyst says",
        ours="rebases at every recording break of the register by itself",
        why="limits from before a change of recording say nothing of what comes after",
        restore="leave out the breaks and give dates of your own with rebase",
        switches=("control_chart.individuals_chart.rebase",),
    ),
    Deviation(
        tool="NHSRplotthedots 0.2.2",
        subject="months that are missing",
        theirs="takes the points on either side of a gap for neighbours",
        ours="keeps an empty place for the month, takes no moving range across it and ends every run before it",
        why="nobody knows what happened in it, and seven in a row must be seven months in a row",
        restore="number the points one after the other instead of giving their months",
    ),
    Deviation(
        tool="NHSRplotthedots 0.2.2",
        subject="small counts",
        theirs="charts any series",
        ours="draws no such chart where the mean is below five a month: the time between events is charted or told instead, and "
        "what counts fewer than 12 a year is listed by year",
        why="moving ranges of so few events say little, and a lower limit below nought can never be passed",
        restore="call individuals_chart without asking chart_kind first",
    ),
    Deviation(
        tool="qicharts2 0.8.1",
        subject="moving ranges that are outliers themselves",
        theirs="keeps all moving ranges unless asked to screen them",
        ours="leaves out, once, those of 3.267 times their mean or more, as NHSRplotthedots does",
        why="a single odd month would widen the limits and hide itself",
        restore="screen_outliers=False",
        switches=("control_chart.individuals_chart.screen_outliers", "rare_events.time_between.screen_outliers"),
    ),
    Deviation(
        tool="qicharts2 0.8.1",
        subject="width of the limits",
        theirs="3 / 1.128 mean moving ranges",
        ours="2.66, the same number rounded, as NHSRplotthedots does",
        why="one number serves all charts; limits differ by less than two parts in ten thousand",
        restore="limit=3 / 1.128",
        switches=("control_chart.individuals_chart.limit", "rare_events.time_between.limit"),
    ),
    Deviation(
        tool="PHEindicatormethods 2.1.0",
        subject="numbers that cannot be",
        theirs="stops with an error, for the whole table, at a negative count or a numerator above its denominator",
        ours="gives that row no value and a reason, and calculates the others",
        why="one wrong row of an extract should not hide all the right ones",
        restore="stop where the column reason holds anything",
    ),
    Deviation(
        tool="PHEindicatormethods 2.1.0",
        subject="funnel limits",
        theirs="searches for limits in steps of 1e-7",
        ours="computes the exact quantiles",
        why="the answer is the same within those steps, and thousands of areas are judged at once",
        restore="nothing to restore: no area of the reference file changes its place",
    ),
    Deviation(
        tool="over-dispersed funnels of Spiegelhalter 2005",
        subject="winsorising",
        theirs="takes the mean square of the winsorised z-scores as the dispersion",
        ours="divides it by 0.679, which is what winsorising leaves of chance alone",
        why="without it areas that differ by chance seem to differ less, and too many lie outside",
        restore="corrected=False",
        switches=("funnel.overdispersed_funnel.corrected",),
    ),
    Deviation(
        tool="dashboards of recorded crime",
        subject="percentage changes",
        theirs="commonly print a percentage for every change",
        ours="prints one only where the earlier count is 50 or more",
        why="from 4 to 6 is 50% and says nothing",
        restore="percent_from=0",
        switches=("comparison.compare_periods.percent_from",),
    ),
    Deviation(
        tool="plain tests of two counts",
        subject="what counts as usual variation",
        theirs="take chance alone (Poisson) as the yardstick",
        ours="widens the interval by how much the series usually varies and by its serial correlation",
        why="of simulated series without a change, with a variance two or three times their mean, the plain test calls 16 to 26% "
        "changed where 5% are meant",
        restore="read exact_lower and exact_upper, which stand beside the interval that decides",
    ),
    Deviation(
        tool="profiles by deprivation",
        subject="whether groups of small areas differ",
        theirs="set Poisson limits of the groups' rates against one another",
        ours="lets the limits follow from how much the small areas within each group differ",
        why="small areas differ whatever group they are in: of simulated groups with the same mean rate, Poisson limits call a tenth to "
        "two thirds different where 5% are meant",
        restore="give trends.rates.rate the groups' events and residents, which every published table of groups holds",
    ),
    Deviation(
        tool="tables of many areas or offences",
        subject="many comparisons at once",
        theirs="judge each at 95% by itself",
        ours="holds the share of false alarms among those called at 5% within a family, and prints its size",
        why="of 25 wards in which nothing happened, about one would be called by chance",
        restore="judge by p_value, which stands beside q_value",
    ),
    Deviation(
        tool="published statistics of recorded crime",
        subject="periods compared",
        theirs="compare the latest 12 months with the 12 before",
        ours="compares the financial year to date with the same months a year earlier, unless an indicator says otherwise",
        why="the plan runs by financial year, and some of the latest 12 months were in the assessment before",
        restore="basis: latest_12_months in the indicator",
        switches=("indicators.basis",),
    ),
    Deviation(
        tool="tables of rates per resident",
        subject="places whose victims and offenders come from elsewhere",
        theirs="divide by residents everywhere",
        ours="gives counts and shares, and no rate, for indicators that say so",
        why="a town centre with few residents and many visitors would lead every ranking",
        restore="resident_rate: true in the indicator",
        switches=("indicators.resident_rate",),
    ),
)


def as_page() -> str:
    """The list as a page of the documentation, in Markdown."""
    parts = [
        "# Where results differ from those of known tools",
        "Each difference with its reason and with what restores the other result. Functions are those of `sia/trends/`; fields "
        "are those of an indicator in `indicators/*.yml`. Where nothing is listed, results are those of the tool: "
        "[simulation.md](simulation.md) and the methods page of every publication say how that was verified.",
        *(_entry(one) for one in DEVIATIONS),
    ]
    return "\n\n".join(parts) + "\n"


def _entry(one: Deviation) -> str:
    switches = f" ({', '.join(f'`{switch}`' for switch in one.switches)})" if one.switches else ""
    return "\n".join(
        (
            f"## {one.subject[0].upper()}{one.subject[1:]}: {one.tool}",
            "",
            f"- Theirs: {one.theirs}.",
            f"- Here: {one.ours}.",
            f"- Why: {one.why}.",
            f"- To have theirs: {one.restore}{switches}.",
        )
    )
