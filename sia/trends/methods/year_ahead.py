"""Methods for the methods page: season and projection."""

from __future__ import annotations

from sia.trends.methods.method import Group, Method

GROUP = Group(
    title="Season and projection",
    what="When in the year do events come, of which kind, and where is the year likely to end?",
    methods=(
        Method(
            id="season",
            name="season",
            what="Says by how much each month of the year usually lies above or below the others, from complete years, 24 "
            "months at least and no recording break inside",
            formula="a Poisson fit on rates per day gives each month of the year a factor. The factors are drawn towards 1 "
            "by the share of their spread that chance explains; with fewer than three years they are drawn towards "
            "the season of like series. A month is called a peak where its factor is at least 1.05 and further "
            "above 1 than chance alone would put one of twelve months in 20 tries",
            source="James and Stein 1961; Morris 1983",
            verified="a season planted without noise is found again, a year without season shows none, and shrunk indices lie "
            "closer to the truth than raw ones",
            beware="two years can look alike by chance, so that a third year may move the peak",
        ),
        Method(
            id="seasonal_mix",
            name="kinds of event by season",
            what="Says whether the kinds that make up a total differ between spring, summer, autumn and winter by more than "
            "the mix of one season differs from year to year, and which kinds are more of a season's events than of the "
            "others'",
            formula="counts by kind and season are set against those that the year's totals of both lead one to expect, and"
            " the gaps are added up over the years. Their sum of squares, in terms of the covariance that chance "
            "gives them (the generalised test of Cochran, Mantel and Haenszel), is divided by its degrees of "
            "freedom and by a dispersion: Pearson's chi-square over its degrees of freedom, of the fit that allows "
            "kind and season, kind and year, and season and year to go together in any way. F takes the place of "
            "chi-square. Single kinds are judged by the t of their own gap, with false-discovery control at 5 % "
            "over all kinds and seasons. Only whole years count, without a gap or a recording break inside, two at "
            "least, and with 60 events",
            source="Landis, Heyman and Koch 1978; McCullagh and Nelder 1989, chapter 4; Bishop, Fienberg and Holland 1975",
            verified="statistic times dispersion equal to the published formula written out; simulated families of two and five "
            "seasonal kinds whose mix does not change (two, three and five years, means 3 to 300 a month, Poisson, "
            "over-dispersed or of correlation 0 to 0.7): 4 to 7 % are called different at the nominal 5 %, fewer (2 to 5 "
            "%) where one kind in fifty is rare, and up to 8 % where one kind makes up most and its rate wanders by 20 % "
            "a month",
            beware="a kind can lead in a season because the others are fewer then",
        ),
        Method(
            id="ordered_parts",
            name="order of the parts of a total",
            what="Says which part is the greatest, the second and the third, and which neighbours differ by no more than "
            "chance",
            formula="two neighbouring counts differ clearly when the score interval of their ratio excludes 1. Their sum is"
            " divided by the mean of their dispersions, weighted by their counts and each at least 1, and Student's"
            " t takes the place of the normal. Below 50 events in the two together the exact interval (mid-P) must "
            "exclude 1 as well. If either includes 1, the two are said to be about as many",
            source="Wilson 1927; Lancaster 1961",
            verified="simulated parts of equal rates, Poisson or over-dispersed: in fewer than 5 % of families of three or "
            "more is any neighbour called smaller, of two parts in 2 to 5 %",
            beware="about as many does not mean equal; and a place further down is judged against its neighbour only",
        ),
        Method(
            id="projection",
            name="projection to the end of the financial year",
            what="Says where the year is likely to end, with 80 % and 95 % intervals, beside two naive methods",
            formula="the year to date, plus the remaining days times the level of the rate per day. The level is a weighted"
            " mean of all months: the newest has the weight 0.3, and each earlier one 0.7 times the weight of the "
            "next. Where three complete years are known, rates are divided by the season first, and the remaining "
            "months multiplied by it. The interval is that of a gamma distribution, widened as Student's t is to "
            "the normal. Its variance comes from how far each month was missed by the level of the months before "
            "it; for the i-th remaining month, counted from 0, it grows as (1 + 0.3 i) squared. The year is said to"
            " end higher or lower than the last where the last year's total lies outside the 80 % interval",
            source="Hyndman, Koehler, Ord and Snyder 2008, chapter 6",
            verified="rolling origins on Leicestershire districts by type, 97 series of 35 months, one to six months ahead, "
            "the weight chosen from the 25 months before the first origin: error 9.6 % of the total against 11.0 "
            "and 15.0 % for the naive methods, and the 80 % interval holds 82 % of the time (80 to 84 % at each "
            "number of months). With the pandemic as a break: 8.6 % against 10.3 and 13.2 %, and 84 %. South "
            "Yorkshire, 21 months: 7.5 % against 8.0 and 9.0 %, and 85 %. All of these are too short for a season. "
            "On simulated seasonal series of 36 months the 80 % interval of three months holds 76 to 85 % where the"
            " level stays or drifts by 1 % a month, and 59 to 84 % where it drifts by 2 to 5 %, least for large "
            "counts",
            beware="it knows nothing of what partners plan or of what is about to happen, and assumes that things go on as"
            " they have; where a level drifts fast, its range is too narrow",
        ),
    ),
)
