-- one row per indicator, dimension, group of small areas and covered month: events, nought where nothing happened
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

groups as (
    select distinct
        dimension,
        area_group
    from members
    where area_group <> ''
),

located as (
    select distinct indicator
    from small_area_events
),

covered as (
    select
        measures.indicator,
        measures.month
    from measures
    inner join located on measures.indicator = located.indicator
    inner join parameters on measures.area_code = parameters.district_code
    where measures.strand = ''
),

happened as (
    select
        small_area_events.indicator,
        members.dimension,
        members.area_group,
        small_area_events.month,
        sum(small_area_events.count) as count
    from small_area_events
    inner join members on small_area_events.area_code = members.area_code
    group by
        small_area_events.indicator,
        members.dimension,
        members.area_group,
        small_area_events.month
)

select
    covered.indicator,
    groups.dimension,
    groups.area_group,
    covered.month,
    cast(coalesce(happened.count, 0) as bigint) as count
from covered
cross join groups
left join happened
    on covered.indicator = happened.indicator
    and groups.dimension = happened.dimension
    and groups.area_group = happened.area_group
    and covered.month = happened.month
order by covered.indicator asc, groups.dimension asc, groups.area_group asc, covered.month asc
