-- one row per area whose residents are known: their number in the newest year of the population table
with

graded as (
    select
        area_code,
        year,
        persons,
        case
            when sex in ('', 'all', 'persons') and age_band in ('', 'all', 'all ages') then 1
            when sex in ('', 'all', 'persons') then 2
            when age_band in ('', 'all', 'all ages') then 3
            else 4
        end as detail
    from population
),

-- a file may hold totals beside their parts: of each area only the least detailed rows are added up
least_detail as (
    select
        area_code,
        year,
        min(detail) as detail
    from graded
    group by area_code, year
),

newest as (
    select
        area_code,
        max(year) as year
    from population
    group by area_code
),

given as (
    select
        graded.area_code,
        graded.year,
        sum(graded.persons) as persons
    from graded
    inner join newest
        on graded.area_code = newest.area_code and graded.year = newest.year
    inner join least_detail
        on graded.area_code = least_detail.area_code
        and graded.year = least_detail.year
        and graded.detail = least_detail.detail
    group by graded.area_code, graded.year
),

-- an area without a figure of its own is the sum of those inside it, at one level at a time
added_up as (
    select
        area_ancestors.ancestor_code as area_code,
        areas.level,
        max(given.year) as year,
        sum(given.persons) as persons,
        max(case when area_ancestors.ancestor_code = given.area_code then 1 else 0 end) as is_own
    from given
    inner join areas on given.area_code = areas.area_code
    inner join area_ancestors on given.area_code = area_ancestors.area_code
    group by area_ancestors.ancestor_code, areas.level
),

ranked as (
    select
        area_code,
        year,
        persons,
        row_number() over (
            partition by area_code
            order by is_own desc, persons desc, level asc
        ) as position
    from added_up
)

select
    area_code,
    year,
    cast(persons as bigint) as persons
from ranked
where position = 1
