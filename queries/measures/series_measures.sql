-- one row per indicator, area, strand and period that a series counts; the period is named by its first month
with

counted as (
    select
        indicator_series.indicator,
        indicator_series.area_code,
        measured_areas.level,
        measured_areas.is_subject,
        indicator_series.strand,
        cast(date_trunc('month', indicator_series.period_start) as date) as month,
        indicator_series.value
    from indicator_series
    inner join indicators on indicator_series.indicator = indicators.indicator
    inner join measured_areas on indicator_series.area_code = measured_areas.area_code
    where indicators.value = 'count'
),

-- a period in which one part is not known has no total
totals as (
    select
        indicator,
        area_code,
        level,
        is_subject,
        month,
        sum(value) as count
    from counted
    group by indicator, area_code, level, is_subject, month
    having count(*) = count(value)
),

members as (
    select distinct
        indicator,
        strand
    from counted
    where is_subject and strand <> ''
),

divided as (
    select indicator
    from members
    group by indicator
    having count(*) > 1
),

by_strand as (
    select
        indicator,
        area_code,
        strand,
        month,
        sum(value) as count
    from counted
    group by indicator, area_code, strand, month
),

-- a strand that is not listed in a period which is otherwise complete counts nought
strands as (
    select
        totals.indicator,
        totals.area_code,
        totals.level,
        members.strand,
        totals.month,
        coalesce(by_strand.count, 0) as count
    from totals
    inner join members on totals.indicator = members.indicator
    inner join divided on totals.indicator = divided.indicator
    left join by_strand
        on totals.indicator = by_strand.indicator
        and totals.area_code = by_strand.area_code
        and members.strand = by_strand.strand
        and totals.month = by_strand.month
    where totals.is_subject
)

select
    indicator,
    area_code,
    level,
    '' as strand,
    month,
    cast(count as bigint) as count
from totals

union all

select
    indicator,
    area_code,
    level,
    strand,
    month,
    cast(count as bigint) as count
from strands
