-- one row per source and month: events that lie in none of the districts looked at, or without a location
select
    events.source,
    events.month,
    count(*) as events,
    count(case when not events.has_location then 1 end) as without_location
from events
left join assessed_districts on events.district_code = assessed_districts.area_code
where assessed_districts.area_code is null
group by events.source, events.month
order by events.source asc, events.month asc
