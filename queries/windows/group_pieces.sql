-- one row per indicator, period, ward, fifth of deprivation and urban or rural: events; '' is not known
select
    small_area_events.indicator,
    windows.period,
    small_area_events.ward_code,
    coalesce(small_area_groups.deprivation, '') as deprivation,
    coalesce(small_area_groups.rural_urban, '') as rural_urban,
    cast(sum(small_area_events.count) as bigint) as count
from small_area_events
inner join indicators on small_area_events.indicator = indicators.indicator
inner join windows
    on indicators.basis = windows.basis
    and small_area_events.month between windows.first_month and windows.last_month
left join small_area_groups on small_area_events.area_code = small_area_groups.area_code
group by
    small_area_events.indicator,
    windows.period,
    small_area_events.ward_code,
    coalesce(small_area_groups.deprivation, ''),
    coalesce(small_area_groups.rural_urban, '')
