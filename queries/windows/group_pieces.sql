-- one row per indicator, ward, fifth of deprivation and urban or rural: events of its window; '' is not known
select
    small_area_events.indicator,
    small_area_events.ward_code,
    coalesce(small_area_groups.deprivation, '') as deprivation,
    coalesce(small_area_groups.rural_urban, '') as rural_urban,
    cast(sum(small_area_events.count) as bigint) as count
from small_area_events
left join small_area_groups on small_area_events.area_code = small_area_groups.area_code
group by
    small_area_events.indicator,
    small_area_events.ward_code,
    coalesce(small_area_groups.deprivation, ''),
    coalesce(small_area_groups.rural_urban, '')
