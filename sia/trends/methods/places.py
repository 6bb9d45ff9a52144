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
            formula="exact Poisson limits at 0.025 and 0.001 on either side of the expected count; for a proportion the baseline "
            "plus and minus 1.96 and 3.09 standard errors",
            source="Spiegelhalter 2005, as PHEindicatormethods 2.1.0",
            verified="every reference row of proportions within one part in a million, of ratios and rates within the steps of "
            "1e-7 in which the reference searches",
            beware="lying outside is a reason to look closer, not a verdict on those who live or work there",
        ),
        Method(
            id="overdispersed_funnel",
            name="funnel limits that allow for how much areas differ anyway",
            what="Says which small areas stray further from the whole than the areas of a district usually do",
            formula="z-scores of the root of count over expected, winsorised at 10 %; their mean square, corrected for the "
            "winsorising, gives by moments a variance between areas that is added to that of chance; five areas at least",
            source="Spiegelhalter 2005, Handling over-dispersion of performance indicators; the correction is our own",
            verified="400 simulated districts of 25 areas that merely differ: 3 to 5 % of areas lie outside the 95 % limits, where "
            "limits by chance alone put a third to three quarters of them",
            beware="where all areas differ widely, hardly any lies outside; that is not to say that all is well",
        ),
        Method(
            id="concentration",
            name="share of events in the fullest fifth of areas",
            what="Says what share of all events the fifth of areas with the most of them holds, beside what the fullest fifth "
            "would hold by chance alone, since some areas are always on top",
            formula="the sum over t of the mean of min(k, number of areas that count more than t), for independent Poisson counts "
            "in proportion to residents, or alike where a rate per resident would mislead, over all events",
            source="the Poisson-binomial distribution of the number of areas above t; Mohler, Brantingham, Carter and Short 2019 "
            "on why a share needs its share by chance beside it",
            verified="within five standard errors of 40,000 simulated sets of areas",
            beware="the areas on top this year are there partly by chance, so that some will fall back without anything being "
            "done",
        ),
        Method(
            id="area_groups",
            name="comparison of groups of small areas",
            what="Says how many times the rate of the most deprived fifth of small areas is that of the least deprived, or of "
            "rural areas that of urban ones, by how much it differs from one fifth to the next, and whether that is more "
            "than small areas differ from one another anyway",
            formula="events over residents of a group, with the variance that its areas' squared departures from that rate give "
            "(areas over areas less one), never less than chance alone; on logarithms, with Student's t and "
            "Satterthwaite's degrees of freedom; over the fifths the slope of the logarithms of the rates; five areas a "
            "group at least; a difference is called within the false-discovery rate of all indicators compared",
            source="Cochran 1977, Sampling Techniques, chapter 6 (the ratio estimator); Satterthwaite 1946",
            verified="simulated groups whose areas scatter about the same rate: with eight areas or more 1.8 to 7.6 % are called "
            "different at the nominal 5 % (more than 7 % only where a few of ten areas lie far above the others), with "
            "five areas 0.8 to 8.3 %; limits by chance alone call 10 to 67 %",
            beware="it describes areas, not people: not all who live in a deprived area are deprived, and victims and offenders "
            "may live elsewhere",
        ),
    ),
)
