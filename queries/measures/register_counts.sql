-- one row per severe indicator and complete year of twelve months that ends with the newest month or years before it
with

counted_months as (
    select
        measures.indicator,
        measures.area_code,
        measures.count,
        months.month,
        (extract(year from parameters.newest_month) - extract(year from months.month)) * 12
        + extract(month from parameters.newest_month)
        - extract(month from months.month) as months_ago
    from measures
    inner join indicators on measures.indicator = indicators.indicator
    inner join months on measures.month = months.month
    cross join parameters
    where
        indicators.role = 'severe'
        and indicators.frequency = 'monthly'
        and measures.strand = ''
        and measures.area_code = parameters.district_code
),

in_years as (
    select
        indicator,
        area_code,
        month,
        count,
        (months_ago - mod(months_ago, 12)) / 12 as years_ago
    from counted_months
)

select
    indicator,
    area_code,
    min(month) as year_start,
    cast(sum(count) as bigint) as count
from in_years
group by indicator, area_code, years_ago
having count(*) = 12
order by indicator asc, area_code asc, year_start asc
