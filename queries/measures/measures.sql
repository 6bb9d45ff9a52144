-- one row per indicator, area, strand ('' is the total) and covered month or period: the count, and its residents
with

counts as (
    select * from event_measures
    union all
    select * from series_measures
)

select
    counts.indicator,
    counts.area_code,
    counts.level,
    counts.strand,
    counts.month,
    counts.count,
    -- where those concerned mostly live elsewhere, a rate by residents would mislead for parts of a district
    case when indicators.resident_rate or counts.level = 'district' then denominators.persons end as denominator
from counts
inner join indicators on counts.indicator = indicators.indicator
left join denominators
    on counts.indicator = denominators.indicator
    and counts.area_code = denominators.area_code
order by counts.indicator asc, counts.area_code asc, counts.strand asc, counts.month asc
