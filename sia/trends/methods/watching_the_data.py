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
            formula="the month's rate per day is set against three medians: of the six months before it, of the six after, "
            "and of the same month in other years. It must be far from each that is known, by the tolerance laid "
            "down for the source, and less probable than 1 in 1,000 by the exact test of two counts; for that test "
            "both counts are halved, since monthly counts vary more than chance",
            source="Przyborowski and Wilenski 1940; the guard is our own",
            verified="months cut short and months delivered twice are found in simulated series; steady, seasonal and lastingly "
            "changed series have none",
            beware="an unusual month can be a true one; only the agency knows",
        ),
        Method(
            id="level_shifts",
            name="steps that look like a change of recording",
            what="Says when a count at least doubled or halved from one month to the next and stayed there; suspected, never "
            "confirmed",
            formula="up to twelve months are set against the same months a year earlier. Their events must together at "
            "least double or halve; the mean difference of logarithms must be significant by its t statistic at a "
            "level of 0.001, shared among the months tried; and the medians of the three months on either side must"
            " differ by a factor of 1.41 (the root of 2) or more, which a gradual rise does not",
            source="our own",
            verified="planted steps are found at their month; gradual rises and seasons are none",
            beware="real events can double too",
        ),
    ),
)
