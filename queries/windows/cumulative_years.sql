-- one row per monthly indicator, strand and month of the district: the count since April of its financial year
with

district_months as (
    select
        measures.indicator,
        measures.strand,
        measures.month,
        measures.count,
        months.financial_year,
        mod(months.calendar_month + 8, 12) + 1 as month_of_year
    from measures
    inner join indicators on measures.indicator = indicators.indicator
    inner join months on measures.month = months.month
    cross join parameters
    where
        measures.area_code = parameters.district_code
        and indicators.frequency = 'monthly'
),

cumulative as (
    select
        indicator,
        strand,
        financial_year,
        month_of_year,
        month,
        sum(count) over (
            partition by indicator, strand, financial_year
            order by month asc nulls first
            rows between unbounded preceding and current row
        ) as count,
        row_number() over (
            partition by indicator, strand, financial_year
            order by month asc
        ) as months_known
    from district_months
)

-- a year with a missing month has no sum from there on
select
    indicator,
    strand,
    financial_year,
    month_of_year,
    month,
    cast(count as bigint) as count
from cumulative
where months_known = month_of_year
order by indicator asc, strand asc, month asc
