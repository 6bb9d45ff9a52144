"""Methods for the methods page: deaths and other rare events."""

from __future__ import annotations

from sia.trends.methods.method import Group, Method

GROUP = Group(
    title="Deaths and other rare events",
    what="What can be said of events that are few?",
    methods=(
        Method(
            id="expectation",
            name="severe harm against expectation",
            what="Says whether deaths and the like are more than the three to five years before lead one to expect: "
            "whether chance alone would bring as many or more in fewer than one year of 20. Never a percentage",
            formula="if nothing changed, each event of all these years is equally likely to fall into any of them. The "
            "probability that the latest year holds as many as it does or more is the upper tail of a binomial with"
            " the total of all years and a share of one over their number",
            source="Przyborowski and Wilenski 1940",
            verified="equal to SciPy's binomial tail; false alarms in simulation below the nominal 5 %",
            beware="not more than expected is not the same as acceptable; each is a person",
        ),
        Method(
            id="listing",
            name="list by year, for fewer than 12 a year",
            what="Gives the count of each year of twelve months that ends with the month of the as-at date, in place of a "
            "chart and without percentages",
            formula="sums of twelve months that are all known; a year with a month missing has no sum, and the list begins "
            "after it. Small numbers, and those that would give one away, are marked and not shown",
            source="our own",
            verified="sums equal to the events counted again in tests of the query",
        ),
        Method(
            id="time_between",
            name="time between rare events (t-chart)",
            what="Says whether events too rare for a monthly chart (fewer than five a month, twelve a year at least) "
            "have become rarer or more frequent, and whether the time since the last one is already unusual. It is "
            "charted only where the source's own figures are published anyway; elsewhere it is told in words, since"
            " exact days could identify people. It moves no rating",
            formula="the days from one day with an event to the next are raised to the power of 1/3.6, which makes them "
            "nearly normal, and charted as individual values; the limits are turned back into days. Only events "
            "after the last missing month and recording break count, on 13 days at least, and the day of each must "
            "be known",
            source="Nelson 1994, as qicharts2 0.8.1; several events of one day counted as one is our own",
            verified="the reference chart within one part in a million, allowing for its 3 / 1.128 in place of 2.66; of random "
            "gaps fewer than 1 % lie outside the limits; of 300 simulated series of random events, one to four and a half "
            "a month over three years, 2 % seem to have changed or to have been quiet for longer than usual",
            beware="no date is published, so that nobody can be recognised",
        ),
    ),
)
