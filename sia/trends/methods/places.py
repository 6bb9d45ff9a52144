"""Methods for the methods page: places."""

from __future__ import annotations

from sia.trends.methods.method import Group, Method

GROUP = Group(
    title="Places",
    what="Where do events gather, and which places differ from the others?",
    methods=(
        Method(
            id="funnel",
            name="funnel limits by chance alone",
            what="Says which small areas stray further from the whole than chance allows; orders areas for a closer look",
            formula="for counts and rates, exact Poisson limits that leave 2.5 % and 0.1 % on either side of the expected "
            "count; for a proportion, that of all areas together plus and minus 1.96 and 3.09 standard errors",
            source="Spiegelhalter 2005, as PHEindicatormethods 2.1.0",
            verified="every reference row of proportions within one part in a million, of ratios and rates within the steps of "
            "1e-7 in which the reference searches",
            beware="lying outside is a reason to look closer, not a verdict on those who live or work there",
        ),
        Method(
            id="overdispersed_funnel",
            name="funnel limits that allow for how much areas differ anyway",
            what="Says which small areas stray further from the whole than the areas of a district usually do",
            formula="each area has a z-score: twice the difference between the roots of its count and of its expected "
            "count. The highest and the lowest tenth are drawn in to the next value (winsorised). Their mean "
            "square, divided by 0.679 to make up for that, says how many times more areas differ than by chance; "
            "what exceeds chance becomes a variance between areas, which is added to that of chance in the limits. "
            "Five areas at least",
            source="Spiegelhalter 2005, Handling over-dispersion of performance indicators; the correction is our own",
            verified="simulated districts of 25 areas whose rates differ with a standard deviation of 20 to 60 %, at 20 to "
            "100 events an area: 4 to 5 % of areas lie outside the 95 % limits, where limits by chance alone put 11"
            " to 76 %",
            beware="where all areas differ widely, hardly any lies outside; that is not to say that all is well",
        ),
        Method(
            id="concentration",
            name="share of events in the fullest fifth of areas",
            what="Says what share of all events the fifth of areas with the most of them holds, beside what the fullest fifth "
            "would hold by chance alone, since some areas are always on top",
            formula="by chance alone, areas have independent Poisson counts, in proportion to their residents, or all alike"
            " where a rate per resident would mislead. What the k fullest of them then hold on average is "
            "calculated without simulation: for each number t = 0, 1, 2 and so on, the average of whichever is "
            "less, k or the number of areas that count more than t; these averages are added up. Over all events, "
            "that is the share by chance. A fifth of the areas is rounded down",
            source="the Poisson-binomial distribution of the number of areas above t; Mohler, Brantingham, Carter and Short 2019 "
            "on why a share needs its share by chance beside it",
            verified="within five standard errors of 40,000 simulated sets of areas",
            beware="the areas on top this year are there partly by chance, so that some will fall back without anything being "
            "done",
        ),
        Method(
            id="area_groups",
            name="comparison of groups of small areas",
            what="Says how many times the rate of the most deprived fifth of small areas is that of the least deprived, "
            "or the rate of rural areas that of urban ones; by how much it differs from one fifth to the next; and "
            "whether that is more than small areas differ from one another anyway",
            formula="a group's rate is its events over its residents. The variance of its logarithm follows from how far "
            "the group's areas lie from that rate: the sum of their squared departures, times the number of areas "
            "over that number less one, over the square of all events; it is never taken to be less than chance "
            "alone gives. Two groups are compared on logarithms, with Student's t and Satterthwaite's degrees of "
            "freedom. Over the five fifths, a straight line through the logarithms of their rates gives the step "
            "from one to the next. Each group needs five areas at least. Where several indicators are compared, a "
            "difference is called only after allowing for how many",
            source="Cochran 1977, Sampling Techniques, chapter 6 (the ratio estimator); Satterthwaite 1946",
            verified="simulated groups whose areas scatter about the same rate: with eight areas or more 1.8 to 7.6 % are called "
            "different at the nominal 5 % (more than 7 % only where a few of ten areas lie far above the others), with "
            "five areas 0.8 to 8.3 %; limits by chance alone call 10 to 67 %",
            beware="it describes areas, not people: not all who live in a deprived area are deprived, and victims and offenders "
            "may live elsewhere",
        ),
    ),
)
