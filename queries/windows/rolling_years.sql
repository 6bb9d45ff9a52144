-- one row per monthly indicator, strand and month of the district: the count of the twelve months that end there
with

district_months as (
    select
        measures.indicator,
        measures.strand,
        measures.month,
        measures.count,
        extract(year from measures.month) * 12 + extract(month from measures.month) as month_number
    from measures
    inner join indicators on measures.indicator = indicators.indicator
    cross join parameters
    where
        measures.area_code = parameters.district_code
        and indicators.frequency = 'monthly'
),

rolling as (
    select
        indicator,
        strand,
        month,
        month_number,
        sum(count) over (
            partition by indicator, strand
            order by month_number asc nulls first
            rows between 11 preceding and current row
        ) as count,
        lag(month_number, 11) over (
            partition by indicator, strand
            order by month_number asc
        ) as first_number
    from district_months
)

-- twelve rows are a year only when no month between them is missing
select
    indicator,
    strand,
    month,
    cast(count as bigint) as count
from rolling
where month_number - first_number = 11
order by indicator asc, strand asc, month asc
