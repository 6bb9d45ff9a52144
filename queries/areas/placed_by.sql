-- one row per source and way of placing: events of the subject district, and for a best fit the mean share of the
-- residents of the divided older areas who live outside the area that the events were given to
select
    events.source,
    events.placed_by,
    count(*) as events,
    avg(events.share_elsewhere) as share_elsewhere
from events
cross join parameters
where events.district_code = parameters.district_code
group by events.source, events.placed_by
order by events.source asc, events.placed_by asc
