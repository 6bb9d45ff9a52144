-- one row per source, category ('' for all of them) and month that the source covers: the district's events or values
with

subject as (
    select district_code
    from parameters
),

covered as (
    select
        coverage.source,
        coverage.month
    from coverage
    inner join subject on coverage.area_code = subject.district_code
),

placed as (
    select
        events.source,
        coalesce(events.category, '') as category,
        events.month
    from events
    inner join subject on events.district_code = subject.district_code
),

counted as (
    select
        source,
        '' as category,
        month,
        cast(count(*) as double) as counted_rows
    from placed
    group by source, month
    union all
    select
        source,
        category,
        month,
        cast(count(*) as double) as counted_rows
    from placed
    where category <> ''
    group by source, category, month
    union all
    select
        series.source,
        '' as category,
        cast(date_trunc('month', series.period_start) as date) as month,
        sum(series.value) as counted_rows
    from series
    inner join subject on series.area_code = subject.district_code
    where
        series.value is not null
        and date_diff('day', series.period_start, series.period_end) < 31
    group by series.source, cast(date_trunc('month', series.period_start) as date)
),

named as (
    select distinct
        source,
        category
    from counted
)

select
    covered.source,
    named.category,
    covered.month,
    coalesce(counted.counted_rows, 0) as counted_rows
from covered
inner join named on covered.source = named.source
left join counted
    on
        named.source = counted.source
        and named.category = counted.category
        and covered.month = counted.month
order by covered.source asc, named.category asc, covered.month asc
