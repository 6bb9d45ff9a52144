-- one row per series of fewer than 12 events a year and complete year that ends with the newest month or before it
with

counted_months as (
    select
        measures.indicator,
        measures.strand,
        measures.month,
        measures.count,
        (extract(year from parameters.newest_month) - extract(year from measures.month)) * 12
        + extract(month from parameters.newest_month)
        - extract(month from measures.month) as months_ago
    from measures
    inner join rare_series
        on measures.indicator = rare_series.indicator
        and measures.strand = rare_series.strand
    cross join parameters
    where
        measures.area_code = parameters.district_code
        and measures.count is not null
        and rare_series.events < rare_series.months
),

in_years as (
    select
        indicator,
        strand,
        month,
        count,
        (months_ago - mod(months_ago, 12)) / 12 as years_ago
    from counted_months
    where months_ago >= 0
)

select
    indicator,
    strand,
    min(month) as year_start,
    cast(sum(count) as bigint) as count
from in_years
group by indicator, strand, years_ago
having count(*) = 12
order by indicator asc, strand asc, year_start asc
