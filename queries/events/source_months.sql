-- one row per source and month in which it has events: how many, and how many of the district itself
select
    events.source,
    events.month,
    count(*) as events,
    count(case when events.district_code = parameters.district_code then 1 end) as district_events
from events
cross join parameters
group by events.source, events.month
order by events.source asc, events.month asc
