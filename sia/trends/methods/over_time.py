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
            formula="the moving range is the step from one month to the next, up or down. The limits are the mean plus and "
            "minus 2.66 mean moving ranges; moving ranges of 3.267 times their mean or more are left out once. A "
            "point has a special cause by the first of these rules that applies: it lies outside a limit; it is one"
            " of seven in a row that rise or fall; it is one of two, out of three in a row on one side of the mean,"
            " that lie beyond two thirds of the way to the limit; it is one of seven in a row on one side of the "
            "mean. Counts are charted per day times 30.4, and without the season where one peaks. Limits begin anew"
            " where recording changed. Where the mean is below five a month there is no chart",
            source="Shewhart; Provost and Murray 2011, as NHSRplotthedots 0.2.2",
            verified="every label exact and every limit within one part in a million on the reference files, 42 police series "
            "under three settings among them",
            beware="more than a quarter of charts show a special cause within two years although nothing happened, and "
            "more still where a rate stays high or low for months on end, so that a mark is a reason to ask and no "
            "finding",
        ),
        Method(
            id="monthly_slope",
            name="slope of a monthly series",
            what="Says whether a series rises or falls over 24 or 36 months once its season is taken out, and by how "
            "many per cent a year",
            formula="the slope is the median of the slopes between all pairs of months, of the rate per day without its "
            "season. Mann and Kendall's test says whether it differs from nought. Its variance is enlarged for what"
            " was lost by taking out the season, and for serial correlation, by the factors that hold for a "
            "straight line fitted to the same months. Only whole years count, without a gap or a recording break "
            "inside, and with 60 events at least",
            source="Theil 1950; Sen 1968; Kendall 1975; the widening is our own, in the manner of Yue and Wang 2004",
            verified="slopes equal to SciPy's. Of simulated seasonal series without a trend (24 and 36 months, means 3 to "
            "300 a month; Poisson, over-dispersed or of correlation 0.3 and 0.5) 1 to 5 % are called rising or "
            "falling at the nominal 5 % where sixty are alike; at correlation 0.5 up to 7 % where five are, and up "
            "to 9 % of a series alone. At correlation 0.7 it is up to 7, 12 and 18 %",
            beware="a straight line says little of a series that has turned; a rate that stays high or low for many months"
            " can look like a trend",
        ),
        Method(
            id="turning_point",
            name="turning point",
            what="Says in which month a series last began to rise after falling, or to fall after rising",
            formula="a line that may bend once or twice is fitted to the square roots of the monthly rates, their season "
            "taken out. A bend is kept only if it reduces the squared distances by more than ten times the usual "
            "variance of a slow movement, and stands six months from either end and from the other bend. A bend "
            "from falling to rising, or the reverse, is a turning point",
            source="Killick, Fearnhead and Eckley 2012, for bends in place of steps",
            verified="simulated series that do not turn: 1 to 3 % seem to, 5 % at correlation 0.5 (10 % of large counts of which "
            "only 36 months are known); a fall and rise of a quarter a year at 200 a month is found in more than 95 %, "
            "half of the time within a month",
            beware="the month is the most likely one, not a certain one",
        ),
        Method(
            id="recent_trend",
            name="recent trend of an annual value",
            what="Says whether five annual values, of periods that do not overlap, rise or fall",
            formula="each year weighs by one over the square of its standard error, which is the width of its 95 % interval"
            " over 3.92. The trend is significant when the slope squared over its variance exceeds 9.5495 (a level "
            "of 0.2 %) and the slope keeps its sign with each year left out in turn",
            source="the public health profiles of the Office for Health Improvement and Disparities",
            verified="slopes equal to a weighted least-squares fit",
            beware="it says that five values rise or fall together, not that the newest differs from the one before",
        ),
    ),
)
