-- one row per counting indicator, area and period of its series without a number: the mark that says why
select
    indicator_series.indicator,
    indicator_series.area_code,
    indicator_series.period_start,
    indicator_series.period_end,
    max(coalesce(indicator_series.value_mark, 'not recorded')) as mark
from indicator_series
inner join indicators on indicator_series.indicator = indicators.indicator
where indicators.value = 'count' and indicator_series.value is null
group by
    indicator_series.indicator,
    indicator_series.area_code,
    indicator_series.period_start,
    indicator_series.period_end
