-- one row per value that was reported or published for a single year: source, measure, category, area and first day
select
    source,
    measure,
    category,
    area_code,
    period_start,
    period_end,
    value
from series
where
    value is not null
    and date_diff('day', period_start, period_end) between 300 and 400
order by source asc, measure asc, category asc, area_code asc, period_start asc
