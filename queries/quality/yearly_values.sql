-- one row per value of a single year that had ended by the as-at date: source, measure, category, area and first day
select
    series.source,
    series.measure,
    series.category,
    series.area_code,
    series.period_start,
    series.period_end,
    series.value
from series
cross join parameters
where
    series.value is not null
    and series.period_end <= parameters.as_at
    and date_diff('day', series.period_start, series.period_end) between 300 and 400
order by
    series.source asc,
    series.measure asc,
    series.category asc,
    series.area_code asc,
    series.period_start asc
