-- one row per source, category and month of recording: events of the district, and those recorded over 30 days later
with

dated as (
    select
        events.source,
        events.category,
        events.month,
        case when date_diff('day', events.occurred_on, events.recorded_on) > 30 then 1 end as is_late
    from events
    cross join parameters
    where
        events.occurred_on is not null
        and events.recorded_on is not null
        and events.category <> ''
        and events.district_code = parameters.district_code
)

select
    source,
    category,
    month,
    count(*) as events,
    count(is_late) as recorded_after_30_days
from dated
group by source, category, month
order by source asc, category asc, month asc
