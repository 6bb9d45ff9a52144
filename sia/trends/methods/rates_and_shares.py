"""Methods for the methods page: rates, shares and benchmarks."""

from __future__ import annotations

from sia.trends.methods.method import Group, Method

GROUP = Group(
    title="Rates, shares and benchmarks",
    what="How many for how many people, and how does that stand to others?",
    methods=(
        Method(
            id="byar",
            name="rate with its interval, 10 events or more",
            what="Gives events per population with 95 % and 99.8 % limits. The population is that of the newest year "
            "known: all residents, or those of the ages and the sex that an indicator declares. Where bands of age "
            "reach beyond those ages there is no rate",
            formula="for x events, the lower limit is x(1 − 1/(9x) − z/(3√x))³ and the upper limit (x + 1)(1 − 1/(9(x + 1))"
            " + z/(3√(x + 1)))³, each over the denominator; z is 1.96 at 95 % and 3.09 at 99.8 %",
            source="Breslow and Day 1987, as PHEindicatormethods 2.1.0",
            verified="every reference row within one part in a million",
            beware="a rate by residents misleads where victims and offenders come from elsewhere; indicators of which that is "
            "true have none",
        ),
        Method(
            id="exact",
            name="rate with its interval, fewer than 10 events",
            what="Gives events per population with exact Poisson limits",
            formula="for x events, the lower limit is half the quantile of chi-square with 2x degrees of freedom below "
            "which 2.5 % lie, and the upper limit half the quantile with 2x + 2 degrees above which 2.5 % lie, each"
            " over the denominator; 0.1 % in place of 2.5 % gives the 99.8 % limits",
            source="Garwood 1936, as PHEindicatormethods 2.1.0",
            verified="every reference row within one part in a million",
            beware="with so few events the interval is wide, and the rate of the next year may be quite another by chance",
        ),
        Method(
            id="wilson",
            name="proportion with its interval",
            what="Gives a share with 95 % and 99.8 % limits",
            formula="for x of n, the limits are (2x + z² ± z√(z² + 4x(1 − x/n))) / (2(n + z²)); z is 1.96 at 95 % and 3.09 "
            "at 99.8 %",
            source="Wilson 1927; Newcombe 1998, as PHEindicatormethods 2.1.0",
            verified="every reference row within one part in a million",
            beware="of a small group a share moves a long way by chance",
        ),
        Method(
            id="dobson",
            name="directly age-standardised rate",
            what="Says what the rate would be if the area had the ages of a standard population, so that areas and years"
            " can be compared whose people differ in age. It is printed beside the count, rounded so far that no "
            "small number of an age can be worked out, and never takes the place of the count when a rating is "
            "proposed",
            formula="the rate of each band of age is weighted by the people of that age in the standard population; where "
            "the source has other bands, the standard's people are taken to be spread evenly within its own. The "
            "limits are Byar's for the number of events, drawn about the standardised rate by the root of its "
            "variance over the number of events. Where one person can have several events, the squares of the "
            "numbers per person enter the variance",
            source="Dobson, Kuulasmaa, Eberle and Scherer 1991, as PHEindicatormethods 2.1.0",
            verified="every reference row within one part in a million, events that fall to the same people among them",
            beware="a standardised rate is for setting side by side; it is not the number of people affected",
        ),
        Method(
            id="indirect",
            name="indirectly standardised ratio or rate",
            what="Says how many times as many events were counted as would be expected if each age of the area had the "
            "rates of the whole",
            formula="observed over expected events, with exact limits of the observed count below 10 and Byar's limits from"
            " 10 on",
            source="Breslow and Day 1987, as PHEindicatormethods 2.1.0",
            verified="every reference row within one part in a million",
            beware="each ratio stands against the whole; two areas' ratios are not to be set against each other",
        ),
        Method(
            id="benchmark",
            name="comparison with a benchmark",
            what="Says whether an area is better, similar or worse than a benchmark, at 95 % and at 99.8 %",
            formula="similar if the benchmark lies inside the area's interval, else better or worse by the indicator's polarity",
            source="the public health profiles of the Office for Health Improvement and Disparities",
            verified="each case by example",
            beware="similar can mean that the interval is wide, and England's value is not a target",
        ),
    ),
)
