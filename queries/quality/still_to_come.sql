-- one row per source and month of occurrence: events known, and those recorded over 30 days after the month ended
with

dated as (
    select
        events.source,
        events.occurred_month,
        case when date_diff('day', months.month, events.recorded_on) >= months.days + 30 then 1 end as came_later
    from events
    cross join parameters
    inner join months on events.occurred_month = months.month
    where
        events.recorded_on is not null
        and events.district_code = parameters.district_code
)

select
    source,
    occurred_month as month,
    count(*) as events,
    count(came_later) as came_after_30_days
from dated
group by source, occurred_month
order by source asc, month asc
