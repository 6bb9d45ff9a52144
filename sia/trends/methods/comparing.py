"""Methods for the methods page: comparing two periods."""

from __future__ import annotations

from sia.trends.methods.method import Group, Method

GROUP = Group(
    title="Comparing two periods",
    what="Has a count or a share changed, and by how much?",
    methods=(
        Method(
            id="two_counts",
            name="comparison of two periods",
            what="Says whether the rate of events per day differs between two periods by more than such counts usually "
            "vary. A change is clear when the 95 % interval of the ratio of the two rates excludes 1; the words for"
            " its size follow the ratio",
            formula="of all events of both periods, the share that fell into the later one has a score interval, which the "
            "days in each period turn into an interval of the ratio of rates. Counts vary by more than chance "
            "alone. The number of events is therefore divided by two factors, and Student's t takes the place of "
            "the normal. The first factor, the dispersion, is Pearson's chi-square over its degrees of freedom, "
            "from a Poisson fit that gives each month of the year and each run of twelve months a level of its own."
            " The second allows for serial correlation: a rate that is high in one month tends to be high in the "
            "next, which moves whole periods. How strongly it does cannot be told from one series; the factor is an"
            " average over what is likely (about 0.3 from month to month, give or take 0.4), corrected by what the "
            "residuals of all series of a source show together. The degrees of freedom are those left by the fit, "
            "fewer where serial correlation weighs. Series of less than about three years borrow part of their "
            "dispersion from series alike",
            source="Wilson 1927; McCullagh and Nelder 1989, chapters 4 and 9; Satterthwaite 1946; Smyth 2004 for borrowing "
            "between series",
            verified="simulated series in which nothing changed (36 months, seasonal; Poisson, over-dispersed, or with a "
            "wandering rate of correlation 0 to 0.5; means 3 to 300 a month): 3 to 7 % are called changed at the "
            "nominal 5 % where five or more series are alike, also beside their total; of a series alone 1.5 to 7 "
            "%, since 36 months cannot tell how long it remembers",
            beware="a clear change is not a cause, and about one unchanged count in twenty is called changed; a rate that drifts "
            "for a year or more looks like a change. A series steadier than chance has a dispersion below 1, and so an "
            "interval narrower than that of chance alone",
        ),
        Method(
            id="two_counts_small",
            name="comparison of two periods with fewer than 50 events in the earlier one",
            what="Says the same of small counts, without percentages; both intervals must exclude 1",
            formula="two intervals are calculated: the one of the comparison above, and the exact one, given the total of "
            "both periods, that counts half the probability of the outcome seen in each tail (mid-P). Of the two "
            "lower limits the lower holds, of the two upper limits the upper",
            source="Przyborowski and Wilenski 1940; Lancaster 1961",
            verified="the exact limits printed beside it agree with SciPy's binomial limits; false alarms are counted "
            "together with those of the method above",
            beware="with so few events only a large change can be told from chance",
        ),
        Method(
            id="false_discovery",
            name="many comparisons at once",
            what="Keeps the share of false alarms among the changes called in a family (strands, categories or wards) at the "
            "level named",
            formula="the p-values of a family are put in order; each is multiplied by the number of comparisons in the "
            "family and divided by its rank, and none may exceed the one after it. A change is called where the "
            "result is at most 0.05 and its own interval excludes no change",
            source="Benjamini and Hochberg 1995",
            verified="equal to SciPy on random families",
            beware="what is found depends on how many were looked at together, which is why their number is printed",
        ),
        Method(
            id="weighted_counts",
            name="comparison of two totals weighted by harm",
            what="Says whether a total in which each kind of offence counts with its weight of harm differs between two "
            "periods by more than such totals usually vary. It stands beside the count and is never mixed into it. "
            "Where single events of the heaviest kind decide the total, that is said in place of a judgement",
            formula="a typical event weighs the sum of squared weights over the sum of weights, both over all events. The "
            "weighted total over this is an effective number of events; effective numbers are compared as counts "
            "are, with the dispersion and serial correlation of their own months. No judgement is made where fewer "
            "than 40 events stand behind most of the variance; that number is the square of the sum of squared "
            "weights, over the sum of their fourth powers",
            source="Fay and Feuer 1997; Fay 1999 for the ratio; Dobson, Kuulasmaa, Eberle and Scherer 1991",
            verified="with one kind of offence the interval is that of its count; simulated totals in which nothing changed (five "
            "kinds alike, or a few heavy events a month among many light ones, Poisson, over-dispersed, correlated, "
            "rising and falling together): 3.6 to 6.2 % are called changed at the nominal 5 %, and 8.5 % where a heavy "
            "kind of two a month scatters with three times the variance of chance",
            beware="weights are a judgement of harm that somebody else has made, and a few events of the heaviest kind can move "
            "the total",
        ),
        Method(
            id="two_proportions",
            name="comparison of two proportions",
            what="Says whether a share differs between two periods by more than chance; a change is clear when the 95 % "
            "interval of the difference excludes nought",
            formula="with p₁ the later share, p₂ the earlier, l and u their limits by Wilson's method, and d = p₁ − p₂, the"
            " interval goes from d − √((p₁ − l₁)² + (u₂ − p₂)²) to d + √((u₁ − p₁)² + (p₂ − l₂)²). Where monthly "
            "shares are known, denominators are divided by the dispersion of those shares, and Student's t takes "
            "the normal's place",
            source="Newcombe 1998, method 10; Donner and Zou 2012 for the ratio",
            verified="the eight examples of Newcombe's table to four decimals; simulated shares without a change: 3 to 7 % are "
            "called changed at the nominal 5 %, over-dispersed ones among them",
            beware="the interval allows for chance in who was asked, not for those who did not answer",
        ),
        Method(
            id="difference_of_limits",
            name="comparison of two published values",
            what="Says whether a published rate or level differs between two periods by more than its published limits allow",
            formula="the interval of the method above, with the limits that each value was published with in place of "
            "Wilson's",
            source="Zou and Donner 2008",
            verified="the same eight examples, since Wilson's limits are one pair of such limits",
            beware="published limits allow for chance alone, not for a change in how the value is made",
        ),
    ),
)
