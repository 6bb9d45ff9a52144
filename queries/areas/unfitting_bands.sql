-- one row per indicator without the residents that its rates are of, and band of age that reaches beyond them
-- null where none does; the number of bands of the district's population stands beside
with

missing as (
    select
        indicators.indicator,
        indicators.per_first_age as first_age,
        indicators.per_last_age as last_age
    from indicators
    cross join parameters
    left join denominators
        on indicators.indicator = denominators.indicator
        and denominators.area_code = parameters.district_code
    where indicators.per_chosen and denominators.indicator is null
),

newest as (
    select
        population.area_code,
        max(population.year) as year
    from population
    group by population.area_code
),

-- the bands of the district and of the areas inside it
bands as (
    select distinct
        population.first_age,
        population.last_age
    from population
    inner join newest
        on population.area_code = newest.area_code
        and population.year = newest.year
    inner join area_ancestors on population.area_code = area_ancestors.area_code
    inner join parameters on area_ancestors.ancestor_code = parameters.district_code
),

counted as (
    select count(*) as bands
    from bands
)

select distinct
    missing.indicator,
    bands.first_age,
    bands.last_age,
    counted.bands
from missing
cross join counted
left join bands
    on bands.first_age <= missing.last_age
    and bands.last_age >= missing.first_age
    and (bands.first_age < missing.first_age or bands.last_age > missing.last_age)
