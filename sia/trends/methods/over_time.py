"""Methods for the methods page: control charts and trends."""

from __future__ import annotations

from sia.trends.methods.method import Group, Method

GROUP = Group(
    title="Control charts and trends",
    what="Does a month stand out, and where has a series been going over years?",
    methods=(
        Method(
            id="individuals",
            name="control chart of individual values (XmR)",
            what="Says whether a month stands out from the usual month-to-month movement, and which rule says so",
            formula="limits at the mean plus and minus 2.66 mean moving ranges, moving ranges of 3.267 times their mean or more "
            "left out once; special cause: outside a limit, seven rising or falling, two of three beyond two thirds of a "
            "limit on one side, seven on one side of the mean, in this order; counts are charted per day times 30.4, "
            "without the season where one peaks, and limits begin anew where recording changed; a mean below five a month "
            "has no chart",
            source="Shewhart; Provost and Murray 2011, as NHSRplotthedots 0.2.2",
            verified="every label exact and every limit within one part in a million on the reference files, 42 police series "
            "under three settings among them",
            beware="more than a quarter of charts show a special cause within two years although nothing happened, so that a "
            "mark is a reason to ask and no finding",
        ),
        Method(
            id="monthly_slope",
            name="slope of a monthly series",
            what="Says whether 24 or 36 months, their season taken out, rise or fall, and by how many per cent a year",
            formula="median of all pairwise slopes of the rate per day; Mann and Kendall's test with the variance of ranks "
            "multiplied by what taking out the season and the serial correlation of the series add to that of a fitted "
            "line; only whole years without a gap or a recording break inside, 60 events at least",
            source="Theil 1950; Sen 1968; Kendall 1975; the widening is our own, in the manner of Yue and Wang 2004",
            verified="slopes equal to SciPy's; simulated seasonal series without a trend, means 3 to 300 a month, Poisson, "
            "over-dispersed or of correlation 0.3 and 0.5: 1 to 5 % are called rising or falling at the nominal 5 %, at "
            "correlation 0.7 up to 11 %",
            beware="a straight line says little of a series that has turned",
        ),
        Method(
            id="turning_point",
            name="turning point",
            what="Says in which month a series last began to rise after falling, or to fall after rising",
            formula="a line with at most two knees through the root of the monthly rates, their season taken out; a knee must "
            "take away ten times the usual variance of a slow movement and stand six months from the ends",
            source="Killick, Fearnhead and Eckley 2012, for knees in place of steps",
            verified="simulated series that do not turn: 1 to 3 % seem to, 5 % at correlation 0.5 (10 % of large counts of which "
            "only 36 months are known); a fall and rise of a quarter a year at 200 a month is found in more than 95 %, "
            "half of the time within a month",
            beware="the month is the most likely one, not a certain one",
        ),
        Method(
            id="recent_trend",
            name="recent trend of an annual value",
            what="Says whether five annual values, of periods that do not overlap, rise or fall",
            formula="slope weighted by inverse variance, standard errors from the intervals' width over 3.92; significant when "
            "slope squared over its variance exceeds 9.5495 and the slope keeps its sign with each year left out",
            source="the public health profiles of the Office for Health Improvement and Disparities",
            verified="slopes equal to a weighted least-squares fit",
            beware="it says that five values rise or fall together, not that the newest differs from the one before",
        ),
    ),
)
