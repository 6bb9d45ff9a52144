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
            formula="month factors of the month-by-year Poisson fit on rates per day, drawn towards 1 by the share of their "
            "spread that chance explains; with fewer than three years drawn towards the season of like series",
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
            formula="counts by kind and season less those that the year's totals of both lead one to expect, added up over the "
            "years, squared in their hypergeometric covariance, over its degrees of freedom and a dispersion; that is the "
            "Pearson chi-square of the fit by kind and season, kind and year, and season and year over its degrees of "
            "freedom, and F with both degrees of freedom takes the place of chi-square; single kinds by the t of their "
            "own difference, with the false-discovery rate of all kinds and seasons held at 5 %; only whole years without "
            "a gap or a recording break inside, two at least, and 60 events",
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
            formula="score interval of the ratio of two neighbouring counts, with their sum divided by the mean of their "
            "dispersions, weighted by their counts, and Student's t in place of the normal; below 50 events in the two "
            "together the exact interval with half the probability of the outcome seen in each tail must agree; about as "
            "many where it includes 1",
            source="Wilson 1927; Lancaster 1961",
            verified="simulated parts of equal rates, Poisson or over-dispersed: in fewer than 5 % of families of three or more is "
            "any neighbour called smaller, of two parts in about 5 %",
        ),
        Method(
            id="projection",
            name="projection to the end of the financial year",
            what="Says where the year is likely to end, with 80 % and 95 % intervals, beside two naive methods",
            formula="year to date plus the remaining days times an exponentially weighted rate (weight 0.3 on the newest month), "
            "times the season where three complete years are known; gamma interval whose variance comes from the errors "
            "one month ahead and grows with the months to come as (1 + 0.3 i) squared",
            source="Hyndman, Koehler, Ord and Snyder 2008, chapter 6",
            verified="rolling origins on Leicestershire districts by type, 97 series of 35 months, one to six months ahead, the "
            "weight chosen from the 25 months before the first origin: error 9.6 % of the total against 11.0 and 15.0 % "
            "for the naive methods, and the 80 % interval holds 82 % of the time (80 to 84 % at each number of months); "
            "with the pandemic as a break 8.6 % against 10.3 and 13.2 %, and 84 %; South Yorkshire, 21 months, 7.5 % "
            "against 8.0 and 9.0 %, and 85 %. All of these are too short for a season; on simulated seasonal series whose "
            "level drifts by 2 to 5 % a month the interval holds 59 to 74 %",
            beware="it knows nothing of what partners plan or of what is about to happen, and assumes that things go on as they "
            "have",
        ),
    ),
)
