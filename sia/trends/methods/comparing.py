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
            what="Says whether the rate of events per day differs between two periods by more than such counts usually vary; a "
            "change is clear when the 95 % interval of the ratio excludes 1, and words for its size follow its ratio",
            formula="score interval of the current period's share of all events, turned into a ratio of rates by the days in each "
            "period, with the number of events divided by dispersion times inflation and Student's t in place of the "
            "normal; dispersion is the Pearson chi-square of the month-by-year Poisson fit over its degrees of freedom; "
            "inflation is what first-order correlation of the wandering part of the rate adds to the variance of the "
            "difference, averaged over what that correlation may be: expected about 0.3, give or take 0.4, and told from "
            "the residuals of all series of a source together, corrected for the fit's own bias; degrees of freedom allow "
            "for telling from the same residuals how much of them wanders; short histories borrow their dispersion from "
            "series alike",
            source="Wilson 1927; McCullagh and Nelder 1989, chapters 4 and 9; Satterthwaite 1946; Smyth 2004 for borrowing "
            "between series",
            verified="simulated series in which nothing changed (36 months, seasonal, Poisson, over-dispersed, or with a wandering "
            "rate of correlation 0 to 0.5, means 3 to 300 a month): 3 to 7 % are called changed at the nominal 5 % where "
            "five or more series are alike, also beside their total; of a series alone 2 to 7 %, since 36 months cannot "
            "tell what it remembers",
            beware="a clear change is not a cause, and about one unchanged count in twenty is called changed; a rate that drifts "
            "for a year or more looks like a change",
        ),
        Method(
            id="two_counts_small",
            name="comparison of two periods with fewer than 50 events in the earlier one",
            what="Says the same of small counts, without percentages; both intervals must exclude 1",
            formula="the wider, limit by limit, of the comparison's interval and the exact conditional interval with half the "
            "probability of the outcome seen in each tail",
            source="Przyborowski and Wilenski 1940; Lancaster 1961",
            verified="the exact limits beside it agree with SciPy's binomial limits; false alarms are counted with the method "
            "above",
            beware="with so few events only a large change can be told from chance",
        ),
        Method(
            id="false_discovery",
            name="many comparisons at once",
            what="Keeps the share of false alarms among the changes called in a family (strands, categories or wards) at the "
            "level named",
            formula="p-value times the family's size over its rank, made monotone from the largest down",
            source="Benjamini and Hochberg 1995",
            verified="equal to SciPy on random families",
            beware="what is found depends on how many were looked at together, which is why their number is printed",
        ),
        Method(
            id="weighted_counts",
            name="comparison of two totals weighted by harm",
            what="Says whether a total in which each kind of offence counts with its weight of harm differs between two "
            "periods by more than such totals usually vary; it stands beside the count and never in it, and where single "
            "events of the heaviest kind decide it, it says so in place of a judgement",
            formula="the weighted total over the weight of its typical event, the sum of squared weights over the sum of weights, "
            "is an effective number of events, compared as counts are, with the dispersion and correlation of its own "
            "months; not judged below 40 events behind the variance, which are the square of the sum of squared weights "
            "over the sum of their fourth powers",
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
            formula="d − √((p₁ − l₁)² + (u₂ − p₂)²) to d + √((u₁ − p₁)² + (p₂ − l₂)²) for the difference d of the later share p₁ "
            "and the earlier p₂ with Wilson's limits l and u; where monthly shares are known, denominators are divided by "
            "their dispersion and Student's t takes the normal's place",
            source="Newcombe 1998, method 10; Donner and Zou 2012 for the ratio",
            verified="the eight examples of Newcombe's table to four decimals; simulated shares without a change: 3 to 7 % are "
            "called changed at the nominal 5 %, over-dispersed ones among them",
        ),
        Method(
            id="difference_of_limits",
            name="comparison of two published values",
            what="Says whether a published rate or level differs between two periods by more than its published limits allow",
            formula="the same, from the limits that each value was published with",
            source="Zou and Donner 2008",
            verified="the same examples, since Wilson's limits are one such pair",
            beware="published limits allow for chance alone, not for a change in how the value is made",
        ),
    ),
)
