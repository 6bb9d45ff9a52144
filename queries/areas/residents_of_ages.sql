-- one row per ages and sex that a rate is of, and area: its residents of them in the newest year
-- an area whose bands of age do not add up to the ages wanted has no row
with

wanted as (
    select
        per_first_age as first_age,
        per_last_age as last_age,
        per_sex as sex
    from indicators
    where per_chosen
    union
    select
        first_age,
        last_age,
        '' as sex
    from standard_bands
),

newest as (
    select
        area_code,
        max(year) as year
    from population
    group by area_code
),

-- bands that lie inside the ages wanted; a row for all ages is told apart from the bands beside it
inside as (
    select
        wanted.first_age,
        wanted.last_age,
        wanted.sex as sex_wanted,
        population.area_code,
        population.year,
        case when population.sex in ('', 'all', 'persons') then 'persons' else population.sex end as sex,
        population.all_ages,
        population.last_age - population.first_age + 1 as years,
        population.persons
    from wanted
    cross join population
    inner join newest
        on population.area_code = newest.area_code
        and population.year = newest.year
    where
        population.first_age >= wanted.first_age
        and population.last_age <= wanted.last_age
),

-- bands do not overlap, so that they fill the ages wanted when their years add up to them
filled as (
    select
        first_age,
        last_age,
        sex_wanted,
        area_code,
        year,
        sex,
        all_ages,
        sum(persons) as persons
    from inside
    group by first_age, last_age, sex_wanted, area_code, year, sex, all_ages
    having sum(years) = last_age - first_age + 1
),

-- of rows for all ages and their bands, the former
by_sex as (
    select
        first_age,
        last_age,
        sex_wanted,
        area_code,
        year,
        sex,
        persons,
        row_number() over (
            partition by first_age, last_age, sex_wanted, area_code, sex
            order by case when all_ages then 1 else 2 end asc
        ) as position
    from filled
),

given as (
    select
        first_age,
        last_age,
        sex_wanted,
        area_code,
        year,
        coalesce(
            max(case when sex = 'persons' then persons end),
            max(case when sex = 'female' then persons end) + max(case when sex = 'male' then persons end)
        ) as persons
    from by_sex
    where position = 1 and sex_wanted = ''
    group by first_age, last_age, sex_wanted, area_code, year
    union all
    select
        first_age,
        last_age,
        sex_wanted,
        area_code,
        year,
        persons
    from by_sex
    where position = 1 and sex = sex_wanted
),

-- an area without a figure of its own is the sum of those inside it, at one level at a time and only where each has one
added_up as (
    select
        wanted.first_age,
        wanted.last_age,
        wanted.sex,
        area_ancestors.ancestor_code as area_code,
        areas.level,
        max(newest.year) as year,
        sum(given.persons) as persons,
        max(case when area_ancestors.ancestor_code = newest.area_code then 1 else 0 end) as is_own
    from wanted
    cross join newest
    inner join areas on newest.area_code = areas.area_code
    inner join area_ancestors on newest.area_code = area_ancestors.area_code
    left join given
        on wanted.first_age = given.first_age
        and wanted.last_age = given.last_age
        and wanted.sex = given.sex_wanted
        and newest.area_code = given.area_code
    group by wanted.first_age, wanted.last_age, wanted.sex, area_ancestors.ancestor_code, areas.level
    having count(*) = count(given.persons)
),

ranked as (
    select
        first_age,
        last_age,
        sex,
        area_code,
        year,
        persons,
        row_number() over (
            partition by first_age, last_age, sex, area_code
            order by is_own desc, persons desc, level asc
        ) as position
    from added_up
)

select
    first_age,
    last_age,
    sex,
    area_code,
    year,
    cast(persons as bigint) as persons
from ranked
where position = 1
