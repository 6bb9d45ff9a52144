-- one row per source of events: the newest day on which one of the district's was recorded, or else happened
select
    events.source,
    max(coalesce(events.recorded_on, events.occurred_on)) as newest_day
from events
cross join parameters
where
    events.district_code = parameters.district_code
    and coalesce(events.recorded_on, events.occurred_on) is not null
    and coalesce(events.recorded_on, events.occurred_on) <= parameters.as_at
group by events.source
order by events.source asc
