-- one row per source and month of recording: how many of the district's events were recorded more than 30 days after
with

dated as (
    select
        events.source,
        events.month,
        case when date_diff('day', events.occurred_on, events.recorded_on) > 30 then 1 end as is_late
    from events
    cross join parameters
    where
        events.occurred_on is not null
        and events.recorded_on is not null
        and events.district_code = parameters.district_code
)

select
    source,
    month,
    count(*) as events,
    count(is_late) as recorded_after_30_days,
    1.0 * count(is_late) / count(*) as share
from dated
group by source, month
order by source asc, month asc
