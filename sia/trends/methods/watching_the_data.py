"""Methods for the methods page: watching the data."""

from __future__ import annotations

from sia.trends.methods.method import Group, Method

GROUP = Group(
    title="Watching the data",
    what="What should an agency be asked before a figure is believed?",
    methods=(
        Method(
            id="unusual_months",
            name="months that look incomplete or doubled",
            what="Says which months have far fewer or far more events than usual, so that an agency can be asked; a question, "
            "never a finding",
            formula="the month's rate per day against the medians of the six months before it, of the six after and of the same "
            "month in other years: far from each by the source's own tolerance, and less probable than 1 in 1,000 by the "
            "exact test of two counts with both divided by a dispersion of 2",
            source="Przyborowski and Wilenski 1940; the guard is our own",
            verified="months cut short and months delivered twice are found in simulated series; steady, seasonal and lastingly "
            "changed series have none",
        ),
        Method(
            id="level_shifts",
            name="steps that look like a change of recording",
            what="Says when a count at least doubled or halved from one month to the next and stayed there; suspected, never "
            "confirmed",
            formula="mean difference of logarithms from the same months a year earlier by its t statistic, at a level of 0.001 "
            "shared among the months tried, and medians of three months on either side that differ by the root of 2 or "
            "more",
            source="our own",
            verified="planted steps are found at their month; gradual rises and seasons are none",
        ),
    ),
)
