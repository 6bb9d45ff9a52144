-- one row per indicator, dimension and group of small areas: events, residents, sums over its areas; '' is not known
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

area_counts as (
    select
        small_area_events.indicator,
        small_area_events.area_code,
        sum(small_area_events.count) as count
    from small_area_events
    inner join indicators on small_area_events.indicator = indicators.indicator
    inner join windows
        on indicators.basis = windows.basis
        and windows.period = 'current'
        and small_area_events.month between windows.first_month and windows.last_month
    group by small_area_events.indicator, small_area_events.area_code
),

-- an area in which nothing happened has a nought
placed as (
    select
        located.indicator,
        members.dimension,
        members.area_group,
        cast(coalesce(area_counts.count, 0) as double) as count,
        cast(denominators.persons as double) as persons
    from located
    cross join members
    left join area_counts
        on located.indicator = area_counts.indicator
        and members.area_code = area_counts.area_code
    left join denominators
        on located.indicator = denominators.indicator
        and members.area_code = denominators.area_code
    where members.area_group <> ''
),

-- residents of a group are known where those of each of its areas are; the sums tell how much its areas differ
groups as (
    select
        indicator,
        dimension,
        area_group,
        count(*) as areas,
        case when count(*) = count(persons) then sum(persons) end as persons,
        sum(count * count) as count_squares,
        sum(count * persons) as count_persons,
        sum(persons * persons) as persons_squares
    from placed
    group by indicator, dimension, area_group
    union all
    select distinct
        located.indicator,
        members.dimension,
        '' as area_group,
        0 as areas,
        null as persons,
        null as count_squares,
        null as count_persons,
        null as persons_squares
    from located
    cross join members
    where members.area_group <> ''
),

happened as (
    select
        indicator,
        period,
        'deprivation' as dimension,
        deprivation as area_group,
        count
    from group_pieces
    union all
    select
        indicator,
        period,
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
        sum(case when period = 'current' then count end) as count,
        sum(case when period = 'previous' then count end) as previous_count
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
    -- where a month of the earlier period is missing, there is nothing to set it against
    case
        when area_windows.previous_count is not null then cast(coalesce(counted.previous_count, 0) as bigint)
    end as previous_count,
    cast(groups.persons as bigint) as persons,
    groups.count_squares,
    groups.count_persons,
    groups.persons_squares
from groups
inner join area_windows
    on groups.indicator = area_windows.indicator
    and area_windows.level = 'district'
left join counted
    on groups.indicator = counted.indicator
    and groups.dimension = counted.dimension
    and groups.area_group = counted.area_group
order by groups.indicator asc, groups.dimension asc, groups.area_group asc
