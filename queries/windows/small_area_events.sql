-- one row per indicator, ward and small area: events of its window; '' is not known or not of the subject
with

-- only where events can be set against the people who live there, and every month of the window is known
rated as (
    select
        indicators.indicator,
        windows.first_month,
        windows.last_month
    from indicators
    inner join windows
        on indicators.basis = windows.basis
        and windows.period = 'current'
    inner join area_windows
        on indicators.indicator = area_windows.indicator
        and area_windows.level = 'district'
    where indicators.resident_rate and indicators.small_areas
),

happened as (
    select
        counted_events.indicator,
        coalesce(counted_events.ward_code, '') as ward_code,
        counted_events.lsoa_code
    from counted_events
    inner join rated on counted_events.indicator = rated.indicator
    cross join parameters
    where
        counted_events.district_code = parameters.district_code
        and counted_events.month between rated.first_month and rated.last_month
),

-- a source that names no small area has nothing to be grouped
located as (
    select distinct happened.indicator
    from happened
    inner join small_area_groups on happened.lsoa_code = small_area_groups.area_code
)

select
    happened.indicator,
    happened.ward_code,
    coalesce(small_area_groups.area_code, '') as area_code,
    cast(count(*) as bigint) as count
from happened
inner join located on happened.indicator = located.indicator
left join small_area_groups on happened.lsoa_code = small_area_groups.area_code
group by
    happened.indicator,
    happened.ward_code,
    coalesce(small_area_groups.area_code, '')
