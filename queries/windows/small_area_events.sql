-- one row per indicator, month, ward and small area: events; '' is not known or not of the subject
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

-- a source that names no small area has nothing to be grouped
located as (
    select distinct counted_events.indicator
    from counted_events
    inner join rated
        on counted_events.indicator = rated.indicator
        and counted_events.month between rated.first_month and rated.last_month
    inner join small_area_groups on counted_events.lsoa_code = small_area_groups.area_code
)

select
    counted_events.indicator,
    counted_events.month,
    coalesce(counted_events.ward_code, '') as ward_code,
    coalesce(small_area_groups.area_code, '') as area_code,
    cast(count(*) as bigint) as count
from counted_events
inner join located on counted_events.indicator = located.indicator
cross join parameters
left join small_area_groups on counted_events.lsoa_code = small_area_groups.area_code
where counted_events.district_code = parameters.district_code
group by
    counted_events.indicator,
    counted_events.month,
    coalesce(counted_events.ward_code, ''),
    coalesce(small_area_groups.area_code, '')
