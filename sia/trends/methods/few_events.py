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
            what="Says whether deaths and the like are more than the three to five years before lead one to expect; never a "
            "percentage",
            formula="one-sided binomial tail of this year's count given the total of all years, each year with the same share",
            source="Przyborowski and Wilenski 1940",
            verified="equal to SciPy's binomial tail; false alarms in simulation below the nominal 5 %",
            beware="not more than expected is not the same as acceptable; each is a person",
        ),
        Method(
            id="listing",
            name="list by year, for fewer than 12 a year",
            what="Gives the count of each year of twelve months that ends with the month of the as-at date, in place of a "
            "chart and without percentages",
            formula="sums of twelve covered months; a year with a month missing has none, and ends the list; small years and what "
            "would give them away are marked",
            source="our own",
            verified="sums equal to the events counted again in tests of the query",
        ),
        Method(
            id="time_between",
            name="time between rare events (t-chart)",
            what="Says whether events too rare for a monthly chart (fewer than five a month, twelve a year at least) have "
            "become rarer or more frequent, and whether the time since the last one is already unusual; charted where the "
            "source's own figures are published, elsewhere told in words, since days identify; moves no rating",
            formula="days from one day with an event to the next, to the power of 1/3.6, charted as individual values, limits put "
            "back to days; events on 13 days at least, all of a known day, after the last missing month and recording "
            "break",
            source="Nelson 1994, as qicharts2 0.8.1; several events of one day counted as one is our own",
            verified="the reference chart within one part in a million, allowing for its 3 / 1.128 in place of 2.66; of random "
            "gaps fewer than 1 % lie outside the limits; of 300 simulated series of random events, one to four and a half "
            "a month over three years, 2 % seem to have changed or to have been quiet for longer than usual",
            beware="no date is published, so that nobody can be recognised",
        ),
    ),
)
