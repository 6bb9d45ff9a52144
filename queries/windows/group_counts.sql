-- one row per indicator, dimension and group of small areas: events of its window and residents; '' is not known
with

members as (
    select
        'deprivation' as dimension,
        deprivation as area_group,
        area_code
    from small_area_groups
    union all
    select
        'rural_urban' as dimension,
        rural_urban as area_group,
        area_code
    from small_area_groups
),

located as (
    select distinct indicator
    from group_pieces
),

-- residents of a group are known where those of each of its areas are
groups as (
    select
        located.indicator,
        members.dimension,
        members.area_group,
        count(*) as areas,
        case when count(*) = count(denominators.persons) then sum(denominators.persons) end as persons
    from located
    cross join members
    left join denominators
        on located.indicator = denominators.indicator
        and members.area_code = denominators.area_code
    where members.area_group <> ''
    group by located.indicator, members.dimension, members.area_group
    union all
    select distinct
        located.indicator,
        members.dimension,
        '' as area_group,
        0 as areas,
        null as persons
    from located
    cross join members
    where members.area_group <> ''
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
    groups.indicator,
    groups.dimension,
    groups.area_group,
    cast(groups.areas as bigint) as areas,
    cast(coalesce(counted.count, 0) as bigint) as count,
    cast(groups.persons as bigint) as persons
from groups
left join counted
    on groups.indicator = counted.indicator
    and groups.dimension = counted.dimension
    and groups.area_group = counted.area_group
order by groups.indicator asc, groups.dimension asc, groups.area_group asc
