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
    indicators.indicator,
    residents_of_ages.area_code,
    residents_of_ages.year,
    residents_of_ages.persons
from indicators
inner join residents_of_ages
    on indicators.per_first_age = residents_of_ages.first_age
    and indicators.per_last_age = residents_of_ages.last_age
    and indicators.per_sex = residents_of_ages.sex
where indicators.per_chosen
