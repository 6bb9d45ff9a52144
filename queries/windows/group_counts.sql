-- one row per indicator, dimension and group of small areas: events of its window and residents; '' is not known
with

members as (
    select
        'deprivation' as dimension,
        deprivation as area_group,
        persons
    from small_area_groups
    union all
    select
        'rural_urban' as dimension,
        rural_urban as area_group,
        persons
    from small_area_groups
),

groups as (
    select
        dimension,
        area_group,
        count(*) as areas,
        case when count(*) = count(persons) then sum(persons) end as persons
    from members
    where area_group <> ''
    group by dimension, area_group
    union all
    select distinct
        dimension,
        '' as area_group,
        0 as areas,
        null as persons
    from members
    where area_group <> ''
),

located as (
    select distinct indicator
    from group_pieces
),

happened as (
    select
        indicator,
        'deprivation' as dimension,
        deprivation as area_group,
        count
    from group_pieces
    union all
    select
        indicator,
        'rural_urban' as dimension,
        rural_urban as area_group,
        count
    from group_pieces
),

counted as (
    select
        indicator,
        dimension,
        area_group,
        sum(count) as count
    from happened
    group by indicator, dimension, area_group
)

-- a group in which nothing happened has a nought
select
    located.indicator,
    groups.dimension,
    groups.area_group,
    cast(groups.areas as bigint) as areas,
    cast(coalesce(counted.count, 0) as bigint) as count,
    cast(groups.persons as bigint) as persons
from located
cross join groups
left join counted
    on located.indicator = counted.indicator
    and groups.dimension = counted.dimension
    and groups.area_group = counted.area_group
order by located.indicator asc, groups.dimension asc, groups.area_group asc
