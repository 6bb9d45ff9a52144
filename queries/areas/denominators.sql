-- one row per indicator and area: the residents that its rates are of, in the newest year of the population
select
    indicators.indicator,
    residents.area_code,
    residents.year,
    residents.persons
from indicators
cross join residents
where not indicators.per_chosen

union all

select
    indicator,
    area_code,
    year,
    persons
from residents_of_ages
